//! A tenant's settings.

use axum::http::Method;
use samtycke_server::auth::Role;
use samtycke_server::clock::parse_rfc3339;
use serde_json::{Value, json};

use crate::harness::{Answer, ORIGIN, Tenant, World, two_purposes};

const KIM: &str = "kim@exempel.example";

on_both_databases!(
    settings_are_replaced_whole,
    what_makes_no_sense_is_refused_by_field,
    a_reminder_at_or_past_the_deadline_is_refused,
    deadlines_already_given_stay,
    the_deadline_follows_the_tenants_time_zone,
    other_reminder_days_count_from_the_next_request,
    published_texts_stay_whatever_is_set,
    without_an_officer_texts_name_the_contact,
    what_is_left_out_of_the_lists_stays,
    changes_are_written_down_without_persons,
    the_sites_colours_reach_the_widget,
    sites_are_edited_and_their_code_is_there_to_copy,
    lists_are_edited_without_javascript,
    the_record_of_processing_answers_article_30,
    each_part_has_a_page_and_only_admins_change_it,
    what_has_to_be_mended_is_said_in_the_readers_language,
    a_page_keeps_what_the_others_set,
);

async fn settings(w: &World, tenant: &Tenant) -> Value {
    w.api_get(&tenant.auditor, "/v1/settings")
        .await
        .expect(200)
        .json()
}

async fn put(w: &World, tenant: &Tenant, settings: &Value) -> Answer {
    w.api(&tenant.admin, Method::PUT, "/v1/settings", settings)
        .await
}

async fn change(w: &World, tenant: &Tenant, field: &str, value: Value) -> Answer {
    let mut changed = settings(w, tenant).await;
    changed[field] = value;
    put(w, tenant, &changed).await
}

async fn settings_are_replaced_whole(w: &World) {
    let tenant = w.tenant().await;
    let new = json!({
        "name": "Nya Exempelbolaget", "contact": "dataskydd@exempelbolaget.example", "authority": "IMY",
        "recipients": "Koncernen", "address": "Exempelvej 1", "storage": "Danmark", "jurisdiction": "DK",
        "time_zone": "Europe/Copenhagen", "language": "da", "lead_days": 60, "reminder_days": [7, 20, 29],
        "dpo": "", "recipient_list": [], "retention": [], "security": "",
    });
    put(w, &tenant, &new).await.expect(200);
    assert_eq!(settings(w, &tenant).await, new);
    let audit = w
        .api_get(&tenant.auditor, "/v1/audit")
        .await
        .expect(200)
        .json();
    assert_eq!(audit["items"][0]["action"], "settings.changed");
}

async fn what_makes_no_sense_is_refused_by_field(w: &World) {
    let tenant = w.tenant().await;
    let before = settings(w, &tenant).await;
    for (field, value) in [
        ("name", json!(" ")),
        ("contact", json!("")),
        ("time_zone", json!("Europe/Atlantis")),
        ("time_zone", json!("")),
        ("language", json!("svenska")),
        ("lead_days", json!(-1)),
        ("lead_days", json!(366)),
        ("lead_days", json!("many")),
        ("reminders", json!([14])),
    ] {
        let answer = change(w, &tenant, field, value.clone()).await.expect(422);
        assert_eq!(answer.problem_fields(), [field], "{value}");
    }
    assert_eq!(settings(w, &tenant).await, before);
}

async fn a_reminder_at_or_past_the_deadline_is_refused(w: &World) {
    let tenant = w.tenant().await;
    for days in [
        json!([30]),
        json!([14, 31]),
        json!([0, 14]),
        json!([27, 14]),
        json!([14, 14]),
        json!([-1]),
    ] {
        let answer = change(w, &tenant, "reminder_days", days.clone())
            .await
            .expect(422);
        assert_eq!(answer.problem_fields(), ["reminder_days"], "{days}");
    }
    for days in [json!([]), json!([1]), json!([29])] {
        change(w, &tenant, "reminder_days", days).await.expect(200);
    }
}

async fn deadlines_already_given_stay(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let before = w.listed(&tenant, KIM).await.unwrap()["deadline"].clone();
    change(w, &tenant, "time_zone", json!("Pacific/Auckland"))
        .await
        .expect(200);
    change(w, &tenant, "lead_days", json!(10)).await.expect(200);
    w.pass_days(15).await;
    assert_eq!(w.listed(&tenant, KIM).await.unwrap()["deadline"], before);
}

async fn the_deadline_follows_the_tenants_time_zone(w: &World) {
    for (zone, end) in [
        ("Europe/Stockholm", "2026-04-01T21:59:59.999Z"),
        ("UTC", "2026-04-01T23:59:59.999Z"),
        ("America/New_York", "2026-04-02T03:59:59.999Z"),
        ("Pacific/Auckland", "2026-04-01T10:59:59.999Z"),
    ] {
        let tenant = w.tenant().await;
        change(w, &tenant, "time_zone", json!(zone))
            .await
            .expect(200);
        w.register(&tenant, KIM).await;
        w.work().await;
        assert_eq!(
            w.listed(&tenant, KIM).await.unwrap()["deadline"],
            end,
            "{zone}"
        );
        assert!(parse_rfc3339(end).is_some());
    }
}

async fn other_reminder_days_count_from_the_next_request(w: &World) {
    let tenant = w.tenant().await;
    change(w, &tenant, "reminder_days", json!([3]))
        .await
        .expect(200);
    w.register(&tenant, KIM).await;
    w.work().await;
    w.pass_days(2).await;
    assert_eq!(w.mails(samtycke_server::mail::Kind::Reminder).len(), 0);
    w.pass_days(1).await;
    assert_eq!(w.mails(samtycke_server::mail::Kind::Reminder).len(), 1);
    w.pass_days(27).await;
    assert_eq!(w.mails(samtycke_server::mail::Kind::Reminder).len(), 1);
}

async fn published_texts_stay_whatever_is_set(w: &World) {
    let tenant = w.tenant().await;
    let body = "{{controller}}, {{contact}}, {{dpo}}, {{recipients}}, {{authority}}";
    w.publish(&tenant, &two_purposes(body, 12), "editorial")
        .await;
    let before = w.shown(&tenant).await;
    let recipient = json!({ "name": "Mail Inc", "kind": "processor", "purpose": "utskick", "country": "US", "safeguard": "SCC" });
    for (field, value) in [
        ("name", json!("Helt Annat AB")),
        ("contact", json!("ny@exempelbolaget.example")),
        ("dpo", json!("dso@exempelbolaget.example")),
        ("authority", json!("Datatilsynet")),
        ("recipient_list", json!([recipient])),
    ] {
        change(w, &tenant, field, value).await.expect(200);
    }
    let after = w.shown(&tenant).await;
    for field in [
        "text_version_id",
        "title",
        "body_html",
        "body_sha256",
        "purposes",
    ] {
        assert_eq!(before[field], after[field], "{field}");
    }
    w.publish(&tenant, &two_purposes(body, 12), "editorial")
        .await;
    let next = w.shown(&tenant).await["body_html"].to_string();
    for word in [
        "Helt Annat AB",
        "dso@exempelbolaget.example",
        "Mail Inc (utskick, USA; skydd: SCC)",
        "Datatilsynet",
    ] {
        assert!(next.contains(word), "{word} in {next}");
    }
}

async fn without_an_officer_texts_name_the_contact(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Ombud: {{dpo}}", 12), "editorial")
        .await;
    let shown = w.shown(&tenant).await["body_html"].to_string();
    assert!(
        shown.contains("Ombud: personal@exempelbolaget.example"),
        "{shown}"
    );
}

async fn what_is_left_out_of_the_lists_stays(w: &World) {
    let tenant = w.tenant().await;
    let recipient = json!({ "name": "Moln AB", "kind": "processor", "purpose": "drift", "country": "SE", "safeguard": "" });
    let category = json!({ "data": "Namn", "subjects": "Kandidater", "purpose": "Jobb", "basis": "consent", "period": "24 månader" });
    change(w, &tenant, "recipient_list", json!([recipient]))
        .await
        .expect(200);
    change(w, &tenant, "retention", json!([category]))
        .await
        .expect(200);
    let mut old_client = settings(w, &tenant).await;
    let fields = old_client.as_object_mut().unwrap();
    for field in ["recipient_list", "retention", "security", "dpo"] {
        fields.remove(field);
    }
    put(w, &tenant, &old_client).await.expect(200);
    let now = settings(w, &tenant).await;
    assert_eq!(
        (&now["recipient_list"], &now["retention"]),
        (&json!([recipient]), &json!([category]))
    );
    let american = json!({ "name": "A", "kind": "processor", "purpose": "p", "country": "US" });
    let answer = change(w, &tenant, "recipient_list", json!([american]))
        .await
        .expect(422);
    assert_eq!(answer.problem_fields(), ["recipient_list.0.safeguard"]);
}

async fn changes_are_written_down_without_persons(w: &World) {
    let tenant = w.tenant().await;
    change(w, &tenant, "lead_days", json!(60)).await.expect(200);
    w.advance(1);
    change(w, &tenant, "contact", json!("vera.exempel@x.example"))
        .await
        .expect(200);
    change(w, &tenant, "lead_days", json!(60)).await.expect(200);
    let audit = w
        .api_get(&tenant.auditor, "/v1/audit")
        .await
        .expect(200)
        .json();
    let details: Vec<&str> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["detail"].as_str().unwrap())
        .collect();
    assert_eq!(
        details,
        ["contact", "lead_days: 45 → 60"],
        "and nothing where nothing changed"
    );
}

async fn the_sites_colours_reach_the_widget(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    assert_eq!(w.shown(&tenant).await.get("theme"), None);
    let id = w.texts("SELECT id FROM sites", &[]).await.remove(0);
    let path = format!("/console/settings/sites/{id}");
    let save = async |text: &'static str| {
        let fields = [
            ("name", "Karriärsidan"),
            ("origins", ORIGIN),
            ("own_colours", "1"),
            ("accent", "#e8590c"),
            ("text", text),
            ("background", "#fff8f0"),
        ];
        w.press(&browser, &path, &fields).await
    };
    let pale = save("#999999").await.expect(422).text();
    assert!(
        pale.contains("2.70:1") && pale.contains("value=\"#999999\""),
        "{pale}"
    );
    assert_eq!(w.shown(&tenant).await.get("theme"), None);
    save("#222222").await.expect(303);
    let theme = w.shown(&tenant).await["theme"].clone();
    assert_eq!(
        (
            &theme["accent"],
            &theme["ink"],
            &theme["surface"],
            &theme["scheme"]
        ),
        (
            &json!("#e8590c"),
            &json!("#222222"),
            &json!("#fff8f0"),
            &json!("light")
        )
    );
    let own = [("name", "Karriärsidan"), ("origins", ORIGIN)];
    w.press(&browser, &path, &own).await.expect(303);
    assert_eq!(w.shown(&tenant).await.get("theme"), None);
}

async fn sites_are_edited_and_their_code_is_there_to_copy(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let page = w
        .page(&browser, "/console/settings/sites")
        .await
        .expect(200)
        .text();
    for code in [
        format!(
            "&lt;candidate-consent site=\"{}\" lang=\"sv\"&gt;",
            tenant.site_key
        ),
        "name-field=\"applicant_name\"".to_owned(),
        "https://samtycke.example/embed.js".to_owned(),
    ] {
        assert!(page.contains(&code), "{code}");
    }
    let bad = [("name", ""), ("origins", "inte en adress")];
    let again = w
        .press(&browser, "/console/settings/sites", &bad)
        .await
        .expect(422)
        .text();
    assert!(again.contains("inte en adress"));
    let foreign = w
        .texts(
            "SELECT id FROM sites WHERE tenant_id = $1",
            &[other.id.as_str().into()],
        )
        .await
        .remove(0);
    let fields = [("name", "Kapad"), ("origins", "https://evil.example")];
    let path = format!("/console/settings/sites/{foreign}");
    w.press(&browser, &path, &fields).await.expect(404);
    assert_eq!(w.count("sites WHERE name = 'Kapad'", &[]).await, 0);
}

async fn lists_are_edited_without_javascript(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let here = "/console/settings/recipients";
    let row = |name: &'static str, country: &'static str, safeguard: &'static str| {
        [
            ("name", name),
            ("kind", "processor"),
            ("purpose", "drift"),
            ("country", country),
            ("safeguard", safeguard),
        ]
    };
    let empty = [
        ("name", ""),
        ("kind", "processor"),
        ("purpose", ""),
        ("country", "SE"),
        ("safeguard", ""),
    ];
    let two = [
        row("Moln AB", "SE", ""),
        row("Mail Inc", "US", "SCC"),
        empty,
    ]
    .concat();
    w.press(&browser, here, &two).await.expect(303);
    assert_eq!(
        settings(w, &tenant).await["recipient_list"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let page = w.page(&browser, here).await.expect(200).text();
    assert!(page.contains("Moln AB (drift, Sverige), Mail Inc (drift, USA; skydd: SCC)"));
    let unsafe_rows = [
        row("Moln AB", "SE", "").to_vec(),
        row("Mail Inc", "US", "").to_vec(),
    ]
    .concat();
    let again = w
        .press(&browser, here, &unsafe_rows)
        .await
        .expect(422)
        .text();
    assert!(again.contains("id=\"field-recipient_list-1-safeguard-error\""));
    let removed = [two, vec![("remove", "0")]].concat();
    w.press(&browser, here, &removed).await.expect(303);
    let left = settings(w, &tenant).await["recipient_list"].clone();
    assert_eq!(
        (left[0]["name"].clone(), left.as_array().unwrap().len()),
        (json!("Mail Inc"), 1)
    );
}

async fn the_record_of_processing_answers_article_30(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let recipient = json!({ "name": "=Mail Inc", "kind": "processor", "purpose": "utskick", "country": "US", "safeguard": "SCC" });
    change(w, &tenant, "recipient_list", json!([recipient]))
        .await
        .expect(200);
    change(
        w,
        &tenant,
        "security",
        json!("Skalskydd\nBakgrundskontroll"),
    )
    .await
    .expect(200);
    let record = w
        .api_get(&tenant.auditor, "/v1/settings/record?lang=en")
        .await
        .expect(200)
        .json();
    assert_eq!(record["controller"]["name"], "Exempelbolaget");
    assert_eq!(record["purposes"][0]["key"], "future_jobs");
    assert_eq!(record["purposes"][0]["validity_months"], 24);
    assert_eq!(record["transfers"][0]["safeguard"], "SCC");
    assert_eq!(record["security"][0], "Skalskydd");
    assert_eq!(record["categories_are_proposed"], true);
    assert!(record["categories"].as_array().unwrap().len() >= 5);
    let page = w
        .page(&browser, "/console/settings/record")
        .await
        .expect(200)
        .text();
    for words in [
        "Registerförteckning",
        "Rättslig förpliktelse, art. 6.1 c",
        "Bakgrundskontroll",
        "USA",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let file = w
        .page(&browser, "/console/settings/record.csv")
        .await
        .expect(200)
        .text();
    for letter in ["a", "b", "c", "d", "e", "f", "g"] {
        assert!(file.contains(&format!("30(1)({letter})")), "{letter}");
    }
    assert!(file.contains(";'=Mail Inc;") && !file.contains(";=Mail"));
    let json = w
        .page(&browser, "/console/settings/record.json")
        .await
        .expect(200)
        .json();
    assert_eq!(json["language"], "sv");
    let written = w.count("audit WHERE action = 'record.exported'", &[]).await;
    assert_eq!(written, 2);
}

async fn each_part_has_a_page_and_only_admins_change_it(w: &World) {
    let tenant = w.tenant().await;
    for role in [Role::Auditor, Role::Recruiter, Role::Admin] {
        let browser = w.swedish_seat(&tenant, role).await;
        for part in [
            "",
            "/renewal",
            "/sites",
            "/recipients",
            "/retention",
            "/record",
            "/sign-in",
            "/webhooks",
        ] {
            let path = format!("/console/settings{part}");
            let page = w.page(&browser, &path).await.expect(200).text();
            let may = page.contains("class=\"button\"");
            assert_eq!(
                may && part != "/record",
                role == Role::Admin && part != "/record",
                "{role} {path}"
            );
            if role != Role::Admin && part != "/record" {
                w.press(&browser, &path, &[("name", "x")]).await.expect(403);
            }
        }
    }
}

async fn what_has_to_be_mended_is_said_in_the_readers_language(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let mended = async |path: &str, fields: &[(&str, &str)]| {
        w.press(&browser, path, fields).await.expect(422).text()
    };
    let organisation = [
        ("controller_name", ""),
        ("contact", "x"),
        ("jurisdiction", "US"),
        ("timezone", "Mars/Olympus"),
        ("language", "sv"),
    ];
    let page = mended("/console/settings", &organisation).await;
    for words in [
        "organisationens namn",
        "koden för ett land",
        "tidszon som Europe",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let renewal = [("lead_days", "900"), ("reminder_days", "31")];
    let page = mended("/console/settings/renewal", &renewal).await;
    assert!(
        page.contains("mellan 0 och 365") && page.contains("mellan 1 och 29"),
        "{page}"
    );
    let site = [("name", "Jobb"), ("origins", "inte en adress")];
    let page = mended("/console/settings/sites", &site).await;
    assert!(page.contains("utan sökväg"), "{page}");
    let hook = [("url", "http://10.0.0.1/"), ("event", "consent.given")];
    let page = mended("/console/settings/webhooks", &hook).await;
    assert!(page.contains("börjar med https://"), "{page}");
    let page = w
        .page(&browser, "/console/candidates?status=whatever")
        .await;
    // An error's page goes by the browser, not by whose session it is.
    assert!(
        page.expect(422)
            .text()
            .contains("status: This cannot be read")
    );
}

async fn a_page_keeps_what_the_others_set(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let renewal = [("lead_days", "60"), ("reminder_days", "7, 20")];
    w.press(&browser, "/console/settings/renewal", &renewal)
        .await
        .expect(303);
    let late = [("lead_days", "60"), ("reminder_days", "7, 30")];
    let again = w
        .press(&browser, "/console/settings/renewal", &late)
        .await
        .expect(422);
    assert!(again.text().contains("id=\"field-reminder_days-error\""));
    let organisation = [
        ("controller_name", "Nya Exempelbolaget"),
        ("contact", "dataskydd@exempelbolaget.example"),
        ("dpo", "dso@exempelbolaget.example"),
        ("jurisdiction", "se"),
        ("timezone", "Europe/Stockholm"),
        ("language", "sv"),
    ];
    w.press(&browser, "/console/settings", &organisation)
        .await
        .expect(303);
    let now = settings(w, &tenant).await;
    assert_eq!(
        (&now["lead_days"], &now["reminder_days"]),
        (&json!(60), &json!([7, 20]))
    );
    assert_eq!(
        (&now["dpo"], &now["jurisdiction"]),
        (&json!("dso@exempelbolaget.example"), &json!("SE"))
    );
}
