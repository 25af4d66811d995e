//! The pages: selecting, importing and exporting as a browser does it.

use super::{ANNA, import, people};
use crate::harness::{Answer, Tenant, World};
use axum::body::Body;
use axum::http::{Request, header};
use samtycke_server::auth::Role;
use samtycke_server::http::extract::SESSION_COOKIE;
use samtycke_server::mail::Kind;

on_both_databases!(
    many_are_selected_looked_at_and_erased,
    a_large_one_shows_how_far_it_is_and_can_be_stopped,
    a_file_is_looked_at_before_it_is_imported,
    columns_can_be_chosen,
    a_form_of_another_session_does_nothing,
    the_list_comes_out_as_a_file,
);

/// A browser an admin has signed in with.
struct Browser<'w> {
    w: &'w World,
    cookie: String,
    csrf: String,
}

async fn browser<'w>(w: &'w World, tenant: &Tenant) -> Browser<'w> {
    let seat = w.swedish_seat(tenant, Role::Admin).await;
    Browser {
        w,
        cookie: format!("{SESSION_COOKIE}={}", seat.session),
        csrf: seat.csrf,
    }
}

/// The value of the first hidden field of this name.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page
        .split(&start)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie);
        self.w.call(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |value: &str| {
            value
                .replace('%', "%25")
                .replace('&', "%26")
                .replace('+', "%2B")
                .replace(' ', "+")
        };
        let fields = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        let body: Vec<String> = fields.chain([format!("csrf={}", self.csrf)]).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.w
            .call(request.body(Body::from(body.join("&"))).unwrap())
            .await
    }

    /// Follows the redirect of a form.
    async fn post_on(&self, path: &str, fields: &[(&str, &str)]) -> (String, Answer) {
        let answer = self.post(path, fields).await.expect(303);
        let to = answer.header("location").unwrap().to_owned();
        let page = self.get(&to).await.expect(200);
        (to, page)
    }

    async fn upload(&self, csrf: &str, file: &[u8], source: &str) -> Answer {
        let mut body = Vec::new();
        for (name, value) in [("csrf", csrf), ("source_detail", source)] {
            body.extend(
                format!(
                    "--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .into_bytes(),
            );
        }
        body.extend(b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--XX--\r\n");
        let request = Request::post("/console/import/preview")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX");
        self.w.call(request.body(Body::from(body)).unwrap()).await
    }
}

async fn many_are_selected_looked_at_and_erased(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 30)).await.expect(200);
    let browser = browser(w, &tenant).await;
    let chosen = [("all", "1"), ("filter", "q=person")];
    let (path, page) = browser.post_on("/console/erasures/preview", &chosen).await;
    let text = page.text();
    assert!(
        text.contains("Radera 30 kandidater") && text.contains("Person Nummer"),
        "{text}"
    );
    let file = browser
        .get(&format!("{path}/candidates.csv"))
        .await
        .expect(200)
        .text();
    assert_eq!(file.lines().count(), 31, "everyone, and the headings");
    let wrong = browser
        .post(&format!("{path}/confirm"), &[("confirm_count", "29")])
        .await;
    assert!(wrong.expect(422).text().contains("inte antalet"));
    assert_eq!(w.count("candidates", &[]).await, 30);
    let (_, report) = browser
        .post_on(&format!("{path}/confirm"), &[("confirm_count", "30")])
        .await;
    assert!(
        report.text().contains("30 kandidater har raderats"),
        "{}",
        report.text()
    );
    assert_eq!(w.count("candidates", &[]).await, 0);
    assert_eq!(report.header("refresh"), None);
    let list = browser.get("/console/batches").await.expect(200).text();
    assert!(list.contains(&path) && list.contains("Klar"));
}

async fn a_large_one_shows_how_far_it_is_and_can_be_stopped(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 600)).await.expect(200);
    w.sql("UPDATE renewals SET state = 'cancelled'", &[]).await;
    w.sql("UPDATE candidates SET renewal = 'answered'", &[])
        .await;
    let browser = browser(w, &tenant).await;
    let (path, _) = browser
        .post_on("/console/renewals/preview", &[("all", "1"), ("filter", "")])
        .await;
    let (_, running) = browser
        .post_on(&format!("{path}/confirm"), &[("confirm_count", "600")])
        .await;
    assert_eq!(running.header("refresh"), Some("3"));
    assert!(running.text().contains("<progress"), "{}", running.text());
    let (_, stopped) = browser.post_on(&format!("{path}/cancel"), &[]).await;
    assert!(
        stopped.text().contains("600 kandidater rördes inte") || stopped.text().contains("600"),
        "{}",
        stopped.text()
    );
    w.work().await;
    assert_eq!(
        w.count("audit WHERE action = 'candidate.asked'", &[]).await,
        0
    );
}

async fn a_file_is_looked_at_before_it_is_imported(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, ANNA).await;
    let browser = browser(w, &tenant).await;
    let file =
        format!("E-post;Namn\r\n{ANNA};Anna Ny\r\nny@exempel.example;<b>Ny</b>\r\nfel;=1+1\r\n");
    let page = browser
        .upload(&browser.csrf, file.as_bytes(), "Hemlig källa")
        .await
        .expect(200)
        .text();
    for said in [
        "1 kandidat läggs till",
        "1 kandidat rättas",
        "1 rad kan inte användas",
        "Rad 4",
        "&lt;b&gt;Ny",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for secret in ["ny@exempel.example", "Anna Ny", "Hemlig"] {
        assert_eq!(
            places_holding(w, secret).await,
            0,
            "{secret} is stored nowhere yet"
        );
    }
    let fields = [
        ("content", &*hidden(&page, "content")),
        ("expected", &*hidden(&page, "expected")),
        ("source_detail", "Hemlig källa"),
        ("column.0", "email"),
        ("column.1", "name"),
    ];
    let rejected = browser
        .post("/console/import/rejected", &fields)
        .await
        .expect(200)
        .text();
    assert!(
        rejected.ends_with("4;E-post: är ingen e-postadress;fel;'=1+1\r\n"),
        "{rejected:?}"
    );
    w.register(&tenant, "ny@exempel.example").await;
    let changed = browser
        .post("/console/import", &fields)
        .await
        .expect(422)
        .text();
    assert!(changed.contains("Något har ändrats"), "{changed}");
    let mut fields = fields;
    let expected = hidden(&changed, "expected");
    fields[1].1 = &expected;
    let (_, report) = browser.post_on("/console/import", &fields).await;
    assert!(
        report.text().contains("2 kandidater är rättade"),
        "{}",
        report.text()
    );
    assert_eq!(w.count("import_rows", &[]).await, 0);
    w.work().await;
    assert_eq!(
        w.mails(Kind::Request).len(),
        2,
        "those registered by hand, once each"
    );
}

/// How many rows of candidates, lines and batches hold the text.
async fn places_holding(w: &World, text: &str) -> i64 {
    let like = format!("'%{text}%'");
    let mut found = 0;
    for place in [
        format!(
            "candidates WHERE name LIKE {like} OR email LIKE {like} OR source_detail LIKE {like}"
        ),
        format!(
            "import_rows WHERE name LIKE {like} OR email LIKE {like} OR source_detail LIKE {like}"
        ),
        format!("batches WHERE tally LIKE {like} OR left_alone LIKE {like}"),
        format!("audit WHERE detail LIKE {like}"),
    ] {
        found += w.count(&place, &[]).await;
    }
    found
}

async fn columns_can_be_chosen(w: &World) {
    let tenant = w.tenant().await;
    let browser = browser(w, &tenant).await;
    let file = "Adress,Vem,Hur\na@exempel.example,Åsa,Mässan\n";
    let page = browser
        .upload(&browser.csrf, file.as_bytes(), "")
        .await
        .expect(422)
        .text();
    assert!(page.contains("Ingen kolumn har e-postadressen"), "{page}");
    let content = hidden(&page, "content");
    let mut fields = vec![
        ("content", content.as_str()),
        ("source_detail", ""),
        ("column.0", "email"),
        ("column.1", "email"),
        ("column.2", "source_detail"),
    ];
    browser
        .post("/console/import/preview", &fields)
        .await
        .expect(422);
    fields[3].1 = "name";
    let page = browser
        .post("/console/import/preview", &fields)
        .await
        .expect(200)
        .text();
    let expected = hidden(&page, "expected");
    fields.push(("expected", &expected));
    browser.post("/console/import", &fields).await.expect(303);
    assert_eq!(
        w.listed(&tenant, "a@exempel.example").await.unwrap()["name"],
        "Åsa"
    );
}

async fn a_form_of_another_session_does_nothing(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 3)).await.expect(200);
    let browser = browser(w, &tenant).await;
    browser
        .upload("forged", people(10, 1).as_bytes(), "")
        .await
        .expect(403);
    let (path, _) = browser
        .post_on("/console/erasures/preview", &[("all", "1"), ("filter", "")])
        .await;
    let forged = Browser {
        w,
        cookie: browser.cookie.clone(),
        csrf: "forged".to_owned(),
    };
    for path in [
        "/console/erasures/preview".to_owned(),
        "/console/import".to_owned(),
        format!("{path}/confirm"),
        format!("{path}/cancel"),
        format!("{path}/approve"),
    ] {
        forged
            .post(&path, &[("confirm_count", "3")])
            .await
            .expect(403);
    }
    assert_eq!(w.count("candidates", &[]).await, 3);
    w.sql("UPDATE staff SET role = 'auditor'", &[]).await;
    for path in [
        "/console/erasures/preview".to_owned(),
        "/console/import".to_owned(),
        format!("{path}/confirm"),
        format!("{path}/cancel"),
    ] {
        let fields = [
            ("confirm_count", "3"),
            ("all", "1"),
            ("content", "eJwDAAAAAAE"),
        ];
        browser.post(&path, &fields).await.expect(403);
    }
}

async fn the_list_comes_out_as_a_file(w: &World) {
    let tenant = w.tenant().await;
    import(w, &tenant, people(0, 2_100)).await.expect(200);
    let hostile = "email,name,phone,external id,source\nx@exempel.example,\"=HYPERLINK(\"\"http://x\"\",\"\"Å;\"\")\",+4670,-1,@mässan\n";
    import(w, &tenant, hostile).await.expect(200);
    let browser = browser(w, &tenant).await;
    let answer = browser.get("/console/candidates.csv").await.expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    assert!(
        answer
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    let file = answer.text();
    assert!(file.starts_with("\u{feff}Id;E-post;Namn;"));
    assert_eq!(file.lines().count(), 2_102, "everyone once, over the pages");
    let line = file
        .lines()
        .find(|line| line.contains("x@exempel"))
        .unwrap();
    assert!(
        line.contains(";\"'=HYPERLINK(\"\"http://x\"\",\"\"Å;\"\")\";'+4670;'-1;"),
        "{line}"
    );
    assert!(line.contains(";'@mässan;"), "{line}");
    let some = browser
        .get("/console/candidates.csv?q=nummer7")
        .await
        .expect(200)
        .text();
    assert_eq!(
        some.lines().count(),
        112,
        "the filter's: 7, 70 to 79, 700 to 799"
    );
    browser
        .get("/console/candidates.csv?status=x")
        .await
        .expect(422);
    let again = import(w, &tenant, file).await.expect(200).json();
    assert_eq!(
        again.to_string(),
        r#"{"created":0,"rejected":[],"updated":0}"#,
        "and goes back in as it is"
    );
    assert_eq!(
        w.count("audit WHERE action = 'candidates.exported'", &[])
            .await,
        2
    );
}
