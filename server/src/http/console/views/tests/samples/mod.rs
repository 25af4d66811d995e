//! One of every page, filled with plainly fictional people.

mod accounts;
pub mod candidates;
mod settings;
mod texts;

use crate::http::console::views::{
    ChartDay, Deadline, FieldErrors, Flash, FlashKind, Frame, When,
    candidates::StatusCount,
    erasures::{self, ErasureRow, Erasures, StoppedSweep, WaitingBatch},
    error::{self, ErrorPage},
    overview::{self, Funnel, Need, Overview},
    tasks::{self, BouncedTask, HoldTask, Tasks, WebhookTask},
};

const ID: &str = "019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e77";
const HASH: &str = "9f2c4e1ab37d5806c1f0e94d2a7b63580de1f9c4a2b7385610ce94fd7ab2e318";

const BODY: &str = "<p>Fjällbäck Energi AB är personuppgiftsansvarig. Vi vill spara ditt namn, din e-postadress och det du skickar in, så att vi kan höra av oss om jobb som passar dig.</p><h2>Hur länge</h2><p>Vi sparar uppgifterna i <strong>24 månader</strong> och frågar dig på nytt innan dess.</p><ul><li>Du kan när som helst ta tillbaka ditt samtycke.</li><li>Du kan klaga hos Integritetsskyddsmyndigheten.</li></ul>";

pub fn frame(language: &str, role: &str) -> Frame {
    Frame {
        language: language.to_owned(),
        tenant: "Fjällbäck Energi".into(),
        staff: "Signe Exempel".into(),
        role: role.to_owned(),
        csrf: "csrf-token".into(),
        flash: None,
        here: "/console/candidates?q=anna".into(),
        tasks: 3,
        demo_url: Some("/".into()),
        unfinished: true,
    }
}

fn flashing(frame: &Frame, kind: FlashKind, text: &str) -> Frame {
    Frame {
        flash: Some(Flash {
            kind,
            text: text.into(),
        }),
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

fn languages() -> Vec<String> {
    vec!["sv".into(), "en".into(), "da".into()]
}

fn counts() -> Vec<StatusCount> {
    let count = |status: &str, count| StatusCount {
        status: status.into(),
        count,
    };
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

/// Every page, with a name for it; `name` is used wherever a candidate's name can stand.
pub fn pages(language: &str, role: &str, name: &str) -> Vec<(&'static str, String)> {
    let frame = frame(language, role);
    let mut pages = before_sign_in(language);
    pages.extend(accounts::account_pages(&frame, name));
    pages.extend(candidates::candidate_pages(&frame, name));
    pages.extend(texts::text_pages(&frame, name));
    pages.extend(settings::settings_pages(&frame, name));
    pages.extend(other_pages(&frame, name));
    pages
}

fn before_sign_in(language: &str) -> Vec<(&'static str, String)> {
    let missing = ErrorPage {
        language: language.to_owned(),
        status: 404,
        detail: None,
        request_id: Some("7f3a".into()),
    };
    vec![("error", error::error_page(&missing))]
}

fn other_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let new_customer = Overview {
        first_steps: true,
        ..Overview::default()
    };
    vec![
        (
            "overview",
            overview::overview_page(frame, &overview_data(name)),
        ),
        (
            "overview-new",
            overview::overview_page(frame, &new_customer),
        ),
        (
            "erasures",
            erasures::erasures_page(frame, &erasure_list(name)),
        ),
        (
            "erasures-empty",
            erasures::erasures_page(frame, &Erasures::default()),
        ),
        ("tasks", tasks::tasks_page(frame, &task_list(name))),
        ("tasks-empty", tasks::tasks_page(frame, &Tasks::default())),
    ]
}

fn overview_data(name: &str) -> Overview {
    let need = |kind: &str, text: String, href: &str| Need {
        kind: kind.into(),
        text,
        href: href.into(),
    };
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
        counts: counts()
            .into_iter()
            .map(|count| (count.status, count.count))
            .collect(),
        asked: 212,
        silent: 31,
        bounced: 3,
        days,
        funnels: vec![
            Funnel {
                days: 30,
                ..Funnel::default()
            },
            Funnel {
                days: 90,
                sent: 412,
                accepted: 409,
                viewed: 288,
                answered: 240,
            },
        ],
        counted: Some(when("11-22", "09:14")),
        needs: vec![
            need("bounced", "3 adresser studsade".into(), "/console/tasks"),
            need(
                "hold_ends",
                format!("Spärren för {name} går ut om 4 dagar"),
                "/console/tasks",
            ),
            need(
                "sweep_stopped",
                "Automatisk radering har stannat".into(),
                "/console/erasures",
            ),
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
            needs_another: false,
            errors: FieldErrors::default(),
        }),
        waiting: vec![WaitingBatch {
            id: ID.into(),
            count: 1204,
            who: name.into(),
        }],
        rows: vec![
            row("unanswered", "11-21"),
            row("declined", "11-20"),
            row("requested", "11-18"),
            row("withdrawn", "11-18"),
            row("staff", "11-02"),
        ],
        next_cursor: Some("abc".into()),
    }
}

fn task_list(name: &str) -> Tasks {
    Tasks {
        decisions: vec![(
            "En radering väntar på två administratörers godkännande: 120 kandidater.".into(),
            "/console/erasures".into(),
        )],
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
        webhooks: vec![WebhookTask {
            id: ID.into(),
            url: "https://hooks.fjallback.example/samtycke".into(),
            since: when("11-20", "04:10"),
        }],
    }
}
