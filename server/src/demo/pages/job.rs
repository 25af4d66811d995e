//! The jobs of the fictional company, and one advert.

use leptos::prelude::*;

use super::layout::{Visit, company_page};
use crate::http::console::views::words::Words;

/// A job; its words are the messages `demo-job-{slug}-title`, `-place`, `-team`, `-intro`,
/// `-duties` and `-wishes`, the last two one item a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    pub slug: &'static str,
    /// The last day to apply, days from the demo's start.
    pub closes_in_days: i64,
}

pub const JOBS: [Job; 5] = [
    Job {
        slug: "grid-engineer",
        closes_in_days: 24,
    },
    Job {
        slug: "wind-technician",
        closes_in_days: 31,
    },
    Job {
        slug: "data-analyst",
        closes_in_days: 17,
    },
    Job {
        slug: "customer-adviser",
        closes_in_days: 12,
    },
    Job {
        slug: "apprentice",
        closes_in_days: 45,
    },
];

impl Job {
    pub fn find(slug: &str) -> Option<Self> {
        JOBS.into_iter().find(|job| job.slug == slug)
    }

    pub fn path(self) -> String {
        format!("/demo/jobs/{}", self.slug)
    }

    pub fn word(self, words: &Words, part: &str) -> String {
        words.get(&format!("demo-job-{}-{part}", self.slug))
    }

    fn lines(self, words: &Words, part: &str) -> Vec<AnyView> {
        self.word(words, part)
            .lines()
            .map(|line| view! { <li>{line.trim().to_owned()}</li> }.into_any())
            .collect()
    }
}

/// `GET /demo/jobs/{slug}`
pub fn job_page(visit: &Visit, job: Job) -> String {
    let words = visit.words();
    let title = job.word(&words, "title");
    company_page(visit, &title, || {
        view! {
            <article class="advert">
                {job_head(visit, job)}
                <div class="advert-text">
                    <p class="intro">{job.word(&words, "intro")}</p>
                    <h2>{words.get("demo-job-duties")}</h2>
                    <ul>{job.lines(&words, "duties")}</ul>
                    <h2>{words.get("demo-job-wishes")}</h2>
                    <ul>{job.lines(&words, "wishes")}</ul>
                    <h2>{words.get("demo-job-offer")}</h2>
                    <p>{words.get("demo-job-offer-text")}</p>
                    {apply_link(visit, job)}
                </div>
                {job_facts(&words, job)}
            </article>
        }
        .into_any()
    })
}

/// The advert's title under the way back to the list.
pub(super) fn job_head(visit: &Visit, job: Job) -> AnyView {
    let words = visit.words();
    view! {
        <header class="advert-head">
            <p><a href=visit.link("/demo/career")>{words.get("demo-all-jobs")}</a></p>
            <h1>{job.word(&words, "title")}</h1>
            <p class="where">{format!("{} · {}", job.word(&words, "place"), job.word(&words, "team"))}</p>
        </header>
    }
    .into_any()
}

fn apply_link(visit: &Visit, job: Job) -> AnyView {
    let href = visit.link(&format!("{}/apply", job.path()));
    view! { <p><a class="action" href=href>{visit.words().get("demo-apply")}</a></p> }.into_any()
}

fn job_facts(words: &Words, job: Job) -> AnyView {
    view! {
        <dl class="advert-facts">
            <div><dt>{words.get("demo-job-place")}</dt><dd>{job.word(words, "place")}</dd></div>
            <div><dt>{words.get("demo-job-team")}</dt><dd>{job.word(words, "team")}</dd></div>
            <div><dt>{words.get("demo-job-form")}</dt><dd>{words.get("demo-job-form-text")}</dd></div>
            <div><dt>{words.get("demo-job-closes")}</dt><dd>{words.count("demo-job-closes-in", job.closes_in_days)}</dd></div>
        </dl>
    }
    .into_any()
}
