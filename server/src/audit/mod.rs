//! The audit log: who looked at or changed which candidate, or what else (rule 21).
//! Holds ids and verbs, never a candidate's name or address.

pub mod export;
mod store;

use jiff::tz::TimeZone;
use samtycke_shared::api::FieldError;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Actor;
use crate::clock::{Millis, day_end, day_start, parse_rfc3339};
use crate::db::Tx;
use crate::error::{Error, Result, field_error};
use crate::random::is_id;

pub use store::{actions, actors, list, of_candidate};

/// What this server writes, in the words of the API. People read `audit-action-…` in the Fluent files.
pub const ACTIONS: [&str; 56] = [
    "account.set_up",
    "api_key.created",
    "api_key.revoked",
    "audit.exported",
    "batch.cancelled",
    "candidate.asked",
    "candidate.corrected",
    "candidate.erased",
    "candidate.held",
    "candidate.proof",
    "candidate.registered",
    "candidate.released",
    "candidate.restricted",
    "candidate.unrestricted",
    "candidate.viewed",
    "candidates.exported",
    "candidates.imported",
    "candidates.listed",
    "consent.recorded_by_staff",
    "erasures.approved",
    "erasures.started",
    "factor.code_added",
    "factor.company_account_added",
    "factor.passkey_added",
    "factor.passkey_removed",
    "factor.recovery_codes_made",
    "filter.removed",
    "filter.saved",
    "password.changed",
    "password.set",
    "record.exported",
    "renewals.asked",
    "session.ended",
    "session.others_ended",
    "settings.changed",
    "site.added",
    "site.changed",
    "staff.followed_link",
    "staff.invited",
    "staff.removed",
    "staff.reset",
    "staff.role_changed",
    "staff.sign_in_failed",
    "staff.signed_in",
    "sweep.approved",
    "text.created",
    "text.discarded",
    "text.drafted",
    "text.published",
    "webhook.added",
    "webhook.changed",
    "webhook.disabled",
    "webhook.enabled",
    "webhook.removed",
    "webhook.secret_rotated",
    "webhook.tested",
];

#[derive(Debug, Clone, PartialEq, sqlx::FromRow, serde::Serialize, utoipa::ToSchema)]
pub struct Entry {
    pub id: String,
    #[serde(serialize_with = "as_rfc3339")]
    #[schema(value_type = String)]
    pub at: i64,
    /// `staff:{id}` or `key:{id}`.
    pub actor: String,
    pub action: String,
    pub candidate_id: Option<String>,
    pub detail: Option<String>,
}

fn as_rfc3339<S: serde::Serializer>(
    at: &i64,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::clock::rfc3339(*at))
}

/// Which entries, as the address bar and the API's query string say it. An empty field says nothing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// `staff:{id}` or `key:{id}`.
    #[param(required = false)]
    pub actor: String,
    /// Such as `candidate.viewed`.
    #[param(required = false)]
    pub action: String,
    /// A candidate's id, also one who has been erased.
    #[param(required = false)]
    pub candidate: String,
    /// RFC 3339, or a day in the tenant's time zone.
    #[param(required = false)]
    pub from: String,
    /// RFC 3339 (not included), or a day in the tenant's time zone (included).
    #[param(required = false)]
    pub to: String,
}

/// A [`Filter`] whose every field was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Criteria {
    pub actor: Option<String>,
    pub action: Option<String>,
    pub candidate: Option<String>,
    pub from: Option<Millis>,
    /// Not included.
    pub to: Option<Millis>,
}

impl Filter {
    /// # Errors
    /// `Invalid` for every field not understood.
    pub fn criteria(&self, zone: &TimeZone) -> Result<Criteria> {
        let mut errors = Vec::new();
        let candidate = given(&self.candidate);
        if candidate.as_deref().is_some_and(|id| !is_id(id)) {
            errors.push(field_error("candidate", "invalid", "is not an id"));
        }
        let criteria = Criteria {
            actor: given(&self.actor),
            action: given(&self.action),
            candidate,
            from: moment("from", &self.from, zone, false, &mut errors),
            to: moment("to", &self.to, zone, true, &mut errors),
        };
        if errors.is_empty() {
            Ok(criteria)
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// The fields that say something, for the audit log itself.
    fn summary(&self) -> String {
        let fields = [
            ("actor", &self.actor),
            ("action", &self.action),
            ("candidate", &self.candidate),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let said: Vec<String> = fields
            .into_iter()
            .filter_map(|(name, value)| given(value).map(|value| format!("{name}: {value}")))
            .collect();
        said.join("; ")
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn moment(
    field: &str,
    text: &str,
    zone: &TimeZone,
    end_of_day: bool,
    errors: &mut Vec<FieldError>,
) -> Option<Millis> {
    let text = given(text)?;
    let day = if end_of_day { day_end } else { day_start };
    let moment = day(&text, zone).or_else(|| parse_rfc3339(&text));
    if moment.is_none() {
        errors.push(field_error(
            field,
            "invalid",
            format!("{text:?} is not a day such as 2026-01-31"),
        ));
    }
    moment
}

/// Writes an entry in the transaction of what it tells about.
pub async fn write(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    candidate: Option<&str>,
    detail: Option<&str>,
) -> Result<()> {
    // One moment for both: the list finds a span of time by its ids.
    let at = app.now();
    let entry = Entry {
        id: app.random.id(at),
        at,
        actor: actor.name.clone(),
        action: action.to_owned(),
        candidate_id: candidate.map(str::to_owned),
        detail: detail.map(str::to_owned),
    };
    store::insert(tx, &actor.tenant_id, &entry).await
}

/// The same of many candidates; `actor` as [`Actor::name`] has it.
pub async fn write_all(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    actor: &str,
    action: &str,
    candidates: impl IntoIterator<Item = &str>,
) -> Result<()> {
    let at = app.now();
    let entries: Vec<Entry> = candidates
        .into_iter()
        .map(|candidate| Entry {
            id: app.random.id(at),
            at,
            actor: actor.to_owned(),
            action: action.to_owned(),
            candidate_id: Some(candidate.to_owned()),
            detail: None,
        })
        .collect();
    store::insert_all(tx, tenant, &entries).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::rfc3339;

    fn filter(from: &str, to: &str) -> Filter {
        Filter {
            from: from.into(),
            to: to.into(),
            ..Filter::default()
        }
    }

    #[test]
    fn a_day_is_the_tenants_own_and_the_last_one_counts() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let criteria = filter("2026-03-28", "2026-03-29").criteria(&zone).unwrap();
        assert_eq!(rfc3339(criteria.from.unwrap()), "2026-03-27T23:00:00Z");
        assert_eq!(
            rfc3339(criteria.to.unwrap()),
            "2026-03-29T22:00:00Z",
            "summer time begins in between"
        );
        let exact = filter("2026-03-28T12:00:00+02:00", "").criteria(&zone);
        assert_eq!(
            rfc3339(exact.unwrap().from.unwrap()),
            "2026-03-28T10:00:00Z"
        );
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let odd = Filter {
            candidate: "x".into(),
            ..filter("yesterday", "2026-02-30")
        };
        let Err(Error::Invalid(errors)) = odd.criteria(&TimeZone::UTC) else {
            panic!("was understood");
        };
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["candidate", "from", "to"]);
    }

    #[test]
    fn every_action_has_words_in_both_languages() {
        for action in ACTIONS {
            let key = format!("audit-action-{}", action.replace(['.', '_'], "-"));
            for language in ["sv", "en"] {
                assert!(!crate::i18n::text(language, &key, &[]).is_empty(), "{key}");
            }
        }
    }
}
