//! How often one client address may use the public endpoints.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::extract::client_address;
use crate::app::App;
use crate::error::Error;

/// Addresses are forgotten when there are this many, oldest first; memory stays bounded.
const KEEP: usize = 100_000;

#[derive(Clone)]
pub struct Limit {
    app: Arc<App>,
    limiter: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
}

impl Limit {
    /// As configured; no limit at all for 0.
    pub fn new(app: &Arc<App>) -> Self {
        let quota = NonZeroU32::new(app.config.rate_limit_per_minute).map(Quota::per_minute);
        Self {
            app: app.clone(),
            limiter: quota.map(|quota| Arc::new(RateLimiter::keyed(quota))),
        }
    }
}

pub async fn apply(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    let (Some(limiter), Some(address)) = (&limit.limiter, client_address(&limit.app, &request))
    else {
        return next.run(request).await;
    };
    if limiter.len() > KEEP {
        limiter.retain_recent();
    }
    match limiter.check_key(&bucket(address)) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let seconds = wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            Error::TooMany {
                retry_after_seconds: seconds,
            }
            .into_response()
        }
    }
}

/// An IPv6 customer has a whole /64 to choose addresses from.
pub fn bucket(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
    }
}
