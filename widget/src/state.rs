//! What the candidate has answered and where the submission stands.
//!
//! Pure: no browser, no clock, no randomness. Every message is a key in the catalogue.

use samtycke_shared::api::{FieldError, Purpose};

/// A key in the catalogue.
pub type Key = &'static str;

/// A place in the form that can be wrong and can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Name,
    Email,
    /// The box of the purpose with this index.
    Choice(usize),
    Notice,
}

impl Part {
    /// Its element's id.
    pub fn id(self) -> String {
        match self {
            Part::Name => "name".into(),
            Part::Email => "email".into(),
            Part::Choice(index) => index.to_string(),
            Part::Notice => "notice".into(),
        }
    }

    /// The part with this id; what has none of ours is the notice.
    pub fn of(id: &str) -> Self {
        match id {
            "name" => Part::Name,
            "email" => Part::Email,
            _ => id.parse().map_or(Part::Notice, Part::Choice),
        }
    }
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Editing,
    Sending,
    /// The outcome is unknown or temporary: the same answers can be sent again.
    Failed,
    Done,
}

/// What the server made of a submission.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Recorded,
    /// The text shown was no longer current; the element has replaced it already.
    Stale,
    Invalid(Vec<FieldError>),
    /// Any other HTTP status; 0 when the server could not be reached.
    Failed(u16),
}

/// What follows when the candidate wants to send, or when the server has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Send,
    /// Nothing is ticked and nothing has to be: the host's form goes on without a consent.
    Skip,
    /// Move to what has to be corrected or read.
    Look(Part),
    /// Nothing: a submission is on its way, or the candidate has another text to read.
    Wait,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub name: Entry,
    pub email: Entry,
    pub choices: Vec<Choice>,
    pub phase: Phase,
    pub notice: Option<Key>,
    in_form: bool,
}

impl Form {
    /// A form with nothing ticked. `in_form`: it is part of a host's form, which may ask for the
    /// name and the address itself (`asks_name`, `asks_email` are false then).
    pub fn new(in_form: bool, asks_name: bool, asks_email: bool, purposes: Vec<Purpose>) -> Self {
        let entry = |asked: bool| Entry {
            elsewhere: !asked,
            ..Entry::default()
        };
        Self {
            name: entry(asks_name),
            email: entry(asks_email),
            choices: unticked(purposes),
            phase: Phase::Editing,
            notice: None,
            in_form,
        }
    }

    /// What is wrong at this place, or what the notice says.
    pub fn message(&self, part: Part) -> Option<Key> {
        match part {
            Part::Name => self.name.error,
            Part::Email => self.email.error,
            Part::Choice(index) => self.choices.get(index).and_then(|choice| choice.error),
            Part::Notice => self.notice,
        }
    }

    /// Does the host's form ask for this, so that its field is the one to look at?
    pub fn is_elsewhere(&self, part: Part) -> bool {
        match part {
            Part::Name => self.name.elsewhere,
            Part::Email => self.email.elsewhere,
            Part::Choice(_) | Part::Notice => false,
        }
    }

    /// Is the host's own button the one to press?
    pub fn is_sent_by_host(&self) -> bool {
        self.in_form && self.phase != Phase::Failed
    }

    pub fn label(&self) -> Key {
        match self.phase {
            Phase::Sending => "sending",
            Phase::Failed => "retry",
            Phase::Editing | Phase::Done => "submit",
        }
    }

    /// Keys of the ticked purposes.
    pub fn ticked(&self) -> Vec<String> {
        let ticked = self.choices.iter().filter(|choice| choice.ticked);
        ticked.map(|choice| choice.purpose.key.clone()).collect()
    }

    pub fn enter(&mut self, part: Part, value: String) {
        let entry = Entry {
            value,
            ..Entry::default()
        };
        match part {
            Part::Name => self.name = entry,
            Part::Email => self.email = entry,
            Part::Choice(_) | Part::Notice => {}
        }
        self.forget_correction();
    }

    pub fn tick(&mut self, index: usize, ticked: bool) {
        if let Some(choice) = self.choices.get_mut(index) {
            choice.ticked = ticked;
            choice.error = None;
        }
        self.forget_correction();
    }

    /// A failure stays until it is tried again; what had to be corrected is being corrected.
    fn forget_correction(&mut self) {
        if self.phase == Phase::Editing {
            self.notice = None;
        }
    }

    /// Puts other purposes in place of those shown. Boxes are unticked: what the candidate has
    /// not read cannot have been agreed to.
    pub fn replace(&mut self, purposes: Vec<Purpose>) {
        self.choices = unticked(purposes);
        self.phase = Phase::Editing;
        self.notice = None;
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
        if let Some(part) = self.first_error() {
            return self.ask_to_look("fix", part);
        }
        if nothing_ticked {
            return self.ask_to_look("none_ticked", Part::Choice(0));
        }
        self.phase = Phase::Sending;
        self.notice = None;
        Step::Send
    }

    /// Takes in the server's answer.
    pub fn answered(&mut self, outcome: Outcome) -> Step {
        match outcome {
            Outcome::Recorded => {
                self.phase = Phase::Done;
                Step::Wait
            }
            Outcome::Stale => Step::Wait,
            Outcome::Invalid(errors) => self.invalid(&errors),
            Outcome::Failed(status) => {
                self.phase = Phase::Failed;
                self.ask_to_look(failure(status), Part::Notice)
            }
        }
    }

    fn invalid(&mut self, errors: &[FieldError]) -> Step {
        self.phase = Phase::Editing;
        for error in errors {
            self.mark(error);
        }
        match self.first_error() {
            Some(part) => self.ask_to_look("fix", part),
            None => self.ask_to_look("rejected", Part::Notice),
        }
    }

    fn ask_to_look(&mut self, notice: Key, part: Part) -> Step {
        self.notice = Some(notice);
        Step::Look(part)
    }

    fn mark_missing(&mut self) {
        self.name.error = missing_name(&self.name);
        self.email.error = wrong_email(&self.email);
        for choice in &mut self.choices {
            let missing = choice.purpose.required && !choice.ticked;
            choice.error = missing.then_some("purpose_required");
        }
    }

    fn first_error(&self) -> Option<Part> {
        let choices = (0..self.choices.len()).map(Part::Choice);
        let mut parts = [Part::Name, Part::Email].into_iter().chain(choices);
        parts.find(|part| self.message(*part).is_some())
    }

    fn mark(&mut self, error: &FieldError) {
        match error.field.as_str() {
            "candidate.name" => self.name.error = Some(name_error(&error.code)),
            "candidate.email" => self.email.error = Some(email_error(&error.code)),
            path => {
                let key = path.strip_prefix("decisions.");
                let mut choices = self.choices.iter_mut();
                if let Some(choice) = choices.find(|choice| key == Some(&choice.purpose.key)) {
                    choice.error = Some("purpose_required");
                }
            }
        }
    }
}

fn unticked(purposes: Vec<Purpose>) -> Vec<Choice> {
    let choice = |purpose| Choice {
        purpose,
        ticked: false,
        error: None,
    };
    purposes.into_iter().map(choice).collect()
}

/// What the host's form asks for is checked by the host and by the server.
fn missing_name(entry: &Entry) -> Option<Key> {
    let missing = !entry.elsewhere && is_blank(&entry.value);
    missing.then_some("name_required")
}

/// Catches slips of the finger only; the server decides what an address is.
fn wrong_email(entry: &Entry) -> Option<Key> {
    if entry.elsewhere {
        return None;
    }
    if is_blank(&entry.value) {
        return Some("email_required");
    }
    let at = entry.value.bytes().position(|byte| byte == b'@');
    let inside = at.is_some_and(|at| at > 0 && at + 1 < entry.value.len());
    (!inside).then_some("email_invalid")
}

/// Spaces alone; other blanks are the server's to refuse.
fn is_blank(value: &str) -> bool {
    value.bytes().all(|byte| byte == b' ')
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

#[cfg(test)]
mod tests;
