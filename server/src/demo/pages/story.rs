//! The demo's first page: the whole story in six steps.

use leptos::prelude::*;

use super::layout::{Clock, Visit, clock_bar, guide_page};
use crate::http::console::views::words::Words;

#[derive(Debug, Clone, Default)]
pub struct Story {
    pub clock: Clock,
    /// A link that signs in to the console without more ado.
    pub console_url: String,
    /// Which of the six steps have happened.
    pub done: [bool; 6],
}

/// `GET /`
pub fn story_page(visit: &Visit, story: &Story) -> String {
    let words = visit.words();
    let title = words.get("demo-story-title");
    guide_page(visit, &title, || {
        view! {
            <div class="welcome">
                <h1>{title.clone()}</h1>
                <p class="intro">{words.get("demo-story-text")}</p>
            </div>
            {clock_bar(visit, &story.clock)}
            <ol class="steps">{(0..6).map(|index| step(visit, story, index)).collect::<Vec<_>>()}</ol>
        }
        .into_any()
    })
}

/// Where a step leads. The answer is given through the mail, and the erasure seen in the console.
fn destination(visit: &Visit, story: &Story, index: usize) -> String {
    match index {
        0 => visit.link("/demo/career"),
        1 => visit.link("/demo/talent-pool"),
        2 => story.console_url.clone(),
        5 => "/console/erasures".to_owned(),
        _ => visit.link("/demo/mail"),
    }
}

fn step(visit: &Visit, story: &Story, index: usize) -> AnyView {
    let words = visit.words();
    let number = index + 1;
    let done = story.done[index];
    let next = story.done.iter().position(|done| !done) == Some(index);
    let class = match (done, next) {
        (true, _) => "step done",
        (false, true) => "step next",
        (false, false) => "step",
    };
    view! {
        <li class=class>
            {mark(&words, number, done)}
            <div>
                <h2>{words.get(&format!("demo-step-{number}"))}</h2>
                <p>{words.get(&format!("demo-step-{number}-text"))}</p>
                <p><a class="press" href=destination(visit, story, index)>{words.get(&format!("demo-step-{number}-link"))}</a></p>
            </div>
        </li>
    }
    .into_any()
}

fn mark(words: &Words, number: usize, done: bool) -> AnyView {
    match done {
        false => view! { <span class="step-mark" aria-hidden="true">{number.to_string()}</span> }
            .into_any(),
        true => view! {
            <span class="step-mark">
                <span aria-hidden="true">"✓"</span>
                <span class="visually-hidden">{words.get("demo-step-done")}</span>
            </span>
        }
        .into_any(),
    }
}
