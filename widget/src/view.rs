//! Draws the form.
//!
//! The tree is static; only texts and attributes react, all through the same two closures. A
//! reactive branch would compile everything in it twice, and each closure type the code that
//! renders it once more: the candidate would pay for every byte. A new text is drawn anew.

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlInputElement;

use crate::client::Host;
use crate::state::{Form, Part, Phase, Step};

/// The form and the element around it.
#[derive(Clone, Copy)]
pub struct Ui(RwSignal<Model>);

struct Model {
    form: Form,
    host: Host,
}

impl Ui {
    pub fn new(host: Host) -> Self {
        let form = Form::new(
            host.in_form(),
            host.asks_name(),
            host.asks_email(),
            host.purposes(),
        );
        Self(RwSignal::new(Model { form, host }))
    }

    /// Takes the purposes of the text that the element shows now.
    pub fn replace(self) {
        self.change(|form, host| form.replace(host.purposes()));
    }

    pub fn submit(self) {
        let step = self.change(|form, _| form.submit());
        self.follow(step);
    }

    fn follow(self, step: Step) {
        let Model { form, host } = &*self.0.read_untracked();
        match step {
            Step::Send => spawn_local(self.send(host.clone(), form.clone())),
            Step::Skip => host.proceed(),
            Step::Look(part) => look(form, host, part),
            Step::Wait => {}
        }
    }

    async fn send(self, host: Host, form: Form) {
        let outcome = host.submit(&form).await;
        if self.0.is_disposed() {
            return; // The element was taken off the page meanwhile.
        }
        let step = self.change(|form, _| form.answered(outcome));
        self.follow(step);
    }

    fn change<T>(self, change: impl FnOnce(&mut Form, &Host) -> T) -> T {
        let Model { form, host } = &mut *self.0.write();
        let result = change(form, host);
        host.decided(form.ticked());
        result
    }

    /// A text that follows the form.
    fn text(self, of: Text) -> impl Fn() -> String + Copy + Send + 'static {
        move || {
            let Model { form, host } = &*self.0.read();
            let key = match of {
                Text::Message(part) => form.message(part),
                Text::Button => Some(form.label()),
            };
            key.map(|key| host.t(key)).unwrap_or_default()
        }
    }

    /// An attribute that is there while something holds.
    fn flag(self, of: Flag) -> impl Fn() -> Option<&'static str> + Copy + Send + 'static {
        move || {
            let form = &self.0.read().form;
            let holds = match of {
                Flag::Invalid(part) => form.message(part).is_some(),
                Flag::Sending => form.phase == Phase::Sending,
                Flag::Needless => form.is_sent_by_host(),
            };
            holds.then_some("true")
        }
    }

    pub fn draw(self) -> impl IntoView + use<> {
        let model = self.0.read_untracked();
        let Model { form, host } = &*model;
        let choice = |index| self.choice(form, host, index);
        let choices: Vec<_> = (0..form.choices.len()).map(choice).collect();
        view! {
            <form
                novalidate
                on:input:capture=move |event| self.entered(&event)
                on:submit:capture=move |event| self.pressed(&event)
            >
                <fieldset disabled=self.flag(Flag::Sending)>
                    {self.field(form, host, Part::Name)}
                    {self.field(form, host, Part::Email)}
                    <fieldset class="purposes">
                        <legend>{host.t("purposes")}</legend>
                        <p class="help">{host.t("purposes_help")}</p>
                        {choices}
                    </fieldset>
                </fieldset>
                <p id="notice" class="notice" role="status" tabindex="-1">
                    {self.text(Text::Message(Part::Notice))}
                </p>
                <button
                    class="main"
                    type="submit"
                    hidden=self.flag(Flag::Needless)
                    aria-disabled=self.flag(Flag::Sending)
                >
                    {self.text(Text::Button)}
                </button>
            </form>
        }
    }

    fn field(self, form: &Form, host: &Host, part: Part) -> Option<impl IntoView + use<>> {
        let (id, kind, error_id, value) = match part {
            Part::Name => ("name", "text", "name-error", &form.name.value),
            _ => ("email", "email", "email-error", &form.email.value),
        };
        (!form.is_elsewhere(part)).then(|| {
            view! {
                <div class="field">
                    <label for=id>{host.t(id)}</label>
                    <input
                        id=id
                        type=kind
                        autocomplete=id
                        required
                        value=value.clone()
                        aria-invalid=self.flag(Flag::Invalid(part))
                        aria-describedby=error_id
                    />
                    <p class="error" id=error_id>{self.text(Text::Message(part))}</p>
                </div>
            }
        })
    }

    fn choice(self, form: &Form, host: &Host, index: usize) -> impl IntoView + use<> {
        let purpose = &form.choices[index].purpose;
        let part = Part::Choice(index);
        let id = part.id();
        let about = format!("{id}-about");
        let required = if purpose.required {
            host.t("required")
        } else {
            String::new()
        };
        view! {
            <div class="purpose">
                <input
                    id=id.clone()
                    type="checkbox"
                    required=purpose.required
                    aria-invalid=self.flag(Flag::Invalid(part))
                    aria-describedby=about.clone()
                />
                <label for=id>{purpose.label.clone()}<span class="required">{required}</span></label>
                <div class="about" id=about>
                    <p>{purpose.description.clone()}</p>
                    <p class="help">{host.validity(purpose.validity_months)}</p>
                    <p class="error">{self.text(Text::Message(part))}</p>
                </div>
            </div>
        }
    }

    /// All fields and boxes speak through this one listener.
    fn entered(self, event: &Event) {
        let input: HtmlInputElement = event_target(event);
        let part = Part::of(&input.id());
        self.change(|form, _| match part {
            Part::Choice(index) => form.tick(index, input.checked()),
            part => form.enter(part, input.value()),
        });
    }

    /// In a host's form our button only tries again, the way the host's own button did.
    fn pressed(self, event: &SubmitEvent) {
        event.prevent_default();
        if self.0.read_untracked().host.in_form() {
            self.0.read_untracked().host.request_submit();
        } else {
            self.submit();
        }
    }
}

#[derive(Clone, Copy)]
enum Text {
    Message(Part),
    Button,
}

#[derive(Clone, Copy)]
enum Flag {
    Invalid(Part),
    Sending,
    Needless,
}

fn look(form: &Form, host: &Host, part: Part) {
    match form.message(part) {
        Some(error) if form.is_elsewhere(part) => host.point(&part.id(), &host.t(error)),
        _ => host.focus(&part.id()),
    }
}
