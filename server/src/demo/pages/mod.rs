//! The demo's pages: a fictional company's career site, the mails sent, and the story around them.
//!
//! Every page takes `?lang=sv|en`. The only script is `/embed.js`.
//!
//! | method and path | page or fields |
//! |---|---|
//! | GET `/` | [`story::story_page`] |
//! | GET `/demo/career` | [`career::career_page`] |
//! | GET `/demo/jobs/{slug}` | [`job::job_page`] |
//! | GET `/demo/jobs/{slug}/apply` | [`apply::apply_page`] |
//! | POST `/demo/jobs/{slug}/apply` | multipart: `applicant_name` `applicant_email` `phone` `letter` `cv` (a file) `consent_receipt`; answers with [`apply::thanks_page`] |
//! | GET `/demo/talent-pool` | [`career::talent_pool_page`] |
//! | GET `/demo/mail` | [`inbox::inbox_page`] |
//! | GET `/demo/mail/{id}` | [`inbox::mail_page`] |
//! | GET `/demo/mail/{id}/html` | the HTML part; give it `<base target="_top">` so that its links leave the frame |
//! | POST `/demo/clock` | `days` (1, 14, 27 or 31), `return_to` (a path of this server) |

pub mod apply;
pub mod career;
pub mod inbox;
pub mod job;
mod layout;
pub mod story;

pub use job::{JOBS, Job};
pub use layout::{Clock, Visit};

#[cfg(test)]
mod tests;
