//! Webhooks: what a customer's systems are told, and where this server does not go.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use samtycke_server::app::App;
use samtycke_server::auth::Role;
use samtycke_server::clock::{DAY, HOUR, MINUTE};
use samtycke_server::db::Value as Sql;
use samtycke_server::keys::Keys;
use samtycke_server::random::Random;
use samtycke_server::webhooks::{EventType, deliver};
use serde_json::{Value, json};

use crate::harness::{Tenant, World};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

on_both_databases!(
    a_consent_is_told_once_signed_and_without_a_name,
    only_what_was_chosen_is_told,
    a_request_a_bounce_and_an_erasure_are_told,
    what_fails_is_tried_for_three_days_and_then_needs_a_person,
    an_endpoint_that_comes_back_is_told_what_it_missed,
    who_wants_no_more_is_told_no_more,
    a_redirect_is_not_followed,
    two_secrets_sign_for_a_day,
    erasure_takes_messages_that_wait,
    a_disabled_endpoint_is_told_nothing,
    private_networks_are_refused_when_typed_and_when_called,
    secrets_rest_nowhere,
    a_test_is_sent_at_once,
    an_endpoint_that_is_down_keeps_no_other_waiting,
    the_log_is_kept_for_a_month,
    the_console_shows_the_secret_once,
);

/// A message as it arrived.
#[derive(Clone)]
struct Got {
    headers: HeaderMap,
    body: String,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    fn id(&self) -> &str {
        self.headers["webhook-id"].to_str().unwrap()
    }

    /// As the reference library signs it: its `verify` goes by the machine's clock.
    fn is_signed_by(&self, secret: &str) -> bool {
        let oracle = standardwebhooks::Webhook::new(secret).unwrap();
        let header = |name: &str| self.headers[name].to_str().unwrap();
        let timestamp = header("webhook-timestamp").parse().unwrap();
        let expected = oracle
            .sign(self.id(), timestamp, self.body.as_bytes())
            .unwrap();
        header("webhook-signature")
            .split(' ')
            .any(|one| one == expected)
    }
}

/// A receiver on this machine that answers as it is told to.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<StatusCode>>,
}

type Shared = (Arc<Mutex<Vec<Got>>>, Arc<Mutex<StatusCode>>);

impl Receiver {
    async fn start() -> Self {
        let (got, answer) = (Arc::default(), Arc::new(Mutex::new(StatusCode::OK)));
        let shared: Shared = (Arc::clone(&got), Arc::clone(&answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().fallback(receive).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, got, answer }
    }

    fn answers(&self, status: u16) {
        *self.answer.lock().unwrap() = StatusCode::from_u16(status).unwrap();
    }

    /// What came since this was last asked.
    fn got(&self) -> Vec<Got> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }

    fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> = self.got().iter().map(Got::kind).collect();
        kinds.sort();
        kinds
    }
}

async fn receive(
    State((got, answer)): State<Shared>,
    headers: HeaderMap,
    body: String,
) -> Response {
    got.lock().unwrap().push(Got { headers, body });
    let status = *answer.lock().unwrap();
    // Whatever it says beside the status is nobody's business.
    (
        status,
        [(header::LOCATION, "/elsewhere")],
        "x".repeat(100_000),
    )
        .into_response()
}

async fn add(w: &World, tenant: &Tenant, url: &str, events: &[&str]) -> (String, String) {
    let new = json!({ "url": url, "events": events });
    let made = w
        .api_post(&tenant.admin, "/v1/webhooks", &new)
        .await
        .expect(201)
        .json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

async fn tell(w: &World) {
    deliver::run(&w.app).await.unwrap();
}

async fn state(w: &World, tenant: &Tenant) -> String {
    let list = w
        .api_get(&tenant.auditor, "/v1/webhooks")
        .await
        .expect(200)
        .json();
    list["items"][0]["state"].as_str().unwrap().to_owned()
}

async fn log(w: &World, tenant: &Tenant, id: &str) -> Vec<Value> {
    let path = format!("/v1/webhooks/{id}/deliveries");
    let page = w.api_get(&tenant.auditor, &path).await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

async fn a_consent_is_told_once_signed_and_without_a_name(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    let (receiver, foreign) = (Receiver::start().await, Receiver::start().await);
    let (id, secret) = add(w, &tenant, &receiver.url, &[]).await;
    add(w, &other, &foreign.url, &[]).await;
    let submission = w.submission(&tenant, ANNA).await;
    let consent = w.submit(&tenant, &submission).await.expect(201).json();
    w.submit(&tenant, &submission).await.expect(201);
    tell(w).await;
    tell(w).await;
    let got = receiver.got();
    assert_eq!(got.len(), 1);
    assert!(got[0].is_signed_by(&secret));
    let message = got[0].json();
    let candidate = w.id_of(&tenant, ANNA).await;
    assert_eq!(
        message,
        json!({
            "type": "consent.given",
            "timestamp": consent["recorded_at"],
            "data": { "candidate_id": candidate, "event_id": consent["consent_id"] },
        })
    );
    assert_eq!(
        got[0].headers["webhook-timestamp"],
        (w.now() / 1_000).to_string()
    );
    let text = got[0].body.to_lowercase();
    assert!(!text.contains("anna") && !text.contains("robin"), "{text}");
    assert_eq!(foreign.got().len(), 0);
    let log = log(w, &tenant, &id).await;
    assert_eq!(
        (log.len(), &log[0]["state"], &log[0]["status"]),
        (1, &json!("delivered"), &json!(200))
    );
    assert_eq!(
        w.count("webhook_deliveries WHERE body IS NOT NULL", &[])
            .await,
        0
    );
}

async fn only_what_was_chosen_is_told(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    add(
        w,
        &tenant,
        &receiver.url,
        &["consent.withdrawn", "candidate.erased"],
    )
    .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    w.form(&w.me_link(ANNA), &[("action", "withdraw")])
        .await
        .expect(200);
    tell(w).await;
    assert_eq!(
        receiver.kinds(),
        ["candidate.erased"],
        "what was withdrawn went with the candidate"
    );
    let unknown = json!({ "url": receiver.url, "events": ["consent.everything"] });
    let answer = w
        .api_post(&tenant.admin, "/v1/webhooks", &unknown)
        .await
        .expect(422);
    assert_eq!(answer.problem_fields(), ["events"]);
    assert_eq!(EventType::CHOICES.len(), 8);
}

async fn a_request_a_bounce_and_an_erasure_are_told(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    add(w, &tenant, &receiver.url, &[]).await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    tell(w).await;
    assert_eq!(receiver.kinds(), ["renewal.requested"]);
    w.mail_server_refuses();
    w.register(&tenant, ANNA).await;
    w.work().await;
    tell(w).await;
    assert_eq!(receiver.kinds(), ["renewal.bounced"]);
    let erased = w.delete(&tenant, &id).await.expect(200).json();
    tell(w).await;
    let got = receiver.got();
    assert_eq!(
        got[0].json()["data"],
        json!({ "candidate_id": id, "erasure_id": erased["erasure_id"], "reason": "staff" })
    );
}

async fn what_fails_is_tried_for_three_days_and_then_needs_a_person(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    receiver.answers(500);
    let (id, _) = add(w, &tenant, &receiver.url, &[]).await;
    w.consent(&tenant, ANNA).await;
    tell(w).await;
    let first = receiver.got();
    assert_eq!(first.len(), 1);
    let mut attempts = 1;
    for _ in 0..80 {
        w.advance(HOUR);
        tell(w).await;
        let again = receiver.got();
        assert!(
            again.iter().all(|message| message.id() == first[0].id()),
            "one message"
        );
        attempts += again.len();
        let waits = log(w, &tenant, &id).await[0]["state"] == "queued";
        assert_eq!(
            state(w, &tenant).await,
            if waits { "active" } else { "failing" }
        );
    }
    assert_eq!(attempts, 10);
    let log = log(w, &tenant, &id).await;
    assert_eq!(
        (&log[0]["state"], &log[0]["attempts"], &log[0]["status"]),
        (&json!("failed"), &json!(10), &json!(500))
    );
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    for page in ["/console", "/console/tasks"] {
        let page = w.page(&browser, page).await.expect(200).text();
        assert!(page.contains("En webhook når inte fram."));
    }
    receiver.answers(204);
    w.consent(&tenant, KIM).await;
    w.advance(5 * MINUTE);
    tell(w).await;
    assert_eq!(
        receiver.got().len(),
        1,
        "a failing endpoint is told what is new"
    );
    assert_eq!(state(w, &tenant).await, "active");
    assert!(
        !w.page(&browser, "/console/tasks")
            .await
            .text()
            .contains("webhook")
    );
}

async fn an_endpoint_that_comes_back_is_told_what_it_missed(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    receiver.answers(503);
    add(w, &tenant, &receiver.url, &[]).await;
    for number in 0..9 {
        w.consent(&tenant, &format!("nr{number}@exempel.example"))
            .await;
    }
    tell(w).await;
    let tried = receiver.got().len();
    assert!(
        (1..9).contains(&tried),
        "{tried}: it is left alone after failing"
    );
    receiver.answers(200);
    w.advance(5 * MINUTE);
    tell(w).await;
    let mut ids: Vec<String> = receiver
        .got()
        .iter()
        .map(|got| got.id().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 9);
}

async fn who_wants_no_more_is_told_no_more(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    receiver.answers(410);
    let (id, _) = add(w, &tenant, &receiver.url, &[]).await;
    w.consent(&tenant, ANNA).await;
    tell(w).await;
    assert_eq!(state(w, &tenant).await, "disabled");
    w.consent(&tenant, KIM).await;
    w.advance(DAY);
    tell(w).await;
    assert_eq!(receiver.got().len(), 1);
    assert_eq!(log(w, &tenant, &id).await[0]["error"], "gone");
}

async fn a_redirect_is_not_followed(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    for status in [301, 302, 307, 308] {
        receiver.answers(status);
        let (id, _) = add(w, &tenant, &receiver.url, &[]).await;
        let path = format!("/v1/webhooks/{id}/test");
        let tested = w
            .api_post(&tenant.admin, &path, &Value::Null)
            .await
            .expect(200)
            .json();
        assert_eq!(tested, json!({ "delivered": false, "status": status }));
        assert_eq!(receiver.got().len(), 1, "{status}");
    }
}

async fn two_secrets_sign_for_a_day(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    let (id, old) = add(w, &tenant, &receiver.url, &[]).await;
    let path = format!("/v1/webhooks/{id}/secret");
    let rotated = w
        .api_post(&tenant.admin, &path, &Value::Null)
        .await
        .expect(200)
        .json();
    let new = rotated["secret"].as_str().unwrap().to_owned();
    assert_ne!(old, new);
    w.advance(DAY - 1);
    w.consent(&tenant, ANNA).await;
    tell(w).await;
    let got = receiver.got();
    assert!(got[0].is_signed_by(&old) && got[0].is_signed_by(&new));
    w.advance(1);
    w.consent(&tenant, KIM).await;
    tell(w).await;
    let got = receiver.got();
    assert!(!got[0].is_signed_by(&old) && got[0].is_signed_by(&new));
}

async fn erasure_takes_messages_that_wait(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    receiver.answers(500);
    add(w, &tenant, &receiver.url, &[]).await;
    w.consent(&tenant, ANNA).await;
    w.consent(&tenant, KIM).await;
    tell(w).await;
    let id = w.id_of(&tenant, ANNA).await;
    let about = [Sql::from(id.as_str())];
    assert_eq!(
        w.count("webhook_deliveries WHERE candidate_id = $1", &about)
            .await,
        1
    );
    w.delete(&tenant, &id).await.expect(200);
    assert_eq!(
        w.count("webhook_deliveries WHERE candidate_id = $1", &about)
            .await,
        0
    );
    receiver.answers(200);
    receiver.got();
    w.advance(HOUR);
    tell(w).await;
    assert_eq!(
        receiver.kinds(),
        ["candidate.erased", "consent.given"],
        "the others' stay"
    );
}

async fn a_disabled_endpoint_is_told_nothing(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    let (id, _) = add(w, &tenant, &receiver.url, &[]).await;
    w.consent(&tenant, ANNA).await;
    let path = format!("/v1/webhooks/{id}");
    let switch = |enabled: bool| json!({ "enabled": enabled });
    w.api(&tenant.admin, Method::PATCH, &path, &switch(false))
        .await
        .expect(200);
    w.consent(&tenant, KIM).await;
    tell(w).await;
    w.api(&tenant.admin, Method::PATCH, &path, &switch(true))
        .await
        .expect(200);
    tell(w).await;
    assert_eq!(
        receiver.got().len(),
        0,
        "what waited was dropped, what came was not queued"
    );
    w.consent(&tenant, "ny@exempel.example").await;
    tell(w).await;
    assert_eq!(receiver.kinds(), ["consent.given"]);
    w.api(&tenant.admin, Method::DELETE, &path, &Value::Null)
        .await
        .expect(204);
    assert_eq!(
        w.count("webhooks", &[]).await + w.count("webhook_deliveries", &[]).await,
        0
    );
}

/// The server as it runs for customers: the machine itself is no receiver.
fn in_production(w: &World) -> App {
    let random = Random::seeded(77);
    let config = w.app.config.clone();
    let keys = Keys::open(&config.key_dir(), &random, &config.public_url()).unwrap();
    App::new(
        config,
        w.app.db.clone(),
        w.clock.clone(),
        random,
        keys,
        w.mailer.clone(),
    )
}

async fn private_networks_are_refused_when_typed_and_when_called(w: &World) {
    let tenant = w.tenant().await;
    for url in [
        "http://hooks.exempel.example/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00::1]/",
        "https://user:pass@hooks.exempel.example/",
        "ftp://hooks.exempel.example/",
        "nonsense",
    ] {
        let answer = w
            .api_post(&tenant.admin, "/v1/webhooks", &json!({ "url": url }))
            .await;
        assert_eq!(answer.expect(422).problem_fields(), ["url"], "{url}");
    }
    let receiver = Receiver::start().await;
    let (id, _) = add(w, &tenant, &receiver.url, &[]).await;
    let production = in_production(w);
    // A name that was fine when it was typed and leads home now.
    let port = receiver.url.rsplit(':').next().unwrap().to_owned();
    for url in [receiver.url.clone(), format!("https://localhost:{port}")] {
        w.sql(
            "UPDATE webhooks SET url = $1, retry_at = 0",
            &[url.as_str().into()],
        )
        .await;
        w.consent(&tenant, &format!("n{}@exempel.example", url.len()))
            .await;
        deliver::run(&production).await.unwrap();
        assert_eq!(receiver.got().len(), 0, "{url}");
        assert_eq!(log(w, &tenant, &id).await[0]["error"], "address", "{url}");
    }
}

async fn secrets_rest_nowhere(w: &World) {
    let tenant = w.tenant().await;
    let (id, secret) = add(w, &tenant, "https://hooks.exempel.example/", &[]).await;
    let bare = secret.trim_start_matches("whsec_");
    for column in ["id", "url", "event_types", "state"] {
        let holding = format!("webhooks WHERE {column} LIKE $1");
        assert_eq!(
            w.count(&holding, &[Sql::from(format!("%{bare}%"))]).await,
            0
        );
    }
    let list = w
        .api_get(&tenant.admin, "/v1/webhooks")
        .await
        .expect(200)
        .text();
    let audit = w
        .api_get(&tenant.admin, "/v1/audit")
        .await
        .expect(200)
        .text();
    assert!(!list.contains(bare) && !audit.contains(bare));
    assert!(audit.contains("webhook.added") && audit.contains(&id));
}

async fn a_test_is_sent_at_once(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    let (id, secret) = add(w, &tenant, &receiver.url, &["consent.given"]).await;
    let path = format!("/v1/webhooks/{id}/test");
    let test = || w.api_post(&tenant.admin, &path, &Value::Null);
    assert_eq!(
        test().await.expect(200).json(),
        json!({ "delivered": true, "status": 200 })
    );
    let got = receiver.got();
    assert!(got[0].kind() == "webhook.test" && got[0].is_signed_by(&secret));
    receiver.answers(404);
    assert_eq!(
        test().await.expect(200).json(),
        json!({ "delivered": false, "status": 404 })
    );
    receiver.got();
    w.advance(DAY);
    tell(w).await;
    assert_eq!(receiver.got().len(), 0, "a test is not repeated");
    assert_eq!(state(w, &tenant).await, "active", "and harms nothing");
}

async fn an_endpoint_that_is_down_keeps_no_other_waiting(w: &World) {
    let tenant = w.tenant().await;
    let (dead, alive) = (Receiver::start().await, Receiver::start().await);
    dead.answers(500);
    add(w, &tenant, &dead.url, &[]).await;
    add(w, &tenant, &alive.url, &[]).await;
    for number in 0..20 {
        w.consent(&tenant, &format!("nr{number}@exempel.example"))
            .await;
    }
    tell(w).await;
    assert_eq!(alive.got().len(), 20);
    assert!(dead.got().len() <= 4);
}

async fn the_log_is_kept_for_a_month(w: &World) {
    let tenant = w.tenant().await;
    let receiver = Receiver::start().await;
    let (id, _) = add(w, &tenant, &receiver.url, &[]).await;
    w.consent(&tenant, ANNA).await;
    tell(w).await;
    w.advance(30 * DAY);
    deliver::tidy(&w.app).await.unwrap();
    assert_eq!(log(w, &tenant, &id).await.len(), 1);
    w.advance(1);
    deliver::tidy(&w.app).await.unwrap();
    assert_eq!(log(w, &tenant, &id).await.len(), 0);
}

async fn the_console_shows_the_secret_once(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let receiver = Receiver::start().await;
    let here = "/console/settings/webhooks";
    let none = w
        .press(&browser, here, &[("url", &receiver.url)])
        .await
        .expect(422);
    assert!(none.text().contains("Välj minst en händelse"));
    let fields = [("url", receiver.url.as_str()), ("event", "consent.given")];
    let page = w.press(&browser, here, &fields).await.expect(200).text();
    let secret = page
        .split("whsec_")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let id = w.texts("SELECT id FROM webhooks", &[]).await.remove(0);
    let path = format!("{here}/{id}");
    w.press(&browser, &format!("{path}/test"), &[])
        .await
        .expect(303);
    let got = receiver.got();
    assert!(got[0].is_signed_by(&format!("whsec_{secret}")));
    for page in [here, path.as_str()] {
        let page = w.page(&browser, page).await.expect(200).text();
        assert!(page.contains(&receiver.url) && !page.contains("whsec_"));
    }
    let rotated = w
        .press(&browser, &format!("{path}/secret"), &[])
        .await
        .expect(200)
        .text();
    assert!(rotated.contains("whsec_") && !rotated.contains(secret));
    let auditor = w.swedish_seat(&tenant, Role::Auditor).await;
    for action in ["", "/test", "/secret", "/switch", "/remove"] {
        w.press(&auditor, &format!("{path}{action}"), &fields)
            .await
            .expect(403);
    }
    let shown = w.page(&auditor, &path).await.expect(200).text();
    assert!(!shown.contains("/remove"));
}
