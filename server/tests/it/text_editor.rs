//! The console's text editor: the preview, the findings beside it, and what publishing says before the press.

use axum::body::Body;
use axum::http::{Request, header};
use samtycke_server::auth::Role;
use samtycke_server::db::Value as Sql;
use serde_json::{Value, json};

use crate::harness::{Answer, Tenant, World, two_purposes};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";
const ROBIN: &str = "robin@exempel.example";

on_both_databases!(
    only_the_editor_and_its_frame_may_run_scripts,
    the_frame_shows_what_is_typed_and_saves_nothing,
    a_text_cannot_break_out_of_the_frame,
    what_cannot_be_shown_is_named,
    a_suggested_sentence_is_put_after_the_text,
    what_is_missing_blocks_publishing_in_the_console,
    stated_reasons_are_shown_before_publishing,
    publishing_says_who_is_asked_and_until_when,
    an_emptied_language_goes,
    any_two_versions_are_compared,
    only_admins_write_and_only_with_the_forms_token,
);

/// A signed-in admin's browser.
struct Desk<'w> {
    world: &'w World,
    session: String,
    csrf: String,
    text: String,
}

impl<'w> Desk<'w> {
    async fn open(world: &'w World, tenant: &Tenant) -> Self {
        let seat = world.swedish_seat(tenant, Role::Admin).await;
        Self {
            world,
            session: seat.session,
            csrf: seat.csrf,
            text: format!("/console/texts/{}", world.text_id(tenant).await),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        let request =
            Request::get(path).header(header::COOKIE, format!("samtycke_session={}", self.session));
        self.world.call(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_for(path, fields, "text/html").await
    }

    async fn post_for(&self, path: &str, fields: &[(&str, &str)], accept: &str) -> Answer {
        let all = [&[("csrf", self.csrf.as_str())][..], fields].concat();
        let body: Vec<String> = all
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("samtycke_session={}", self.session))
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.world
            .call(request.body(Body::from(body.join("&"))).unwrap())
            .await
    }

    /// Begins the next draft and gives its path.
    async fn draft(&self) -> String {
        let answer = self
            .post(&format!("{}/versions", self.text), &[])
            .await
            .expect(303);
        answer
            .header("location")
            .unwrap()
            .trim_end_matches("/edit")
            .to_owned()
    }
}

fn encode(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The editor's form with the proposal's one box.
fn form<'f>(language: &'f str, title: &'f str, body: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("language", language),
        ("title", title),
        ("body_markdown", body),
        ("purpose.0.key", "future_jobs"),
        ("purpose.0.label", "Framtida jobb"),
        ("purpose.0.description", "Vi hör av oss."),
        ("purpose.0.validity_months", "24"),
        ("purpose.0.required", "false"),
    ]
}

async fn stored(w: &World, version: i64) -> Value {
    let content = w
        .texts(
            "SELECT content FROM text_versions WHERE version = $1",
            &[Sql::from(version)],
        )
        .await;
    serde_json::from_str(&content[0]).unwrap()
}

async fn only_the_editor_and_its_frame_may_run_scripts(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let policy = |answer: &Answer| answer.header("content-security-policy").unwrap().to_owned();
    let plain = policy(&desk.get("/console/texts").await);
    assert!(
        plain.contains("default-src 'none'") && !plain.contains("script-src"),
        "{plain}"
    );
    let editor = policy(&desk.get(&format!("{draft}/edit")).await.expect(200));
    assert!(
        editor.contains("script-src 'self';") && editor.contains("frame-ancestors 'none'"),
        "{editor}"
    );
    let frame = desk
        .get(&format!("{draft}/preview?language=sv"))
        .await
        .expect(200);
    let policy = policy(&frame);
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval'"),
        "{policy}"
    );
    assert!(
        policy.contains("frame-ancestors 'self'") && policy.contains("form-action 'none'"),
        "{policy}"
    );
    for loose in ["unsafe-inline", " 'unsafe-eval'", "*"] {
        assert!(
            !policy.contains(loose) && !editor.contains(loose),
            "{loose}"
        );
    }
    assert!(frame.text().contains("<candidate-consent"));
}

async fn the_frame_shows_what_is_typed_and_saves_nothing(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let before = stored(w, 2).await;
    let typed = form(
        "sv",
        "Ny rubrik",
        "Hos {{controller}} är det **frivilligt**.",
    );
    let path = format!("{draft}/preview");
    let page = desk.post(&path, &typed).await.expect(200).text();
    assert!(
        page.contains("Ny rubrik") && page.contains("Hos Exempelbolaget"),
        "{page}"
    );
    let live = desk
        .post_for(&path, &typed, "application/json")
        .await
        .expect(200)
        .json();
    let shown = &live["texts"]["sv"];
    assert_eq!(shown["title"], "Ny rubrik");
    assert_eq!(
        shown["body_html"],
        "<p>Hos Exempelbolaget är det <strong>frivilligt</strong>.</p>\n"
    );
    assert_eq!(shown["purposes"][0]["label"], "Framtida jobb");
    assert_eq!(shown["languages"], json!(["sv", "en", "da"]));
    assert_eq!(
        live["texts"]["en"]["title"],
        "May we keep your details for future jobs?"
    );
    assert!(live["lint"].as_str().unwrap().contains("Art. 13(2)(d)"));
    assert!(live["summary"].as_str().unwrap().contains("saknas"));
    assert!(
        live["drift"].as_str().unwrap().contains("oförändrad"),
        "{}",
        live["drift"]
    );
    assert_eq!(stored(w, 2).await, before);
}

async fn a_text_cannot_break_out_of_the_frame(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let evil = "\"></candidate-consent><script>alert(1)</script><img src=x onerror=alert(2)>";
    let page = desk
        .post(&format!("{draft}/preview"), &form("sv", evil, evil))
        .await
        .expect(200)
        .text();
    assert!(
        !page.contains("<script>") && !page.contains("<img"),
        "{page}"
    );
    assert_eq!(page.matches("<candidate-consent").count(), 1);
}

async fn what_cannot_be_shown_is_named(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let path = format!("{draft}/preview");
    for (body, problem) in [
        (
            "Hej {{kontroller}}",
            "Okänd platshållare: {{kontroller}}. De som finns: {{controller}}",
        ),
        ("Hej {{address}}", "{{address}} är tom"),
    ] {
        let typed = form("sv", "T", body);
        let page = desk.post(&path, &typed).await.expect(200).text();
        assert!(
            page.contains(problem) && !page.contains("<candidate-consent"),
            "{page}"
        );
        let live = desk
            .post_for(&path, &typed, "application/json")
            .await
            .expect(200)
            .json();
        assert!(
            live["problem"].as_str().unwrap().contains(problem),
            "{live}"
        );
        desk.post(&format!("{draft}/edit"), &typed)
            .await
            .expect(303);
        let editor = desk
            .get(&format!("{draft}/edit?language=sv"))
            .await
            .expect(200)
            .text();
        assert!(editor.contains(problem), "the editor names it too");
    }
}

async fn a_suggested_sentence_is_put_after_the_text(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let mut typed = form("sv", "T", "Hej.\r\n");
    typed.push(("insert", "complaint"));
    desk.post(&format!("{draft}/edit"), &typed)
        .await
        .expect(303);
    let body = stored(w, 2).await["languages"][0]["body"].clone();
    assert_eq!(
        body,
        "Hej.\n\nTycker du att vi gör fel kan du klaga hos {{authority}}."
    );
    let editor = desk
        .get(&format!("{draft}/edit?language=sv"))
        .await
        .expect(200)
        .text();
    assert!(
        !editor.contains("value=\"complaint\""),
        "it is no longer missing"
    );
    assert!(editor.contains("value=\"withdrawal\""), "this still is");
}

async fn what_is_missing_blocks_publishing_in_the_console(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    desk.post(&format!("{draft}/edit"), &form("sv", "T", "Kort."))
        .await
        .expect(303);
    let publish = format!("{draft}/publish");
    let page = desk.get(&publish).await.expect(200).text();
    assert!(
        page.contains("Art. 13(2)(d)") && !page.contains("name=\"change\""),
        "{page}"
    );
    let press = [("change", "editorial"), ("explanation", "Kortare")];
    desk.post(&publish, &press).await.expect(422);
    assert_eq!(
        w.shown(&tenant).await["version"],
        1,
        "nothing was published"
    );
}

async fn stated_reasons_are_shown_before_publishing(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let content = stored(w, 2).await;
    let wording = &content["languages"][0];
    let (title, body) = (
        wording["title"].as_str().unwrap(),
        wording["body"].as_str().unwrap(),
    );
    let mut typed = form("sv", title, body);
    typed.push(("reason.13.1.b", "Ombudet är inte utsett än."));
    desk.post(&format!("{draft}/edit"), &typed)
        .await
        .expect(303);
    let page = desk
        .get(&format!("{draft}/publish"))
        .await
        .expect(200)
        .text();
    assert!(page.contains("Ombudet är inte utsett än."), "{page}");
    assert!(
        page.contains("bara inom EU och EES"),
        "what the proposal states stays: {page}"
    );
    typed.pop();
    typed.push(("reason.13.1.b", " "));
    desk.post(&format!("{draft}/edit"), &typed)
        .await
        .expect(303);
    let page = desk
        .get(&format!("{draft}/publish"))
        .await
        .expect(200)
        .text();
    assert!(
        page.contains("Art. 13(1)(b)") && !page.contains("name=\"change\""),
        "{page}"
    );
}

async fn publishing_says_who_is_asked_and_until_when(w: &World) {
    let tenant = w.tenant().await;
    for email in [ANNA, KIM, ROBIN] {
        w.consent(&tenant, email).await;
    }
    let held = w.id_of(&tenant, KIM).await;
    w.sql(
        "UPDATE candidates SET held_until = 9999999999999 WHERE id = $1",
        &[Sql::from(held)],
    )
    .await;
    w.sql(
        "UPDATE candidates SET renewal = 'asked' WHERE email = $1",
        &[Sql::from(ROBIN)],
    )
    .await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    let publish = format!("{draft}/publish");
    let page = desk.get(&publish).await.expect(200).text();
    for said in [
        "3 kandidaters samtycken upphör genast",
        "1 av dem är spärrad",
        "1 av dem är redan tillfrågad",
        // The 2nd of March and 30 days.
        "till och med 1 april 2026",
        "påminns efter 14, 27 dagar",
        "Högst 50 raderas",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
    let press = |count: &'static str| {
        [
            ("change", "material"),
            ("explanation", "Nytt"),
            ("confirm_count", count),
        ]
    };
    desk.post(&publish, &press("2")).await.expect(422);
    assert_eq!(w.shown(&tenant).await["version"], 1);
    desk.post(&publish, &press("3")).await.expect(303);
    assert_eq!(w.shown(&tenant).await["version"], 2);
    w.work().await;
    let invalidated = w
        .count("candidates WHERE answer = 'invalidated'", &[])
        .await;
    assert_eq!(invalidated, 3, "as many as the page said");
}

async fn an_emptied_language_goes(w: &World) {
    let tenant = w.tenant().await;
    let desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    desk.post(&format!("{draft}/edit"), &form("da", "", " "))
        .await
        .expect(303);
    let languages = |content: &Value| -> Vec<String> {
        let all = content["languages"].as_array().unwrap();
        all.iter()
            .map(|wording| wording["language"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(languages(&stored(w, 2).await), ["sv", "en"]);
    desk.post(&format!("{draft}/edit"), &form("en", "", ""))
        .await
        .expect(303);
    desk.post(&format!("{draft}/edit"), &form("sv", "", ""))
        .await
        .expect(303);
    assert_eq!(languages(&stored(w, 2).await), ["sv"], "one stays");
    let editor = desk
        .get(&format!("{draft}/edit?language=da"))
        .await
        .expect(200)
        .text();
    assert!(
        editor.contains("Må vi gemme dine oplysninger"),
        "begins as the proposal"
    );
}

async fn any_two_versions_are_compared(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två.", 12), "editorial")
        .await;
    w.publish(&tenant, &two_purposes("Tre.", 24), "editorial")
        .await;
    let desk = Desk::open(w, &tenant).await;
    let page = desk
        .get(&format!("{}/diff?from=2&to=3&language=sv", desk.text))
        .await
        .expect(200)
        .text();
    assert!(
        page.contains("<del>Två.</del>") && page.contains("<ins>Tre.</ins>"),
        "{page}"
    );
    assert!(
        page.contains("share_with_group: gällde 12 månader förut, 24 nu"),
        "{page}"
    );
    let page = desk
        .get(&format!("{}/diff?from=1&to=3&language=da", desk.text))
        .await
        .expect(200)
        .text();
    assert!(page.contains("Version 3 har ingen text"), "{page}");
    assert!(page.contains("Rutan share_with_group är ny"), "{page}");
    desk.get(&format!("{}/diff?from=1&to=9", desk.text))
        .await
        .expect(404);
}

async fn only_admins_write_and_only_with_the_forms_token(w: &World) {
    let tenant = w.tenant().await;
    let mut desk = Desk::open(w, &tenant).await;
    let draft = desk.draft().await;
    w.get(&format!("{draft}/preview")).await.expect(303);
    let own = std::mem::replace(&mut desk.csrf, "foreign".to_owned());
    for action in ["edit", "preview", "publish"] {
        desk.post(&format!("{draft}/{action}"), &form("sv", "T", "B"))
            .await
            .expect(403);
    }
    desk.csrf = own;
    for role in ["auditor", "recruiter"] {
        w.sql("UPDATE staff SET role = $1", &[Sql::from(role)])
            .await;
        for path in ["edit", "preview", "publish"] {
            desk.get(&format!("{draft}/{path}")).await.expect(403);
            desk.post(&format!("{draft}/{path}"), &form("sv", "T", "B"))
                .await
                .expect(403);
        }
        desk.get(&draft).await.expect(200);
    }
    let other = w.tenant_named("Fjällbäck").await;
    w.sql("UPDATE staff SET role = 'admin'", &[]).await;
    let foreign = format!("/console/texts/{}/versions/1", w.text_id(&other).await);
    for path in ["/edit", "/preview", "/publish", ""] {
        desk.get(&format!("{foreign}{path}")).await.expect(404);
    }
}
