//! Pieces that several pages share.

use leptos::prelude::*;

use super::{
    icons::{Icon, icon},
    words::Words,
};

/// A moment: `iso` for programs (RFC 3339), `shown` in the tenant's time zone for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    pub iso: String,
    pub shown: String,
}

/// The last day to answer, or the day a consent ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub at: When,
    /// Calendar days from today in the tenant's time zone; negative when passed.
    pub days_left: i64,
}

/// What is wrong with which field of a form that came back. Without a field's name it is about no field.
#[derive(Debug, Clone, Default)]
pub struct FieldErrors(pub Vec<(String, String)>);

impl FieldErrors {
    pub fn about_no_field(message: String) -> Self {
        Self(vec![(String::new(), message)])
    }

    /// The same errors by the names that `rename` has for the fields.
    pub fn renamed(self, rename: impl Fn(&str) -> &str) -> Self {
        let named = |(field, message): (String, String)| (rename(&field).to_owned(), message);
        Self(self.0.into_iter().map(named).collect())
    }

    /// Whether they are of the form told apart by `scope`.
    pub fn are_of(&self, scope: &str) -> bool {
        let own = |field: &str| {
            field
                .strip_prefix(scope)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        self.0.iter().any(|(field, _)| own(field))
    }

    /// The same errors, of one form among several on a page.
    pub fn scoped(self, scope: &str) -> Self {
        let scoped = |(field, message)| (format!("{scope}.{field}"), message);
        Self(self.0.into_iter().map(scoped).collect())
    }

    pub fn of(&self, field: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, message)| message.clone())
    }
}

pub fn time(when: &When) -> AnyView {
    view! { <time datetime=when.iso.clone()>{when.shown.clone()}</time> }.into_any()
}

/// "in 12 days", with the date in full beside it.
pub fn deadline(words: &Words, deadline: &Deadline) -> AnyView {
    let urgent = match deadline.days_left {
        ..=3 => "deadline soon",
        _ => "deadline",
    };
    view! {
        <span class=urgent>
            <span class="deadline-days">{days(words, deadline.days_left)}</span>
            " "
            {time(&deadline.at)}
        </span>
    }
    .into_any()
}

pub fn days(words: &Words, days_left: i64) -> String {
    match days_left {
        0 => words.get("console-today"),
        1.. => words.count("console-in-days", days_left),
        _ => words.count("console-days-ago", -days_left),
    }
}

/// A candidate's status as shape, colour and word.
pub fn status_pill(words: &Words, status: &str) -> AnyView {
    let (class, sign) = match status {
        "valid" => ("pill valid", Icon::Check),
        "expiring" => ("pill expiring", Icon::Clock),
        "expired" => ("pill expired", Icon::Dotted),
        "awaiting" => ("pill awaiting", Icon::Envelope),
        "invalidated" => ("pill invalidated", Icon::Slash),
        "refused" => ("pill refused", Icon::Cross),
        "held" => ("pill held", Icon::Lock),
        _ => ("pill", Icon::Dotted),
    };
    view! { <span class=class>{icon(sign)}{status_word(words, status)}</span> }.into_any()
}

pub const STATUSES: [&str; 7] = [
    "awaiting",
    "valid",
    "expiring",
    "expired",
    "invalidated",
    "refused",
    "held",
];

pub fn status_word(words: &Words, status: &str) -> String {
    match STATUSES.contains(&status) {
        true => words.get(&format!("console-status-{status}")),
        false => status.to_owned(),
    }
}

/// Where the renewal stands; nothing for `none`.
pub fn renewal(words: &Words, renewal: &str) -> Option<AnyView> {
    let sign = match renewal {
        "queued" => Icon::Clock,
        "asked" => Icon::Envelope,
        "bounced" => Icon::Bounce,
        "answered" => Icon::Check,
        _ => return None,
    };
    let class = format!("mark {renewal}");
    let word = words.get(&format!("console-renewal-{renewal}"));
    Some(view! { <span class=class>{icon(sign)}{word}</span> }.into_any())
}

/// A heading with what can be done beside it.
pub fn page_head(title: &str, lead: Option<String>, actions: Option<AnyView>) -> AnyView {
    view! {
        <div class="page-head">
            <div>
                <h1>{title.to_owned()}</h1>
                {lead.map(|text| view! { <p class="lead">{text}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
        </div>
    }
    .into_any()
}

/// The way back, above a heading.
pub fn back(href: &str, word: String) -> AnyView {
    view! { <p class="back"><a href=href.to_owned()><span aria-hidden="true">"← "</span>{word}</a></p> }
        .into_any()
}

pub fn button_link(href: &str, sign: Icon, word: String, class: &'static str) -> AnyView {
    view! { <a class=class href=href.to_owned()>{icon(sign)}{word}</a> }.into_any()
}

/// What to say where a list would be, and what to do about it.
pub fn empty(sign: Icon, title: String, text: String, action: Option<AnyView>) -> AnyView {
    view! {
        <div class="empty">
            {icon(sign)}
            <h2>{title}</h2>
            <p>{text}</p>
            {action}
        </div>
    }
    .into_any()
}

pub fn facts(pairs: Vec<(String, AnyView)>) -> AnyView {
    let rows: Vec<_> = pairs
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// A table cell that carries its column's name for the card layout on phones.
pub fn cell(column: &str, class: &'static str, content: AnyView) -> AnyView {
    view! { <td role="cell" class=class data-label=column.to_owned()>{content}</td> }.into_any()
}

/// A table that turns into cards on a phone. The roles keep its meaning when CSS changes `display`.
pub fn table(caption: String, columns: Vec<AnyView>, rows: Vec<AnyView>) -> AnyView {
    view! {
        <table class="cards" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup"><tr role="row">{columns}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

pub fn column(name: &str) -> AnyView {
    view! { <th scope="col" role="columnheader">{name.to_owned()}</th> }.into_any()
}

/// A column whose cells need no visible heading.
pub fn silent_column(name: &str) -> AnyView {
    view! {
        <th scope="col" role="columnheader"><span class="visually-hidden">{name.to_owned()}</span></th>
    }
    .into_any()
}

/// Text that may be an e-mail address: a narrow column breaks it at its joints, not within a word.
pub fn breakable(text: &str) -> AnyView {
    let parts: Vec<_> = text
        .split_inclusive(['@', '.'])
        .enumerate()
        .map(|(place, part)| {
            let joint = (place > 0).then(|| view! { <wbr/> });
            view! { {joint}{part.to_owned()} }
        })
        .collect();
    view! { <span class="breakable">{parts}</span> }.into_any()
}

/// Text, or a dash that is read out as "none".
pub fn or_dash(words: &Words, value: &Option<String>) -> AnyView {
    match value.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => text.to_owned().into_any(),
        None => dash(words),
    }
}

pub fn dash(words: &Words) -> AnyView {
    view! {
        <span class="none"><span aria-hidden="true">"–"</span><span class="visually-hidden">{words.get("console-none")}</span></span>
    }
    .into_any()
}

/// A notice that stays until its cause is gone.
pub fn notice(class: &'static str, sign: Icon, title: String, body: AnyView) -> AnyView {
    view! {
        <section class=class>
            {icon(sign)}
            <div><h2>{title}</h2>{body}</div>
        </section>
    }
    .into_any()
}
