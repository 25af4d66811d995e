//! Importing and exporting candidates.

use super::{ANNA, KIM, import, import_to, killed_after, people, staff};
use crate::harness::{Answer, World};
use samtycke_server::auth::Role;
use samtycke_server::candidates::import::{self, Line, columns, table::Table};
use samtycke_server::clock::{HOUR, MINUTE};
use samtycke_server::jobs;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};

on_both_databases!(
    whoever_is_new_is_told_the_source_and_asked_once,
    a_file_sent_again_changes_nothing,
    a_file_corrects_whom_it_knows,
    every_line_that_can_not_be_used_is_told,
    a_file_that_is_none_is_refused_whole,
    two_who_send_the_same_file_register_everyone_once,
    a_started_import_survives_its_server,
    the_erased_do_not_come_back_with_a_waiting_line,
    lines_that_wait_too_long_go,
    without_a_text_nobody_is_registered,
);

fn counts(answer: Answer) -> (i64, i64, usize) {
    let answer = answer.expect(200).json();
    let rejected = answer["rejected"].as_array().unwrap().len();
    (
        answer["created"].as_i64().unwrap(),
        answer["updated"].as_i64().unwrap(),
        rejected,
    )
}

async fn whoever_is_new_is_told_the_source_and_asked_once(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let file = format!(
        "sep=;\r\nE-post;Förnamn;Efternamn;Källa;Språk;Externt id\r\n\
         li@exempel.example;小龍;李 👩‍🚀;LinkedIn, sökning i mars;engelska;=1+1\r\n\
         {ANNA};Anna;Exempel;LinkedIn;;\r\n"
    );
    assert_eq!(counts(import(w, &tenant, file).await), (1, 1, 0));
    w.work().await;
    let li = w.listed(&tenant, "li@exempel.example").await.unwrap();
    assert_eq!(li["name"], "小龍 李 👩‍🚀");
    assert_eq!(li["external_id"], "=1+1");
    assert_eq!(
        (&li["source"], &li["status"], &li["renewal"]),
        (&json!("import"), &json!("awaiting"), &json!("asked"))
    );
    assert_ne!(li["deadline"], Value::Null);
    let mails = w.mails_to("li@exempel.example", Kind::Request);
    assert_eq!((mails.len(), mails[0].language.as_str()), (1, "en"));
    assert!(
        mails[0].letter.text.contains("LinkedIn, sökning i mars"),
        "{}",
        mails[0].letter.text
    );
    assert_eq!(
        w.mails_to(ANNA, Kind::Request).len(),
        0,
        "who has consented is not asked"
    );
    assert_eq!(w.status_of(&tenant, ANNA).await, "valid");
}

async fn a_file_sent_again_changes_nothing(w: &World) {
    let tenant = w.tenant().await;
    let file = people(0, 1_200);
    assert_eq!(
        counts(import(w, &tenant, file.clone()).await),
        (1_200, 0, 0)
    );
    w.work().await;
    let tables = [
        "candidates",
        "candidate_terms",
        "renewals",
        "mails",
        "events",
    ];
    let mut before = Vec::new();
    for table in tables {
        before.push(w.count(table, &[]).await);
    }
    w.advance(HOUR);
    assert_eq!(
        counts(
            import(
                w,
                &tenant,
                file.to_uppercase().replace("EMAIL,NAME", "email,name")
            )
            .await
        )
        .0,
        0
    );
    assert_eq!(
        counts(import(w, &tenant, file.clone()).await),
        (0, 1_200, 0),
        "names as written, back again"
    );
    assert_eq!(counts(import(w, &tenant, file).await), (0, 0, 0));
    w.work().await;
    for (table, before) in tables.iter().zip(before) {
        assert_eq!(w.count(table, &[]).await, before, "{table}");
    }
    assert_eq!(w.mails(Kind::Request).len(), 1_200);
}

async fn a_file_corrects_whom_it_knows(w: &World) {
    let tenant = w.tenant().await;
    let first =
        "email,name,phone,external id,source\nA.B@exempel.example,Åsa Gammal,070,X-1,Mässan\n";
    import(w, &tenant, first).await.expect(200);
    let id = w.id_of(&tenant, "A.B@exempel.example").await;
    let second = "email,name,språk,source\na.b@exempel.example,Åsa Ny,da,En annan källa\n";
    assert_eq!(counts(import(w, &tenant, second).await), (0, 1, 0));
    let detail = w.detail(&tenant, &id).await;
    assert_eq!(detail["name"], "Åsa Ny");
    assert_eq!(detail["language"], "da");
    assert_eq!(
        (
            &detail["phone"],
            &detail["external_id"],
            &detail["email"],
            &detail["source_detail"]
        ),
        (
            &json!("070"),
            &json!("X-1"),
            &json!("A.B@exempel.example"),
            &json!("Mässan")
        ),
        "what the file does not say, and where the data came from, stay"
    );
    let found = async |q: &str| {
        let page = w
            .api_get(&tenant.auditor, &format!("/v1/candidates?q={q}"))
            .await;
        page.expect(200).json()["items"].as_array().unwrap().len()
    };
    assert_eq!(
        (found("ny").await, found("gammal").await),
        (1, 0),
        "and the search knows"
    );
    assert_eq!(w.count("renewals", &[]).await, 1);
    let looked = w
        .count(
            "audit WHERE action = 'candidate.corrected' AND candidate_id IS NOT NULL",
            &[],
        )
        .await;
    assert_eq!(looked, 1);
}

async fn every_line_that_can_not_be_used_is_told(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.patch(&tenant, &id, &json!({ "restricted": true }))
        .await
        .expect(200);
    let file = format!(
        "email,name,source\n\
         ok@exempel.example,Åsa,Mässan\n\
         ,Namnlös,Mässan\n\
         fel,Bo,Mässan\n\
         OK@exempel.example,Åsa,Mässan\n\
         {KIM},Nytt Namn,Mässan\n\
         c@exempel.example,Cia,\n"
    );
    let answer = import(w, &tenant, file.clone()).await.expect(200).json();
    assert_eq!(answer["created"], 1);
    let rejected = answer["rejected"].as_array().unwrap();
    let lines: Vec<_> = rejected
        .iter()
        .map(|r| r["line"].as_i64().unwrap())
        .collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
    for (rejected, word) in
        rejected
            .iter()
            .zip(["empty", "address", "line 2", "restricted", "source_detail"])
    {
        assert!(
            rejected["reason"].as_str().unwrap().contains(word),
            "{rejected}"
        );
    }
    assert_eq!(w.listed(&tenant, KIM).await.unwrap()["name"], "Kim Exempel");
    let path = "/v1/candidates/import?source_detail=Massan";
    let answer = import_to(w, &tenant.recruiter, path, file)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &answer["created"],
            answer["rejected"].as_array().unwrap().len()
        ),
        (&json!(1), 4),
        "one source for all"
    );
}

async fn a_file_that_is_none_is_refused_whole(w: &World) {
    let tenant = w.tenant().await;
    for (file, field) in [
        (&b"PK\x03\x04..."[..], "file"),
        (b"", "file"),
        (b"namn,source\nA,B\n", "email"),
        (b"email,source\na@exempel.example,B\n", "name"),
        (b"email,name\na@exempel.example,B\n", "source_detail"),
    ] {
        let answer = import(w, &tenant, file.to_vec()).await.expect(422);
        assert_eq!(answer.problem_fields(), [field]);
    }
    let large = vec![b'a'; 20 * 1024 * 1024 + 1];
    import(w, &tenant, large).await.expect(413);
    import_to(w, &tenant.auditor, "/v1/candidates/import", people(0, 1))
        .await
        .expect(403);
    assert_eq!(w.count("candidates", &[]).await, 0);
}

async fn two_who_send_the_same_file_register_everyone_once(w: &World) {
    let tenant = w.tenant().await;
    let (one, two) = tokio::join!(
        import(w, &tenant, people(0, 700)),
        import(w, &tenant, people(0, 700))
    );
    let created = [counts(one).0, counts(two).0];
    assert_eq!(created[0] + created[1], 700, "{created:?}");
    w.work().await;
    assert_eq!(w.count("candidates", &[]).await, 700);
    assert_eq!(w.mails(Kind::Request).len(), 700);
}

fn lines(file: &str) -> Vec<Line> {
    let table = Table::read(file.as_bytes()).unwrap();
    let columns = columns::guess(&table.header);
    import::read_lines(&table, &columns, &import::Defaults::default()).0
}

async fn a_started_import_survives_its_server(w: &World) {
    let tenant = w.tenant().await;
    let recruiter = staff(w, &tenant, Role::Recruiter, 1).await;
    import::start(&w.app, &recruiter, &lines(&people(0, 900)))
        .await
        .unwrap();
    assert_eq!(w.count("import_rows", &[]).await, 900);
    let mut partly = false;
    for steps in (3..).step_by(5) {
        killed_after(steps, jobs::run_batches(&w.app)).await;
        // In one view: the commit of the killed may still be on its way.
        let both =
            "SELECT (SELECT COUNT(*) FROM candidates) * 1000 + (SELECT COUNT(*) FROM import_rows)";
        let counted = w.number(both, &[]).await.unwrap();
        let (made, waits) = (counted / 1_000, counted % 1_000);
        assert_eq!(made + waits, 900);
        partly |= made > 0 && waits > 0;
        if waits == 0 {
            break;
        }
    }
    assert!(partly, "it was killed in the middle as well");
    w.work().await;
    assert_eq!(w.count("candidates", &[]).await, 900);
    assert_eq!(w.count("import_rows", &[]).await, 0);
    assert_eq!(w.mails(Kind::Request).len(), 900);
}

async fn the_erased_do_not_come_back_with_a_waiting_line(w: &World) {
    let tenant = w.tenant().await;
    let recruiter = staff(w, &tenant, Role::Recruiter, 1).await;
    w.consent(&tenant, "p17@exempel.example").await;
    let batch = import::start(&w.app, &recruiter, &lines(&people(0, 600)))
        .await
        .unwrap();
    let id = w.id_of(&tenant, "p17@exempel.example").await;
    w.delete(&tenant, &id).await.expect(200);
    assert_eq!(w.count("import_rows", &[]).await, 599);
    w.work().await;
    assert_eq!(w.listed(&tenant, "p17@exempel.example").await, None);
    let report = super::batch(w, &tenant, &batch.id).await;
    assert_eq!(report["outcomes"], json!({ "created": 599, "gone": 1 }));
}

async fn lines_that_wait_too_long_go(w: &World) {
    let tenant = w.tenant().await;
    w.work().await;
    let recruiter = staff(w, &tenant, Role::Recruiter, 1).await;
    let batch = import::start(&w.app, &recruiter, &lines(&people(0, 600)))
        .await
        .unwrap();
    w.sql(
        "UPDATE clock_state SET paused_at = 1, paused_why = 'test'",
        &[],
    )
    .await;
    w.advance(HOUR + MINUTE);
    jobs::run_batches(&w.app).await.unwrap();
    assert_eq!(w.count("import_rows", &[]).await, 0);
    assert_eq!(
        super::batch(w, &tenant, &batch.id).await["state"],
        "cancelled"
    );
}

async fn without_a_text_nobody_is_registered(w: &World) {
    let tenant = w.new_tenant("Nystartat", false).await;
    import(w, &tenant, people(0, 2)).await.expect(409);
    assert_eq!(w.count("candidates", &[]).await, 0);
}
