//! The demo's tenant and the candidates who were there before, made by the same calls as real ones.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU8;

use samtycke_shared::api::{Submission, SubmittedCandidate};

use super::inbox::Inbox;
use super::{Demo, PAST_DAYS, PastClock};
use crate::app::App;
use crate::auth::{Actor, Role, store as auth_store};
use crate::candidates::manage::{self, Registration};
use crate::clock::ManualClock;
use crate::consent::submit;
use crate::error::Result;
use crate::tenants::setup::{self, NewTenant};
use crate::tenants::{self, Settings};

/// Plainly made-up people, and how many days before today they came.
const CONSENTED: [(&str, &str, u64); 7] = [
    ("Alva Exempelsson", "sv", 396),
    ("Bo Provberg", "sv", 310),
    ("Cleo Sampleton", "en", 244),
    ("Disa Testgren", "sv", 171),
    ("Egil Prøvesen", "da", 98),
    ("Freja Demoström", "sv", 45),
    ("Gus Placeholder", "en", 6),
];
/// Met by a recruiter; asked at once. The first never answers and is gone by today.
const REGISTERED: [(&str, &str, u64); 3] = [
    ("Hedda Mallqvist", "Teknikmässan i Exempelstad", 60),
    ("Ivar Mönstersson", "Tips från en kollega", 20),
    ("Juni Utkast", "LinkedIn", 9),
];

/// Plants everything, a day at a time, and ends at the present.
pub async fn plant(
    app: Arc<App>,
    inbox: Arc<Inbox>,
    clock: Arc<ManualClock<PastClock>>,
) -> Result<Demo> {
    let added = setup::add(
        &app,
        &NewTenant {
            name: "Fjällbäck Energi".to_owned(),
            admin: "jobb@fjallback.example".to_owned(),
            time_zone: "Europe/Stockholm".to_owned(),
            language: "sv".to_owned(),
            origins: vec![app.config.public_url()],
            publish_proposal: true,
        },
    )
    .await?;
    describe(&app, &added.tenant_id).await?;
    let mut tx = app.db.read().await?;
    let staff = auth_store::staff_of(&mut tx, &added.tenant_id)
        .await?
        .into_iter()
        .next();
    drop(tx);
    let actor = Actor {
        tenant_id: added.tenant_id.clone(),
        role: Role::Admin,
        name: staff
            .as_ref()
            .map(|staff| format!("staff:{}", staff.id))
            .unwrap_or_default(),
        staff: staff.clone(),
        csrf: String::new(),
    };
    let demo = Demo {
        app,
        inbox,
        site_key: added.site_key,
        tenant_id: added.tenant_id,
        staff_id: staff.map(|staff| staff.id).unwrap_or_default(),
        clock,
        visited: AtomicU8::new(0),
    };
    for days_ago in (0..PAST_DAYS).rev() {
        arrive(&demo, &actor, days_ago + 1).await?;
        demo.advance(1).await?;
    }
    // The visitor's inbox begins with the visitor.
    demo.inbox.clear();
    Ok(demo)
}

/// What a receipt says of the company beside the consent.
async fn describe(app: &App, tenant: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let settings = Settings {
        address: "Exempelgatan 1, 123 45 Exempelstad".to_owned(),
        storage: "Sverige, på den dator som visar detta".to_owned(),
        ..tenants::store::get(&mut tx, tenant).await?.settings()
    };
    tenants::store::update(&mut tx, tenant, &settings).await?;
    tx.commit().await
}

/// Those who came on this day.
async fn arrive(demo: &Demo, actor: &Actor, days_ago: u64) -> Result<()> {
    for (name, language, _) in CONSENTED.iter().filter(|(_, _, day)| *day == days_ago) {
        consent(demo, name, language).await?;
    }
    for (name, source, _) in REGISTERED.iter().filter(|(_, _, day)| *day == days_ago) {
        let registration = Registration {
            email: address(name),
            name: (*name).to_owned(),
            source_detail: (*source).to_owned(),
            ..Registration::default()
        };
        manage::register(&demo.app, actor, &registration).await?;
    }
    demo.work().await
}

async fn consent(demo: &Demo, name: &str, language: &str) -> Result<()> {
    let app = &demo.app;
    let text = submit::consent_text(app, &demo.site_key, None, Some(language)).await?;
    let submission = Submission {
        served: text.served,
        candidate: SubmittedCandidate {
            email: address(name),
            name: name.to_owned(),
            phone: None,
            external_id: None,
        },
        decisions: BTreeMap::from([("future_jobs".to_owned(), true)]),
        page_url: app.url("/demo/talent-pool"),
        submission_id: app.new_id(),
        widget_version: None,
    };
    submit::submit(app, &demo.site_key, None, &submission).await?;
    Ok(())
}

/// `first.last@` an example domain, in ASCII.
fn address(name: &str) -> String {
    let ascii: String = name
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'å' | 'ä' => 'a',
            'ö' | 'ø' => 'o',
            ' ' => '.',
            other => other,
        })
        .collect();
    format!("{ascii}@exempel.example")
}
