//! Changing what one signs in by without a password here: the company's identity provider asks for it.

use samtycke_server::auth::Role;
use samtycke_server::clock::{HOUR, SECOND};

use super::company::connected;
use super::identity_provider::{ANNA, Company};
use super::passkeys::{ADD, Authenticator, OPTIONS};
use super::support::{PASSWORD, Phone, codes_in};
use crate::harness::{Answer, Seat, Tenant, World};

on_both_databases!(
    whoever_has_no_password_confirms_by_their_second_factor,
    a_passkey_confirms_once_and_only_ones_own,
    whoever_is_asked_for_both_factors_elsewhere_has_nothing_to_change_here,
    guessing_codes_is_slowed_down_in_all_sessions_together,
);

const ACCOUNT: &str = "/console/account";
const RECOVERY_CODES: &str = "/console/account/recovery-codes";
const ASK: &str = "/console/account/confirm/options";

/// Anna, who comes from the identity provider and has set up a second factor here.
struct Anna {
    tenant: Tenant,
    company: Company,
    seat: Seat,
    phone: Phone,
    recovery_codes: Vec<String>,
}

async fn anna(w: &World) -> Anna {
    let (tenant, _, company) = connected(w, "here").await;
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let seat = seat_of(w, &answer).await;
    let page = w.page(&seat, "/console/account/setup").await.expect(200);
    let phone = Phone::told(&page.text());
    let done = w.show_code(&seat, &page, &phone.code(w)).await.expect(200);
    w.advance(30 * SECOND);
    Anna {
        seat: seat_of(w, &done).await,
        recovery_codes: codes_in(&done.text()),
        tenant,
        company,
        phone,
    }
}

async fn seat_of(w: &World, answer: &Answer) -> Seat {
    w.seat_by(&answer.cookie("samtycke_session").unwrap()).await
}

impl Anna {
    async fn makes_codes(&self, w: &World, current: &str) -> Answer {
        w.press(&self.seat, RECOVERY_CODES, &[("current", current)])
            .await
    }

    async fn adds(&self, w: &World, computer: &mut Authenticator, shown: (&str, &str)) {
        let options = w.press(&self.seat, OPTIONS, &[shown]).await.expect(200);
        let credential = computer.create(&options.json());
        let fields = [("name", "Min dator"), ("credential", &credential)];
        w.press(&self.seat, ADD, &fields).await.expect(303);
    }

    async fn asked(&self, w: &World) -> serde_json::Value {
        w.press(&self.seat, ASK, &[]).await.expect(200).json()
    }
}

async fn whoever_has_no_password_confirms_by_their_second_factor(w: &World) {
    let anna = anna(w).await;
    let page = w.page(&anna.seat, ACCOUNT).await.expect(200).text();
    assert!(!page.contains("/console/account/password"), "there is none");
    for wrong in ["", "000000", PASSWORD] {
        let page = anna.makes_codes(w, wrong).await.expect(422).text();
        assert!(page.contains("href=\"#field-codes-current\""), "{page}");
    }
    let code = anna.phone.code(w);
    let made = anna.makes_codes(w, &code).await.expect(200);
    let codes = codes_in(&made.text());
    anna.makes_codes(w, &code).await.expect(422);
    anna.makes_codes(w, &anna.recovery_codes[0])
        .await
        .expect(422);
    // Another app, confirmed by a recovery code for whoever has lost the one before.
    let page = w.page(&anna.seat, "/console/account/code").await;
    let text = page.expect(200).text();
    let phone = Phone::told(&text);
    let salt = text.split("name=\"salt\" value=\"").nth(1).unwrap();
    let salt = salt.split('"').next().unwrap();
    let code = phone.code(w);
    let change = async |current: &str, code: &str| {
        let fields = [("current", current), ("salt", salt), ("code", code)];
        w.press(&anna.seat, "/console/account/code", &fields).await
    };
    change("", &code).await.expect(422);
    // What confirms is not used up by another mistake.
    change(&codes[0], "000000").await.expect(422);
    change(&codes[0], &code).await.expect(303);
    w.advance(30 * SECOND);
    let step = anna.company.sign_in(w, &anna.tenant, &ANNA).await;
    w.type_code(&step, "", &anna.phone.code(w))
        .await
        .expect(422);
    w.type_code(&step, "", &phone.code(w)).await.expect(303);
    let password = [
        ("current", codes[1].as_str()),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    w.press(&anna.seat, "/console/account/password", &password)
        .await
        .expect(409);
}

async fn a_passkey_confirms_once_and_only_ones_own(w: &World) {
    let anna = anna(w).await;
    let (mut computer, mut foreign) = (Authenticator::new(1), Authenticator::new(2));
    w.press(&anna.seat, ASK, &[]).await.expect(409);
    w.press(&anna.seat, OPTIONS, &[]).await.expect(422);
    anna.adds(w, &mut computer, ("current", &anna.phone.code(w)))
        .await;
    let rolf = w
        .person(&anna.tenant, "rolf@exempel.example", Role::Admin)
        .await;
    let fields = [("current", PASSWORD)];
    let options = w.press(&rolf.seat, OPTIONS, &fields).await.expect(200);
    let credential = foreign.create(&options.json());
    let fields = [("name", "Rolfs"), ("credential", &credential)];
    w.press(&rolf.seat, ADD, &fields).await.expect(303);

    let earlier = computer.get(&anna.asked(w).await);
    let theirs = foreign.get(&anna.asked(w).await);
    for wrong in ["{}", earlier.as_str(), theirs.as_str()] {
        anna.asked(w).await;
        let fields = [("confirmation", wrong)];
        w.press(&anna.seat, RECOVERY_CODES, &fields)
            .await
            .expect(422);
    }
    let right = computer.get(&anna.asked(w).await);
    let fields = [("confirmation", right.as_str())];
    w.press(&anna.seat, RECOVERY_CODES, &fields)
        .await
        .expect(200);
    w.press(&anna.seat, RECOVERY_CODES, &fields)
        .await
        .expect(422);
    // A question of one kind is no question of the other.
    let asked = anna.asked(w).await;
    let fields = [
        ("name", "Min dator"),
        ("credential", &computer.create(&asked)),
    ];
    w.press(&anna.seat, ADD, &fields).await.expect(422);
    let right = computer.get(&anna.asked(w).await);
    let mut second = Authenticator::new(3);
    anna.adds(w, &mut second, ("confirmation", &right)).await;
    let signed = computer.get(&anna.asked(w).await);
    let ids = w
        .texts(
            "SELECT id FROM passkeys WHERE staff_id = $1 ORDER BY id",
            &[anna.seat.staff_id.as_str().into()],
        )
        .await;
    let remove = format!("{ACCOUNT}/passkeys/{}/remove", ids[0]);
    w.press(&anna.seat, &remove, &[]).await.expect(422);
    anna.asked(w).await;
    w.press(&anna.seat, &remove, &[("confirmation", &signed)])
        .await
        .expect(422);
    let signed = computer.get(&anna.asked(w).await);
    w.press(&anna.seat, &remove, &[("confirmation", &signed)])
        .await
        .expect(303);
}

async fn whoever_is_asked_for_both_factors_elsewhere_has_nothing_to_change_here(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let anna = seat_of(w, &answer).await;
    let page = w.page(&anna, ACCOUNT).await.expect(200).text();
    assert!(page.contains("också efter det andra steget"), "{page}");
    assert!(!page.contains("name=\"current\""), "{page}");
    w.page(&anna, "/console/account/code").await.expect(409);
    for path in [RECOVERY_CODES, OPTIONS, ASK, ADD] {
        w.press(&anna, path, &[]).await.expect(409);
    }
    assert_eq!(w.count("recovery_codes", &[]).await, 0);
}

async fn guessing_codes_is_slowed_down_in_all_sessions_together(w: &World) {
    let anna = anna(w).await;
    let step = anna.company.sign_in(w, &anna.tenant, &ANNA).await;
    let answer = w.type_code(&step, "", &anna.phone.code(w)).await;
    let other = seat_of(w, &answer.expect(303)).await;
    for _ in 0..6 {
        anna.makes_codes(w, "000000").await.expect(422);
    }
    let right = [("current", anna.recovery_codes[0].as_str())];
    w.press(&other, RECOVERY_CODES, &right).await.expect(422);
    // Signing in is not.
    let step = anna.company.sign_in(w, &anna.tenant, &ANNA).await;
    let code = &anna.recovery_codes[1];
    w.type_code(&step, "", code).await.expect(303);
    w.advance(HOUR);
    w.press(&other, RECOVERY_CODES, &right).await.expect(200);
}
