//! Staff in the console.

use axum::body::Body;
use axum::http::{Request, header};
use samtycke_server::auth::sessions::{self, Scope};
use samtycke_server::auth::store::{self, Staff};
use samtycke_server::auth::{self, Role};
use samtycke_server::http::console::views::words::percent_encode;

use super::{Answer, Tenant, World};

/// A member of staff, signed in.
#[derive(Debug, Clone)]
pub struct Seat {
    pub staff_id: String,
    pub email: String,
    /// The session's token.
    pub session: String,
    pub csrf: String,
}

impl World {
    /// A new member of staff with this role, signed in with both factors.
    pub async fn seat(&self, tenant: &Tenant, role: Role) -> Seat {
        self.seat_of(tenant, role, Scope::Full).await
    }

    /// As [`World::seat`], reading Swedish.
    pub async fn swedish_seat(&self, tenant: &Tenant, role: Role) -> Seat {
        let seat = self.seat(tenant, role).await;
        let mut tx = self.app.db.begin().await.unwrap();
        store::set_language(&mut tx, &tenant.id, &seat.staff_id, "sv")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        seat
    }

    /// As [`World::seat`], with a session that is good for less.
    pub async fn seat_of(&self, tenant: &Tenant, role: Role, scope: Scope) -> Seat {
        let id = self.app.new_id();
        let staff = Staff {
            tenant_id: tenant.id.clone(),
            email: format!("{role}-{id}@exempel.example"),
            id,
            name: format!("Signe {role}"),
            role: role.to_string(),
            language: "en".to_owned(),
        };
        let mut tx = self.app.db.begin().await.unwrap();
        store::insert_staff(&mut tx, &staff, self.app.now())
            .await
            .unwrap();
        if scope == Scope::Full {
            store::factors::mark_set_up(&mut tx, &tenant.id, &staff.id, self.app.now())
                .await
                .unwrap();
        }
        let session = sessions::open(&self.app, &mut tx, &staff, scope, "Firefox, Linux")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.seat_by(&session).await
    }

    /// Whoever has this session.
    pub async fn seat_by(&self, session: &str) -> Seat {
        let who = sessions::find(&self.app, session).await.unwrap();
        Seat {
            staff_id: who.staff.id,
            email: who.staff.email,
            session: session.to_owned(),
            csrf: who.actor.csrf,
        }
    }

    /// Whether the session is still good for the console.
    pub async fn is_in(&self, session: &str) -> bool {
        auth::by_session(&self.app, session).await.is_ok()
    }

    /// A page of the console.
    pub async fn page(&self, seat: &Seat, path: &str) -> Answer {
        self.browse("GET", path, &cookie(seat), &[]).await
    }

    /// A button of the console.
    pub async fn press(&self, seat: &Seat, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", seat.csrf.as_str())];
        all.extend(fields);
        self.browse("POST", path, &cookie(seat), &all).await
    }

    /// A request with these cookies (`a=b; c=d`), as a browser sends it.
    pub async fn browse(
        &self,
        method: &str,
        path: &str,
        cookies: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")));
        self.call(request.unwrap()).await
    }
}

fn cookie(seat: &Seat) -> String {
    format!("samtycke_session={}", seat.session)
}

impl Answer {
    /// The value of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok()?.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, rest)| rest.split(';').next().unwrap_or_default().to_owned())
    }

    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }
}
