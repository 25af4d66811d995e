//! Getting in: links, password, second factor, and what attackers try.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use futures_util::future::join_all;
use samtycke_server::auth::store as auth_store;
use samtycke_server::auth::throttle::PASSWORD as PATIENCE;
use samtycke_server::auth::{self, FIRST_LINK_LIFETIME, Role, links};
use samtycke_server::clock::{DAY, HOUR, MINUTE, SECOND};
use samtycke_server::mail::Kind;

use super::support::{PASSWORD, SIGNE, codes_in};
use crate::harness::{Answer, Tenant, World};

on_both_databases!(
    the_operators_link_opens_the_console_and_asks_to_finish_the_account,
    an_invitation_leads_to_two_factors_and_to_nothing_before,
    after_setting_up_no_earlier_link_or_session_is_a_way_in,
    a_password_and_a_code_open_a_session_and_neither_alone_does,
    a_code_works_once_also_when_sent_twice_at_once,
    a_recovery_code_works_once,
    unknown_and_known_addresses_look_the_same,
    guessing_is_slowed_down_and_locks_no_known_browser_out,
    tries_made_at_once_are_all_counted,
    one_visitor_can_not_try_everybodys_password,
    codes_can_not_be_guessed,
    a_forgotten_password_takes_mailbox_and_second_factor,
    whoever_works_for_two_tenants_chooses_after_the_password,
    a_foreign_site_can_not_sign_anybody_in,
);

async fn first_link(w: &World, tenant: &Tenant) -> String {
    let mut tx = w.app.db.begin().await.unwrap();
    let staff = auth_store::staff_of(&mut tx, &tenant.id).await.unwrap();
    let (id, staff) = (w.app.new_id(), &staff[0].id);
    let url = auth::add_sign_in_link(&w.app, &mut tx, &tenant.id, staff, &id, FIRST_LINK_LIFETIME);
    let url = url.await.unwrap();
    tx.commit().await.unwrap();
    url.trim_start_matches("https://samtycke.example")
        .to_owned()
}

async fn the_operators_link_opens_the_console_and_asks_to_finish_the_account(w: &World) {
    let tenant = w.tenant().await;
    let link = first_link(w, &tenant).await;
    let seat = w.follow(&link).await;
    let page = w.page(&seat, "/console").await.expect(200).text();
    assert!(page.contains("/console/account/setup"), "asks to finish");
    w.page(&seat, "/console/candidates").await.expect(200);
    w.get(&link).await.expect(404);
    w.browse("POST", &link, "", &[]).await.expect(404);
}

async fn an_invitation_leads_to_two_factors_and_to_nothing_before(w: &World) {
    let tenant = w.tenant().await;
    let seat = w.invited(&tenant, SIGNE, Role::Recruiter).await;
    let mail = w.mails_to(SIGNE, Kind::Invitation).pop().unwrap();
    assert_eq!(mail.language, "sv");
    for path in ["/console", "/console/candidates", "/console/account"] {
        let answer = w.page(&seat, path).await.expect(303);
        assert_eq!(answer.location(), "/console/account/setup", "{path}");
    }
    assert!(!w.is_in(&seat.session).await);
    let choose = "/console/account/setup/password";
    for (password, again) in [
        ("elva tecken", "elva tecken"),
        (PASSWORD, "något annat helt"),
    ] {
        let fields = [("password", password), ("again", again)];
        w.press(&seat, choose, &fields).await.expect(422);
    }
    // A code before a password is no way around it.
    w.press(
        &seat,
        "/console/account/setup/code",
        &[("salt", "x"), ("code", "123456")],
    )
    .await
    .expect(303);
    let fields = [("password", PASSWORD), ("again", PASSWORD)];
    w.press(&seat, choose, &fields).await.expect(303);
    assert!(!w.is_in(&seat.session).await, "one factor is not two");
    let page = w.page(&seat, "/console/account/setup").await.expect(200);
    let phone = super::support::Phone::told(&page.text());
    w.show_code(&seat, &page, "000000").await.expect(422);
    let answer = w.show_code(&seat, &page, &phone.code(w)).await.expect(200);
    assert_eq!(codes_in(&answer.text()).len(), 10);
    let session = answer.cookie("samtycke_session").expect("a new session");
    assert_ne!(session, seat.session);
    assert!(w.is_in(&session).await);
    assert_eq!(w.audited(&tenant, "account.set_up").await.len(), 1);
}

async fn after_setting_up_no_earlier_link_or_session_is_a_way_in(w: &World) {
    let tenant = w.tenant().await;
    let before = w.invited(&tenant, SIGNE, Role::Recruiter).await;
    auth::request_sign_in(&w.app, SIGNE).await.unwrap();
    w.work().await;
    let second = w.staff_link(SIGNE, Kind::Invitation);
    let admin = w.seat(&tenant, Role::Admin).await;
    let fields = [("password", PASSWORD), ("again", PASSWORD)];
    w.press(&before, "/console/account/setup/password", &fields)
        .await
        .expect(303);
    let page = w.page(&before, "/console/account/setup").await;
    let phone = super::support::Phone::told(&page.text());
    w.show_code(&before, &page, &phone.code(w))
        .await
        .expect(200);
    w.get(&second).await.expect(404);
    w.browse("POST", &second, "", &[]).await.expect(404);
    let answer = w.page(&before, "/console/account/setup").await.expect(303);
    assert_eq!(answer.location(), "/console/sign-in");
    let again = format!("/console/staff/{}/invitation", before.staff_id);
    w.press(&admin, &again, &[]).await.expect(422);
}

async fn a_password_and_a_code_open_a_session_and_neither_alone_does(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    w.type_password(SIGNE, "inte det lösenordet", "")
        .await
        .expect(422);
    let step = w
        .type_password(" Signe@Exempel.example ", PASSWORD, "")
        .await
        .expect(303);
    assert!(step.cookie("samtycke_session").is_none());
    let token = step.cookie("samtycke_step").unwrap();
    assert!(!w.is_in(&token).await);
    w.type_code(&step, "", "000000").await.expect(422);
    let answer = w.type_code(&step, "", &person.phone.code(w)).await;
    let session = answer.expect(303).cookie("samtycke_session").unwrap();
    assert!(w.is_in(&session).await);
    // The step is over with the first session it opened.
    w.advance(MINUTE);
    let again = w.type_code(&step, "", &person.phone.code(w)).await;
    assert_eq!(again.expect(303).location(), "/console/sign-in");
    let late = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    w.advance(11 * MINUTE);
    let answer = w.type_code(&late, "", &person.phone.code(w)).await;
    assert_eq!(answer.expect(303).location(), "/console/sign-in");
    assert_eq!(
        w.audited(&tenant, "staff.signed_in").await,
        ["password, code"]
    );
}

async fn a_code_works_once_also_when_sent_twice_at_once(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let code = person.phone.code(w);
    let steps = [
        w.type_password(SIGNE, PASSWORD, "").await,
        w.type_password(SIGNE, PASSWORD, "").await,
    ];
    let answers = join_all(steps.iter().map(|step| w.type_code(step, "", &code))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    w.signs_in(SIGNE, &code).await.expect(422);
    w.advance(30 * SECOND);
    w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
}

async fn a_recovery_code_works_once(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let code = person.recovery_codes[3].to_uppercase();
    w.signs_in(SIGNE, &code).await.expect(303);
    w.signs_in(SIGNE, &code).await.expect(422);
    w.signs_in(SIGNE, &person.recovery_codes[4])
        .await
        .expect(303);
    assert_eq!(w.count("recovery_codes", &[]).await, 8);
}

async fn unknown_and_known_addresses_look_the_same(w: &World) {
    let tenant = w.tenant().await;
    w.person(&tenant, SIGNE, Role::Recruiter).await;
    w.invited(&tenant, "ny@exempel.example", Role::Recruiter)
        .await;
    let look = async |email: &str| {
        let answer = w.type_password(email, "inte det lösenordet", "").await;
        assert!(answer.cookie("samtycke_step").is_none());
        (answer.status, answer.text().replace(email, "…"))
    };
    let known = look(SIGNE).await;
    assert_eq!(known, look("ingen@exempel.example").await);
    assert_eq!(known, look("ny@exempel.example").await);
    let asked = async |email: &str| {
        let fields = [("email", email)];
        let answer = w
            .browse("POST", "/console/sign-in/forgot", "", &fields)
            .await;
        (answer.status, answer.text())
    };
    assert_eq!(asked(SIGNE).await, asked("ingen@exempel.example").await);
    for tries in 1..=PATIENCE.free {
        let (known, unknown) = (look(SIGNE).await, look("ingen@exempel.example").await);
        assert_eq!(known, unknown, "after {tries} failures");
    }
    assert_eq!(look(SIGNE).await.0, 429);
}

async fn guessing_is_slowed_down_and_locks_no_known_browser_out(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let entered = w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
    let device = format!(
        "samtycke_device={}",
        entered.cookie("samtycke_device").unwrap()
    );
    let session = entered.cookie("samtycke_session").unwrap();
    let mut heard = 0;
    for _ in 0..200 {
        w.advance(SECOND);
        if w.type_password(SIGNE, "gissning nummer ett", "")
            .await
            .status
            == 422
        {
            heard += 1;
        }
    }
    assert!(heard < 20, "{heard} of 200 guesses were heard");
    let stranger = w.type_password(SIGNE, PASSWORD, "").await;
    assert_eq!(stranger.status, 429);
    let wait: i64 = stranger.header("retry-after").unwrap().parse().unwrap();
    assert!(w.is_in(&session).await, "whoever is in stays in");
    let known = w.type_password(SIGNE, PASSWORD, &device).await;
    w.type_code(&known, "", &person.phone.code(w))
        .await
        .expect(303);
    // A cookie made up, or another account's, is no known browser.
    for made_up in ["samtycke_device=a.b", "samtycke_device=x"] {
        w.type_password(SIGNE, PASSWORD, made_up).await.expect(429);
    }
    w.type_password("ingen@exempel.example", "x", &device)
        .await
        .expect(422);
    w.advance(wait * SECOND);
    w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    assert!(!w.audited(&tenant, "staff.sign_in_failed").await.is_empty());
}

async fn tries_made_at_once_are_all_counted(w: &World) {
    let tenant = w.tenant().await;
    w.person(&tenant, SIGNE, Role::Recruiter).await;
    let tries = (0..20).map(|_| w.type_password(SIGNE, "gissning nummer ett", ""));
    let heard = join_all(tries).await;
    let heard = heard.iter().filter(|answer| answer.status == 422).count();
    assert_eq!(heard, usize::try_from(PATIENCE.free).unwrap());
}

async fn from_address(w: &World, email: &str, address: &str) -> Answer {
    let peer: SocketAddr = format!("{address}:1234").parse().unwrap();
    let mut request = Request::post("/console/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("email={email}&password=sommaren2026")))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    w.call(request).await
}

async fn one_visitor_can_not_try_everybodys_password(w: &World) {
    let mut heard = 0;
    for number in 0..60 {
        let email = format!("nummer{number}@exempel.example");
        if from_address(w, &email, "192.0.2.7").await.status == 422 {
            heard += 1;
        }
    }
    assert_eq!(heard, 40);
    let elsewhere = from_address(w, "nummer1@exempel.example", "192.0.2.8").await;
    assert_eq!(elsewhere.status, 422, "from another address");
}

async fn codes_can_not_be_guessed(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let mut heard = 0;
    for guess in 0..100 {
        let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
        let code = format!("{guess:06}");
        match w.type_code(&step, "", &code).await.status {
            422 => heard += 1,
            status => assert_eq!(status, 429),
        }
        w.advance(SECOND);
    }
    assert!(heard <= 12, "{heard} of 100 codes were heard");
    // Whoever comes by mail is not made to wait for that.
    links::request_sign_in(&w.app, SIGNE).await.unwrap();
    w.work().await;
    let link = w.staff_link(SIGNE, Kind::PasswordReset);
    let step = w.browse("POST", &link, "", &[]).await.expect(303);
    w.type_code(&step, "", &person.phone.code(w))
        .await
        .expect(303);
}

async fn a_forgotten_password_takes_mailbox_and_second_factor(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    links::request_sign_in(&w.app, SIGNE).await.unwrap();
    w.work().await;
    let link = w.staff_link(SIGNE, Kind::PasswordReset);
    w.get(&link).await.expect(200);
    let step = w.browse("POST", &link, "", &[]).await.expect(303);
    assert!(
        step.cookie("samtycke_session").is_none(),
        "a mailbox is one factor"
    );
    w.get(&link).await.expect(404);
    w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
    w.advance(30 * SECOND);
    let answer = w.type_code(&step, "", &person.phone.code(w)).await;
    let answer = answer.expect(303);
    assert_eq!(answer.location(), "/console/account/setup");
    let seat = w.seat_by(&answer.cookie("samtycke_session").unwrap()).await;
    assert!(!w.is_in(&seat.session).await, "first the new password");
    assert!(!w.is_in(&person.seat.session).await, "all sessions end");
    w.type_password(SIGNE, PASSWORD, "").await.expect(422);
    let fields = [
        ("password", "ett nytt långt lösenord"),
        ("again", "ett nytt långt lösenord"),
    ];
    let answer = w
        .press(&seat, "/console/account/setup/password", &fields)
        .await
        .expect(303);
    assert!(w.is_in(&answer.cookie("samtycke_session").unwrap()).await);
    w.advance(30 * SECOND);
    let step = w.type_password(SIGNE, "ett nytt långt lösenord", "").await;
    w.type_code(&step, "", &person.phone.code(w))
        .await
        .expect(303);
    links::request_sign_in(&w.app, SIGNE).await.unwrap();
    w.work().await;
    let late = w.staff_link(SIGNE, Kind::PasswordReset);
    w.advance(HOUR);
    w.get(&late).await.expect(404);
    for _ in 0..5 {
        let _ = links::request_sign_in(&w.app, SIGNE).await;
    }
    w.work().await;
    let sent = w.mails_to(SIGNE, Kind::PasswordReset).len();
    assert!(sent <= 3, "{sent}: a mailbox can not be filled");
    w.advance(DAY + HOUR);
    links::request_sign_in(&w.app, SIGNE).await.unwrap();
}

async fn whoever_works_for_two_tenants_chooses_after_the_password(w: &World) {
    let (one, two) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    let here = w.person(&one, SIGNE, Role::Admin).await;
    let there = w.person(&two, SIGNE, Role::Auditor).await;
    let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    let cookies = format!("samtycke_step={}", step.cookie("samtycke_step").unwrap());
    let page = w
        .browse("GET", "/console/sign-in/factor", &cookies, &[])
        .await;
    let page = page.expect(200).text();
    assert!(page.contains("Exempelbolaget") && page.contains("Annanfirma"));
    // Neither the other tenant's code nor no choice at all gets in.
    w.type_code(&step, "", &here.phone.code(w))
        .await
        .expect(422);
    w.type_code(&step, &two.id, &here.phone.code(w))
        .await
        .expect(422);
    let foreign = w.tenant_named("Tredjefirma").await;
    w.type_code(&step, &foreign.id, &here.phone.code(w))
        .await
        .expect(422);
    let answer = w.type_code(&step, &two.id, &there.phone.code(w)).await;
    let session = answer.expect(303).cookie("samtycke_session").unwrap();
    let actor = auth::by_session(&w.app, &session).await.unwrap();
    assert_eq!((actor.tenant_id, actor.role), (two.id, Role::Auditor));
}

async fn a_foreign_site_can_not_sign_anybody_in(w: &World) {
    let tenant = w.tenant().await;
    let link = first_link(w, &tenant).await;
    for path in [link.as_str(), "/console/sign-in", "/console/sign-in/factor"] {
        let request = Request::post(path)
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty());
        let answer = w.call(request.unwrap()).await;
        assert_eq!(answer.status, 403, "{path}");
    }
    w.get(&link).await.expect(200);
}
