//! Candidates: the data subjects.

mod address;
pub mod batch;
mod driver;
pub mod export;
pub mod filter;
pub mod import;
pub mod list;
pub mod manage;
pub mod overview;
pub mod saved;
pub mod store;
pub mod written;

use lettre::Address;
use samtycke_shared::api::FieldError;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::app::App;
use crate::clock::Millis;
use crate::consent::{self, Answer, Standing, Status, words};
use crate::error::field_error;
use crate::keys::LinkKind;

/// Where the data came from (GDPR Art. 14(2)(f)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Web,
    Staff,
    Import,
}

words!(Source { Web = "web", Staff = "staff", Import = "import" });

/// Where a candidate's renewal stands, as the column `renewal` and the API say it.
pub const RENEWALS: [&str; 5] = ["none", "queued", "asked", "bounced", "answered"];

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Candidate {
    pub tenant_id: String,
    pub id: String,
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub external_id: Option<String>,
    pub language: String,
    pub source: String,
    pub source_detail: Option<String>,
    pub identity: String,
    pub consent_text_id: String,
    pub answer: String,
    pub consented_at: Option<i64>,
    pub text_version_id: Option<String>,
    pub text_version: Option<i64>,
    pub consent_language: Option<String>,
    pub first_expiry: Option<i64>,
    pub last_expiry: Option<i64>,
    pub renewal: String,
    pub deadline_at: Option<i64>,
    pub held_until: Option<i64>,
    pub hold_reason: Option<String>,
    pub restricted_at: Option<i64>,
    pub created_at: i64,
    /// How often the address was corrected.
    pub address_version: i64,
}

impl Candidate {
    /// One about to be inserted: nothing consented to, nothing asked.
    pub fn new(tenant: &str, new: &store::NewCandidate<'_>, now: Millis) -> Self {
        Self {
            tenant_id: tenant.to_owned(),
            id: new.id.to_owned(),
            email: new.contact.email.clone(),
            name: new.contact.name.clone(),
            phone: new.contact.phone.clone(),
            external_id: new.contact.external_id.clone(),
            language: new.language.to_owned(),
            source: new.source.to_string(),
            source_detail: new.source_detail.map(str::to_owned),
            identity: consent::Identity::Unverified.to_string(),
            consent_text_id: new.consent_text_id.to_owned(),
            answer: Answer::None.to_string(),
            consented_at: None,
            text_version_id: None,
            text_version: None,
            consent_language: None,
            first_expiry: None,
            last_expiry: None,
            renewal: "none".to_owned(),
            deadline_at: None,
            held_until: None,
            hold_reason: None,
            restricted_at: None,
            created_at: now,
            address_version: 0,
        }
    }

    pub fn standing(&self) -> Standing {
        Standing {
            answer: Answer::parse(&self.answer).unwrap_or_default(),
            text_version: self.text_version,
            first_expiry: self.first_expiry,
            last_expiry: self.last_expiry,
            held_until: self.held_until,
            restricted: self.restricted_at.is_some(),
        }
    }

    pub fn status(&self, material_version: i64, lead_days: i64, now: Millis) -> Status {
        consent::status(&self.standing(), material_version, lead_days, now)
    }

    pub fn has_consented(&self) -> bool {
        self.consented_at.is_some()
    }

    pub fn email_key(&self) -> String {
        self.email.to_lowercase()
    }

    /// Rule 18: neither erased nor written to.
    pub fn is_kept(&self, now: Millis) -> bool {
        self.restricted_at.is_some() || self.held_until.is_some_and(|until| until > now)
    }
}

/// Whether a request is on its way to this candidate, or with them. One that bounced can be sent once more.
pub fn is_being_asked(candidate: &Candidate) -> bool {
    matches!(candidate.renewal.as_str(), "queued" | "asked")
}

/// What names are sorted by, byte for byte alike on both databases: without case and accents, but with å, ä
/// and ö (and their Danish forms) as letters of their own after z, as Swedish and Danish readers expect.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for letter in name.trim().to_lowercase().nfc() {
        match letter {
            'å' => key.push_str("{a"),
            'ä' | 'æ' => key.push_str("{b"),
            'ö' | 'ø' => key.push_str("{c"),
            other => key.extend(other.nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    key
}

/// Name and address of a person, checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contact {
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub external_id: Option<String>,
}

impl Contact {
    /// The words of name, address and external id, each once, in their order.
    pub fn search_terms(&self) -> Vec<String> {
        let external = self.external_id.as_deref().unwrap_or_default();
        filter::search_terms(&format!("{} {} {external}", self.name, self.email))
    }

    /// Those words as filters look at them.
    pub fn words(&self) -> String {
        filter::joined(&self.search_terms())
    }

    /// Checks every field; a name may hold any Unicode and is kept as typed but for outer blanks.
    ///
    /// # Errors
    /// One for each field that can not be used.
    pub fn parse(
        email: &str,
        name: &str,
        phone: Option<&str>,
        external_id: Option<&str>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let email = email.trim();
        if let Err(error) = check_email(email) {
            errors.push(error);
        }
        let name = name.trim();
        if name.is_empty() {
            errors.push(field_error("name", "required", "name must not be empty"));
        }
        let filled = |value: Option<&str>| {
            value
                .map(str::trim)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        };
        let (phone, external_id) = (filled(phone), filled(external_id));
        let fields = [
            ("name", Some(name), 200),
            ("phone", phone.as_deref(), 50),
            ("external_id", external_id.as_deref(), 100),
        ];
        for (field, value, limit) in fields {
            if let Some(error) = value.and_then(|value| check_line(field, value, limit)) {
                errors.push(error);
            }
        }
        if errors.is_empty() {
            Ok(Self {
                email: email.to_owned(),
                name: name.to_owned(),
                phone,
                external_id,
            })
        } else {
            Err(errors)
        }
    }

    /// What makes two addresses the same person's. RFC 5321 lets the local part be case-sensitive; no
    /// mail service in use is, and two letters' case must not make two candidates.
    pub fn email_key(&self) -> String {
        self.email.to_lowercase()
    }
}

/// A usable address: one that lettre accepts, with a dotted domain and no more than 254 bytes (RFC 5321).
pub fn check_email(email: &str) -> Result<(), FieldError> {
    if email.is_empty() {
        return Err(field_error("email", "required", "e-mail must not be empty"));
    }
    let usable = email.len() <= 254
        && email.parse::<Address>().is_ok_and(|address| {
            let domain = address.domain();
            domain.contains('.') && !domain.ends_with('.') && !domain.starts_with('[')
        });
    if usable {
        Ok(())
    } else {
        Err(field_error("email", "invalid", "is not an e-mail address"))
    }
}

/// One line of text: no control characters (they would break headers and logs), not too long.
pub fn check_line(field: &str, value: &str, limit: usize) -> Option<FieldError> {
    if value.chars().count() > limit {
        return Some(field_error(
            field,
            "too_long",
            format!("at most {limit} characters"),
        ));
    }
    value
        .chars()
        .any(char::is_control)
        .then(|| field_error(field, "invalid", "must not hold control characters"))
}

/// The token of `/me/{token}`. Made of the address too: a link sent to a wrong one dies with its correction.
pub fn link_token(app: &App, id: &str, email_key: &str) -> String {
    app.keys
        .link_token(LinkKind::Candidate, &format!("{id} {email_key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_any_unicode() {
        for name in [
            "Åsa Öberg",
            "李小龍",
            "ʻOkina Kaʻahumanu",
            "👩‍🚀 Ñandú",
            "O'Brien-Æbler",
        ] {
            assert_eq!(
                Contact::parse("a@exempel.example", name, None, None)
                    .unwrap()
                    .name,
                name
            );
        }
    }

    #[test]
    fn names_sort_as_a_swede_expects() {
        let mut names = [
            "Örjan",
            "Zelda",
            "Åsa",
            "anna",
            "Älva",
            "Émile",
            "Fia",
            "Øyvind",
            "A\u{30a}ke",
        ];
        names.sort_by_key(|name| name_key(name));
        assert_eq!(
            names,
            [
                "anna",
                "Émile",
                "Fia",
                "Zelda",
                "A\u{30a}ke",
                "Åsa",
                "Älva",
                "Örjan",
                "Øyvind"
            ]
        );
    }

    #[test]
    fn unusable_fields_are_named() {
        let fields = |email: &str, name: &str| {
            let errors = Contact::parse(email, name, None, None).unwrap_err();
            errors
                .into_iter()
                .map(|error| error.field)
                .collect::<Vec<_>>()
        };
        assert_eq!(fields("", ""), ["email", "name"]);
        for bad in [
            "a",
            "a@b",
            "a@b.",
            "a b@exempel.example",
            "a@exempel.example\r\nBcc: x@y.example",
            "@x.example",
        ] {
            assert_eq!(fields(bad, "A"), ["email"], "{bad}");
        }
        assert_eq!(fields("a@exempel.example", "A\nB"), ["name"]);
        assert_eq!(fields("a@exempel.example", &"x".repeat(201)), ["name"]);
    }
}
