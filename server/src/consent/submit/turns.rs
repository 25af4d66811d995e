//! Group commit: submissions that arrive while others are being written are written together next.
//!
//! Nobody waits for company. Whoever finds a turn free takes everything that waits for the same site,
//! their own among it, and records it in one transaction; those who come meanwhile make up the next.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use samtycke_shared::api::Recorded;
use tokio::sync::{Semaphore, oneshot};

use super::batch::{self, Asked};
use crate::app::App;
use crate::db::Db;
use crate::error::{Error, Result};

const MOST: usize = 64;

type Answer = Result<Recorded>;

pub struct Turns {
    waiting: Mutex<VecDeque<Waiting>>,
    free: Semaphore,
}

struct Waiting {
    asked: Arc<Asked>,
    answer: oneshot::Sender<Answer>,
}

impl Turns {
    /// SQLite has one writer. PostgreSQL has many, but each turn less makes the others' batches larger.
    pub fn new(db: &Db) -> Self {
        Self {
            waiting: Mutex::default(),
            free: Semaphore::new(if db.is_postgres() { 2 } else { 1 }),
        }
    }

    /// Records one submission, alone or with others.
    ///
    /// Whoever records for others may be gone before the end: their transaction ends with them, or
    /// is committed and found again by the submission's id. So asking anew is harmless.
    pub async fn record(&self, app: &App, asked: Asked) -> Answer {
        let asked = Arc::new(asked);
        loop {
            let mut answer = self.wait(asked.clone());
            if let Some(answer) = self.turn(app, &mut answer).await? {
                return answer;
            }
        }
    }

    fn wait(&self, asked: Arc<Asked>) -> oneshot::Receiver<Answer> {
        let (answer, receiver) = oneshot::channel();
        self.queue().push_back(Waiting { asked, answer });
        receiver
    }

    /// `None` when the one who recorded for us gave up.
    async fn turn(
        &self,
        app: &App,
        answer: &mut oneshot::Receiver<Answer>,
    ) -> Result<Option<Answer>> {
        loop {
            let free = tokio::select! {
                biased;
                answer = &mut *answer => return Ok(answer.ok()),
                free = self.free.acquire() => free.map_err(Error::internal)?,
            };
            let together = self.take();
            if together.is_empty() {
                drop(free);
                return Ok(answer.await.ok());
            }
            settle(app, together).await;
        }
    }

    /// Those who wait for the first one's site, but each person and each submission only once: the
    /// second of two must see what the first one left.
    fn take(&self) -> Vec<Waiting> {
        let mut queue = self.queue();
        queue.retain(|waiting| !waiting.answer.is_closed());
        let Some(site) = queue.front().map(|first| first.asked.site_key.clone()) else {
            return Vec::new();
        };
        let (mut people, mut submissions) = (HashSet::new(), HashSet::new());
        let mut taken = Vec::new();
        let mut left = VecDeque::with_capacity(queue.len());
        for waiting in queue.drain(..) {
            let asked = &waiting.asked;
            let fits = taken.len() < MOST
                && asked.site_key == site
                && people.insert(asked.contact.email_key())
                && submissions.insert(asked.submission.submission_id.clone());
            if fits {
                taken.push(waiting);
            } else {
                left.push_back(waiting);
            }
        }
        *queue = left;
        taken
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, VecDeque<Waiting>> {
        // No code panics while it holds the lock; the queue is whole either way.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn settle(app: &App, together: Vec<Waiting>) {
    let asked: Vec<&Asked> = together.iter().map(|waiting| &*waiting.asked).collect();
    match batch::record(app, &asked).await {
        Ok(answers) => {
            for (waiting, answer) in together.into_iter().zip(answers) {
                // Nobody listens any more: what was recorded is found again by its submission's id.
                let _ = waiting.answer.send(answer);
            }
        }
        Err(error) => alone(app, together, error).await,
    }
}

/// What one submission did to a statement must not fail the others.
async fn alone(app: &App, mut together: Vec<Waiting>, error: Error) {
    if together.len() == 1 {
        if let Some(only) = together.pop() {
            let _ = only.answer.send(Err(error));
        }
        return;
    }
    for waiting in together {
        let answer = batch::record(app, &[&waiting.asked]).await;
        let _ = waiting.answer.send(answer.and_then(|mut one| {
            one.pop()
                .unwrap_or_else(|| Err(Error::internal("a submission has no answer")))
        }));
    }
}
