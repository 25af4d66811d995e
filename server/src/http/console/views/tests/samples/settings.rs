//! The settings, the audit log and webhooks.

use super::{ID, languages, when};
use crate::http::console::views::{
    FieldErrors, Frame,
    audit::{Audit, AuditRow, Filter, audit_page},
    settings::{
        Organisation, Renewal, Validity,
        lists::{
            CategoryRow, RecipientRow, Recipients, Retention, recipients_page, retention_page,
        },
        organisation_page,
        record::{Record, record_page},
        renewal_page,
        sign_in::{SignIn, sign_in_page},
        sites::{NewSite, Site, Sites, sites_page},
        webhooks::{
            DeliveryRow, Endpoint, WebhookForm, WebhookRow, Webhooks, endpoint_page, secret_page,
            webhooks_page,
        },
    },
};

pub fn settings_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let endpoint = endpoint(name);
    let webhooks = Webhooks {
        rows: vec![endpoint.row.clone()],
        form: endpoint.form.clone(),
    };
    vec![
        ("settings", organisation_page(frame, &organisation(name))),
        ("settings-renewal", renewal_page(frame, &renewal(name))),
        ("settings-sites", sites_page(frame, &sites(name))),
        ("settings-sites-none", sites_page(frame, &Sites::default())),
        (
            "settings-recipients",
            recipients_page(frame, &recipients(name)),
        ),
        (
            "settings-retention",
            retention_page(frame, &retention(name)),
        ),
        ("record", record_page(frame, &record(name))),
        ("record-empty", record_page(frame, &Record::default())),
        ("settings-sign-in", sign_in_page(frame, &sign_in(name))),
        (
            "settings-sign-in-none",
            sign_in_page(frame, &SignIn::default()),
        ),
        ("webhooks", webhooks_page(frame, &webhooks)),
        ("webhooks-none", webhooks_page(frame, &Webhooks::default())),
        ("webhook", endpoint_page(frame, &endpoint)),
        (
            "webhook-secret",
            secret_page(frame, &endpoint.row, "whsec_c2FtcGxl"),
        ),
        ("audit", audit_page(frame, &audit(name))),
        ("audit-none", audit_page(frame, &Audit::default())),
    ]
}

fn sign_in(name: &str) -> SignIn {
    SignIn {
        is_set_up: true,
        issuer: "https://login.fjallback.example".into(),
        client_id: name.into(),
        domains: "fjallback.example".into(),
        second_factor_there: true,
        return_url: "https://samtycke.example/console/sign-in/company/a/return".into(),
        start_url: "https://samtycke.example/console/sign-in/company/a".into(),
        by_it_alone: 3,
        errors: FieldErrors(vec![("issuer".into(), name.into())]),
    }
}

fn organisation(name: &str) -> Organisation {
    Organisation {
        controller_name: "Fjällbäck Energi AB".into(),
        contact: "dataskydd@fjallback.example".into(),
        address: format!("Exempelgatan 1 {name}"),
        dpo: format!("{name}, dso@fjallback.example"),
        authority: String::new(),
        jurisdiction: "SE".into(),
        storage: format!("Sverige {name}"),
        timezone: "Europe/Stockholm".into(),
        language: "sv".into(),
        languages: languages(),
        errors: FieldErrors(vec![("jurisdiction".into(), "must be EU or SE".into())]),
    }
}

fn renewal(name: &str) -> Renewal {
    Renewal {
        lead_days: "45".into(),
        reminder_days: "14, 27".into(),
        validities: vec![Validity {
            purpose: format!("Framtida jobb {name}"),
            text: name.into(),
            text_id: ID.into(),
            months: "24 månader".into(),
        }],
        errors: FieldErrors::default(),
    }
}

fn sites(name: &str) -> Sites {
    let site = Site {
        id: ID.into(),
        name: format!("Karriärsidan {name}"),
        origins: "https://jobb.fjallback.example\nhttps://www.fjallback.example".into(),
        alone: "<script src=\"https://samtycke.exempel.example/embed.js\" async></script>\n<candidate-consent site=\"fb_7Hq2\" lang=\"sv\"></candidate-consent>".into(),
        in_form: "<form>\n  <candidate-consent site=\"fb_7Hq2\" name=\"consent\"></candidate-consent>\n</form>".into(),
        has_colours: true,
        accent: "#e8590c".into(),
        text: "#1d2a2c".into(),
        background: "#ffffff".into(),
        ratios: Some(["14.61".into(), "3.57".into()]),
        errors: FieldErrors(vec![("text".into(), "#999999 on #ffffff".into())]),
    };
    let other = Site {
        id: "other".into(),
        name: name.into(),
        errors: FieldErrors::default(),
        ..site.clone()
    };
    Sites {
        sites: vec![site, other],
        new: NewSite {
            name: name.into(),
            origins: "x".into(),
            errors: FieldErrors(vec![("origins".into(), format!("{name} is no origin"))]),
        },
        errors: FieldErrors(vec![(format!("{ID}.text"), "#999999 on #ffffff".into())]),
    }
}

fn recipients(name: &str) -> Recipients {
    let row = |name: String, country: &str| RecipientRow {
        name,
        kind: "processor".into(),
        purpose: "drift".into(),
        country: country.into(),
        safeguard: String::new(),
    };
    let error = (
        "recipient_list.1.safeguard".into(),
        "say what protects".into(),
    );
    Recipients {
        rows: vec![
            row(format!("Moln {name}"), "SE"),
            row("Mail Inc".into(), "US"),
        ],
        words: name.into(),
        countries: vec![("SE".into(), "Sverige".into()), ("US".into(), "USA".into())],
        sentence: format!("Moln {name} (drift, Sverige)"),
        errors: FieldErrors(vec![error]),
    }
}

fn retention(name: &str) -> Retention {
    Retention {
        rows: vec![CategoryRow {
            data: format!("Namn {name}"),
            subjects: "Kandidater".into(),
            purpose: name.into(),
            basis: "consent".into(),
            period: name.into(),
        }],
        is_proposed: true,
        bases: vec![("consent".into(), "Samtycke".into())],
        security: name.into(),
        errors: FieldErrors::default(),
    }
}

fn record(name: &str) -> Record {
    let say = |text: &str| format!("{text} {name}");
    Record {
        made: when("11-22", "09:00"),
        controller: vec![
            ("Namn".into(), say("Fjällbäck")),
            ("Adress".into(), String::new()),
        ],
        purposes: vec![[say("Framtida jobb"), say("Text"), "24 månader".into()]],
        categories: vec![[
            say("Namn"),
            say("Kandidater"),
            say("Jobb"),
            "Samtycke".into(),
            say("24 månader"),
        ]],
        recipients: vec![[
            say("Moln"),
            "Biträde".into(),
            say("drift"),
            "Sverige".into(),
        ]],
        transfers: Vec::new(),
        security: vec![say("Skalskydd")],
    }
}

fn endpoint(name: &str) -> Endpoint {
    let delivery = |id: &str, state: &str, status, error: Option<&str>| DeliveryRow {
        id: id.into(),
        event: "consent.given".into(),
        queued: when("11-22", "09:00"),
        state: state.into(),
        attempts: 3,
        status,
        error: error.map(str::to_owned),
        next_attempt: (state == "queued").then(|| when("11-22", "11:00")),
    };
    Endpoint {
        waiting: 2,
        row: WebhookRow {
            id: ID.into(),
            url: format!("https://hooks.fjallback.example/{name}"),
            state: "failing".into(),
            last_attempt: Some(when("11-22", "09:00")),
        },
        failing_since: Some(when("11-20", "04:10")),
        previous_secret_until: Some(when("11-23", "09:00")),
        form: WebhookForm {
            url: format!("https://hooks.fjallback.example/{name}"),
            events: vec![
                ("consent.given".into(), true),
                ("candidate.erased".into(), false),
            ],
            errors: FieldErrors(vec![("url".into(), name.into())]),
        },
        deliveries: vec![
            delivery("msg_1", "queued", None, Some("timeout")),
            delivery("msg_2", "failed", Some(500), Some("status")),
            delivery("msg_3", "delivered", Some(200), None),
        ],
        next_cursor: Some("msg_3".into()),
    }
}

fn audit(name: &str) -> Audit {
    let row = |is_there, detail: Option<String>| AuditRow {
        at: when("11-22", "09:00"),
        who: name.into(),
        what: "Visade en kandidat".into(),
        candidate_id: Some(ID.into()),
        is_there,
        detail,
    };
    Audit {
        filter: Filter {
            candidate: name.into(),
            ..Filter::default()
        },
        actors: vec![("staff:1".into(), name.into())],
        actions: vec![("candidate.viewed".into(), "Visade en kandidat".into())],
        rows: vec![
            row(true, Some(format!("lead_days: 45 → 60; name: A → {name}"))),
            row(false, None),
        ],
        next_cursor: Some(ID.into()),
        errors: FieldErrors::default(),
    }
}
