//! Somebody signed in to the console, over plain HTTP: what a browser would send, and what an attacker would.

use crate::{html, totp};
use anyhow::{Context, Result, ensure};
use reqwest::header::{
    CONTENT_SECURITY_POLICY, COOKIE, HeaderMap, HeaderName, LOCATION, SET_COOKIE,
};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

/// The name of the session's cookie.
pub const COOKIE_NAME: &str = "samtycke_session";

/// Between the first factor and the second.
const STEP_COOKIE: &str = "samtycke_step";

/// Where an account is set up.
pub const SETUP: &str = "/console/account/setup";

/// A session of the console.
pub struct Desk {
    http: Client,
    url: String,
    /// The session's cookie, without its name.
    pub session: String,
    pub csrf: String,
}

/// What the console answered.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    /// The new session, where one was begun.
    pub session: Option<String>,
    /// The content security policy.
    pub policy: String,
    pub body: String,
}

impl Desk {
    /// Follows a link that signs in, by POST where a button is shown first.
    ///
    /// # Errors
    /// When no session comes of it.
    pub async fn sign_in(url: &str, link: &str, by_button: bool) -> Result<Self> {
        Self::begin(url, link, by_button, "/console").await
    }

    /// As [`sign_in`](Self::sign_in) by the button of an invitation, which leads to setting up the account.
    ///
    /// # Errors
    /// When no session comes of it.
    pub async fn accept(url: &str, invitation: &str) -> Result<Self> {
        Self::begin(url, invitation, true, SETUP).await
    }

    async fn begin(url: &str, link: &str, by_button: bool, first: &str) -> Result<Self> {
        let http = Client::builder().redirect(Policy::none()).build()?;
        let request = if by_button {
            http.post(link)
        } else {
            http.get(link)
        };
        let answer = request.send().await?;
        let session = session_in(answer.headers()).context("no session after signing in")?;
        let mut desk = Self {
            http,
            url: url.to_owned(),
            session,
            csrf: String::new(),
        };
        desk.read_csrf(first).await?;
        Ok(desk)
    }

    async fn read_csrf(&mut self, path: &str) -> Result<()> {
        let page = self.page(path).await?;
        let csrf = html::hidden(&page, "csrf");
        self.csrf = csrf.with_context(|| format!("no csrf field on {path}"))?;
        Ok(())
    }

    /// The first step of setting up the account.
    ///
    /// # Errors
    /// When the password is refused.
    pub async fn choose_password(&self, password: &str) -> Result<()> {
        let fields = [("password", password), ("again", password)];
        self.post(&format!("{SETUP}/password"), &fields).await?;
        Ok(())
    }

    /// The second step: an authenticator app. The session is a full one afterwards. Gives the recovery codes.
    ///
    /// # Errors
    /// When the code is refused.
    pub async fn finish_setup(&mut self) -> Result<Vec<String>> {
        let page = self.page(SETUP).await?;
        let salt = html::hidden(&page, "salt").context("no second factor to set up")?;
        let (_before, rest) = page.split_once("<code>").context("a secret")?;
        let code = totp::code(rest.split('<').next().unwrap_or_default())?;
        let fields = [("salt", salt.as_str()), ("code", &code)];
        let done = self.post(&format!("{SETUP}/code"), &fields).await?;
        self.session = done.session.context("no session after setting up")?;
        self.read_csrf("/console").await?;
        let codes = done.body.split("<code>").skip(1);
        let codes = codes.filter_map(|rest| rest.split('<').next());
        Ok(codes.map(str::to_owned).collect())
    }

    /// Signs in by password and a recovery code.
    ///
    /// # Errors
    /// When no session comes of it.
    pub async fn enter(url: &str, email: &str, password: &str, code: &str) -> Result<Self> {
        let http = Client::builder().redirect(Policy::none()).build()?;
        let first = http.post(format!("{url}/console/sign-in"));
        let first = first.form(&[("email", email), ("password", password)]);
        let first = first.send().await?;
        let step = cookie_in(first.headers(), STEP_COOKIE).context("no step after the password")?;
        let second = http.post(format!("{url}/console/sign-in/factor"));
        let second = second.header(COOKIE, format!("{STEP_COOKIE}={step}"));
        let second = second.form(&[("code", code)]).send().await?;
        let session = session_in(second.headers()).context("no session after the code")?;
        let mut desk = Self {
            http,
            url: url.to_owned(),
            session,
            csrf: String::new(),
        };
        desk.read_csrf("/console").await?;
        Ok(desk)
    }

    /// A page as the server sends it.
    ///
    /// # Errors
    /// When the server answers with something else than success.
    pub async fn page(&self, path: &str) -> Result<String> {
        let answer = self.get(path).await?;
        ensure!(answer.status.is_success(), "{path}: {}", answer.status);
        Ok(answer.body)
    }

    /// # Errors
    /// When the server does not answer.
    pub async fn get(&self, path: &str) -> Result<Answer> {
        let request = self.http.get(format!("{}{path}", self.url));
        read(request.header(COOKIE, self.cookie()).send().await?).await
    }

    /// Sends a form with the csrf field it should have.
    ///
    /// # Errors
    /// When the server refuses it.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        let answer = self.forge(path, &all, "same-origin").await?;
        let is_good = answer.status.is_success() || answer.status.is_redirection();
        ensure!(is_good, "{path}: {}: {}", answer.status, answer.body);
        Ok(answer)
    }

    /// Sends exactly these fields, as a page of this site (`Sec-Fetch-Site`) would.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn forge(&self, path: &str, fields: &[(&str, &str)], site: &str) -> Result<Answer> {
        let request = self.http.post(format!("{}{path}", self.url));
        let request = request
            .header(COOKIE, self.cookie())
            .header("sec-fetch-site", site);
        read(request.form(fields).send().await?).await
    }

    /// The path of the only candidate that the search finds.
    ///
    /// # Errors
    /// When there is none.
    pub async fn candidate(&self, query: &str) -> Result<String> {
        let list = self.page(&format!("/console/candidates?q={query}")).await?;
        let links = html::values(&list, "href");
        let mut people = links.into_iter().filter(|link| {
            link.strip_prefix("/console/candidates/")
                .is_some_and(|id| id.len() == 36)
        });
        people
            .next()
            .with_context(|| format!("nobody like {query}"))
    }

    fn cookie(&self) -> String {
        format!("{COOKIE_NAME}={}", self.session)
    }
}

fn session_in(headers: &HeaderMap) -> Option<String> {
    cookie_in(headers, COOKIE_NAME)
}

fn cookie_in(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(SET_COOKIE).iter();
    let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
    cookies.find_map(|cookie| {
        let value = cookie.strip_prefix(name)?.strip_prefix('=')?;
        value.split(';').next().map(str::to_owned)
    })
}

async fn read(answer: reqwest::Response) -> Result<Answer> {
    let header = |name: HeaderName| {
        let value = answer.headers().get(name);
        value
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    Ok(Answer {
        status: answer.status(),
        location: header(LOCATION),
        session: session_in(answer.headers()),
        policy: header(CONTENT_SECURITY_POLICY),
        body: answer.text().await?,
    })
}
