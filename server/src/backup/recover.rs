//! After a restore: what the key folder knows and the database does not (rule 17).

use super::journal::{self, Learnt};
use crate::app::App;
use crate::auth;
use crate::candidates::batch;
use crate::error::Result;
use crate::{erasure, log};

/// What was made true again. All zero when the database was not restored.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    pub erased: usize,
    pub entries: i64,
    pub learnt: Learnt,
}

/// Runs before a server listens: nobody may see who was erased, be asked twice or sign another log.
///
/// # Errors
/// When a journal can not be read or does not belong to the database. What was done until then stays, and doing it
/// again is harmless.
pub async fn run(app: &App) -> Result<Recovered> {
    erasure::journal::write_pending(app).await?;
    let recovered = Recovered {
        erased: erasure::journal::reapply(app).await?,
        entries: log::journal::recover(app).await?,
        learnt: journal::catch_up(app).await?,
    };
    if recovered != Recovered::default() {
        tracing::warn!(
            ?recovered,
            "the key folder knew more than the database, which was restored"
        );
        end_what_was_under_way(app).await?;
    }
    Ok(recovered)
}

/// What ended after the backup came back with it: sessions and links of staff, and acts on many candidates, some of
/// which somebody stopped.
pub async fn end_what_was_under_way(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    auth::store::sessions::end_all(&mut tx).await?;
    batch::end_all(app, &mut tx).await?;
    tx.commit().await
}
