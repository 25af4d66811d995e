//! Reading the editor's form.

use samtycke_shared::text::lint::{Item, NotApplicable, Part, Quote, Statements};

use crate::consent::disclosure;
use crate::consent::publish::{Content, Label, PurposeRule, Wording};
use crate::error::{Error, Result};
use crate::http::console::session::Fields;
use crate::http::console::views::draft::purpose_field;
use crate::http::console::views::lint::{quote_field, reason_field};

/// More purposes than a person can take in are refused at publishing anyway.
const MOST_PURPOSES: usize = 20;

/// The draft with one language replaced by what the form holds. A purpose whose key was emptied goes; a language
/// whose title and text were emptied goes, unless it is the only one.
pub fn edited(mut content: Content, fields: &Fields) -> Result<Content> {
    let language = fields.get("language");
    if !crate::tenants::is_language(language) {
        return Err(Error::field(
            "language",
            "invalid",
            "not a language code such as sv",
        ));
    }
    let (rules, labels) = purposes(fields)?;
    let wording = Wording {
        language: language.to_owned(),
        title: fields.get("title").trim().to_owned(),
        body: body(language, fields),
        purposes: labels,
    };
    let is_blank = wording.title.is_empty() && wording.body.trim().is_empty();
    let others = content
        .languages
        .iter()
        .any(|known| known.language != language);
    if is_blank && others {
        content.languages.retain(|known| known.language != language);
    } else {
        put(&mut content.languages, wording);
    }
    content.purposes = rules;
    content.statements = statements(content.statements, language, fields);
    Ok(content)
}

pub(super) fn put(languages: &mut Vec<Wording>, wording: Wording) {
    match languages
        .iter_mut()
        .find(|known| known.language == wording.language)
    {
        Some(known) => *known = wording,
        None => languages.push(wording),
    }
}

/// The text, with the sentence put after it whose button was pressed. Browsers send CR LF.
fn body(language: &str, fields: &Fields) -> String {
    let body = fields.get("body_markdown").replace("\r\n", "\n");
    let asked = Part::ALL
        .into_iter()
        .find(|part| part.code() == fields.get("insert"));
    match asked.and_then(|part| disclosure::help(language, part)) {
        Some(sentence) => format!("{}\n\n{sentence}", body.trim_end())
            .trim_start()
            .to_owned(),
        None => body,
    }
}

/// What is stated: the form's fields, and of what the form did not ask for what was there before.
fn statements(before: Statements, language: &str, fields: &Fields) -> Statements {
    let mut statements = before;
    for item in Item::ALL {
        if let Some(reason) = fields.all(&reason_field(item)).pop() {
            statements
                .not_applicable
                .retain(|stated| stated.item != item);
            if !reason.trim().is_empty() {
                statements.not_applicable.push(NotApplicable {
                    item,
                    reason: reason.trim().to_owned(),
                });
            }
        }
        if let Some(quote) = fields.all(&quote_field(item)).pop() {
            statements
                .quotes
                .retain(|quoted| quoted.item != item || quoted.language != language);
            if !quote.trim().is_empty() {
                statements.quotes.push(Quote {
                    item,
                    language: language.to_owned(),
                    quote: quote.trim().to_owned(),
                });
            }
        }
    }
    statements.not_applicable.sort_by_key(|stated| stated.item);
    statements
}

fn purposes(fields: &Fields) -> Result<(Vec<PurposeRule>, Vec<Label>)> {
    let (mut rules, mut labels) = (Vec::new(), Vec::new());
    for index in 0..MOST_PURPOSES {
        let get = |field: &str| fields.get(&purpose_field(index, field)).trim().to_owned();
        let key = get("key");
        if key.is_empty() {
            continue;
        }
        let validity_months = get("validity_months").parse().map_err(|_| {
            Error::field(
                &purpose_field(index, "validity_months"),
                "invalid",
                "must be a number of months",
            )
        })?;
        rules.push(PurposeRule {
            key: key.clone(),
            required: get("required") == "true",
            validity_months,
        });
        labels.push(Label {
            key,
            label: get("label"),
            description: get("description"),
        });
    }
    Ok((rules, labels))
}
