//! What the candidate has answered and where the submission stands.
//!
//! Pure: no browser, no clock, no randomness. Every message is a key in the catalogue.

use samtycke_shared::api::{FieldError, Purpose, Recorded};

/// A key in the catalogue.
pub type Key = &'static str;

/// A text field the form may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
}

/// One text field: what is typed and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    pub value: String,
    pub error: Option<Key>,
    /// The host's form asks for it; nothing is typed here.
    pub elsewhere: bool,
}

/// One purpose and its box. Nothing is ticked until the candidate ticks it.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub purpose: Purpose,
    pub ticked: bool,
    pub error: Option<Key>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    Editing,
    Sending,
    /// The outcome is unknown or temporary: the same answers can be sent again.
    Failed,
    Done(Recorded),
}

/// What the server made of a submission.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Recorded(Recorded),
    /// The text shown is no longer current; these are the current one's purposes.
    Stale(Vec<Purpose>),
    Invalid(Vec<FieldError>),
    /// Any other HTTP status; 0 when the server could not be reached.
    Failed(u16),
}

/// What to do when the candidate has pressed the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Send,
    /// Nothing is ticked and nothing has to be: the host's form goes on without a consent.
    Skip,
    /// Move to what has to be corrected.
    Fix(Place),
    /// A submission is already on its way.
    Wait,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Field(Field),
    Choice(usize),
    Notice,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub name: Entry,
    pub email: Entry,
    pub choices: Vec<Choice>,
    pub phase: Phase,
    pub notice: Option<Key>,
    /// Grows when the text is replaced, so that the boxes are drawn anew.
    pub edition: u32,
    in_form: bool,
}

impl Form {
    /// A form with nothing ticked. `in_form`: it is part of a host's form, which may ask for the
    /// name and the address itself (`asks_name`, `asks_email` are false then).
    pub fn new(in_form: bool, asks_name: bool, asks_email: bool, purposes: Vec<Purpose>) -> Self {
        let entry = |asked: bool| Entry { elsewhere: !asked, ..Entry::default() };
        Self {
            name: entry(asks_name),
            email: entry(asks_email),
            choices: unticked(purposes),
            phase: Phase::Editing,
            notice: None,
            edition: 0,
            in_form,
        }
    }

    pub fn entry(&self, field: Field) -> &Entry {
        match field {
            Field::Name => &self.name,
            Field::Email => &self.email,
        }
    }

    fn entry_mut(&mut self, field: Field) -> &mut Entry {
        match field {
            Field::Name => &mut self.name,
            Field::Email => &mut self.email,
        }
    }

    pub fn enter(&mut self, field: Field, value: String) {
        let entry = self.entry_mut(field);
        entry.value = value;
        entry.error = None;
    }

    pub fn tick(&mut self, index: usize, ticked: bool) {
        if let Some(choice) = self.choices.get_mut(index) {
            choice.ticked = ticked;
            choice.error = None;
        }
        if self.notice == Some("none_ticked") {
            self.notice = None;
        }
    }

    /// Keys of the ticked purposes.
    pub fn ticked(&self) -> Vec<String> {
        let ticked = self.choices.iter().filter(|choice| choice.ticked);
        ticked.map(|choice| choice.purpose.key.clone()).collect()
    }

    /// What is sent: name, address and the ticked purposes.
    pub fn answers(&self) -> (String, String, Vec<String>) {
        (self.name.value.clone(), self.email.value.clone(), self.ticked())
    }

    /// Labels of the ticked purposes.
    pub fn labels(&self) -> Vec<String> {
        let ticked = self.choices.iter().filter(|choice| choice.ticked);
        ticked.map(|choice| choice.purpose.label.clone()).collect()
    }

    pub fn recorded(&self) -> Option<Recorded> {
        match &self.phase {
            Phase::Done(recorded) => Some(recorded.clone()),
            _ => None,
        }
    }

    /// Puts other purposes in place of those shown. Boxes are unticked: what the candidate has
    /// not read cannot have been agreed to.
    pub fn replace(&mut self, purposes: Vec<Purpose>, notice: Option<Key>) {
        self.choices = unticked(purposes);
        self.phase = Phase::Editing;
        self.notice = notice;
        self.edition += 1;
    }

    /// The candidate wants to send. Marks what is missing, or starts sending.
    pub fn submit(&mut self) -> Step {
        if self.phase == Phase::Sending {
            return Step::Wait;
        }
        let nothing_ticked = !self.choices.iter().any(|choice| choice.ticked);
        let something_required = self.choices.iter().any(|choice| choice.purpose.required);
        if self.in_form && nothing_ticked && !something_required {
            return Step::Skip;
        }
        self.mark_missing();
        match self.first_error() {
            Some(place) => self.ask_to_fix("fix", place),
            None if nothing_ticked => self.ask_to_fix("none_ticked", Place::Choice(0)),
            None => {
                self.phase = Phase::Sending;
                self.notice = None;
                Step::Send
            }
        }
    }

    fn ask_to_fix(&mut self, notice: Key, place: Place) -> Step {
        self.notice = Some(notice);
        Step::Fix(place)
    }

    fn mark_missing(&mut self) {
        self.name.error = missing_name(&self.name);
        self.email.error = wrong_email(&self.email);
        for choice in &mut self.choices {
            let missing = choice.purpose.required && !choice.ticked;
            choice.error = missing.then_some("purpose_required");
        }
    }

    fn first_error(&self) -> Option<Place> {
        if self.name.error.is_some() {
            return Some(Place::Field(Field::Name));
        }
        if self.email.error.is_some() {
            return Some(Place::Field(Field::Email));
        }
        self.choices.iter().position(|choice| choice.error.is_some()).map(Place::Choice)
    }

    /// Takes in the server's answer. Returns where the candidate has to look, if anywhere.
    pub fn answered(&mut self, outcome: Outcome) -> Option<Place> {
        match outcome {
            Outcome::Recorded(recorded) => {
                self.phase = Phase::Done(recorded);
                self.notice = None;
                None
            }
            Outcome::Stale(purposes) => {
                self.replace(purposes, Some("changed"));
                None
            }
            Outcome::Invalid(errors) => Some(self.invalid(&errors)),
            Outcome::Failed(status) => {
                self.phase = Phase::Failed;
                self.notice = Some(failure(status));
                Some(Place::Notice)
            }
        }
    }

    fn invalid(&mut self, errors: &[FieldError]) -> Place {
        self.phase = Phase::Editing;
        self.notice = Some("rejected");
        for error in errors {
            self.mark(error);
        }
        match self.first_error() {
            Some(place) => {
                self.notice = Some("fix");
                place
            }
            None => Place::Notice,
        }
    }

    fn mark(&mut self, error: &FieldError) {
        match error.field.as_str() {
            "candidate.name" => self.name.error = Some(name_error(&error.code)),
            "candidate.email" => self.email.error = Some(email_error(&error.code)),
            path => {
                let Some(key) = path.strip_prefix("decisions.") else { return };
                if let Some(choice) = self.choices.iter_mut().find(|c| c.purpose.key == key) {
                    choice.error = Some("purpose_required");
                }
            }
        }
    }
}

fn unticked(purposes: Vec<Purpose>) -> Vec<Choice> {
    let choice = |purpose| Choice { purpose, ticked: false, error: None };
    purposes.into_iter().map(choice).collect()
}

/// What the host's form asks for is checked by the host and by the server.
fn missing_name(entry: &Entry) -> Option<Key> {
    let missing = !entry.elsewhere && entry.value.trim().is_empty();
    missing.then_some("name_required")
}

/// Catches slips of the finger only; the server decides what an address is.
fn wrong_email(entry: &Entry) -> Option<Key> {
    let value = entry.value.trim();
    if entry.elsewhere {
        return None;
    }
    if value.is_empty() {
        return Some("email_required");
    }
    let domain = value.split_once('@').map_or("", |(local, domain)| if local.is_empty() { "" } else { domain });
    (domain.is_empty() || value.contains(' ')).then_some("email_invalid")
}

fn name_error(code: &str) -> Key {
    match code {
        "required" => "name_required",
        "too_long" => "name_too_long",
        _ => "name_invalid",
    }
}

fn email_error(code: &str) -> Key {
    match code {
        "required" => "email_required",
        "too_long" => "email_too_long",
        _ => "email_invalid",
    }
}

fn failure(status: u16) -> Key {
    match status {
        0 => "offline",
        403 => "forbidden",
        429 => "busy",
        400..=499 => "rejected",
        _ => "server",
    }
}
