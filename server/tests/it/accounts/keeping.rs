//! One's own account, and what rests in the database.

use samtycke_server::auth::Role;
use samtycke_server::clock::{HOUR, MINUTE, SECOND};
use samtycke_server::db::Value as Sql;

use super::support::{PASSWORD, Phone, SIGNE, codes_in};
use crate::harness::World;

on_both_databases!(
    sessions_are_listed_and_ended_one_by_one,
    a_session_ends_when_nobody_uses_it,
    a_new_password_takes_the_old_one_and_ends_other_sessions,
    a_session_left_open_is_not_enough_to_change_what_one_signs_in_by,
    a_new_app_takes_the_place_of_the_old_one,
    nothing_one_signs_in_by_can_be_read_from_the_database,
    another_language_leads_back_to_the_same_page,
    a_mistyped_address_is_answered_with_a_page,
);

async fn sessions_are_listed_and_ended_one_by_one(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Auditor).await;
    let here = person.seat;
    let entered = w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
    let there = w
        .seat_by(&entered.cookie("samtycke_session").unwrap())
        .await;
    let page = w.page(&here, "/console/account").await.expect(200).text();
    assert!(page.contains("Chrome, Android"));
    assert_eq!(page.matches("/console/account/sessions/").count(), 4 - 1);
    let ids = w
        .texts(
            "SELECT id FROM sessions WHERE browser <> 'Chrome, Android' AND staff_id = $1 ORDER BY id DESC",
            &[Sql::from(here.staff_id.as_str())],
        )
        .await;
    // Somebody else can not end it, whoever they are.
    let stranger = w.seat(&tenant, Role::Admin).await;
    let end = format!("/console/account/sessions/{}/end", ids[0]);
    w.press(&stranger, &end, &[]).await.expect(404);
    assert!(w.is_in(&there.session).await);
    w.press(&here, &end, &[]).await.expect(303);
    assert!(!w.is_in(&there.session).await);
    w.press(&here, &end, &[]).await.expect(404);
    w.press(&here, "/console/account/sessions/others/end", &[])
        .await
        .expect(303);
    let left = format!("sessions WHERE staff_id = '{}'", here.staff_id);
    assert_eq!(w.count(&left, &[]).await, 1);
    assert!(w.is_in(&here.session).await, "this one is spared");
    assert!(w.is_in(&stranger.session).await);
    w.press(&here, "/console/sign-out", &[]).await.expect(303);
    assert!(!w.is_in(&here.session).await);
}

async fn a_session_ends_when_nobody_uses_it(w: &World) {
    let tenant = w.tenant().await;
    let seat = w.seat(&tenant, Role::Auditor).await;
    for _ in 0..5 {
        w.advance(2 * HOUR - 1);
        w.page(&seat, "/console").await.expect(200);
    }
    w.advance(2 * HOUR);
    let answer = w.page(&seat, "/console").await.expect(303);
    assert_eq!(answer.location(), "/console/sign-in");
}

async fn a_new_password_takes_the_old_one_and_ends_other_sessions(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let entered = w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
    let elsewhere = entered.cookie("samtycke_session").unwrap();
    let new = "ett nytt långt lösenord";
    let change = "/console/account/password";
    for (current, password, again) in [
        ("inte det lösenordet", new, new),
        (PASSWORD, "för kort", "för kort"),
        (PASSWORD, new, PASSWORD),
    ] {
        let fields = [
            ("current", current),
            ("password", password),
            ("again", again),
        ];
        w.press(&person.seat, change, &fields).await.expect(422);
    }
    let fields = [("current", PASSWORD), ("password", new), ("again", new)];
    w.press(&person.seat, change, &fields).await.expect(303);
    assert!(w.is_in(&person.seat.session).await);
    assert!(!w.is_in(&elsewhere).await);
    w.type_password(SIGNE, PASSWORD, "").await.expect(422);
    w.type_password(SIGNE, new, "").await.expect(303);
}

async fn a_session_left_open_is_not_enough_to_change_what_one_signs_in_by(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let page = w.page(&person.seat, "/console/account/code").await;
    let phone = Phone::told(&page.text());
    let salt = page.text();
    let salt = salt.split("name=\"salt\" value=\"").nth(1).unwrap();
    let salt = salt.split('"').next().unwrap();
    let code = phone.code(w);
    for current in ["", "inte det lösenordet"] {
        let fields = [
            ("current", current),
            ("salt", salt),
            ("code", code.as_str()),
        ];
        w.press(&person.seat, "/console/account/code", &fields)
            .await
            .expect(422);
        w.press(
            &person.seat,
            "/console/account/recovery-codes",
            &[("current", current)],
        )
        .await
        .expect(422);
    }
    // The set-up is no way around it.
    w.press(
        &person.seat,
        "/console/account/setup/code",
        &[("salt", salt), ("code", &code)],
    )
    .await
    .expect(303);
    w.press(
        &person.seat,
        "/console/account/setup/password",
        &[
            ("password", "ett nytt långt lösenord"),
            ("again", "ett nytt långt lösenord"),
        ],
    )
    .await
    .expect(303);
    w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
    for _ in 0..20 {
        let fields = [("current", "inte det lösenordet")];
        w.press(&person.seat, "/console/account/recovery-codes", &fields)
            .await;
    }
    let fields = [("current", PASSWORD)];
    let slowed = w
        .press(&person.seat, "/console/account/recovery-codes", &fields)
        .await;
    assert_eq!(slowed.status, 422, "guessing here is slowed down as well");
    w.advance(20 * MINUTE);
    let made = w
        .press(&person.seat, "/console/account/recovery-codes", &fields)
        .await
        .expect(200);
    let codes = codes_in(&made.text());
    assert_eq!(codes.len(), 10);
    w.signs_in(SIGNE, &person.recovery_codes[0])
        .await
        .expect(422);
    w.signs_in(SIGNE, &codes[0]).await.expect(303);
}

async fn a_new_app_takes_the_place_of_the_old_one(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let page = w.page(&person.seat, "/console/account/code").await;
    let text = page.text();
    let phone = Phone::told(&text);
    let salt = text.split("name=\"salt\" value=\"").nth(1).unwrap();
    let salt = salt.split('"').next().unwrap();
    let code = phone.code(w);
    let fields = [("current", PASSWORD), ("salt", salt), ("code", &code)];
    w.press(&person.seat, "/console/account/code", &fields)
        .await
        .expect(303);
    w.signs_in(SIGNE, &code).await.expect(422);
    w.advance(30 * SECOND);
    w.signs_in(SIGNE, &person.phone.code(w)).await.expect(422);
    w.signs_in(SIGNE, &phone.code(w)).await.expect(303);
}

async fn nothing_one_signs_in_by_can_be_read_from_the_database(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let step = w.type_password(SIGNE, PASSWORD, "").await;
    let mut kept = w
        .texts(
            "SELECT COALESCE(password_hash, '') || ' ' || COALESCE(totp_salt, '') FROM staff",
            &[],
        )
        .await;
    assert!(
        kept.iter()
            .any(|row| row.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"))
    );
    for select in [
        "SELECT code_hash FROM recovery_codes",
        "SELECT token_hash || ' ' || id FROM sessions",
        "SELECT token_hash || staff FROM sign_in_steps",
        "SELECT key_hash FROM sign_in_failures",
        "SELECT token_hash FROM sign_in_links",
    ] {
        let rows = w.texts(select, &[]).await;
        assert!(!rows.is_empty(), "{select}");
        kept.extend(rows);
    }
    let step = step.cookie("samtycke_step").unwrap();
    let mut secrets = vec![PASSWORD.to_owned(), SIGNE.to_owned(), step];
    secrets.push(person.seat.session.clone());
    secrets.extend(
        person
            .recovery_codes
            .iter()
            .map(|code| code.replace('-', "")),
    );
    secrets.extend(person.recovery_codes);
    for secret in secrets {
        assert!(!kept.iter().any(|row| row.contains(&secret)), "{secret}");
    }
}

async fn another_language_leads_back_to_the_same_page(w: &World) {
    let tenant = w.tenant().await;
    let seat = w.seat(&tenant, Role::Recruiter).await;
    let here = "/console/candidates?status=expired&sort=name";
    let page = w.page(&seat, here).await.expect(200).text();
    let (_, rest) = page
        .split_once("name=\"return_to\" value=\"")
        .expect("the form knows its page");
    let known = rest.split('"').next().unwrap().replace("&amp;", "&");
    assert_eq!(known, here);
    for (asked, leads_to) in [
        (here, here),
        ("https://elsewhere.example/console", "/console"),
        ("//elsewhere.example/console", "/console"),
        ("/me/x", "/console"),
        ("", "/console"),
    ] {
        let fields = [("language", "en"), ("return_to", asked)];
        let answer = w.press(&seat, "/console/language", &fields).await;
        assert_eq!(answer.expect(303).location(), leads_to, "{asked}");
    }
}

async fn a_mistyped_address_is_answered_with_a_page(w: &World) {
    let tenant = w.tenant().await;
    let seat = w.seat(&tenant, Role::Recruiter).await;
    let page = w.page(&seat, "/console/nix").await.expect(404);
    assert!(
        page.text().starts_with("<!DOCTYPE html>"),
        "{}",
        page.text()
    );
}
