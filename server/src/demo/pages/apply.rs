//! The company's own application form with the widget in it, and what came of it.

use leptos::prelude::*;

use super::{
    job::{Job, job_head},
    layout::{Visit, company_page},
};
use crate::http::console::views::words::Words;

/// What the company's server received.
#[derive(Debug, Clone, Default)]
pub struct Application {
    pub name: String,
    pub email: String,
    pub cv_file_name: Option<String>,
    /// The form field `consent_receipt`: a compact JWS.
    pub receipt: Option<String>,
    /// The receipt's payload as indented JSON.
    pub receipt_payload: Option<String>,
}

/// `GET /demo/jobs/{slug}/apply`
pub fn apply_page(visit: &Visit, job: Job) -> String {
    let words = visit.words();
    company_page(visit, &words.get("demo-apply-title"), || {
        view! {
            <div class="narrow">
                {job_head(visit, job)}
                <form class="form-card" method="post" enctype="multipart/form-data" action=visit.link(&format!("{}/apply", job.path()))>
                    <h2>{words.get("demo-apply-title")}</h2>
                    {text_field(&words, "applicant_name", "demo-apply-name", "text", "name")}
                    {text_field(&words, "applicant_email", "demo-apply-email", "email", "email")}
                    {phone_field(&words)}
                    {letter_field(&words)}
                    {cv_field(&words)}
                    {consent(visit)}
                    <button type="submit" class="action">{words.get("demo-apply-send")}</button>
                </form>
            </div>
        }
        .into_any()
    })
}

fn text_field(
    words: &Words,
    name: &'static str,
    key: &str,
    kind: &'static str,
    autocomplete: &'static str,
) -> AnyView {
    view! {
        <div class="field">
            <label for=name>{words.get(key)}</label>
            <input id=name name=name type=kind autocomplete=autocomplete required=true/>
        </div>
    }
    .into_any()
}

fn phone_field(words: &Words) -> AnyView {
    view! {
        <div class="field">
            <label for="phone">{words.get("demo-apply-phone")}</label>
            <input id="phone" name="phone" type="tel" autocomplete="tel"/>
        </div>
    }
    .into_any()
}

fn letter_field(words: &Words) -> AnyView {
    view! {
        <div class="field">
            <label for="letter">{words.get("demo-apply-letter")}</label>
            <textarea id="letter" name="letter" rows="6"></textarea>
        </div>
    }
    .into_any()
}

fn cv_field(words: &Words) -> AnyView {
    view! {
        <div class="field">
            <label for="cv">{words.get("demo-apply-cv")}</label>
            <input id="cv" name="cv" type="file" accept=".pdf,.doc,.docx,.odt"/>
        </div>
    }
    .into_any()
}

/// The widget reads name and address from the form's own fields and puts the receipt beside them.
fn consent(visit: &Visit) -> AnyView {
    view! {
        <div class="consent">
            <candidate-consent
                site=visit.site_key.clone()
                lang=visit.language.clone()
                name="consent_receipt"
                name-field="applicant_name"
                email-field="applicant_email"
            ></candidate-consent>
            <noscript><p>{visit.words().get("demo-needs-script")}</p></noscript>
        </div>
    }
    .into_any()
}

/// `POST /demo/jobs/{slug}/apply`
pub fn thanks_page(visit: &Visit, job: Job, application: &Application) -> String {
    let words = visit.words();
    let title = words.with("demo-thanks-title", "name", &application.name);
    company_page(visit, &title, || {
        view! {
            <div class="narrow">
                <h1>{title.clone()}</h1>
                <p class="intro">{words.with("demo-thanks-text", "job", &job.word(&words, "title"))}</p>
                {received(&words, application)}
                <p><a class="action plain" href=visit.link("/demo/career")>{words.get("demo-all-jobs")}</a></p>
            </div>
        }
        .into_any()
    })
}

fn received(words: &Words, application: &Application) -> AnyView {
    let cv = application
        .cv_file_name
        .clone()
        .unwrap_or_else(|| words.get("demo-received-none"));
    view! {
        <section class="form-card received">
            <h2>{words.get("demo-received-title")}</h2>
            <p>{words.get("demo-received-text")}</p>
            <dl>
                <div><dt><code>"applicant_name"</code></dt><dd>{application.name.clone()}</dd></div>
                <div><dt><code>"applicant_email"</code></dt><dd>{application.email.clone()}</dd></div>
                <div><dt><code>"cv"</code></dt><dd>{cv}</dd></div>
                <div><dt><code>"consent_receipt"</code></dt><dd>{receipt(words, application)}</dd></div>
            </dl>
            {application.receipt_payload.clone().map(|json| payload(words, json))}
        </section>
    }
    .into_any()
}

fn receipt(words: &Words, application: &Application) -> AnyView {
    match application
        .receipt
        .clone()
        .filter(|receipt| !receipt.is_empty())
    {
        Some(receipt) => view! { <code class="receipt" tabindex="0">{receipt}</code> }.into_any(),
        None => words.get("demo-received-no-receipt").into_any(),
    }
}

fn payload(words: &Words, json: String) -> AnyView {
    view! {
        <details>
            <summary>{words.get("demo-received-payload")}</summary>
            <pre tabindex="0"><code>{json}</code></pre>
        </details>
    }
    .into_any()
}
