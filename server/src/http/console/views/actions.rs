//! What staff can do with one candidate. Each action unfolds into its own form.

use leptos::prelude::*;

use super::{
    candidate::Candidate,
    fields::{Field, checkbox_checked, input, language_options, radio, select, submit, textarea},
    icons::{Icon, icon},
    layout::{Frame, csrf},
    words::Words,
};

pub(super) fn actions(frame: &Frame, data: &Candidate) -> AnyView {
    let words = frame.words();
    view! {
        <section class="card do">
            <h2>{words.get("console-actions-title")}</h2>
            {ask(frame, data)}
            {link(Icon::Pen, words.get("console-action-edit"), format!("{}/edit", data.path()), "do-link")}
            {record(frame, data)}
            {hold(frame, data)}
            {restriction(frame, data)}
            {link(Icon::Erase, words.get("console-action-erase"), format!("{}/erase", data.path()), "do-link danger")}
        </section>
    }
    .into_any()
}

fn link(sign: Icon, word: String, href: String, class: &'static str) -> AnyView {
    view! { <a class=class href=href>{icon(sign)}{word}</a> }.into_any()
}

fn folded(sign: Icon, word: String, is_open: bool, form: AnyView) -> AnyView {
    view! {
        <details class="do-fold" open=is_open>
            <summary>{icon(sign)}{word}</summary>
            {form}
        </details>
    }
    .into_any()
}

fn ask(frame: &Frame, data: &Candidate) -> Option<AnyView> {
    let words = frame.words();
    let halted = data.hold.is_some() || data.restricted_since.is_some();
    let waiting = matches!(data.renewal.as_str(), "queued" | "asked");
    if halted || waiting {
        return None;
    }
    let form = view! {
        <form method="post" action=format!("{}/renewal", data.path())>
            {csrf(frame)}
            <p>{words.get("console-ask-text")}</p>
            {submit(words.get("console-ask-submit"), "button")}
        </form>
    };
    Some(folded(
        Icon::Envelope,
        words.get("console-action-ask"),
        false,
        form.into_any(),
    ))
}

fn record(frame: &Frame, data: &Candidate) -> AnyView {
    let words = frame.words();
    let form = view! {
        <form method="post" action=format!("{}/consents", data.path())>
            {csrf(frame)}
            <p>{words.get("console-record-text")}</p>
            <fieldset>
                <legend>{words.get("console-record-how")}</legend>
                {radio("form", "paper", data.refused.chose("record", "form", "paper"), words.get("console-record-paper"), words.get("console-record-paper-hint"))}
                {radio("form", "spoken", data.refused.chose("record", "form", "spoken"), words.get("console-record-spoken"), words.get("console-record-spoken-hint"))}
            </fieldset>
            {record_purposes(&words, data)}
            {record_fields(&words, data)}
            {submit(words.get("console-record-submit"), "button")}
        </form>
    };
    folded(
        Icon::Paper,
        words.get("console-action-record"),
        data.refused.is("record"),
        form.into_any(),
    )
}

fn record_purposes(words: &Words, data: &Candidate) -> AnyView {
    let boxes: Vec<_> = data
        .recording
        .purposes
        .iter()
        .map(|(key, label)| {
            let chosen = data.refused.chose("record", "purpose", key);
            checkbox_checked(
                &format!("purpose-{key}"),
                "purpose",
                key,
                label.clone(),
                chosen,
            )
        })
        .collect();
    let error = data
        .refused
        .error("record", "purpose")
        .map(|text| view! { <p class="field-error">{icon(Icon::Warning)}{text}</p> });
    view! { <fieldset><legend>{words.get("console-record-purposes")}</legend>{boxes}{error}</fieldset> }
        .into_any()
}

fn record_fields(words: &Words, data: &Candidate) -> AnyView {
    let version = Field {
        name: "text_version_id",
        scope: "record",
        label: words.get("console-filter-version"),
        required: true,
        ..Field::default()
    };
    let language = Field {
        name: "language",
        scope: "record",
        label: words.get("console-record-language"),
        value: data.refused.value("record", "language", &data.language),
        error: data.refused.error("record", "language"),
        ..Field::default()
    };
    let given = Field {
        name: "given_on",
        scope: "record",
        label: words.get("console-record-date"),
        kind: "date",
        value: data.refused.value("record", "given_on", &data.today),
        required: true,
        error: data.refused.error("record", "given_on"),
        ..Field::default()
    };
    let note = Field {
        name: "note",
        scope: "record",
        label: words.get("console-record-note"),
        hint: Some(words.get("console-record-note-hint")),
        value: data.refused.value("record", "note", ""),
        required: true,
        error: data.refused.error("record", "note"),
        ..Field::default()
    };
    view! {
        {select(version, data.recording.text_versions.clone())}
        {select(language, language_options(words, &data.recording.languages))}
        {input(given)}
        {textarea(note, 3)}
    }
    .into_any()
}

fn hold(frame: &Frame, data: &Candidate) -> AnyView {
    let words = frame.words();
    if data.hold.is_some() {
        return one_press(
            frame,
            Icon::Lock,
            format!("{}/hold/release", data.path()),
            "console-hold-release",
        );
    }
    let reason = Field {
        name: "reason",
        scope: "hold",
        label: words.get("console-hold-reason"),
        hint: Some(words.get("console-hold-reason-hint")),
        value: data.refused.value("hold", "reason", ""),
        required: true,
        error: data.refused.error("hold", "reason"),
        ..Field::default()
    };
    let until = Field {
        name: "until",
        scope: "hold",
        label: words.get("console-hold-until-field"),
        kind: "date",
        value: data.refused.value("hold", "until", ""),
        required: true,
        error: data.refused.error("hold", "until"),
        ..Field::default()
    };
    let form = view! {
        <form method="post" action=format!("{}/hold", data.path())>
            {csrf(frame)}
            <p>{words.get("console-hold-text")}</p>
            {textarea(reason, 3)}
            {input(until)}
            {submit(words.get("console-hold-submit"), "button")}
        </form>
    };
    folded(
        Icon::Lock,
        words.get("console-action-hold"),
        data.refused.is("hold"),
        form.into_any(),
    )
}

fn restriction(frame: &Frame, data: &Candidate) -> AnyView {
    let words = frame.words();
    if data.restricted_since.is_some() {
        return one_press(
            frame,
            Icon::Slash,
            format!("{}/restriction/lift", data.path()),
            "console-restrict-lift",
        );
    }
    let form = view! {
        <form method="post" action=format!("{}/restriction", data.path())>
            {csrf(frame)}
            <p>{words.get("console-restrict-text")}</p>
            {submit(words.get("console-restrict-submit"), "button")}
        </form>
    };
    folded(
        Icon::Slash,
        words.get("console-action-restrict"),
        false,
        form.into_any(),
    )
}

/// An action that needs nothing but the press.
fn one_press(frame: &Frame, sign: Icon, action: String, key: &str) -> AnyView {
    view! {
        <form method="post" action=action>
            {csrf(frame)}
            <button type="submit" class="do-link">{icon(sign)}{frame.words().get(key)}</button>
        </form>
    }
    .into_any()
}
