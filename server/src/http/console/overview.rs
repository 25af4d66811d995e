//! The first page, and what needs a person.

use std::sync::Arc;

use axum::extract::State;

use super::candidates::counted_at;
use super::present;
use super::session::{Desk, Page, html};
use super::views::overview::{Funnel, Need, Overview, overview_page};
use super::views::tasks::{BouncedTask, HoldTask, Tasks, WebhookTask, tasks_page};
use super::views::{ChartDay, FieldErrors};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::{batch, overview};
use crate::clock::DAY;
use crate::consent;
use crate::db::Tx;
use crate::error::Result;
use crate::i18n;
use crate::webhooks;

const HOLDS_SOON: i64 = 14 * DAY;
const MOST_TASKS: i64 = 200;

pub async fn show(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let counted = overview::of(&app, &desk.tenant).await?;
    let mut tx = app.db.read().await?;
    let texts = consent::store::texts(&mut tx, &desk.tenant.id).await?;
    let data = Overview {
        total: counted.candidates(),
        counts: consent::Status::ALL
            .iter()
            .map(|status| (status.to_string(), counted.status(*status)))
            .collect(),
        asked: counted.renewal("asked"),
        silent: counted.silent,
        bounced: counted.renewal("bounced"),
        days: counted
            .days
            .iter()
            .map(|day| chart_day(&desk, day))
            .collect(),
        funnels: counted.funnels.iter().map(funnel).collect(),
        needs: needs(&app, &mut tx, &desk).await?,
        counted: counted_at(&desk, &counted, app.now()),
        first_steps: texts.iter().all(|text| text.current_version == 0),
    };
    html(overview_page(&desk.frame, &data))
}

fn chart_day(desk: &Desk, day: &overview::Day) -> ChartDay {
    ChartDay {
        label: i18n::date(&desk.language, day.date),
        short: format!("{}/{}", day.date.day(), u8::from(day.date.month())),
        deadlines: day.deadlines,
        expiring: day.expiring,
    }
}

fn funnel(funnel: &overview::Funnel) -> Funnel {
    Funnel {
        days: funnel.days,
        sent: funnel.sent,
        accepted: funnel.accepted,
        viewed: funnel.viewed,
        answered: funnel.answered,
    }
}

/// What waits for admins to decide.
async fn decisions(tx: &mut Tx, desk: &Desk) -> Result<Vec<Need>> {
    let tenant = &desk.tenant;
    let sweep = tenant.sweep_stopped_at.and(tenant.sweep_due).unwrap_or(0);
    let waiting = batch::store::count_waiting(tx, &tenant.id).await?;
    let need = |kind: &str, key: &str, count: i64| {
        (count > 0).then(|| Need {
            kind: kind.to_owned(),
            text: desk.frame.words().count(key, count),
            href: "/console/erasures".to_owned(),
        })
    };
    let needs = [
        need("sweep_stopped", "need-sweep", sweep),
        need("waiting", "need-waiting", waiting),
    ];
    Ok(needs.into_iter().flatten().collect())
}

async fn needs(app: &App, tx: &mut Tx, desk: &Desk) -> Result<Vec<Need>> {
    let bounced = overview::count_bounced(tx, &desk.tenant.id).await?;
    let holds = overview::holds_ending(tx, &desk.tenant.id, app.now() + HOLDS_SOON, MOST_TASKS)
        .await?
        .len();
    let need = |kind: &str, key: &str, count: i64, href: &str| {
        (count > 0).then(|| Need {
            kind: kind.to_owned(),
            text: desk.frame.words().count(key, count),
            href: href.to_owned(),
        })
    };
    let holds = i64::try_from(holds).unwrap_or(i64::MAX);
    let webhooks = webhooks::store::count_failing(tx, &desk.tenant.id).await?;
    let webhooks = (webhooks > 0).then(|| Need {
        kind: "webhook".to_owned(),
        text: desk.frame.words().count("hook-task", webhooks),
        href: "/console/tasks".to_owned(),
    });
    let mut all = decisions(tx, desk).await?;
    let others = [
        need("bounced", "need-bounced", bounced, "/console/tasks"),
        need("hold_ends", "need-holds", holds, "/console/tasks"),
        webhooks,
    ];
    all.extend(others.into_iter().flatten());
    Ok(all)
}

pub async fn tasks(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.begin().await?;
    let bounced = overview::bounced(&mut tx, &desk.tenant.id, MOST_TASKS).await?;
    let holds =
        overview::holds_ending(&mut tx, &desk.tenant.id, app.now() + HOLDS_SOON, MOST_TASKS)
            .await?;
    if !bounced.is_empty() || !holds.is_empty() {
        audit::write(
            &app,
            &mut tx,
            &desk.actor,
            "candidates.listed",
            None,
            Some("tasks"),
        )
        .await?;
    }
    let webhooks = webhooks::store::failing(&mut tx, &desk.tenant.id).await?;
    let decisions = decisions(&mut tx, &desk).await?.into_iter();
    tx.commit().await?;
    let data = Tasks {
        decisions: decisions.map(|need| (need.text, need.href)).collect(),
        webhooks: webhooks
            .into_iter()
            .map(|webhook| WebhookTask {
                id: webhook.id,
                url: webhook.url,
                since: present::moment(&desk, webhook.failing_since.unwrap_or(app.now())),
            })
            .collect(),
        bounced: bounced
            .into_iter()
            .map(|task| BouncedTask {
                candidate_id: task.id,
                name: task.name,
                email: task.email,
                bounced_at: present::moment(&desk, task.ended_at.unwrap_or(app.now())),
                answer: task.last_error.unwrap_or_default(),
                errors: FieldErrors::default(),
            })
            .collect(),
        holds: holds
            .into_iter()
            .map(|held| HoldTask {
                candidate_id: held.id,
                name: held.name,
                reason: held.hold_reason.unwrap_or_default(),
                until: present::day(&desk, held.held_until.unwrap_or_default()),
            })
            .collect(),
    };
    html(tasks_page(&desk.frame, &data))
}
