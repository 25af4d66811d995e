//! The tenant: the GDPR controller to whom all data belongs, with its settings and sites.

pub mod change;
pub mod recipients;
pub mod record;
pub mod retention;
pub mod setup;
pub mod store;
pub mod theme;

use jiff::tz::TimeZone;
use samtycke_shared::api::FieldError;
use samtycke_shared::receipt::JURISDICTIONS;
use serde::{Deserialize, Serialize};

use crate::candidates::check_line;
use crate::error::{Error, Result, field_error};
use recipients::Recipient;
use retention::Category;
use theme::Colours;

/// Days a candidate has to answer a renewal request (rule 9).
pub const ANSWER_DAYS: i64 = 30;

#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Tenant {
    pub id: String,
    pub name: String,
    pub contact: String,
    pub authority: String,
    pub recipients: String,
    pub address: String,
    pub storage: String,
    pub jurisdiction: String,
    pub time_zone: String,
    pub language: String,
    pub lead_days: i64,
    pub reminder_days: String,
    pub sweep_stopped_at: Option<i64>,
    pub sweep_due: Option<i64>,
    pub dpo: String,
    pub recipient_list: String,
    pub retention: String,
    pub security: String,
}

/// What an admin may change (`GET`/`PUT /v1/settings`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub contact: String,
    /// The supervisory authority candidates may complain to.
    #[serde(default)]
    pub authority: String,
    /// Who receives the data, in words.
    #[serde(default)]
    pub recipients: String,
    /// The controller's postal address.
    #[serde(default)]
    pub address: String,
    /// Where the data is stored, in words, such as a country and who runs the machines.
    #[serde(default)]
    pub storage: String,
    /// Whose law applies: `EU`, or the ISO 3166-1 alpha-2 code of a country in the European Economic
    /// Area. Chosen by the time zone when left empty.
    #[serde(default)]
    pub jurisdiction: String,
    /// An IANA time zone: the one deadlines are counted in.
    pub time_zone: String,
    pub language: String,
    /// How many days before a consent's validity ends it is asked for anew.
    pub lead_days: i64,
    /// Days after the request on which a candidate who has not answered is reminded.
    pub reminder_days: Vec<i64>,
    /// How to reach the data protection officer, where there is one.
    #[serde(default)]
    pub dpo: String,
    /// Who receives the data, one by one; named in texts and receipts instead of `recipients`. Stays as
    /// it is when left out.
    #[serde(default)]
    pub recipient_list: Option<Vec<Recipient>>,
    /// Which data is kept for what and how long, for the record of processing activities. Stays as it
    /// is when left out.
    #[serde(default)]
    pub retention: Option<Vec<Category>>,
    /// How the data is protected, for the record of processing activities. Stays as it is when left out.
    #[serde(default)]
    pub security: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Site {
    pub tenant_id: String,
    pub id: String,
    pub site_key: String,
    pub name: String,
    pub origins: String,
    pub consent_text_id: String,
    pub theme: Option<String>,
}

impl Site {
    /// Whether a page of this origin may embed the widget.
    pub fn allows(&self, origin: &str) -> bool {
        self.origin_list().iter().any(|allowed| allowed == origin)
    }

    pub fn origin_list(&self) -> Vec<String> {
        serde_json::from_str(&self.origins).unwrap_or_default()
    }

    /// The colours chosen for the widget, where it does not keep its own.
    pub fn colours(&self) -> Option<Colours> {
        serde_json::from_str(self.theme.as_deref()?).ok()
    }
}

impl Tenant {
    pub fn reminder_days(&self) -> Vec<i64> {
        serde_json::from_str(&self.reminder_days).unwrap_or_default()
    }

    pub fn recipient_list(&self) -> Vec<Recipient> {
        serde_json::from_str(&self.recipient_list).unwrap_or_default()
    }

    pub fn retention(&self) -> Vec<Category> {
        serde_json::from_str(&self.retention).unwrap_or_default()
    }

    /// Who answers questions about data protection: the officer, or the contact where there is none.
    pub fn dpo_or_contact(&self) -> &str {
        match self.dpo.trim() {
            "" => &self.contact,
            dpo => dpo,
        }
    }

    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    pub fn settings(&self) -> Settings {
        Settings {
            name: self.name.clone(),
            contact: self.contact.clone(),
            authority: self.authority.clone(),
            recipients: self.recipients.clone(),
            address: self.address.clone(),
            storage: self.storage.clone(),
            jurisdiction: self.jurisdiction.clone(),
            time_zone: self.time_zone.clone(),
            language: self.language.clone(),
            lead_days: self.lead_days,
            reminder_days: self.reminder_days(),
            dpo: self.dpo.clone(),
            recipient_list: Some(self.recipient_list()),
            retention: Some(self.retention()),
            security: Some(self.security.clone()),
        }
    }
}

impl Settings {
    /// With a jurisdiction, if there was none.
    pub fn completed(mut self) -> Self {
        if self.jurisdiction.trim().is_empty() {
            jurisdiction_of(&self.time_zone).clone_into(&mut self.jurisdiction);
        }
        self
    }

    pub fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        for (field, value) in [("name", &self.name), ("contact", &self.contact)] {
            if value.trim().is_empty() {
                errors.push(field_error(
                    field,
                    "required",
                    format!("{field} must not be empty"),
                ));
            }
        }
        errors.extend(self.check_receipt_fields());
        if TimeZone::get(&self.time_zone).is_err() {
            errors.push(field_error(
                "time_zone",
                "invalid",
                "not an IANA time zone such as Europe/Stockholm",
            ));
        }
        if !is_language(&self.language) {
            errors.push(field_error(
                "language",
                "invalid",
                "not a language code such as sv",
            ));
        }
        if !(0..=365).contains(&self.lead_days) {
            errors.push(field_error(
                "lead_days",
                "invalid",
                "must be between 0 and 365",
            ));
        }
        errors.extend(check_reminders(&self.reminder_days));
        errors.extend(recipients::problems(
            self.recipient_list.as_deref().unwrap_or_default(),
        ));
        errors.extend(retention::problems(
            self.retention.as_deref().unwrap_or_default(),
        ));
        errors.extend(self.security.as_deref().and_then(check_text));
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// What stands in every receipt, which must stay small.
    fn check_receipt_fields(&self) -> Vec<FieldError> {
        let lines = [
            ("authority", &self.authority, 200),
            ("recipients", &self.recipients, 500),
            ("address", &self.address, 200),
            ("storage", &self.storage, 200),
            ("dpo", &self.dpo, 200),
        ];
        let mut errors: Vec<FieldError> = lines
            .into_iter()
            .filter_map(|(field, value, limit)| check_line(field, value, limit))
            .collect();
        if !JURISDICTIONS.contains(&self.jurisdiction.as_str()) {
            errors.push(field_error(
                "jurisdiction",
                "invalid",
                "must be EU or the code of a country in the European Economic Area, such as SE",
            ));
        }
        errors
    }
}

/// Several lines of text.
fn check_text(security: &str) -> Option<FieldError> {
    const LIMIT: usize = 4_000;
    if security.chars().count() > LIMIT {
        return Some(field_error(
            "security",
            "too_long",
            "at most 4,000 characters",
        ));
    }
    let line_end = |character: char| matches!(character, '\n' | '\r');
    security
        .chars()
        .any(|character| character.is_control() && !line_end(character))
        .then(|| field_error("security", "invalid", "must not hold control characters"))
}

/// Whose law applies where the clocks show this zone's time, as far as the zone tells.
pub fn jurisdiction_of(time_zone: &str) -> &'static str {
    match time_zone {
        "Europe/Stockholm" => "SE",
        "Europe/Copenhagen" => "DK",
        "Europe/Oslo" => "NO",
        "Europe/Helsinki" | "Europe/Mariehamn" => "FI",
        _ => "EU",
    }
}

/// Rule 9: a reminder at or past the deadline would come too late to be of use.
pub fn check_reminders(days: &[i64]) -> Option<FieldError> {
    let ascending = days.windows(2).all(|pair| pair[0] < pair[1]);
    let inside = days.iter().all(|day| (1..ANSWER_DAYS).contains(day));
    (!ascending || !inside).then(|| {
        let message = format!(
            "must be ascending days from 1 to {}, before the deadline",
            ANSWER_DAYS - 1
        );
        field_error("reminder_days", "invalid", message)
    })
}

/// A two-letter language code; what the texts and pages are keyed by.
pub fn is_language(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// An origin in the form browsers send it (RFC 6454): scheme, host and port, nothing after.
pub fn parse_origin(text: &str) -> Option<String> {
    let url = axum::http::Uri::try_from(text.trim().trim_end_matches('/')).ok()?;
    let scheme = url
        .scheme_str()
        .filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let bare = url.path() == "/" && url.query().is_none();
    bare.then(|| {
        format!(
            "{scheme}://{}",
            url.authority()
                .map(|host| host.as_str().to_lowercase())
                .unwrap_or_default()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_at_or_past_the_deadline_are_refused() {
        assert!(check_reminders(&[14, 27]).is_none());
        assert!(check_reminders(&[]).is_none());
        for late in [&[14, 30][..], &[31], &[0, 14], &[27, 14], &[14, 14]] {
            assert!(check_reminders(late).is_some(), "{late:?}");
        }
    }

    #[test]
    fn the_jurisdiction_is_the_countrys_or_the_union() {
        for (zone, code) in [
            ("Europe/Stockholm", "SE"),
            ("Europe/Copenhagen", "DK"),
            ("Europe/Oslo", "NO"),
            ("Europe/Helsinki", "FI"),
            ("Europe/Berlin", "EU"),
            ("UTC", "EU"),
        ] {
            assert_eq!(jurisdiction_of(zone), code, "{zone}");
            assert!(JURISDICTIONS.contains(&code));
        }
    }

    #[test]
    fn origins_are_scheme_host_and_port() {
        assert_eq!(
            parse_origin("https://Jobb.Exempel.example/").as_deref(),
            Some("https://jobb.exempel.example")
        );
        assert_eq!(
            parse_origin("http://localhost:3000").as_deref(),
            Some("http://localhost:3000")
        );
        for bad in [
            "jobb.exempel.example",
            "ftp://x.example",
            "https://x.example/path",
            "*",
            "",
        ] {
            assert_eq!(parse_origin(bad), None, "{bad}");
        }
    }
}
