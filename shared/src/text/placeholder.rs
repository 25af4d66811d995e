//! Placeholders such as `{{controller}}`, filled with what the tenant has set.

use std::collections::BTreeSet;
use std::fmt;

/// What `{{controller}}`, `{{contact}}`, `{{dpo}}`, `{{authority}}`, `{{retention}}` and
/// `{{recipients}}` stand for. The values are plain text, not Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placeholders {
    pub controller: String,
    pub contact: String,
    pub authority: String,
    pub retention: String,
    pub recipients: String,
    pub dpo: String,
}

impl Placeholders {
    fn get(&self, name: &str) -> Option<&str> {
        match name {
            "controller" => Some(&self.controller),
            "contact" => Some(&self.contact),
            "authority" => Some(&self.authority),
            "retention" => Some(&self.retention),
            "recipients" => Some(&self.recipients),
            "dpo" => Some(&self.dpo),
            _ => None,
        }
    }
}

/// The names in a text that no placeholder has, sorted and without repetition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPlaceholders(pub Vec<String>);

impl fmt::Display for UnknownPlaceholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown placeholders: {}", self.0.join(", "))
    }
}

impl std::error::Error for UnknownPlaceholders {}

/// Replaces every `{{name}}` with its value, escaped so that it stays plain text in Markdown.
///
/// Values are not searched for placeholders themselves. `{{` without `}}` on the same line is left
/// as it is.
///
/// # Errors
/// All names that stand for nothing, so that an editor can show them at once.
pub fn fill(markdown: &str, values: &Placeholders) -> Result<String, UnknownPlaceholders> {
    let mut filled = String::with_capacity(markdown.len());
    let mut unknown = BTreeSet::new();
    let mut rest = markdown;
    while let Some((before, name, after)) = next_placeholder(rest) {
        filled.push_str(before);
        match values.get(name) {
            Some(value) => filled.push_str(&escape(value)),
            None => {
                unknown.insert(name.to_owned());
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    if unknown.is_empty() {
        Ok(filled)
    } else {
        Err(UnknownPlaceholders(unknown.into_iter().collect()))
    }
}

/// Escapes plain text for use inside a Markdown paragraph: it renders as the same words on one
/// line (CommonMark 0.31, section 2.4: any ASCII punctuation may be escaped with a backslash).
pub fn escape(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len() + 8);
    for word in plain.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        for character in word.chars() {
            if character.is_ascii_punctuation() {
                escaped.push('\\');
            }
            escaped.push(character);
        }
    }
    escaped
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find("{{")?;
        let inside = &text[open + 2..];
        let line = &inside[..inside.find('\n').unwrap_or(inside.len())];
        if let Some(close) = line.find("}}") {
            let after = &inside[close + 2..];
            return Some((&text[..open], line[..close].trim(), after));
        }
        from = open + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::super::render;
    use super::*;

    fn values() -> Placeholders {
        Placeholders {
            controller: "Exempel & Co <AB>".into(),
            contact: "dataskydd@exempel.example".into(),
            authority: "*IMY*".into(),
            retention: "{{controller}}".into(),
            recipients: "[click](javascript:x)\n\n# not a heading".into(),
            dpo: "dso@exempel.example".into(),
        }
    }

    #[test]
    fn fills_every_known_placeholder() {
        let filled = fill("{{controller}}, {{ contact }}: {{authority}}", &values());
        assert_eq!(
            render(&filled.expect("all known")),
            "<p>Exempel &amp; Co &lt;AB&gt;, dataskydd@exempel.example: *IMY*</p>\n"
        );
    }

    #[test]
    fn values_stay_plain_text() {
        let filled = fill("{{retention}} {{recipients}}", &values()).expect("all known");
        assert_eq!(
            render(&filled),
            "<p>{{controller}} [click](javascript:x) # not a heading</p>\n"
        );
    }

    #[test]
    fn a_value_cannot_start_a_list_or_a_heading() {
        for value in ["1. ett", "- ett", "# ett", "> ett", "    ett", "---"] {
            let placeholders = Placeholders {
                controller: value.into(),
                ..Placeholders::default()
            };
            let html = render(&fill("{{controller}}", &placeholders).expect("known"));
            assert!(html.starts_with("<p>"), "{value} gave {html}");
        }
    }

    #[test]
    fn unknown_names_are_all_reported_once() {
        let error = fill("{{b}} {{a}} {{controller}} {{b}}", &values()).expect_err("unknown");
        assert_eq!(error.0, ["a", "b"]);
        assert_eq!(error.to_string(), "unknown placeholders: a, b");
    }

    #[test]
    fn an_unclosed_brace_is_just_text() {
        let text = "{{ open\n}} {{controller}} {{";
        let filled = fill(text, &values()).expect("known");
        assert!(filled.starts_with("{{ open\n}} Exempel"));
        assert!(filled.ends_with(" {{"));
    }
}
