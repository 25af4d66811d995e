use samtycke_shared::text::{diff, render};
use time::macros::{date, datetime};

use super::*;
use crate::i18n::LANGUAGES;
use crate::mail::letter::Provenance;

const HOSTILE: &str = "<script>alert('x')</script>\" onclick=\"x\"";

fn frame(language: &str) -> Frame {
    Frame {
        language: language.into(),
        languages: LANGUAGES.map(str::to_owned).to_vec(),
        controller: Sender {
            controller: format!("Exempelbolaget {HOSTILE}"),
            contact: format!("dataskydd@exempel.example {HOSTILE}"),
        },
    }
}

fn answer(language: &str) -> AnswerPage {
    AnswerPage {
        frame: frame(language),
        name: format!("Åsa {HOSTILE}"),
        reason: Reason::TextChanged,
        title: format!("Framtida jobb {HOSTILE}"),
        body_html: render("Vi sparar **namn** i 24 månader."),
        purposes: vec![purpose("future_jobs"), purpose("share_with_group")],
        changes: Some(Changes {
            since: date!(2025 - 01 - 03),
            changes: diff(
                "Vi sparar namn i 12 månader.",
                "Vi sparar namn i 24 månader.",
            ),
        }),
        deadline: Some(date!(2026 - 12 - 03)),
        served: format!("token{HOSTILE}"),
        answered_on: None,
        text_changed: false,
        error: None,
    }
}

fn purpose(key: &str) -> PurposeBox {
    PurposeBox {
        key: key.into(),
        label: format!("{key} label {HOSTILE}"),
        description: format!("{key} description {HOSTILE}"),
        validity_months: 24,
        required: false,
        ticked: false,
        given_until: Some(date!(2027 - 02 - 28)),
    }
}

fn registered(language: &str) -> AnswerPage {
    let provenance = Provenance {
        data: Vec::new(),
        source: format!("Mässan {HOSTILE}"),
        purposes: Vec::new(),
        retention: String::new(),
        recipients: String::new(),
        authority: String::new(),
    };
    AnswerPage {
        reason: Reason::Registered(provenance),
        changes: None,
        deadline: None,
        ..answer(language)
    }
}

fn me(language: &str, valid: usize) -> MePage {
    let states = [
        PurposeState::Valid(date!(2028 - 12 - 03)),
        PurposeState::Expired(date!(2025 - 12 - 03)),
        PurposeState::Withdrawn,
        PurposeState::Refused,
        PurposeState::Invalidated,
    ];
    let repeated = std::iter::repeat_n(states[0], valid).chain(states[1..].iter().copied());
    MePage {
        frame: frame(language),
        fields: fields(),
        purposes: repeated
            .map(|state| StoredPurpose {
                key: "future_jobs".into(),
                label: format!("Framtida jobb {HOSTILE}"),
                state,
            })
            .collect(),
        history: history(),
        download_url: "/me/token/data.json".into(),
        notice: None,
        waiting: Some(Waiting {
            deadline: Some(date!(2026 - 12 - 29)),
            url: "/r/token".into(),
        }),
    }
}

fn fields() -> Vec<Field> {
    use FieldKind::{Email, ExternalId, Language, Name, Phone, Registered, Source};
    [Name, Email, Phone, ExternalId, Source, Language, Registered]
        .into_iter()
        .map(|kind| Field {
            kind,
            value: format!("Värde {HOSTILE}"),
        })
        .collect()
}

fn history() -> Vec<HistoryEvent> {
    use HistoryKind::{
        Expired, Given, Invalidated, Recorded, Refused, Renewed, Requested, Withdrawn,
    };
    [
        Given,
        Renewed,
        Refused,
        Withdrawn,
        Requested,
        Expired,
        Invalidated,
        Recorded,
    ]
    .into_iter()
    .map(|kind| HistoryEvent {
        kind,
        at: datetime!(2026-12-03 09:05 +1),
        purposes: vec![format!("Framtida jobb {HOSTILE}")],
        text: Some((3, language_of(kind))),
        receipt_url: (kind == Given).then(|| "/me/token/receipts/1".into()),
    })
    .collect()
}

fn language_of(kind: HistoryKind) -> String {
    if kind == HistoryKind::Recorded {
        HOSTILE.into()
    } else {
        "sv".into()
    }
}

fn thanks(language: &str) -> String {
    thanks_page(&ThanksPage {
        frame: frame(language),
        consents: vec![Consented {
            label: format!("Framtida jobb {HOSTILE}"),
            until: date!(2028 - 12 - 03),
        }],
        ended: vec![format!("Koncernen {HOSTILE}")],
        receipt: format!("eyJ.eyJ.c2ln{HOSTILE}"),
        receipt_url: "/r/token/receipt".into(),
        me_url: "/me/token".into(),
    })
}

fn erased(language: &str) -> String {
    erased_page(&ErasedPage {
        frame: frame(language),
        erased: Erased::Now {
            certificate: format!("eyJ{HOSTILE}"),
        },
    })
}

fn over(language: &str) -> [String; 3] {
    let page = |answered| OverPage {
        frame: frame(language),
        answered,
    };
    let answered = (date!(2026 - 12 - 03), "/me/token".to_owned());
    [
        over_page(&page(Some(answered))),
        over_page(&page(None)),
        erased_page(&ErasedPage {
            frame: frame(language),
            erased: Erased::On(date!(2026 - 12 - 03)),
        }),
    ]
}

fn confirm(language: &str, confirmed: Confirmed) -> String {
    confirm_page(&ConfirmPage {
        frame: frame(language),
        confirmed,
    })
}

fn all(language: &str) -> Vec<String> {
    let shown_again = AnswerPage {
        error: Some(AnswerError::RequiredNotTicked),
        text_changed: true,
        answered_on: Some(date!(2026 - 11 - 20)),
        reason: Reason::ValidityEnds(date!(2027 - 01 - 03)),
        ..answer(language)
    };
    let asked_again = AnswerPage {
        reason: Reason::AskedAgain,
        ..answer(language)
    };
    let first_ends = AnswerPage {
        reason: Reason::FirstEnds(date!(2027 - 01 - 03)),
        ..answer(language)
    };
    let mut pages: Vec<_> = [
        answer(language),
        registered(language),
        shown_again,
        asked_again,
        first_ends,
    ]
    .iter()
    .map(answer_page)
    .collect();
    for notice in [
        MeNotice::Corrected,
        MeNotice::Withdrawn,
        MeNotice::NameMissing,
        MeNotice::NotUnderstood,
    ] {
        pages.push(me_page(&MePage {
            notice: Some(notice),
            ..me(language, 2)
        }));
    }
    let empty = MePage {
        history: Vec::new(),
        fields: Vec::new(),
        purposes: Vec::new(),
        waiting: None,
        ..me(language, 0)
    };
    pages.push(me_page(&empty));
    pages.extend([Confirmed::Decline, Confirmed::Erase].map(|what| confirm(language, what)));
    pages.extend([thanks(language), erased(language), gone_page(language)]);
    pages.extend(over(language));
    pages.extend(
        [Problem::BadForm, Problem::TooManyRequests, Problem::Server]
            .map(|problem| problem_page(language, problem)),
    );
    pages
}

#[test]
fn every_page_is_a_complete_document_in_its_language() {
    for language in LANGUAGES {
        for page in all(language) {
            assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{language}\">")));
            for part in [
                "<title>",
                "name=\"viewport\"",
                "/assets/candidate.css",
                "<h1>",
                "no-referrer",
            ] {
                assert!(page.contains(part), "{part} is not in {page}");
            }
            assert_eq!(page.matches("<h1>").count(), 1);
            assert!(!page.contains("{$"));
        }
    }
}

/// The insides of the page's tags: names and attributes, without the words between them.
fn tags(page: &str) -> String {
    page.split('<')
        .filter_map(|rest| rest.split_once('>'))
        .map(|(tag, _)| tag)
        .collect()
}

#[test]
fn nothing_hostile_or_inline_gets_through() {
    for page in LANGUAGES.into_iter().flat_map(all) {
        for junk in ["script", "style=", "\" onclick", "javascript:"] {
            let tags = tags(&page)
                .replace("&lt;script&gt;", "")
                .replace("&lt;/script&gt;", "");
            assert!(!tags.contains(junk), "{junk} is in {tags}");
        }
    }
}

#[test]
fn the_answer_page_has_unticked_boxes_and_two_real_buttons() {
    let page = answer_page(&answer("sv"));
    for part in [
        "name=\"future_jobs\" value=\"on\"",
        "name=\"share_with_group\" value=\"on\"",
        "name=\"served\" value=\"token",
        "name=\"answer\" value=\"renew\"",
        "name=\"answer\" value=\"decline\"",
        "Ja, jag samtycker",
        "Svara senast den 3 december 2026.",
        "<strong>namn</strong>",
        "href=\"?lang=en\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains(" checked"));
    assert_eq!(page.matches("<form method=\"post\"").count(), 2);
}

#[test]
fn a_yes_without_boxes_keeps_what_was_ticked() {
    let mut shown_again = answer("en");
    shown_again.error = Some(AnswerError::NothingTicked);
    shown_again.purposes[1].ticked = true;
    let page = answer_page(&shown_again);
    assert_eq!(page.matches(" checked").count(), 1);
    assert!(page.contains("role=\"alert\"") && page.contains("Tick what you say yes to."));
}

#[test]
fn changes_are_marked_for_eyes_and_ears() {
    let page = answer_page(&answer("en"));
    assert!(page.contains("<ins>") && page.contains("<del>") && page.contains("removed:"));
    assert!(page.contains("3 January 2025"));
    let same = AnswerPage {
        changes: Some(Changes {
            since: date!(2025 - 01 - 03),
            changes: diff("a", "a"),
        }),
        ..answer("en")
    };
    assert!(!answer_page(&same).contains("What has changed"));
}

#[test]
fn before_the_mail_is_accepted_the_deadline_has_no_date() {
    assert!(answer_page(&registered("en")).contains("within 30 days of our e-mail"));
}

#[test]
fn an_answered_request_threatens_with_no_deadline() {
    let mut answered = answer("en");
    answered.answered_on = Some(date!(2026 - 11 - 20));
    let page = answer_page(&answered);
    assert!(page.contains("You answered yes on 20 November 2026."));
    assert!(!page.contains("If we have no answer by then"));
    assert!(!page.contains("ask you again"));
}

#[test]
fn confirming_posts_what_is_confirmed() {
    let decline = confirm("sv", Confirmed::Decline);
    assert!(decline.contains("name=\"answer\" value=\"decline\""));
    assert!(decline.contains("name=\"confirm\" value=\"decline\""));
    assert!(decline.contains("href=\"?lang=sv\""));
    let erase = confirm("sv", Confirmed::Erase);
    assert!(erase.contains("name=\"action\" value=\"erase\""));
    assert!(erase.contains("name=\"confirm\" value=\"erase\""));
}

#[test]
fn my_page_shows_everything_and_lets_me_act() {
    let page = me_page(&me("sv", 2));
    for part in [
        "name=\"action\" value=\"correct\"",
        "name=\"action\" value=\"withdraw\"",
        "name=\"action\" value=\"erase\"",
        "name=\"purpose\" value=\"future_jobs\"",
        "href=\"/me/token/data.json\"",
        "href=\"/me/token/receipts/1\"",
        "Textens version 3, på svenska",
        "3 december 2026 kl. 09.05",
        "Gäller till och med 3 december 2028",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert_eq!(page.matches("value=\"withdraw\"").count(), 2);
}

#[test]
fn withdrawing_the_last_consent_says_that_it_erases() {
    assert!(me_page(&me("sv", 1)).contains("Ta tillbaka och radera allt"));
    assert!(!me_page(&me("sv", 2)).contains("Ta tillbaka och radera allt"));
}

#[test]
fn the_pages_for_unknown_links_name_nobody() {
    for language in LANGUAGES {
        assert!(!gone_page(language).contains("Exempelbolaget"));
    }
}

fn verify(language: &str) -> String {
    verify_page(&VerifyPage {
        language: language.into(),
        host: format!("samtycke.example {HOSTILE}"),
    })
}

/// What the page's script can say, by the names it uses.
fn words_of(page: &str) -> serde_json::Map<String, serde_json::Value> {
    let (_, rest) = page.split_once("data-words=\"").expect("words");
    let (json, _) = rest.split_once("\">").expect("an end");
    let json = json
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    serde_json::from_str(&json).expect("JSON")
}

#[test]
fn the_verify_page_runs_one_script_of_its_own_and_nothing_else() {
    for language in LANGUAGES {
        let page = verify(language);
        let script = "<script type=\"module\" src=\"/verifier/page.js\"></script>";
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert!(page.contains(script) && page.contains("id=\"starting\""));
        assert!(page.contains("samtycke verify receipt.jws"));
        for junk in ["style=", "\" onclick", "javascript:"] {
            assert!(!tags(&page).contains(junk), "{junk} in {page}");
        }
    }
}

/// Every code the verifier or the server can answer with.
#[test]
fn the_verify_page_has_words_for_every_code() {
    use samtycke_shared::proof::{Claim, KeyFinding, ProofError};
    use samtycke_shared::receipt::Invalid;

    let claims = Claim::ALL.map(|claim| format!("claim-{}", claim.code()));
    let invalid = [
        Invalid::Malformed,
        Invalid::Algorithm,
        Invalid::UnknownKey,
        Invalid::Signature,
    ]
    .map(|reason| format!("invalid-{}", reason.code()));
    let keys = [
        KeyFinding::TimeUnknown,
        KeyFinding::InUse,
        KeyFinding::OutOfUse,
        KeyFinding::CompromisedLater,
        KeyFinding::Compromised,
    ]
    .map(|key| {
        format!(
            "key-{}",
            serde_json::to_value(key).unwrap().as_str().unwrap()
        )
    });
    let log = [
        ProofError::Malformed,
        ProofError::UnknownKey,
        ProofError::Signature,
        ProofError::Root,
    ]
    .map(|reason| format!("log-{}", reason.code()));
    let codes = [claims.as_slice(), &invalid, &keys, &log].concat();
    for language in LANGUAGES {
        let words = words_of(&verify(language));
        for code in &codes {
            assert!(
                words.contains_key(code),
                "{language} has no words for {code}"
            );
        }
    }
}

#[test]
fn the_words_of_the_verify_page_leave_places_to_the_script() {
    let words = words_of(&verify("sv"));
    assert_eq!(words["decision-until"], "Ja, till och med {date}");
    assert!(words["host"].as_str().unwrap().ends_with(HOSTILE));
}
