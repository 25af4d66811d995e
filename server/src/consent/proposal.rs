//! The consent text a tenant starts from: recruitment, for future jobs.
//!
//! It gives what GDPR Art. 13 asks for: controller and contact (1a, 1b), purposes and legal basis
//! (1c), recipients (1e), period (2a), rights (2b), withdrawal (2c), complaint (2d), that nobody is
//! obliged and what follows from a no (2e), and that no decision is automated (2f). What it leaves out, an officer
//! (1b) and transfers (1f), it states as not applicable: the tenant confirms that by publishing, or changes it.

use samtycke_shared::text::lint::{Item, NotApplicable, Statements};

use crate::tenants::{Tenant, recipients};

/// The built-in text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalLanguage {
    pub language: &'static str,
    pub title: &'static str,
    /// Markdown with placeholders.
    pub body: &'static str,
    pub purposes: Vec<ProposalPurpose>,
    pub defaults: ProposalDefaults,
    pub statements: ProposalStatements,
}

/// Why the text says nothing of some things, for the author to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProposalStatements {
    pub no_officer: &'static str,
    pub no_transfers: &'static str,
}

impl ProposalStatements {
    pub fn to_statements(self) -> Statements {
        let stated = |item, reason: &str| NotApplicable {
            item,
            reason: reason.to_owned(),
        };
        Statements {
            not_applicable: vec![
                stated(Item::Officer, self.no_officer),
                stated(Item::Transfers, self.no_transfers),
            ],
            quotes: Vec::new(),
        }
    }
}

/// A purpose as the proposal words it. None is required: consent must be freely given (Art. 7(4)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalPurpose {
    pub key: &'static str,
    pub label: &'static str,
    pub description: &'static str,
    pub validity_months: u32,
    pub required: bool,
}

/// What the placeholders stand for until the tenant says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalDefaults {
    pub authority: &'static str,
    pub retention: &'static str,
    pub recipients: &'static str,
}

const VALIDITY_MONTHS: u32 = 24;

/// The proposal in Swedish, English and Danish.
pub fn proposal() -> Vec<ProposalLanguage> {
    vec![swedish(), english(), danish()]
}

/// What the placeholders stand for in `language`, or in English where the proposal lacks it.
pub fn defaults(language: &str) -> ProposalDefaults {
    match language {
        "sv" => swedish().defaults,
        "da" => danish().defaults,
        _ => english().defaults,
    }
}

/// Who outside the tenant a consent concerns, in the tenant's own words or, where it has none, the proposal's.
pub struct Outside {
    pub authority: String,
    pub recipients: String,
}

pub fn outside(tenant: &Tenant, language: &str) -> Outside {
    let defaults = defaults(language);
    let or = |own: &str, default: &str| match own.trim() {
        "" => default.to_owned(),
        _ => own.to_owned(),
    };
    Outside {
        authority: or(&tenant.authority, defaults.authority),
        recipients: recipients::sentence(&tenant.recipient_list(), language)
            .unwrap_or_else(|| or(&tenant.recipients, defaults.recipients)),
    }
}

fn swedish() -> ProposalLanguage {
    language(
        "sv",
        include_str!("proposal/sv.md"),
        future_jobs(
            "Spara mina uppgifter och kontakta mig om framtida jobb",
            "Vi hör av oss när vi har ett jobb som kan passa dig.",
        ),
        ProposalDefaults {
            authority: "Integritetsskyddsmyndigheten (IMY), imy.se",
            retention: "24 månader",
            recipients: "leverantören av vårt rekryteringssystem, som bara får göra det vi bestämmer",
        },
        ProposalStatements {
            no_officer: "Vi har inget dataskyddsombud och måste inte ha något.",
            no_transfers: "Uppgifterna behandlas bara inom EU och EES.",
        },
    )
}

fn english() -> ProposalLanguage {
    language(
        "en",
        include_str!("proposal/en.md"),
        future_jobs(
            "Keep my details and contact me about future jobs",
            "We get in touch when we have a job that may suit you.",
        ),
        ProposalDefaults {
            authority: "the data protection authority where you live or work",
            retention: "24 months",
            recipients: "the supplier of our recruitment system, who may only do what we decide",
        },
        ProposalStatements {
            no_officer: "We have no data protection officer and need not have one.",
            no_transfers: "The data is processed only within the EU and the EEA.",
        },
    )
}

fn danish() -> ProposalLanguage {
    language(
        "da",
        include_str!("proposal/da.md"),
        future_jobs(
            "Gem mine oplysninger, og kontakt mig om fremtidige job",
            "Vi kontakter dig, når vi har et job, der måske passer til dig.",
        ),
        ProposalDefaults {
            authority: "Datatilsynet, datatilsynet.dk",
            retention: "24 måneder",
            recipients: "leverandøren af vores rekrutteringssystem, som kun må gøre det, vi bestemmer",
        },
        ProposalStatements {
            no_officer: "Vi har ingen databeskyttelsesrådgiver og behøver ikke at have en.",
            no_transfers: "Oplysningerne behandles kun inden for EU og EØS.",
        },
    )
}

fn future_jobs(label: &'static str, description: &'static str) -> ProposalPurpose {
    ProposalPurpose {
        key: "future_jobs",
        label,
        description,
        validity_months: VALIDITY_MONTHS,
        required: false,
    }
}

fn language(
    language: &'static str,
    markdown: &'static str,
    purpose: ProposalPurpose,
    defaults: ProposalDefaults,
    statements: ProposalStatements,
) -> ProposalLanguage {
    let (heading, body) = markdown.split_once("\n\n").unwrap_or((markdown, ""));
    ProposalLanguage {
        language,
        title: heading.trim_start_matches("# "),
        body: body.trim_end(),
        purposes: vec![purpose],
        defaults,
        statements,
    }
}

#[cfg(test)]
mod tests {
    use samtycke_shared::api::Purpose;
    use samtycke_shared::text::lint::{Draft, Finding, State, lint};
    use samtycke_shared::text::{Placeholders, fill, plain, render};

    use super::*;

    fn values(proposal: &ProposalLanguage) -> Placeholders {
        Placeholders {
            controller: "Exempelbolaget AB".into(),
            contact: "dataskydd@exempel.example".into(),
            authority: proposal.defaults.authority.into(),
            retention: proposal.defaults.retention.into(),
            recipients: proposal.defaults.recipients.into(),
            ..Placeholders::default()
        }
    }

    fn filled(proposal: &ProposalLanguage) -> String {
        fill(proposal.body, &values(proposal)).expect("only known placeholders")
    }

    #[test]
    fn every_language_fills_and_renders() {
        for proposal in proposal() {
            let html = render(&filled(&proposal));
            assert!(html.contains("Exempelbolaget AB") && !html.contains("{{"));
            assert_eq!(html.matches("<h3>").count(), 8, "{}", proposal.language);
            assert!(html.contains(proposal.defaults.authority));
            assert!(!proposal.title.starts_with('#') && proposal.title.ends_with('?'));
        }
    }

    #[test]
    fn defaults_follow_the_language_and_fall_back_to_english() {
        for proposal in proposal() {
            assert_eq!(defaults(proposal.language), proposal.defaults);
        }
        assert_eq!(defaults("fi"), english().defaults);
    }

    #[test]
    fn every_placeholder_is_used_in_every_language() {
        for proposal in proposal() {
            for name in [
                "controller",
                "contact",
                "authority",
                "retention",
                "recipients",
            ] {
                assert!(proposal.body.contains(&format!("{{{{{name}}}}}")), "{name}");
            }
        }
    }

    #[test]
    fn a_candidate_can_read_it_in_two_minutes() {
        for proposal in proposal() {
            let words = plain(&filled(&proposal)).split_whitespace().count();
            assert!(words < 350, "{} has {words} words", proposal.language);
        }
    }

    fn judged(proposal: &ProposalLanguage, body: &str) -> Vec<Finding> {
        let purposes: Vec<_> = proposal
            .purposes
            .iter()
            .map(|purpose| Purpose {
                key: purpose.key.into(),
                label: purpose.label.into(),
                description: String::new(),
                required: purpose.required,
                validity_months: purpose.validity_months,
            })
            .collect();
        lint(&Draft {
            language: proposal.language,
            body,
            purposes: &purposes,
            values: &values(proposal),
            statements: &proposal.statements.to_statements(),
        })
    }

    #[test]
    fn the_lint_finds_everything_in_every_language() {
        for proposal in proposal() {
            let missing: Vec<_> = judged(&proposal, &filled(&proposal))
                .into_iter()
                .filter(Finding::is_missing)
                .collect();
            assert_eq!(missing, [], "{}", proposal.language);
        }
    }

    /// Takes away, one after the other, the paragraphs an item was found in: then it is missing, and it did not
    /// take half the text to get there.
    #[test]
    fn without_the_paragraphs_that_carry_it_an_item_is_missing() {
        for proposal in proposal() {
            let filled = filled(&proposal);
            for item in Item::ALL
                .into_iter()
                .filter(|item| !item.parts().is_empty())
            {
                let mut paragraphs: Vec<&str> = filled.split("\n\n").collect();
                let mut taken = 0;
                loop {
                    let findings = judged(&proposal, &paragraphs.join("\n\n"));
                    let finding = findings
                        .into_iter()
                        .find(|finding| finding.item == item)
                        .unwrap();
                    let Some(place) = finding
                        .places
                        .first()
                        .filter(|_| finding.state == State::Found)
                    else {
                        break;
                    };
                    let keeps = |paragraph: &&str| !plain(paragraph).contains(&place.sentence);
                    paragraphs.retain(keeps);
                    taken += 1;
                    let (language, code) = (proposal.language, item.code());
                    assert!(taken <= 3, "{language} {code} is carried more than thrice");
                }
            }
        }
    }

    #[test]
    fn no_purpose_is_required_and_all_languages_offer_the_same() {
        for proposal in proposal() {
            let offered: Vec<_> = proposal
                .purposes
                .iter()
                .map(|purpose| (purpose.key, purpose.validity_months, purpose.required))
                .collect();
            assert_eq!(offered, [("future_jobs", 24, false)]);
        }
    }
}
