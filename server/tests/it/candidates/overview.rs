//! What the overview counts.

use samtycke_server::clock::{DAY, HOUR};

use super::{ANNA, KIM};
use crate::harness::{Tenant, World};
use serde_json::Value;

on_both_databases!(
    the_days_are_the_tenants_calendar_days,
    the_funnel_counts_each_step,
    the_silent_are_those_reminded_in_vain,
    another_tenants_are_not_counted,
);

async fn overview(w: &World, tenant: &Tenant) -> Value {
    w.api_get(&tenant.auditor, "/v1/overview")
        .await
        .expect(200)
        .json()
}

async fn the_days_are_the_tenants_calendar_days(w: &World) {
    let tenant = w.tenant().await;
    // 2 March, 23:30 in Stockholm and 22:30 in UTC.
    w.advance(13 * HOUR + HOUR / 2);
    w.register(&tenant, KIM).await;
    w.work().await;
    let before = overview(w, &tenant).await;
    let days = before["days"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    assert_eq!(days[0]["date"], "2026-03-02");
    assert_eq!(
        days[29]["date"], "2026-03-31",
        "31 days have passed by then, one of 23 hours"
    );
    let sum = |days: &[Value]| -> i64 {
        days.iter()
            .map(|day| day["deadlines"].as_i64().unwrap())
            .sum()
    };
    assert_eq!(sum(days), 0, "the last day to answer is 1 April");
    w.advance(HOUR);
    let after = overview(w, &tenant).await;
    let days = after["days"].as_array().unwrap();
    assert_eq!(days[0]["date"], "2026-03-03");
    assert_eq!(days[29]["date"], "2026-04-01");
    assert_eq!(days[29]["deadlines"], 1);
    assert_eq!(sum(days), 1);
}

async fn the_funnel_counts_each_step(w: &World) {
    let tenant = w.tenant().await;
    for address in [ANNA, KIM, "robin@exempel.example"] {
        w.register(&tenant, address).await;
    }
    w.work().await;
    let path = w.review_link(ANNA);
    w.get(&path).await.expect(200);
    w.get(&w.review_link(KIM)).await.expect(200);
    w.form(&path, &[("answer", "renew"), ("future_jobs", "on")])
        .await;
    let funnels = overview(w, &tenant).await["funnels"].clone();
    for (index, days) in [(0, 30), (1, 90)] {
        let funnel = &funnels[index];
        assert_eq!(funnel["days"], days);
        assert_eq!(
            (&funnel["sent"], &funnel["accepted"], &funnel["viewed"]),
            (&3.into(), &3.into(), &2.into()),
            "{funnel}"
        );
        assert_eq!(funnel["answered"], 1, "{funnel}");
    }
    w.advance(31 * DAY);
    let funnels = overview(w, &tenant).await["funnels"].clone();
    assert_eq!(
        (&funnels[0]["sent"], &funnels[1]["sent"]),
        (&0.into(), &3.into())
    );
}

async fn the_silent_are_those_reminded_in_vain(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    assert_eq!(overview(w, &tenant).await["silent"], 0);
    w.pass_days(15).await;
    let counted = overview(w, &tenant).await;
    assert_eq!(
        (&counted["silent"], &counted["by_renewal"]["asked"]),
        (&1.into(), &1.into())
    );
}

async fn another_tenants_are_not_counted(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Andra").await);
    w.register(&other, KIM).await;
    w.consent(&other, ANNA).await;
    w.work().await;
    w.pass_days(15).await;
    let counted = overview(w, &tenant).await;
    assert_eq!(
        (&counted["candidates"], &counted["silent"]),
        (&0.into(), &0.into())
    );
    assert_eq!(counted["funnels"][0]["sent"], 0);
}
