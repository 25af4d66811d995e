//! What the disclosure lint says about a draft, beside the fields that answer it.

use leptos::prelude::*;
use samtycke_shared::text::lint::{ConflictKind, Finding, Item, Lack, Part, Place, Reason, State};

use super::{
    fields::{Field, textarea_content},
    icons::{Icon, icon},
    words::Words,
};

/// The findings in one language, in the order of the law.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The text's language.
    pub language: String,
    pub findings: Vec<Finding>,
    /// What the author stated where a reason or a quote may answer a finding, by the name of its field.
    pub stated: Vec<(String, String)>,
}

/// The form the fields here belong to, wherever they stand.
pub const FORM: &str = "draft-form";

pub fn reason_field(item: Item) -> String {
    format!("reason.{}", item.code())
}

pub fn quote_field(item: Item) -> String {
    format!("quote.{}", item.code())
}

impl Findings {
    fn in_state(&self, state: State) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.state == state)
    }

    pub fn count(&self, state: State) -> i64 {
        i64::try_from(self.in_state(state).count()).unwrap_or(i64::MAX)
    }

    fn stated(&self, field: &str) -> &str {
        let stated = self.stated.iter().find(|(name, _)| name == field);
        stated.map(|(_, words)| words.as_str()).unwrap_or_default()
    }
}

/// How much is missing, in one line that leads to the findings.
pub fn summary(words: &Words, data: &Findings) -> AnyView {
    let missing = data.count(State::Missing);
    let (class, sign) = match missing {
        0 => ("mark answered", Icon::Check),
        _ => ("mark bounced", Icon::Warning),
    };
    view! {
        <a class="lint-summary" href="#lint">
            <span class=class>{icon(sign)}{words.count("console-lint-missing", missing)}</span>
        </a>
    }
    .into_any()
}

/// The whole panel. The fields in it belong to the editor's form.
pub fn panel(words: &Words, data: &Findings) -> AnyView {
    let missing: Vec<_> = data
        .in_state(State::Missing)
        .map(|finding| missing_item(words, data, finding))
        .collect();
    view! {
        <section class="lint" id="lint" aria-labelledby="lint-title">
            <h2 id="lint-title">{words.get("console-lint-title")}</h2>
            <p class="lint-counts">{counts(words, data)}</p>
            {(!missing.is_empty()).then(|| view! { <ul class="lint-missing">{missing}</ul> })}
            {rest(words, data, State::NotApplicable, "console-lint-not-applicable")}
            {rest(words, data, State::CannotJudge, "console-lint-cannot-judge")}
            {rest(words, data, State::Found, "console-lint-found")}
            <details class="fold">
                <summary>{words.get("console-lint-limits-title")}</summary>
                <p class="hint">{words.get("console-lint-limits")}</p>
            </details>
        </section>
    }
    .into_any()
}

fn counts(words: &Words, data: &Findings) -> String {
    let keys = [
        (State::Missing, "console-lint-missing"),
        (State::Found, "console-lint-found"),
        (State::NotApplicable, "console-lint-not-applicable"),
        (State::CannotJudge, "console-lint-cannot-judge"),
    ];
    let counted = keys.map(|(state, key)| words.count(key, data.count(state)));
    counted.join(" · ")
}

pub fn item_title(words: &Words, item: Item) -> String {
    words.get(&format!(
        "console-lint-item-{}",
        item.code().replace('.', "-")
    ))
}

/// Where it stands: an article is cited alike in every language, a recital is not.
pub fn cite(words: &Words, item: Item) -> String {
    match item.code().strip_prefix('r') {
        Some(number) => words.with("console-lint-recital", "number", number),
        None => item.cite().to_owned(),
    }
}

fn heading(words: &Words, item: Item) -> AnyView {
    view! {
        <h3>{item_title(words, item)}" "<span class="cite">{format!("GDPR, {}", cite(words, item))}</span></h3>
    }
    .into_any()
}

fn missing_item(words: &Words, data: &Findings, finding: &Finding) -> AnyView {
    let conflicts: Vec<_> = finding
        .conflicts
        .iter()
        .map(|conflict| conflict_line(words, data, conflict.kind, &conflict.words))
        .collect();
    let lacking: Vec<_> = finding
        .lacking
        .iter()
        .map(|lack| lack_line(words, data, lack))
        .collect();
    view! {
        <li>
            {heading(words, finding.item)}
            <ul class="lint-lacks">{conflicts}{lacking}</ul>
            {answer(words, data, finding)}
        </li>
    }
    .into_any()
}

fn conflict_line(words: &Words, data: &Findings, kind: ConflictKind, said: &str) -> AnyView {
    let key = format!("console-lint-conflict-{}", kind.as_str().replace('_', "-"));
    view! {
        <li class="lint-conflict">
            <q lang=data.language.clone()>{said.to_owned()}</q>" "{words.get(&key)}
        </li>
    }
    .into_any()
}

pub fn part_words(words: &Words, part: Part) -> String {
    words.get(&format!(
        "console-lint-part-{}",
        part.code().replace('_', "-")
    ))
}

fn lack_line(words: &Words, data: &Findings, lack: &Lack) -> AnyView {
    let label = words.with("console-lint-insert-label", "sentence", &lack.help);
    view! {
        <li>
            <span>{part_words(words, lack.part)}</span>
            <span class="lint-help" lang=data.language.clone()>{lack.help.clone()}</span>
            <button
                type="submit"
                form=FORM
                class="button secondary small"
                name="insert"
                value=lack.part.code()
                data-insert=lack.help.clone()
                aria-label=label
            >
                {icon(Icon::Plus)}{words.get("console-lint-insert")}
            </button>
        </li>
    }
    .into_any()
}

/// Where a finding may be answered: with a reason, where the law knows an "if", else with a quote.
fn answer(words: &Words, data: &Findings, finding: &Finding) -> Option<AnyView> {
    let item = finding.item;
    if item.takes_reason() {
        return Some(field(
            words,
            data,
            &reason_field(item),
            "console-lint-state-reason",
        ));
    }
    let quotable = finding.conflicts.is_empty() && !item.parts().is_empty();
    quotable.then(|| field(words, data, &quote_field(item), "console-lint-state-quote"))
}

fn field(words: &Words, data: &Findings, name: &str, key: &str) -> AnyView {
    let value = data.stated(name);
    let overlooked = (key == "console-lint-state-quote" && !value.is_empty())
        .then(|| words.get("console-lint-quote-not-found"));
    let field = Field {
        name,
        label: words.get(key),
        hint: Some(words.get(&format!("{key}-hint"))),
        error: overlooked,
        ..Field::default()
    };
    let id = format!("field-{}", name.replace('.', "-"));
    let hint_id = format!("{id}-hint");
    view! {
        <details class="fold" open=!value.is_empty()>
            <summary>{field.label}</summary>
            <div class="field">
                <label class="visually-hidden" for=id.clone()>{words.get(key)}</label>
                <p class="hint" id=hint_id.clone()>{field.hint}</p>
                <textarea id=id name=name.to_owned() form=FORM rows="2" aria-describedby=hint_id inner_html=textarea_content(value)></textarea>
                {field.error.map(|text| view! { <p class="field-error">{icon(Icon::Warning)}{text}</p> })}
            </div>
        </details>
    }
    .into_any()
}

fn rest(words: &Words, data: &Findings, state: State, key: &str) -> Option<AnyView> {
    let count = data.count(state);
    let items: Vec<_> = data
        .in_state(state)
        .map(|finding| settled_item(words, data, finding))
        .collect();
    (count > 0).then(|| {
        view! {
            <details class="fold">
                <summary>{words.count(key, count)}</summary>
                <ul class="lint-settled">{items}</ul>
            </details>
        }
        .into_any()
    })
}

fn settled_item(words: &Words, data: &Findings, finding: &Finding) -> AnyView {
    let places: Vec<_> = finding
        .places
        .iter()
        .map(|found| place(words, data, found))
        .collect();
    let reason = finding.reason.as_ref().map(|reason| match reason {
        Reason::Stated(_) => field(
            words,
            data,
            &reason_field(finding.item),
            "console-lint-state-reason",
        ),
        fixed => view! { <p>{reason_words(words, fixed)}</p> }.into_any(),
    });
    let stated = match &finding.reason {
        Some(Reason::Stated(said)) => {
            let line = words.with("console-lint-stated", "reason", said);
            Some(view! { <p>{line}</p> })
        }
        _ => None,
    };
    let eyes = (finding.state == State::Found && finding.item.needs_eyes())
        .then(|| view! { <p class="hint">{words.get("console-lint-eyes")}</p> });
    view! { <li>{heading(words, finding.item)}{places}{stated}{reason}{eyes}</li> }.into_any()
}

fn place(words: &Words, data: &Findings, place: &Place) -> AnyView {
    let under = (!place.heading.is_empty())
        .then(|| words.with("console-lint-under", "heading", &place.heading));
    view! {
        <p><q lang=data.language.clone()>{place.sentence.clone()}</q>" "<span class="hint">{under}</span></p>
    }
    .into_any()
}

fn reason_words(words: &Words, reason: &Reason) -> String {
    crate::consent::disclosure::reason(words.language(), reason)
}
