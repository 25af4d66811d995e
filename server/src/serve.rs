//! Running the server: from open database to graceful end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;
use crate::backup::recover;
use crate::error::{Error, Result};
use crate::{http, jobs};

/// How long requests under way may take to end.
const GRACE: Duration = Duration::from_secs(10);
/// How often, and after which pause each time, a start is tried again.
const TRIES: usize = 60;
const PAUSE: Duration = Duration::from_secs(1);

/// Serves until SIGINT or SIGTERM. `extra` adds routes (the demo's).
///
/// # Errors
/// When the address can not be listened on.
pub async fn run(app: Arc<App>, extra: Router) -> Result<()> {
    // Before anybody can ask: a restored database must not show who was erased (rule 17).
    patiently(async || recover::run(&app).await).await?;
    let listener = TcpListener::bind(app.config.listen)
        .await
        .map_err(|cause| {
            Error::internal(format!("SAMTYCKE_LISTEN {}: {cause}", app.config.listen))
        })?;
    if !http::assets::are_complete() {
        tracing::error!("{}", http::assets::INCOMPLETE);
    }
    tracing::info!(listen = %app.config.listen, public_url = %app.config.public_url(), "serving");
    let (stop, stopped) = watch::channel(false);
    let workers = jobs::spawn(app.clone(), stopped.clone());
    let router = http::router(app.clone())
        .merge(extra)
        .into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, router).with_graceful_shutdown(when(stopped));
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        () = terminated() => tracing::info!("ending: no new requests, finishing those under way"),
        ended = &mut server => return ended.map_err(Error::internal)?.map_err(Error::from),
    }
    let _ = stop.send(true);
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    for worker in workers {
        let _ = tokio::time::timeout(GRACE, worker).await;
    }
    app.db.close().await;
    Ok(())
}

/// At the start of a server another one may stand still in the middle of the same work. Its transaction is ended for it
/// after a while; until then this one waits rather than ends.
///
/// # Errors
/// As what is tried, and `Busy` when that stays so.
pub async fn patiently<T>(attempt: impl AsyncFn() -> Result<T>) -> Result<T> {
    for _ in 0..TRIES {
        match attempt().await {
            Err(Error::Busy) => tokio::time::sleep(PAUSE).await,
            done => return done,
        }
    }
    attempt().await
}

async fn when(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn terminated() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
