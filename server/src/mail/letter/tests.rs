use time::macros::{date, datetime};

use super::*;
use crate::i18n::LANGUAGES;

const URL: &str = "https://samtycke.exempel.example/r/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn sender() -> Sender {
    Sender {
        controller: "Exempelbolaget <AB>".into(),
        contact: "dataskydd@exempel.example".into(),
    }
}

fn registered() -> Reason {
    Reason::Registered(Provenance {
        data: ["data-name", "data-email", "data-phone"]
            .map(|key| text("sv", key, &[]))
            .to_vec(),
        source: "Jobbmässan i Exempelstad".into(),
        purposes: vec!["Kontakta mig om framtida jobb".into()],
        retention: "24 månader".into(),
        recipients: "leverantören av rekryteringssystemet".into(),
        authority: "IMY, imy.se".into(),
    })
}

fn requests(language: &str) -> Vec<Letter> {
    [
        Reason::ValidityEnds(date!(2027 - 01 - 03)),
        Reason::TextChanged,
        Reason::AskedAgain,
        registered(),
    ]
    .into_iter()
    .map(|reason| {
        let data = Request {
            sender: sender(),
            name: "Åsa & Bo".into(),
            reason,
            review_url: URL.into(),
        };
        request(language, &data)
    })
    .collect()
}

fn a_reminder(language: &str, days_left: i64) -> Letter {
    let data = Reminder {
        sender: sender(),
        name: "Åsa & Bo".into(),
        deadline: date!(2026 - 12 - 03),
        days_left,
        review_url: URL.into(),
    };
    reminder(language, &data)
}

fn a_confirmation(language: &str) -> Letter {
    let data = Confirmation {
        sender: sender(),
        name: "Åsa & Bo".into(),
        consented_on: date!(2026 - 12 - 03),
        consents: vec![Consented {
            label: "Kontakta mig om framtida jobb".into(),
            until: date!(2028 - 12 - 03),
        }],
        me_url: URL.into(),
        verify_url: "https://samtycke.example/verify".into(),
    };
    confirmation(language, &data)
}

fn farewells(language: &str) -> Vec<Letter> {
    use FarewellReason::{Company, Declined, Requested, Unanswered, Withdrawn};
    [Declined, Withdrawn, Unanswered, Requested, Company]
        .into_iter()
        .map(|reason| {
            let data = Farewell {
                sender: sender(),
                reason,
                erased_at: datetime!(2026-12-04 00:05 +1),
            };
            farewell(language, &data)
        })
        .collect()
}

fn to_staff(language: &str) -> [Letter; 2] {
    let data = StaffLink {
        tenant: "Exempelbolaget <AB>".into(),
        name: "Åsa & Bo".into(),
        url: URL.into(),
    };
    [
        invitation(language, &data, 7),
        password_reset(language, &data, 30),
    ]
}

fn all(language: &str) -> Vec<Letter> {
    let mut letters = requests(language);
    letters.extend([a_reminder(language, 3), a_confirmation(language)]);
    letters.extend(to_staff(language));
    letters.extend(farewells(language));
    letters
}

#[test]
fn every_letter_is_complete_in_every_language() {
    for letter in LANGUAGES.into_iter().flat_map(all) {
        for part in [&letter.subject, &letter.text, &letter.html] {
            assert!(
                !part.is_empty() && !part.contains("{$") && !part.contains("mail-"),
                "{part}"
            );
        }
        assert!(letter.subject.chars().count() < 80 && !letter.subject.contains('\n'));
    }
}

#[test]
fn names_are_escaped_in_html_and_untouched_in_text() {
    for letter in LANGUAGES.into_iter().flat_map(requests) {
        assert!(letter.html.contains("Åsa &amp; Bo") && letter.html.contains("&lt;AB&gt;"));
        assert!(letter.text.contains("Åsa & Bo") && letter.text.contains("Exempelbolaget <AB>"));
    }
}

#[test]
fn nothing_is_loaded_and_nothing_tracks() {
    for letter in LANGUAGES.into_iter().flat_map(all) {
        for junk in [
            "<img", "src=", "<link", "<script", "@import", "url(", "<form",
        ] {
            assert!(!letter.html.contains(junk), "{junk} is in {}", letter.html);
        }
    }
}

#[test]
fn a_letter_has_one_link_and_it_carries_no_answer() {
    for letter in LANGUAGES.into_iter().flat_map(all) {
        assert!(letter.html.matches("<a ").count() <= 1);
        assert!(!letter.text.contains("answer=") && !letter.html.contains("answer="));
    }
    for letter in LANGUAGES.into_iter().flat_map(requests) {
        assert!(letter.text.lines().any(|line| line == URL));
        assert!(letter.html.contains(&format!("href=\"{URL}\"")));
    }
}

#[test]
fn a_request_says_thirty_days_without_a_date() {
    for (language, words) in [
        ("sv", "inom 30 dagar från i dag"),
        ("en", "within 30 days from today"),
        ("da", "inden for 30 dage fra i dag"),
    ] {
        for letter in requests(language) {
            assert!(letter.html.contains(words));
        }
    }
}

#[test]
fn a_registered_candidate_is_told_what_article_14_asks_for() {
    let letters = requests("sv");
    for fact in [
        "namn, e-postadress, telefonnummer",
        "Jobbmässan i Exempelstad",
        "Kontakta mig om framtida jobb",
        "artikel 6.1 f",
        "artikel 6.1 a",
        "24 månader",
        "leverantören av rekryteringssystemet",
        "IMY, imy.se",
        "dataskydd@exempel.example",
    ] {
        assert!(letters[3].html.contains(fact), "{fact}");
        assert!(!letters[1].html.contains("artikel"));
    }
}

#[test]
fn a_reminder_names_the_day_and_what_is_left() {
    assert!(
        a_reminder("sv", 3)
            .html
            .contains("den 3 december 2026 (3 dagar kvar)")
    );
    assert!(
        a_reminder("en", 1)
            .html
            .contains("by 3 December 2026 (1 day left)")
    );
    assert!(
        a_reminder("da", 0)
            .html
            .contains("den 3. december 2026 (i dag er sidste dag)")
    );
}

#[test]
fn lines_are_short_enough_for_mail() {
    for letter in LANGUAGES.into_iter().flat_map(all) {
        for line in letter.text.lines().filter(|line| *line != URL) {
            assert!(line.chars().count() <= 72, "{line}");
        }
    }
}

#[test]
fn a_subject_cannot_carry_a_header() {
    let mut from = sender();
    from.controller = "X\r\nBcc: y@exempel.example".into();
    let data = Farewell {
        sender: from,
        reason: FarewellReason::Declined,
        erased_at: datetime!(2026-12-04 00:05 +1),
    };
    assert!(!farewell("sv", &data).subject.contains(['\r', '\n']));
}
