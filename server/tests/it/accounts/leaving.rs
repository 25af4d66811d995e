//! Roles, leaving, and API keys.

use samtycke_server::auth::{Role, members};
use samtycke_server::clock::{DAY, MINUTE, SECOND};
use samtycke_server::db::Value as Sql;
use samtycke_server::mail::Kind;

use super::support::{PASSWORD, SIGNE};
use crate::harness::{PUBLIC_URL, Seat, World};

on_both_databases!(
    whoever_leaves_is_out_at_once_with_everything_they_made,
    the_last_admin_who_can_sign_in_stays,
    two_admins_can_not_remove_each_other_at_once,
    another_tenants_staff_and_keys_do_not_exist,
    whoever_comes_back_starts_afresh_as_the_same_person,
    an_account_reset_by_another_admin_is_set_up_anew,
    whoever_may_less_keeps_no_key_that_may_more,
    the_operator_lets_the_last_admin_back_in,
    an_invitation_that_is_sent_again_ends_the_first,
    an_api_key_is_shown_once_and_ends_when_revoked,
    the_last_use_of_a_key_is_known_to_the_minute,
    every_act_of_this_is_in_the_audit_log,
);

fn staff_page(seat: &Seat, act: &str) -> String {
    format!("/console/staff/{}{act}", seat.staff_id)
}

/// Makes a key as this person; gives its secret.
async fn make_key(w: &World, seat: &Seat, role: &str) -> String {
    let fields = [("name", "Rekryteringssystemet"), ("role", role)];
    let page = w.press(seat, "/console/keys", &fields).await.expect(200);
    let page = page.text();
    let secret = page.split("samtycke_").nth(1).expect("the key is shown");
    format!("samtycke_{}", secret.split('<').next().unwrap())
}

async fn whoever_leaves_is_out_at_once_with_everything_they_made(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let person = w.person(&tenant, SIGNE, Role::Admin).await;
    let key = make_key(w, &person.seat, "recruiter").await;
    let others = make_key(w, &admin, "recruiter").await;
    w.api_get(&key, "/v1/candidates").await.expect(200);
    let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    samtycke_server::auth::request_sign_in(&w.app, SIGNE)
        .await
        .unwrap();
    w.work().await;
    let link = w.staff_link(SIGNE, Kind::PasswordReset);
    let page = w.page(&admin, &staff_page(&person.seat, "")).await;
    assert!(
        page.expect(200).text().contains("One API key"),
        "said before"
    );
    let remove = staff_page(&person.seat, "/remove");
    let done = w.press(&admin, &remove, &[]).await.expect(303);
    assert_eq!(done.location(), "/console/staff?done=removed&count=1");
    assert!(!w.is_in(&person.seat.session).await);
    w.api_get(&key, "/v1/candidates").await.expect(401);
    w.api_get(&others, "/v1/candidates").await.expect(200);
    w.get(&link).await.expect(404);
    let half_way = w.type_code(&step, "", &person.phone.code(w)).await;
    assert_eq!(half_way.expect(303).location(), "/console/sign-in");
    w.type_password(SIGNE, PASSWORD, "").await.expect(422);
    let page = w.page(&admin, "/console/staff").await.text();
    assert!(!page.contains(SIGNE));
    w.press(&admin, &staff_page(&person.seat, "/remove"), &[])
        .await
        .expect(404);
    let kept = w
        .texts(
            "SELECT name FROM staff WHERE id = $1",
            &[Sql::from(person.seat.staff_id.as_str())],
        )
        .await;
    assert_eq!(kept, ["Signe Exempel"], "the audit log can still name them");
}

async fn the_last_admin_who_can_sign_in_stays(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    // The tenant's first admin has never set up the account: nobody can count on them.
    for (act, fields) in [("/remove", vec![]), ("/role", vec![("role", "auditor")])] {
        let answer = w.press(&admin, &staff_page(&admin, act), &fields).await;
        let page = answer.expect(422).text();
        assert!(page.contains("last admin"), "{act}");
    }
    let other = w.seat(&tenant, Role::Admin).await;
    w.press(&admin, &staff_page(&admin, "/role"), &[("role", "auditor")])
        .await
        .expect(303);
    w.press(&other, &staff_page(&other, "/remove"), &[])
        .await
        .expect(422);
    w.press(&other, &staff_page(&admin, "/remove"), &[])
        .await
        .expect(303);
}

async fn two_admins_can_not_remove_each_other_at_once(w: &World) {
    let tenant = w.tenant().await;
    let (one, two) = (
        w.seat(&tenant, Role::Admin).await,
        w.seat(&tenant, Role::Admin).await,
    );
    let (remove_two, remove_one) = (staff_page(&two, "/remove"), staff_page(&one, "/remove"));
    tokio::join!(
        w.press(&one, &remove_two, &[]),
        w.press(&two, &remove_one, &[])
    );
    let left = w
        .count(
            "staff WHERE role = 'admin' AND removed_at IS NULL AND set_up_at IS NOT NULL",
            &[],
        )
        .await;
    assert_eq!(left, 1);
}

async fn another_tenants_staff_and_keys_do_not_exist(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    let admin = w.seat(&tenant, Role::Admin).await;
    w.seat(&tenant, Role::Admin).await;
    let stranger = w.seat(&other, Role::Admin).await;
    make_key(w, &admin, "auditor").await;
    w.page(&stranger, &staff_page(&admin, "")).await.expect(404);
    for act in ["/role", "/invitation", "/reset", "/remove"] {
        let fields = [("role", "auditor")];
        w.press(&stranger, &staff_page(&admin, act), &fields)
            .await
            .expect(404);
    }
    let keys = w.texts("SELECT id FROM api_keys", &[]).await;
    assert!(keys.len() > 6);
    let revoked = async |seat: &Seat| {
        let mut revoked = 0;
        for key in &keys {
            let path = format!("/console/keys/{key}/revoke");
            revoked += i64::from(w.press(seat, &path, &[]).await.status == 303);
        }
        revoked
    };
    assert_eq!(revoked(&stranger).await, 3, "those of one's own tenant");
    w.api_get(&tenant.admin, "/v1/overview").await.expect(200);
    let page = w.page(&stranger, "/console/staff").await.text();
    assert!(!page.contains(&admin.email));
    assert!(w.is_in(&admin.session).await);
}

async fn whoever_comes_back_starts_afresh_as_the_same_person(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let fields = [
        ("email", SIGNE),
        ("name", "Signe Exempel"),
        ("role", "recruiter"),
        ("language", "en"),
    ];
    w.press(&admin, "/console/staff", &fields).await.expect(422);
    w.press(&admin, &staff_page(&person.seat, "/remove"), &[])
        .await
        .expect(303);
    let back = w.invited(&tenant, SIGNE, Role::Auditor).await;
    assert_eq!(back.staff_id, person.seat.staff_id);
    assert!(!w.is_in(&person.seat.session).await);
    w.type_password(SIGNE, PASSWORD, "").await.expect(422);
}

async fn an_account_reset_by_another_admin_is_set_up_anew(w: &World) {
    let tenant = w.tenant().await;
    let admin = w
        .person(&tenant, "admin@exempel.example", Role::Admin)
        .await;
    let person = w.person(&tenant, SIGNE, Role::Admin).await;
    w.press(&admin.seat, &staff_page(&admin.seat, "/reset"), &[])
        .await
        .expect(422);
    w.press(&admin.seat, &staff_page(&person.seat, "/reset"), &[])
        .await
        .expect(303);
    assert!(!w.is_in(&person.seat.session).await);
    w.type_password(SIGNE, PASSWORD, "").await.expect(422);
    assert_eq!(w.count("recovery_codes", &[]).await, 10, "the admin's own");
    w.work().await;
    let seat = w.follow(&w.staff_link(SIGNE, Kind::Invitation)).await;
    let page = w.page(&seat, "/console/account/setup").await.expect(200);
    assert!(
        page.text().contains("name=\"again\""),
        "begins with a password"
    );
}

async fn whoever_may_less_keeps_no_key_that_may_more(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let other = w.seat(&tenant, Role::Admin).await;
    let keys = [
        make_key(w, &other, "admin").await,
        make_key(w, &other, "recruiter").await,
        make_key(w, &other, "auditor").await,
    ];
    let change = staff_page(&other, "/role");
    let done = w.press(&admin, &change, &[("role", "recruiter")]).await;
    assert_eq!(
        done.expect(303).location(),
        "/console/staff?done=role-changed&count=1"
    );
    for (key, status) in keys.iter().zip([401, 200, 200]) {
        w.api_get(key, "/v1/overview").await.expect(status);
    }
    w.api_get(&tenant.admin, "/v1/overview").await.expect(200);
}

async fn the_operator_lets_the_last_admin_back_in(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    let person = w.person(&tenant, SIGNE, Role::Admin).await;
    let reset = async |tenant: &str| members::reset_by_operator(&w.app, tenant, SIGNE).await;
    assert!(reset(&other.id).await.is_err(), "of another tenant");
    let url = reset(&tenant.id).await.unwrap();
    assert!(!w.is_in(&person.seat.session).await);
    w.type_password(SIGNE, PASSWORD, "").await.expect(422);
    let seat = w.follow(url.trim_start_matches(PUBLIC_URL)).await;
    assert!(w.is_in(&seat.session).await);
    assert_eq!(w.audited(&tenant, "staff.reset").await, [seat.staff_id]);
}

async fn an_invitation_that_is_sent_again_ends_the_first(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let fields = [
        ("email", SIGNE),
        ("name", "Signe Exempel"),
        ("role", "recruiter"),
        ("language", "sv"),
    ];
    w.press(&admin, "/console/staff", &fields).await.expect(303);
    w.work().await;
    let first = w.staff_link(SIGNE, Kind::Invitation);
    let id = w
        .texts("SELECT id FROM staff WHERE email = $1", &[Sql::from(SIGNE)])
        .await;
    let again = format!("/console/staff/{}/invitation", id[0]);
    w.press(&admin, &again, &[]).await.expect(303);
    w.work().await;
    w.get(&first).await.expect(404);
    let second = w.staff_link(SIGNE, Kind::Invitation);
    w.advance(6 * DAY);
    w.get(&second).await.expect(200);
    w.advance(DAY);
    w.get(&second).await.expect(404);
}

async fn an_api_key_is_shown_once_and_ends_when_revoked(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let fields = [("name", " "), ("role", "auditor")];
    w.press(&admin, "/console/keys", &fields).await.expect(422);
    let fields = [("name", "Rekryteringssystemet"), ("role", "everything")];
    w.press(&admin, "/console/keys", &fields).await.expect(422);
    let secret = make_key(w, &admin, "auditor").await;
    w.api_get(&secret, "/v1/overview").await.expect(200);
    let page = w.page(&admin, "/console/keys").await.expect(200).text();
    assert!(page.contains("Rekryteringssystemet") && !page.contains(&secret));
    let body = serde_json::json!({ "name": "x" });
    w.api_post(&secret, "/v1/consent-texts", &body)
        .await
        .expect(403);
    let id = w
        .texts("SELECT id FROM api_keys WHERE name <> ''", &[])
        .await;
    let revoke = format!("/console/keys/{}/revoke", id[0]);
    w.press(&admin, &revoke, &[]).await.expect(303);
    w.api_get(&secret, "/v1/overview").await.expect(401);
    w.press(&admin, &revoke, &[]).await.expect(404);
}

async fn the_last_use_of_a_key_is_known_to_the_minute(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let secret = make_key(w, &admin, "auditor").await;
    let used = async || {
        w.number("SELECT last_used_at FROM api_keys WHERE name <> ''", &[])
            .await
    };
    assert_eq!(used().await, None);
    let first = w.app.now();
    w.api_get(&secret, "/v1/overview").await.expect(200);
    assert_eq!(used().await, Some(first));
    w.advance(59 * SECOND);
    w.api_get(&secret, "/v1/overview").await.expect(200);
    assert_eq!(used().await, Some(first), "no write for each request");
    w.advance(SECOND);
    w.api_get(&secret, "/v1/overview").await.expect(200);
    assert_eq!(used().await, Some(first + MINUTE));
}

async fn every_act_of_this_is_in_the_audit_log(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let person = w.person(&tenant, SIGNE, Role::Admin).await;
    w.signs_in(SIGNE, &person.phone.code(w)).await.expect(303);
    make_key(w, &person.seat, "auditor").await;
    let role = staff_page(&person.seat, "/role");
    w.press(&admin, &role, &[("role", "recruiter")])
        .await
        .expect(303);
    w.press(&admin, &staff_page(&person.seat, "/remove"), &[])
        .await
        .expect(303);
    for action in [
        "staff.invited",
        "staff.followed_link",
        "password.set",
        "factor.code_added",
        "account.set_up",
        "staff.signed_in",
        "api_key.created",
        "staff.role_changed",
        "staff.removed",
    ] {
        assert_eq!(w.audited(&tenant, action).await.len(), 1, "{action}");
    }
    let details = w.texts("SELECT COALESCE(detail, '') FROM audit", &[]).await;
    assert!(
        details.iter().all(|detail| !detail.contains('@')),
        "ids, never addresses"
    );
}
