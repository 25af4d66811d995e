//! From the domain's facts to what the pages show.

use samtycke_shared::api::Purpose;
use samtycke_shared::text;
use serde_json::{Value, json};
use time::Date;

use super::pages::{
    AnswerError, AnswerPage, Changes, Field, FieldKind, Frame, HistoryEvent, HistoryKind, MeNotice,
    MePage, PurposeBox, PurposeState, StoredPurpose, Waiting,
};
use crate::app::App;
use crate::clock::{Millis, rfc3339};
use crate::consent::store::Event;
use crate::consent::withdraw::{Answered, Own, Stand, answered, label};
use crate::consent::{EventKind, Origin};
use crate::error::Result;
use crate::i18n;
use crate::mail::compose::{self, local, local_date};
use crate::mail::letter::{Consented, Reason, Sender};
use crate::renewal::answer::Asked;
use crate::renewal::{self, State};
use crate::tenants::Tenant;

pub fn frame(tenant: &Tenant, language: &str, languages: &[String]) -> Frame {
    Frame {
        language: language.to_owned(),
        languages: languages.to_vec(),
        controller: Sender {
            controller: tenant.name.clone(),
            contact: tenant.contact.clone(),
        },
    }
}

pub fn answer(
    asked: &Asked,
    ticked: &[String],
    error: Option<AnswerError>,
    text_changed: bool,
) -> Result<AnswerPage> {
    let tenant = &asked.tenant;
    let answered = asked
        .renewal
        .answered_at
        .filter(|_| asked.renewal.state() == State::Answered);
    Ok(AnswerPage {
        frame: frame(
            tenant,
            i18n::supported(&asked.text.language),
            &asked.text.languages,
        ),
        name: asked.candidate.name.clone(),
        reason: reason(asked),
        title: asked.text.title.clone(),
        body_html: asked.text.body_html.clone(),
        purposes: asked
            .text
            .purposes
            .iter()
            .map(|purpose| purpose_box(asked, purpose, ticked))
            .collect(),
        changes: changes(asked),
        deadline: asked.renewal.last_day(tenant),
        served: asked.text.served.clone(),
        answered_on: answered.map(|at| local_date(tenant, at)),
        text_changed,
        error,
    })
}

fn purpose_box(asked: &Asked, purpose: &Purpose, ticked: &[String]) -> PurposeBox {
    let given = asked.standing.iter().find(|given| given.key == purpose.key);
    let until = given.and_then(|given| given.until);
    PurposeBox {
        given_until: until.map(|until| local_date(&asked.tenant, until)),
        key: purpose.key.clone(),
        label: purpose.label.clone(),
        description: purpose.description.clone(),
        validity_months: purpose.validity_months,
        required: purpose.required,
        ticked: ticked.contains(&purpose.key),
    }
}

fn changes(asked: &Asked) -> Option<Changes> {
    let previous = asked.previous.as_ref()?;
    let since = asked.candidate.consented_at?;
    let language = i18n::supported(&asked.text.language);
    let boxes = previous.purposes().ok()?;
    let old = in_full(&previous.title, &previous.body_markdown, &boxes, language);
    let boxes = &asked.text.purposes;
    let new = in_full(&asked.text.title, &asked.body_markdown, boxes, language);
    Some(Changes {
        since: local_date(&asked.tenant, since),
        changes: text::diff(&old, &new),
    })
}

/// A text with its boxes, to be compared with another.
fn in_full(title: &str, body: &str, purposes: &[Purpose], language: &str) -> String {
    let mut text = format!("# {title}\n\n{body}");
    for purpose in purposes {
        let months = [("months", purpose.validity_months.into())];
        let validity = i18n::text(language, "page-validity", &months);
        let (label, description) = (&purpose.label, &purpose.description);
        text += &format!("\n\n{label}\n\n{description}\n\n{validity}");
    }
    text
}

fn reason(asked: &Asked) -> Reason {
    let shown = compose::Shown {
        purposes: asked.text.purposes.clone(),
        language: i18n::supported(&asked.text.language),
    };
    compose::reason(
        &shown,
        &asked.tenant,
        &asked.candidate,
        renewal::Reason::parse(&asked.renewal.reason),
    )
}

/// The consents an event granted, with the labels shown.
pub fn consents(tenant: &Tenant, event: &Event) -> Result<Vec<Consented>> {
    let granted = event
        .fact()?
        .decisions
        .into_iter()
        .filter(|decision| decision.granted);
    Ok(granted
        .filter_map(|decision| {
            let until = local_date(tenant, decision.until?);
            Some(Consented {
                label: label(event, &decision.purpose),
                until,
            })
        })
        .collect())
}

pub fn me(
    own: &Own,
    token: &str,
    language: &str,
    notice: Option<MeNotice>,
    app: &App,
) -> Result<MePage> {
    let history = own
        .events
        .iter()
        .rev()
        .map(|event| history_event(own, event, token))
        .collect::<Result<_>>()?;
    Ok(MePage {
        frame: frame(&own.tenant, language, &i18n::LANGUAGES.map(str::to_owned)),
        fields: fields(own, language),
        purposes: purposes(own, app.now())?,
        waiting: own.asked.as_ref().map(|request| Waiting {
            deadline: request.last_day(&own.tenant),
            url: format!(
                "/r/{}?lang={language}",
                renewal::link_token(app, &request.id, &own.candidate)
            ),
        }),
        history,
        download_url: format!("/me/{token}/data.json"),
        notice,
    })
}

fn fields(own: &Own, language: &str) -> Vec<Field> {
    let candidate = &own.candidate;
    let registered = i18n::date(language, local_date(&own.tenant, candidate.created_at));
    let mut fields = vec![
        (FieldKind::Name, candidate.name.clone()),
        (FieldKind::Email, candidate.email.clone()),
        (
            FieldKind::Phone,
            candidate.phone.clone().unwrap_or_default(),
        ),
        (
            FieldKind::Language,
            i18n::language_name(language, &candidate.language),
        ),
        (FieldKind::Registered, registered),
    ];
    fields.extend(
        candidate
            .external_id
            .clone()
            .map(|id| (FieldKind::ExternalId, id)),
    );
    fields.extend(
        candidate
            .source_detail
            .clone()
            .map(|source| (FieldKind::Source, source)),
    );
    fields
        .into_iter()
        .map(|(kind, value)| Field { kind, value })
        .collect()
}

fn purposes(own: &Own, now: Millis) -> Result<Vec<StoredPurpose>> {
    let granted = |until: Option<Millis>| {
        let end: Date = local_date(&own.tenant, until.unwrap_or(now));
        if until.is_some_and(|until| until <= now) {
            PurposeState::Expired(end)
        } else {
            PurposeState::Valid(end)
        }
    };
    let state = |answer: &Answered| match answer.stand {
        Stand::Granted => granted(answer.decision.until),
        Stand::Refused => PurposeState::Refused,
        Stand::Withdrawn => PurposeState::Withdrawn,
        Stand::Invalidated => PurposeState::Invalidated,
    };
    Ok(answered(&own.events)?
        .into_iter()
        .map(|answer| StoredPurpose {
            state: state(&answer),
            key: answer.decision.key,
            label: answer.decision.label,
        })
        .collect())
}

fn history_event(own: &Own, event: &Event, token: &str) -> Result<HistoryEvent> {
    let fact = event.fact()?;
    let labels = fact
        .decisions
        .iter()
        .filter(|decision| decision.granted || fact.kind == EventKind::Withdrawn);
    Ok(HistoryEvent {
        kind: history_kind(fact.kind, &event.origin),
        at: local(&own.tenant, event.at),
        purposes: labels
            .map(|decision| label(event, &decision.purpose))
            .collect(),
        text: fact.text.map(|text| (text.version, text.language)),
        receipt_url: event
            .has_receipt()
            .then(|| format!("/me/{token}/receipts/{}", event.id)),
    })
}

fn history_kind(kind: EventKind, origin: &str) -> HistoryKind {
    match (kind, Origin::parse(origin)) {
        (EventKind::Given | EventKind::Renewed, Some(Origin::Paper | Origin::Spoken)) => {
            HistoryKind::Recorded
        }
        (EventKind::Given, _) => HistoryKind::Given,
        (EventKind::Renewed, _) => HistoryKind::Renewed,
        (EventKind::Refused, _) => HistoryKind::Refused,
        (EventKind::Withdrawn, _) => HistoryKind::Withdrawn,
        (EventKind::Requested, _) => HistoryKind::Requested,
        (EventKind::Expired, _) => HistoryKind::Expired,
        (EventKind::Invalidated, _) => HistoryKind::Invalidated,
    }
}

/// Everything stored, for the candidate to take along.
pub fn export(own: &Own) -> Result<Value> {
    let candidate = &own.candidate;
    let events: Vec<Value> = own
        .events
        .iter()
        .map(|event| Ok(json!({ "record": serde_json::from_str::<Value>(&event.record)?, "receipt": event.receipt() })))
        .collect::<Result<_>>()?;
    Ok(json!({
        "controller": { "name": own.tenant.name, "contact": own.tenant.contact },
        "candidate": {
            "id": candidate.id, "name": candidate.name, "email": candidate.email, "phone": candidate.phone,
            "external_id": candidate.external_id, "language": candidate.language, "source": candidate.source,
            "source_detail": candidate.source_detail, "registered_at": rfc3339(candidate.created_at),
            "held_until": candidate.held_until.map(rfc3339), "hold_reason": candidate.hold_reason,
            "restricted_at": candidate.restricted_at.map(rfc3339),
        },
        "events": events,
    }))
}
