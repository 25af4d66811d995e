//! The list, one candidate, and what can be done with them.

use super::{BODY, HASH, ID, counts, due, flashing, when};
use crate::http::console::views::{
    Deadline, FieldErrors, FlashKind, Frame,
    batch::{self, BatchPage, BatchRow},
    candidate::{self, Candidate, Hold, Look, PurposeState, Recording},
    candidates::{self, Candidates, Choices, Filter, LastConsent, Row, Saved, Sort},
    erase::{self, ErasePreview},
    import::{self, Column, Preview, Upload},
    register::{self, CandidateForm},
    timeline::{ConsentEntry, Entry, MailEntry, NoteEntry, ShownBox, ShownText},
};

pub fn candidate_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let nobody = Candidates::default();
    let no_match = Candidates {
        filter: Filter {
            q: Some(name.to_owned()),
            ..Filter::default()
        },
        total: 1248,
        counts: counts(),
        ..Candidates::default()
    };
    let unfinished = Candidates {
        rows: Vec::new(),
        unfinished: true,
        matching: Some(0),
        matching_more: true,
        ..list(name)
    };
    vec![
        (
            "candidates",
            candidates::candidates_page(frame, &list(name)),
        ),
        (
            "candidates-unfinished",
            candidates::candidates_page(frame, &unfinished),
        ),
        (
            "candidates-empty",
            candidates::candidates_page(frame, &nobody),
        ),
        (
            "candidates-no-match",
            candidates::candidates_page(frame, &no_match),
        ),
        (
            "candidate",
            candidate::candidate_page(
                &flashing(frame, FlashKind::Done, "Mejlet är på väg."),
                &one(name),
            ),
        ),
        (
            "candidate-held",
            candidate::candidate_page(frame, &held(name)),
        ),
        ("register", register::register_page(frame, &form(None, ""))),
        (
            "register-errors",
            register::register_page(frame, &form(None, name)),
        ),
        ("edit", register::edit_page(frame, &form(Some(ID), name))),
        ("erase", erase::erase_page(frame, &erase_preview(name))),
        (
            "batch-ask",
            batch::batch_page(frame, &batch_data("ask", "draft", name)),
        ),
        (
            "batch-erase",
            batch::batch_page(frame, &batch_data("erase", "draft", name)),
        ),
        ("batch-nobody", batch::batch_page(frame, &nobody_chosen())),
        (
            "batch-waiting",
            batch::batch_page(frame, &batch_data("erase", "waiting", name)),
        ),
        (
            "batch-running",
            batch::batch_page(frame, &batch_data("erase", "running", name)),
        ),
        (
            "batch-report",
            batch::batch_page(frame, &batch_data("erase", "done", name)),
        ),
        (
            "batch-asked",
            batch::batch_page(frame, &batch_data("ask", "done", name)),
        ),
        (
            "batch-stopped",
            batch::batch_page(frame, &batch_data("ask", "cancelled", name)),
        ),
        ("batch-imported", batch::batch_page(frame, &imported(name))),
        ("batches", batch::batches_page(frame, &batch_rows(name))),
        ("batches-empty", batch::batches_page(frame, &[])),
        ("import", import::upload_page(frame, &Upload::default())),
        (
            "import-preview",
            import::preview_page(frame, &import_preview(name)),
        ),
    ]
}

fn row(name: &str, email: &str, status: &str, renewal: &str, deadline: Option<Deadline>) -> Row {
    Row {
        id: ID.into(),
        name: name.into(),
        email: email.into(),
        status: status.into(),
        last_consent: (status != "awaiting").then(|| LastConsent {
            at: when("09-14", "08:21"),
            version: 3,
            language: "sv".into(),
        }),
        deadline,
        renewal: renewal.into(),
    }
}

pub fn list(name: &str) -> Candidates {
    Candidates {
        filter: Filter {
            q: Some(name.to_owned()),
            text_version: Some("3".into()),
            source: Some("import".into()),
            deadline_within: Some("14".into()),
            ..Filter::default()
        },
        sort: Sort::Deadline,
        counts: counts(),
        total: 1248,
        counted: Some(when("11-22", "09:14")),
        matching: Some(312),
        matching_more: false,
        choices: Choices {
            texts: vec![("t1".into(), format!("Framtida jobb {name}"))],
            versions: vec![("3".into(), "3".into())],
            purposes: vec![("future_jobs".into(), format!("Framtida jobb {name}"))],
        },
        saved: vec![Saved {
            id: ID.into(),
            name: format!("Snart ute {name}"),
            filter: Filter {
                status: Some("expiring".into()),
                ..Filter::default()
            },
            sort: Sort::Name,
        }],
        errors: FieldErrors::default(),
        rows: vec![
            row(name, "ada.exempel@example.com", "valid", "none", None),
            row(
                "Bo Provsson",
                "bo.provsson@example.com",
                "expiring",
                "asked",
                Some(due("12-04", 12)),
            ),
            row(
                "Cajsa Testberg-Påhittad af Exempelstierna",
                "cajsa.testberg-pahittad.af.exempelstierna@mail.exempel.example",
                "awaiting",
                "queued",
                None,
            ),
            row(
                "David Modell",
                "david@example.org",
                "awaiting",
                "bounced",
                None,
            ),
            row(
                "Elin Mönster",
                "elin.monster@example.com",
                "invalidated",
                "asked",
                Some(due("11-24", 2)),
            ),
            row(
                "Frans Skiss",
                "frans.skiss@example.net",
                "expired",
                "answered",
                None,
            ),
            row(
                "Gunvor Utkast",
                "gunvor@example.com",
                "refused",
                "none",
                Some(due("11-22", 0)),
            ),
            row(
                "李小明 Exempel",
                "xiaoming@example.com",
                "held",
                "none",
                None,
            ),
        ],
        next_cursor: Some("b3/+=".into()),
        previous_cursor: Some("-b3".into()),
        unfinished: false,
    }
}

fn shown(name: &str) -> ShownText {
    ShownText {
        version: 3,
        language: "sv".into(),
        title: "Får vi spara dina uppgifter?".into(),
        body_html: BODY.into(),
        boxes: vec![
            ShownBox {
                label: format!("Kontakta mig om framtida jobb ({name})"),
                description: "Vi hör av oss när vi har ett jobb som kan passa dig.".into(),
                agreed: true,
            },
            ShownBox {
                label: "Dela mina uppgifter inom koncernen".into(),
                description: "Fjällbäck Nät och Fjällbäck Värme får också läsa dem.".into(),
                agreed: false,
            },
        ],
        sha256: HASH.into(),
        served_at: when("09-14", "08:19"),
        answered_at: when("09-14", "08:21"),
        page_url:
            "https://jobb.fjallback.example/lediga-tjanster/elkraftsingenjor?utm_source=nyhetsbrev"
                .into(),
        widget_version: Some("0.1.0".into()),
    }
}

fn history(name: &str) -> Vec<Entry> {
    vec![
        Entry::Mail(MailEntry {
            at: when("11-22", "09:02"),
            kind: "reminder".into(),
            fate: "queued".into(),
            accepted_at: None,
            ended_at: None,
            attempts: 2,
            answer: None,
        }),
        Entry::Mail(MailEntry {
            at: when("11-08", "09:00"),
            kind: "request".into(),
            fate: "accepted".into(),
            accepted_at: Some(when("11-08", "09:01")),
            ended_at: Some(when("11-08", "09:01")),
            attempts: 1,
            answer: Some("250 2.0.0 Ok: queued as 4F1A22".into()),
        }),
        Entry::Consent(Box::new(ConsentEntry {
            at: when("11-08", "09:00"),
            kind: "requested".into(),
            origin: "system".into(),
            identity: "none".into(),
            recorded_by: None,
            given_on: None,
            note: None,
            shown: None,
            consent_id: None,
        })),
        Entry::Consent(Box::new(ConsentEntry {
            at: when("10-02", "13:40"),
            kind: "given".into(),
            origin: "spoken".into(),
            identity: "staff".into(),
            recorded_by: Some("Signe Exempel".into()),
            given_on: Some(when("11-20", "00:00")),
            note: Some(format!(
                "Ringde upp på numret i ansökan. {name} sa ja till framtida jobb."
            )),
            shown: None,
            consent_id: None,
        })),
        Entry::Note(NoteEntry {
            at: when("09-14", "08:30"),
            kind: "confirmed".into(),
            by: None,
            detail: None,
        }),
        Entry::Mail(MailEntry {
            at: when("09-14", "08:21"),
            kind: "confirmation".into(),
            fate: "bounced".into(),
            accepted_at: None,
            ended_at: Some(when("09-14", "08:25")),
            attempts: 1,
            answer: Some("550 5.1.1 No such user".into()),
        }),
        Entry::Consent(Box::new(ConsentEntry {
            at: when("09-14", "08:21"),
            kind: "given".into(),
            origin: "widget".into(),
            identity: "email".into(),
            recorded_by: None,
            given_on: None,
            note: None,
            shown: Some(shown(name)),
            consent_id: Some(ID.into()),
        })),
        Entry::Note(NoteEntry {
            at: when("09-12", "10:00"),
            kind: "registered".into(),
            by: Some("Signe Exempel".into()),
            detail: Some("Träffades på arbetsmarknadsdagen i Umeå.".into()),
        }),
    ]
}

fn one(name: &str) -> Candidate {
    Candidate {
        id: ID.into(),
        name: name.into(),
        email: "ada.exempel@example.com".into(),
        phone: Some("070-000 00 00".into()),
        external_id: None,
        status: "expiring".into(),
        renewal: "answered".into(),
        deadline: Some(due("12-08", 16)),
        language: "sv".into(),
        source: "Karriärsidan jobb.fjallback.example".into(),
        created: when("09-12", "10:00"),
        purposes: vec![
            PurposeState {
                label: "Kontakta mig om framtida jobb".into(),
                status: "expiring".into(),
                valid_until: Some(due("12-31", 39)),
            },
            PurposeState {
                label: "Dela mina uppgifter inom koncernen".into(),
                status: "refused".into(),
                valid_until: None,
            },
        ],
        hold: None,
        restricted_since: None,
        history: history(name),
        older: Some("1757837000000".into()),
        newest: true,
        more_looks: 80,
        looks: vec![
            Look {
                at: when("11-22", "09:14"),
                who: "Signe Exempel".into(),
                what: "Öppnade sidan".into(),
            },
            Look {
                at: when("11-20", "15:02"),
                who: "Rolf Granskare".into(),
                what: "Hämtade kvittot".into(),
            },
        ],
        recording: Recording {
            text_versions: vec![("v3".into(), "Framtida jobb, version 3".into())],
            purposes: vec![
                ("future_jobs".into(), "Kontakta mig om framtida jobb".into()),
                (
                    "share_with_group".into(),
                    "Dela mina uppgifter inom koncernen".into(),
                ),
            ],
            languages: vec!["sv".into(), "en".into()],
        },
        today: "2026-11-22".into(),
        refused: Default::default(),
    }
}

fn held(name: &str) -> Candidate {
    Candidate {
        status: "held".into(),
        renewal: "none".into(),
        deadline: None,
        purposes: Vec::new(),
        hold: Some(Hold {
            reason: format!("Diskrimineringsärende rörande {name}, dnr 2026/114."),
            until: when("12-31", "23:59"),
            by: Some("Signe Exempel".into()),
        }),
        restricted_since: Some(when("11-01", "12:00")),
        history: Vec::new(),
        ..one(name)
    }
}

fn form(id: Option<&str>, name: &str) -> CandidateForm {
    let errors = match (id, name) {
        (None, "") | (Some(_), _) => Vec::new(),
        _ => vec![(
            "email".to_owned(),
            "Skriv en fullständig e-postadress, som namn@example.com.".to_owned(),
        )],
    };
    CandidateForm {
        id: id.map(str::to_owned),
        email: if name.is_empty() {
            String::new()
        } else {
            "ada.exempel@".into()
        },
        name: name.into(),
        source_detail: name.into(),
        language: "sv".into(),
        phone: "070-000 00 00".into(),
        external_id: String::new(),
        languages: vec!["sv".into(), "en".into(), "da".into()],
        errors: FieldErrors(errors),
    }
}

fn erase_preview(name: &str) -> ErasePreview {
    ErasePreview {
        id: ID.into(),
        name: name.into(),
        goes: vec![
            ("Samtyckeshändelser".into(), 4),
            ("Kvitton".into(), 2),
            ("Mejl".into(), 4),
            ("Uppgifter".into(), 6),
        ],
        confirm_count: 16,
        blocked: None,
        errors: FieldErrors::default(),
    }
}

fn batch_data(act: &str, state: &str, name: &str) -> BatchPage {
    let counted = |pairs: &[(&str, i64)]| {
        let pairs = pairs.iter().map(|(key, count)| ((*key).to_owned(), *count));
        pairs.collect::<Vec<_>>()
    };
    BatchPage {
        id: ID.into(),
        act: act.into(),
        state: state.into(),
        total: 31_204,
        handled: 12_400,
        done: 12_391,
        names: vec![
            name.into(),
            "Bo Provsson".into(),
            "Cajsa Testberg-Påhittad".into(),
            "Elin Mönster".into(),
        ],
        outcomes: counted(&[
            ("done", 12_391),
            ("held", 4),
            ("changed", 3),
            ("gone", 1),
            ("open", 1),
        ]),
        left_alone: counted(&[("held", 1), ("restricted", 3), ("open", 12)]),
        started_by: name.into(),
        approved_by: Some("Signe Exempel".into()),
        started: when("11-22", "09:00"),
        ended: Some(when("11-22", "09:04")),
        may_manage: frame_manages(state),
        may_approve: state == "waiting",
        errors: FieldErrors::default(),
    }
}

fn frame_manages(state: &str) -> bool {
    matches!(state, "draft" | "waiting" | "running")
}

fn nobody_chosen() -> BatchPage {
    BatchPage {
        total: 0,
        ..batch_data("erase", "draft", "")
    }
}

fn imported(name: &str) -> BatchPage {
    BatchPage {
        outcomes: ["created", "updated", "unchanged", "restricted"]
            .map(|outcome| (outcome.to_owned(), 7))
            .to_vec(),
        left_alone: Vec::new(),
        ..batch_data("import", "done", name)
    }
}

fn batch_rows(name: &str) -> Vec<BatchRow> {
    let acts = [
        ("ask", "running"),
        ("erase", "waiting"),
        ("erase", "done"),
        ("import", "done"),
        ("ask", "cancelled"),
    ];
    acts.map(|(act, state)| BatchRow {
        id: ID.into(),
        act: act.into(),
        state: state.into(),
        total: 31_204,
        handled: 12_400,
        started_by: name.into(),
        started: when("11-22", "09:00"),
    })
    .to_vec()
}

fn import_preview(name: &str) -> Preview {
    let column = |heading: &str, field: &str, sample: &str| Column {
        heading: heading.into(),
        field: field.into(),
        sample: vec![sample.into(), name.into()],
    };
    Preview {
        content: "eJw".into(),
        source_detail: name.into(),
        columns: vec![
            column("E-post", "email", "ada@example.com"),
            column("Förnamn", "first_name", "Ada"),
            column(name, "", "2026-01-01"),
        ],
        created: 1_204,
        updated: 12,
        unchanged: 3,
        rejected: 61,
        faults: vec![
            (7, "E-post: är ingen e-postadress".into()),
            (9, name.into()),
        ],
        errors: FieldErrors::default(),
    }
}
