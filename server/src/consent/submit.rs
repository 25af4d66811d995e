//! A candidate's answer in the widget on a career page.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use samtycke_shared::api::{ConsentText, Controller, FieldError, Purpose, Recorded, Submission};

use super::notice::{self, Notice};
use super::record::PurposeDecision;
use super::store::{self, Rendition};
use super::valid_until;
use crate::app::App;
use crate::candidates::Contact;
use crate::clock::Millis;
use crate::error::{Error, Result, field_error};
use crate::random::is_id;
use crate::tenants::{self, Site, Tenant};

mod batch;
mod turns;

pub use batch::Asked;
pub use turns::Turns;

/// The text a site serves, in the asked language or the one that comes closest.
///
/// # Errors
/// `NotFound` for an unknown site and for one whose text was never published, `Forbidden` for a foreign origin.
pub async fn consent_text(
    app: &App,
    site_key: &str,
    page_origin: Option<&str>,
    language: Option<&str>,
) -> Result<ConsentText> {
    let mut tx = app.db.read().await?;
    let open = store::open_site(&mut tx, site_key).await?;
    refuse_foreign(&open.site, page_origin)?;
    let tenant = tenants::store::get(&mut tx, &open.site.tenant_id).await?;
    let renditions = app.renditions.of(&mut tx, &open).await?;
    let site = open.site;
    let text = serve(app, &site.id, &tenant, &renditions, language)?;
    // Checked when it was chosen; one that no longer passes is better left out than unreadable.
    let theme = site.colours().and_then(|colours| colours.theme().ok());
    Ok(ConsentText { theme, ..text })
}

fn refuse_foreign(site: &Site, page_origin: Option<&str>) -> Result<()> {
    if page_origin.is_none_or(|origin| site.allows(origin)) {
        return Ok(());
    }
    Err(Error::forbidden(
        "origin",
        "this page's origin is not among the site's allowed origins",
    ))
}

/// The consent text as a page gets it, with the notice that says it was served in `place`.
pub fn serve(
    app: &App,
    place: &str,
    tenant: &Tenant,
    renditions: &[Rendition],
    language: Option<&str>,
) -> Result<ConsentText> {
    let shown = choose(renditions, language, &tenant.language).ok_or(Error::NotFound)?;
    let notice = Notice {
        place: place.to_owned(),
        text_version_id: shown.text_version_id.clone(),
        language: shown.language.clone(),
        served_at: app.now(),
    };
    Ok(ConsentText {
        text_version_id: shown.text_version_id.clone(),
        version: shown.version,
        language: shown.language.clone(),
        title: shown.title.clone(),
        body_html: shown.body_html.clone(),
        body_sha256: shown.body_sha256.clone(),
        purposes: shown.purposes()?,
        controller: Controller {
            name: tenant.name.clone(),
            contact: tenant.contact.clone(),
        },
        languages: renditions
            .iter()
            .map(|rendition| rendition.language.clone())
            .collect(),
        served: notice::seal(app, notice)?,
        theme: None,
    })
}

/// The asked language, then the tenant's, then English, then the first.
pub fn choose<'r>(
    renditions: &'r [Rendition],
    asked: Option<&str>,
    own: &str,
) -> Option<&'r Rendition> {
    let primary = asked.map(|tag| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    });
    let by = |language: &str| {
        renditions
            .iter()
            .find(|rendition| rendition.language == language)
    };
    primary
        .as_deref()
        .and_then(by)
        .or_else(|| by(own))
        .or_else(|| by("en"))
        .or(renditions.first())
}

/// Records a submission, once however often it arrives.
///
/// # Errors
/// `Forbidden` for a foreign origin, `StaleNotice` with the current text, `Invalid` by field.
pub async fn submit(
    app: &App,
    site_key: &str,
    page_origin: Option<&str>,
    submission: &Submission,
) -> Result<Recorded> {
    let asked = Asked {
        site_key: site_key.to_owned(),
        page_origin: page_origin.map(str::to_owned),
        contact: check_fields(submission)?,
        submission: submission.clone(),
    };
    app.submissions.record(app, asked).await
}

/// Rule 3: only what was ticked is granted; a box left out of the answer was not ticked.
///
/// # Errors
/// `Invalid` for a purpose the text does not have, a required one not granted, or nothing granted.
pub fn decide(
    purposes: &[Purpose],
    ticked: &BTreeMap<String, bool>,
    now: Millis,
    zone: &TimeZone,
) -> Result<Vec<PurposeDecision>> {
    let mut errors: Vec<FieldError> = ticked
        .keys()
        .filter(|key| !purposes.iter().any(|purpose| &purpose.key == *key))
        .map(|key| {
            field_error(
                &format!("decisions.{key}"),
                "unknown",
                "the text has no such purpose",
            )
        })
        .collect();
    let decisions: Vec<PurposeDecision> = purposes
        .iter()
        .map(|purpose| {
            let granted = ticked.get(&purpose.key).copied().unwrap_or(false);
            if purpose.required && !granted {
                let field = format!("decisions.{}", purpose.key);
                errors.push(field_error(&field, "required", "this consent is needed"));
            }
            PurposeDecision {
                key: purpose.key.clone(),
                label: purpose.label.clone(),
                granted,
                until: granted.then(|| valid_until(now, purpose.validity_months, zone)),
            }
        })
        .collect();
    if errors.is_empty() && !decisions.iter().any(|decision| decision.granted) {
        errors.push(field_error(
            "decisions",
            "not_consented",
            "no box was ticked; nothing was recorded",
        ));
    }
    if errors.is_empty() {
        Ok(decisions)
    } else {
        Err(Error::Invalid(errors))
    }
}

fn check_fields(submission: &Submission) -> Result<Contact> {
    let mut errors = Vec::new();
    let candidate = &submission.candidate;
    let contact = Contact::parse(
        &candidate.email,
        &candidate.name,
        candidate.phone.as_deref(),
        candidate.external_id.as_deref(),
    )
    .unwrap_or_else(|found| {
        errors.extend(found.into_iter().map(|error| FieldError {
            field: format!("candidate.{}", error.field),
            ..error
        }));
        Contact::default()
    });
    if !is_id(&submission.submission_id) {
        errors.push(field_error("submission_id", "invalid", "must be a UUID"));
    }
    if submission.page_url.len() > 2_000 {
        errors.push(field_error(
            "page_url",
            "too_long",
            "at most 2,000 characters",
        ));
    }
    if submission
        .widget_version
        .as_ref()
        .is_some_and(|version| version.len() > 40)
    {
        errors.push(field_error(
            "widget_version",
            "too_long",
            "at most 40 characters",
        ));
    }
    if errors.is_empty() {
        Ok(contact)
    } else {
        Err(Error::Invalid(errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purpose(key: &str, required: bool) -> Purpose {
        Purpose {
            key: key.into(),
            label: key.into(),
            description: String::new(),
            required,
            validity_months: 12,
        }
    }

    fn ticked(keys: &[(&str, bool)]) -> BTreeMap<String, bool> {
        keys.iter()
            .map(|(key, value)| ((*key).to_owned(), *value))
            .collect()
    }

    #[test]
    fn silence_is_never_consent() {
        let purposes = [purpose("a", false), purpose("b", false)];
        assert!(decide(&purposes, &ticked(&[]), 0, &TimeZone::UTC).is_err());
        assert!(decide(&purposes, &ticked(&[("a", false)]), 0, &TimeZone::UTC).is_err());
        let decisions = decide(&purposes, &ticked(&[("a", true)]), 0, &TimeZone::UTC).unwrap();
        assert_eq!(
            decisions.iter().map(|d| d.granted).collect::<Vec<_>>(),
            [true, false]
        );
        assert_eq!(decisions[1].until, None);
    }

    #[test]
    fn a_required_purpose_must_be_granted_and_an_unknown_one_is_refused() {
        let purposes = [purpose("a", true), purpose("b", false)];
        assert!(decide(&purposes, &ticked(&[("b", true)]), 0, &TimeZone::UTC).is_err());
        assert!(
            decide(
                &purposes,
                &ticked(&[("a", true), ("c", true)]),
                0,
                &TimeZone::UTC
            )
            .is_err()
        );
    }
}
