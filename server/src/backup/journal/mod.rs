//! The journal of facts: which mails went out and what came of them, what was answered, withdrawn or held, in the
//! key folder, outside every database backup.
//!
//! A database restored from a backup does not know what happened since. Here it learns as much as keeps it from doing
//! harm: nobody gets a mail twice, a request that went out has its 30 days, whoever answered is not silent, and whoever
//! is held is not erased (rule 17). Lines are JSON of ids, times and the words of the program.
//!
//! A fact is committed first, as a row in the transaction that makes it true, and stands in the file after that.
//! The database keeps up to where in the file its own state goes: a restored one lacks what comes after, and
//! nothing else is ever read.

mod replay;
mod store;

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::candidates::Candidate;
use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::keys::{append_lines, length, private_file};
use crate::renewal::Answered;

/// Facts written in one transaction.
const BATCH: i64 = 500;
/// Facts learnt in one transaction.
const LINES: usize = 200;
/// What is read of the file at once; many times the longest line.
const WINDOW: u64 = 128 * 1024;

/// Something that happened to a candidate or a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Millis,
    pub tenant: String,
    pub candidate: Option<String>,
    #[serde(flatten)]
    pub fact: Fact,
}

impl Entry {
    pub fn new(at: Millis, tenant: &str, candidate: &str, fact: Fact) -> Self {
        Self {
            at,
            tenant: tenant.to_owned(),
            candidate: Some(candidate.to_owned()),
            fact,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The mail server has taken the mail. With the renewal whose clock runs, if it was about one.
    Accepted {
        mail: String,
        kind: String,
        asked: Option<Asked>,
    },
    /// The mail came back, at once or later.
    Bounced {
        mail: String,
        renewal: Option<String>,
    },
    /// An answer, in whatever way; to the renewal that was open, if one was.
    Answered {
        renewal: Option<String>,
        answer: String,
    },
    Withdrawn {
        purposes: Vec<String>,
    },
    /// No more reminders (RFC 8058).
    Unsubscribed {
        renewal: String,
    },
    /// A hold or a restriction began or ended (rule 18).
    Kept {
        held_until: Option<Millis>,
        restricted_at: Option<Millis>,
    },
    /// The address was corrected.
    Readdressed {
        address_version: i64,
    },
}

/// What a renewal is made of again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub renewal: String,
    pub reason: String,
    pub queued_at: Millis,
    pub deadline: Option<Millis>,
    /// [`Candidate::address_version`] of the address that was asked.
    pub address_version: i64,
}

/// What a restored database learnt, and what it can not learn. Of candidates, their ids.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    pub facts: usize,
    /// They consented anew, and the consent is lost.
    pub answers_lost: BTreeSet<String>,
    /// Their corrected address is lost.
    pub addresses_lost: BTreeSet<String>,
    /// The database has none of them, erased or entered after the backup.
    pub unknown: BTreeSet<String>,
    /// When the last of the facts was noted.
    pub until: Option<Millis>,
    /// How many bytes the database has seen that the file lacks: it is an older copy, or was damaged.
    pub missing: u64,
}

/// Notes a fact in the transaction that makes it true.
pub async fn note(tx: &mut Tx, entry: &Entry) -> Result<()> {
    store::add(tx, &serde_json::to_string(entry)?).await
}

/// As [`note`], of what is becoming true now of a candidate.
pub async fn note_now(app: &App, tx: &mut Tx, candidate: &Candidate, fact: Fact) -> Result<()> {
    let entry = Entry::new(app.now(), &candidate.tenant_id, &candidate.id, fact);
    note(tx, &entry).await
}

/// Tells the database what the file has and it lacks, then the file what the database has and it lacks.
/// There is nothing to tell but after a restore and after a commit.
///
/// # Errors
/// When the file can not be read or written.
pub async fn catch_up(app: &App) -> Result<Learnt> {
    let path = app.keys.facts_journal_path();
    let mut learnt = Learnt::default();
    let mut last_words = None;
    let mut is_level = is_level(app, &path).await?;
    while !is_level {
        let mut tx = app.db.begin().await?;
        // Held until the commit: one server at a time.
        let position = store::lock_position(&mut tx).await?;
        let length = length(&path)?;
        let next = if position < length {
            let words = match &last_words {
                Some(words) => words,
                None => last_words.insert(LastWords::read(&path, position)?),
            };
            let gap = Gap {
                path: &path,
                position,
                words,
            };
            gap.learn(app, &mut tx, &mut learnt).await?
        } else {
            learnt.missing += position - length;
            fill_up(&path, position - length)?;
            // What comes meanwhile is the next round's: nobody waits here for others to pause.
            is_level = true;
            write(&mut tx, &path).await?
        };
        store::set_position(&mut tx, next).await?;
        tx.commit().await?;
    }
    if learnt.missing > 0 {
        tracing::error!(path = %path.display(), missing = learnt.missing,
            "the journal has lost its end: put its newest copy back before you restore a database");
    }
    Ok(learnt)
}

async fn is_level(app: &App, path: &Path) -> Result<bool> {
    let mut tx = app.db.read().await?;
    let position = store::position(&mut tx).await?;
    Ok(position == length(path)? && store::pending(&mut tx, 1).await?.is_empty())
}

/// Appends what is pending. Gives the file's new length.
///
/// A crash before the commit leaves lines that are still pending; [`Gap::learn`] passes over them.
async fn write(tx: &mut Tx, path: &Path) -> Result<u64> {
    let pending = store::pending(tx, BATCH).await?;
    let lines: String = pending
        .iter()
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    if !lines.is_empty() {
        append_lines(path, &lines)?;
    }
    store::remove_pending(tx, pending.into_iter().map(|(id, _)| id)).await?;
    length(path)
}

/// Keeps every later place where it was: a backup's position must not come to lie in another line.
fn fill_up(path: &Path, missing: u64) -> Result<()> {
    if missing > 0 {
        let mut file = private_file(path, |options| options.create(true).append(true))?;
        std::io::copy(&mut std::io::repeat(b'\n').take(missing), &mut file)?;
        file.sync_data()?;
    }
    Ok(())
}

/// The part of the file that a database lacks.
struct Gap<'a> {
    path: &'a Path,
    position: u64,
    words: &'a LastWords,
}

impl Gap<'_> {
    /// Applies the next lines. Gives where to go on.
    async fn learn(&self, app: &App, tx: &mut Tx, learnt: &mut Learnt) -> Result<u64> {
        let pending = store::pending(tx, 2 * BATCH).await?;
        let pending: HashMap<String, i64> =
            pending.into_iter().map(|(id, line)| (line, id)).collect();
        let mut known = Vec::new();
        let text = read(self.path, self.position)?;
        let mut next = self.position;
        for line in text.split_inclusive(|byte| *byte == b'\n').take(LINES) {
            next += line.len() as u64;
            let line = String::from_utf8_lossy(line);
            match (pending.get(line.trim_end()), parse(&line)) {
                (Some(id), _) => known.push(*id),
                (None, Some(entry)) if !self.words.is_taken_back(&entry) => {
                    replay::apply(app, tx, &entry, learnt).await?;
                }
                (None, _) => {}
            }
        }
        store::remove_pending(tx, known).await?;
        Ok(next)
    }
}

/// Each candidate's last consent in the gap. A no before it no longer counts, and must not erase.
struct LastWords(HashMap<String, Millis>);

impl LastWords {
    fn read(path: &Path, mut position: u64) -> Result<Self> {
        let mut consents = HashMap::new();
        loop {
            let text = read(path, position)?;
            if text.is_empty() {
                return Ok(Self(consents));
            }
            position += text.len() as u64;
            for line in text.split_inclusive(|byte| *byte == b'\n') {
                if let Some(entry) = parse(&String::from_utf8_lossy(line))
                    && entry.is_consent()
                    && let Some(candidate) = entry.candidate
                {
                    consents.insert(candidate, entry.at);
                }
            }
        }
    }

    fn is_taken_back(&self, entry: &Entry) -> bool {
        let consented = entry.candidate.as_ref().and_then(|id| self.0.get(id));
        entry.is_refusal() && consented.is_some_and(|at| *at >= entry.at)
    }
}

impl Entry {
    fn is_consent(&self) -> bool {
        self.answer() == Some(Answered::Renewed)
    }

    fn is_refusal(&self) -> bool {
        matches!(self.fact, Fact::Withdrawn { .. }) || self.answer() == Some(Answered::Declined)
    }

    fn answer(&self) -> Option<Answered> {
        match &self.fact {
            Fact::Answered { answer, .. } => Answered::parse(answer),
            _ => None,
        }
    }
}

/// None of a line that is no fact: the machine died while it was written, before its transaction knew of it.
fn parse(line: &str) -> Option<Entry> {
    match serde_json::from_str(line) {
        Ok(entry) => Some(entry),
        Err(_) if line.trim().is_empty() => None,
        Err(cause) => {
            tracing::error!(%cause, "a line of the journal of facts can not be read");
            None
        }
    }
}

/// Whole lines from `position` on, and at the end what a crash left of one.
fn read(path: &Path, position: u64) -> Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(position))?;
    let mut bytes = Vec::new();
    file.take(WINDOW).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == WINDOW
        && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
    {
        bytes.truncate(end + 1);
    }
    Ok(bytes)
}
