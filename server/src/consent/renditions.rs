//! What each text's candidates are shown now, kept in memory. A published version never changes (rule 1), so what
//! was read of it once holds for good; which version it is, is asked of the database each time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::store::{self, OpenSite, Rendition};
use crate::db::Tx;
use crate::error::Result;

/// Texts kept at most; all are forgotten when there are more, and read again as they are asked for.
const MOST: usize = 1_000;

#[derive(Default)]
pub struct Renditions(Mutex<HashMap<String, Kept>>);

struct Kept {
    version: i64,
    renditions: Arc<Vec<Rendition>>,
}

impl Renditions {
    /// The languages of the version a site serves, the tenant's own first. Empty before the first publishing.
    pub async fn of(&self, tx: &mut Tx, open: &OpenSite) -> Result<Arc<Vec<Rendition>>> {
        let (site, version) = (&open.site, open.current_version);
        if let Some(kept) = self.kept(&site.consent_text_id, version) {
            return Ok(kept);
        }
        let read = store::current_renditions(tx, &site.tenant_id, &site.consent_text_id).await?;
        let renditions = Arc::new(read);
        if let Some(first) = renditions.first() {
            self.keep(&site.consent_text_id, first.version, renditions.clone());
        }
        Ok(renditions)
    }

    fn kept(&self, text: &str, version: i64) -> Option<Arc<Vec<Rendition>>> {
        let all = self.all();
        let kept = all.get(text).filter(|kept| kept.version == version)?;
        Some(kept.renditions.clone())
    }

    fn keep(&self, text: &str, version: i64, renditions: Arc<Vec<Rendition>>) {
        let mut all = self.all();
        if all.len() >= MOST {
            all.clear();
        }
        let kept = Kept {
            version,
            renditions,
        };
        all.insert(text.to_owned(), kept);
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Kept>> {
        // No code panics while it holds the lock; the map is whole either way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
