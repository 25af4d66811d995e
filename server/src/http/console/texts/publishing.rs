//! Publishing from the console: what stands in the way, what it sets going, and the press.

use std::sync::Arc;

use axum::extract::State;
use samtycke_shared::api::FieldError;
use samtycke_shared::text::lint::{Item, Reason};

use super::editor::{before, body_errors};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::overview;
use crate::consent::disclosure::{self, Judged};
use crate::consent::publish::{self, Change, Content, Publication};
use crate::consent::store;
use crate::consent::translations::drifts;
use crate::db::Tx;
use crate::erasure::sweep;
use crate::error::Result;
use crate::http::console::present;
use crate::http::console::session::{Desk, Page, Posted, again, done, html};
use crate::http::console::views::FieldErrors;
use crate::http::console::views::publish::{Publish, Reach, publish_page};
use crate::http::console::views::words::number as number_of;
use crate::http::extract::Path;
use crate::i18n;
use crate::mail;
use crate::renewal;
use crate::tenants;

pub async fn publish_form(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path((id, number)): Path<(String, i64)>,
) -> Page {
    desk.require(Action::Administer)?;
    html(publish_page(
        &desk.frame,
        &publication(&app, &desk, &id, number).await?,
    ))
}

async fn publication(app: &App, desk: &Desk, id: &str, number: i64) -> Result<Publish> {
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, id).await?;
    let version = store::version(&mut tx, &desk.tenant.id, id, number).await?;
    let content = version.content()?;
    let before = before(&mut tx, desk, &text).await?;
    let judged = disclosure::judge(&desk.tenant, &content);
    let mut problems = content.problems();
    problems.extend(disclosure::holes(&desk.tenant, &content));
    let (asked, reach) = reach(app, &mut tx, desk, id).await?;
    Ok(Publish {
        text_id: text.id,
        text_name: text.name,
        version: number,
        previous: (text.current_version > 0).then_some(text.current_version),
        asked,
        reach,
        blocked: problems
            .into_iter()
            .map(|problem| in_words(desk, &content, &problem))
            .collect(),
        lacking: lacking(&judged),
        stated: stated(&judged),
        drifts: drifts(&content, before.as_ref()),
        ..Publish::default()
    })
}

/// What stands in the way, with the language or the purpose it is about.
fn in_words(desk: &Desk, content: &Content, problem: &FieldError) -> String {
    let words = i18n::mistake(&desk.language, "text", problem);
    let mut path = problem.field.split('.');
    let (list, index) = (path.next(), path.next());
    let index = index.and_then(|index| index.parse::<usize>().ok());
    match (list, index) {
        (Some("languages"), Some(index)) => {
            let language = &content.languages[index].language;
            let name = i18n::language_name(&desk.language, language);
            // The editor names the placeholders.
            let named = body_errors(desk, content, language).of("body_markdown");
            let is_about_them = matches!(problem.code.as_str(), "unknown" | "hole");
            let named = named.filter(|_| is_about_them);
            format!("{name}: {}", named.unwrap_or(words))
        }
        (Some("purposes"), Some(index)) => format!("{}: {words}", content.purposes[index].key),
        _ => words,
    }
}

fn lacking(judged: &[Judged]) -> Vec<(String, Vec<Item>)> {
    judged
        .iter()
        .map(|judged| {
            let items: Vec<Item> = judged.missing().map(|finding| finding.item).collect();
            (judged.language.clone(), items)
        })
        .filter(|(_, items)| !items.is_empty())
        .collect()
}

/// The reasons that count in at least one language, each once.
fn stated(judged: &[Judged]) -> Vec<(Item, String)> {
    let mut stated: Vec<(Item, String)> = judged
        .iter()
        .flat_map(|judged| &judged.findings)
        .filter_map(|finding| match &finding.reason {
            Some(Reason::Stated(reason)) => Some((finding.item, reason.clone())),
            _ => None,
        })
        .collect();
    stated.sort_by_key(|(item, _)| *item);
    stated.dedup();
    stated
}

async fn reach(app: &App, tx: &mut Tx, desk: &Desk, id: &str) -> Result<(i64, Reach)> {
    let now = app.now();
    let tenant = &desk.tenant;
    let asked = overview::all_holders(tx, &tenant.id, id).await?;
    let (kept, open) = overview::holders_not_asked_now(tx, &tenant.id, id, now).await?;
    let candidates = tenants::store::count_candidates(tx, &tenant.id).await?;
    let days: Vec<String> = tenant.reminder_days().iter().map(i64::to_string).collect();
    let deadline = renewal::deadline(now, &tenant.zone())?;
    let reach = Reach {
        kept,
        open,
        batch: mail::deliver::BATCH,
        reminder_days: days.join(", "),
        deadline: present::day(desk, deadline).shown,
        daily_limit: sweep::daily_limit(candidates),
    };
    Ok((asked, reach))
}

pub async fn publish(
    State(app): State<Arc<App>>,
    Path((id, number)): Path<(String, i64)>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let form = Publish {
        change: fields.get("change").to_owned(),
        explanation: fields.get("explanation").to_owned(),
        confirm_count: fields.get("confirm_count").to_owned(),
        ..publication(&app, &desk, &id, number).await?
    };
    if !form.blocked.is_empty() || !form.lacking.is_empty() {
        return again(publish_page(&desk.frame, &form));
    }
    let Some(change) = Change::parse(fields.get("change")) else {
        let words = desk.say("console-publish-choose");
        return refuse(&desk, form, "change", words);
    };
    // Rule 15's spirit: what a material change sets going is confirmed by its number.
    if change == Change::Material && fields.count("confirm_count") != Some(form.asked) {
        let words = desk.frame.words();
        let words = words.with(
            "console-publish-wrong-count",
            "count",
            &number_of(form.asked),
        );
        return refuse(&desk, form, "confirm_count", words);
    }
    let publication = Publication {
        change,
        explanation: fields.filled("explanation"),
        require_disclosures: true,
    };
    let mut tx = app.db.begin().await?;
    let missing = publish::publish(
        &app,
        &mut tx,
        &desk.tenant.id,
        &id,
        number,
        &publication,
        &desk.actor.name,
    )
    .await?;
    let detail = publish::audited(&id, number, &publication, missing);
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "text.published",
        None,
        Some(&detail),
    )
    .await?;
    tx.commit().await?;
    app.ring();
    done(&format!("/console/texts/{id}"), "published")
}

fn refuse(desk: &Desk, form: Publish, field: &str, message: String) -> Page {
    let errors = FieldErrors(vec![(field.to_owned(), message)]);
    again(publish_page(&desk.frame, &Publish { errors, ..form }))
}
