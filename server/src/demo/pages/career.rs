//! The company's career start page and its talent pool.

use leptos::prelude::*;

use super::{
    job::{JOBS, Job},
    layout::{Visit, company_page},
};
use crate::http::console::views::words::Words;

const VALUES: [&str; 3] = ["near", "curious", "careful"];

/// `GET /demo/career`
pub fn career_page(visit: &Visit) -> String {
    let words = visit.words();
    company_page(visit, &words.get("demo-career-title"), || {
        view! {
            {hero(visit)}
            {jobs(visit)}
            {values(&words)}
            {pool_teaser(visit)}
        }
        .into_any()
    })
}

fn hero(visit: &Visit) -> AnyView {
    let words = visit.words();
    view! {
        <section class="hero">
            <div class="hero-text">
                <h1>{words.get("demo-hero-title")}</h1>
                <p>{words.get("demo-hero-text")}</p>
                <p class="hero-links">
                    <a class="action" href="#jobs">{words.count("demo-hero-jobs", JOBS.len() as i64)}</a>
                    <a class="action plain" href=visit.link("/demo/talent-pool")>{words.get("demo-hero-pool")}</a>
                </p>
            </div>
            <img class="hero-picture" src="/assets/fjallback-hero.svg" alt="" width="640" height="420"/>
        </section>
    }
    .into_any()
}

fn jobs(visit: &Visit) -> AnyView {
    let words = visit.words();
    view! {
        <section class="band" aria-labelledby="jobs">
            <h2 id="jobs">{words.get("demo-jobs-title")}</h2>
            <ul class="jobs">{JOBS.map(|job| job_item(visit, job))}</ul>
        </section>
    }
    .into_any()
}

fn job_item(visit: &Visit, job: Job) -> AnyView {
    let words = visit.words();
    view! {
        <li>
            <a href=visit.link(&job.path())>
                <span class="job-title">{job.word(&words, "title")}</span>
                <span class="job-where">{format!("{} · {}", job.word(&words, "place"), job.word(&words, "team"))}</span>
                <span class="job-closes">{words.count("demo-job-closes-in", job.closes_in_days)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn values(words: &Words) -> AnyView {
    let cards = VALUES.map(|value| {
        view! {
            <li>
                <h3>{words.get(&format!("demo-value-{value}"))}</h3>
                <p>{words.get(&format!("demo-value-{value}-text"))}</p>
            </li>
        }
    });
    view! {
        <section class="band tinted" aria-labelledby="values">
            <h2 id="values">{words.get("demo-values-title")}</h2>
            <ul class="values">{cards}</ul>
        </section>
    }
    .into_any()
}

fn pool_teaser(visit: &Visit) -> AnyView {
    let words = visit.words();
    view! {
        <section class="band teaser">
            <h2>{words.get("demo-pool-teaser-title")}</h2>
            <p>{words.get("demo-pool-teaser-text")}</p>
            <p><a class="action" href=visit.link("/demo/talent-pool")>{words.get("demo-hero-pool")}</a></p>
        </section>
    }
    .into_any()
}

/// `GET /demo/talent-pool`: the widget alone.
pub fn talent_pool_page(visit: &Visit) -> String {
    let words = visit.words();
    let title = words.get("demo-pool-title");
    company_page(visit, &title, || {
        view! {
            <div class="narrow">
                <h1>{title.clone()}</h1>
                <p class="intro">{words.get("demo-pool-text")}</p>
                <div class="form-card">
                    <candidate-consent site=visit.site_key.clone() lang=visit.language.clone()></candidate-consent>
                    <noscript><p>{words.get("demo-needs-script")}</p></noscript>
                </div>
            </div>
        }
        .into_any()
    })
}
