//! Consent texts with their versions, drafts and differences.

use samtycke_shared::text::Change;

use super::{BODY, HASH, ID, languages, when};
use crate::http::console::views::{
    FieldErrors, Frame,
    draft::{self, Draft, DraftPurpose, Publish},
    texts::{self, Text, TextRow, Texts, VersionRow},
    version::{self, Diff, Preview, PreviewPurpose, Version},
};

pub fn text_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let first = Publish {
        previous: None,
        ..publish(Vec::new())
    };
    vec![
        ("texts", texts::texts_page(frame, &text_list(name))),
        ("texts-empty", texts::texts_page(frame, &Texts::default())),
        ("text", texts::text_page(frame, &text(name))),
        ("version", version::version_page(frame, &text_version(name))),
        ("diff", version::diff_page(frame, &diff(name))),
        ("draft", draft::draft_page(frame, &text_draft(name))),
        ("publish", draft::publish_page(frame, &publish(Vec::new()))),
        ("publish-first", draft::publish_page(frame, &first)),
        (
            "publish-blocked",
            draft::publish_page(frame, &publish(vec!["Texten saknas på engelska.".into()])),
        ),
    ]
}

fn text_list(name: &str) -> Texts {
    Texts {
        texts: vec![
            TextRow {
                id: ID.into(),
                name: format!("Framtida jobb {name}"),
                current_version: Some(3),
                languages: languages(),
                holders: 1031,
                has_draft: true,
            },
            TextRow {
                id: ID.into(),
                name: "Sommarjobb".into(),
                current_version: None,
                languages: vec!["sv".into()],
                holders: 0,
                has_draft: false,
            },
        ],
    }
}

fn text(name: &str) -> Text {
    let row = |version, state: &str, change: Option<&str>, holders| VersionRow {
        version,
        state: state.into(),
        change: change.map(str::to_owned),
        explanation: change.map(|_| "Ny mottagare: Fjällbäck Värme.".to_owned()),
        published_at: (state != "draft").then(|| when("06-01", "10:00")),
        published_by: (state != "draft").then(|| name.to_owned()),
        languages: languages(),
        holders,
    };
    Text {
        id: ID.into(),
        name: "Framtida jobb".into(),
        versions: vec![
            row(4, "draft", None, 0),
            row(3, "current", Some("material"), 1031),
            row(2, "superseded", Some("editorial"), 41),
            row(1, "superseded", None, 0),
        ],
    }
}

fn preview() -> Preview {
    Preview {
        title: "Får vi spara dina uppgifter?".into(),
        body_html: BODY.into(),
        purposes: vec![
            PreviewPurpose {
                label: "Kontakta mig om framtida jobb".into(),
                description: "Vi hör av oss när vi har ett jobb som kan passa dig.".into(),
                validity_months: 24,
                required: false,
            },
            PreviewPurpose {
                label: "Dela mina uppgifter inom koncernen".into(),
                description: "Fjällbäck Nät och Fjällbäck Värme får också läsa dem.".into(),
                validity_months: 12,
                required: false,
            },
        ],
    }
}

fn text_version(name: &str) -> Version {
    Version {
        text_id: ID.into(),
        text_name: "Framtida jobb".into(),
        version: 3,
        state: "current".into(),
        published_at: Some(when("06-01", "10:00")),
        published_by: Some(name.into()),
        explanation: Some("Ny mottagare: Fjällbäck Värme.".into()),
        language: "sv".into(),
        languages: languages(),
        preview: preview(),
        sha256: Some(HASH.into()),
    }
}

fn diff(name: &str) -> Diff {
    Diff {
        text_id: ID.into(),
        text_name: name.into(),
        from: 2,
        to: 3,
        language: "sv".into(),
        languages: languages(),
        title: vec![Change::Equal("Får vi spara dina uppgifter?".into())],
        body: vec![
            Change::Equal(
                "Fjällbäck Energi AB är personuppgiftsansvarig.\n\nVi sparar uppgifterna i ".into(),
            ),
            Change::Deleted("12".into()),
            Change::Inserted("24".into()),
            Change::Equal(" månader och frågar dig på nytt innan dess.\n\n".into()),
            Change::Inserted("Fjällbäck Värme får också läsa dem. ".into()),
            Change::Equal("Du kan när som helst ta tillbaka ditt samtycke.".into()),
        ],
        purposes: vec![(
            "future_jobs".into(),
            vec![
                Change::Equal("Kontakta mig om ".into()),
                Change::Deleted("lediga".into()),
                Change::Inserted("framtida".into()),
                Change::Equal(" jobb".into()),
            ],
        )],
    }
}

fn text_draft(name: &str) -> Draft {
    Draft {
        text_id: ID.into(),
        text_name: "Framtida jobb".into(),
        version: 4,
        language: "sv".into(),
        languages: languages(),
        missing: vec!["da".into()],
        title: name.into(),
        body_markdown: format!(
            "{{controller}} är personuppgiftsansvarig. Vi vill spara ditt namn, din e-postadress och det du skickar in.\n\n## Hur länge\n\nVi sparar uppgifterna i **{{retention}}**.\n\n- Du kan när som helst ta tillbaka ditt samtycke.\n\n{name}"
        ),
        purposes: vec![DraftPurpose {
            key: "future_jobs".into(),
            label: "Kontakta mig om framtida jobb".into(),
            description: "Vi hör av oss när vi har ett jobb som kan passa dig.".into(),
            validity_months: 24,
            required: false,
        }],
        placeholders: vec![
            ("{controller}".into(), "Fjällbäck Energi AB".into()),
            ("{contact}".into(), "dataskydd@fjallback.example".into()),
            ("{retention}".into(), "24 månader".into()),
        ],
        preview: preview(),
        saved: Some("Sparat 2026-11-22 09:12".into()),
        errors: FieldErrors::default(),
    }
}

fn publish(blocked: Vec<String>) -> Publish {
    Publish {
        text_id: ID.into(),
        text_name: "Framtida jobb".into(),
        version: 4,
        previous: Some(3),
        asked: 1031,
        blocked,
        errors: FieldErrors::default(),
    }
}
