//! The pages of the staff console: plain structs in, HTML out.
//!
//! No page needs JavaScript and none holds inline script or style. The editor's script only keeps preview and findings
//! up with what is typed. Every `POST` form carries the
//! field `csrf`. Lists repeat a field (`id=…&id=…`). What a page asks the server to do:
//!
//! | method and path | fields besides `csrf` |
//! |---|---|
//! | POST `/console/sign-in` | `email` `password` |
//! | POST `/console/sign-in/factor` | `tenant` `code` |
//! | POST `/console/sign-in/forgot` | `email` |
//! | POST `/console/sign-in/company` | `email` |
//! | POST `/console/sign-in/{token}` | |
//! | POST `/console/account/setup/password` | `password` `again` |
//! | POST `/console/account/setup/code` | `salt` `code` |
//! | POST `/console/account` | `name` |
//! | POST `/console/account/password` | `current` `password` `again` |
//! | POST `/console/account/code` | `current` `confirmation` `salt` `code` |
//! | POST `/console/account/recovery-codes` | `current` `confirmation` |
//! | POST `/console/account/confirm/options` | |
//! | POST `/console/sign-in/passkey` | `credential` |
//! | POST `/console/account/passkeys` | `name` `credential` |
//! | POST `/console/account/passkeys/{id}/remove` | `current` `confirmation` |
//! | POST `/console/account/sessions/{id}/end`, `/console/account/sessions/others/end` | |
//! | POST `/console/staff` | `name` `email` `language` `role` |
//! | POST `/console/staff/{id}/role` | `role` |
//! | POST `/console/staff/{id}/invitation`, `…/reset`, `…/remove` | |
//! | POST `/console/keys` | `name` `role` |
//! | POST `/console/keys/{id}/revoke` | |
//! | POST `/console/sign-out` | |
//! | POST `/console/language` | `language` |
//! | GET `/console/candidates` | the fields of [`crate::candidates::filter::Filter`], `sort` `cursor` |
//! | POST `/console/filters` | `name` `filter` |
//! | POST `/console/filters/{id}/remove` | |
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
//! | POST `/console/batches/{id}/confirm`, `…/approve` | `confirm_count` |
//! | POST `/console/batches/{id}/cancel` | |
//! | POST `/console/import/preview` | `file` (multipart) or `content`; `source_detail` `column.0`… |
//! | POST `/console/import`, `/console/import/rejected` | `content` `expected` `source_detail` `column.0`… |
//! | POST `/console/texts` | `name` |
//! | POST `/console/texts/{id}/versions` | |
//! | POST `/console/texts/{id}/versions/{n}/edit` | `language` `title` `body_markdown` and, from 0 up, `purpose.0.key` `.label` `.description` `.validity_months` `.required` (`true`, `false`); `reason.13.1.b`, `quote.13.2.d`; `insert` (a part the lint misses) |
//! | POST `/console/texts/{id}/versions/{n}/preview` | the same; saves nothing |
//! | POST `/console/texts/{id}/versions/{n}/discard` | |
//! | POST `/console/texts/{id}/versions/{n}/publish` | `change` (`editorial`, `material`) `explanation` `confirm_count` |
//! | GET `/console/texts/{id}/diff` | `from` `to` `language` |
//! | GET `/console/erasures` | `cursor` |
//! | GET `/console/erasures/{id}/certificate` | |
//! | POST `/console/erasures/sweep/approve` | `sweep_id` `confirm_count` |
//! | POST `/console/settings` | `controller_name` `contact` `address` `dpo` `authority` `storage` `jurisdiction` `timezone` `language` |
//! | POST `/console/settings/sign-in` | `issuer` `client_id` `client_secret` `domains` `second_factor` (`here`, `there`) |
//! | POST `/console/settings/sign-in/remove` | |
//! | POST `/console/settings/renewal` | `lead_days` `reminder_days` |
//! | POST `/console/settings/sites` | `name` `origins` (one a line) |
//! | POST `/console/settings/sites/{id}` | `name` `origins` (one a line) `own_colours` `accent` `text` `background` |
//! | POST `/console/settings/recipients` | for each row `name` `kind` `purpose` `country` `safeguard`; `remove` (a row's number)… `recipients` |
//! | POST `/console/settings/retention` | for each row `data` `subjects` `purpose` `basis` `period`; `remove`… `security` |
//! | GET `/console/settings/record`, `record.csv`, `record.json` | |
//! | POST `/console/settings/webhooks` | `url` `event`… |
//! | POST `/console/settings/webhooks/{id}` | `url` `event`… |
//! | POST `/console/settings/webhooks/{id}/test`, `/secret`, `/remove` | |
//! | POST `/console/settings/webhooks/{id}/switch` | `enabled` (`1`, `0`) |
//! | GET `/console/audit`, `/console/audit/export` | `actor` `action` `candidate` `from` `to` `cursor` |

pub mod account;
mod actions;
pub mod audit;
pub mod batch;
pub mod candidate;
pub mod candidates;
mod chart;
pub mod company;
pub mod confirm;
pub mod diff;
pub mod document;
pub mod draft;
mod drift;
pub mod erase;
pub mod erasures;
pub mod error;
mod fields;
mod filter;
pub mod frame;
mod icons;
pub mod import;
pub mod keys;
pub mod layout;
pub mod lint;
pub mod overview;
pub mod parts;
pub mod passkey;
pub mod publish;
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
