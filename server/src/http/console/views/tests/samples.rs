//! One of every page, filled with plainly fictional people.

use samtycke_shared::text::Change;

use crate::http::console::views::{
    ChartDay, Deadline, FieldErrors, Flash, FlashKind, Frame, When,
    bulk::{self, BulkPreview},
    candidate::{self, Candidate, Hold, Look, PurposeState, Recording},
    candidates::{self, Candidates, Filter, LastConsent, Row, StatusCount, VersionChoice},
    draft::{self, Draft, DraftPurpose, Publish},
    erase::{self, ErasePreview},
    erasures::{self, ErasureRow, Erasures, StoppedSweep},
    error::{self, ErrorPage},
    overview::{self, Need, Overview},
    register::{self, CandidateForm},
    settings::{self, ApiKeyRow, Settings, Site, StaffRow},
    sign_in::{self, SignIn},
    tasks::{self, BouncedTask, HoldTask, Tasks},
    texts::{self, Text, TextRow, Texts, VersionRow},
    timeline::{ConsentEntry, Entry, MailEntry, NoteEntry, ShownBox, ShownText},
    version::{self, Diff, Preview, PreviewPurpose, Version},
};

const ID: &str = "019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e77";
const HASH: &str = "9f2c4e1ab37d5806c1f0e94d2a7b63580de1f9c4a2b7385610ce94fd7ab2e318";

pub fn frame(language: &str, role: &str) -> Frame {
    Frame {
        language: language.to_owned(),
        tenant: "Fjällbäck Energi".into(),
        staff: "Signe Exempel".into(),
        role: role.to_owned(),
        csrf: "csrf-token".into(),
        flash: None,
        tasks: 3,
        demo_url: Some("/".into()),
    }
}

fn flashing(frame: &Frame, kind: FlashKind, text: &str) -> Frame {
    Frame {
        flash: Some(Flash { kind, text: text.into() }),
        ..frame.clone()
    }
}

pub fn when(day: &str, time: &str) -> When {
    When {
        iso: format!("2026-{day}T{time}:00Z"),
        shown: format!("2026-{day} {time}"),
    }
}

fn due(day: &str, days_left: i64) -> Deadline {
    let at = When {
        iso: format!("2026-{day}"),
        shown: format!("2026-{day}"),
    };
    Deadline { at, days_left }
}

/// Every page, with a name for it; `name` is used wherever a candidate's name can stand.
pub fn pages(language: &str, role: &str, name: &str) -> Vec<(&'static str, String)> {
    let frame = frame(language, role);
    let mut pages = before_sign_in(language, name);
    pages.extend(candidate_pages(&frame, name));
    pages.extend(text_pages(&frame, name));
    pages.extend(other_pages(&frame, name));
    pages
}

fn before_sign_in(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let data = SignIn {
        language: language.to_owned(),
        csrf: "csrf-token".into(),
    };
    let missing = ErrorPage {
        language: language.to_owned(),
        status: 404,
        detail: None,
        request_id: Some("7f3a".into()),
    };
    vec![
        ("sign-in", sign_in::sign_in(&data)),
        ("sign-in-sent", sign_in::sign_in_sent(&data)),
        ("sign-in-confirm", sign_in::sign_in_confirm(&data, "token", name)),
        ("sign-in-invalid", sign_in::sign_in_invalid(&data)),
        ("error", error::error_page(&missing)),
    ]
}

fn candidate_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let nobody = Candidates::default();
    let no_match = Candidates {
        filter: Filter { q: name.to_owned(), ..Filter::default() },
        total: 1248,
        counts: counts(),
        ..Candidates::default()
    };
    vec![
        ("candidates", candidates::candidates_page(frame, &list(name))),
        ("candidates-empty", candidates::candidates_page(frame, &nobody)),
        ("candidates-no-match", candidates::candidates_page(frame, &no_match)),
        ("candidate", candidate::candidate_page(
            &flashing(frame, FlashKind::Done, "Mejlet är på väg."),
            &one(name),
        )),
        ("candidate-held", candidate::candidate_page(frame, &held(name))),
        ("register", register::register_page(frame, &form(None, ""))),
        ("register-errors", register::register_page(frame, &form(None, name))),
        ("edit", register::edit_page(frame, &form(Some(ID), name))),
        ("erase", erase::erase_page(frame, &erase_preview(name))),
        ("bulk-renew", bulk::renewal_preview_page(frame, &bulk_preview(name))),
        ("bulk-erase", bulk::erasure_preview_page(frame, &bulk_preview(name))),
        ("bulk-nobody", bulk::erasure_preview_page(frame, &BulkPreview::default())),
    ]
}

fn counts() -> Vec<StatusCount> {
    let count = |status: &str, count| StatusCount { status: status.into(), count };
    vec![
        count("awaiting", 64),
        count("valid", 1031),
        count("expiring", 87),
        count("expired", 12),
        count("invalidated", 41),
        count("refused", 9),
        count("held", 4),
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
        filter: Filter { text_version: "v3".into(), ..Filter::default() },
        counts: counts(),
        total: 1248,
        matching: Some(312),
        text_versions: vec![VersionChoice { id: "v3".into(), label: "Framtida jobb, version 3".into() }],
        rows: vec![
            row(name, "ada.exempel@example.com", "valid", "none", None),
            row("Bo Provsson", "bo.provsson@example.com", "expiring", "asked", Some(due("12-04", 12))),
            row("Cajsa Testberg-Påhittad af Exempelstierna", "cajsa.testberg-pahittad.af.exempelstierna@mail.exempel.example", "awaiting", "queued", None),
            row("David Modell", "david@example.org", "awaiting", "bounced", None),
            row("Elin Mönster", "elin.monster@example.com", "invalidated", "asked", Some(due("11-24", 2))),
            row("Frans Skiss", "frans.skiss@example.net", "expired", "answered", None),
            row("Gunvor Utkast", "gunvor@example.com", "refused", "none", Some(due("11-22", 0))),
            row("李小明 Exempel", "xiaoming@example.com", "held", "none", None),
        ],
        next_cursor: Some("b3/+=".into()),
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
        page_url: "https://jobb.fjallback.example/lediga-tjanster/elkraftsingenjor?utm_source=nyhetsbrev".into(),
        widget_version: Some("0.1.0".into()),
    }
}

const BODY: &str = "<p>Fjällbäck Energi AB är personuppgiftsansvarig. Vi vill spara ditt namn, din e-postadress och det du skickar in, så att vi kan höra av oss om jobb som passar dig.</p><h2>Hur länge</h2><p>Vi sparar uppgifterna i <strong>24 månader</strong> och frågar dig på nytt innan dess.</p><ul><li>Du kan när som helst ta tillbaka ditt samtycke.</li><li>Du kan klaga hos Integritetsskyddsmyndigheten.</li></ul>";

fn history(name: &str) -> Vec<Entry> {
    vec![
        Entry::Mail(MailEntry {
            at: when("11-22", "09:02"),
            kind: "reminder".into(),
            to: "ada.exempel@example.com".into(),
            fate: "queued".into(),
            answer: None,
        }),
        Entry::Mail(MailEntry {
            at: when("11-08", "09:00"),
            kind: "request".into(),
            to: "ada.exempel@example.com".into(),
            fate: "accepted".into(),
            answer: Some("250 2.0.0 Ok: queued as 4F1A22".into()),
        }),
        Entry::Consent(Box::new(ConsentEntry {
            at: when("11-08", "09:00"),
            kind: "requested".into(),
            origin: "system".into(),
            identity: "none".into(),
            recorded_by: None,
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
            note: Some(format!("Ringde upp på numret i ansökan. {name} sa ja till framtida jobb.")),
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
            to: "ada.exempel@example.cmo".into(),
            fate: "bounced".into(),
            answer: Some("550 5.1.1 No such user".into()),
        }),
        Entry::Consent(Box::new(ConsentEntry {
            at: when("09-14", "08:21"),
            kind: "given".into(),
            origin: "widget".into(),
            identity: "email".into(),
            recorded_by: None,
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
        looks: vec![
            Look { at: when("11-22", "09:14"), who: "Signe Exempel".into(), what: "Öppnade sidan".into() },
            Look { at: when("11-20", "15:02"), who: "Rolf Granskare".into(), what: "Hämtade kvittot".into() },
        ],
        recording: Recording {
            text_versions: vec![("v3".into(), "Framtida jobb, version 3".into())],
            purposes: vec![
                ("future_jobs".into(), "Kontakta mig om framtida jobb".into()),
                ("share_with_group".into(), "Dela mina uppgifter inom koncernen".into()),
            ],
            languages: vec!["sv".into(), "en".into()],
        },
        today: "2026-11-22".into(),
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
            by: "Signe Exempel".into(),
        }),
        restricted_since: Some(when("11-01", "12:00")),
        history: Vec::new(),
        ..one(name)
    }
}

fn form(id: Option<&str>, name: &str) -> CandidateForm {
    let errors = match (id, name) {
        (None, "") | (Some(_), _) => Vec::new(),
        _ => vec![("email".to_owned(), "Skriv en fullständig e-postadress, som namn@example.com.".to_owned())],
    };
    CandidateForm {
        id: id.map(str::to_owned),
        email: if name.is_empty() { String::new() } else { "ada.exempel@".into() },
        name: name.into(),
        source_detail: name.into(),
        language: "sv".into(),
        external_id: String::new(),
        languages: vec!["sv".into(), "en".into(), "da".into()],
        errors: FieldErrors(errors),
    }
}

fn erase_preview(name: &str) -> ErasePreview {
    ErasePreview {
        id: ID.into(),
        name: name.into(),
        goes: vec![("Samtyckeshändelser".into(), 4), ("Kvitton".into(), 2), ("Mejl".into(), 4), ("Uppgifter".into(), 6)],
        confirm_count: 16,
        blocked: None,
        errors: FieldErrors::default(),
    }
}

fn bulk_preview(name: &str) -> BulkPreview {
    BulkPreview {
        count: 312,
        names: vec![name.into(), "Bo Provsson".into(), "Cajsa Testberg-Påhittad".into(), "Elin Mönster".into()],
        ids: vec![ID.into()],
        filter: Some("status=expiring".into()),
        skipped: vec!["3 är spärrade.".into()],
        errors: FieldErrors::default(),
    }
}

fn text_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
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
        ("publish-blocked", draft::publish_page(frame, &publish(vec!["Texten saknas på engelska.".into()]))),
    ]
}

fn languages() -> Vec<String> {
    vec!["sv".into(), "en".into(), "da".into()]
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
            Change::Equal("Fjällbäck Energi AB är personuppgiftsansvarig.\n\nVi sparar uppgifterna i ".into()),
            Change::Deleted("12".into()),
            Change::Inserted("24".into()),
            Change::Equal(" månader och frågar dig på nytt innan dess.\n\n".into()),
            Change::Inserted("Fjällbäck Värme får också läsa dem. ".into()),
            Change::Equal("Du kan när som helst ta tillbaka ditt samtycke.".into()),
        ],
        purposes: vec![("future_jobs".into(), vec![
            Change::Equal("Kontakta mig om ".into()),
            Change::Deleted("lediga".into()),
            Change::Inserted("framtida".into()),
            Change::Equal(" jobb".into()),
        ])],
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
        body_markdown: format!("{{controller}} är personuppgiftsansvarig. Vi vill spara ditt namn, din e-postadress och det du skickar in.\n\n## Hur länge\n\nVi sparar uppgifterna i **{{retention}}**.\n\n- Du kan när som helst ta tillbaka ditt samtycke.\n\n{name}"),
        purposes: vec![
            DraftPurpose {
                key: "future_jobs".into(),
                label: "Kontakta mig om framtida jobb".into(),
                description: "Vi hör av oss när vi har ett jobb som kan passa dig.".into(),
                validity_months: 24,
                required: false,
            },
        ],
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

fn other_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let new_customer = Overview { first_steps: true, ..Overview::default() };
    vec![
        ("overview", overview::overview_page(frame, &overview_data(name))),
        ("overview-new", overview::overview_page(frame, &new_customer)),
        ("erasures", erasures::erasures_page(frame, &erasure_list(name))),
        ("erasures-empty", erasures::erasures_page(frame, &Erasures::default())),
        ("tasks", tasks::tasks_page(frame, &task_list(name))),
        ("tasks-empty", tasks::tasks_page(frame, &Tasks::default())),
        ("settings", settings::settings_page(frame, &settings_data(name))),
    ]
}

fn overview_data(name: &str) -> Overview {
    let need = |kind: &str, text: String, href: &str| Need { kind: kind.into(), text, href: href.into() };
    let days = (0..30)
        .map(|day| ChartDay {
            label: format!("dag {day} december"),
            short: format!("{}/12", day + 1),
            deadlines: [0, 3, 1, 0, 0, 7, 12, 4][day % 8],
            expiring: [2, 0, 5, 1, 0, 0, 3, 8][(day * 3) % 8],
        })
        .collect();
    Overview {
        total: 1248,
        counts: counts().into_iter().map(|count| (count.status, count.count)).collect(),
        days,
        needs: vec![
            need("bounced", "3 adresser studsade".into(), "/console/tasks"),
            need("hold_ends", format!("Spärren för {name} går ut om 4 dagar"), "/console/tasks"),
            need("sweep_stopped", "Automatisk radering har stannat".into(), "/console/erasures"),
        ],
        first_steps: false,
    }
}

fn erasure_list(name: &str) -> Erasures {
    let row = |reason: &str, day: &str| ErasureRow {
        id: ID.into(),
        candidate_id: ID.into(),
        reason: reason.into(),
        erased_at: when(day, "03:00"),
    };
    Erasures {
        stopped: Some(StoppedSweep {
            id: ID.into(),
            count: 1204,
            limit: 50,
            stopped_at: when("11-22", "03:00"),
            approved_by: vec![name.into()],
            may_approve: true,
            errors: FieldErrors::default(),
        }),
        rows: vec![row("unanswered", "11-21"), row("declined", "11-20"), row("requested", "11-18"), row("withdrawn", "11-18"), row("staff", "11-02")],
        next_cursor: Some("abc".into()),
    }
}

fn task_list(name: &str) -> Tasks {
    Tasks {
        bounced: vec![
            BouncedTask {
                candidate_id: ID.into(),
                name: name.into(),
                email: "ada.exempel@example.cmo".into(),
                bounced_at: when("11-21", "09:03"),
                answer: "550 5.1.1 <ada.exempel@example.cmo>: Recipient address rejected: Domain not found".into(),
                errors: FieldErrors::default(),
            },
            BouncedTask {
                candidate_id: "other".into(),
                name: "Bo Provsson".into(),
                email: "bo@example.com".into(),
                bounced_at: when("11-21", "09:03"),
                answer: "552 5.2.2 Mailbox full".into(),
                errors: FieldErrors(vec![("email".into(), "Det är samma adress som studsade.".into())]),
            },
        ],
        holds: vec![HoldTask {
            candidate_id: ID.into(),
            name: name.into(),
            reason: "Diskrimineringsärende, dnr 2026/114.".into(),
            until: when("11-26", "23:59"),
        }],
    }
}

fn settings_data(name: &str) -> Settings {
    Settings {
        controller_name: "Fjällbäck Energi AB".into(),
        contact: "dataskydd@fjallback.example".into(),
        timezone: "Europe/Stockholm".into(),
        language: "sv".into(),
        languages: languages(),
        lead_days: 60,
        reminder_days: "14, 27".into(),
        sites: vec![Site {
            id: ID.into(),
            name: format!("Karriärsidan {name}"),
            site_key: "fb_7Hq2".into(),
            origins: vec!["https://jobb.fjallback.example".into(), "https://www.fjallback.example".into()],
            snippet: "<script src=\"https://samtycke.exempel.example/embed.js\" async></script>\n<candidate-consent site=\"fb_7Hq2\" lang=\"sv\"></candidate-consent>".into(),
            errors: FieldErrors::default(),
        }],
        staff: vec![
            StaffRow { name: "Signe Exempel".into(), email: "signe@fjallback.example".into(), role: "admin".into(), last_seen: Some(when("11-22", "08:58")) },
            StaffRow { name: name.into(), email: "rolf@fjallback.example".into(), role: "auditor".into(), last_seen: None },
        ],
        api_keys: vec![ApiKeyRow {
            prefix: "sk_4nT8".into(),
            role: "recruiter".into(),
            created: when("08-01", "09:00"),
            last_used: Some(when("11-22", "09:10")),
        }],
        errors: FieldErrors::default(),
    }
}
