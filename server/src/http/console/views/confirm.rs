//! Showing once more who one is, before anything one signs in by is changed.

use leptos::prelude::*;

use super::{
    fields::{Field, hidden, input},
    parts::FieldErrors,
    passkey,
    words::Words,
};
use crate::auth::confirm::Means;

/// What somebody can show.
#[derive(Debug, Clone, Copy)]
pub struct Confirm {
    pub means: Means,
    pub has_totp: bool,
    pub has_passkeys: bool,
}

/// Where the script asks for a question that a passkey answers.
const OPTIONS: &str = "/console/account/confirm/options";

impl Confirm {
    fn takes_passkey(&self) -> bool {
        self.means == Means::Factor && self.has_passkeys
    }

    /// Tells the script that an empty field means "by my passkey".
    pub fn options(&self) -> Option<&'static str> {
        self.takes_passkey().then_some(OPTIONS)
    }

    /// The script that a page with such a form loads.
    pub fn script(&self) -> Option<&'static str> {
        self.takes_passkey().then_some(passkey::SCRIPT)
    }

    /// Where the script says what went wrong.
    pub fn problem(&self, words: &Words) -> Option<AnyView> {
        self.takes_passkey().then(|| passkey::problem(words))
    }

    /// The field to fill in. `scope` tells the forms of a page apart.
    pub fn fields(&self, words: &Words, scope: &str, errors: &FieldErrors) -> AnyView {
        let name = "current";
        let place = match scope {
            "" => name.to_owned(),
            scope => format!("{scope}.{name}"),
        };
        let field = Field {
            name,
            scope,
            error: errors.of(&place),
            ..match self.means {
                Means::Password => password(words),
                Means::Factor => self.factor(words),
            }
        };
        let signed = self.takes_passkey().then(|| hidden("confirmation", ""));
        view! { {input(field)}{signed} }.into_any()
    }

    fn factor(&self, words: &Words) -> Field<'static> {
        let (label, hint) = match self.has_totp {
            true => ("accounts-factor-code", "accounts-factor-code-hint"),
            false => (
                "accounts-factor-recovery-code",
                "accounts-confirm-recovery-code-hint",
            ),
        };
        let passkey = self
            .takes_passkey()
            .then(|| words.get("accounts-confirm-passkey-hint"));
        let hint = [Some(words.get(hint)), passkey].into_iter().flatten();
        Field {
            label: words.get(label),
            hint: Some(hint.collect::<Vec<_>>().join(" ")),
            required: !self.takes_passkey(),
            autocomplete: Some("one-time-code"),
            ..Field::default()
        }
    }
}

fn password(words: &Words) -> Field<'static> {
    Field {
        label: words.get("accounts-current-password"),
        kind: "password",
        required: true,
        autocomplete: Some("current-password"),
        ..Field::default()
    }
}
