//! Staff on each step of getting an account of their own.

use crate::scene::token;
use anyhow::{Context, Result};
use samtycke_e2e::{Demo, Desk};

pub const COLLEAGUE_NAME: &str = "Karin Kollega";
pub const COLLEAGUE: &str = "karin@fjallback.example";
pub const PASSWORD: &str = "en provmening om fjorton granar";
/// Where links of mails to staff lead.
pub const LINK: &str = "/console/sign-in/";

pub struct Accounts {
    /// An administrator with password and authenticator app.
    pub colleague: Desk,
    pub recruiter: Desk,
    pub auditor: Desk,
    /// Has followed the invitation, no more.
    pub invited: Desk,
    /// Has chosen a password and has no second factor yet.
    pub halfway: Desk,
    /// The part of the colleague's first link that is secret; the link is used up.
    pub invitation: String,
}

impl Accounts {
    /// # Errors
    /// When an invitation leads nowhere.
    pub async fn open(demo: &Demo, administrator: &Desk, language: &str) -> Result<Self> {
        let who = (COLLEAGUE_NAME, COLLEAGUE);
        invite(administrator, who, "admin", language).await?;
        let (mut colleague, invitation) = follow(demo, COLLEAGUE).await?;
        colleague.choose_password(PASSWORD).await?;
        let codes = colleague.finish_setup().await?;
        let code = codes.first().context("recovery codes")?;
        // A second session, which the page of the account offers to end.
        Desk::enter(&demo.url, COLLEAGUE, PASSWORD, code).await?;
        let who = ("Rita Rekryterare", "rita@fjallback.example");
        let recruiter = join(demo, administrator, who, "recruiter", language).await?;
        let who = ("Axel Granskare", "axel@fjallback.example");
        let auditor = join(demo, administrator, who, "auditor", language).await?;
        let who = ("Inga Inbjuden", "inga@fjallback.example");
        invite(administrator, who, "recruiter", language).await?;
        let (invited, _link) = follow(demo, who.1).await?;
        let who = ("Hugo Halvväg", "hugo@fjallback.example");
        invite(administrator, who, "recruiter", language).await?;
        let (halfway, _link) = follow(demo, who.1).await?;
        halfway.choose_password(PASSWORD).await?;
        Ok(Self {
            colleague,
            recruiter,
            auditor,
            invited,
            halfway,
            invitation,
        })
    }
}

/// # Errors
/// When the server refuses it.
pub async fn invite(
    administrator: &Desk,
    (name, email): (&str, &str),
    role: &str,
    language: &str,
) -> Result<()> {
    let fields = [
        ("name", name),
        ("email", email),
        ("role", role),
        ("language", language),
    ];
    administrator.post("/console/staff", &fields).await?;
    Ok(())
}

/// Somebody with password and authenticator app.
async fn join(
    demo: &Demo,
    administrator: &Desk,
    who: (&str, &str),
    role: &str,
    language: &str,
) -> Result<Desk> {
    invite(administrator, who, role, language).await?;
    let (mut desk, _link) = follow(demo, who.1).await?;
    desk.choose_password(PASSWORD).await?;
    desk.finish_setup().await?;
    Ok(desk)
}

async fn follow(demo: &Demo, email: &str) -> Result<(Desk, String)> {
    let (_path, mail) = demo.mail_to(email, LINK).await?;
    let token = token(&mail, LINK)?;
    let desk = Desk::accept(&demo.url, &format!("{}{LINK}{token}", demo.url)).await?;
    Ok((desk, token))
}
