//! Actions on many candidates: batches, and files in and out.

mod batches;
mod console;
mod files;

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{Request, header};
use samtycke_server::auth::{self, Actor, Role};
use serde_json::Value;

use crate::harness::{Answer, Tenant, World};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

/// A file with `count` people, from number `from`.
fn people(from: usize, count: usize) -> String {
    let lines = (from..from + count)
        .map(|n| format!("p{n}@exempel.example,Person Nummer{n},Rekryteringsmässan\n"));
    lines.fold("email,name,source\n".to_owned(), |file, line| file + &line)
}

pub async fn import(w: &World, tenant: &Tenant, file: impl Into<Body>) -> Answer {
    import_to(w, &tenant.recruiter, "/v1/candidates/import", file).await
}

async fn import_to(w: &World, key: &str, path: &str, file: impl Into<Body>) -> Answer {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, "text/csv");
    w.call(request.body(file.into()).unwrap()).await
}

/// Somebody of the tenant's staff, number `n`, at the domain's door.
async fn staff(w: &World, tenant: &Tenant, role: Role, n: usize) -> Actor {
    let mut tx = w.app.db.read().await.unwrap();
    let mut first = auth::store::staff_of(&mut tx, &tenant.id).await.unwrap();
    let mut staff = first.remove(0);
    staff.id = format!("{}{n}", &staff.id[..staff.id.len() - 1]);
    Actor {
        tenant_id: tenant.id.clone(),
        role,
        name: format!("staff:{}", staff.id),
        staff: Some(staff),
        csrf: "x".to_owned(),
    }
}

async fn batch(w: &World, tenant: &Tenant, id: &str) -> Value {
    w.api_get(&tenant.auditor, &format!("/v1/batches/{id}"))
        .await
        .expect(200)
        .json()
}

/// A server that is killed after `steps` steps of work: nothing of it runs after that, and what it had
/// begun is rolled back.
struct Killed<F> {
    work: Pin<Box<F>>,
    steps: AtomicUsize,
}

impl<F: Future> Future for Killed<F> {
    type Output = Option<F::Output>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.steps.fetch_sub(1, Ordering::Relaxed) <= 1 {
            return Poll::Ready(None);
        }
        this.work.as_mut().poll(context).map(Some)
    }
}

fn killed_after<F: Future>(steps: usize, work: F) -> Killed<F> {
    Killed {
        work: Box::pin(work),
        steps: AtomicUsize::new(steps + 1),
    }
}
