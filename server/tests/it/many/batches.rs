//! Rule 15: what was confirmed is what happens, once, whatever happens to the servers.

use super::{ANNA, KIM, batch, import, killed_after, people, staff};
use crate::harness::{Tenant, World};
use samtycke_server::auth::Role;
use samtycke_server::candidates::batch::{self, Act, Outcome, State, Tally};
use samtycke_server::candidates::filter::Filter;
use samtycke_server::candidates::manage::Selection;
use samtycke_server::candidates::store as candidates;
use samtycke_server::clock::{DAY, HOUR, MINUTE};
use samtycke_server::db::Value as Sql;
use samtycke_server::error::Error;
use samtycke_server::jobs;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};

on_both_databases!(
    a_large_erasure_goes_on_in_the_background,
    a_small_one_is_done_when_it_is_answered,
    a_large_renewal_asks_everyone_once,
    servers_share_the_work_and_nobody_is_erased_twice,
    a_killed_server_leaves_nothing_half_done,
    what_was_looked_at_is_what_happens,
    the_count_must_be_typed,
    a_list_nobody_started_goes_after_an_hour,
    many_from_the_console_take_a_second_admin,
    what_is_under_way_counts_as_erased,
    a_stopped_batch_touches_nobody_else,
    nothing_runs_while_the_clock_is_in_doubt,
    the_list_and_the_look_under_the_lock_say_the_same,
    another_tenant_can_not_touch_a_batch,
);

const MANY: usize = 520;

fn everyone() -> Selection {
    Selection {
        filter: Some(Filter::default()),
        ..Selection::default()
    }
}

async fn many(w: &World) -> Tenant {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, MANY)).await.expect(200);
    tenant
}

async fn erase_all(w: &World, tenant: &Tenant) -> String {
    let body = json!({ "filter": {}, "confirm_count": MANY });
    let answer = w.api_post(&tenant.recruiter, "/v1/erasures", &body).await;
    let answer = answer.expect(200).json();
    assert_eq!(answer["count"], MANY);
    answer["erasure_batch_id"].as_str().unwrap().to_owned()
}

async fn left(w: &World) -> i64 {
    w.count("candidates", &[]).await
}

async fn each_erased_once(w: &World) {
    assert_eq!(left(w).await, 0);
    for trace in [
        "erasures",
        "audit WHERE action = 'candidate.erased'",
        "mails WHERE kind = 'farewell'",
    ] {
        assert_eq!(w.count(trace, &[]).await, MANY as i64, "{trace}");
    }
    for nothing in ["batch_candidates", "candidate_terms", "events"] {
        assert_eq!(w.count(nothing, &[]).await, 0, "{nothing}");
    }
}

async fn a_large_erasure_goes_on_in_the_background(w: &World) {
    let tenant = many(w).await;
    let dry = json!({ "filter": {}, "dry_run": true });
    let dry = w.api_post(&tenant.recruiter, "/v1/erasures", &dry).await;
    assert_eq!(dry.expect(200).json(), json!({ "count": MANY }));
    let id = erase_all(w, &tenant).await;
    assert_eq!(left(w).await, MANY as i64);
    assert_eq!(batch(w, &tenant, &id).await["state"], "running");
    w.work().await;
    each_erased_once(w).await;
    let report = batch(w, &tenant, &id).await;
    assert_eq!(report["state"], "done");
    assert_eq!(report["outcomes"], json!({ "done": MANY }));
}

async fn a_small_one_is_done_when_it_is_answered(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 60)).await.expect(200);
    let body = json!({ "filter": {}, "confirm_count": 60 });
    let answer = w.api_post(&tenant.recruiter, "/v1/erasures", &body).await;
    assert_eq!(answer.expect(200).json()["count"], 60);
    assert_eq!(left(w).await, 0);
}

async fn a_large_renewal_asks_everyone_once(w: &World) {
    let tenant = many(w).await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    w.sql(
        "UPDATE renewals SET state = 'cancelled', next_action_at = NULL",
        &[],
    )
    .await;
    w.sql(
        "UPDATE candidates SET renewal = 'none', deadline_at = NULL, answer = 'given'",
        &[],
    )
    .await;
    let before = w.mails(Kind::Request).len();
    let body = json!({ "filter": {} });
    let first = w.api_post(&tenant.recruiter, "/v1/renewals", &body).await;
    let first = first.expect(200).json();
    assert_eq!(first["count"], MANY + 1);
    let again = w.api_post(&tenant.recruiter, "/v1/renewals", &body).await;
    let again = again.expect(200).json();
    w.work().await;
    assert_eq!(w.mails(Kind::Request).len() - before, MANY + 1);
    let id = |answer: &Value| answer["renewal_batch_id"].as_str().unwrap().to_owned();
    let outcomes = batch(w, &tenant, &id(&first)).await["outcomes"].clone();
    assert_eq!(
        outcomes["done"].as_i64().unwrap() + outcomes["open"].as_i64().unwrap_or(0),
        MANY as i64 + 1
    );
    let outcomes = batch(w, &tenant, &id(&again)).await["outcomes"].clone();
    assert_eq!(
        outcomes["done"].as_i64().unwrap_or(0) + outcomes["open"].as_i64().unwrap(),
        MANY as i64 + 1
    );
    assert_eq!(
        w.count("audit WHERE action = 'candidate.asked'", &[]).await,
        MANY as i64 + 1
    );
}

async fn servers_share_the_work_and_nobody_is_erased_twice(w: &World) {
    let tenant = many(w).await;
    let id = erase_all(w, &tenant).await;
    let (one, two) = (w.another_server().await, w.another_server().await);
    let (a, b, c) = tokio::join!(
        jobs::run_batches(&w.app),
        jobs::run_batches(&one),
        jobs::run_batches(&two)
    );
    // Held up by another is no failure: the next round goes on.
    for result in [a, b, c] {
        assert!(matches!(result, Ok(()) | Err(Error::Busy)), "{result:?}");
    }
    w.work().await;
    each_erased_once(w).await;
    assert_eq!(
        batch(w, &tenant, &id).await["outcomes"],
        json!({ "done": MANY })
    );
    one.db.close().await;
    two.db.close().await;
}

async fn a_killed_server_leaves_nothing_half_done(w: &World) {
    let tenant = many(w).await;
    let id = erase_all(w, &tenant).await;
    let mut partly = false;
    for steps in (3..).step_by(5) {
        killed_after(steps, jobs::run_batches(&w.app)).await;
        // In one view: the commit of the killed may still be on its way.
        let both = "SELECT (SELECT COUNT(*) FROM erasures) * 1000 + (SELECT COUNT(*) FROM batch_candidates)
                           + (SELECT COUNT(*) FROM candidates) * 1000000";
        let counted = w.number(both, &[]).await.unwrap();
        let (left, gone, listed) = (
            counted / 1_000_000,
            counted / 1_000 % 1_000,
            counted % 1_000,
        );
        assert_eq!(
            (gone + left, gone + listed),
            (MANY as i64, MANY as i64),
            "the list is what is still to do"
        );
        partly |= gone > 0 && listed > 0;
        if listed == 0 {
            break;
        }
    }
    assert!(partly, "it was killed in the middle of the work as well");
    w.work().await;
    each_erased_once(w).await;
    assert_eq!(
        batch(w, &tenant, &id).await["outcomes"],
        json!({ "done": MANY })
    );
}

async fn what_was_looked_at_is_what_happens(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 5)).await.expect(200);
    let of = async |n: usize| w.id_of(&tenant, &format!("p{n}@exempel.example")).await;
    let hold = json!({ "held_until": "2026-12-31", "hold_reason": "Tvist" });
    w.register(&tenant, KIM).await;
    w.patch(&tenant, &w.id_of(&tenant, KIM).await, &hold)
        .await
        .expect(200);
    let admin = staff(w, &tenant, Role::Admin, 1).await;
    let draft = batch::draft(&w.app, &admin, Act::Erase, &everyone())
        .await
        .unwrap();
    assert_eq!(
        (draft.total, draft.left_alone.as_str()),
        (5, r#"{"held":1}"#)
    );
    assert_eq!(w.count("batch_candidates", &[]).await, 5);
    // One came, one is held, one is restricted, one is erased, and one consents.
    w.register(&tenant, ANNA).await;
    w.patch(&tenant, &of(0).await, &hold).await.expect(200);
    w.patch(&tenant, &of(1).await, &json!({ "restricted": true }))
        .await
        .expect(200);
    w.delete(&tenant, &of(2).await).await.expect(200);
    w.advance(MINUTE);
    w.consent(&tenant, "p3@exempel.example").await;
    let done = batch::confirm(&w.app, &admin, &draft.id, Some(5))
        .await
        .unwrap();
    let tally = done.tally().unwrap();
    for outcome in [
        Outcome::Held,
        Outcome::Restricted,
        Outcome::Gone,
        Outcome::Changed,
        Outcome::Done,
    ] {
        assert_eq!(tally.of(outcome), 1, "{outcome}");
    }
    let mut stayed = w.texts("SELECT email FROM candidates", &[]).await;
    stayed.sort();
    assert_eq!(
        stayed,
        [
            ANNA,
            KIM,
            "p0@exempel.example",
            "p1@exempel.example",
            "p3@exempel.example"
        ]
    );
}

async fn the_count_must_be_typed(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 3)).await.expect(200);
    let recruiter = staff(w, &tenant, Role::Recruiter, 1).await;
    let draft = batch::draft(&w.app, &recruiter, Act::Erase, &everyone())
        .await
        .unwrap();
    for typed in [None, Some(0), Some(2), Some(4)] {
        let refused = batch::confirm(&w.app, &recruiter, &draft.id, typed).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{typed:?}");
    }
    let auditor = staff(w, &tenant, Role::Auditor, 2).await;
    let refused = batch::confirm(&w.app, &auditor, &draft.id, Some(3)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    assert_eq!(left(w).await, 3);
    batch::confirm(&w.app, &recruiter, &draft.id, Some(3))
        .await
        .unwrap();
    let twice = batch::confirm(&w.app, &recruiter, &draft.id, Some(3)).await;
    assert!(matches!(twice, Err(Error::Conflict(_))));
    assert_eq!(left(w).await, 0);
}

async fn a_list_nobody_started_goes_after_an_hour(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 3)).await.expect(200);
    let admin = staff(w, &tenant, Role::Admin, 1).await;
    let draft = batch::draft(&w.app, &admin, Act::Erase, &everyone())
        .await
        .unwrap();
    w.advance(HOUR);
    w.work().await;
    assert_eq!(w.count("batch_candidates", &[]).await, 3);
    w.advance(MINUTE);
    let late = batch::confirm(&w.app, &admin, &draft.id, Some(3)).await;
    assert!(matches!(late, Err(Error::Conflict(_))));
    w.work().await;
    assert_eq!(w.count("batch_candidates", &[]).await, 0);
    assert_eq!(left(w).await, 3);
}

async fn many_from_the_console_take_a_second_admin(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 51)).await.expect(200);
    let one = staff(w, &tenant, Role::Admin, 1).await;
    let two = staff(w, &tenant, Role::Admin, 2).await;
    let recruiter = staff(w, &tenant, Role::Recruiter, 3).await;
    let draft = batch::draft(&w.app, &one, Act::Erase, &everyone())
        .await
        .unwrap();
    let waits = batch::confirm(&w.app, &one, &draft.id, Some(51))
        .await
        .unwrap();
    assert_eq!(waits.state(), State::Waiting);
    w.work().await;
    assert_eq!(left(w).await, 51);
    let other = w.swedish_seat(&tenant, Role::Admin).await;
    let page = w.page(&other, "/console").await.expect(200).text();
    assert!(page.contains("En radering väntar på en annan"), "{page}");
    assert!(page.contains("class=\"badge\">1<"), "{page}");
    let key = samtycke_server::auth::Actor {
        staff: None,
        name: "key:x".to_owned(),
        ..two.clone()
    };
    for other in [&one, &recruiter, &key] {
        let refused = batch::approve(&w.app, other, &draft.id, Some(51)).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(_))),
            "{}",
            other.name
        );
    }
    let refused = batch::approve(&w.app, &two, &draft.id, Some(50)).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    assert_eq!(left(w).await, 51);
    let done = batch::approve(&w.app, &two, &draft.id, Some(51))
        .await
        .unwrap();
    assert_eq!((done.state(), left(w).await), (State::Done, 0));
    assert_eq!(done.approved_by, Some(two.name.clone()));
    // Piece by piece within a day is no way around it.
    import(w, &tenant, people(100, 1)).await.expect(200);
    let draft = batch::draft(&w.app, &one, Act::Erase, &everyone())
        .await
        .unwrap();
    let waits = batch::confirm(&w.app, &one, &draft.id, Some(1))
        .await
        .unwrap();
    assert_eq!(waits.state(), State::Waiting);
    w.advance(7 * DAY + MINUTE);
    w.work().await;
    let gone = batch::approve(&w.app, &two, &draft.id, Some(1)).await;
    assert!(
        matches!(gone, Err(Error::Conflict(_))),
        "a week later the list is old"
    );
}

async fn a_stopped_batch_touches_nobody_else(w: &World) {
    let tenant = many(w).await;
    let id = erase_all(w, &tenant).await;
    let recruiter = staff(w, &tenant, Role::Recruiter, 1).await;
    let mut steps = 5;
    while w.count("erasures", &[]).await == 0 {
        killed_after(steps, jobs::run_batches(&w.app)).await;
        steps += 5;
    }
    let stopped = batch::cancel(&w.app, &recruiter, &id).await.unwrap();
    assert_eq!(stopped.state(), State::Cancelled);
    let gone = w.count("erasures", &[]).await;
    assert!(gone > 0 && gone < MANY as i64, "{gone}");
    w.work().await;
    assert_eq!(left(w).await, MANY as i64 - gone);
    assert_eq!(w.count("batch_candidates", &[]).await, 0);
    let report = batch(w, &tenant, &id).await;
    assert_eq!(
        (&report["state"], &report["outcomes"]),
        (&json!("cancelled"), &json!({ "done": gone }))
    );
    let again = batch::cancel(&w.app, &recruiter, &id).await.unwrap();
    assert_eq!(again, stopped, "stopping twice is stopping once");
}

async fn nothing_runs_while_the_clock_is_in_doubt(w: &World) {
    let tenant = many(w).await;
    w.work().await;
    erase_all(w, &tenant).await;
    w.sql(
        "UPDATE clock_state SET paused_at = 1, paused_why = 'test'",
        &[],
    )
    .await;
    jobs::run_batches(&w.app).await.unwrap();
    assert_eq!(left(w).await, MANY as i64);
    jobs::clock_guard::confirm(&w.app).await.unwrap();
    w.work().await;
    each_erased_once(w).await;
}

/// Every way a candidate can stand in the way, in both languages of the rule.
async fn the_list_and_the_look_under_the_lock_say_the_same(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 40)).await.expect(200);
    let renewals = ["none", "queued", "asked", "bounced", "answered"];
    let held = [
        "NULL".to_owned(),
        w.now().to_string(),
        (w.now() + 1).to_string(),
        "0".to_owned(),
    ];
    let mut n = 0;
    for renewal in renewals {
        for held in &held {
            for restricted in ["NULL", "1"] {
                let sql = format!(
                    "UPDATE candidates SET renewal = '{renewal}', held_until = {held}, restricted_at = {restricted}
                     WHERE email = 'p{n}@exempel.example'"
                );
                assert_eq!(w.sql(&sql, &[]).await, 1);
                n += 1;
            }
        }
    }
    let ids = w.texts("SELECT id FROM candidates", &[]).await;
    let mut tx = w.app.db.read().await.unwrap();
    let all = candidates::by_ids(&mut tx, &tenant.id, &ids).await.unwrap();
    for act in [Act::Ask, Act::Erase] {
        let expected = |passes_over_bounced: bool| {
            let (mut expected, mut free) = (Tally::default(), 0);
            for candidate in &all {
                let passed_over = passes_over_bounced && candidate.renewal == "bounced";
                match batch::hindrance(act, candidate, w.now()) {
                    Some(why) => expected.add(why, 1),
                    None if passed_over => expected.add(Outcome::Open, 1),
                    None => free += 1,
                }
            }
            (free, expected)
        };
        let by_ids = Selection {
            ids: Some(ids.clone()),
            ..Selection::default()
        };
        // Addresses that do not work are tried again only when they are meant.
        for (selection, passes_over_bounced) in [(everyone(), act == Act::Ask), (by_ids, false)] {
            let counted = batch::count(&w.app, &mut tx, &tenant.id, act, &selection)
                .await
                .unwrap();
            assert_eq!(counted, expected(passes_over_bounced));
        }
    }
}

async fn another_tenant_can_not_touch_a_batch(w: &World) {
    let tenant = many(w).await;
    let other = w.tenant_named("Annanfirma").await;
    let id = erase_all(w, &tenant).await;
    let stranger = staff(w, &other, Role::Admin, 1).await;
    for touched in [
        batch::cancel(&w.app, &stranger, &id).await,
        batch::confirm(&w.app, &stranger, &id, Some(MANY as i64)).await,
        batch::approve(&w.app, &stranger, &id, Some(MANY as i64)).await,
    ] {
        assert!(matches!(touched, Err(Error::NotFound)), "{touched:?}");
    }
    let state = w
        .texts(
            "SELECT state FROM batches WHERE id = $1",
            &[Sql::from(id.as_str())],
        )
        .await;
    assert_eq!(state, ["running"]);
}

async fn what_is_under_way_counts_as_erased(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 40)).await.expect(200);
    let one = staff(w, &tenant, Role::Admin, 1).await;
    w.sql(
        "INSERT INTO batches (tenant_id, id, act, state, total, left_alone, tally, started_by, created_at, confirmed_at)
         VALUES ($1, 'x', 'erase', 'running', 30, '{}', '{\"done\":19}', 'staff:x', 1, 1)",
        &[Sql::from(tenant.id.as_str())],
    )
    .await;
    let draft = batch::draft(&w.app, &one, Act::Erase, &everyone())
        .await
        .unwrap();
    let waits = batch::confirm(&w.app, &one, &draft.id, Some(40))
        .await
        .unwrap();
    assert_eq!(waits.state(), State::Waiting, "11 and 40 are more than 50");
}
