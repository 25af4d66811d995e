//! People with accounts, and what their phones show.

use samtycke_server::auth::Role;
use samtycke_server::mail::Kind;
use totp_rs::{Builder, Secret, Totp};

use crate::harness::{Answer, Seat, Tenant, World, link};

pub const PASSWORD: &str = "en häst på taket i maj";
pub const SIGNE: &str = "signe@exempel.example";

/// An authenticator app.
pub struct Phone(Totp);

impl Phone {
    /// One that was told the secret that a page shows.
    pub fn told(page: &str) -> Self {
        let secret = page.split("<code>").nth(1).expect("a secret to type");
        let secret = secret.split('<').next().unwrap().replace(' ', "");
        let builder = Builder::new()
            .with_account_name("signe")
            .with_secret(Secret::try_from_base32(secret).unwrap());
        Self(builder.build().unwrap())
    }

    pub fn code(&self, w: &World) -> String {
        let seconds = u64::try_from(w.app.now() / 1_000).unwrap();
        self.0.generate(seconds).to_string()
    }
}

/// Somebody with an account that is set up.
pub struct Person {
    pub seat: Seat,
    pub phone: Phone,
    pub recovery_codes: Vec<String>,
}

impl World {
    /// The link in the last mail of this kind to this address.
    pub fn staff_link(&self, address: &str, kind: Kind) -> String {
        let mails = self.mails_to(address, kind);
        link(mails.last().expect("a mail was sent"), "/console/sign-in/")
    }

    /// Invites somebody; gives the seat the link in the mail leads to, good for setting up alone.
    pub async fn invited(&self, tenant: &Tenant, email: &str, role: Role) -> Seat {
        let admin = self.seat(tenant, Role::Admin).await;
        let role = role.to_string();
        let fields = [
            ("email", email),
            ("name", "Signe Exempel"),
            ("role", &role),
            ("language", "sv"),
        ];
        self.press(&admin, "/console/staff", &fields)
            .await
            .expect(303);
        self.work().await;
        self.follow(&self.staff_link(email, Kind::Invitation)).await
    }

    /// Presses the button behind a link that leads into a session.
    pub async fn follow(&self, link: &str) -> Seat {
        self.get(link).await.expect(200);
        let answer = self.browse("POST", link, "", &[]).await.expect(303);
        self.seat_by(&answer.cookie("samtycke_session").expect("a session"))
            .await
    }

    /// Somebody invited who has set up the account.
    pub async fn person(&self, tenant: &Tenant, email: &str, role: Role) -> Person {
        let seat = self.invited(tenant, email, role).await;
        let password = [("password", PASSWORD), ("again", PASSWORD)];
        self.press(&seat, "/console/account/setup/password", &password)
            .await
            .expect(303);
        let page = self.page(&seat, "/console/account/setup").await.expect(200);
        let phone = Phone::told(&page.text());
        let answer = self.show_code(&seat, &page, &phone.code(self)).await;
        let codes = codes_in(&answer.expect(200).text());
        // The code is used up; the next one comes in half a minute.
        self.advance(30_000);
        Person {
            seat: self.last_seat(&seat).await,
            phone,
            recovery_codes: codes,
        }
    }

    /// Sends the code to the page the secret was shown on.
    pub async fn show_code(&self, seat: &Seat, page: &Answer, code: &str) -> Answer {
        let text = page.text();
        let salt = text.split("name=\"salt\" value=\"").nth(1).unwrap();
        let salt = salt.split('"').next().unwrap();
        let fields = [("salt", salt), ("code", code)];
        self.press(seat, "/console/account/setup/code", &fields)
            .await
    }

    /// The session that took the place of this one, for a test that has no browser to keep it in.
    async fn last_seat(&self, before: &Seat) -> Seat {
        assert!(!self.is_in(&before.session).await, "rotated");
        let mut tx = self.app.db.begin().await.unwrap();
        let staff = samtycke_server::auth::store::staff_by_email(&mut tx, &before.email)
            .await
            .unwrap()
            .into_iter()
            .find(|staff| staff.id == before.staff_id)
            .unwrap();
        let session = samtycke_server::auth::sessions::open(
            &self.app,
            &mut tx,
            &staff,
            samtycke_server::auth::sessions::Scope::Full,
            "Chrome, Android",
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.seat_by(&session).await
    }

    /// The first factor.
    pub async fn type_password(&self, email: &str, password: &str, cookies: &str) -> Answer {
        let fields = [("email", email), ("password", password)];
        self.browse("POST", "/console/sign-in", cookies, &fields)
            .await
    }

    /// The second factor, after an answer that led to it.
    pub async fn type_code(&self, step: &Answer, tenant: &str, code: &str) -> Answer {
        let cookies = format!("samtycke_step={}", step.cookie("samtycke_step").unwrap());
        let fields = [("tenant", tenant), ("code", code)];
        self.browse("POST", "/console/sign-in/factor", &cookies, &fields)
            .await
    }

    /// Both factors; the answer to the second.
    pub async fn signs_in(&self, email: &str, code: &str) -> Answer {
        let step = self.type_password(email, PASSWORD, "").await.expect(303);
        self.type_code(&step, "", code).await
    }

    pub async fn audited(&self, tenant: &Tenant, action: &str) -> Vec<String> {
        self.texts(
            "SELECT COALESCE(detail, '') FROM audit WHERE tenant_id = $1 AND action = $2 ORDER BY id",
            &[tenant.id.as_str().into(), action.into()],
        )
        .await
    }
}

/// The recovery codes a page shows.
pub fn codes_in(page: &str) -> Vec<String> {
    page.split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}
