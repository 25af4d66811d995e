//! What a draft tells candidates, judged in each of its languages, and what that means for publishing.

use samtycke_shared::api::FieldError;
use samtycke_shared::text;
use samtycke_shared::text::lint::{Draft, Finding, Item, Part, Reason, Statements, lint};

use super::content::MAX_BODY;
use super::publish::{Content, filled_body, placeholders, purposes};
use crate::error::field_error;
use crate::i18n;
use crate::tenants::Tenant;
use crate::tenants::recipients::Recipient;

/// The findings in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub language: String,
    pub findings: Vec<Finding>,
}

impl Judged {
    pub fn missing(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_missing())
    }
}

/// Judges every language as candidates would read it. What an unknown placeholder would stand for nobody
/// knows; it is read as it stands, and publishing refuses it anyway.
pub fn judge(tenant: &Tenant, content: &Content) -> Vec<Judged> {
    let statements = statements(tenant, content);
    content
        .languages
        .iter()
        .map(|wording| {
            let values = placeholders(tenant, content, &wording.language);
            let body = filled_body(wording, &values).unwrap_or_else(|_| wording.body.clone());
            let findings = lint(&Draft {
                language: &wording.language,
                body: readable(&body),
                purposes: &purposes(content, wording),
                values: &values,
                statements: &statements,
            });
            Judged {
                language: wording.language.clone(),
                findings,
            }
        })
        .collect()
}

/// What the author states instead of saying it. That nothing leaves the European Economic Area can not be stated while a
/// recipient outside it is listed: then the text has to say so.
fn statements(tenant: &Tenant, content: &Content) -> Statements {
    let mut statements = content.statements.clone();
    let recipients = tenant.recipient_list();
    if recipients.iter().any(Recipient::is_in_third_country) {
        statements
            .not_applicable
            .retain(|statement| statement.item != Item::Transfers);
    }
    statements
}

/// As much of a text as may be published: what nobody may read need not be judged.
fn readable(body: &str) -> &str {
    &body[..body.floor_char_boundary(MAX_BODY)]
}

/// What is missing, one error for each item and language, with the sentence that helps.
pub fn problems(judged: &[Judged]) -> Vec<FieldError> {
    let errors = judged.iter().enumerate().flat_map(|(index, judged)| {
        judged.missing().map(move |finding| {
            let field = format!("languages.{index}.disclosures.{}", finding.item.code());
            field_error(&field, "missing", message(&judged.language, finding))
        })
    });
    errors.collect()
}

fn message(language: &str, finding: &Finding) -> String {
    let helps = finding
        .lacking
        .iter()
        .map(|lack| format!("add “{}”", lack.help));
    let conflicts = finding.conflicts.iter().map(|conflict| {
        format!(
            "remove what “{}” says ({})",
            conflict.words,
            conflict.kind.as_str()
        )
    });
    let steps: Vec<String> = conflicts.chain(helps).collect();
    format!(
        "{language}: {} ({}): {}",
        title("en", finding.item),
        finding.item.cite(),
        steps.join("; ")
    )
}

/// What the item is about, in the reader's language.
pub fn title(language: &str, item: Item) -> String {
    let key = format!("console-lint-item-{}", item.code().replace('.', "-"));
    i18n::text(language, &key, &[])
}

/// The reason in the reader's language; the author's own in theirs.
pub fn reason(language: &str, reason: &Reason) -> String {
    let key = match reason {
        Reason::Stated(words) => return words.clone(),
        Reason::ConsentIsTheBasis => "console-lint-reason-consent",
        Reason::GuaranteedByTheForm => "console-lint-reason-form",
        Reason::ClearnessIsForPeople => "console-lint-reason-clearness",
        Reason::UnknownLanguage => "console-lint-reason-language",
    };
    i18n::text(language, key, &[])
}

/// The sentence that would help with a part, where the lint speaks the language.
pub fn help(language: &str, part: Part) -> Option<&'static str> {
    text::lint::help(language, part)
}

/// For the audit log: what was missing when a version was published all the same; nothing if all was there.
pub fn summary(judged: &[Judged]) -> Option<String> {
    let missing: Vec<String> = judged
        .iter()
        .filter_map(|judged| {
            let codes: Vec<&str> = judged
                .missing()
                .map(|finding| finding.item.code())
                .collect();
            (!codes.is_empty()).then(|| format!("{} {}", judged.language, codes.join(" ")))
        })
        .collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// Placeholders that a text uses and the settings leave empty: they would be holes in what candidates read.
pub fn holes(tenant: &Tenant, content: &Content) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, wording) in content.languages.iter().enumerate() {
        let values: text::Placeholders = placeholders(tenant, content, &wording.language);
        for name in values.empty_in(&wording.body) {
            let message = format!(
                "{{{{{name}}}}} is empty: fill it in under Settings, or take it out of the text"
            );
            errors.push(field_error(
                &format!("languages.{index}.body"),
                "hole",
                message,
            ));
        }
    }
    errors
}
