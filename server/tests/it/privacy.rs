//! Rules 13 and 14: after an erasure no byte of a person is found anywhere. And no log line ever
//! holds one.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use samtycke_server::clock::DAY;
use samtycke_server::mail::Kind;
use samtycke_shared::receipt::sha256_hex;
use serde_json::{Value, json};

use crate::harness::{ORIGIN, Tenant, World};
use crate::many::import;

const EMAIL: &str = "Hemlig.Person@privat.example";
const FORMER_EMAIL: &str = "fore.detta@privat.example";
const NAME: &str = "Öyvind Hemligström";
const PHONE: &str = "070-4242424";
const EXTERNAL_ID: &str = "EXT-HEMLIG-77";
const PAGE: &str = "hemlig-annons-4711";
const NOTE: &str = "Sade ja i telefon en tisdag";

on_both_databases!(
    no_byte_of_the_erased_is_left,
    no_byte_is_left_when_nobody_answered,
    a_reader_in_the_way_only_delays_it,
    no_byte_is_left_between_those_who_stay,
    what_the_log_keeps_tells_nothing,
    no_log_line_names_anybody,
);

/// Everything the server has on disk, or could be restored from.
fn everything(w: &World) -> Vec<(String, Vec<u8>)> {
    let mut files = read_all(w.folder());
    if w.is_postgres() {
        files.push(("pg_dump".to_owned(), dump(w.database_url())));
    }
    files
}

fn read_all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(read_all(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

fn dump(url: &str) -> Vec<u8> {
    let output = Command::new(pg_dump())
        .args(["--dbname", url])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Debian keeps every major version apart and puts none on the PATH.
fn pg_dump() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|version| version.path().join("bin/pg_dump"))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from("pg_dump"))
}

/// Where one of the needles is found, whatever its case.
fn traces(w: &World, needles: &[Vec<u8>]) -> Vec<String> {
    let mut found = Vec::new();
    for (place, content) in everything(w) {
        let content = content.to_ascii_lowercase();
        for needle in needles {
            let needle = needle.to_ascii_lowercase();
            if content.windows(needle.len()).any(|window| window == needle) {
                found.push(format!("{} in {place}", String::from_utf8_lossy(&needle)));
            }
        }
    }
    found
}

fn salt(jws: &str) -> Vec<u8> {
    let payload = URL_SAFE_NO_PAD
        .decode(jws.split('.').nth(1).unwrap())
        .unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    payload["salt"].as_str().unwrap().as_bytes().to_vec()
}

fn needles(receipts: &[String]) -> Vec<Vec<u8>> {
    let mut needles: Vec<Vec<u8>> = [
        EMAIL,
        FORMER_EMAIL,
        NAME,
        PHONE,
        EXTERNAL_ID,
        PAGE,
        NOTE,
        "öyvind",
        "Hemligstr",
        "privat.example",
        "privat%2eexample",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    // In a URL, in JSON's escapes, and in the three ways base64 can cut it.
    needles.push(EMAIL.replace('@', "%40").into_bytes());
    needles.push(
        NAME.replace('Ö', "\\u00d6")
            .replace('ö', "\\u00f6")
            .into_bytes(),
    );
    for shift in 0..3 {
        let padded = [vec![b' '; shift], EMAIL.as_bytes().to_vec()].concat();
        let encoded = URL_SAFE_NO_PAD.encode(padded);
        needles.push(encoded.as_bytes()[4..encoded.len() - 4].to_vec());
    }
    // The middle of a payload is the text shown, the same for everyone; signature and salt are not.
    needles.extend(
        receipts
            .iter()
            .map(|jws| jws.rsplit('.').next().unwrap().as_bytes().to_vec()),
    );
    needles.extend(receipts.iter().map(|jws| salt(jws)));
    needles
}

/// Others around the erased one, so that pages of the database stay in use.
async fn neighbours(w: &World, tenant: &Tenant, from: usize) {
    for number in from..from + 25 {
        w.consent(tenant, &format!("granne{number}@exempel.example"))
            .await;
    }
}

/// A person with something in every place there is; gives the candidate's id and the receipts.
async fn person(w: &World, tenant: &Tenant) -> (String, Vec<String>) {
    neighbours(w, tenant, 0).await;
    let mut submission = w.submission(tenant, FORMER_EMAIL).await;
    submission["candidate"] =
        json!({ "email": FORMER_EMAIL, "name": NAME, "phone": PHONE, "external_id": EXTERNAL_ID });
    submission["page_url"] = json!(format!("{ORIGIN}/{PAGE}"));
    let first = w.submit(tenant, &submission).await.expect(201).json();
    neighbours(w, tenant, 25).await;
    let id = w.id_of(tenant, FORMER_EMAIL).await;
    w.patch(tenant, &id, &json!({ "email": EMAIL }))
        .await
        .expect(200);
    let mut again = w.submission(tenant, EMAIL).await;
    again["candidate"]["name"] = json!(NAME);
    let second = w.submit(tenant, &again).await.expect(201).json();
    let paper = json!({ "how": "spoken", "note": NOTE, "purposes": ["future_jobs"] });
    w.api_post(
        &tenant.recruiter,
        &format!("/v1/candidates/{id}/consents"),
        &paper,
    )
    .await
    .expect(204);
    w.work().await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.work().await;
    w.get(&w.review_link(EMAIL)).await.expect(200);
    let receipts = [first, second].map(|answer| answer["receipt"].as_str().unwrap().to_owned());
    (id, receipts.to_vec())
}

async fn no_byte_of_the_erased_is_left(w: &World) {
    let tenant = w.tenant().await;
    let (id, receipts) = person(w, &tenant).await;
    let needles = needles(&receipts);
    assert!(
        traces(w, &needles).len() >= 5,
        "the search finds what is there"
    );
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    assert_eq!(w.mails_to(EMAIL, Kind::Farewell).len(), 1);
    assert_eq!(traces(w, &needles), Vec::<String>::new());
    assert_eq!(
        w.count("candidates", &[]).await,
        50,
        "and everyone else is still there"
    );
}

async fn no_byte_is_left_when_nobody_answered(w: &World) {
    let tenant = w.tenant().await;
    let (_, receipts) = person(w, &tenant).await;
    w.mail_server_is_down();
    w.pass_days(31).await;
    assert_eq!(w.count("candidates", &[]).await, 50);
    let needles = needles(&receipts);
    assert!(
        !traces(w, &needles).is_empty(),
        "the farewell's address waits for the mail server"
    );
    w.pass_days(6).await;
    assert_eq!(traces(w, &needles), Vec::<String>::new());
}

async fn a_reader_in_the_way_only_delays_it(w: &World) {
    let tenant = w.tenant().await;
    let (id, receipts) = person(w, &tenant).await;
    let needles = needles(&receipts);
    let mut reader = w.app.db.read().await.unwrap();
    samtycke_server::candidates::store::get(&mut reader, &tenant.id, &id)
        .await
        .unwrap();
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    drop(reader);
    w.work().await;
    assert_eq!(traces(w, &needles), Vec::<String>::new());
}

/// Every other of so many that the pages of each index are split, and their rows moved, in no order.
async fn no_byte_is_left_between_those_who_stay(w: &World) {
    let tenant = w.tenant().await;
    let people = (0..800).map(|n| {
        let secret = &sha256_hex(format!("{n}").as_bytes())[..12];
        let fate = ["Borta", "Kvar"][n % 2];
        (fate, format!("{secret}@privat.example"))
    });
    let people: Vec<(&str, String)> = people.collect();
    for some in people.chunks(40) {
        let lines = some
            .iter()
            .map(|(fate, email)| format!("{email},{fate} {email},Rekryteringsmässan\n"));
        let file = lines.fold("email,name,source\n".to_owned(), |file, line| file + &line);
        import(w, &tenant, file).await.expect(200);
    }
    w.work().await;
    let gone = json!({ "filter": { "q": "borta" }, "confirm_count": 400 });
    w.api_post(&tenant.recruiter, "/v1/erasures", &gone)
        .await
        .expect(200);
    w.work().await;
    assert_eq!(w.count("candidates", &[]).await, 400);
    let left: HashSet<String> = everything(w)
        .iter()
        .flat_map(|(place, content)| addresses(content).map(move |it| format!("{it} in {place}")))
        .filter(|found| {
            let mut gone = people.iter().filter(|(fate, _)| *fate == "Borta");
            gone.any(|(_, email)| found.starts_with(email))
        })
        .collect();
    assert_eq!(left, HashSet::new());
}

/// What stands before each `@privat.example`, as long as the secrets are.
fn addresses(content: &[u8]) -> impl Iterator<Item = String> {
    let host = b"@privat.example";
    let found = content.windows(host.len()).enumerate();
    let found = found.filter(move |(at, window)| *at >= 12 && window == host);
    found.map(|(at, _)| String::from_utf8_lossy(&content[at - 12..at + host.len()]).into_owned())
}

async fn what_the_log_keeps_tells_nothing(w: &World) {
    let tenant = w.tenant().await;
    let submission = w.submission(&tenant, EMAIL).await;
    w.submit(&tenant, &submission).await.expect(201);
    // The same person with the same answer at the same moment, at another tenant.
    let other = w.tenant().await;
    let submission = w.submission(&other, EMAIL).await;
    w.submit(&other, &submission).await.expect(201);
    let salts: Vec<Value> = w
        .texts("SELECT record FROM events", &[])
        .await
        .iter()
        .map(|record| serde_json::from_str::<Value>(record).unwrap()["salt"].clone())
        .collect();
    assert_ne!(salts[0], salts[1]);
    assert!(
        salts.iter().all(|salt| URL_SAFE_NO_PAD
            .decode(salt.as_str().unwrap())
            .unwrap()
            .len()
            == 16),
        "128 bits"
    );
    w.work().await;
    w.delete(&tenant, &w.id_of(&tenant, EMAIL).await)
        .await
        .expect(200);
    w.delete(&other, &w.id_of(&other, EMAIL).await)
        .await
        .expect(200);
    w.work().await;
    assert!(
        w.count("log_entries", &[]).await >= 2,
        "the commitments stay"
    );
    let salt = salts[0].as_str().unwrap().as_bytes().to_vec();
    assert_eq!(
        traces(w, &[salt]),
        Vec::<String>::new(),
        "what they could be guessed with is gone"
    );
}

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn no_log_line_names_anybody(w: &World) {
    let captured = Captured::default();
    let writer = captured.clone();
    let lines = tracing_subscriber::fmt()
        .with_env_filter("trace,sqlx=warn,hyper=info")
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(lines);
    let tenant = w.tenant().await;
    let (id, receipts) = person(w, &tenant).await;
    let link = w.review_link(EMAIL);
    let mut stale = w.submission(&tenant, EMAIL).await;
    stale["served"] = json!("forged");
    w.submit(&tenant, &stale).await.expect(422);
    w.get(&format!("/v1/candidates?q={EMAIL}"))
        .await
        .expect(401);
    w.mail_server_is_down();
    w.patch(&tenant, &id, &json!({ "email": FORMER_EMAIL }))
        .await
        .expect(200);
    w.work().await;
    w.mail_server_refuses();
    w.advance(DAY);
    w.work().await;
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    drop(guard);
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("request") && log.contains("mail refused"),
        "something was logged: {log}"
    );
    let token = link.trim_start_matches("/r/").to_owned();
    for secret in [
        EMAIL,
        FORMER_EMAIL,
        NAME,
        PHONE,
        EXTERNAL_ID,
        PAGE,
        &token,
        &tenant.admin,
        &tenant.recruiter,
        &receipts[0],
    ] {
        assert!(
            !log.to_lowercase().contains(&secret.to_lowercase()),
            "{secret} is in the log"
        );
    }
}
