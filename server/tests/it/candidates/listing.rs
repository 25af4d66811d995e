//! The list: every filter with every sort, page by page in both directions, is what going through all
//! candidates one by one would give; and no page goes through all of them.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use samtycke_server::auth::{Actor, Role};
use samtycke_server::candidates::filter::{Filter, Measure, joined, search_terms};
use samtycke_server::candidates::list::{self, Cursor, Matching, Request, Sort};
use samtycke_server::candidates::{name_key, saved};
use samtycke_server::clock::{DAY, Millis};
use samtycke_server::consent::{Answer, Standing, Status, status};
use samtycke_server::db::{Sql, Tx, Value};
use samtycke_server::fetch_all_dynamic;
use samtycke_server::tenants::{self, Tenant as Company};

use super::{ANNA, KIM, ids};
use crate::harness::{Tenant, World};

on_both_databases!(
    every_filter_and_sort_is_what_a_walk_through_all_gives,
    pages_lead_there_and_back,
    a_short_page_goes_on_where_it_stopped,
    of_many_it_is_said_that_there_are_more,
    no_page_goes_through_all_candidates,
    deadlines_are_counted_in_calendar_days,
    what_is_not_understood_is_refused,
    purposes_follow_the_events,
    a_cursor_of_another_tenant_leads_nowhere,
    a_saved_filter_keeps_no_name,
);

const MATERIAL: [i64; 2] = [3, 1];
const LEAD_DAYS: i64 = 45;

#[derive(Debug, Clone)]
struct Person {
    id: String,
    name: String,
    text: usize,
    version: i64,
    standing: Standing,
    consented_at: Option<Millis>,
    deadline_at: Option<Millis>,
    source: &'static str,
    renewal: &'static str,
    purposes: Vec<(&'static str, Option<Millis>)>,
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

/// Times close to where something turns, often the same for several people.
fn near(now: Millis) -> impl Strategy<Value = Millis> {
    prop_oneof![
        (-2..3_i64).prop_map(move |off| now + off),
        (-3..40_i64).prop_map(move |days| now + days * DAY),
        (-2..3_i64).prop_map(move |off| now + LEAD_DAYS * DAY + off),
        now - 400 * DAY..now + 400 * DAY,
    ]
}

fn person(now: Millis) -> impl Strategy<Value = Person> {
    let answer = prop::sample::select(vec![
        Answer::Given,
        Answer::Given,
        Answer::Given,
        Answer::None,
        Answer::Refused,
        Answer::Withdrawn,
        Answer::Invalidated,
    ]);
    let name = (
        one_of(&["Åsa", "anna", "Bo", "Örjan", "Zoë", "Anders"]),
        one_of(&["Exempel", "Öberg", "Ander", "de la Prov"]),
    );
    let times = (near(now), near(now), near(now), near(now), near(now));
    let odds = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.05),
        prop::bool::weighted(0.3),
    );
    let words = (
        one_of(&["web", "staff", "import"]),
        one_of(&["none", "queued", "asked", "bounced", "answered"]),
        prop::sample::subsequence(vec!["future_jobs", "share_with_group"], 0..=2),
    );
    let numbers = (0..2_usize, 1..=4_i64, any::<u32>());
    (name, answer, times, odds, words, numbers).prop_map(
        move |((first, last), answer, times, (held, restricted, due), words, numbers)| {
            let (one, other, consented, deadline, until) = times;
            let given = answer == Answer::Given;
            Person {
                id: format!("{:08x}-0000-7000-a000-000000000000", numbers.2),
                name: format!("{first} {last}"),
                text: numbers.0,
                version: numbers.1,
                standing: Standing {
                    answer,
                    text_version: (answer != Answer::None).then_some(numbers.1),
                    first_expiry: given.then_some(one.min(other)),
                    last_expiry: given.then_some(one.max(other)),
                    held_until: held.then_some(until),
                    restricted,
                },
                consented_at: (answer != Answer::None).then_some(consented / DAY * DAY),
                deadline_at: due.then_some(deadline / DAY * DAY),
                source: words.0,
                renewal: words.1,
                purposes: match given {
                    true => words.2.into_iter().map(|key| (key, Some(one))).collect(),
                    false => Vec::new(),
                },
            }
        },
    )
}

fn literal(value: Option<i64>) -> String {
    value.map_or("NULL".to_owned(), |number| number.to_string())
}

fn words(person: &Person) -> String {
    joined(&search_terms(&person.name))
}

async fn insert(w: &World, tenant: &Tenant, texts: &[String; 2], people: &[Person]) {
    let tenant = &tenant.id;
    let (mut rows, mut terms, mut purposes) = (Vec::new(), Vec::new(), Vec::new());
    for person in people {
        let (id, standing) = (&person.id, &person.standing);
        rows.push(format!(
            "('{tenant}', '{id}', '{id}@x.example', '{id}@x.example', '{}', '{}', 'sv', '{}', 'email', '{id}', '{}', '{}', {}, {}, {}, {}, '{}', {}, {}, {}, 1, '{}')",
            person.name, name_key(&person.name), person.source, texts[person.text], standing.answer,
            literal(person.consented_at), literal(standing.text_version), literal(standing.first_expiry),
            literal(standing.last_expiry), person.renewal, literal(person.deadline_at),
            literal(standing.held_until), literal(standing.restricted.then_some(1)), words(person),
        ));
        for term in search_terms(&person.name) {
            terms.push(format!(
                "('{tenant}', '{term}', '{id}', '{}')",
                words(person)
            ));
        }
        for (key, until) in &person.purposes {
            purposes.push(format!(
                "('{tenant}', '{key}', '{id}', {})",
                literal(*until)
            ));
        }
    }
    for (into, rows) in [
        (
            "candidates (tenant_id, id, email, email_key, name, name_key, language, source, identity, link_hash, consent_text_id, answer, consented_at, text_version, first_expiry, last_expiry, renewal, deadline_at, held_until, restricted_at, created_at, words)",
            rows,
        ),
        (
            "candidate_terms (tenant_id, term, candidate_id, words)",
            terms,
        ),
        (
            "candidate_purposes (tenant_id, purpose, candidate_id, until)",
            purposes,
        ),
    ] {
        w.sql(
            &format!("INSERT INTO {into} VALUES {}", rows.join(", ")),
            &[],
        )
        .await;
    }
}

/// Two texts, one of which has had a material change.
async fn texts(w: &World, tenant: &Tenant) -> [String; 2] {
    let one = w.text_id(tenant).await;
    let other = "00000000-0000-7000-8000-00000000beef".to_owned();
    w.sql(
        &format!(
            "UPDATE consent_texts SET material_version = {}",
            MATERIAL[0]
        ),
        &[],
    )
    .await;
    w.sql(
        &format!(
            "INSERT INTO consent_texts (tenant_id, id, name, current_version, material_version, created_at)
             VALUES ('{}', '{other}', 'Andra', 4, {}, 1)",
            tenant.id, MATERIAL[1]
        ),
        &[],
    )
    .await;
    [one, other]
}

/// The filter in the plainest words there are.
fn matches(person: &Person, filter: &Filter, texts: &[String; 2], now: Millis) -> bool {
    let material = MATERIAL[person.text];
    let is = status(&person.standing, material, LEAD_DAYS, now);
    let words: Vec<String> = person
        .name
        .to_lowercase()
        .split(' ')
        .map(str::to_owned)
        .collect();
    let begins = |part: &str| words.iter().any(|word| word.starts_with(part));
    let number = |text: &str| text.parse::<i64>().unwrap();
    // The tests' filters name moments in UTC.
    let at = |text: &str| samtycke_server::clock::parse_rfc3339(text).unwrap();
    let stands = person.standing.answer == Answer::Given && person.version >= material;
    filter.fields().into_iter().all(|(name, value)| {
        let Some(value) = value.as_deref() else {
            return true;
        };
        match name {
            "q" => value.to_lowercase().split(' ').all(begins),
            "status" => is.as_str() == value,
            "text" => texts[person.text] == value,
            "text_version" => person.standing.text_version == Some(number(value)),
            "purpose" => {
                let granted = |(key, until): &(&str, Option<Millis>)| {
                    *key == value && until.is_none_or(|until| until > now)
                };
                stands && person.purposes.iter().any(granted)
            }
            "source" => person.source == value,
            "renewal" => person.renewal == value,
            "consented_after" => person.consented_at.is_some_and(|it| it >= at(value)),
            "consented_before" => person.consented_at.is_some_and(|it| it < at(value)),
            "deadline_after" => person.deadline_at.is_some_and(|it| it >= at(value)),
            "deadline_before" => person.deadline_at.is_some_and(|it| it < at(value)),
            other => panic!("say here what {other} means"),
        }
    })
}

fn sorted(mut people: Vec<&Person>, sort: Sort) -> Vec<String> {
    people.sort_by(|one, other| {
        let id = one.id.cmp(&other.id);
        match sort {
            Sort::Newest => id.reverse(),
            Sort::Name => name_key(&one.name).cmp(&name_key(&other.name)).then(id),
            Sort::Consent => (one.consented_at.cmp(&other.consented_at))
                .then(id)
                .reverse(),
            Sort::Deadline => {
                let last = |at: Option<Millis>| at.unwrap_or(Millis::MAX);
                last(one.deadline_at).cmp(&last(other.deadline_at)).then(id)
            }
        }
    });
    people.into_iter().map(|person| person.id.clone()).collect()
}

fn some(words: Vec<String>) -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        3 => Just(None),
        1 => prop::sample::select(words).prop_map(Some)
    ]
}

fn filters(texts: &[String; 2], now: Millis) -> impl Strategy<Value = Filter> + use<> {
    let words = |words: &[&str]| some(words.iter().map(|word| (*word).to_owned()).collect());
    let statuses = Status::ALL.map(|status| status.to_string()).to_vec();
    let days = [-300, -30, 0, 3, 20, 200]
        .map(|days| samtycke_server::clock::rfc3339((now + days * DAY) / DAY * DAY))
        .to_vec();
    let one = (
        words(&["an", "åsa", "and a", "ö", "exempel zo", "x"]),
        some(statuses),
        some(texts.to_vec()),
        words(&["1", "3", "9"]),
        words(&["future_jobs", "share_with_group", "other"]),
        words(&["web", "staff", "import"]),
    );
    let other = (
        words(&["none", "queued", "asked", "bounced", "answered"]),
        some(days.clone()),
        some(days.clone()),
        some(days.clone()),
        some(days),
    );
    (one, other).prop_map(|(one, other)| Filter {
        q: one.0,
        status: one.1,
        text: one.2,
        text_version: one.3,
        purpose: one.4,
        source: one.5,
        renewal: other.0,
        consented_after: other.1,
        consented_before: other.2,
        deadline_after: other.3,
        deadline_before: other.4,
        deadline_within: None,
    })
}

/// 400 people at one tenant, and another tenant with some of its own.
async fn populated(w: &World) -> (Company, [String; 2], Vec<Person>) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Andra").await);
    let texts = texts(w, &tenant).await;
    w.consent(&other, ANNA).await;
    let (mut runner, strategy) = (TestRunner::deterministic(), person(w.now()));
    let mut people: Vec<Person> = (0..400)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect();
    people.sort_by(|one, other| one.id.cmp(&other.id));
    people.dedup_by(|one, other| one.id == other.id);
    insert(w, &tenant, &texts, &people).await;
    (company(w, &tenant).await, texts, people)
}

async fn company(w: &World, tenant: &Tenant) -> Company {
    let mut tx = w.app.db.read().await.unwrap();
    let mut company = tenants::store::get(&mut tx, &tenant.id).await.unwrap();
    company.lead_days = LEAD_DAYS;
    company
}

type Walk = fn(list::Page) -> Option<Cursor>;

/// Every page after another, driven or walked, in windows of `windows`.
async fn pages(tx: &mut Tx, request: &mut Request<'_>, walk: bool, step: Walk) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for _ in 0..2_000 {
        let page = match walk {
            true => list::walk(tx, request).await.unwrap(),
            false => list::page(tx, request).await.unwrap(),
        };
        all.push(
            page.rows
                .iter()
                .map(|row| row.candidate.id.clone())
                .collect(),
        );
        match step(page) {
            Some(cursor) => request.cursor = Some(cursor),
            None => return all,
        }
    }
    panic!("the pages have no end");
}

fn request<'a>(
    tenant: &'a Company,
    criteria: &'a samtycke_server::candidates::filter::Criteria,
    measure: &'a Measure,
    sort: Sort,
) -> Request<'a> {
    Request {
        tenant,
        criteria,
        measure,
        sort,
        cursor: None,
        limit: 7,
        windows: list::WINDOWS,
    }
}

async fn every_filter_and_sort_is_what_a_walk_through_all_gives(w: &World) {
    let (tenant, texts, people) = populated(w).await;
    let (mut runner, strategy) = (TestRunner::deterministic(), filters(&texts, w.now()));
    let mut tx = w.app.db.read().await.unwrap();
    let measure = Measure::of(&mut tx, &tenant, w.now()).await.unwrap();
    let mut hits = 0;
    for number in 0..160 {
        let filter = strategy.new_tree(&mut runner).unwrap().current();
        let criteria = filter.criteria(&tenant, w.now()).unwrap();
        let found: Vec<&Person> = people
            .iter()
            .filter(|person| matches(person, &filter, &texts, w.now()))
            .collect();
        hits += usize::from(!found.is_empty());
        let sort = Sort::ALL[number % 4];
        let expected = sorted(found, sort);
        for walk in [false, true] {
            let mut asked = request(&tenant, &criteria, &measure, sort);
            let listed = pages(&mut tx, &mut asked, walk, |page| page.next)
                .await
                .concat();
            assert_eq!(listed, expected, "{filter:?} by {sort}, walked: {walk}");
        }
        let mut asked = request(&tenant, &criteria, &measure, sort);
        let count = expected.len() as i64;
        loop {
            let (page, matching) = list::counted_page(&mut tx, &asked).await.unwrap();
            assert_eq!(matching, Matching::Exactly(count), "{filter:?}");
            match page.next {
                Some(next) => asked.cursor = Some(next),
                None => break,
            }
        }
        let everyone = samtycke_server::candidates::store::matching_page(
            &mut tx, &tenant.id, &criteria, &measure, "", 1_000,
        );
        let mut everyone: Vec<String> = everyone
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.candidate.id)
            .collect();
        let mut expected = expected;
        everyone.sort();
        expected.sort();
        assert_eq!(everyone, expected, "bulk actions mean the same: {filter:?}");
    }
    assert!(hits > 60, "the filters find somebody: {hits} of 160");
}

async fn of_many_it_is_said_that_there_are_more(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    let copies = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5010)
        INSERT INTO candidates (tenant_id, id, email, email_key, name, language, source, identity, link_hash, consent_text_id,
          answer, renewal, created_at, name_key, words)
        SELECT tenant_id, id || CAST(i AS TEXT), email, email_key || CAST(i AS TEXT), name, language, source, identity,
          link_hash || CAST(i AS TEXT), consent_text_id, 'given', 'none', created_at, name_key, words
        FROM candidates, n";
    assert_eq!(w.sql(copies, &[]).await, 5_010);
    let mut tx = w.app.db.read().await.unwrap();
    let company = tenants::store::get(&mut tx, &tenant.id).await.unwrap();
    let measure = Measure::of(&mut tx, &company, w.now()).await.unwrap();
    let asked = |source: &str, renewal: Option<&str>| Filter {
        source: Some(source.to_owned()),
        renewal: renewal.map(str::to_owned),
        ..Filter::default()
    };
    for (filter, expected) in [
        (asked("staff", None), Matching::AtLeast(5_000)),
        (asked("web", None), Matching::Exactly(0)),
        (asked("staff", Some("queued")), Matching::Exactly(1)),
    ] {
        let criteria = filter.criteria(&company, w.now()).unwrap();
        let asked = request(&company, &criteria, &measure, Sort::Newest);
        let (_, matching) = list::counted_page(&mut tx, &asked).await.unwrap();
        assert_eq!(matching, expected, "{filter:?}");
    }
}

async fn pages_lead_there_and_back(w: &World) {
    let (tenant, _, _) = populated(w).await;
    let filter = Filter {
        source: Some("web".to_owned()),
        ..Filter::default()
    };
    let criteria = filter.criteria(&tenant, w.now()).unwrap();
    let mut tx = w.app.db.read().await.unwrap();
    let measure = Measure::of(&mut tx, &tenant, w.now()).await.unwrap();
    for sort in Sort::ALL {
        for walk in [false, true] {
            let mut asked = request(&tenant, &criteria, &measure, sort);
            let there = pages(&mut tx, &mut asked, walk, |page| page.next).await;
            let mut back = pages(&mut tx, &mut asked, walk, |page| page.previous).await;
            back.reverse();
            assert!(there.len() > 5);
            assert_eq!(there, back, "{sort}, walked: {walk}");
        }
    }
}

async fn a_short_page_goes_on_where_it_stopped(w: &World) {
    let (tenant, texts, people) = populated(w).await;
    let filter = Filter {
        status: Some("held".to_owned()),
        q: Some("anna".to_owned()),
        ..Filter::default()
    };
    let criteria = filter.criteria(&tenant, w.now()).unwrap();
    let mut tx = w.app.db.read().await.unwrap();
    let measure = Measure::of(&mut tx, &tenant, w.now()).await.unwrap();
    for sort in Sort::ALL {
        let found = people
            .iter()
            .filter(|person| matches(person, &filter, &texts, w.now()));
        let mut asked = Request {
            windows: [1, 2, 3],
            ..request(&tenant, &criteria, &measure, sort)
        };
        let pages = pages(&mut tx, &mut asked, true, |page| page.next).await;
        assert!(pages.len() > 50, "six candidates are looked at for a page");
        assert_eq!(pages.concat(), sorted(found.collect(), sort), "{sort}");
    }
}

fn every_single_filter(texts: &[String; 2]) -> Vec<Filter> {
    let mut filters = vec![Filter::default()];
    let one = |name: &str, value: &str| {
        Filter::from_pairs(&[(name.to_owned(), value.to_owned())], &[]).unwrap()
    };
    filters.extend(Status::ALL.map(|status| one("status", status.as_str())));
    filters.extend([
        one("q", "anna"),
        one("q", "anna exempel"),
        one("text", &texts[0]),
        one("text_version", "2"),
        one("purpose", "future_jobs"),
        one("source", "import"),
        one("renewal", "asked"),
        one("renewal", "none"),
        one("consented_after", "2025-01-01"),
        one("consented_before", "2025-01-01"),
        one("deadline_within", "7"),
    ]);
    filters
}

/// One line of a plan, below which line it stands, and its number.
async fn plan(tx: &mut Tx, sql: &Sql) -> Vec<(i64, i64, String)> {
    if tx.is_postgres() {
        let explain = format!("EXPLAIN {}", sql.text);
        let lines = fetch_all_dynamic!(tx, (String,), explain, &sql.values).unwrap();
        return lines.into_iter().map(|(line,)| (0, 0, line)).collect();
    }
    let explain = format!("EXPLAIN QUERY PLAN {}", sql.text);
    let lines = fetch_all_dynamic!(tx, (i64, i64, i64, String), explain, &sql.values).unwrap();
    lines
        .into_iter()
        .map(|(id, parent, _, line)| (id, parent, line))
        .collect()
}

/// A scan of a table, not of what a part of the statement itself gives or a value of it holds.
fn scans_a_table(plan: &[(i64, i64, String)]) -> Option<String> {
    let given = |parent: i64, name: &str| {
        let inside = |line: &str| {
            let made = line
                .strip_prefix("CO-ROUTINE ")
                .or(line.strip_prefix("MATERIALIZE "));
            made == Some(name)
        };
        plan.iter()
            .any(|(_, above, line)| *above == parent && inside(line))
    };
    plan.iter()
        .find(|(_, parent, line)| match line.strip_prefix("SCAN ") {
            Some("CONSTANT ROW") => false,
            Some(name) if name.starts_with("json_each ") => false,
            None if line.contains("EXISTS") => !line.contains("candidate_id=?"),
            Some(name) => !given(*parent, name.split(' ').next().unwrap()),
            None => line.contains("Seq Scan on candidate"),
        })
        .map(|(_, _, line)| line.clone())
}

async fn no_page_goes_through_all_candidates(w: &World) {
    let (tenant, texts, _) = populated(w).await;
    if w.is_postgres() {
        w.sql("ANALYZE", &[]).await;
    }
    let mut tx = w.app.db.begin().await.unwrap();
    if tx.is_postgres() {
        // On few rows a scan is cheapest: what counts is that an index can be used at all.
        let off = "SET LOCAL enable_seqscan = off".to_owned();
        samtycke_server::execute_dynamic!(&mut tx, off, &Vec::<Value>::new()).unwrap();
    }
    let measure = Measure::of(&mut tx, &tenant, w.now()).await.unwrap();
    for filter in every_single_filter(&texts) {
        let criteria = filter.criteria(&tenant, w.now()).unwrap();
        for sort in Sort::ALL {
            let asked = request(&tenant, &criteria, &measure, sort);
            for sql in list::statements(&mut tx, &asked).await.unwrap() {
                let plan = plan(&mut tx, &sql).await;
                assert_eq!(
                    scans_a_table(&plan),
                    None,
                    "{filter:?} by {sort}: {}\n{plan:#?}",
                    sql.text
                );
            }
        }
    }
}

async fn deadlines_are_counted_in_calendar_days(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    // Accepted on 2 March at 10:00 in Stockholm: answerable until 1 April, when summer time has begun.
    for (days, found) in [("29", vec![]), ("30", vec![KIM]), ("31", vec![KIM])] {
        let query = format!("deadline_within={days}");
        assert_eq!(ids(w, &tenant, &query).await, found, "{days}");
    }
    for (query, found) in [
        ("deadline_before=2026-04-01", vec![]),
        ("deadline_before=2026-04-02", vec![KIM]),
        ("deadline_after=2026-04-01", vec![KIM]),
        ("deadline_after=2026-04-02", vec![]),
    ] {
        assert_eq!(ids(w, &tenant, query).await, found, "{query}");
    }
}

async fn what_is_not_understood_is_refused(w: &World) {
    let tenant = w.tenant().await;
    let text = w.text_id(&tenant).await;
    for (query, field) in [
        ("stauts=valid", "stauts"),
        ("status=valid&status=held", "status"),
        ("status=Valid", "status"),
        ("text=1", "text"),
        ("text_version=one", "text_version"),
        ("purpose=a%27b", "purpose"),
        ("source=widget", "source"),
        ("renewal=open", "renewal"),
        ("consented_before=2026-02-30", "consented_before"),
        ("deadline_after=soon", "deadline_after"),
        ("deadline_within=-1", "deadline_within"),
        ("deadline_within=1e9", "deadline_within"),
        ("sort=age", "sort"),
        ("cursor=x", "cursor"),
        (
            "sort=consent&cursor=00000000-0000-7000-8000-000000000001",
            "cursor",
        ),
    ] {
        let answer = w
            .api_get(&tenant.auditor, &format!("/v1/candidates?{query}"))
            .await
            .expect(422);
        assert_eq!(answer.problem_fields(), [field], "{query}");
    }
    let all = format!("status=&text={text}&sort=&cursor=&limit=5");
    assert!(ids(w, &tenant, &all).await.is_empty());
}

async fn purposes_follow_the_events(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let shown = w.shown(&tenant).await;
    let key = shown["purposes"][0]["key"].as_str().unwrap().to_owned();
    let query = format!("purpose={key}");
    assert_eq!(ids(w, &tenant, &query).await, [ANNA]);
    assert!(ids(w, &tenant, "purpose=nothing").await.is_empty());
    let content = crate::harness::two_purposes("Nytt", 24);
    w.publish(&tenant, &content, "material").await;
    // Before any job has run: the consent is to a text that no longer counts.
    assert!(ids(w, &tenant, &query).await.is_empty());
    w.work().await;
    assert_eq!(w.count("candidate_purposes", &[]).await, 0);
}

async fn a_cursor_of_another_tenant_leads_nowhere(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Andra").await);
    w.register(&other, KIM).await;
    let foreign = w.id_of(&other, KIM).await;
    let path = format!("/v1/candidates?sort=name&cursor={foreign}");
    let answer = w.api_get(&tenant.auditor, &path).await.expect(422);
    assert_eq!(answer.problem_fields(), ["cursor"]);
}

async fn a_saved_filter_keeps_no_name(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Andra").await);
    let company = company(w, &tenant).await;
    let actor = Actor {
        tenant_id: tenant.id.clone(),
        role: Role::Recruiter,
        name: "staff:x".to_owned(),
        staff: None,
        csrf: String::new(),
    };
    let filter = Filter {
        q: Some("Hemlig Person".to_owned()),
        status: Some("valid".to_owned()),
        ..Filter::default()
    };
    let save = async |name: &str, filter: &Filter| {
        saved::save(&w.app, &actor, &company, name, filter, Sort::Name).await
    };
    save(" Snart ", &filter).await.unwrap();
    assert!(
        save("Snart", &filter).await.is_err(),
        "a name is taken once"
    );
    assert!(save("", &filter).await.is_err());
    assert!(save(&"x".repeat(61), &filter).await.is_err());
    let searched = Filter {
        status: None,
        ..filter.clone()
    };
    assert!(
        save("Alla", &searched).await.is_err(),
        "nothing is left to keep"
    );
    let wrong = Filter {
        status: Some("vaild".to_owned()),
        ..filter
    };
    assert!(save("Fel", &wrong).await.is_err());
    let stored = w.texts("SELECT filter FROM saved_filters", &[]).await;
    assert_eq!(stored, [r#"{"status":"valid"}"#]);
    let mut tx = w.app.db.read().await.unwrap();
    assert!(saved::all(&mut tx, &other.id).await.unwrap().is_empty());
    let kept = saved::all(&mut tx, &tenant.id).await.unwrap();
    assert_eq!((kept[0].name.as_str(), kept[0].sort), ("Snart", Sort::Name));
    drop(tx);
    let foreign = Actor {
        tenant_id: other.id.clone(),
        ..actor.clone()
    };
    assert!(saved::remove(&w.app, &foreign, &kept[0].id).await.is_err());
    saved::remove(&w.app, &actor, &kept[0].id).await.unwrap();
    assert_eq!(w.count("saved_filters", &[]).await, 0);
}
