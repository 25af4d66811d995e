//! What waits for a person: addresses that bounced and holds that end.

use leptos::prelude::*;

use super::{
    fields::{Field, input, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, When, empty, page_head, time},
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct Tasks {
    /// What waits for a decision, in words, each with the page where it is taken.
    pub decisions: Vec<(String, String)>,
    pub bounced: Vec<BouncedTask>,
    pub holds: Vec<HoldTask>,
    pub webhooks: Vec<WebhookTask>,
}

/// An endpoint that messages do not reach.
#[derive(Debug, Clone, Default)]
pub struct WebhookTask {
    pub id: String,
    pub url: String,
    pub since: When,
}

/// A mail that came back. The 30 days stand still until the address is put right (rule 8).
#[derive(Debug, Clone, Default)]
pub struct BouncedTask {
    pub candidate_id: String,
    pub name: String,
    pub email: String,
    pub bounced_at: When,
    /// The receiving mail server's own words.
    pub answer: String,
    pub errors: FieldErrors,
}

/// A hold that ends soon.
#[derive(Debug, Clone, Default)]
pub struct HoldTask {
    pub candidate_id: String,
    pub name: String,
    pub reason: String,
    pub until: When,
}

/// `GET /console/tasks`
pub fn tasks_page(frame: &Frame, data: &Tasks) -> String {
    let words = frame.words();
    let title = words.get("console-nav-tasks");
    page(frame, Section::Tasks, &title, || {
        view! {
            {page_head(&title, None, None)}
            {content(frame, data)}
        }
        .into_any()
    })
}

fn content(frame: &Frame, data: &Tasks) -> AnyView {
    let words = frame.words();
    let nothing = data.bounced.is_empty() && data.holds.is_empty();
    if nothing && data.webhooks.is_empty() && data.decisions.is_empty() {
        let (title, text) = ("console-needs-none-title", "console-tasks-none-text");
        return empty(Icon::Check, words.get(title), words.get(text), None);
    }
    view! { {decisions(&words, &data.decisions)}{bounced(frame, &data.bounced)}{holds(&words, &data.holds)}{webhooks(&words, &data.webhooks)} }.into_any()
}

fn webhooks(words: &Words, tasks: &[WebhookTask]) -> Option<AnyView> {
    if tasks.is_empty() {
        return None;
    }
    let items: Vec<_> = tasks
        .iter()
        .map(|task| {
            let href = format!("/console/settings/webhooks/{}", task.id);
            view! {
                <li class="card task">
                    {icon(Icon::Warning)}
                    <div>
                        <h3><a href=href>{task.url.clone()}</a></h3>
                        <p>{words.get("hook-state-failing")}" · "{time(&task.since)}</p>
                    </div>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <section class="task-group">
                <h2>{words.count("hook-task", tasks.len() as i64)}</h2>
                <p class="hint">{words.get("hook-task-text")}</p>
                <ul class="tasks">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn decisions(words: &Words, decisions: &[(String, String)]) -> Option<AnyView> {
    let items: Vec<_> = decisions
        .iter()
        .map(|(what, href)| {
            view! {
                <li class="card task">
                    {icon(Icon::Warning)}
                    <div><h3><a href=href.clone()>{what.clone()}</a></h3></div>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="task-group">
                <h2>{words.get("console-tasks-decisions")}</h2>
                <ul class="tasks">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn bounced(frame: &Frame, tasks: &[BouncedTask]) -> Option<AnyView> {
    if tasks.is_empty() {
        return None;
    }
    let words = frame.words();
    let items: Vec<_> = tasks.iter().map(|task| bounced_item(frame, task)).collect();
    Some(
        view! {
            <section class="task-group">
                <h2>{words.count("console-tasks-bounced", tasks.len() as i64)}</h2>
                <p class="hint">{words.get("console-tasks-bounced-text")}</p>
                <ul class="tasks">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn bounced_item(frame: &Frame, task: &BouncedTask) -> AnyView {
    let path = format!("/console/candidates/{}", task.candidate_id);
    view! {
        <li class="card task">
            {icon(Icon::Bounce)}
            <div>
                <h3><a href=path.clone()>{task.name.clone()}</a></h3>
                <p>{task.email.clone()}" · "{time(&task.bounced_at)}</p>
                <p><code>{task.answer.clone()}</code></p>
            </div>
            {frame.handles_candidates().then(|| address_form(frame, task, &path))}
        </li>
    }
    .into_any()
}

fn address_form(frame: &Frame, task: &BouncedTask, path: &str) -> AnyView {
    let words = frame.words();
    let email = Field {
        name: "email",
        scope: &task.candidate_id,
        label: words.get("console-tasks-new-address"),
        kind: "email",
        value: &task.email,
        required: true,
        autocomplete: Some("off"),
        error: task.errors.of("email"),
        ..Field::default()
    };
    view! {
        <form method="post" action=format!("{path}/address")>
            {csrf(frame)}
            {input(email)}
            {submit(words.get("console-tasks-correct"), "button")}
        </form>
    }
    .into_any()
}

fn holds(words: &Words, tasks: &[HoldTask]) -> Option<AnyView> {
    if tasks.is_empty() {
        return None;
    }
    let items: Vec<_> = tasks.iter().map(|task| hold_item(words, task)).collect();
    Some(
        view! {
            <section class="task-group">
                <h2>{words.count("console-tasks-holds", tasks.len() as i64)}</h2>
                <p class="hint">{words.get("console-tasks-holds-text")}</p>
                <ul class="tasks">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn hold_item(words: &Words, task: &HoldTask) -> AnyView {
    view! {
        <li class="card task">
            {icon(Icon::Lock)}
            <div>
                <h3><a href=format!("/console/candidates/{}", task.candidate_id)>{task.name.clone()}</a></h3>
                <p>{words.get("console-hold-until")}" "{time(&task.until)}</p>
                <p>{task.reason.clone()}</p>
            </div>
        </li>
    }
    .into_any()
}
