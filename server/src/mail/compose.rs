//! From an outbox row to a mail: the ids are looked up when it goes out, so it says what is true then.

use samtycke_shared::api::Purpose;
use time::Date;

use super::letter::{self, Letter, Sender};
use super::store::MailRow;
use super::{Attachment, Kind, Outgoing};
use crate::app::App;
use crate::auth::{self, links::INVITATION_LIFETIME};
use crate::candidates::{self, Candidate};
use crate::clock::{self, DAY, MINUTE, Millis};
use crate::consent;
use crate::consent::store::Rendition;
use crate::db::Tx;
use crate::erasure;
use crate::error::Result;
use crate::i18n;
use crate::renewal::{self, Renewal, State};
use crate::tenants::{self, Tenant};

/// What there is to send for an outbox row now.
pub enum Composed {
    Mail(Box<Outgoing>),
    /// A hold or a restriction keeps the candidate out of mail (rule 18).
    NotNow,
    /// Erased, answered or no longer wanted: nothing will ever be sent.
    NotNeeded,
}

/// The mail for `row`.
pub async fn compose(app: &App, tx: &mut Tx, row: &MailRow) -> Result<Composed> {
    if let Some(candidate) = &row.candidate_id {
        match candidates::store::find(tx, &row.tenant_id, candidate).await? {
            Some(candidate) if candidate.is_kept(app.now()) => return Ok(Composed::NotNow),
            Some(_) => {}
            None => return Ok(Composed::NotNeeded),
        }
    }
    let tenant = tenants::store::get(tx, &row.tenant_id).await?;
    let composed = match Kind::parse(&row.kind) {
        Some(Kind::Request) => request(app, tx, row, &tenant).await?,
        Some(Kind::Reminder) => reminder(app, tx, row, &tenant).await?,
        Some(Kind::Confirmation) => confirmation(app, tx, row, &tenant).await?,
        Some(Kind::Farewell) => farewell(tx, row, &tenant).await?,
        Some(kind @ (Kind::Invitation | Kind::PasswordReset)) => {
            to_staff(app, tx, row, &tenant, kind).await?
        }
        None => None,
    };
    Ok(composed.map_or(Composed::NotNeeded, |mail| Composed::Mail(Box::new(mail))))
}

async fn recipient(tx: &mut Tx, row: &MailRow) -> Result<Option<Candidate>> {
    let id = row.candidate_id.as_deref().unwrap_or_default();
    candidates::store::find(tx, &row.tenant_id, id).await
}

async fn open_renewal(tx: &mut Tx, row: &MailRow) -> Result<Option<Renewal>> {
    let renewal = renewal::store::find(
        tx,
        &row.tenant_id,
        row.renewal_id.as_deref().unwrap_or_default(),
    )
    .await?;
    Ok(renewal.filter(|renewal| matches!(renewal.state(), State::Queued | State::Asked)))
}

async fn request(
    app: &App,
    tx: &mut Tx,
    row: &MailRow,
    tenant: &Tenant,
) -> Result<Option<Outgoing>> {
    let (Some(candidate), Some(renewal)) =
        (recipient(tx, row).await?, open_renewal(tx, row).await?)
    else {
        return Ok(None);
    };
    let renditions =
        consent::store::current_renditions(tx, &tenant.id, &candidate.consent_text_id).await?;
    let rendition =
        consent::submit::choose(&renditions, Some(&candidate.language), &tenant.language);
    let language = i18n::supported(&candidate.language);
    let shown = Shown {
        purposes: rendition
            .map(Rendition::purposes)
            .transpose()?
            .unwrap_or_default(),
        language,
    };
    let data = letter::Request {
        sender: sender(tenant),
        name: candidate.name.clone(),
        reason: reason(
            &shown,
            tenant,
            &candidate,
            renewal::Reason::parse(&renewal.reason),
        ),
        review_url: review_url(app, &renewal, &candidate),
    };
    Ok(Some(to_candidate(
        app,
        row,
        tenant,
        &candidate,
        Kind::Request,
        letter::request(language, &data),
        Some(&renewal),
    )))
}

async fn reminder(
    app: &App,
    tx: &mut Tx,
    row: &MailRow,
    tenant: &Tenant,
) -> Result<Option<Outgoing>> {
    let (Some(candidate), Some(renewal)) =
        (recipient(tx, row).await?, open_renewal(tx, row).await?)
    else {
        return Ok(None);
    };
    let (Some(deadline), Some(last_day), None) = (
        renewal.deadline_at,
        renewal.last_day(tenant),
        renewal.reminders_stopped_at,
    ) else {
        return Ok(None);
    };
    let data = letter::Reminder {
        sender: sender(tenant),
        name: candidate.name.clone(),
        deadline: last_day,
        days_left: (deadline - app.now()).max(0) / DAY,
        review_url: review_url(app, &renewal, &candidate),
    };
    let letter = letter::reminder(i18n::supported(&candidate.language), &data);
    Ok(Some(to_candidate(
        app,
        row,
        tenant,
        &candidate,
        Kind::Reminder,
        letter,
        Some(&renewal),
    )))
}

async fn confirmation(
    app: &App,
    tx: &mut Tx,
    row: &MailRow,
    tenant: &Tenant,
) -> Result<Option<Outgoing>> {
    let Some(candidate) = recipient(tx, row).await? else {
        return Ok(None);
    };
    let Some(event) =
        consent::store::event(tx, &tenant.id, row.event_id.as_deref().unwrap_or_default()).await?
    else {
        return Ok(None);
    };
    let shown = consent::store::rendition(
        tx,
        &tenant.id,
        event.text_version_id.as_deref().unwrap_or_default(),
        event.language.as_deref().unwrap_or_default(),
    )
    .await?;
    let data = letter::Confirmation {
        sender: sender(tenant),
        name: candidate.name.clone(),
        consented_on: local_date(tenant, event.at),
        consents: consented(tenant, &event, shown.as_ref())?,
        me_url: app.url(&format!(
            "/me/{}",
            candidates::link_token(app, &candidate.id, &candidate.email_key())
        )),
        verify_url: app.url("/verify"),
    };
    let letter = letter::confirmation(i18n::supported(&candidate.language), &data);
    let mut mail = to_candidate(
        app,
        row,
        tenant,
        &candidate,
        Kind::Confirmation,
        letter,
        None,
    );
    mail.attachments.extend(
        event
            .receipt()
            .map(|receipt| jws("consent-receipt.jws", receipt)),
    );
    Ok(Some(mail))
}

fn consented(
    tenant: &Tenant,
    event: &consent::store::Event,
    shown: Option<&Rendition>,
) -> Result<Vec<letter::Consented>> {
    let purposes = shown
        .map(Rendition::purposes)
        .transpose()?
        .unwrap_or_default();
    let label = |key: &str| {
        let purpose = purposes.iter().find(|purpose| purpose.key == key);
        purpose.map_or_else(|| key.to_owned(), |purpose| purpose.label.clone())
    };
    let granted = event
        .fact()?
        .decisions
        .into_iter()
        .filter(|decision| decision.granted);
    Ok(granted
        .filter_map(|decision| {
            let until = local_date(tenant, decision.until?);
            Some(letter::Consented {
                label: label(&decision.purpose),
                until,
            })
        })
        .collect())
}

async fn farewell(tx: &mut Tx, row: &MailRow, tenant: &Tenant) -> Result<Option<Outgoing>> {
    let (Some(address), Some(language)) = (&row.farewell_address, &row.farewell_language) else {
        return Ok(None);
    };
    let erasure = erasure::store::get(
        tx,
        &tenant.id,
        row.erasure_id.as_deref().unwrap_or_default(),
    )
    .await?;
    let language = i18n::supported(language);
    let data = letter::Farewell {
        sender: sender(tenant),
        reason: farewell_reason(&erasure.reason),
        erased_at: local(tenant, erasure.erased_at),
    };
    Ok(Some(Outgoing {
        message_id: row.id.clone(),
        kind: Kind::Farewell,
        from_name: tenant.name.clone(),
        reply_to: Some(tenant.contact.clone()),
        to: address.clone(),
        language: language.to_owned(),
        letter: letter::farewell(language, &data),
        unsubscribe_url: None,
        attachments: vec![jws("erasure-certificate.jws", erasure.certificate)],
    }))
}

fn farewell_reason(reason: &str) -> letter::FarewellReason {
    match erasure::Reason::parse(reason) {
        Some(erasure::Reason::Declined) => letter::FarewellReason::Declined,
        Some(erasure::Reason::Withdrawn) => letter::FarewellReason::Withdrawn,
        Some(erasure::Reason::Unanswered) => letter::FarewellReason::Unanswered,
        Some(erasure::Reason::Candidate) => letter::FarewellReason::Requested,
        Some(erasure::Reason::Staff) | None => letter::FarewellReason::Company,
    }
}

async fn to_staff(
    app: &App,
    tx: &mut Tx,
    row: &MailRow,
    tenant: &Tenant,
    kind: Kind,
) -> Result<Option<Outgoing>> {
    let id = row.staff_id.as_deref().unwrap_or_default();
    let Some(staff) = auth::store::staff(tx, &tenant.id, id).await? else {
        return Ok(None);
    };
    let data = letter::StaffLink {
        tenant: tenant.name.clone(),
        name: staff.name,
        url: auth::sign_in_url(app, &row.id),
    };
    let language = i18n::supported(&staff.language);
    let letter = match kind {
        Kind::Invitation => letter::invitation(language, &data, INVITATION_LIFETIME / DAY),
        _ => letter::password_reset(language, &data, auth::MAILED_LINK_LIFETIME / MINUTE),
    };
    Ok(Some(Outgoing {
        message_id: row.id.clone(),
        kind,
        from_name: "Samtycke".to_owned(),
        reply_to: None,
        to: staff.email,
        language: language.to_owned(),
        letter,
        unsubscribe_url: None,
        attachments: Vec::new(),
    }))
}

fn to_candidate(
    app: &App,
    row: &MailRow,
    tenant: &Tenant,
    candidate: &Candidate,
    kind: Kind,
    letter: Letter,
    renewal: Option<&Renewal>,
) -> Outgoing {
    Outgoing {
        message_id: row.id.clone(),
        kind,
        from_name: tenant.name.clone(),
        reply_to: Some(tenant.contact.clone()),
        to: candidate.email.clone(),
        language: i18n::supported(&candidate.language).to_owned(),
        letter,
        unsubscribe_url: renewal
            .map(|renewal| format!("{}/unsubscribe", review_url(app, renewal, candidate))),
        attachments: Vec::new(),
    }
}

/// The text a letter or page is about.
pub struct Shown {
    pub purposes: Vec<Purpose>,
    /// The language the reader is addressed in.
    pub language: &'static str,
}

/// Why the candidate is asked, in the words of letters and pages.
pub fn reason(
    shown: &Shown,
    tenant: &Tenant,
    candidate: &Candidate,
    why: Option<renewal::Reason>,
) -> letter::Reason {
    match why {
        Some(renewal::Reason::Expiring) => match candidate.first_expiry {
            Some(end) if candidate.last_expiry != Some(end) => {
                letter::Reason::FirstEnds(local_date(tenant, end))
            }
            Some(end) => letter::Reason::ValidityEnds(local_date(tenant, end)),
            None => letter::Reason::AskedAgain,
        },
        Some(renewal::Reason::Material) => letter::Reason::TextChanged,
        Some(renewal::Reason::Registered) => {
            letter::Reason::Registered(provenance(shown, tenant, candidate))
        }
        Some(renewal::Reason::Staff) | None => letter::Reason::AskedAgain,
    }
}

fn provenance(shown: &Shown, tenant: &Tenant, candidate: &Candidate) -> letter::Provenance {
    let months = shown.purposes.iter().map(|it| it.validity_months);
    let (least, most) = (months.clone().min(), months.max().unwrap_or_default());
    let retention = i18n::months(shown.language, most);
    let outside = consent::proposal::outside(tenant, shown.language);
    letter::Provenance {
        data: kept_data(shown.language, candidate),
        source: candidate.source_detail.clone().unwrap_or_default(),
        purposes: shown
            .purposes
            .iter()
            .map(|purpose| purpose.label.clone())
            .collect(),
        retention: match least == Some(most) {
            true => retention,
            false => i18n::text(shown.language, "at-most", &[("time", retention.into())]),
        },
        recipients: outside.recipients,
        authority: outside.authority,
    }
}

fn kept_data(language: &str, candidate: &Candidate) -> Vec<String> {
    let mut kept = vec!["data-name", "data-email"];
    kept.extend(candidate.phone.as_ref().map(|_| "data-phone"));
    kept.extend(candidate.external_id.as_ref().map(|_| "data-external-id"));
    kept.into_iter()
        .map(|key| i18n::text(language, key, &[]))
        .collect()
}

fn review_url(app: &App, renewal: &Renewal, candidate: &Candidate) -> String {
    app.url(&format!(
        "/r/{}",
        renewal::link_token(app, &renewal.id, candidate)
    ))
}

fn sender(tenant: &Tenant) -> Sender {
    Sender {
        controller: tenant.name.clone(),
        contact: tenant.contact.clone(),
    }
}

fn jws(name: &str, text: String) -> Attachment {
    Attachment {
        name: name.to_owned(),
        content_type: "application/jose",
        content: text.into_bytes(),
    }
}

/// A moment as the clock on the tenant's wall shows it.
pub fn local(tenant: &Tenant, at: Millis) -> time::OffsetDateTime {
    clock::local(&tenant.zone(), at)
}

pub fn local_date(tenant: &Tenant, at: Millis) -> Date {
    local(tenant, at).date()
}
