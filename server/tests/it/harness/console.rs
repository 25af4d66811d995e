//! The console as somebody who is signed in uses it, without JavaScript.

use axum::body::Body;
use axum::http::{Request, header};
use samtycke_server::auth;
use samtycke_server::clock::DAY;
use samtycke_server::db::Value as Sql;
use samtycke_server::http::console::views::words::percent_encode;
use samtycke_server::http::extract::SESSION_COOKIE;
use samtycke_server::keys::token_hash;

use super::{Answer, Tenant, World};

/// A browser with a session of the tenant's first admin.
pub struct Browser {
    pub staff: String,
    session: String,
    csrf: String,
}

impl World {
    pub async fn browser(&self, tenant: &Tenant) -> Browser {
        self.browser_as(tenant, "admin").await
    }

    /// The tenant's one person, in this role.
    pub async fn browser_as(&self, tenant: &Tenant, role: &str) -> Browser {
        let own = Sql::from(tenant.id.as_str());
        self.sql(
            "UPDATE staff SET role = $2 WHERE tenant_id = $1",
            &[own.clone(), role.into()],
        )
        .await;
        let staff = self
            .texts("SELECT id FROM staff WHERE tenant_id = $1", &[own.clone()])
            .await
            .remove(0);
        let session = self.app.random.token();
        self.sql(
            "INSERT INTO sessions (token_hash, tenant_id, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
            &[
                token_hash(&session).into(),
                own,
                staff.as_str().into(),
                self.now().into(),
                (self.now() + 30 * DAY).into(),
            ],
        )
        .await;
        let csrf = auth::by_session(&self.app, &session).await.unwrap().csrf;
        Browser {
            staff,
            session,
            csrf,
        }
    }

    pub async fn visit(&self, browser: &Browser, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, browser.cookie());
        self.call(request.body(Body::empty()).unwrap()).await
    }

    pub async fn press(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("csrf", browser.csrf.as_str())];
        let body: Vec<String> = own
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        let request = Request::post(path)
            .header(header::COOKIE, browser.cookie())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(body.join("&"))).unwrap())
            .await
    }
}

impl Browser {
    fn cookie(&self) -> String {
        format!("{SESSION_COOKIE}={}", self.session)
    }
}
