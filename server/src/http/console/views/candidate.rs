//! One candidate: where things stand, what can be done, what has happened, who looked.

use leptos::prelude::*;

use super::{
    actions::actions,
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    parts::{
        Deadline, FieldErrors, When, back, deadline, empty, facts, notice, or_dash, page_head,
        renewal, status_pill, time,
    },
    timeline::{Entry, timeline},
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct Candidate {
    pub id: String,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub external_id: Option<String>,
    pub status: String,
    /// `none`, `queued`, `asked`, `bounced` or `answered`.
    pub renewal: String,
    pub deadline: Option<Deadline>,
    pub language: String,
    /// Where the person comes from, in words.
    pub source: String,
    pub created: When,
    pub purposes: Vec<PurposeState>,
    pub hold: Option<Hold>,
    /// Set while processing is restricted (GDPR Art. 18).
    pub restricted_since: Option<When>,
    /// A part of it, newest first.
    pub history: Vec<Entry>,
    /// Where the part before this one begins.
    pub older: Option<String>,
    /// The part shown begins with the newest.
    pub newest: bool,
    pub looks: Vec<Look>,
    /// Looks that are not shown.
    pub more_looks: i64,
    pub recording: Recording,
    /// Today as `YYYY-MM-DD` in the tenant's time zone.
    pub today: String,
    pub refused: Refused,
}

/// A form of the page that comes back, with what was filled in.
#[derive(Debug, Clone, Default)]
pub struct Refused {
    /// `record` or `hold`; empty when none was.
    pub form: &'static str,
    pub values: Vec<(String, String)>,
    pub errors: FieldErrors,
}

impl Refused {
    pub(super) fn is(&self, form: &str) -> bool {
        self.form == form
    }

    /// What was filled in, or else `otherwise`.
    pub(super) fn value<'v>(&'v self, form: &str, name: &str, otherwise: &'v str) -> &'v str {
        let filled = self.values.iter().find(|(known, _)| known == name);
        match filled.filter(|_| self.is(form)) {
            Some((_, value)) => value,
            None => otherwise,
        }
    }

    pub(super) fn chose(&self, form: &str, name: &str, value: &str) -> bool {
        let chosen = |(known, filled): &(String, String)| known == name && filled == value;
        self.is(form) && self.values.iter().any(chosen)
    }

    pub(super) fn error(&self, form: &str, name: &str) -> Option<String> {
        self.errors.of(name).filter(|_| self.is(form))
    }
}

/// Where consent to one purpose stands.
#[derive(Debug, Clone)]
pub struct PurposeState {
    pub label: String,
    pub status: String,
    pub valid_until: Option<Deadline>,
}

/// A legal hold.
#[derive(Debug, Clone)]
pub struct Hold {
    pub reason: String,
    pub until: When,
    /// Whose decision it was, while the log of looks goes back that far.
    pub by: Option<String>,
}

/// One line of the audit log.
#[derive(Debug, Clone)]
pub struct Look {
    pub at: When,
    pub who: String,
    /// Already in words: "Viewed the page".
    pub what: String,
}

/// What consent given on paper or aloud can be recorded against.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    /// `(text version id, label)`, the current version first.
    pub text_versions: Vec<(String, String)>,
    /// `(purpose key, label)`
    pub purposes: Vec<(String, String)>,
    pub languages: Vec<String>,
}

impl Candidate {
    pub(super) fn path(&self) -> String {
        format!("/console/candidates/{}", self.id)
    }
}

/// `GET /console/candidates/{id}`
pub fn candidate_page(frame: &Frame, data: &Candidate) -> String {
    let words = frame.words();
    page(frame, Section::Candidates, &data.name, || {
        view! {
            {back("/console/candidates", words.get("console-candidates-title"))}
            {head(&words, data)}
            {halts(&words, data)}
            <div class="columns">
                <div class="side-column">
                    {purposes(&words, data)}
                    {about(&words, data)}
                    {frame.handles_candidates().then(|| actions(frame, data))}
                </div>
                <div class="main-column">
                    {history(&words, data)}
                    {looks(&words, data)}
                </div>
            </div>
        }
        .into_any()
    })
}

fn head(words: &Words, data: &Candidate) -> AnyView {
    let due = data.deadline.as_ref().map(|due| {
        view! {
            <p class="due">
                <span class="due-word">{words.get("console-candidate-answer-by")}</span>" "
                {deadline(words, due)}
            </p>
        }
    });
    view! {
        {page_head(&data.name, Some(data.email.clone()), Some(proof_link(words, data)))}
        <div class="status-line">
            {status_pill(words, &data.status)}
            {renewal(words, &data.renewal)}
            {due}
        </div>
    }
    .into_any()
}

/// For auditors too: reading is all it takes.
fn proof_link(words: &Words, data: &Candidate) -> AnyView {
    view! {
        <a class="button quiet" href=format!("{}/proof", data.path()) download="">
            {icon(Icon::Shield)}{words.get("console-proof-download")}
        </a>
    }
    .into_any()
}

/// What keeps this candidate out of mail and erasure.
fn halts(words: &Words, data: &Candidate) -> AnyView {
    let hold = data.hold.as_ref().map(|hold| {
        let decided = hold
            .by
            .as_ref()
            .map(|who| words.with("console-hold-by", "who", who));
        let body = view! {
            <p>{hold.reason.clone()}</p>
            <p class="hint">{words.get("console-hold-until")}" "{time(&hold.until)}". "{decided}</p>
        };
        notice(
            "notice",
            Icon::Lock,
            words.get("console-hold-title"),
            body.into_any(),
        )
    });
    let restricted = data.restricted_since.as_ref().map(|since| {
        let body = view! { <p>{words.get("console-restricted-text")}" "{time(since)}</p> };
        notice(
            "notice",
            Icon::Slash,
            words.get("console-restricted-title"),
            body.into_any(),
        )
    });
    view! { {hold}{restricted} }.into_any()
}

fn purposes(words: &Words, data: &Candidate) -> AnyView {
    let rows: Vec<_> = data
        .purposes
        .iter()
        .map(|purpose| {
            let until = purpose.valid_until.as_ref().map(|until| {
                view! { <p class="sub">{words.get("console-valid-until")}" "{time(&until.at)}</p> }
            });
            view! { <li><div><strong>{purpose.label.clone()}</strong>{until}</div>{status_pill(words, &purpose.status)}</li> }
        })
        .collect();
    let list = match rows.is_empty() {
        true => view! { <p class="hint">{words.get("console-purposes-none")}</p> }.into_any(),
        false => view! { <ul class="purposes">{rows}</ul> }.into_any(),
    };
    view! { <section class="card"><h2>{words.get("console-purposes-title")}</h2>{list}</section> }
        .into_any()
}

fn about(words: &Words, data: &Candidate) -> AnyView {
    let pairs = vec![
        (
            words.get("console-field-email"),
            data.email.clone().into_any(),
        ),
        (
            words.get("console-field-phone"),
            or_dash(words, &data.phone),
        ),
        (
            words.get("console-field-language"),
            words.language_name(&data.language).into_any(),
        ),
        (
            words.get("console-field-source"),
            data.source.clone().into_any(),
        ),
        (
            words.get("console-field-external-id"),
            or_dash(words, &data.external_id),
        ),
        (words.get("console-candidate-created"), time(&data.created)),
    ];
    view! { <section class="card"><h2>{words.get("console-candidate-about")}</h2>{facts(pairs)}</section> }.into_any()
}

fn history(words: &Words, data: &Candidate) -> AnyView {
    let content = match data.history.is_empty() {
        true => empty(
            Icon::Clock,
            words.get("console-history-none-title"),
            words.get("console-history-none-text"),
            None,
        ),
        false => timeline(words, &data.path(), &data.history),
    };
    view! {
        <section class="card history" aria-labelledby="history">
            <h2 id="history">{words.get("console-history-title")}</h2>
            {content}
            {parts_of_history(words, data)}
        </section>
    }
    .into_any()
}

fn parts_of_history(words: &Words, data: &Candidate) -> Option<AnyView> {
    let newest = (!data.newest).then(|| {
        let href = format!("{}#history", data.path());
        view! { <a class="button quiet" href=href>{words.get("timeline-newer")}</a> }
    });
    let older = data.older.as_ref().map(|before| {
        let href = format!("{}?before={before}#history", data.path());
        view! { <a class="button quiet" rel="next" href=href>{words.get("timeline-older")}{icon(Icon::Arrow)}</a> }
    });
    (newest.is_some() || older.is_some())
        .then(|| view! { <div class="pager"><p></p>{newest}{older}</div> }.into_any())
}

fn looks(words: &Words, data: &Candidate) -> AnyView {
    let rows: Vec<_> = data
        .looks
        .iter()
        .map(|look| view! { <li>{time(&look.at)}<strong>{look.who.clone()}</strong><span>{look.what.clone()}</span></li> })
        .collect();
    view! {
        <section class="card">
            <h2>{words.get("console-looks-title")}</h2>
            <p class="hint">{words.get("console-looks-text")}</p>
            <ul class="looks">{rows}</ul>
            {(data.more_looks > 0).then(|| view! { <p class="hint">{words.count("looks-older", data.more_looks)}</p> })}
        </section>
    }
    .into_any()
}
