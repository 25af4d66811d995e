//! A tenant with very many made-up candidates, written by the database itself.
//!
//! They look as real ones do after three years: statuses, versions, purposes, sources, requests under way
//! and answered. They have no receipts and no entries in the log, and nothing is ever sent to them.

use std::time::Instant;

use samtycke_server::app::App;
use samtycke_server::candidates::name_key;
use samtycke_server::clock::DAY;
use samtycke_server::db::{Tx, Value};
use samtycke_server::execute_dynamic;
use samtycke_server::tenants::setup::{self, NewTenant};

pub struct Seeded {
    pub tenant_id: String,
    pub sign_in_url: String,
    pub candidates: i64,
}

/// How many candidates a transaction writes.
const CHUNK: i64 = 20_000;
const AGE: i64 = 1_095 * DAY;
const VALIDITY: i64 = 730 * DAY;

const FIRST: [&str; 30] = [
    "Alva", "Bo", "Cleo", "Disa", "Egil", "Freja", "Gus", "Hedda", "Ivar", "Juni", "Kim", "Love",
    "Maj", "Nils", "Ova", "Pim", "Quinn", "Rut", "Sam", "Tove", "Ulf", "Vera", "Wilma", "Xenia",
    "Yngve", "Zoe", "Åke", "Ärla", "Örjan", "Östen",
];
const LAST: [&str; 24] = [
    "Exempelsson",
    "Provberg",
    "Sampleton",
    "Testgren",
    "Prøvesen",
    "Demoström",
    "Placeholder",
    "Mallqvist",
    "Mönstersson",
    "Utkast",
    "Skissman",
    "Påhittad",
    "Modellberg",
    "Fiktivsson",
    "Tänkvist",
    "Övningsson",
    "Läroman",
    "Attrapp",
    "Dummy",
    "Fantasin",
    "Sagoström",
    "Låtsasson",
    "Ritning",
    "Ämnesberg",
];

pub async fn tenant(app: &App, candidates: i64) -> Seeded {
    let begun = Instant::now();
    let new = NewTenant {
        name: format!("Seed {candidates}"),
        admin: format!("admin-{candidates}@seed.example"),
        time_zone: "Europe/Stockholm".to_owned(),
        language: "sv".to_owned(),
        origins: Vec::new(),
        publish_proposal: true,
    };
    let added = setup::add(app, &new).await.unwrap();
    let seed = Seed {
        app,
        tenant: added.tenant_id.clone(),
        candidates,
    };
    seed.versions().await;
    seed.words().await;
    let mut from = 1;
    while from <= candidates {
        seed.chunk(from, (from + CHUNK - 1).min(candidates)).await;
        from += CHUNK;
    }
    seed.run("DROP TABLE seed_words").await;
    if app.db.is_postgres() {
        seed.run("ANALYZE").await;
    }
    eprintln!(
        "{candidates} candidates in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    Seeded {
        tenant_id: added.tenant_id,
        sign_in_url: added.sign_in_url,
        candidates,
    }
}

struct Seed<'a> {
    app: &'a App,
    tenant: String,
    candidates: i64,
}

impl Seed<'_> {
    async fn run(&self, sql: &str) {
        let mut tx = self.app.db.begin().await.unwrap();
        execute(&mut tx, sql).await;
        tx.commit().await.unwrap();
    }

    /// Two editorial versions after the first: their consents all stand.
    async fn versions(&self) {
        let tenant = &self.tenant;
        let mut tx = self.app.db.begin().await.unwrap();
        for version in [2, 3] {
            let id = self.app.new_id();
            for sql in [
                format!(
                    "INSERT INTO text_versions (tenant_id, id, consent_text_id, version, state, content, created_at)
                     SELECT tenant_id, '{id}', consent_text_id, {version}, 'draft', content, created_at
                     FROM text_versions WHERE tenant_id = '{tenant}' AND version = 1"
                ),
                format!(
                    "INSERT INTO text_renditions (tenant_id, text_version_id, language, position, title, body_markdown,
                       body_html, body_sha256, purposes, shown_sha256)
                     SELECT r.tenant_id, '{id}', r.language, r.position, r.title, r.body_markdown, r.body_html,
                       r.body_sha256, r.purposes, r.shown_sha256
                     FROM text_renditions r JOIN text_versions v ON v.tenant_id = r.tenant_id AND v.id = r.text_version_id
                     WHERE r.tenant_id = '{tenant}' AND v.version = 1"
                ),
                format!(
                    "UPDATE text_versions SET state = 'published', change = 'editorial', published_at = created_at,
                       published_by = 'seed' WHERE tenant_id = '{tenant}' AND id = '{id}'"
                ),
            ] {
                execute(&mut tx, &sql).await;
            }
        }
        let current =
            format!("UPDATE consent_texts SET current_version = 3 WHERE tenant_id = '{tenant}'");
        execute(&mut tx, &current).await;
        tx.commit().await.unwrap();
    }

    async fn words(&self) {
        let mut rows = Vec::new();
        for (kind, words) in [("first", FIRST.as_slice()), ("last", LAST.as_slice())] {
            for (n, word) in words.iter().enumerate() {
                let ascii: String = word.to_lowercase().chars().filter(char::is_ascii).collect();
                rows.push(format!(
                    "('{kind}', {n}, '{word}', '{}', '{}', '{ascii}')",
                    word.to_lowercase(),
                    name_key(word)
                ));
            }
        }
        self.run("CREATE TABLE seed_words (kind TEXT, n BIGINT, word TEXT, lower TEXT, sort TEXT, ascii TEXT)")
            .await;
        self.run(&format!(
            "INSERT INTO seed_words VALUES {}",
            rows.join(", ")
        ))
        .await;
    }

    async fn chunk(&self, from: i64, to: i64) {
        let mut tx = self.app.db.begin().await.unwrap();
        let postgres = tx.is_postgres();
        execute(&mut tx, &self.candidates_sql(postgres, from, to)).await;
        let (tenant, now) = (&self.tenant, self.app.now());
        // Ids begin with the moment they came at: those of this chunk are a range.
        let (begin, end) = (self.came(from), self.came(to));
        let those = format!(
            "c.tenant_id = '{tenant}' AND c.id >= {} AND c.id <= {}",
            id(postgres, &begin.to_string(), "0", "8000", "0"),
            id(
                postgres,
                &end.to_string(),
                "4095",
                "8000",
                "281474976710655"
            ),
        );
        for term in ["f.lower", "l.lower", "c.email_key"] {
            let sql = format!(
                "INSERT INTO candidate_terms (tenant_id, term, candidate_id, words)
                 SELECT c.tenant_id, {term}, c.id, c.words FROM candidates c
                 JOIN seed_words f ON f.kind = 'first' AND f.n = CAST(substr(c.external_id, 2, 2) AS BIGINT)
                 JOIN seed_words l ON l.kind = 'last' AND l.n = CAST(substr(c.external_id, 4, 2) AS BIGINT)
                 WHERE {those}"
            );
            execute(&mut tx, &sql).await;
        }
        for (purpose, share) in [
            ("future_jobs", 100),
            ("share_with_group", 40),
            ("newsletter", 1),
        ] {
            let sql = format!(
                "INSERT INTO candidate_purposes (tenant_id, purpose, candidate_id, until)
                 SELECT c.tenant_id, '{purpose}', c.id, c.first_expiry FROM candidates c
                 WHERE {those} AND c.answer = 'given' AND (c.consented_at / 60000) % 100 < {share}"
            );
            execute(&mut tx, &sql).await;
        }
        execute(&mut tx, &events_sql(&those)).await;
        execute(&mut tx, &renewals_sql(&those, now)).await;
        let mails = format!(
            "INSERT INTO mails (tenant_id, id, kind, candidate_id, renewal_id, state, attempts, queued_at, accepted_at, ended_at)
             SELECT c.tenant_id, replace(c.id, '-8000-', '-b000-'), 'request', c.id, replace(c.id, '-8000-', '-a000-'),
               CASE WHEN c.renewal = 'bounced' THEN 'bounced' ELSE 'accepted' END, 1, {now} - {DAY}, {now} - {DAY}, {now} - {DAY}
             FROM candidates c WHERE {those} AND c.renewal IN ('asked', 'bounced', 'answered')"
        );
        execute(&mut tx, &mails).await;
        let audit = format!(
            "INSERT INTO audit (tenant_id, id, at, actor, action, candidate_id)
             SELECT c.tenant_id, replace(c.id, '-8000-', '-c000-'), c.created_at, 'staff:seed', 'candidate.viewed', c.id
             FROM candidates c WHERE {those} AND c.source <> 'web'"
        );
        execute(&mut tx, &audit).await;
        let erasures = format!(
            "INSERT INTO erasures (tenant_id, id, candidate_id, reason, erased_at, certificate, journaled_at)
             SELECT c.tenant_id, replace(c.id, '-8000-', '-d000-'), replace(c.id, '-8000-', '-e000-'), 'unanswered',
               c.created_at, '', c.created_at FROM candidates c WHERE {those} AND c.source = 'import'"
        );
        execute(&mut tx, &erasures).await;
        tx.commit().await.unwrap();
    }

    /// When candidate `n` came: evenly over three years.
    fn came(&self, n: i64) -> i64 {
        self.app.now() / DAY * DAY - AGE + n * (AGE / (self.candidates + 1))
    }

    /// Attributes `a` to `f` are spread evenly and apart from each other.
    fn candidates_sql(&self, postgres: bool, from: i64, to: i64) -> String {
        let (tenant, now) = (&self.tenant, self.app.now() / DAY * DAY);
        let (start, step) = (self.came(0), AGE / (self.candidates + 1));
        let id = id(postgres, "q.came", "q.i % 4096", "8000", "q.i");
        let two = |number: &str| match postgres {
            true => format!("lpad(CAST({number} AS TEXT), 2, '0')"),
            false => format!("printf('%02d', {number})"),
        };
        let (first, last) = (two("q.f % 30"), two("q.e % 24"));
        format!(
            "INSERT INTO candidates (tenant_id, id, email, email_key, name, name_key, external_id, language, source, identity,
               link_hash, consent_text_id, answer, consented_at, text_version_id, text_version, consent_language,
               first_expiry, last_expiry, renewal, deadline_at, held_until, hold_reason, restricted_at, created_at, words)
             WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {to}),
             h AS (SELECT i, {start} + i * {step} AS came,
                     (i * 1103515245) % 2147483647 % 1000 AS a, (i * 1664525013) % 2147483647 % 700 AS b,
                     (i * 1140671485) % 2147483647 % 1000 AS c, (i * 1347758131) % 2147483647 % 100 AS d,
                     (i * 1214013021) % 2147483647 % 5040 AS e, (i * 1690690691) % 2147483647 % 5040 AS f FROM n),
             g AS (SELECT h.*,
                     CASE WHEN a < 120 THEN 'none' WHEN a < 125 THEN 'refused' WHEN a < 130 THEN 'withdrawn'
                          WHEN a < 150 THEN 'invalidated' ELSE 'given' END AS answer,
                     CASE WHEN {now} - came < 64368000000 THEN came ELSE {now} - b * {DAY} END AS at FROM h),
             q AS (SELECT g.*, CASE WHEN answer = 'given' THEN at + {VALIDITY} END AS expiry,
                     CASE WHEN answer = 'none' AND c < 700 THEN 'asked' WHEN answer = 'none' AND c < 730 THEN 'queued'
                          WHEN answer = 'none' AND c < 760 THEN 'bounced'
                          WHEN answer = 'given' AND at + {VALIDITY} < {now} + 3456000000 AND c < 800 THEN 'asked'
                          WHEN answer = 'given' AND c < 100 THEN 'answered' ELSE 'none' END AS renewal FROM g)
             SELECT '{tenant}', {id}, f.ascii || '.' || l.ascii || '.' || q.i || '@seed.example',
               f.ascii || '.' || l.ascii || '.' || q.i || '@seed.example', f.word || ' ' || l.word, f.sort || ' ' || l.sort,
               'S' || {first} || {last} || q.i, 'sv',
               CASE WHEN q.d < 80 THEN 'web' WHEN q.d < 85 THEN 'staff' ELSE 'import' END, 'email',
               '{tenant}' || {id}, t.id, q.answer, CASE WHEN q.answer <> 'none' THEN q.at END, v.id, v.version,
               CASE WHEN q.answer <> 'none' THEN 'sv' END, q.expiry, q.expiry, q.renewal,
               CASE WHEN q.renewal = 'asked' THEN {now} + (q.c % 30 + 1) * {DAY} - 1 END,
               CASE WHEN q.e = 0 THEN {now} + 1728000000 END, CASE WHEN q.e = 0 THEN 'Övning' END,
               CASE WHEN q.f = 1 THEN {now} END, q.came,
               ' ' || f.lower || ' ' || l.lower || ' ' || f.ascii || '.' || l.ascii || '.' || q.i || '@seed.example'
             FROM q JOIN seed_words f ON f.kind = 'first' AND f.n = q.f % 30
             JOIN seed_words l ON l.kind = 'last' AND l.n = q.e % 24
             JOIN consent_texts t ON t.tenant_id = '{tenant}'
             LEFT JOIN text_versions v ON v.tenant_id = '{tenant}' AND v.consent_text_id = t.id AND q.answer <> 'none'
               AND v.version = 1 + q.i * 3 / ({} + 1)",
            self.candidates
        )
    }
}

/// A UUIDv7's text from SQL for its parts; the fourth group says what it is an id of.
fn id(postgres: bool, millis: &str, random: &str, kind: &str, tail: &str) -> String {
    let hex = |number: &str, width: u32| match postgres {
        true => format!("lpad(to_hex(CAST({number} AS BIGINT)), {width}, '0')"),
        false => format!("printf('%0{width}x', {number})"),
    };
    let millis = hex(millis, 12);
    format!(
        "(substr({millis}, 1, 8) || '-' || substr({millis}, 9, 4) || '-7' || {} || '-{kind}-' || {})",
        hex(random, 3),
        hex(tail, 12)
    )
}

fn events_sql(those: &str) -> String {
    format!(
        r#"INSERT INTO events (tenant_id, id, candidate_id, seq, kind, at, origin, identity, text_version_id, text_version,
             language, decisions, record)
           SELECT c.tenant_id, replace(c.id, '-8000-', '-9000-'), c.id, 1, 'given', c.consented_at, 'widget', 'email',
             c.text_version_id, c.text_version, 'sv',
             '[{{"purpose":"future_jobs","granted":true,"until":' || COALESCE(c.first_expiry, c.consented_at) || '}}]',
             '{{"collection":{{"method":"widget","page_url":"https://jobb.seed.example/"}},"purposes":[{{"granted":true,"key":"future_jobs","label":"Framtida jobb"}}],"recorded_at":"2026-01-01T00:00:00Z","state":"given"}}'
           FROM candidates c WHERE {those} AND c.consented_at IS NOT NULL"#
    )
}

/// `next_action_at` stays empty: nobody is reminded or erased.
fn renewals_sql(those: &str, now: i64) -> String {
    format!(
        "INSERT INTO renewals (tenant_id, id, candidate_id, reason, state, token_hash, queued_at, accepted_at, viewed_at,
           answered_at, answer, deadline_at, deadline_zone, reminders_sent)
         SELECT c.tenant_id, replace(c.id, '-8000-', '-a000-'), c.id, 'expiring', c.renewal, c.tenant_id || c.id,
           COALESCE(c.deadline_at - 2592000000, {now} - (c.created_at % 120) * {DAY}),
           CASE WHEN c.renewal IN ('asked', 'answered') THEN COALESCE(c.deadline_at - 2592000000, {now} - (c.created_at % 120) * {DAY}) END,
           CASE WHEN c.renewal = 'answered' OR (c.renewal = 'asked' AND c.created_at % 5 < 2) THEN {now} - 172800000 END,
           CASE WHEN c.renewal = 'answered' THEN {now} - {DAY} END, CASE WHEN c.renewal = 'answered' THEN 'renewed' END,
           c.deadline_at, 'Europe/Stockholm',
           CASE WHEN c.renewal = 'asked' AND c.deadline_at < {now} + 1382400000 THEN 1 ELSE 0 END
         FROM candidates c WHERE {those} AND c.renewal <> 'none'"
    )
}

async fn execute(tx: &mut Tx, sql: &str) {
    let sql = sql.to_owned();
    let done = execute_dynamic!(tx, sql, &Vec::<Value>::new());
    if let Err(cause) = done {
        panic!("{cause}\n{sql}");
    }
}
