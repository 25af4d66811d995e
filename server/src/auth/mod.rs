//! Staff: who they are, what they may do, and how they get in.
//!
//! Two factors always: a session opens when the password (or a mailed link, to set a new one) and a
//! one-time code, a passkey or a recovery code have been shown. The one exception is the link that
//! `tenant add` prints: it opens the console for the first admin, once, until the account is set up;
//! whoever can run that command holds the database and the keys anyway.

pub mod account;
pub mod confirm;
pub mod enter;
pub mod keys;
pub mod links;
pub mod members;
pub mod passkeys;
pub mod password;
pub mod provider;
mod recovery;
pub mod sessions;
pub mod store;
pub mod throttle;
pub mod totp;

use crate::consent::words;
use crate::error::{Error, Result};

pub use keys::{add_api_key, by_api_key};
pub use links::{
    FIRST_LINK_LIFETIME, MAILED_LINK_LIFETIME, add_sign_in_link, peek_sign_in_link,
    request_sign_in, sign_in, sign_in_url,
};
pub use sessions::{SESSION_LIFETIME, by_session};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Admin,
    Recruiter,
    Auditor,
}

words!(Role { Admin = "admin", Recruiter = "recruiter", Auditor = "auditor" });

/// What a request wants to do; [`Role::may`] is the one place that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See candidates, texts, settings, the audit log.
    Read,
    /// Register, correct, ask, hold, erase.
    ManageCandidates,
    /// Texts, settings, sites, staff, keys, approvals.
    Administer,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Admin, Self::Recruiter, Self::Auditor];

    /// Whether it may do something that `other` may not.
    pub fn exceeds(self, other: Self) -> bool {
        [Action::Read, Action::ManageCandidates, Action::Administer]
            .into_iter()
            .any(|action| self.may(action) && !other.may(action))
    }

    pub fn may(self, action: Action) -> bool {
        match action {
            Action::Read => true,
            Action::ManageCandidates => matches!(self, Self::Admin | Self::Recruiter),
            Action::Administer => self == Self::Admin,
        }
    }
}

/// Who makes a request, and for which tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    pub tenant_id: String,
    pub role: Role,
    /// As the audit log names it: `staff:{id}` or `key:{id}`.
    pub name: String,
    pub staff: Option<store::Staff>,
    /// The session's anti-forgery token; empty for API keys.
    pub csrf: String,
}

impl Actor {
    /// # Errors
    /// `Forbidden`, saying which role it takes.
    pub fn require(&self, action: Action) -> Result<()> {
        if self.role.may(action) {
            return Ok(());
        }
        Err(Error::forbidden(
            "role",
            format!("the role {} may not do this", self.role),
        ))
    }

    /// Somebody who is getting in, for the audit log.
    pub(crate) fn of(staff: &store::Staff) -> Result<Self> {
        Ok(Self {
            tenant_id: staff.tenant_id.clone(),
            role: Role::parse(&staff.role).ok_or(Error::Unauthorized)?,
            name: staff_name(&staff.id),
            staff: Some(staff.clone()),
            csrf: String::new(),
        })
    }

    /// Who is no member of staff, for the audit log: [`NOBODY`] or [`OPERATOR`].
    pub(crate) fn outside(tenant: &str, name: &str) -> Self {
        Self {
            tenant_id: tenant.to_owned(),
            role: Role::Auditor,
            name: name.to_owned(),
            staff: None,
            csrf: String::new(),
        }
    }
}

/// As the audit log names those who were not let in, and those at the command line.
pub const NOBODY: &str = "nobody";
pub const OPERATOR: &str = "operator";

/// As the audit log names a member of staff.
pub fn staff_name(id: &str) -> String {
    format!("staff:{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_its_part() {
        let may = |role: Role| {
            [Action::Read, Action::ManageCandidates, Action::Administer]
                .map(|action| role.may(action))
        };
        assert_eq!(may(Role::Admin), [true, true, true]);
        assert_eq!(may(Role::Recruiter), [true, true, false]);
        assert_eq!(may(Role::Auditor), [true, false, false]);
        assert!(Role::Admin.exceeds(Role::Recruiter) && Role::Recruiter.exceeds(Role::Auditor));
        assert!(!Role::Auditor.exceeds(Role::Recruiter) && !Role::Admin.exceeds(Role::Admin));
    }
}
