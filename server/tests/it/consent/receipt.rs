//! What a receipt says: everything ISO/IEC TS 27560 asks for, and nothing the candidate did not give.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use samtycke_server::clock::DAY;
use samtycke_shared::receipt::{JURISDICTIONS, json_ld};
use serde_json::{Value, json};

use super::ANNA;
use crate::harness::{Answer, ORIGIN, PUBLIC_URL, Tenant, World, two_purposes};

const PHONE: &str = "070-4242424";
const EXTERNAL_ID: &str = "EXT-4711";
const SOURCE: &str = "Tips från en granne";

/// What a receipt may weigh with the built-in text: it travels in forms and mails.
const MAX_BYTES: usize = 3 * 1024;

on_both_databases!(
    a_receipt_from_the_widget_has_every_field,
    a_receipt_for_a_renewal_by_link_says_what_is_stored_by_kind_only,
    a_receipt_for_a_withdrawal_names_the_text_consented_to,
    a_staff_record_has_the_fields_but_no_receipt,
    whoever_types_a_known_address_learns_nothing_from_the_receipt,
    the_words_follow_the_language_of_the_text,
    a_receipt_is_described_as_json_ld,
    a_tenants_jurisdiction_is_one_where_the_gdpr_applies,
    tenants_from_before_got_a_jurisdiction,
    a_receipt_is_kept_without_its_payload,
);

/// A tenant that has said all that a receipt can say of it.
async fn tenant(w: &World) -> Tenant {
    let tenant = w.tenant().await;
    for (field, value) in [
        ("address", "Exempelgatan 1, 123 45 Exempelstad"),
        ("storage", "Sverige, Exempel Drift AB"),
    ] {
        change(w, &tenant, field, json!(value)).await.expect(200);
    }
    tenant
}

async fn settings(w: &World, tenant: &Tenant) -> Value {
    let answer = w.api_get(&tenant.auditor, "/v1/settings").await;
    answer.expect(200).json()
}

async fn change(w: &World, tenant: &Tenant, field: &str, value: Value) -> Answer {
    let mut settings = settings(w, tenant).await;
    settings[field] = value;
    w.api(&tenant.admin, Method::PUT, "/v1/settings", &settings)
        .await
}

async fn register(w: &World, tenant: &Tenant, email: &str) -> String {
    let registration = json!({
        "email": email, "name": "Kim Exempel", "source_detail": SOURCE, "phone": PHONE, "external_id": EXTERNAL_ID,
    });
    let registered = w
        .api_post(&tenant.recruiter, "/v1/candidates", &registration)
        .await;
    let candidate = registered.expect(201).json();
    candidate["id"].as_str().unwrap().to_owned()
}

/// The candidate's answer on the page behind the link, with one box ticked.
async fn renew(w: &World, email: &str) {
    w.work().await;
    let link = w.review_link(email);
    let page = w.get(&link).await.expect(200).text();
    let (_, served) = page.split_once("name=\"served\" value=\"").unwrap();
    let served = served.split('"').next().unwrap();
    w.form(
        &link,
        &[
            ("answer", "renew"),
            ("served", served),
            ("future_jobs", "on"),
        ],
    )
    .await
    .expect(200);
}

fn payload_text(jws: &str) -> String {
    let payload = URL_SAFE_NO_PAD.decode(jws.split('.').nth(1).unwrap());
    String::from_utf8(payload.unwrap()).unwrap()
}

fn payload(jws: &str) -> Value {
    serde_json::from_str(&payload_text(jws)).unwrap()
}

/// The newest receipt of a candidate.
async fn receipt(w: &World, tenant: &Tenant, id: &str) -> String {
    let detail = w.detail(tenant, id).await;
    let receipts = detail["receipts"].as_array().unwrap();
    receipts.last().unwrap().as_str().unwrap().to_owned()
}

/// Takes out what differs from run to run, after looking that it is there.
fn take(record: &mut Value, pointer: &str) -> String {
    let place = record
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("{pointer} is missing"));
    let value = place.take();
    let text = value.as_str().unwrap().to_owned();
    assert!(!text.is_empty(), "{pointer} is empty");
    text
}

async fn a_receipt_from_the_widget_has_every_field(w: &World) {
    let tenant = tenant(w).await;
    let shown = w.shown(&tenant).await;
    let mut submission = w.submission(&tenant, ANNA).await;
    submission["candidate"]["phone"] = json!(PHONE);
    submission["candidate"]["external_id"] = json!(EXTERNAL_ID);
    submission["widget_version"] = json!("0.1.0");
    w.advance(90_000);
    let answer = w.submit(&tenant, &submission).await.expect(201).json();
    let jws = answer["receipt"].as_str().unwrap();
    let mut record = payload(jws);
    assert_eq!(take(&mut record, "/consent_id"), answer["consent_id"]);
    assert_eq!(take(&mut record, "/salt").len(), 22);
    assert_eq!(take(&mut record, "/subject/candidate_id").len(), 36);
    assert_eq!(take(&mut record, "/notice/shown_sha256").len(), 64);
    let expected = json!({
        "schema": "samtycke-consent-record/2",
        "consent_id": null,
        "iss": PUBLIC_URL,
        "salt": null,
        "state": "given",
        "consent_type": "expressed",
        "recorded_at": "2026-03-02T09:01:30Z",
        "expressed_by": "subject",
        "collection": {
            "method": "widget",
            "source": "web",
            "identity": "unverified",
            "page_url": format!("{ORIGIN}/jobb/1"),
            "widget_version": "0.1.0",
        },
        "controller": {
            "id": tenant.id,
            "name": "Exempelbolaget",
            "contact": "personal@exempelbolaget.example",
            "address": "Exempelgatan 1, 123 45 Exempelstad",
            "authority": "Integritetsskyddsmyndigheten (IMY), imy.se",
        },
        "subject": { "candidate_id": null, "email": ANNA, "name": "Robin Exempel" },
        "notice": {
            "text_version_id": shown["text_version_id"],
            "version": 1,
            "language": "sv",
            "title": shown["title"],
            "body_sha256": shown["body_sha256"],
            "shown_sha256": null,
            "served_at": "2026-03-02T09:00:00Z",
        },
        "purposes": [{
            "key": "future_jobs",
            "label": shown["purposes"][0]["label"],
            "lawful_basis": "GDPR Art. 6(1)(a)",
            "granted": true,
            "valid_until": "2028-03-02T22:59:59.999Z",
        }],
        "personal_data": ["email", "name", "phone", "external_id"],
        "recipients": "leverantören av vårt rekryteringssystem, som bara får göra det vi bestämmer",
        "storage": "Sverige, Exempel Drift AB",
        "retention": {
            "until": "2028-03-02T22:59:59.999Z",
            "answer_days": 30,
            "words": "Vi sparar uppgifterna så länge ett samtycke gäller och frågar igen innan det går ut. \
                      Säger du nej, tar tillbaka allt eller inte svarar inom 30 dagar raderar vi dem.",
        },
        "jurisdiction": "SE",
        "rights": [
            "GDPR Art. 7(3)", "GDPR Art. 15", "GDPR Art. 16", "GDPR Art. 17", "GDPR Art. 18",
            "GDPR Art. 20", "GDPR Art. 77",
        ],
        "withdrawal": "Länken i våra mejl, eller personal@exempelbolaget.example. När som helst och utan kostnad.",
    });
    assert_eq!(record, expected);
    for value in [PHONE, EXTERNAL_ID] {
        assert!(!payload_text(jws).contains(value), "{value}");
    }
    assert!(jws.len() < MAX_BYTES, "{} bytes", jws.len());
}

async fn a_receipt_for_a_renewal_by_link_says_what_is_stored_by_kind_only(w: &World) {
    let tenant = tenant(w).await;
    let id = register(w, &tenant, ANNA).await;
    renew(w, ANNA).await;
    let first = payload(&receipt(w, &tenant, &id).await);
    assert_eq!(first["state"], "given");
    // Staff ask again.
    w.advance(DAY);
    let again = json!({ "ids": [id], "dry_run": false });
    w.api_post(&tenant.recruiter, "/v1/renewals", &again)
        .await
        .expect(200);
    renew(w, ANNA).await;
    let jws = receipt(w, &tenant, &id).await;
    let record = payload(&jws);
    assert_ne!(record["consent_id"], first["consent_id"]);
    assert_eq!(record["state"], "renewed");
    assert_eq!(
        record["collection"],
        json!({ "method": "link", "source": "staff", "identity": "email", "page_url": format!("{PUBLIC_URL}/r/") })
    );
    assert_eq!(record["notice"]["served_at"], "2026-03-03T09:00:00Z");
    assert_eq!(record["retention"]["until"], "2028-03-03T22:59:59.999Z");
    assert_eq!(
        record["personal_data"],
        json!(["email", "name", "phone", "external_id"])
    );
    for value in [PHONE, EXTERNAL_ID, SOURCE] {
        assert!(!payload_text(&jws).contains(value), "{value}");
    }
    assert!(jws.len() < MAX_BYTES, "{} bytes", jws.len());
}

async fn a_receipt_for_a_withdrawal_names_the_text_consented_to(w: &World) {
    let tenant = tenant(w).await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    let given = payload(&receipt(w, &tenant, &id).await);
    w.work().await;
    let withdraw = [("action", "withdraw"), ("purpose", "share_with_group")];
    w.form(&w.me_link(ANNA), &withdraw).await.expect(200);
    let record = payload(&receipt(w, &tenant, &id).await);
    assert_eq!(record["state"], "withdrawn");
    assert_eq!(record["expressed_by"], "subject");
    assert_eq!(
        record["purposes"],
        json!([{
            "key": "share_with_group", "label": "Dela med koncernen",
            "lawful_basis": "GDPR Art. 6(1)(a)", "granted": false,
        }])
    );
    let consented = &given["notice"];
    assert_eq!(
        record["notice"],
        json!({ "text_version_id": consented["text_version_id"], "version": 2, "language": "sv" }),
        "nothing was shown, so no hash of it"
    );
    let verdict = w.verify(&receipt(w, &tenant, &id).await).await;
    assert_eq!(verdict["text_version"], 2);
    assert_eq!(record["retention"].get("until"), None);
    assert_eq!(members(&record), members(&given));
}

fn members(record: &Value) -> Vec<&String> {
    record.as_object().unwrap().keys().collect()
}

async fn a_staff_record_has_the_fields_but_no_receipt(w: &World) {
    let tenant = tenant(w).await;
    let id = register(w, &tenant, ANNA).await;
    let paper = json!({ "how": "paper", "note": "Underskrivet", "purposes": ["future_jobs"], "given_on": "2026-03-02" });
    w.api_post(
        &tenant.recruiter,
        &format!("/v1/candidates/{id}/consents"),
        &paper,
    )
    .await
    .expect(204);
    let detail = w.detail(&tenant, &id).await;
    assert_eq!(detail["receipts"], json!([]));
    let record = &detail["events"].as_array().unwrap().last().unwrap()["record"];
    assert_eq!(record["expressed_by"], "subject");
    assert_eq!(record["collection"]["method"], "paper");
    assert_eq!(record["collection"]["given_on"], "2026-03-01T23:00:00Z");
    assert_eq!(record["collection"]["source"], "staff");
    assert_eq!(record["notice"].get("served_at"), None);
    assert_eq!(record["jurisdiction"], "SE");
    assert!(!record.to_string().contains(PHONE));
}

async fn whoever_types_a_known_address_learns_nothing_from_the_receipt(w: &World) {
    let tenant = tenant(w).await;
    register(w, &tenant, "Anna@exempel.example").await;
    let jws = w.consent(&tenant, ANNA).await["receipt"]
        .as_str()
        .unwrap()
        .to_owned();
    let text = payload_text(&jws);
    for stored in ["Kim", PHONE, EXTERNAL_ID, SOURCE, "Anna@"] {
        assert!(!text.contains(stored), "{stored}");
    }
    let record = payload(&jws);
    assert_eq!(record["subject"]["name"], "Robin Exempel");
    assert_eq!(record["personal_data"], json!(["email", "name"]));
    assert_eq!(record["collection"]["source"], "web");
}

async fn the_words_follow_the_language_of_the_text(w: &World) {
    let tenant = tenant(w).await;
    for (language, word, authority) in [
        ("en", "free of charge", "the data protection authority"),
        ("da", "uden betaling", "Datatilsynet"),
    ] {
        let email = format!("{language}@exempel.example");
        let mut submission = w.submission(&tenant, &email).await;
        let path = format!("/v1/sites/{}/consent-text?lang={language}", tenant.site_key);
        submission["served"] = w.get(&path).await.expect(200).json()["served"].clone();
        let answer = w.submit(&tenant, &submission).await.expect(201).json();
        let jws = answer["receipt"].as_str().unwrap();
        let record = payload(jws);
        assert_eq!(record["notice"]["language"], language);
        assert!(record["withdrawal"].as_str().unwrap().contains(word));
        let named = record["controller"]["authority"].as_str().unwrap();
        assert!(named.contains(authority), "{named}");
        assert!(jws.len() < MAX_BYTES, "{} bytes", jws.len());
    }
    // The tenant's own words come before the standard ones.
    change(w, &tenant, "recipients", json!("Koncernen"))
        .await
        .expect(200);
    let answer = w.consent(&tenant, ANNA).await;
    let record = payload(answer["receipt"].as_str().unwrap());
    assert_eq!(record["recipients"], "Koncernen");
}

async fn a_receipt_is_described_as_json_ld(w: &World) {
    let tenant = tenant(w).await;
    let answer = w.consent(&tenant, ANNA).await;
    let jws = answer["receipt"].as_str().unwrap();
    let body = json!({ "receipt": jws });
    let described = w
        .post("/v1/receipts/json-ld", None, &body)
        .await
        .expect(200);
    assert_eq!(
        described.header("content-type"),
        Some("application/ld+json")
    );
    let document = described.json();
    assert_eq!(document, json_ld(&payload(jws)).unwrap());
    assert!(
        document["dct:conformsTo"]
            .to_string()
            .contains("dpv-27560:receipt-eu-gdpr"),
        "this tenant's receipts have all that the profile demands"
    );
    w.work().await;
    let id = answer["consent_id"].as_str().unwrap();
    let page = w.get(&w.me_link(ANNA)).await.expect(200).text();
    let link = format!("{}/receipts/{id}/json-ld", w.me_link(ANNA));
    assert!(page.contains(&format!("href=\"{link}\"")), "{page}");
    assert_eq!(w.get(&link).await.expect(200).json(), document);
    let none = format!("{}/receipts/{}/json-ld", w.me_link(ANNA), tenant.id);
    w.get(&none).await.expect(404);
    every_member_is_described(&payload(jws), &document);
    for forged in [jws.replace('.', ".A"), "no receipt".to_owned()] {
        let refused = w
            .post("/v1/receipts/json-ld", None, &json!({ "receipt": forged }))
            .await;
        assert_eq!(refused.expect(422).problem_fields(), ["receipt"]);
    }
    let certificate = w.delete(&tenant, &w.id_of(&tenant, ANNA).await).await;
    let certificate = certificate.expect(200).json()["certificate"].clone();
    w.post(
        "/v1/receipts/json-ld",
        None,
        &json!({ "receipt": certificate }),
    )
    .await
    .expect(422);
}

/// A member added to the record must be mapped too.
fn every_member_is_described(record: &Value, document: &Value) {
    for place in leaves(record, "") {
        let mut changed = record.clone();
        let leaf = changed.pointer_mut(&place).unwrap();
        *leaf = match &leaf {
            Value::Bool(is) => json!(!is),
            Value::Number(number) => json!(number.as_i64().unwrap() + 1),
            text => json!(format!("{}x", text.as_str().unwrap())),
        };
        assert_ne!(json_ld(&changed).ok().as_ref(), Some(document), "{place}");
    }
}

fn leaves(value: &Value, place: &str) -> Vec<String> {
    let below = |name: String, value: &Value| leaves(value, &format!("{place}/{name}"));
    match value {
        Value::Object(members) => (members.iter())
            .flat_map(|(name, value)| below(name.clone(), value))
            .collect(),
        Value::Array(items) => (items.iter().enumerate())
            .flat_map(|(position, value)| below(position.to_string(), value))
            .collect(),
        _ => vec![place.to_owned()],
    }
}

async fn a_tenants_jurisdiction_is_one_where_the_gdpr_applies(w: &World) {
    let tenant = w.tenant().await;
    assert_eq!(settings(w, &tenant).await["jurisdiction"], "SE");
    for code in JURISDICTIONS {
        change(w, &tenant, "jurisdiction", json!(code))
            .await
            .expect(200);
        assert_eq!(settings(w, &tenant).await["jurisdiction"], code);
    }
    for other in ["GB", "se", "SWE", "Sverige"] {
        let refused = change(w, &tenant, "jurisdiction", json!(other)).await;
        assert_eq!(refused.expect(422).problem_fields(), ["jurisdiction"]);
    }
    // Left out, it follows the time zone.
    let mut without = settings(w, &tenant).await;
    without.as_object_mut().unwrap().remove("jurisdiction");
    without["time_zone"] = json!("Europe/Oslo");
    let answer = w
        .api(&tenant.admin, Method::PUT, "/v1/settings", &without)
        .await;
    assert_eq!(answer.expect(200).json()["jurisdiction"], "NO");
    for (field, length) in [
        ("address", 201),
        ("storage", 201),
        ("recipients", 501),
        ("authority", 201),
    ] {
        let refused = change(w, &tenant, field, json!("x".repeat(length))).await;
        assert_eq!(refused.expect(422).problem_fields(), [field]);
    }
}

/// Those from before too: the migration leaves of them what is kept now.
async fn a_receipt_is_kept_without_its_payload(w: &World) {
    let tenant = w.tenant().await;
    let given = w.consent(&tenant, ANNA).await;
    let whole = given["receipt"].as_str().unwrap();
    let kept = w.texts("SELECT receipt FROM events", &[]).await;
    let [header, payload, signature] = whole.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts: {whole}");
    };
    assert_eq!(kept, [format!("{header}..{signature}")]);
    assert!(!payload.is_empty());
    let (migration, (off, on)) = if w.is_postgres() {
        (
            include_str!("../../../migrations/postgres/0015_detached_receipts.sql"),
            (
                "ALTER TABLE events DISABLE TRIGGER events_no_update",
                "ALTER TABLE events ENABLE TRIGGER events_no_update",
            ),
        )
    } else {
        (
            include_str!("../../../migrations/sqlite/0015_detached_receipts.sql"),
            ("DROP TRIGGER events_no_update", "SELECT 1"),
        )
    };
    let update = migration
        .split(';')
        .find(|sql| sql.contains("UPDATE events"));
    w.sql(off, &[]).await;
    w.sql("UPDATE events SET receipt = $1", &[whole.into()])
        .await;
    w.sql(update.unwrap(), &[]).await;
    w.sql(on, &[]).await;
    assert_eq!(w.texts("SELECT receipt FROM events", &[]).await, kept);
    let id = w.id_of(&tenant, ANNA).await;
    assert_eq!(receipt(w, &tenant, &id).await, whole);
}

/// The migration gives each tenant what `tenant add` would have.
async fn tenants_from_before_got_a_jurisdiction(w: &World) {
    let migration = include_str!("../../../migrations/sqlite/0002_receipt_fields.sql");
    let (_, update) = migration.split_once("UPDATE").unwrap();
    let update = format!("UPDATE{}", update.trim_end().trim_end_matches(';'));
    let tenant = w.tenant().await;
    for zone in [
        "Europe/Stockholm",
        "Europe/Copenhagen",
        "Europe/Oslo",
        "Europe/Helsinki",
        "Europe/Mariehamn",
        "Europe/Berlin",
    ] {
        change(w, &tenant, "time_zone", json!(zone))
            .await
            .expect(200);
        w.sql("UPDATE tenants SET jurisdiction = 'EU'", &[]).await;
        w.sql(&update, &[]).await;
        let expected = samtycke_server::tenants::jurisdiction_of(zone);
        assert_eq!(
            settings(w, &tenant).await["jurisdiction"],
            expected,
            "{zone}"
        );
    }
}
