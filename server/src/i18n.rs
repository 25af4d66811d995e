//! Words in the reader's language, from the Fluent files in `server/locales`.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader};
use samtycke_shared::api::FieldError;
use time::{Date, OffsetDateTime};

use crate::error::Refusal;

/// The languages candidates can be addressed in, by their ISO 639-1 codes.
pub const LANGUAGES: [&str; 3] = ["sv", "en", "da"];

/// A value for a placeable such as `{ $name }`. Numbers choose plural forms, so pass a count as a
/// number; pass a year or an id as text, or it may be formatted as a quantity.
pub type Value<'a> = FluentValue<'a>;

fluent_templates::static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "en",
        // The marks around values show as boxes in some mail programs and get into copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The message `key` in `language`, or in English where the language is unknown or lacks it.
///
/// The result is plain text: escape it for HTML. An unknown key or a missing value is a fault in
/// the program, which debug builds stop at; a release build shows the key.
pub fn text(language: &str, key: &str, values: &[(&'static str, Value<'_>)]) -> String {
    let values: HashMap<Cow<'static, str>, Value<'_>> = values
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
        .collect();
    let message = MESSAGES.try_lookup_complete(&identifier(language), key, Some(&values));
    debug_assert!(message.is_some(), "{key} is unknown or lacks a value");
    message.unwrap_or_else(|| key.to_owned())
}

/// As [`text`], for a key that may not exist; a value that is not used does no harm.
pub fn find(language: &str, key: &str) -> Option<String> {
    MESSAGES.try_lookup(&identifier(language), key)
}

/// What to mend in a form: `mistake-{part}-{field}-{code}`, or the same with less before the code. What has
/// no words of its own stays as the domain says it.
pub fn mistake(language: &str, part: &str, error: &FieldError) -> String {
    // The row of a list says where, not what.
    let field = error.field.rsplit('.').next().unwrap_or_default();
    let code = &error.code;
    [
        format!("mistake-{part}-{field}-{code}"),
        format!("mistake-{part}-{code}"),
        format!("mistake-{field}-{code}"),
        format!("mistake-{code}"),
    ]
    .iter()
    .find_map(|key| find(language, key))
    .unwrap_or_else(|| error.message.clone())
}

/// Why something is not done: `refusal-{code}`.
pub fn refusal(language: &str, refusal: &Refusal) -> String {
    let key = format!("refusal-{}", refusal.code);
    find(language, &key).unwrap_or_else(|| refusal.message.clone())
}

/// The language among [`LANGUAGES`] for a BCP 47 tag: `sv` for `sv-SE`, `en` for anything unknown.
pub fn supported(tag: &str) -> &'static str {
    known(tag).unwrap_or("en")
}

/// The first of [`LANGUAGES`] in an `Accept-Language` header, where browsers name the preferred first.
pub fn accepted(header: &str) -> &'static str {
    header
        .split(',')
        .find_map(|range| known(range.split(';').next().unwrap_or_default().trim()))
        .unwrap_or("en")
}

fn known(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES
        .into_iter()
        .find(|language| primary.eq_ignore_ascii_case(language))
}

/// A date in words: `3 december 2026`, `3 December 2026`, `3. december 2026`.
pub fn date(language: &str, date: Date) -> String {
    let month = u8::from(date.month());
    let values = [
        ("day", date.day().to_string().into()),
        (
            "month",
            text(language, "month", &[("number", month.into())]).into(),
        ),
        ("year", date.year().to_string().into()),
    ];
    text(language, "date", &values)
}

/// A date and time of day, in the zone the moment is given in: `3 december 2026 kl. 14.05`.
pub fn date_time(language: &str, moment: OffsetDateTime) -> String {
    let values = [
        ("date", date(language, moment.date()).into()),
        ("hour", format!("{:02}", moment.hour()).into()),
        ("minute", format!("{:02}", moment.minute()).into()),
    ];
    text(language, "date-time", &values)
}

/// A number of months in words: `24 månader`.
pub fn months(language: &str, months: u32) -> String {
    text(language, "months", &[("number", months.into())])
}

/// What a language calls itself: `svenska`. An unknown code is returned as it is.
pub fn own_name(code: &str) -> String {
    let primary = code.split('-').next().unwrap_or_default();
    if LANGUAGES.contains(&primary) {
        text(primary, "language-name", &[])
    } else {
        code.to_owned()
    }
}

/// What `language` calls the language `code`: `Swedish`. An unknown code is returned as it is.
pub fn language_name(language: &str, code: &str) -> String {
    text(language, "language", &[("code", code.into())])
}

fn identifier(language: &str) -> LanguageIdentifier {
    supported(language).parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use time::macros::{date, datetime};

    use super::*;

    /// Keys of the messages in a Fluent file: the words that begin a line before ` =`.
    fn keys(ftl: &str) -> BTreeSet<&str> {
        ftl.lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    /// Every message's key with each value it names.
    fn variables(ftl: &'static str) -> BTreeSet<(&'static str, &'static str)> {
        let mut found = BTreeSet::new();
        let mut key = "";
        for line in ftl.lines().filter(|line| !line.starts_with('#')) {
            if let (true, Some((name, _))) = (!line.starts_with(' '), line.split_once(" =")) {
                key = name;
            }
            for after in line.split('$').skip(1) {
                let end = after.find(|c: char| !c.is_alphanumeric() && c != '_');
                found.insert((key, &after[..end.unwrap_or(after.len())]));
            }
        }
        found
    }

    /// Every Fluent file of a language, by name.
    fn files(language: &str) -> BTreeMap<String, &'static str> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
        std::fs::read_dir(folder.join(language))
            .unwrap()
            .map(|file| file.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, &*std::fs::read_to_string(path).unwrap().leak())
            })
            .collect()
    }

    /// Staff are addressed in Swedish and English, candidates in Danish as well.
    #[test]
    fn every_language_has_the_same_messages_with_the_same_values() {
        let english = files("en");
        assert!(files("sv").keys().eq(english.keys()));
        for language in ["sv", "da"] {
            for (name, ftl) in files(language) {
                assert_eq!(keys(ftl), keys(english[&name]), "{language}/{name}");
                assert_eq!(
                    variables(ftl),
                    variables(english[&name]),
                    "{language}/{name}"
                );
            }
        }
        for name in ["candidate.ftl", "common.ftl", "mail.ftl", "verify.ftl"] {
            assert!(files("da").contains_key(name), "{name}");
        }
    }

    /// Fluent refuses to start when two files of a language share a key.
    #[test]
    fn no_key_is_in_two_files() {
        let mut seen = BTreeSet::new();
        for (name, ftl) in files("en") {
            for key in keys(ftl) {
                assert!(seen.insert(key), "{key} is in {name} and in another file");
            }
        }
    }

    /// What a file refuses, as `(field, code)`.
    fn refused_in(source: &str) -> Vec<(String, String)> {
        fn literal(text: &str) -> Option<(&str, &str)> {
            text.trim_start_matches([',', ' ', '\n'])
                .strip_prefix('"')?
                .split_once('"')
        }
        let told = |call| {
            let (field, rest) = literal(call)?;
            let (code, _) = literal(rest)?;
            Some((field.to_owned(), code.to_owned()))
        };
        let calls = source.split("Error::field(").skip(1);
        calls
            .filter_map(told)
            .filter(|(field, _)| !field.starts_with("--"))
            .collect()
    }

    fn sources(folder: &std::path::Path) -> Vec<String> {
        let files = std::fs::read_dir(folder).unwrap();
        let read = |path: std::path::PathBuf| match path.is_dir() {
            true => sources(&path),
            false => vec![std::fs::read_to_string(path).unwrap()],
        };
        files.flat_map(|file| read(file.unwrap().path())).collect()
    }

    /// "That is not right" helps nobody to get in.
    #[test]
    fn whatever_accounts_refuse_is_told_by_field_and_code() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/auth");
        let refused: Vec<_> = sources(&folder)
            .iter()
            .flat_map(|source| refused_in(source))
            .collect();
        assert!(refused.len() > 10, "{refused:?}");
        for (field, code) in refused {
            let told = ["account-", "key-", ""]
                .iter()
                .any(|part| find("en", &format!("mistake-{part}{field}-{code}")).is_some());
            assert!(told, "{field} {code}");
        }
    }

    #[test]
    fn every_message_can_be_said_with_its_values() {
        for language in ["sv", "en", "da"] {
            for ftl in files(language).into_values() {
                let variables = variables(ftl);
                for key in keys(ftl) {
                    let values: Vec<_> = variables
                        .iter()
                        .filter(|(owner, _)| *owner == key)
                        .map(|(_, name)| (*name, 1.into()))
                        .collect();
                    assert!(!text(language, key, &values).is_empty(), "{language} {key}");
                }
            }
        }
    }

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let day = date!(2026 - 12 - 03);
        assert_eq!(date("sv", day), "3 december 2026");
        assert_eq!(date("en", day), "3 December 2026");
        assert_eq!(date("da", day), "3. december 2026");
        assert_eq!(date("sv", date!(2027 - 05 - 31)), "31 maj 2027");
    }

    #[test]
    fn times_are_written_as_each_language_writes_them() {
        let moment = datetime!(2026-12-03 09:05 +1);
        assert_eq!(date_time("sv", moment), "3 december 2026 kl. 09.05");
        assert_eq!(date_time("en", moment), "3 December 2026 at 09:05");
        assert_eq!(date_time("da", moment), "3. december 2026 kl. 09.05");
    }

    #[test]
    fn unknown_languages_fall_back_to_english() {
        assert_eq!(supported("sv-SE"), "sv");
        assert_eq!(supported("DA"), "da");
        assert_eq!(supported("fi"), "en");
        assert_eq!(supported(""), "en");
    }

    #[test]
    fn the_first_language_a_browser_names_and_we_speak_is_used() {
        assert_eq!(accepted("da-DK,da;q=0.9,en;q=0.8"), "da");
        assert_eq!(accepted("fi, sv-FI;q=0.7, en;q=0.3"), "sv");
        assert_eq!(accepted("fi,*;q=0.5"), "en");
        assert_eq!(accepted(""), "en");
    }

    #[test]
    fn languages_have_names() {
        assert_eq!(own_name("sv"), "svenska");
        assert_eq!(own_name("fi"), "fi");
        assert_eq!(language_name("en", "sv"), "Swedish");
        assert_eq!(language_name("da", "fi"), "fi");
    }

    #[test]
    fn values_come_out_as_they_went_in() {
        let name = "Åsa <b>\u{202e}&amp;";
        assert_eq!(
            text("sv", "greeting", &[("name", name.into())]),
            format!("Hej {name}!")
        );
    }

    #[test]
    fn counts_choose_the_plural() {
        let left = |days: i64| text("en", "mail-days-left", &[("days", days.into())]);
        assert_eq!(left(1), "1 day left");
        assert_eq!(left(3), "3 days left");
        assert_eq!(months("sv", 1), "1 månad");
        assert_eq!(months("da", 24), "24 måneder");
    }
}
