//! Each item by words that carry it, by words that only look like it, and by their absence.

#![allow(clippy::unwrap_used)]

use super::*;

mod sentences;

fn values() -> Placeholders {
    Placeholders {
        controller: "Exempelbolaget AB".into(),
        contact: "dataskydd@exempel.example".into(),
        address: "Storgatan 1, 111 11 Exempelstad".into(),
        dpo: "dso@exempel.example".into(),
        authority: "Exempelmyndigheten".into(),
        retention: "24 months".into(),
        recipients: "Exempelsystem AB".into(),
    }
}

/// `retention` as the language says it.
fn values_in(language: &str) -> Placeholders {
    let retention = match language {
        "sv" => "24 månader",
        "da" => "24 måneder",
        _ => "24 months",
    };
    Placeholders {
        retention: retention.into(),
        ..values()
    }
}

fn lint_with(
    code: &str,
    body: &str,
    purposes: &[Purpose],
    statements: &Statements,
) -> Vec<Finding> {
    let values = values_in(code);
    let filled = crate::text::fill(body, &values).unwrap();
    lint(&Draft {
        language: code,
        body: &filled,
        purposes,
        values: &values,
        statements,
    })
}

fn lint_without_officer(
    code: &str,
    body: &str,
    purposes: &[Purpose],
    statements: &Statements,
) -> Vec<Finding> {
    let values = Placeholders {
        dpo: String::new(),
        ..values_in(code)
    };
    lint(&Draft {
        language: code,
        body,
        purposes,
        values: &values,
        statements,
    })
}

fn lint_text(code: &str, body: &str) -> Vec<Finding> {
    lint_with(code, body, &[], &Statements::default())
}

fn of(findings: &[Finding], item: Item) -> &Finding {
    findings
        .iter()
        .find(|finding| finding.item == item)
        .unwrap()
}

fn missing(findings: &[Finding]) -> Vec<&'static str> {
    let missing = findings.iter().filter(|finding| finding.is_missing());
    missing.map(|finding| finding.item.code()).collect()
}

fn has(code: &str, body: &str, part: Part) -> bool {
    let statements = Statements::default();
    let values = values_in(code);
    let filled = crate::text::fill(body, &values).unwrap();
    let draft = Draft {
        language: code,
        body: &filled,
        purposes: &[],
        values: &values,
        statements: &statements,
    };
    let reading = Reading {
        draft: &draft,
        language: language(code).unwrap(),
        text: Text::read(&filled),
        boxes: Text::default(),
    };
    reading.find(part).is_some()
}

fn help(code: &str, part: Part) -> &'static str {
    (language(code).unwrap().help)(part)
}

/// A text of nothing but the sentences the lint suggests, each in a paragraph of its own.
fn suggested(code: &str, without: Option<Part>) -> String {
    let kept = Part::ALL.into_iter().filter(|part| Some(*part) != without);
    let paragraphs: Vec<&str> = kept.map(|part| help(code, part)).collect();
    paragraphs.join("\n\n")
}

fn purpose(label: &str) -> Purpose {
    Purpose {
        key: "k".into(),
        label: label.into(),
        description: String::new(),
        required: false,
        validity_months: 24,
    }
}

#[test]
fn every_suggested_sentence_helps_by_itself() {
    for code in LANGUAGES {
        for part in Part::ALL {
            assert!(
                has(code, help(code, part), part),
                "{code} {}: {}",
                part.code(),
                help(code, part)
            );
        }
    }
}

#[test]
fn the_suggested_sentences_together_are_a_complete_text() {
    for code in LANGUAGES {
        let findings = lint_text(code, &suggested(code, None));
        assert_eq!(missing(&findings), [""; 0], "{code}");
        for finding in findings
            .iter()
            .filter(|finding| !finding.item.parts().is_empty())
        {
            assert!(
                !finding.places.is_empty(),
                "{code} {} shows where",
                finding.item.code()
            );
        }
    }
}

#[test]
fn without_the_paragraph_that_carries_it_an_item_is_missing() {
    for code in LANGUAGES {
        let still = |part: &Part| has(code, &suggested(code, Some(*part)), *part);
        let still: Vec<_> = Part::ALL.into_iter().filter(still).collect();
        assert_eq!(still, [], "{code}");
    }
}

#[test]
fn an_item_is_found_only_with_all_its_parts() {
    let findings = lint_text(
        "sv",
        "Du kan få se vad vi har sparat om dig och få det rättat.",
    );
    let rights = of(&findings, Item::Rights);
    assert!(rights.is_missing());
    let lacking: Vec<_> = rights.lacking.iter().map(|lack| lack.part).collect();
    assert_eq!(
        lacking,
        [Part::Erasure, Part::Restriction, Part::Portability]
    );
    assert_eq!(rights.places.len(), 1);
}

#[test]
fn words_in_another_sense_are_not_taken_for_it() {
    let taken = |(code, part, sentence): &&(&str, Part, &str)| has(code, sentence, *part);
    let taken: Vec<_> = sentences::NEGATIVE.iter().filter(taken).collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

#[test]
fn other_words_for_it_are_understood() {
    let overlooked = |(code, part, sentence): &&(&str, Part, &str)| !has(code, sentence, *part);
    let overlooked: Vec<_> = sentences::POSITIVE.iter().filter(overlooked).collect();
    assert!(overlooked.is_empty(), "{overlooked:#?}");
}

#[test]
fn old_one_liners_lack_nearly_everything() {
    for (code, body) in sentences::OLD_TEXTS {
        let findings = lint_text(code, body);
        let missing = missing(&findings);
        for item in [
            "13.1.a", "13.1.b", "13.1.c", "13.1.e", "13.1.f", "13.2.a", "13.2.b", "13.2.c",
            "13.2.d", "13.2.e", "13.2.f", "7.3", "7.4", "r42",
        ] {
            assert!(missing.contains(&item), "{item} in {code}: {body}");
        }
        assert!(
            findings
                .iter()
                .all(|finding| finding.lacking.iter().all(|lack| !lack.help.is_empty()))
        );
    }
}

#[test]
fn another_companys_name_is_not_this_controller() {
    assert!(!has(
        "sv",
        "Fjällbäck AB är personuppgiftsansvarig.",
        Part::Controller
    ));
    assert!(has(
        "sv",
        "Vi på Exempelbolaget AB hörs. Vi är personuppgiftsansvariga.",
        Part::Controller
    ));
    assert!(!has(
        "en",
        "Acme Ltd is the data controller.",
        Part::Controller
    ));
    assert!(!has("da", "Acme A/S er dataansvarlig.", Part::Controller));
}

#[test]
fn interests_matter_only_where_they_are_invoked() {
    let consent = lint_text(
        "en",
        "The legal basis is your consent (Article 6(1)(a) of the GDPR).",
    );
    let finding = of(&consent, Item::Interests);
    assert_eq!(
        (finding.state, &finding.reason),
        (State::NotApplicable, &Some(Reason::ConsentIsTheBasis))
    );
    let interests = lint_text("en", "We also rely on legitimate interests.");
    assert!(of(&interests, Item::Interests).is_missing());
}

#[test]
fn consent_taken_for_granted_is_named_with_the_sentence() {
    for (code, kind, item, sentence) in sentences::CONFLICTS {
        let findings = lint_text(code, &format!("{}\n\n{sentence}", suggested(code, None)));
        let finding = of(&findings, *item);
        assert!(finding.is_missing(), "{code}: {sentence}");
        let found: Vec<_> = finding
            .conflicts
            .iter()
            .map(|conflict| conflict.kind)
            .collect();
        assert_eq!(found, [*kind], "{code}: {sentence}");
    }
    for (code, item, sentence) in sentences::NO_CONFLICTS {
        let findings = lint_text(code, &format!("{}\n\n{sentence}", suggested(code, None)));
        assert!(
            of(&findings, *item).conflicts.is_empty(),
            "{code}: {sentence}"
        );
    }
}

#[test]
fn a_box_for_two_things_is_bundled() {
    let judged = |code: &str, label: &str| {
        let findings = lint_with(code, "", &[purpose(label)], &Statements::default());
        of(&findings, Item::Granular).is_missing()
    };
    for (code, label) in [
        ("sv", "Spara mina uppgifter och dela dem med koncernen"),
        (
            "sv",
            "Skicka nyhetsbrev och dela mina uppgifter med partner",
        ),
        ("en", "Keep my details and send me your newsletter"),
        ("da", "Gem mine oplysninger og del dem med koncernen"),
    ] {
        assert!(judged(code, label), "{label}");
    }
    for (code, label) in [
        (
            "sv",
            "Spara mina uppgifter och kontakta mig om framtida jobb",
        ),
        ("sv", "Dela mina uppgifter med koncernen"),
        ("en", "Keep my details and contact me about future jobs"),
        ("en", "Send me your newsletter"),
        (
            "da",
            "Gem mine oplysninger, og kontakt mig om fremtidige job",
        ),
    ] {
        assert!(!judged(code, label), "{label}");
    }
}

#[test]
fn a_required_purpose_is_not_freely_given() {
    let required = Purpose {
        required: true,
        ..purpose("Spara mina uppgifter")
    };
    let body = suggested("sv", None);
    let findings = lint_with(
        "sv",
        &body,
        std::slice::from_ref(&required),
        &Statements::default(),
    );
    let finding = of(&findings, Item::FreelyGiven);
    assert_eq!(finding.conflicts[0].kind, ConflictKind::RequiredPurpose);
    assert_eq!(finding.conflicts[0].words, "Spara mina uppgifter");
    assert!(finding.is_missing());
}

#[test]
fn a_box_may_say_what_for_but_not_the_rest() {
    let boxes = [purpose(
        "Spara mina uppgifter för att kontakta mig. Du kan klaga hos Exempelmyndigheten.",
    )];
    let findings = lint_with("sv", "", &boxes, &Statements::default());
    let lacking: Vec<_> = of(&findings, Item::Purposes)
        .lacking
        .iter()
        .map(|lack| lack.part)
        .collect();
    assert_eq!(lacking, [Part::LegalBasis]);
    assert!(of(&findings, Item::Complaint).is_missing());
}

#[test]
fn a_reason_counts_where_the_law_knows_an_if() {
    let stated = |item| Statements {
        not_applicable: vec![NotApplicable {
            item,
            reason: "Vi har inget ombud.".into(),
        }],
        ..Statements::default()
    };
    for item in Item::ALL {
        let findings = lint_without_officer("sv", "", &[], &stated(item));
        let finding = of(&findings, item);
        let as_stated = finding.reason == Some(Reason::Stated("Vi har inget ombud.".into()));
        assert_eq!(
            as_stated,
            item.takes_reason() && item != Item::Interests && item != Item::Granular
        );
    }
    let mut blank = stated(Item::Officer);
    blank.not_applicable[0].reason = "  ".into();
    assert!(of(&lint_without_officer("sv", "", &[], &blank), Item::Officer).is_missing());
    let against_settings = lint_with("sv", "", &[], &stated(Item::Officer));
    assert!(
        of(&against_settings, Item::Officer).is_missing(),
        "the settings name an officer"
    );
}

#[test]
fn a_quote_counts_while_the_text_holds_it() {
    let quoting = |quote: &str, language: &str| Statements {
        quotes: vec![Quote {
            item: Item::Complaint,
            language: language.into(),
            quote: quote.into(),
        }],
        ..Statements::default()
    };
    let body = "Missnöjd? *Vänd dig* till dem som\nser efter att lagen följs.";
    let state = |statements: &Statements| {
        of(&lint_with("sv", body, &[], statements), Item::Complaint).state
    };
    assert_eq!(state(&Statements::default()), State::Missing);
    assert_eq!(
        state(&quoting("vänd dig till dem som ser efter", "sv")),
        State::Found
    );
    assert_eq!(
        state(&quoting("vänd dig till dem som ser efter", "en")),
        State::Missing
    );
    assert_eq!(
        state(&quoting("du kan klaga hos oss här", "sv")),
        State::Missing,
        "not in the text"
    );
    assert_eq!(
        state(&quoting("till dem", "sv")),
        State::Missing,
        "too short to prove anything"
    );
}

#[test]
fn a_conflict_is_not_quoted_away() {
    let body = "Genom att skicka din ansökan samtycker du.";
    let statements = Statements {
        quotes: vec![Quote {
            item: Item::Unticked,
            language: "sv".into(),
            quote: body.into(),
        }],
        ..Statements::default()
    };
    assert!(of(&lint_with("sv", body, &[], &statements), Item::Unticked).is_missing());
}

#[test]
fn what_words_cannot_settle_is_said() {
    let findings = lint_text("sv", &suggested("sv", None));
    let clear = of(&findings, Item::Distinguishable);
    assert_eq!(
        (clear.state, &clear.reason),
        (State::CannotJudge, &Some(Reason::ClearnessIsForPeople))
    );
    let finnish = lint_text("fi", "Saammeko tallentaa tietosi?");
    for finding in &finnish {
        match finding.item {
            Item::Unticked => assert_eq!(finding.state, State::Found),
            _ => assert_eq!(
                (finding.state, &finding.reason),
                (State::CannotJudge, &Some(Reason::UnknownLanguage))
            ),
        }
    }
    assert_eq!(finnish.len(), Item::ALL.len());
}

#[test]
fn places_name_heading_and_sentence() {
    let findings = lint_text(
        "sv",
        "# Frågor\n\nHej. Du kan klaga hos {{authority}}. Tack.",
    );
    let place = &of(&findings, Item::Complaint).places[0];
    assert_eq!(
        (place.heading.as_str(), place.sentence.as_str()),
        ("Frågor", "Du kan klaga hos Exempelmyndigheten.")
    );
}

#[test]
fn a_heading_alone_tells_nothing() {
    assert!(!has(
        "sv",
        "# Du kan klaga hos Exempelmyndigheten\n\nHej.",
        Part::Complaint
    ));
}

#[test]
fn codes_lead_back_to_their_items() {
    for item in Item::ALL {
        assert_eq!(Item::parse(item.code()), Some(item));
        assert_eq!(serde_json::to_value(item).unwrap(), item.code());
    }
    for part in Part::ALL {
        assert_eq!(serde_json::to_value(part).unwrap(), part.code());
    }
    assert_eq!(Item::parse("13.1.z"), None);
}
