//! Rule 16: a clock that is wrong must not erase people or write to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use samtycke_server::clock::{Clock, DAY, HOUR, MINUTE, Millis};
use samtycke_server::jobs::{self, clock_guard};
use samtycke_server::mail::Kind;
use serde_json::json;

use crate::harness::World;

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
