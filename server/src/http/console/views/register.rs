//! The form that registers someone met in person or sourced elsewhere, and corrects one who exists.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, language_options, select, submit, textarea},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, back, notice, page_head},
};

/// What the form holds when it is shown, and when it comes back with errors.
#[derive(Debug, Clone, Default)]
pub struct CandidateForm {
    /// `None` registers a new candidate.
    pub id: Option<String>,
    pub email: String,
    pub name: String,
    pub source_detail: String,
    pub language: String,
    pub phone: String,
    pub external_id: String,
    /// Codes of the languages the current text exists in.
    pub languages: Vec<String>,
    pub errors: FieldErrors,
}

/// `GET /console/candidates/new`
pub fn register_page(frame: &Frame, form: &CandidateForm) -> String {
    let words = frame.words();
    let title = words.get("console-register-title");
    page(frame, Section::Candidates, &title, || {
        view! {
            {back("/console/candidates", words.get("console-candidates-title"))}
            {page_head(&title, None, None)}
            {notice(
                "notice",
                Icon::Envelope,
                words.get("console-register-notice-title"),
                view! { <p>{words.get("console-register-notice")}</p> }.into_any(),
            )}
            {candidate_form(frame, form, "/console/candidates".into(), "console-register-submit")}
        }
        .into_any()
    })
}

/// `GET /console/candidates/{id}/edit`
pub fn edit_page(frame: &Frame, form: &CandidateForm) -> String {
    let words = frame.words();
    let title = words.get("console-edit-title");
    let path = format!(
        "/console/candidates/{}",
        form.id.as_deref().unwrap_or_default()
    );
    page(frame, Section::Candidates, &title, || {
        view! {
            {back(&path, form.name.clone())}
            {page_head(&title, Some(words.get("console-edit-lead")), None)}
            {candidate_form(frame, form, format!("{path}/edit"), "console-edit-submit")}
        }
        .into_any()
    })
}

fn candidate_form(frame: &Frame, form: &CandidateForm, action: String, button: &str) -> AnyView {
    let words = frame.words();
    view! {
        {error_summary(&words, &form.errors)}
        <form class="sheet" method="post" action=action>
            {csrf(frame)}
            {identity_fields(frame, form)}
            {form.id.is_none().then(|| source_field(frame, form))}
            <div class="submit-row">{submit(words.get(button), "button")}</div>
        </form>
    }
    .into_any()
}

fn identity_fields(frame: &Frame, form: &CandidateForm) -> AnyView {
    let words = frame.words();
    let email = Field {
        name: "email",
        label: words.get("console-field-email"),
        kind: "email",
        value: &form.email,
        required: true,
        autocomplete: Some("off"),
        error: form.errors.of("email"),
        ..Field::default()
    };
    let name = Field {
        name: "name",
        label: words.get("console-field-name"),
        value: &form.name,
        required: true,
        autocomplete: Some("off"),
        error: form.errors.of("name"),
        ..Field::default()
    };
    let language = Field {
        name: "language",
        label: words.get("console-field-language"),
        hint: Some(words.get("console-field-language-hint")),
        value: &form.language,
        error: form.errors.of("language"),
        ..Field::default()
    };
    let phone = Field {
        name: "phone",
        label: words.get("console-field-phone"),
        kind: "tel",
        value: &form.phone,
        autocomplete: Some("off"),
        error: form.errors.of("phone"),
        ..Field::default()
    };
    let external = Field {
        name: "external_id",
        label: words.get("console-field-external-id"),
        hint: Some(words.get("console-field-external-id-hint")),
        value: &form.external_id,
        autocomplete: Some("off"),
        error: form.errors.of("external_id"),
        ..Field::default()
    };
    view! {
        {input(name)}
        {input(email)}
        {input(phone)}
        {select(language, language_options(&words, &form.languages))}
        {input(external)}
    }
    .into_any()
}

fn source_field(frame: &Frame, form: &CandidateForm) -> AnyView {
    let words = frame.words();
    let source = Field {
        name: "source_detail",
        label: words.get("console-field-source"),
        hint: Some(words.get("console-field-source-hint")),
        value: &form.source_detail,
        required: true,
        error: form.errors.of("source_detail"),
        ..Field::default()
    };
    textarea(source, 3)
}
