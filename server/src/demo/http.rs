//! The demo's own pages. Methods and paths are listed in [`super::pages`].

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Multipart, OriginalUri, Path, Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::Demo;
use super::inbox::Delivered;
use super::pages::inbox::{Inbox, Mail, MailRow, inbox_page, mail_page};
use super::pages::story::{Story, story_page};
use super::pages::{Clock, Job, Visit, apply, career, job};
use crate::auth::{self, sessions};
use crate::candidates::overview;
use crate::clock::{Millis, rfc3339};
use crate::error::{Error, Result};
use crate::http::console::views::When;
use crate::http::extract::SESSION_COOKIE;
use crate::i18n;
use crate::mail::Kind;
use crate::mail::compose::local;
use crate::tenants;

/// The career page runs the widget, which is wasm; the inbox frames a mail.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
/// A mail in its frame: its own styles, nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation";

const SAW_CAREER_PAGE: u8 = 1;
const SAW_CONSOLE: u8 = 2;

pub fn router(demo: Arc<Demo>) -> Router {
    let set = |name: HeaderName, value| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(story))
        .route("/demo/career", get(career_page))
        .route("/demo/jobs/{slug}", get(job_page))
        .route("/demo/jobs/{slug}/apply", get(apply_page).post(applied))
        .route("/demo/talent-pool", get(talent_pool_page))
        .route("/demo/mail", get(inbox))
        .route("/demo/mail/{id}", get(mail))
        .route("/demo/mail/{id}/html", get(mail_html))
        .route("/demo/clock", post(move_clock))
        .route("/demo/console", get(console))
        .layer(CsrfLayer::new())
        .layer(set(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(set(header::CACHE_CONTROL, "no-store"))
        .with_state(demo)
}

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    lang: String,
}

fn visit(demo: &Demo, asked: &Asked, path: &str) -> Visit {
    let language = if asked.lang == "en" { "en" } else { "sv" };
    Visit {
        language: language.to_owned(),
        path: path.to_owned(),
        site_key: demo.site_key.clone(),
    }
}

async fn when(demo: &Demo, language: &str, at: Millis) -> Result<When> {
    let mut tx = demo.app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &demo.tenant_id).await?;
    Ok(When {
        iso: rfc3339(at),
        shown: i18n::date_time(language, local(&tenant, at)),
    })
}

async fn clock(demo: &Demo, language: &str) -> Result<Clock> {
    Ok(Clock {
        now: when(demo, language, demo.app.now()).await?,
        days_ahead: demo.days_ahead(),
    })
}

async fn story(State(demo): State<Arc<Demo>>, Query(asked): Query<Asked>) -> Result<Html<String>> {
    let visit = visit(&demo, &asked, "/");
    let story = Story {
        clock: clock(&demo, &visit.language).await?,
        console_url: "/demo/console".to_owned(),
        done: done(&demo).await?,
    };
    Ok(Html(story_page(&visit, &story)))
}

/// What has happened shows in the mails: consent is confirmed, a request asked, an erasure told.
async fn done(demo: &Demo) -> Result<[bool; 6]> {
    let visited = demo.visited.load(Ordering::Relaxed);
    let mails = demo.inbox.mails();
    let sent = |kind: Kind| mails.iter().any(|delivered| delivered.mail.kind == kind);
    Ok([
        visited & SAW_CAREER_PAGE != 0,
        sent(Kind::Confirmation),
        visited & SAW_CONSOLE != 0,
        sent(Kind::Request),
        answered(demo).await?,
        sent(Kind::Farewell),
    ])
}

/// Whether a request the visitor set going has been answered.
async fn answered(demo: &Demo) -> Result<bool> {
    let mut tx = demo.app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &demo.tenant_id).await?;
    let counted = overview::count(&mut tx, &tenant, demo.app.now()).await?;
    Ok(counted.renewal("answered") > 0)
}

async fn career_page(State(demo): State<Arc<Demo>>, Query(asked): Query<Asked>) -> Html<String> {
    demo.visited.fetch_or(SAW_CAREER_PAGE, Ordering::Relaxed);
    Html(career::career_page(&visit(&demo, &asked, "/demo/career")))
}

async fn talent_pool_page(
    State(demo): State<Arc<Demo>>,
    Query(asked): Query<Asked>,
) -> Html<String> {
    Html(career::talent_pool_page(&visit(
        &demo,
        &asked,
        "/demo/talent-pool",
    )))
}

fn find(slug: &str) -> Result<Job> {
    Job::find(slug).ok_or(Error::NotFound)
}

async fn job_page(
    State(demo): State<Arc<Demo>>,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    Ok(Html(job::job_page(
        &visit(&demo, &asked, uri.path()),
        find(&slug)?,
    )))
}

async fn apply_page(
    State(demo): State<Arc<Demo>>,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    Ok(Html(apply::apply_page(
        &visit(&demo, &asked, uri.path()),
        find(&slug)?,
    )))
}

/// The employer's own server: reads its form, the receipt among the fields, and keeps nothing.
async fn applied(
    State(demo): State<Arc<Demo>>,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    form: Multipart,
) -> Result<Html<String>> {
    let job = find(&slug)?;
    let application = read(form)
        .await
        .map_err(|_| Error::BadRequest("the form could not be read".to_owned()))?;
    Ok(Html(apply::thanks_page(
        &visit(&demo, &asked, uri.path()),
        job,
        &application,
    )))
}

async fn read(
    mut form: Multipart,
) -> std::result::Result<apply::Application, axum::extract::multipart::MultipartError> {
    let mut application = apply::Application::default();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field
            .file_name()
            .map(str::to_owned)
            .filter(|name| !name.is_empty());
        let value = field.bytes().await?;
        let text = || String::from_utf8_lossy(&value).into_owned();
        match name.as_str() {
            "applicant_name" => application.name = text(),
            "applicant_email" => application.email = text(),
            "cv" => application.cv_file_name = file,
            "consent_receipt" => {
                application.receipt = Some(text()).filter(|receipt| !receipt.is_empty())
            }
            _ => {}
        }
    }
    application.receipt_payload = application.receipt.as_deref().and_then(payload);
    Ok(application)
}

/// The receipt's payload, readable.
fn payload(receipt: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(receipt.split('.').nth(1)?).ok()?;
    let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    serde_json::to_string_pretty(&value).ok()
}

async fn inbox(State(demo): State<Arc<Demo>>, Query(asked): Query<Asked>) -> Result<Html<String>> {
    let visit = visit(&demo, &asked, "/demo/mail");
    let mut mails = Vec::new();
    for Delivered { at, mail } in demo.inbox.mails() {
        let sent_at = when(&demo, &visit.language, at).await?;
        mails.push(MailRow {
            id: mail.message_id,
            to: mail.to,
            subject: mail.letter.subject,
            sent_at,
        });
    }
    let data = Inbox {
        clock: clock(&demo, &visit.language).await?,
        mails,
    };
    Ok(Html(inbox_page(&visit, &data)))
}

async fn mail(
    State(demo): State<Arc<Demo>>,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let visit = visit(&demo, &asked, uri.path());
    let Delivered { at, mail } = demo.inbox.find(&id).ok_or(Error::NotFound)?;
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut headers = vec![
        header("From", &mail.from_name),
        header("To", &mail.to),
        header("Message-ID", &mail.message_id),
    ];
    headers.extend(
        mail.unsubscribe_url
            .as_deref()
            .map(|url| header("List-Unsubscribe", url)),
    );
    headers.extend(
        mail.attachments
            .iter()
            .map(|file| header("Attachment", &file.name)),
    );
    let data = Mail {
        id,
        sent_at: when(&demo, &visit.language, at).await?,
        headers,
        links: links(&mail.letter.text),
        has_html: !mail.letter.html.is_empty(),
        subject: mail.letter.subject,
        text: mail.letter.text,
    };
    Ok(Html(mail_page(&visit, &data)))
}

fn links(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(str::to_owned)
        .collect()
}

async fn mail_html(State(demo): State<Arc<Demo>>, Path(id): Path<String>) -> Result<Response> {
    let delivered = demo.inbox.find(&id).ok_or(Error::NotFound)?;
    let html = delivered
        .mail
        .letter
        .html
        .replacen("<head>", "<head><base target=\"_top\">", 1);
    Ok(([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(html)).into_response())
}

#[derive(Deserialize)]
pub struct Forward {
    days: u64,
    return_to: String,
}

async fn move_clock(
    State(demo): State<Arc<Demo>>,
    Form(forward): Form<Forward>,
) -> Result<Response> {
    if ![1, 14, 27, 31].contains(&forward.days) {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    }
    demo.advance(forward.days).await?;
    let local = forward.return_to.starts_with('/') && !forward.return_to.starts_with("//");
    Ok(Redirect::to(if local { &forward.return_to } else { "/" }).into_response())
}

/// Signs the visitor in as the demo's admin.
async fn console(State(demo): State<Arc<Demo>>) -> Result<Response> {
    demo.visited.fetch_or(SAW_CONSOLE, Ordering::Relaxed);
    let app = &demo.app;
    let mut tx = app.db.begin().await?;
    let staff = auth::store::staff(&mut tx, &demo.tenant_id, &demo.staff_id).await?;
    let staff = staff.ok_or(Error::NotFound)?;
    let session = sessions::open(app, &mut tx, &staff, sessions::Scope::Full, "").await?;
    tx.commit().await?;
    let cookie = format!("{SESSION_COOKIE}={session}; Path=/console; HttpOnly; SameSite=Lax");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/console")).into_response())
}
