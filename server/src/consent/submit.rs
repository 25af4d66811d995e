//! A candidate's answer in the widget on a career page.

use std::collections::BTreeMap;

use samtycke_shared::api::{ConsentText, Controller, FieldError, Purpose, Recorded, Submission};
use samtycke_shared::receipt::sha256_hex;

use super::append::{Append, Appended};
use super::notice::{self, Notice, Unacceptable};
use super::record::{Circumstances, PurposeDecision};
use super::store::{self, Event, Rendition};
use super::{EventKind, Identity, Origin, valid_until};
use crate::app::App;
use crate::candidates::{self, Contact, Source};
use crate::clock::{Millis, rfc3339};
use crate::db::Tx;
use crate::error::{Error, Result, field_error};
use crate::mail;
use crate::random::is_id;
use crate::renewal;
use crate::tenants::{self, Site, Tenant};

/// The text a site serves, in the asked language or the one that comes closest.
///
/// # Errors
/// `NotFound` for an unknown site and for one whose text was never published.
pub async fn consent_text(
    app: &App,
    site_key: &str,
    language: Option<&str>,
) -> Result<ConsentText> {
    let mut tx = app.db.read().await?;
    let site = tenants::store::site_by_key(&mut tx, site_key).await?;
    let tenant = tenants::store::get(&mut tx, &site.tenant_id).await?;
    let renditions = store::current_renditions(&mut tx, &tenant.id, &site.consent_text_id).await?;
    serve(app, &site.id, &tenant, &renditions, language)
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
    let mut tx = app.db.read().await?;
    let site = tenants::store::site_by_key(&mut tx, site_key).await?;
    drop(tx);
    if page_origin.is_some_and(|origin| !site.allows(origin)) {
        return Err(Error::Forbidden(
            "this page's origin is not among the site's allowed origins".to_owned(),
        ));
    }
    let contact = check_fields(submission)?;
    let digest = digest(&site, &contact, submission)?;
    match record(app, &site, &contact, submission, &digest).await? {
        Some(recorded) => Ok(recorded),
        // Another server recorded the same submission between our look and our insert.
        None => repeat(app, &site, submission, &digest)
            .await?
            .ok_or_else(|| Error::internal("submission vanished")),
    }
}

async fn repeat(
    app: &App,
    site: &Site,
    submission: &Submission,
    digest: &str,
) -> Result<Option<Recorded>> {
    let mut tx = app.db.read().await?;
    match store::event_by_submission(&mut tx, &site.tenant_id, &submission.submission_id).await? {
        Some(event) => already_recorded(&event, digest).map(Some),
        None => Ok(None),
    }
}

/// The first answer again, but only to the same submission: an id seen by others must not hand out
/// somebody's receipt.
fn already_recorded(event: &Event, digest: &str) -> Result<Recorded> {
    if event.submission_digest.as_deref() != Some(digest) {
        return Err(Error::field(
            "submission_id",
            "invalid",
            "was already used for another submission",
        ));
    }
    Ok(answer(&event.id, event.receipt.clone(), event.at))
}

fn answer(id: &str, receipt: Option<String>, at: Millis) -> Recorded {
    Recorded {
        consent_id: id.to_owned(),
        receipt: receipt.unwrap_or_default(),
        recorded_at: rfc3339(at),
        status: super::Status::Valid.to_string(),
    }
}

async fn record(
    app: &App,
    site: &Site,
    contact: &Contact,
    submission: &Submission,
    digest: &str,
) -> Result<Option<Recorded>> {
    let mut tx = app.db.begin().await?;
    if let Some(event) =
        store::event_by_submission(&mut tx, &site.tenant_id, &submission.submission_id).await?
    {
        return already_recorded(&event, digest).map(Some);
    }
    let tenant = tenants::store::get(&mut tx, &site.tenant_id).await?;
    let shown = shown(app, &mut tx, site, &tenant, &submission.served).await?;
    let purposes = decide(
        &shown.rendition.purposes()?,
        &submission.decisions,
        app.now(),
    )?;
    let language = shown.rendition.language.clone();
    let candidate = candidates::find_or_create(
        app,
        &mut tx,
        &tenant,
        &site.consent_text_id,
        contact,
        &language,
        Source::Web,
    )
    .await?;
    // Rule 4: whoever typed the address may not be the one it belongs to, so nothing is taken back.
    let effective: Vec<_> = purposes
        .iter()
        .filter(|decision| decision.granted)
        .cloned()
        .collect();
    let append = Append {
        tenant: &tenant,
        candidate: &candidate,
        kind: if candidate.has_consented() {
            EventKind::Renewed
        } else {
            EventKind::Given
        },
        origin: Origin::Widget,
        identity: Identity::Unverified,
        shown: Some(&shown.rendition),
        purposes: &purposes,
        effective: &effective,
        circumstances: Circumstances {
            typed: Some(contact.clone()),
            served_at: Some(shown.served_at),
            page_url: Some(submission.page_url.clone()),
            widget_version: submission.widget_version.clone(),
            ..Circumstances::default()
        },
        submission: Some((&submission.submission_id, digest)),
    };
    let Appended::Recorded {
        event_id,
        receipt,
        at,
    } = append.run(app, &mut tx).await?
    else {
        return Ok(None);
    };
    renewal::close_answered(
        app,
        &mut tx,
        &tenant.id,
        &candidate.id,
        renewal::Answered::Renewed,
    )
    .await?;
    mail::outbox::queue_confirmation(app, &mut tx, &tenant.id, &candidate.id, &event_id).await?;
    tx.commit().await?;
    app.ring();
    Ok(Some(answer(&event_id, receipt, at)))
}

struct Shown {
    rendition: Rendition,
    served_at: Millis,
}

/// Rule 2: the version recorded is the one the notice says was seen, and it must still be the current one.
async fn shown(
    app: &App,
    tx: &mut Tx,
    site: &Site,
    tenant: &Tenant,
    served: &str,
) -> Result<Shown> {
    let renditions = store::current_renditions(tx, &tenant.id, &site.consent_text_id).await?;
    let stale = || -> Error {
        match serve(app, &site.id, tenant, &renditions, None) {
            Ok(current) => Error::StaleNotice(Box::new(current)),
            Err(error) => error,
        }
    };
    let notice = match notice::open(app, served, &site.id) {
        Ok(notice) => notice,
        Err(Unacceptable::Forged) => {
            return Err(Error::field(
                "served",
                "invalid",
                "is not a notice this server has served",
            ));
        }
        Err(Unacceptable::Stale) => return Err(stale()),
    };
    let current = renditions.iter().find(|rendition| {
        rendition.text_version_id == notice.text_version_id && rendition.language == notice.language
    });
    match current {
        Some(rendition) => Ok(Shown {
            rendition: rendition.clone(),
            served_at: notice.served_at,
        }),
        None => {
            let current = serve(app, &site.id, tenant, &renditions, Some(&notice.language))?;
            Err(Error::StaleNotice(Box::new(current)))
        }
    }
}

/// Rule 3: only what was ticked is granted; a box left out of the answer was not ticked.
///
/// # Errors
/// `Invalid` for a purpose the text does not have, a required one not granted, or nothing granted.
pub fn decide(
    purposes: &[Purpose],
    ticked: &BTreeMap<String, bool>,
    now: Millis,
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
                until: granted.then(|| valid_until(now, purpose.validity_months)),
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

/// What makes two submissions the same: everything the candidate decided, not the notice, which is
/// fetched anew after a reload.
fn digest(site: &Site, contact: &Contact, submission: &Submission) -> Result<String> {
    let same = serde_json::json!([
        site.id,
        contact.email_key(),
        contact.name,
        submission.decisions
    ]);
    Ok(sha256_hex(&serde_json::to_vec(&same)?))
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
        assert!(decide(&purposes, &ticked(&[]), 0).is_err());
        assert!(decide(&purposes, &ticked(&[("a", false)]), 0).is_err());
        let decisions = decide(&purposes, &ticked(&[("a", true)]), 0).unwrap();
        assert_eq!(
            decisions.iter().map(|d| d.granted).collect::<Vec<_>>(),
            [true, false]
        );
        assert_eq!(decisions[1].until, None);
    }

    #[test]
    fn a_required_purpose_must_be_granted_and_an_unknown_one_is_refused() {
        let purposes = [purpose("a", true), purpose("b", false)];
        assert!(decide(&purposes, &ticked(&[("b", true)]), 0).is_err());
        assert!(decide(&purposes, &ticked(&[("a", true), ("c", true)]), 0).is_err());
    }
}
