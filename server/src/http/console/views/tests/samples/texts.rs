//! Consent texts with their versions, drafts and differences.

use samtycke_shared::text::lint::{self, Item, NotApplicable, Quote, Statements};
use samtycke_shared::text::{Change, Placeholders};

use super::{BODY, HASH, ID, languages, when};
use crate::consent::content::RuleChange;
use crate::consent::translations::Drift;
use crate::http::console::views::{
    FieldErrors, Frame,
    diff::{self, Diff},
    draft::{self, Draft, DraftPurpose},
    frame::{self, FramePage},
    lint::Findings,
    publish::{self, Publish, Reach},
    texts::{self, Text, TextRow, Texts, VersionRow},
    version::{self, Preview, PreviewPurpose, Version},
};

pub fn text_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let first = Publish {
        previous: None,
        ..publishing(Vec::new())
    };
    let lacking = Publish {
        lacking: vec![("sv".into(), vec![Item::Officer, Item::Complaint])],
        ..publishing(Vec::new())
    };
    let framed = FramePage {
        language: frame.language.clone(),
        text_language: "sv".into(),
        texts: format!("{{\"sv\":\"{}\"}}", name.escape_default()),
        preview: preview(),
        problem: None,
    };
    let broken = FramePage {
        problem: Some(name.into()),
        ..framed.clone()
    };
    vec![
        ("texts", texts::texts_page(frame, &text_list(name))),
        ("texts-empty", texts::texts_page(frame, &Texts::default())),
        ("text", texts::text_page(frame, &text(name))),
        ("version", version::version_page(frame, &text_version(name))),
        ("diff", diff::diff_page(frame, &difference(name))),
        ("draft", draft::draft_page(frame, &text_draft(name))),
        ("preview", frame::frame_page(&framed)),
        ("preview-broken", frame::frame_page(&broken)),
        (
            "publish",
            publish::publish_page(frame, &publishing(Vec::new())),
        ),
        ("publish-first", publish::publish_page(frame, &first)),
        ("publish-lacking", publish::publish_page(frame, &lacking)),
        (
            "publish-blocked",
            publish::publish_page(
                frame,
                &publishing(vec!["Texten saknas på engelska.".into()]),
            ),
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
        statements: vec![(Item::Officer, name.into())],
    }
}

fn difference(name: &str) -> Diff {
    Diff {
        text_id: ID.into(),
        text_name: name.into(),
        from: 2,
        to: 3,
        versions: vec![(3, "current".into()), (2, "superseded".into())],
        language: "sv".into(),
        languages: languages(),
        lacking: Some(2),
        rules: vec![
            RuleChange::Added {
                key: "share_with_group".into(),
            },
            RuleChange::Removed {
                key: "newsletter".into(),
            },
            RuleChange::Validity {
                key: "future_jobs".into(),
                from: 12,
                to: 24,
            },
            RuleChange::Required {
                key: "future_jobs".into(),
                required: true,
            },
            RuleChange::Required {
                key: "share_with_group".into(),
                required: false,
            },
        ],
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
        findings: findings(name),
        drifts: drifts(),
        errors: FieldErrors::default(),
    }
}

/// A text that shows every state a finding can have.
fn findings(name: &str) -> Findings {
    let values = Placeholders {
        controller: "Fjällbäck Energi AB".into(),
        ..Placeholders::default()
    };
    let statements = Statements {
        not_applicable: vec![NotApplicable {
            item: Item::Officer,
            reason: name.into(),
        }],
        quotes: vec![Quote {
            item: Item::Complaint,
            language: "sv".into(),
            quote: name.into(),
        }],
    };
    let body = format!(
        "# {name}\n\nFjällbäck Energi AB är personuppgiftsansvarig. {name}\n\nRutan är förkryssad. {name}"
    );
    let findings = lint::lint(&lint::Draft {
        language: "sv",
        body: &body,
        purposes: &[],
        values: &values,
        statements: &statements,
    });
    Findings {
        language: "sv".into(),
        findings,
        stated: vec![
            ("reason.13.1.b".into(), name.into()),
            ("quote.13.2.d".into(), name.into()),
        ],
    }
}

fn drifts() -> Vec<Drift> {
    let (language, first, key) = ("en".to_owned(), "sv".to_owned(), "future_jobs".to_owned());
    let changed = vec!["sv".to_owned(), "da".to_owned()];
    vec![
        Drift::Dropped {
            language: "da".into(),
        },
        Drift::Behind {
            language: language.clone(),
            changed: changed.clone(),
        },
        Drift::BoxBehind {
            language: language.clone(),
            key: key.clone(),
            changed,
        },
        Drift::BoxUnexplained {
            language: language.clone(),
            key: key.clone(),
        },
        Drift::RuleChanged { key },
        Drift::Shape {
            language: language.clone(),
            first: first.clone(),
        },
        Drift::Figures {
            language,
            first,
            only_here: vec!["20".into()],
            only_there: Vec::new(),
        },
    ]
}

fn publishing(blocked: Vec<String>) -> Publish {
    Publish {
        change: String::new(),
        explanation: String::new(),
        confirm_count: String::new(),
        text_id: ID.into(),
        text_name: "Framtida jobb".into(),
        version: 4,
        previous: Some(3),
        asked: 1031,
        reach: Reach {
            kept: 2,
            open: 41,
            batch: 8,
            reminder_days: "14, 27".into(),
            deadline: "22 december 2026".into(),
            daily_limit: 50,
        },
        blocked,
        lacking: Vec::new(),
        stated: vec![(Item::Officer, "Vi har inget ombud.".into())],
        drifts: drifts(),
        errors: FieldErrors::default(),
    }
}
