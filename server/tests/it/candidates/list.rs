//! Rule 5 and the list: status, search, filters, pages.

use super::{ANNA, KIM, ids};
use crate::harness::{Tenant, World, two_purposes};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use samtycke_server::clock::{DAY, Millis, SECOND};
use samtycke_server::consent::{Answer, Standing, Status, status};
use serde_json::json;

const LEAD_DAYS: i64 = 45;
const MATERIAL: i64 = 3;

on_both_databases!(
    the_status_filter_says_the_same_as_the_status,
    status_needs_no_job_to_change,
    the_list_is_paged_newest_first,
    the_search_finds_by_the_beginning_of_words,
    the_filters_combine,
);

/// Any candidate row that events can lead to, its times close to where a status turns.
fn standing(now: Millis) -> impl Strategy<Value = Standing> {
    let near = |at: Millis| {
        prop_oneof![
            Just(at - 1),
            Just(at),
            Just(at + 1),
            at - 400 * DAY..at + 400 * DAY
        ]
    };
    let expiry = prop_oneof![near(now), near(now + LEAD_DAYS * DAY)];
    let answer = prop_oneof![
        3 => Just(Answer::Given),
        1 => Just(Answer::None),
        1 => Just(Answer::Refused),
        1 => Just(Answer::Withdrawn),
        1 => Just(Answer::Invalidated)
    ];
    let held = prop_oneof![4 => Just(None), 1 => near(now).prop_map(Some)];
    (
        answer,
        1..=4_i64,
        expiry.clone(),
        expiry,
        held,
        prop::bool::weighted(0.1),
    )
        .prop_map(|(answer, version, one, other, held_until, restricted)| {
            let given = answer == Answer::Given;
            Standing {
                answer,
                text_version: (answer != Answer::None).then_some(version),
                first_expiry: given.then_some(one.min(other)),
                last_expiry: given.then_some(one.max(other)),
                held_until,
                restricted,
            }
        })
}

fn literal(value: Option<i64>) -> String {
    value.map_or("NULL".to_owned(), |number| number.to_string())
}

async fn insert(
    w: &World,
    tenant: &Tenant,
    text: &str,
    number: usize,
    standing: &Standing,
) -> String {
    let id = format!("00000000-0000-7000-a000-{number:012x}");
    let restricted = literal(standing.restricted.then_some(1));
    let sql = format!(
        "INSERT INTO candidates (tenant_id, id, email, email_key, name, language, source, identity, link_hash, consent_text_id,
             answer, consented_at, text_version, first_expiry, last_expiry, renewal, held_until, restricted_at, created_at)
         VALUES ('{}', '{id}', '{id}@x.example', '{id}@x.example', 'N', 'sv', 'web', 'email', '{id}', '{text}',
             '{}', 1, {}, {}, {}, 'none', {}, {restricted}, 1)",
        tenant.id,
        standing.answer,
        literal(standing.text_version),
        literal(standing.first_expiry),
        literal(standing.last_expiry),
        literal(standing.held_until),
    );
    w.sql(&sql, &[]).await;
    id
}

async fn the_status_filter_says_the_same_as_the_status(w: &World) {
    let tenant = w.tenant().await;
    let text = w.text_id(&tenant).await;
    w.sql(
        &format!("UPDATE consent_texts SET material_version = {MATERIAL}"),
        &[],
    )
    .await;
    let (mut runner, strategy) = (TestRunner::deterministic(), standing(w.now()));
    let mut expected: Vec<(String, Status)> = Vec::new();
    for number in 0..300 {
        let standing = strategy.new_tree(&mut runner).unwrap().current();
        let id = insert(w, &tenant, &text, number, &standing).await;
        expected.push((id, status(&standing, MATERIAL, LEAD_DAYS, w.now())));
    }
    let overview = w
        .api_get(&tenant.auditor, "/v1/overview")
        .await
        .expect(200)
        .json();
    for wanted in Status::ALL {
        let mut should: Vec<&str> = expected
            .iter()
            .filter(|(_, status)| *status == wanted)
            .map(|(id, _)| id.as_str())
            .collect();
        should.sort_unstable();
        assert!(should.len() > 2, "the sample has some of {wanted}");
        let path = format!("/v1/candidates?status={wanted}&limit=200");
        let page = w.api_get(&tenant.auditor, &path).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert!(
            items.iter().all(|item| item["status"] == wanted.as_str()),
            "each item says the status it was asked for"
        );
        let mut listed: Vec<&str> = items
            .iter()
            .map(|item| item["id"].as_str().unwrap())
            .collect();
        listed.sort_unstable();
        assert_eq!(listed, should, "{wanted}");
        assert_eq!(overview["by_status"][wanted.as_str()], should.len());
    }
    assert_eq!(overview["candidates"], 300);
}

async fn status_needs_no_job_to_change(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let end = samtycke_server::consent::valid_until(
        w.now(),
        24,
        &jiff::tz::TimeZone::get("Europe/Stockholm").unwrap(),
    );
    for (at, expected) in [
        (end - 45 * DAY - 1, "valid"),
        (end - 45 * DAY, "expiring"),
        (end - 1, "expiring"),
        (end, "expired"),
    ] {
        w.advance(at - w.now());
        assert_eq!(w.status_of(&tenant, ANNA).await, expected);
    }
    assert_eq!(w.count("events", &[]).await, 1);
}

async fn the_list_is_paged_newest_first(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..7 {
        w.register(&tenant, &format!("r{number}@exempel.example"))
            .await;
        w.advance(1);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = w
            .api_get(&tenant.auditor, &format!("/v1/candidates?limit=3{cursor}"))
            .await
            .expect(200)
            .json();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["email"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let expected: Vec<String> = (0..7)
        .rev()
        .map(|number| format!("r{number}@exempel.example"))
        .collect();
    assert_eq!(seen, expected);
    assert_eq!(ids(w, &tenant, "limit=0").await.len(), 1);
    w.api_get(&tenant.auditor, "/v1/candidates?limit=x")
        .await
        .expect(400);
}

async fn the_search_finds_by_the_beginning_of_words(w: &World) {
    let tenant = w.tenant().await;
    for (email, name, external) in [
        ("a@exempel.example", "Åsa Ärlig-Öberg", "X-100"),
        ("b@exempel.example", "Bo 李小龍", "X-200"),
        ("c@exempel.example", "Cai 50%_!", "Y-300"),
    ] {
        let person = json!({ "email": email, "name": name, "external_id": external, "source_detail": "Mässan" });
        w.api_post(&tenant.recruiter, "/v1/candidates", &person)
            .await
            .expect(201);
        // The newest come first; those of one millisecond in any order.
        w.advance(SECOND);
    }
    for (query, found) in [
        ("q=%C3%85s", vec!["a@exempel.example"]),
        ("q=%C3%A5SA", vec!["a@exempel.example"]),
        ("q=%C3%A4rlig", vec!["a@exempel.example"]),
        ("q=%E6%9D%8E", vec!["b@exempel.example"]),
        ("q=b@ex", vec!["b@exempel.example"]),
        ("q=x-2", vec!["b@exempel.example"]),
        ("q=x-", vec!["b@exempel.example", "a@exempel.example"]),
        ("q=bo+x-1", vec![]),
        ("q=sa", vec![]),
        ("q=%25", vec![]),
        ("q=%27", vec![]),
        ("q=50%25_!", vec!["c@exempel.example"]),
        ("q=cai+50%25", vec!["c@exempel.example"]),
        ("q=cai+5_", vec![]),
        ("q=cai+%25", vec![]),
        ("q=cai+300", vec![]),
        ("q=y-3+cai+c@", vec!["c@exempel.example"]),
    ] {
        assert_eq!(ids(w, &tenant, query).await, found, "{query}");
    }
}

async fn the_filters_combine(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.advance(2 * DAY);
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, KIM).await;
    for (query, found) in [
        ("text_version=1", vec![ANNA]),
        ("text_version=2", vec![KIM]),
        ("consented_before=2026-03-03", vec![ANNA]),
        ("consented_after=2026-03-03", vec![KIM]),
        (
            "consented_after=2026-03-02T09:00:00Z&consented_before=2026-03-02T09:00:00.001Z",
            vec![ANNA],
        ),
        ("text_version=1&q=kim", vec![]),
        ("status=valid&q=&text_version=", vec![KIM, ANNA]),
    ] {
        assert_eq!(ids(w, &tenant, query).await, found, "{query}");
    }
    let bad = w
        .api_get(
            &tenant.auditor,
            "/v1/candidates?status=x&text_version=y&consented_after=z",
        )
        .await
        .expect(422);
    assert_eq!(
        bad.problem_fields(),
        ["status", "text_version", "consented_after"]
    );
}
