//! Publishing a draft: what stands in its way, and what it sets going.

use leptos::prelude::*;
use samtycke_shared::text::lint::Item;

use super::{
    draft::text_path,
    drift::drift_words,
    fields::{Field, error_summary, hidden, input, radio, submit, textarea},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    lint::{cite, item_title},
    parts::{FieldErrors, back, facts, notice, page_head},
    words::{Words, number},
};
use crate::consent::translations::Drift;

#[derive(Debug, Clone, Default)]
pub struct Publish {
    pub text_id: String,
    pub text_name: String,
    pub version: i64,
    /// The published version this one takes over from.
    pub previous: Option<i64>,
    /// How many will be asked to renew if the change is material.
    pub asked: i64,
    pub reach: Reach,
    /// What stands in the way; hides the form.
    pub blocked: Vec<String>,
    /// What the disclosure lint misses, by language; hides the form.
    pub lacking: Vec<(String, Vec<Item>)>,
    /// What the author states instead of saying it in the text.
    pub stated: Vec<(Item, String)>,
    pub drifts: Vec<Drift>,
    /// What was filled in before it came back: `editorial`, `material` or nothing.
    pub change: String,
    pub explanation: String,
    pub confirm_count: String,
    pub errors: FieldErrors,
}

/// What a material change means, in numbers and dates.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Of those asked: on hold or restricted.
    pub kept: i64,
    /// Of those asked: asked already.
    pub open: i64,
    /// Mails sent at once.
    pub batch: i64,
    /// "14, 27", or empty.
    pub reminder_days: String,
    /// The last day to answer for whoever's mail is accepted today.
    pub deadline: String,
    pub daily_limit: i64,
}

/// `GET /console/texts/{id}/versions/{n}/publish`
pub fn publish_page(frame: &Frame, data: &Publish) -> String {
    let words = frame.words();
    let title = words.with(
        "console-publish-title",
        "version",
        &data.version.to_string(),
    );
    let here = format!("{}/versions/{}", text_path(&data.text_id), data.version);
    page(frame, Section::Texts, &title, || {
        view! {
            {back(&format!("{here}/edit"), words.get("console-publish-back"))}
            {page_head(&title, Some(words.get("console-publish-lead")), None)}
            {error_summary(&words, &data.errors)}
            {blocked(&words, data)}
            {lacking(&words, data, &here)}
            {(data.blocked.is_empty() && data.lacking.is_empty()).then(|| publish_form(frame, data, &here))}
        }
        .into_any()
    })
}

fn blocked(words: &Words, data: &Publish) -> Option<AnyView> {
    let reasons: Vec<_> = data
        .blocked
        .iter()
        .map(|why| view! { <li>{why.clone()}</li> })
        .collect();
    (!reasons.is_empty()).then(|| {
        let list = view! { <ul>{reasons}</ul> }.into_any();
        notice(
            "notice danger",
            Icon::Warning,
            words.get("console-publish-blocked"),
            list,
        )
    })
}

/// What candidates must be told and are not, by language, each with the way to mend it.
fn lacking(words: &Words, data: &Publish, here: &str) -> Option<AnyView> {
    let languages: Vec<_> = data
        .lacking
        .iter()
        .map(|(language, items)| {
            let name = words.language_name(language);
            let items: Vec<_> = items
                .iter()
                .map(|item| view! { <li>{item_title(words, *item)}" "<span class="cite">{cite(words, *item)}</span></li> })
                .collect();
            let href = format!("{here}/edit?language={language}#lint");
            view! {
                <h3>{words.with("console-publish-lint-language", "language", &name)}</h3>
                <ul>{items}</ul>
                <p><a href=href>{words.get("console-publish-lint-mend")}</a></p>
            }
        })
        .collect();
    (!languages.is_empty()).then(|| {
        notice(
            "notice danger",
            Icon::Warning,
            words.get("console-publish-lint-blocked"),
            languages.into_any(),
        )
    })
}

fn publish_form(frame: &Frame, data: &Publish, here: &str) -> AnyView {
    let words = frame.words();
    view! {
        <form class="sheet" method="post" action=format!("{here}/publish")>
            {csrf(frame)}
            {match data.previous {
                Some(previous) => change_choice(&words, data, previous),
                None => first_version(&words),
            }}
            {stated(&words, data)}
            {drifts(&words, data)}
            <div class="submit-row">
                {submit(words.get("console-publish-submit"), "button")}
                <a class="button quiet" href=format!("{here}/edit")>{words.get("console-cancel")}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The first version has nobody to ask again, so there is nothing to choose.
fn first_version(words: &Words) -> AnyView {
    view! {
        {hidden("change", "material")}
        {hidden("confirm_count", "0")}
        <p>{words.get("console-publish-first")}</p>
    }
    .into_any()
}

fn change_choice(words: &Words, data: &Publish, previous: i64) -> AnyView {
    let compare = format!(
        "{}/diff?from={previous}&to={}",
        text_path(&data.text_id),
        data.version
    );
    let explanation = Field {
        name: "explanation",
        label: words.get("console-publish-explanation"),
        hint: Some(words.get("console-publish-explanation-hint")),
        value: &data.explanation,
        required: true,
        error: data.errors.of("explanation"),
        ..Field::default()
    };
    view! {
        <p><a href=compare>{words.with("console-compare-with", "version", &previous.to_string())}</a></p>
        <fieldset id="field-change">
            <legend>{words.get("console-publish-change")}</legend>
            {radio("change", "editorial", data.change == "editorial", words.get("console-change-editorial"), words.get("console-publish-editorial"))}
            {radio("change", "material", data.change == "material", words.get("console-change-material"), words.count("console-publish-material", data.asked))}
        </fieldset>
        {consequences(words, data)}
        {textarea(explanation, 3)}
        {confirm_asked(words, data)}
    }
    .into_any()
}

/// What a material change sets going: who is asked, when, and what happens to those who do not answer.
fn consequences(words: &Words, data: &Publish) -> AnyView {
    let reach = &data.reach;
    let mut lines = vec![words.count("console-publish-asked", data.asked)];
    if data.asked > 0 {
        let some = |count: i64, key: &str| (count > 0).then(|| words.count(key, count));
        lines.extend(some(reach.kept, "console-publish-kept"));
        lines.extend(some(reach.open, "console-publish-open"));
        lines.push(words.with("console-publish-pace", "batch", &number(reach.batch)));
        lines.push(match reach.reminder_days.is_empty() {
            true => words.get("console-publish-no-reminders"),
            false => words.with("console-publish-reminders", "days", &reach.reminder_days),
        });
        lines.push(words.with("console-publish-deadline", "deadline", &reach.deadline));
        lines.push(words.with("console-publish-limit", "limit", &number(reach.daily_limit)));
    }
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    view! {
        <div class="consequences">
            <p><strong>{words.get("console-change-material")}": "{words.get("console-publish-now")}</strong></p>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

fn stated(words: &Words, data: &Publish) -> Option<AnyView> {
    let rows: Vec<_> = data
        .stated
        .iter()
        .map(|(item, reason)| (item_title(words, *item), reason.clone().into_any()))
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <h2>{words.get("console-publish-statements")}</h2>{facts(rows)} }.into_any()
    })
}

fn drifts(words: &Words, data: &Publish) -> Option<AnyView> {
    let lines: Vec<_> = data
        .drifts
        .iter()
        .map(|drift| view! { <li>{drift_words(words, drift)}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        view! { <h2>{words.get("console-publish-drift")}</h2><ul class="drifts">{lines}</ul> }
            .into_any()
    })
}

fn confirm_asked(words: &Words, data: &Publish) -> AnyView {
    input(Field {
        name: "confirm_count",
        label: words.with("console-publish-confirm", "count", &number(data.asked)),
        hint: Some(words.get("console-publish-confirm-hint")),
        value: &data.confirm_count,
        autocomplete: Some("off"),
        error: data.errors.of("confirm_count"),
        ..Field::default()
    })
}
