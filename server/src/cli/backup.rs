//! `samtycke backup` and `samtycke restore`.

use std::collections::BTreeSet;
use std::path::Path;

use super::open;
use crate::app::App;
use crate::backup::{self, recover, recover::Recovered};
use crate::clock::{Clock, SystemClock, rfc3339};
use crate::config::Config;
use crate::error::{Error, Result};

pub async fn make(folder: &Path) -> Result<()> {
    let config = Config::load().map_err(Error::Internal)?;
    let made = backup::make(&config, folder, SystemClock::new().now()).await?;
    println!(
        "{}: a copy of the database as it was at {}, {} bytes",
        folder.display(),
        made.made_at,
        made.bytes
    );
    println!(
        "The key folder is not in it. Keep a copy of {} somewhere else, as new as can be.",
        config.key_dir().display()
    );
    Ok(())
}

pub async fn restore(folder: &Path, replace: bool) -> Result<()> {
    let config = Config::load().map_err(Error::Internal)?;
    let made = backup::put_back(&config, folder, replace).await?;
    println!("The database is as it was at {}.", made.made_at);
    let app = open().await?;
    recover::end_what_was_under_way(&app).await?;
    let recovered = recover::run(&app).await?;
    tell(&app, &recovered);
    app.db.close().await;
    Ok(())
}

fn tell(app: &App, recovered: &Recovered) {
    let Recovered {
        erased,
        entries,
        learnt,
    } = recovered;
    println!("From the key folder it has learnt again:");
    println!("  erased: {erased} candidates");
    println!("  in the log: {entries} entries");
    match learnt.until {
        Some(until) => println!(
            "  mails, answers and holds: {}, the last of {}",
            learnt.facts,
            rfc3339(until)
        ),
        None => println!("  mails, answers and holds: none"),
    }
    if learnt.missing > 0 {
        println!(
            "  WRONG: the database has seen {} bytes of facts.journal that the key folder lacks; put its newest copy back and restore once more",
            learnt.missing
        );
    }
    if !learnt.unknown.is_empty() {
        println!(
            "  passed over: {} candidates it does not have, erased or entered after the backup",
            learnt.unknown.len()
        );
    }
    name(
        app,
        "their new consent is lost, ask them anew",
        &learnt.answers_lost,
    );
    name(
        app,
        "their corrected address is lost, correct it again",
        &learnt.addresses_lost,
    );
    println!(
        "Lost is what else was entered since: consents, corrections, texts, settings, staff, passwords and API keys."
    );
    println!(
        "Ended are all sessions and sign-in links of staff, and every act on many candidates that was under way."
    );
    println!(
        "Staff who were removed and API keys that were revoked since are back: see to them first."
    );
}

fn name(app: &App, what: &str, candidates: &BTreeSet<String>) {
    for id in candidates {
        println!(
            "  {what}: {}",
            app.url(&format!("/console/candidates/{id}"))
        );
    }
}
