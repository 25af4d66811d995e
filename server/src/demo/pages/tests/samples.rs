//! One of every page of the demo.

use crate::{
    demo::pages::{
        Clock, Job, Visit,
        apply::{self, Application},
        career,
        inbox::{self, Inbox, Mail, MailRow},
        job,
        story::{self, Story},
    },
    http::console::views::When,
};

fn when(time: &str) -> When {
    When {
        iso: format!("2026-11-22T{time}:00Z"),
        shown: format!("2026-11-22 {time}"),
    }
}

fn visit(language: &str, path: &str) -> Visit {
    Visit {
        language: language.into(),
        path: path.into(),
        site_key: "demo".into(),
    }
}

fn clock(days_ahead: i64) -> Clock {
    Clock {
        now: when("09:14"),
        days_ahead,
    }
}

/// Every page, with a name for it; `name` is used wherever a candidate's name can stand.
pub fn pages(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let job = Job::find("grid-engineer").expect("a job of the list");
    let apply = format!("{}/apply", job.path());
    let story = Story {
        clock: clock(0),
        console_url: "/console/sign-in/token".into(),
        done: [true, true, false, false, false, false],
    };
    vec![
        ("story", story::story_page(&visit(language, "/"), &story)),
        (
            "career",
            career::career_page(&visit(language, "/demo/career")),
        ),
        (
            "talent-pool",
            career::talent_pool_page(&visit(language, "/demo/talent-pool")),
        ),
        ("job", job::job_page(&visit(language, &job.path()), job)),
        ("apply", apply::apply_page(&visit(language, &apply), job)),
        (
            "thanks",
            apply::thanks_page(&visit(language, &apply), job, &application(name)),
        ),
        (
            "thanks-without",
            apply::thanks_page(&visit(language, &apply), job, &Application::default()),
        ),
        (
            "inbox",
            inbox::inbox_page(&visit(language, "/demo/mail"), &inbox(name)),
        ),
        (
            "inbox-empty",
            inbox::inbox_page(&visit(language, "/demo/mail"), &Inbox::default()),
        ),
        (
            "mail",
            inbox::mail_page(&visit(language, "/demo/mail/1"), &mail(name)),
        ),
    ]
}

fn application(name: &str) -> Application {
    Application {
        name: name.into(),
        email: "ada.exempel@example.com".into(),
        cv_file_name: Some("cv.pdf".into()),
        receipt: Some("eyJhbGciOiJFZERTQSIsImtpZCI6ImsxIiwidHlwIjoiY29uc2VudC1yZWNlaXB0K2p3cyJ9.eyJjb25zZW50X2lkIjoiMDE5YWI4YzItNmYxMC03YzNlIn0.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU".into()),
        receipt_payload: Some("{\n  \"consent_id\": \"019ab8c2-6f10-7c3e\",\n  \"decisions\": { \"future_jobs\": true }\n}".into()),
    }
}

fn inbox(name: &str) -> Inbox {
    let mail = |id: &str, subject: &str, time| MailRow {
        id: id.into(),
        to: "ada.exempel@example.com".into(),
        subject: subject.into(),
        sent_at: when(time),
    };
    Inbox {
        clock: clock(14),
        mails: vec![
            mail("3", "Påminnelse: får vi ha kvar dina uppgifter?", "09:12"),
            mail(
                "2",
                &format!("{name}, får vi ha kvar dina uppgifter?"),
                "09:02",
            ),
            mail("1", "Ditt samtycke till Fjällbäck Energi", "08:21"),
        ],
    }
}

fn mail(name: &str) -> Mail {
    Mail {
        id: "1".into(),
        subject: format!("{name}, får vi ha kvar dina uppgifter?"),
        sent_at: when("09:02"),
        headers: vec![
            (
                "From".into(),
                "Fjällbäck Energi <jobb@fjallback.example>".into(),
            ),
            ("To".into(), "ada.exempel@example.com".into()),
            (
                "Message-ID".into(),
                "<019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e77@fjallback.example>".into(),
            ),
            (
                "List-Unsubscribe-Post".into(),
                "List-Unsubscribe=One-Click".into(),
            ),
        ],
        text: format!(
            "Hej {name}!\n\nDu har sagt ja till att vi sparar dina uppgifter. Nu behöver vi fråga igen.\n\nLäs och svara:\nhttp://127.0.0.1:8080/r/7Gk2mPq9\n\nSvarar du inte senast den 22 december raderar vi allt.\n"
        ),
        has_html: true,
        links: vec!["http://127.0.0.1:8080/r/7Gk2mPq9".into()],
    }
}
