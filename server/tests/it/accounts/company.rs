//! Signing in with the company's identity provider.

use samtycke_server::auth::Role;
use samtycke_server::clock::{HOUR, MINUTE};
use samtycke_server::mail::Kind;
use serde_json::json;

use super::identity_provider::{ANNA, CLIENT, Company, SECRET, Who};
use super::support::{PASSWORD, Phone};
use crate::harness::{Answer, Seat, Tenant, World};

on_both_databases!(
    whoever_is_invited_comes_in_and_needs_no_password,
    the_second_factor_is_asked_for_here_unless_an_admin_relies_on_the_provider,
    whoever_has_an_account_comes_in_with_both,
    nobody_comes_in_who_is_not_invited,
    an_address_counts_when_it_is_verified_and_of_the_companys_domains,
    from_the_first_time_on_it_is_the_subject_that_counts,
    a_token_that_is_not_quite_right_lets_nobody_in,
    only_the_browser_that_went_comes_back_once_and_in_time,
    another_tenants_provider_speaks_for_nobody_here,
    the_provider_is_found_by_the_domain_alone,
    a_new_key_of_the_provider_is_fetched,
    what_the_provider_says_apart_is_asked_for,
    the_secret_is_in_no_row_and_goes_to_no_other_address,
    an_address_that_is_no_provider_is_refused_before_anything_is_kept,
    a_provider_in_a_private_network_is_not_called,
    without_the_provider_people_set_up_an_account_and_the_last_admin_stays,
    whoever_leaves_comes_in_no_more_and_is_bound_to_nothing,
);

const SETTINGS: &str = "/console/settings/sign-in";

pub async fn connected(w: &World, second_factor: &str) -> (Tenant, Seat, Company) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let company = Company::start(w).await;
    company.connect(w, &admin, second_factor).await;
    (tenant, admin, company)
}

fn refused(answer: Answer, words: &str) {
    let page = answer.expect(403);
    assert!(page.text().contains(words), "{}", page.text());
    assert!(page.cookie("samtycke_session").is_none());
    assert!(page.cookie("samtycke_step").is_none());
}

const OVER: &str = "took too long";
const PROVIDER: &str = "does not answer as it should";
const NO_ADDRESS: &str = "has not confirmed";
const UNKNOWN: &str = "not invited here yet";
const ANOTHER: &str = "Somebody else has used";

async fn whoever_is_invited_comes_in_and_needs_no_password(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    let invitation = w.staff_link("anna@exempel.example", Kind::Invitation);
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(answer.location(), "/console");
    let session = answer.cookie("samtycke_session").unwrap();
    assert!(w.is_in(&session).await);
    let page = w
        .page(&w.seat_by(&session).await, "/console/account")
        .await
        .text();
    assert!(page.contains("Företagskonto"), "{page}");
    w.get(&invitation).await.expect(404);
    let added = w.audited(&tenant, "factor.company_account_added").await;
    assert_eq!(added, [company.issuer.as_str()]);
    assert_eq!(
        w.audited(&tenant, "staff.signed_in").await,
        ["company account"]
    );
    // The same again, for the tenth time: bound once.
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(
        w.audited(&tenant, "factor.company_account_added")
            .await
            .len(),
        1
    );
}

async fn the_second_factor_is_asked_for_here_unless_an_admin_relies_on_the_provider(w: &World) {
    let tenant = w.tenant().await;
    let admin = w
        .person(&tenant, "signe@exempel.example", Role::Admin)
        .await;
    let company = Company::start(w).await;
    company.connect(w, &admin.seat, "here").await;
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(answer.location(), "/console/account/setup");
    let session = answer.cookie("samtycke_session").unwrap();
    assert!(!w.is_in(&session).await, "not yet");
    let seat = w.seat_by(&session).await;
    let page = w.page(&seat, "/console/account/setup").await.expect(200);
    let phone = Phone::told(&page.text());
    w.show_code(&seat, &page, &phone.code(w)).await.expect(200);
    w.advance(MINUTE);
    let step = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(step.location(), "/console/sign-in/factor");
    assert!(step.cookie("samtycke_session").is_none());
    w.type_code(&step, "", "000000").await.expect(422);
    let answer = w.type_code(&step, "", &phone.code(w)).await.expect(303);
    assert!(w.is_in(&answer.cookie("samtycke_session").unwrap()).await);
    // Now the admin relies on the provider, and then no more.
    company.connect(w, &admin.seat, "there").await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(answer.location(), "/console");
    company.connect(w, &admin.seat, "here").await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(answer.location(), "/console/sign-in/factor");
    let changes = w.audited(&tenant, "settings.changed").await;
    assert!(changes[1].ends_with("second factor there"), "{changes:?}");
}

async fn whoever_has_an_account_comes_in_with_both(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, "anna@exempel.example", Role::Admin).await;
    let company = Company::start(w).await;
    company.connect(w, &person.seat, "here").await;
    let step = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let answer = w
        .type_code(&step, "", &person.phone.code(w))
        .await
        .expect(303);
    assert!(w.is_in(&answer.cookie("samtycke_session").unwrap()).await);
    w.advance(MINUTE);
    let code = person.phone.code(w);
    w.signs_in("anna@exempel.example", &code).await.expect(303);
}

async fn nobody_comes_in_who_is_not_invited(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    refused(company.sign_in(w, &tenant, &ANNA).await, UNKNOWN);
    assert_eq!(
        w.audited(&tenant, "staff.sign_in_failed").await,
        ["company account, unknown"]
    );
}

async fn an_address_counts_when_it_is_verified_and_of_the_companys_domains(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    for email in ["anna@exempel.example", "anna@annat.example"] {
        w.invited(&tenant, email, Role::Admin).await;
    }
    let unverified = Who {
        verified: false,
        ..ANNA
    };
    let foreign = Who {
        email: Some("anna@annat.example"),
        ..ANNA
    };
    let silent = Who {
        email: None,
        subject: "sub-anna",
        ..ANNA
    };
    refused(company.sign_in(w, &tenant, &unverified).await, NO_ADDRESS);
    refused(company.sign_in(w, &tenant, &foreign).await, NO_ADDRESS);
    let capitals = Who {
        email: Some("Anna@Exempel.Example"),
        ..ANNA
    };
    // Who says nothing in the token is asked at the other endpoint, which knows Anna.
    company.sign_in(w, &tenant, &silent).await.expect(303);
    company.sign_in(w, &tenant, &capitals).await.expect(303);
}

async fn from_the_first_time_on_it_is_the_subject_that_counts(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    w.invited(&tenant, "kim@exempel.example", Role::Recruiter)
        .await;
    let first = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let anna = w.seat_by(&first.cookie("samtycke_session").unwrap()).await;
    // Her address passes on to somebody else, who is not her.
    let heir = Who {
        subject: "sub-heir",
        ..ANNA
    };
    refused(company.sign_in(w, &tenant, &heir).await, ANOTHER);
    // She marries: another address, an unverified one, even one of somebody else here.
    let renamed = Who {
        email: Some("kim@exempel.example"),
        verified: false,
        ..ANNA
    };
    let again = company.sign_in(w, &tenant, &renamed).await.expect(303);
    let seat = w.seat_by(&again.cookie("samtycke_session").unwrap()).await;
    assert_eq!(seat.staff_id, anna.staff_id);
}

async fn a_token_that_is_not_quite_right_lets_nobody_in(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    let now = w.now() / 1000;
    for forged in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another" }),
        json!({ "aud": [CLIENT, "another"] }),
        json!({ "iss": "https://another.example" }),
        json!({ "exp": now - 1 }),
        json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
    ] {
        company.forge(forged.clone());
        let answer = company.sign_in(w, &tenant, &ANNA).await;
        assert_eq!(answer.status, 403, "{forged}");
        refused(answer, PROVIDER);
    }
    company.forge(json!({}));
    for algorithm in ["none", "HS256"] {
        company.sign_as(algorithm);
        refused(company.sign_in(w, &tenant, &ANNA).await, PROVIDER);
    }
    company.sign_as("EdDSA");
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    company.sign_with_another_key();
    refused(company.sign_in(w, &tenant, &ANNA).await, PROVIDER);
}

async fn only_the_browser_that_went_comes_back_once_and_in_time(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    let mine = company.visit(w, &tenant, &ANNA).await;
    let other = company.visit(w, &tenant, &ANNA).await;
    // A link with somebody else's code, opened in this browser, signs it in nowhere.
    let mut mixed = mine.clone();
    mixed.attempt = other.attempt.clone();
    refused(mixed.back(w).await, OVER);
    mixed.attempt = String::new();
    refused(mixed.back(w).await, OVER);
    let mut foreign = mine.clone();
    foreign.state = format!("{}&iss=https://another.example", mine.state);
    refused(foreign.back(w).await, OVER);
    let mut denied = mine.clone();
    denied.code = "x&error=access_denied".to_owned();
    refused(denied.back(w).await, "did not let you through");
    let answer = mine.back(w).await.expect(303);
    assert_eq!(answer.cookie("samtycke_attempt").as_deref(), Some(""));
    refused(mine.back(w).await, PROVIDER);
    w.advance(15 * MINUTE);
    refused(other.back(w).await, OVER);
}

async fn another_tenants_provider_speaks_for_nobody_here(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    let other = w.tenant_named("Andra bolaget").await;
    let admin = w.seat(&other, Role::Admin).await;
    let evil = Company::start(w).await;
    evil.connect(w, &admin, "there").await;
    // It knows the address, and says so truly in its own name: there, not here.
    refused(evil.sign_in(w, &other, &ANNA).await, UNKNOWN);
    let mut visit = evil.visit(w, &other, &ANNA).await;
    visit.back = format!("/console/sign-in/company/{}/return", tenant.id);
    refused(visit.back(w).await, OVER);
    let path = "/console/sign-in/company/";
    w.get(&format!("{path}{}", tenant.id)).await.expect(303);
    w.get(&format!("{path}nobody")).await.expect(404);
    drop(company);
}

async fn the_provider_is_found_by_the_domain_alone(w: &World) {
    let (tenant, _, _company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    let find = async |email: &str| {
        let fields = [("email", email), ("password", "")];
        w.browse("POST", "/console/sign-in/company", "", &fields)
            .await
    };
    let known = find("anna@exempel.example").await.expect(200);
    let unknown = find(" Ingen@EXEMPEL.example").await.expect(200);
    assert_eq!(known.text(), unknown.text());
    let start = format!("/console/sign-in/company/{}", tenant.id);
    assert_eq!(
        known.header("refresh"),
        Some(format!("0; url={start}").as_str())
    );
    for nobody in ["anna@annat.example", "anna", ""] {
        find(nobody).await.expect(422);
    }
    let other = w.tenant_named("Andra bolaget").await;
    let admin = w.seat(&other, Role::Admin).await;
    Company::start(w).await.connect(w, &admin, "here").await;
    let both = find("anna@exempel.example").await.expect(200);
    assert!(both.text().contains("Andra bolaget"));
    assert_eq!(both.header("refresh"), None, "whoever it is chooses");
}

async fn a_new_key_of_the_provider_is_fetched(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let before = company.discoveries();
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(company.discoveries(), before, "remembered for a while");
    company.change_key();
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(company.discoveries(), before + 1);
    w.advance(HOUR);
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    assert_eq!(company.discoveries(), before + 2);
}

async fn what_the_provider_says_apart_is_asked_for(w: &World) {
    let (tenant, _, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    company.say_who_apart();
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
}

async fn the_secret_is_in_no_row_and_goes_to_no_other_address(w: &World) {
    let (tenant, admin, company) = connected(w, "here").await;
    let rows = w
        .texts("SELECT client_secret FROM identity_providers", &[])
        .await;
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].contains(SECRET));
    let page = w.page(&admin, SETTINGS).await.expect(200).text();
    assert!(page.contains(&company.issuer) && !page.contains(SECRET));
    // Without it, other fields can change, but not where it is sent.
    let other = Company::start(w).await;
    let mut fields = other.fields("here");
    fields[2].1 = "";
    let page = w.press(&admin, SETTINGS, &fields).await.expect(422);
    assert!(page.text().contains("Paste the secret"));
    let mut fields = company.fields("there");
    fields[2].1 = "";
    w.press(&admin, SETTINGS, &fields).await.expect(303);
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    company.sign_in(w, &tenant, &ANNA).await.expect(303);
    for detail in w.audited(&tenant, "settings.changed").await {
        assert!(!detail.contains(SECRET));
    }
}

async fn an_address_that_is_no_provider_is_refused_before_anything_is_kept(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let company = Company::start(w).await;
    let elsewhere = format!("{}/keys", company.issuer);
    for (issuer, words) in [
        ("http://127.0.0.1:1", "Nobody answers"),
        (elsewhere.as_str(), "not as an OpenID Connect provider"),
        ("https://login.exempel.example/?a=b", "whole address"),
        ("exempel", "whole address"),
    ] {
        let mut fields = company.fields("here");
        fields[0].1 = issuer;
        let page = w.press(&admin, SETTINGS, &fields).await.expect(422).text();
        assert!(page.contains(words), "{issuer}: {page}");
    }
    for (field, value) in [(1, " "), (2, ""), (3, "exempel"), (3, "")] {
        let mut fields = company.fields("here");
        fields[field].1 = value;
        w.press(&admin, SETTINGS, &fields).await.expect(422);
    }
    let page = w.page(&admin, SETTINGS).await.expect(200).text();
    assert!(!page.contains("Stop using"), "nothing is connected");
    w.get(&format!("/console/sign-in/company/{}", tenant.id))
        .await
        .expect(404);
}

async fn a_provider_in_a_private_network_is_not_called(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let company = Company::start(w).await;
    for issuer in [
        "https://10.0.0.1",
        "https://169.254.169.254",
        "http://10.0.0.1",
    ] {
        let mut fields = company.fields("here");
        fields[0].1 = issuer;
        let page = w.press(&admin, SETTINGS, &fields).await.expect(422).text();
        assert!(page.contains("whole address"), "{issuer}: {page}");
    }
}

async fn without_the_provider_people_set_up_an_account_and_the_last_admin_stays(w: &World) {
    let tenant = w.tenant().await;
    let admin = w
        .person(&tenant, "signe@exempel.example", Role::Admin)
        .await;
    let company = Company::start(w).await;
    company.connect(w, &admin.seat, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Admin)
        .await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let anna = w.seat_by(&answer.cookie("samtycke_session").unwrap()).await;
    let page = w.page(&anna, SETTINGS).await.expect(200).text();
    assert!(page.contains("En person loggar in enbart med företagskonto"));
    // Only Anna is left as admin who could sign in, and she has nothing but the provider.
    let leave = format!("/console/staff/{}/role", admin.seat.staff_id);
    w.press(&anna, &leave, &[("role", "recruiter")])
        .await
        .expect(303);
    let remove = format!("{SETTINGS}/remove");
    let page = w.press(&anna, &remove, &[]).await.expect(422).text();
    assert!(page.contains("Ingen administratör skulle kunna"), "{page}");
    let mut fields = company.fields("here");
    fields[2].1 = "";
    w.press(&anna, SETTINGS, &fields).await.expect(422);
    w.press(&anna, &leave, &[("role", "admin")])
        .await
        .expect(303);
    w.press(&anna, &remove, &[]).await.expect(303);
    w.get(&format!("/console/sign-in/company/{}", tenant.id))
        .await
        .expect(404);
    // Her way in is now the invitation again.
    samtycke_server::auth::request_sign_in(&w.app, "anna@exempel.example")
        .await
        .unwrap();
    w.work().await;
    let link = w.staff_link("anna@exempel.example", Kind::Invitation);
    let seat = w.follow(&link).await;
    let page = w.page(&seat, "/console/account/setup").await.expect(200);
    assert!(page.text().contains("name=\"password\""));
    let code = admin.phone.code(w);
    w.signs_in("signe@exempel.example", &code).await.expect(303);
}

async fn whoever_leaves_comes_in_no_more_and_is_bound_to_nothing(w: &World) {
    let (tenant, admin, company) = connected(w, "there").await;
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    let answer = company.sign_in(w, &tenant, &ANNA).await.expect(303);
    let anna = w.seat_by(&answer.cookie("samtycke_session").unwrap()).await;
    let remove = format!("/console/staff/{}/remove", anna.staff_id);
    w.press(&admin, &remove, &[]).await.expect(303);
    assert!(!w.is_in(&anna.session).await);
    refused(company.sign_in(w, &tenant, &ANNA).await, UNKNOWN);
    // Invited again, she is whoever has the address now.
    w.invited(&tenant, "anna@exempel.example", Role::Recruiter)
        .await;
    let heir = Who {
        subject: "sub-heir",
        ..ANNA
    };
    company.sign_in(w, &tenant, &heir).await.expect(303);
    assert!(
        w.type_password("anna@exempel.example", PASSWORD, "")
            .await
            .status
            != 303
    );
}
