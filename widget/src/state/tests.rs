use super::*;

fn purpose(key: &str, required: bool) -> Purpose {
    Purpose {
        key: key.into(),
        label: key.into(),
        description: String::new(),
        required,
        validity_months: 24,
    }
}

fn optional() -> Vec<Purpose> {
    vec![purpose("future_jobs", false), purpose("share", false)]
}

fn alone() -> Form {
    Form::new(false, true, true, optional())
}

fn filled() -> Form {
    let mut form = alone();
    form.enter(Part::Name, "Kim Exempel".into());
    form.enter(Part::Email, "kim@example.com".into());
    form.tick(0, true);
    form
}

fn error(field: &str, code: &str) -> FieldError {
    FieldError {
        field: field.into(),
        code: code.into(),
        message: String::new(),
    }
}

#[test]
fn nothing_is_ticked_at_first() {
    assert!(alone().ticked().is_empty());
}

#[test]
fn a_complete_form_is_sent_once() {
    let mut form = filled();
    assert_eq!(form.submit(), Step::Send);
    assert_eq!(form.submit(), Step::Wait);
    assert_eq!(form.ticked(), ["future_jobs"]);
}

#[test]
fn looks_at_the_first_thing_missing() {
    let mut form = alone();
    assert_eq!(form.submit(), Step::Look(Part::Name));
    assert_eq!(form.message(Part::Name), Some("name_required"));
    assert_eq!(form.message(Part::Email), Some("email_required"));
    form.enter(Part::Name, "Kim".into());
    assert_eq!(form.message(Part::Name), None);
    assert_eq!(form.message(Part::Notice), None);
    assert_eq!(form.submit(), Step::Look(Part::Email));
}

#[test]
fn slips_in_the_address_are_caught() {
    for slip in ["kim", "@example.com", "kim@"] {
        let mut form = filled();
        form.enter(Part::Email, slip.into());
        assert_eq!(form.submit(), Step::Look(Part::Email), "{slip}");
        assert_eq!(form.message(Part::Email), Some("email_invalid"));
    }
}

#[test]
fn alone_something_has_to_be_ticked() {
    let mut form = filled();
    form.tick(0, false);
    assert_eq!(form.submit(), Step::Look(Part::Choice(0)));
    assert_eq!(form.message(Part::Notice), Some("none_ticked"));
}

#[test]
fn a_required_purpose_has_to_be_ticked() {
    let purposes = vec![purpose("share", false), purpose("application", true)];
    let mut form = Form::new(true, false, false, purposes);
    assert_eq!(form.submit(), Step::Look(Part::Choice(1)));
    form.tick(1, true);
    assert_eq!(form.submit(), Step::Send);
}

#[test]
fn in_a_form_no_consent_is_an_answer() {
    let mut form = Form::new(true, false, false, optional());
    assert_eq!(form.submit(), Step::Skip);
    assert_eq!(form.phase, Phase::Editing);
}

#[test]
fn a_failure_keeps_the_answers_for_another_try() {
    let failures = [(0, "offline"), (403, "forbidden"), (413, "rejected")];
    for (status, notice) in failures.into_iter().chain([(429, "busy"), (502, "server")]) {
        let mut form = filled();
        form.submit();
        let step = form.answered(Outcome::Failed(status));
        assert_eq!(step, Step::Look(Part::Notice));
        assert_eq!(form.message(Part::Notice), Some(notice));
        assert_eq!(form.label(), "retry");
        assert_eq!(form.ticked(), ["future_jobs"]);
        assert_eq!(form.submit(), Step::Send);
    }
}

#[test]
fn another_text_unticks_but_keeps_what_is_typed() {
    let mut form = filled();
    form.submit();
    form.replace(vec![purpose("future_jobs", false)]);
    assert_eq!(form.answered(Outcome::Stale), Step::Wait);
    assert!(form.ticked().is_empty());
    assert_eq!(form.name.value, "Kim Exempel");
    assert_eq!(form.email.value, "kim@example.com");
    assert_eq!(form.submit(), Step::Look(Part::Choice(0)));
}

#[test]
fn errors_are_shown_where_they_belong() {
    let mut form = filled();
    form.submit();
    let errors = vec![
        error("decisions.share", "unknown"),
        error("candidate.email", "too_long"),
    ];
    let step = form.answered(Outcome::Invalid(errors));
    assert_eq!(step, Step::Look(Part::Email));
    assert_eq!(form.message(Part::Email), Some("email_too_long"));
    assert_eq!(form.message(Part::Choice(1)), Some("purpose_required"));
    assert_eq!(form.message(Part::Notice), Some("fix"));
}

#[test]
fn errors_elsewhere_are_told_of() {
    let mut form = filled();
    form.submit();
    let step = form.answered(Outcome::Invalid(vec![error("page_url", "too_long")]));
    assert_eq!(step, Step::Look(Part::Notice));
    assert_eq!(form.message(Part::Notice), Some("rejected"));
}

#[test]
fn the_host_sends_until_something_fails() {
    let mut form = Form::new(true, false, false, optional());
    assert!(form.is_sent_by_host());
    form.tick(0, true);
    form.submit();
    form.answered(Outcome::Failed(0));
    assert!(!form.is_sent_by_host());
}

#[test]
fn every_part_is_found_by_its_id() {
    for part in [Part::Name, Part::Email, Part::Notice, Part::Choice(11)] {
        assert_eq!(Part::of(&part.id()), part);
    }
}
