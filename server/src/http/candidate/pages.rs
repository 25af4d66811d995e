//! What a candidate sees after following a link in a mail: plain structs in, complete HTML out.
//!
//! The pages carry no inline style or script, and only [`verify_page`] needs JavaScript. Forms post
//! to the address of the page itself, so that its language (`?lang=`) stays.

mod answer;
mod layout;
mod me;
mod outcome;
mod verify;

pub use answer::{AnswerError, AnswerPage, Changes, PurposeBox, answer_page};
pub use me::{
    Field, FieldKind, HistoryEvent, HistoryKind, MeNotice, MePage, PurposeState, StoredPurpose,
    Waiting, me_page,
};
pub use outcome::{
    ConfirmPage, Confirmed, Erased, ErasedPage, OverPage, Problem, ThanksPage, confirm_page,
    erased_page, gone_page, kept_page, over_page, problem_page, thanks_page,
};
pub use verify::{VerifyPage, verify_page};

use crate::mail::letter::{Consented, Reason, Sender};

/// What every page about a candidate has around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The language the page is written in.
    pub language: String,
    /// The languages the reader can choose between; with one or none there is nothing to choose.
    pub languages: Vec<String>,
    pub controller: Sender,
}

#[cfg(test)]
mod tests;
