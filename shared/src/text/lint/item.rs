//! What a consent text must tell, item by item.

use serde::{Deserialize, Serialize};

/// An item of the law. In JSON and forms it is named by its place there: `13.1.a`, `7.3`, `r32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Item {
    /// The controller's identity and contact details.
    #[serde(rename = "13.1.a")]
    Controller,
    /// The data protection officer's contact details, where there is one.
    #[serde(rename = "13.1.b")]
    Officer,
    /// Purposes and legal basis.
    #[serde(rename = "13.1.c")]
    Purposes,
    /// The legitimate interests, where the processing rests on them.
    #[serde(rename = "13.1.d")]
    Interests,
    /// Recipients, if any.
    #[serde(rename = "13.1.e")]
    Recipients,
    /// Transfers to third countries, where there are any.
    #[serde(rename = "13.1.f")]
    Transfers,
    /// How long the data is stored.
    #[serde(rename = "13.2.a")]
    Period,
    /// Access, rectification, erasure, restriction, portability.
    #[serde(rename = "13.2.b")]
    Rights,
    /// The right to withdraw at any time, without touching what was done before.
    #[serde(rename = "13.2.c")]
    Withdrawal,
    /// The right to complain to a supervisory authority.
    #[serde(rename = "13.2.d")]
    Complaint,
    /// Whether data must be given, and what follows if it is not.
    #[serde(rename = "13.2.e")]
    Obligation,
    /// Automated decisions and profiling.
    #[serde(rename = "13.2.f")]
    Automation,
    /// Set apart from other matters, in plain language.
    #[serde(rename = "7.2")]
    Distinguishable,
    /// Withdrawing is as easy as giving, and the text says how.
    #[serde(rename = "7.3")]
    EasyWithdrawal,
    /// A no has no disadvantage; nothing else hangs on it.
    #[serde(rename = "7.4")]
    FreelyGiven,
    /// A clear act: no ticked boxes, no silence.
    #[serde(rename = "r32")]
    Unticked,
    /// The candidate knows who asks, and what for.
    #[serde(rename = "r42")]
    Informed,
    /// One consent for each purpose.
    #[serde(rename = "r43")]
    Granular,
}

/// What an item is made of. In JSON by its name: `legal_basis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Controller,
    Contact,
    Officer,
    Purpose,
    LegalBasis,
    Interest,
    Objection,
    Recipients,
    Transfers,
    Period,
    Access,
    Rectification,
    Erasure,
    Restriction,
    Portability,
    Withdrawal,
    Lawfulness,
    Complaint,
    Voluntary,
    Consequence,
    Automation,
    WayToWithdraw,
    NoDetriment,
}

impl Item {
    pub const ALL: [Self; 18] = [
        Self::Controller,
        Self::Officer,
        Self::Purposes,
        Self::Interests,
        Self::Recipients,
        Self::Transfers,
        Self::Period,
        Self::Rights,
        Self::Withdrawal,
        Self::Complaint,
        Self::Obligation,
        Self::Automation,
        Self::Distinguishable,
        Self::EasyWithdrawal,
        Self::FreelyGiven,
        Self::Unticked,
        Self::Informed,
        Self::Granular,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Controller => "13.1.a",
            Self::Officer => "13.1.b",
            Self::Purposes => "13.1.c",
            Self::Interests => "13.1.d",
            Self::Recipients => "13.1.e",
            Self::Transfers => "13.1.f",
            Self::Period => "13.2.a",
            Self::Rights => "13.2.b",
            Self::Withdrawal => "13.2.c",
            Self::Complaint => "13.2.d",
            Self::Obligation => "13.2.e",
            Self::Automation => "13.2.f",
            Self::Distinguishable => "7.2",
            Self::EasyWithdrawal => "7.3",
            Self::FreelyGiven => "7.4",
            Self::Unticked => "r32",
            Self::Informed => "r42",
            Self::Granular => "r43",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    /// Where it stands, as lawyers cite it.
    pub fn cite(self) -> &'static str {
        match self {
            Self::Controller => "Art. 13(1)(a)",
            Self::Officer => "Art. 13(1)(b)",
            Self::Purposes => "Art. 13(1)(c)",
            Self::Interests => "Art. 13(1)(d)",
            Self::Recipients => "Art. 13(1)(e)",
            Self::Transfers => "Art. 13(1)(f)",
            Self::Period => "Art. 13(2)(a)",
            Self::Rights => "Art. 13(2)(b)",
            Self::Withdrawal => "Art. 13(2)(c)",
            Self::Complaint => "Art. 13(2)(d)",
            Self::Obligation => "Art. 13(2)(e)",
            Self::Automation => "Art. 13(2)(f)",
            Self::Distinguishable => "Art. 7(2)",
            Self::EasyWithdrawal => "Art. 7(3)",
            Self::FreelyGiven => "Art. 7(4)",
            Self::Unticked => "Recital 32",
            Self::Informed => "Recital 42",
            Self::Granular => "Recital 43",
        }
    }

    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::Controller => &[Part::Controller, Part::Contact],
            Self::Officer => &[Part::Officer],
            Self::Purposes => &[Part::Purpose, Part::LegalBasis],
            Self::Interests => &[Part::Interest, Part::Objection],
            Self::Recipients => &[Part::Recipients],
            Self::Transfers => &[Part::Transfers],
            Self::Period => &[Part::Period],
            Self::Rights => &[
                Part::Access,
                Part::Rectification,
                Part::Erasure,
                Part::Restriction,
                Part::Portability,
            ],
            Self::Withdrawal => &[Part::Withdrawal, Part::Lawfulness],
            Self::Complaint => &[Part::Complaint],
            Self::Obligation => &[Part::Voluntary, Part::Consequence],
            Self::Automation => &[Part::Automation],
            Self::EasyWithdrawal => &[Part::WayToWithdraw],
            Self::FreelyGiven => &[Part::NoDetriment],
            Self::Informed => &[Part::Controller, Part::Purpose],
            Self::Distinguishable | Self::Unticked | Self::Granular => &[],
        }
    }

    /// Whether the law itself says "if any" or "where applicable", or the words alone cannot settle it. Who the
    /// controller is, what for and with which rights must be told whatever the processing.
    pub fn takes_reason(self) -> bool {
        matches!(
            self,
            Self::Officer
                | Self::Interests
                | Self::Recipients
                | Self::Transfers
                | Self::Automation
                | Self::FreelyGiven
                | Self::Granular
        )
    }

    /// Whether the words can be there and still not be enough, which only people can tell.
    pub fn needs_eyes(self) -> bool {
        matches!(
            self,
            Self::Purposes
                | Self::Recipients
                | Self::Transfers
                | Self::Automation
                | Self::FreelyGiven
        )
    }
}

impl Part {
    pub const ALL: [Self; 23] = [
        Self::Controller,
        Self::Contact,
        Self::Officer,
        Self::Purpose,
        Self::LegalBasis,
        Self::Interest,
        Self::Objection,
        Self::Recipients,
        Self::Transfers,
        Self::Period,
        Self::Access,
        Self::Rectification,
        Self::Erasure,
        Self::Restriction,
        Self::Portability,
        Self::Withdrawal,
        Self::Lawfulness,
        Self::Complaint,
        Self::Voluntary,
        Self::Consequence,
        Self::Automation,
        Self::WayToWithdraw,
        Self::NoDetriment,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Contact => "contact",
            Self::Officer => "officer",
            Self::Purpose => "purpose",
            Self::LegalBasis => "legal_basis",
            Self::Interest => "interest",
            Self::Objection => "objection",
            Self::Recipients => "recipients",
            Self::Transfers => "transfers",
            Self::Period => "period",
            Self::Access => "access",
            Self::Rectification => "rectification",
            Self::Erasure => "erasure",
            Self::Restriction => "restriction",
            Self::Portability => "portability",
            Self::Withdrawal => "withdrawal",
            Self::Lawfulness => "lawfulness",
            Self::Complaint => "complaint",
            Self::Voluntary => "voluntary",
            Self::Consequence => "consequence",
            Self::Automation => "automation",
            Self::WayToWithdraw => "way_to_withdraw",
            Self::NoDetriment => "no_detriment",
        }
    }
}
