//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use samtycke_shared::receipt::hex;
use secrecy::ExposeSecret;

use crate::app::App;
use crate::auth::{self, Role};
use crate::clock::{Clock, SystemClock, rfc3339};
use crate::config::Config;
use crate::db::sqlite_options;
use crate::error::{Error, Result};
use crate::jobs::clock_guard;
use crate::keys::Use;
use crate::mail::smtp::SmtpMailer;
use crate::mail::{Mailer, Outgoing, SendError, Sending, bounce};
use crate::tenants;
use crate::tenants::setup::{self, NewTenant};
use crate::{demo, log, serve, telemetry};

#[derive(Parser)]
#[command(
    name = "samtycke",
    version,
    about = "Consents with proof, renewal and erasure"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// API, console, candidate pages and background work
    Serve,
    /// A server with a demo tenant, a demo career page and a page that shows the mails sent
    Demo,
    #[command(subcommand)]
    Tenant(TenantCommand),
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Check a receipt without any server; exit 0 valid, 1 not valid, 2 unusable input
    Verify {
        receipt: PathBuf,
        #[arg(long)]
        jwks: PathBuf,
        /// A C2SP tlog-proof file
        #[arg(long)]
        proof: Option<PathBuf>,
        /// Print what a valid receipt says as JSON-LD (W3C Data Privacy Vocabulary), the findings on standard error
        #[arg(long)]
        json_ld: bool,
    },
    #[command(subcommand)]
    Log(LogCommand),
    #[command(subcommand)]
    Key(KeyCommand),
    #[command(subcommand)]
    Clock(ClockCommand),
    /// Read a bounce (RFC 3464) on standard input, as a mail server's pipe delivers it
    Bounce,
    /// Copy the database into a new folder, while servers run; the key folder is not in it
    Backup {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Put a backup in the place of the database, and apply what happened since as far as the key folder knows it
    Restore {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Also when the database holds data, which is lost
        #[arg(long)]
        replace: bool,
    },
    /// Look at configuration, database, keys, mail and clock, and say what is wrong
    Doctor,
}

#[derive(Subcommand)]
enum TenantCommand {
    /// Add a tenant with a first admin and a site; prints ids and a one-time sign-in link as JSON
    Add {
        name: String,
        #[arg(long)]
        admin: String,
        #[arg(long, default_value = "Europe/Stockholm")]
        timezone: String,
        #[arg(long, default_value = "sv")]
        language: String,
        /// An origin whose pages may embed the widget, such as https://jobs.example.com
        #[arg(long)]
        origin: Vec<String>,
        /// Publish the built-in consent text as version 1
        #[arg(long)]
        publish_proposal: bool,
    },
}

#[derive(Subcommand)]
enum ApiKeyCommand {
    /// Add an API key; prints it as JSON, once
    Add {
        #[arg(long)]
        tenant: String,
        #[arg(long, value_parser = parse_role)]
        role: Role,
    },
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Let an admin back in who has lost password and second factor: takes both away and prints a
    /// one-time sign-in link as JSON
    Reset {
        #[arg(long)]
        tenant: String,
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
enum LogCommand {
    /// Verify the whole log again; exit 1 on the first break
    Check,
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Every key there is or was, one JSON object a line
    List,
    /// Make a new key; the old one stays in the key set for verifying what it signed
    Rotate {
        /// The key that signs the log's heads instead of the one that signs receipts
        #[arg(long)]
        log: bool,
        /// When the new key takes over: time enough to copy the key folder to other servers
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        after: u32,
    },
    /// Say that others may hold a key: what is in the log by now stays valid, nothing else it signed does
    Compromised {
        /// The key's `kid`, as in `samtycke key list`
        #[arg(allow_hyphen_values = true)]
        kid: String,
    },
}

#[derive(Subcommand)]
enum ClockCommand {
    /// Say that the clock is right, so that mail and erasure go on
    Confirm,
}

fn parse_role(word: &str) -> std::result::Result<Role, String> {
    Role::parse(word).ok_or_else(|| "must be admin, recruiter or auditor".to_owned())
}

/// Runs the process's command line.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(cause) => return failed(&cause),
    };
    match runtime.block_on(dispatch(arguments.command)) {
        Ok(code) => code,
        Err(Error::Invalid(errors)) => {
            for error in errors {
                eprintln!("samtycke: {}: {}", error.field, error.message);
            }
            ExitCode::from(2)
        }
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("samtycke: {error}");
    ExitCode::FAILURE
}

async fn dispatch(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve => {
            telemetry::init();
            let app = Arc::new(serve::patiently(async || open().await).await?);
            serve::run(app, axum::Router::new()).await?;
        }
        Command::Demo => {
            telemetry::init();
            demo::run().await?;
        }
        Command::Tenant(TenantCommand::Add {
            name,
            admin,
            timezone,
            language,
            origin,
            publish_proposal,
        }) => {
            let new = NewTenant {
                name,
                admin,
                time_zone: timezone,
                language,
                origins: origin,
                publish_proposal,
            };
            print_json(&setup::add(&open().await?, &new).await?)?;
        }
        Command::ApiKey(ApiKeyCommand::Add { tenant, role }) => {
            let api_key = add_api_key(&open().await?, &tenant, role).await?;
            print_json(&serde_json::json!({ "api_key": api_key }))?;
        }
        Command::Staff(StaffCommand::Reset { tenant, email }) => {
            let app = open().await?;
            let url = auth::members::reset_by_operator(&app, &tenant, &email).await?;
            print_json(&serde_json::json!({ "sign_in_url": url }))?;
        }
        Command::Verify {
            receipt,
            jwks,
            proof,
            json_ld,
        } => return Ok(verify::run(&receipt, &jwks, proof.as_deref(), json_ld)),
        Command::Log(LogCommand::Check) => return check_log(&open_known().await?).await,
        Command::Key(KeyCommand::List) => key::list(&open().await?)?,
        Command::Key(KeyCommand::Rotate { log, after }) => {
            let usage = if log { Use::Log } else { Use::Receipts };
            key::rotate(&open().await?, usage, after)?;
        }
        Command::Key(KeyCommand::Compromised { kid }) => {
            key::compromised(&open().await?, &kid).await?;
        }
        Command::Clock(ClockCommand::Confirm) => {
            let app = open_known().await?;
            clock_guard::confirm(&app).await?;
            println!(
                "the clock is confirmed at {}; mail and erasure go on",
                rfc3339(app.now())
            );
        }
        Command::Bounce => {
            let app = open_known().await?;
            let message = bounce::read_stdin()?;
            println!("{}", bounce::receive(&app, &message).await?);
        }
        Command::Backup { folder } => backup::make(&folder).await?,
        Command::Restore { folder, replace } => backup::restore(&folder, replace).await?,
        Command::Doctor => return doctor::run().await,
    }
    Ok(ExitCode::SUCCESS)
}

fn print_json(value: &impl serde::Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(value)?);
    Ok(())
}

/// Opens everything as configured.
pub async fn open() -> Result<App> {
    let config = Config::load().map_err(Error::Internal)?;
    let mailer = mailer(&config)?;
    App::open(config, Arc::new(SystemClock::new()), mailer).await
}

/// As [`open`], for what is about data that is there: an empty database made in the wrong place would seem sound.
async fn open_known() -> Result<App> {
    let config = Config::load().map_err(Error::Internal)?;
    let url = config.database_url();
    let url = url.expose_secret();
    if url.starts_with("sqlite:") {
        let file = sqlite_options(url)?.get_filename().to_owned();
        if !file.exists() {
            return Err(Error::Internal(format!(
                "{}: there is no database; see SAMTYCKE_DATA_DIR and SAMTYCKE_DATABASE_URL",
                file.display()
            )));
        }
    }
    open().await
}

fn mailer(config: &Config) -> Result<Arc<dyn Mailer>> {
    match &config.smtp_url {
        Some(url) => Ok(Arc::new(
            SmtpMailer::new(url.expose_secret(), &config.mail_from).map_err(Error::Internal)?,
        )),
        None => Ok(Arc::new(NoMailServer)),
    }
}

/// Without a mail server mails wait: no request is taken, so no 30 days start (rule 8).
struct NoMailServer;

impl Mailer for NoMailServer {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Sending<'a> {
        Box::pin(async {
            Err(SendError::Transient(
                "SAMTYCKE_SMTP_URL is not set".to_owned(),
            ))
        })
    }

    fn is_configured(&self) -> bool {
        false
    }
}

async fn add_api_key(app: &App, tenant: &str, role: Role) -> Result<String> {
    let mut tx = app.db.begin().await?;
    let known = tenants::store::find(&mut tx, tenant).await?;
    known.ok_or_else(|| {
        Error::field(
            "--tenant",
            "unknown",
            format!("there is no tenant {tenant}"),
        )
    })?;
    let key = auth::add_api_key(app, &mut tx, tenant, role).await?;
    tx.commit().await?;
    Ok(key)
}

async fn check_log(app: &App) -> Result<ExitCode> {
    match log::check::run(app).await? {
        log::check::Verdict::Sound { size, lost, root } => {
            println!("the log is sound: {size} entries, root {}", hex(&root));
            if lost > 0 {
                println!("the records of {lost} entries were lost with an older database");
            }
            Ok(ExitCode::SUCCESS)
        }
        log::check::Verdict::Broken(what) => {
            eprintln!("the log is broken: {what}");
            Ok(ExitCode::FAILURE)
        }
    }
}

mod backup;
mod doctor;
mod key;
mod verify;

/// The machine's time, for messages before there is an App.
fn system_now() -> String {
    rfc3339(SystemClock::new().now())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One in 64 does: they are base64url.
    #[test]
    fn a_keys_id_may_begin_with_a_hyphen() {
        let typed = ["samtycke", "key", "compromised", "-Xb4c"];
        let command = Arguments::try_parse_from(typed)
            .ok()
            .map(|read| read.command);
        let Some(Command::Key(KeyCommand::Compromised { kid })) = command else {
            panic!("not read as a key's id");
        };
        assert_eq!(kid, "-Xb4c");
    }
}
