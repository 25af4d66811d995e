//! The pages of the staff console: plain structs in, HTML out.
//!
//! No page needs JavaScript and none holds inline script or style. Every `POST` form carries the
//! field `csrf`. Lists repeat a field (`id=…&id=…`). What a page asks the server to do:
//!
//! | method and path | fields besides `csrf` |
//! |---|---|
//! | POST `/console/sign-in` | `email` `password` |
//! | POST `/console/sign-in/factor` | `tenant` `code` |
//! | POST `/console/sign-in/forgot` | `email` |
//! | POST `/console/sign-in/{token}` | |
//! | POST `/console/account/setup/password` | `password` `again` |
//! | POST `/console/account/setup/code` | `salt` `code` |
//! | POST `/console/account` | `name` |
//! | POST `/console/account/password` | `current` `password` `again` |
//! | POST `/console/account/code` | `current` `salt` `code` |
//! | POST `/console/account/recovery-codes` | `current` |
//! | POST `/console/sign-in/passkey` | `credential` |
//! | POST `/console/account/passkeys` | `name` `credential` |
//! | POST `/console/account/passkeys/{id}/remove` | `current` |
//! | POST `/console/account/sessions/{id}/end`, `/console/account/sessions/others/end` | |
//! | POST `/console/staff` | `name` `email` `language` `role` |
//! | POST `/console/staff/{id}/role` | `role` |
//! | POST `/console/staff/{id}/invitation`, `…/reset`, `…/remove` | |
//! | POST `/console/keys` | `name` `role` |
//! | POST `/console/keys/{id}/revoke` | |
//! | POST `/console/sign-out` | |
//! | POST `/console/language` | `language` |
//! | GET `/console/candidates` | `q` `status` `text_version` `consented_after` `consented_before` `cursor` |
//! | POST `/console/candidates` | `name` `email` `language` `external_id` `source_detail` |
//! | POST `/console/candidates/{id}/edit` | `name` `email` `language` `external_id` |
//! | POST `/console/candidates/{id}/address` | `email` |
//! | POST `/console/candidates/{id}/renewal` | |
//! | POST `/console/candidates/{id}/consents` | `form` (`paper`, `spoken`) `purpose`… `text_version_id` `language` `given_on` `note` |
//! | POST `/console/candidates/{id}/hold` | `reason` `until` |
//! | POST `/console/candidates/{id}/hold/release` | |
//! | POST `/console/candidates/{id}/restriction` | |
//! | POST `/console/candidates/{id}/restriction/lift` | |
//! | POST `/console/candidates/{id}/erase` | `confirm_count` |
//! | GET `/console/candidates/{id}/receipts/{consent_id}` | |
//! | POST `/console/renewals/preview`, `/console/erasures/preview` | `id`… or `all=1`, `filter` |
//! | POST `/console/renewals`, `/console/erasures` | `id`… or `all=1` and `filter`; `confirm_count` |
//! | POST `/console/texts` | `name` |
//! | POST `/console/texts/{id}/versions` | |
//! | POST `/console/texts/{id}/versions/{n}/edit` | `language` `title` `body_markdown` and, from 0 up, `purpose.0.key` `.label` `.description` `.validity_months` `.required` (`true`, `false`) |
//! | POST `/console/texts/{id}/versions/{n}/discard` | |
//! | POST `/console/texts/{id}/versions/{n}/publish` | `change` (`editorial`, `material`) `explanation` `confirm_count` |
//! | GET `/console/texts/{id}/diff` | `from` `to` `language` |
//! | GET `/console/erasures` | `cursor` |
//! | GET `/console/erasures/{id}/certificate` | |
//! | POST `/console/erasures/sweep/approve` | `sweep_id` `confirm_count` |
//! | POST `/console/settings` | `controller_name` `contact` `timezone` `language` `lead_days` `reminder_days` |
//! | POST `/console/settings/sites` | `name` `origins` (one a line) |
//! | POST `/console/settings/sites/{id}` | `origins` (one a line) |

pub mod account;
mod actions;
pub mod bulk;
pub mod candidate;
pub mod candidates;
mod chart;
pub mod document;
pub mod draft;
pub mod erase;
pub mod erasures;
pub mod error;
mod fields;
mod icons;
pub mod keys;
pub mod layout;
pub mod overview;
pub mod parts;
pub mod passkey;
pub mod register;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod staff;
pub mod tasks;
pub mod texts;
pub mod timeline;
pub mod version;
pub mod words;

pub use chart::ChartDay;
pub use layout::{Flash, FlashKind, Frame};
pub use parts::{Deadline, FieldErrors, When};

#[cfg(test)]
mod tests;
