//! The demo's mail server: takes every mail and shows it.

use std::sync::{Arc, Mutex, MutexGuard};

use crate::clock::{Clock, Millis};
use crate::mail::{Mailer, Outgoing, Sending};

#[derive(Clone)]
pub struct Delivered {
    pub at: Millis,
    pub mail: Outgoing,
}

pub struct Inbox {
    clock: Arc<dyn Clock>,
    mails: Mutex<Vec<Delivered>>,
}

impl Inbox {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            mails: Mutex::new(Vec::new()),
        }
    }

    /// Newest first.
    pub fn mails(&self) -> Vec<Delivered> {
        self.lock().iter().rev().cloned().collect()
    }

    pub fn find(&self, id: &str) -> Option<Delivered> {
        self.lock()
            .iter()
            .find(|delivered| delivered.mail.message_id == id)
            .cloned()
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Delivered>> {
        self.mails
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Mailer for Inbox {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            let delivered = Delivered {
                at: self.clock.now(),
                mail: mail.clone(),
            };
            self.lock().push(delivered);
            Ok(())
        })
    }
}
