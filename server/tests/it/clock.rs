//! Rule 16: a clock that is wrong must not erase people or write to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use samtycke_server::clock::{Clock, DAY, HOUR, MINUTE, Millis};
use samtycke_server::jobs::{self, clock_guard};
use samtycke_server::mail::Kind;
use serde_json::json;

use crate::harness::World;

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

on_both_databases!(
    a_clock_far_ahead_at_start_pauses_until_somebody_confirms,
    a_gap_of_weeks_is_downtime,
    a_clock_behind_at_start_pauses,
    a_clock_set_while_running_pauses,
    setting_the_clock_right_takes_one_confirmation,
    going_backwards_sends_nothing_again,
    a_pause_holds_for_every_server,
    while_paused_candidates_can_still_answer,
    a_clock_that_runs_too_fast_pauses,
    another_servers_clock_far_ahead_pauses,
    while_paused_no_hold_ends_and_no_link_closes,
    the_clock_is_looked_at_between_mails,
);

/// A wall clock that can be set, beside a monotonic one that cannot.
struct SetClock {
    wall: AtomicI64,
    running: AtomicI64,
}

impl SetClock {
    fn at(now: Millis) -> Arc<Self> {
        Arc::new(Self {
            wall: AtomicI64::new(now),
            running: AtomicI64::new(0),
        })
    }

    fn pass(&self, by: Millis) {
        self.wall.fetch_add(by, Ordering::SeqCst);
        self.running.fetch_add(by, Ordering::SeqCst);
    }

    fn set(&self, by: Millis) {
        self.wall.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Millis {
        self.wall.load(Ordering::SeqCst)
    }
    fn monotonic(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.running.load(Ordering::SeqCst)).unwrap())
    }
}

async fn paused(w: &World) -> bool {
    w.count("clock_state WHERE paused_at IS NOT NULL", &[])
        .await
        == 1
}

async fn a_clock_far_ahead_at_start_pauses_until_somebody_confirms(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let ahead = w.restarted_at(w.now() + 60 * DAY + HOUR).await;
    ahead.work().await;
    ahead.work().await;
    assert!(paused(&ahead).await);
    assert_eq!(
        (ahead.count("candidates", &[]).await, w.mailer.sent().len()),
        (1, 1),
        "nobody erased, nobody written to"
    );
    clock_guard::confirm(&ahead.app).await.unwrap();
    ahead.work().await;
    assert!(!paused(&ahead).await);
    assert_eq!(ahead.count("candidates", &[]).await, 0);
    assert_eq!(w.mails(Kind::Farewell).len(), 1);
    ahead.app.db.close().await;
}

async fn a_gap_of_weeks_is_downtime(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let later = w.restarted_at(w.now() + 59 * DAY).await;
    later.work().await;
    assert!(!paused(&later).await);
    assert_eq!(later.count("candidates", &[]).await, 0);
    later.app.db.close().await;
}

async fn a_clock_behind_at_start_pauses(w: &World) {
    let tenant = w.tenant().await;
    w.work().await;
    w.register(&tenant, KIM).await;
    let behind = w.restarted_at(w.now() - HOUR - MINUTE).await;
    behind.work().await;
    assert!(paused(&behind).await);
    assert_eq!(w.mailer.sent().len(), 0);
    clock_guard::confirm(&behind.app).await.unwrap();
    behind.work().await;
    assert!(!paused(&behind).await);
    behind.app.db.close().await;
}

async fn a_clock_set_while_running_pauses(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    let clock = SetClock::at(w.now());
    let app = w.another_server_with(clock.clone(), w.mailer.clone()).await;
    jobs::run_due(&app).await.unwrap();
    assert_eq!(w.mails(Kind::Request).len(), 1);
    clock.pass(3 * DAY);
    clock.set(HOUR - MINUTE);
    jobs::run_due(&app).await.unwrap();
    assert!(!paused(w).await, "less than an hour is drift");
    clock.set(40 * DAY);
    jobs::run_due(&app).await.unwrap();
    assert!(paused(w).await);
    assert_eq!(
        (w.count("candidates", &[]).await, w.mailer.sent().len()),
        (1, 1)
    );
    app.db.close().await;
}

async fn setting_the_clock_right_takes_one_confirmation(w: &World) {
    let clock = SetClock::at(w.now());
    let app = w.another_server_with(clock.clone(), w.mailer.clone()).await;
    jobs::run_due(&app).await.unwrap();
    clock.set(5 * HOUR);
    jobs::run_due(&app).await.unwrap();
    assert!(paused(w).await);
    clock.pass(MINUTE);
    clock.set(-5 * HOUR);
    jobs::run_due(&app).await.unwrap();
    clock_guard::confirm(&app).await.unwrap();
    clock.pass(MINUTE);
    jobs::run_due(&app).await.unwrap();
    assert!(!paused(w).await);
    app.db.close().await;
}

async fn going_backwards_sends_nothing_again(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    w.pass_days(14).await;
    let sent = w.mailer.sent().len();
    assert_eq!(sent, 2, "a request and a reminder");
    for back in [30 * MINUTE, 10 * DAY] {
        let behind = w.restarted_at(w.now() - back).await;
        behind.work().await;
        clock_guard::confirm(&behind.app).await.unwrap();
        behind.work().await;
        assert_eq!(
            (w.mailer.sent().len(), behind.count("candidates", &[]).await),
            (sent, 1)
        );
        behind.app.db.close().await;
    }
}

async fn a_pause_holds_for_every_server(w: &World) {
    let tenant = w.tenant().await;
    w.work().await;
    let ahead = w.restarted_at(w.now() + 90 * DAY).await;
    ahead.work().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    assert_eq!(w.mailer.sent().len(), 0);
    clock_guard::confirm(&w.app).await.unwrap();
    w.work().await;
    assert_eq!(w.mailer.sent().len(), 1);
    ahead.app.db.close().await;
}

async fn while_paused_candidates_can_still_answer(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, KIM).await;
    w.work().await;
    let ahead = w.restarted_at(w.now() + 90 * DAY).await;
    ahead.work().await;
    assert!(paused(&ahead).await);
    ahead.consent(&tenant, "ny@exempel.example").await;
    ahead
        .form(&w.me_link(KIM), &[("action", "withdraw")])
        .await
        .expect(200);
    assert_eq!(
        ahead.texts("SELECT reason FROM erasures", &[]).await,
        ["withdrawn"]
    );
    let health = ahead
        .api_get(&tenant.auditor, "/v1/overview")
        .await
        .expect(200)
        .json();
    assert_eq!(health["candidates"], json!(1));
    ahead.app.db.close().await;
}

async fn a_clock_that_runs_too_fast_pauses(w: &World) {
    let clock = SetClock::at(w.now());
    let app = w.another_server_with(clock.clone(), w.mailer.clone()).await;
    jobs::run_due(&app).await.unwrap();
    for _ in 0..2 {
        clock.pass(MINUTE);
        clock.set(50 * MINUTE);
        jobs::run_due(&app).await.unwrap();
    }
    assert!(paused(w).await, "each step is small, both are not");
    app.db.close().await;
}

async fn another_servers_clock_far_ahead_pauses(w: &World) {
    w.work().await;
    let ahead = w.restarted_at(w.now() + 40 * DAY).await;
    ahead.work().await;
    assert!(!paused(w).await, "by itself it may have been down");
    w.work().await;
    assert!(paused(w).await, "but this one was not");
    ahead.app.db.close().await;
}

async fn while_paused_no_hold_ends_and_no_link_closes(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, KIM).await;
    w.register(&tenant, ANNA).await;
    w.work().await;
    let (me, review) = (w.me_link(KIM), w.review_link(ANNA));
    let id = w.id_of(&tenant, KIM).await;
    let hold = json!({ "held_until": "2026-12-31", "hold_reason": "Tvist" });
    w.patch(&tenant, &id, &hold).await.expect(200);
    let clock = SetClock::at(w.now());
    let app = w.another_server_with(clock.clone(), w.mailer.clone()).await;
    jobs::run_due(&app).await.unwrap();
    clock.set(400 * DAY);
    jobs::run_due(&app).await.unwrap();
    assert!(paused(w).await);
    app.db.close().await;
    let ahead = w.restarted_at(w.now() + 400 * DAY).await;
    ahead.get(&review).await.expect(200);
    ahead.delete(&tenant, &id).await.expect(409);
    ahead
        .form(&me, &[("action", "erase"), ("confirm", "erase")])
        .await
        .expect(200);
    assert_eq!(ahead.count("erasures", &[]).await, 0, "the hold stands");
    ahead.app.db.close().await;
}

/// A mail server during whose first answer the clock is set.
struct Setting {
    clock: Arc<SetClock>,
    sent: samtycke_server::mail::MemoryMailer,
}

impl samtycke_server::mail::Mailer for Setting {
    fn send<'a>(
        &'a self,
        mail: &'a samtycke_server::mail::Outgoing,
    ) -> samtycke_server::mail::Sending<'a> {
        if self.sent.sent().is_empty() {
            self.clock.set(-40 * DAY);
        }
        self.sent.send(mail)
    }
}

async fn the_clock_is_looked_at_between_mails(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..20 {
        w.register(&tenant, &format!("r{number}@exempel.example"))
            .await;
    }
    let clock = SetClock::at(w.now());
    let mailer = Arc::new(Setting {
        clock: clock.clone(),
        sent: samtycke_server::mail::MemoryMailer::default(),
    });
    let app = w.another_server_with(clock.clone(), mailer.clone()).await;
    jobs::run_due(&app).await.unwrap();
    assert!(paused(w).await);
    assert_eq!(mailer.sent.sent().len(), 8, "those that were on their way");
    app.db.close().await;
}
