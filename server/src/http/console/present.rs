//! From the domain's facts to what the views show.

use std::collections::HashMap;

use samtycke_shared::api::FieldError;
use time::macros::format_description;

use super::session::Desk;
use super::views::{Deadline, FieldErrors, When};
use crate::auth;
use crate::clock::{Millis, rfc3339};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::i18n;
use crate::mail::compose::{local, local_date};
use crate::tenants::Tenant;

/// A moment with date and time of day, where the tenant is.
pub fn moment(desk: &Desk, at: Millis) -> When {
    When {
        iso: rfc3339(at),
        shown: i18n::date_time(&desk.language, local(&desk.tenant, at)),
    }
}

pub fn day(desk: &Desk, at: Millis) -> When {
    When {
        iso: rfc3339(at),
        shown: i18n::date(&desk.language, local_date(&desk.tenant, at)),
    }
}

pub fn deadline(desk: &Desk, at: Millis, now: Millis) -> Deadline {
    let days = local_date(&desk.tenant, at) - local_date(&desk.tenant, now);
    Deadline {
        at: day(desk, at),
        days_left: days.whole_days(),
    }
}

/// Today as date inputs want it.
pub fn today(tenant: &Tenant, now: Millis) -> String {
    local_date(tenant, now)
        .format(format_description!("[year]-[month]-[day]"))
        .unwrap_or_default()
}

/// The errors of a form to show again, in the reader's words; anything else is an error of its own.
/// `part` tells apart what several forms have under the same name.
pub fn mistakes(desk: &Desk, part: &str, error: Error) -> Result<FieldErrors> {
    let errors = match error {
        Error::Invalid(errors) => errors,
        other => return Err(other),
    };
    let in_words = |error: FieldError| {
        let words = i18n::mistake(&desk.language, part, &error);
        (error.field, words)
    };
    Ok(FieldErrors(errors.into_iter().map(in_words).collect()))
}

/// As [`mistakes`]; what does not fit the state of things is said at `field`.
pub fn mistakes_at(desk: &Desk, part: &str, field: &str, error: Error) -> Result<FieldErrors> {
    match error {
        Error::Conflict(refusal) => {
            let words = i18n::refusal(&desk.language, &refusal);
            Ok(FieldErrors(vec![(field.to_owned(), words)]))
        }
        error => mistakes(desk, part, error),
    }
}

/// Staff by the name the audit log gives them.
pub struct People(HashMap<String, String>);

impl People {
    pub async fn load(tx: &mut Tx, tenant: &str) -> Result<Self> {
        let staff = auth::store::staff_ever_of(tx, tenant).await?;
        Ok(Self(
            staff
                .into_iter()
                .map(|staff| (format!("staff:{}", staff.id), staff.name))
                .collect(),
        ))
    }

    pub fn name(&self, desk: &Desk, actor: &str) -> String {
        match (self.known(actor), actor) {
            (Some(name), _) => name.to_owned(),
            (None, auth::NOBODY) => desk.say("accounts-actor-nobody"),
            (None, auth::OPERATOR) => desk.say("accounts-actor-operator"),
            (None, _) => desk.say("actor-key"),
        }
    }

    /// The name of staff who are still there.
    pub fn known(&self, actor: &str) -> Option<&str> {
        self.0.get(actor).map(String::as_str)
    }
}
