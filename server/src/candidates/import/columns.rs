//! Which column holds what.

use unicode_normalization::UnicodeNormalization;

use crate::consent::words;
use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Email,
    Name,
    FirstName,
    LastName,
    Source,
    ExternalId,
    Language,
    Phone,
}

words!(Field {
    Email = "email",
    Name = "name",
    FirstName = "first_name",
    LastName = "last_name",
    Source = "source_detail",
    ExternalId = "external_id",
    Language = "language",
    Phone = "phone",
});

/// What each column of a file holds; nothing for those that are left out.
pub type Columns = Vec<Option<Field>>;

impl Field {
    pub const ALL: [Self; 8] = [
        Self::Email,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Source,
        Self::ExternalId,
        Self::Language,
        Self::Phone,
    ];

    /// By the headings people and other systems use, in Swedish and English.
    pub fn of_heading(heading: &str) -> Option<Self> {
        // Spreadsheets on a Mac write å as a and a ring.
        let plain: String = heading
            .nfc()
            .flat_map(char::to_lowercase)
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        Some(match plain.as_str() {
            "email" | "emailaddress" | "mail" | "epost" | "epostadress" | "mejl" | "mejladress"
            | "mailadress" | "mailaddress" => Self::Email,
            "name" | "fullname" | "namn" | "fullständigtnamn" | "fulltnamn" | "candidate"
            | "kandidat" | "candidatename" => Self::Name,
            "firstname" | "givenname" | "forename" | "förnamn" | "fornamn" | "tilltalsnamn" => {
                Self::FirstName
            }
            "lastname" | "surname" | "familyname" | "efternamn" => Self::LastName,
            "source" | "sourcedetail" | "källa" | "kalla" | "ursprung" | "origin" => Self::Source,
            "externalid" | "externtid" | "externid" | "candidateid" | "kandidatid" | "referens"
            | "reference" => Self::ExternalId,
            "language" | "lang" | "språk" | "sprak" => Self::Language,
            "phone" | "phonenumber" | "telephone" | "mobile" | "mobilephone" | "telefon"
            | "telefonnummer" | "mobil" | "mobilnummer" | "mobiltelefon" => Self::Phone,
            _ => return None,
        })
    }
}

/// By the headings; of two that mean the same the first counts.
pub fn guess(header: &[String]) -> Columns {
    let mut columns = Columns::new();
    for heading in header {
        let field = Field::of_heading(heading).filter(|field| !columns.contains(&Some(*field)));
        columns.push(field);
    }
    columns
}

/// # Errors
/// `Invalid` naming what no column holds.
pub fn check(columns: &Columns, source_for_all: bool) -> Result<()> {
    let has = |field| columns.contains(&Some(field));
    let missing =
        |field: Field, message: &str| Err(Error::field(field.as_str(), "missing", message));
    if !has(Field::Email) {
        return missing(
            Field::Email,
            "no column holds the e-mail address; its heading should be e-post or email",
        );
    }
    if !has(Field::Name) && !has(Field::FirstName) && !has(Field::LastName) {
        return missing(
            Field::Name,
            "no column holds the name; its heading should be namn or name, or förnamn and efternamn",
        );
    }
    if !has(Field::Source) && !source_for_all {
        return missing(
            Field::Source,
            "say where the data came from, in a column källa or source, or once for all; the candidates are told",
        );
    }
    let twice = Field::ALL.into_iter().find(|field| {
        let same = columns.iter().filter(|column| **column == Some(*field));
        same.count() > 1
    });
    match twice {
        Some(field) => Err(Error::field(
            field.as_str(),
            "invalid",
            "two columns can not hold the same",
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_both_languages_however_they_are_written() {
        for (headings, field) in [
            (
                vec![
                    "e-post",
                    "epost",
                    "E-POST",
                    "email",
                    "e-mail",
                    "E-mail address",
                    " E-postadress ",
                ],
                Field::Email,
            ),
            (vec!["namn", "Name", "Full name"], Field::Name),
            (
                vec![
                    "förnamn",
                    "FÖRNAMN",
                    "fo\u{308}rnamn",
                    "First Name",
                    "first_name",
                ],
                Field::FirstName,
            ),
            (vec!["Efternamn", "last name"], Field::LastName),
            (
                vec!["källa", "Källa", "source", "source_detail"],
                Field::Source,
            ),
            (
                vec!["externt id", "External ID", "external_id", "Externt-ID"],
                Field::ExternalId,
            ),
            (vec!["språk", "Language"], Field::Language),
            (vec!["Telefon", "phone"], Field::Phone),
        ] {
            for heading in headings {
                assert_eq!(Field::of_heading(heading), Some(field), "{heading}");
            }
        }
        assert_eq!(Field::of_heading("status"), None);
        assert_eq!(Field::of_heading(""), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let header = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let fault = |text: &str, source| match check(&guess(&header(text)), source) {
            Ok(()) => String::new(),
            Err(Error::Invalid(errors)) => errors[0].field.clone(),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(fault("namn källa", false), "email");
        assert_eq!(fault("email källa", false), "name");
        assert_eq!(fault("email efternamn", false), "source_detail");
        assert_eq!(fault("email efternamn", true), "");
        assert_eq!(
            fault("email e-post namn source", false),
            "",
            "the first counts"
        );
    }
}
