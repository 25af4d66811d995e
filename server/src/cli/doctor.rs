//! `samtycke doctor`: each thing the server needs, and what to do when it is not right.

use std::process::ExitCode;
use std::sync::Arc;

use secrecy::ExposeSecret;

use crate::app::App;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::error::Result;
use crate::http::assets;
use crate::jobs::clock_guard;
use crate::log::check::{self, Verdict};
use crate::mail::MemoryMailer;
use crate::mail::smtp::SmtpMailer;

struct Report {
    healthy: bool,
}

impl Report {
    fn ok(&self, what: &str, detail: &str) {
        println!("ok    {what}: {detail}");
    }

    fn wrong(&mut self, what: &str, remedy: &str) {
        self.healthy = false;
        println!("WRONG {what}: {remedy}");
    }
}

pub async fn run() -> Result<ExitCode> {
    let mut report = Report { healthy: true };
    match Config::load() {
        Err(cause) => report.wrong("configuration", &cause),
        Ok(config) => {
            report.ok(
                "configuration",
                &format!("public address {}", config.public_url()),
            );
            check_assets(&mut report);
            check_mail(&mut report, &config).await;
            check_app(&mut report, config).await;
        }
    }
    Ok(if report.healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn check_assets(report: &mut Report) {
    match assets::are_complete() {
        true => report.ok("widget", "it is in this program, and so is the verifier"),
        false => report.wrong("widget", assets::INCOMPLETE),
    }
}

async fn check_mail(report: &mut Report, config: &Config) {
    let Some(url) = &config.smtp_url else {
        return report.wrong(
            "mail",
            "SAMTYCKE_SMTP_URL is not set; mails wait and no 30 days start",
        );
    };
    match SmtpMailer::new(url.expose_secret(), &config.mail_from) {
        Err(cause) => report.wrong("mail", &cause),
        Ok(mailer) if mailer.answers().await => report.ok("mail", "the mail server answers"),
        Ok(_) => report.wrong("mail", "the server in SAMTYCKE_SMTP_URL does not answer"),
    }
}

async fn check_app(report: &mut Report, config: Config) {
    let key_dir = config.key_dir();
    if config.key_dir.is_none() {
        println!(
            "note  keys: in the data folder; set SAMTYCKE_KEY_DIR to keep them out of its backups"
        );
    }
    let clock = Arc::new(SystemClock::new());
    let app = match App::open(config, clock, Arc::new(MemoryMailer::default())).await {
        Ok(app) => app,
        Err(cause) => return report.wrong("database or keys", &cause.to_string()),
    };
    report.ok("keys", &key_dir.display().to_string());
    report.ok(
        "database",
        if app.db.is_postgres() {
            "PostgreSQL answers"
        } else {
            "SQLite opens"
        },
    );
    check_clock(report, &app).await;
    match check::run(&app).await {
        Ok(Verdict::Sound { size, .. }) => report.ok("log", &format!("sound, {size} entries")),
        Ok(Verdict::Broken(what)) => report.wrong("log", &what),
        Err(cause) => report.wrong("log", &cause.to_string()),
    }
}

async fn check_clock(report: &mut Report, app: &App) {
    let state = match app.db.read().await {
        Ok(mut tx) => clock_guard::state(&mut tx).await,
        Err(cause) => Err(cause),
    };
    match state {
        Ok(Some(state)) if state.paused_at.is_some() => {
            let why = state.paused_why.unwrap_or_default();
            report.wrong(
                "clock",
                &format!("{why}; mail and erasure pause until `samtycke clock confirm`"),
            );
        }
        Ok(Some(state))
            if clock_guard::fault_at_start(state.last_known, app.clock.now()).is_some() =>
        {
            report.wrong(
                "clock",
                "far from the last known time; mail and erasure would pause",
            );
        }
        Ok(_) => report.ok("clock", &super::system_now()),
        Err(cause) => report.wrong("clock", &cause.to_string()),
    }
}
