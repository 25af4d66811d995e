//! Draws the form.

use leptos::prelude::*;
use leptos::task::spawn_local;
use samtycke_shared::api::Recorded;

use crate::client::Host;
use crate::state::{Field, Form, Key, Phase, Place, Step};

/// The form and the element around it.
#[derive(Clone, Copy)]
pub struct Ui {
    form: RwSignal<Form>,
    host: StoredValue<Host>,
}

impl Ui {
    pub fn new(host: Host) -> Self {
        let form = Form::new(host.in_form(), host.asks_name(), host.asks_email(), host.purposes());
        Self { form: RwSignal::new(form), host: StoredValue::new(host) }
    }

    fn host<T>(self, ask: impl FnOnce(&Host) -> T) -> T {
        self.host.with_value(ask)
    }

    fn t(self, key: Key) -> String {
        self.host(|host| host.t(key))
    }

    fn read<T>(self, read: impl FnOnce(&Form) -> T) -> T {
        self.form.with(read)
    }

    pub fn replace(self) {
        let purposes = self.host(Host::purposes);
        self.form.update(|form| form.replace(purposes, None));
        self.decided();
    }

    pub fn submit(self) {
        let mut step = Step::Wait;
        self.form.update(|form| step = form.submit());
        match step {
            Step::Send => spawn_local(self.send()),
            Step::Skip => self.host(|host| host.proceed("")),
            Step::Fix(place) => self.look_at(place),
            Step::Wait => {}
        }
    }

    async fn send(self) {
        let (name, email, ticked) = self.form.with_untracked(Form::answers);
        let host = self.host.get_value();
        let outcome = host.submit(&name, &email, ticked).await;
        let mut place = None;
        self.form.update(|form| place = form.answered(outcome));
        self.decided();
        if let Some(place) = place {
            self.look_at(place);
        }
        if let Phase::Done(recorded) = self.form.with_untracked(|form| form.phase.clone()) {
            host.proceed(&recorded.receipt);
        }
    }

    fn decided(self) {
        let ticked = self.form.with_untracked(Form::ticked);
        self.host(|host| host.decided(ticked));
    }

    fn look_at(self, place: Place) {
        match place {
            Place::Field(field) => self.look_at_field(field),
            Place::Choice(index) => self.host(|host| host.focus(&choice_id(index))),
            Place::Notice => self.host(|host| host.focus("notice")),
        }
    }

    fn look_at_field(self, field: Field) {
        let (elsewhere, error) = self.form.with_untracked(|form| {
            let entry = form.entry(field);
            (entry.elsewhere, entry.error)
        });
        match error {
            Some(error) if elsewhere => self.host(|host| host.point(field_id(field), &host.t(error))),
            _ => self.host(|host| host.focus(field_id(field))),
        }
    }

    pub fn draw(self) -> impl IntoView {
        let done = Memo::new(move |_| self.read(|form| matches!(form.phase, Phase::Done(_))));
        move || match self.form.with_untracked(Form::recorded).filter(|_| done.get()) {
            Some(recorded) => self.receipt(recorded).into_any(),
            None => self.questions().into_any(),
        }
    }

    fn questions(self) -> impl IntoView {
        let sending = move || self.read(|form| form.phase == Phase::Sending);
        let edition = Memo::new(move |_| self.read(|form| form.edition));
        let choices = move || {
            edition.get();
            let count = self.form.with_untracked(|form| form.choices.len());
            (0..count).map(|index| self.choice(index)).collect_view()
        };
        view! {
            <form
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    self.pressed();
                }
            >
                <fieldset class="plain" disabled=sending>
                    {self.text_field(Field::Name)}
                    {self.text_field(Field::Email)}
                    <fieldset class="purposes">
                        <legend>{self.t("purposes")}</legend>
                        <p class="help">{self.t("purposes_help")}</p>
                        {choices}
                    </fieldset>
                </fieldset>
                {self.notice()}
                {self.button()}
            </form>
        }
    }

    /// In a host's form its own button sends; ours only tries again.
    fn pressed(self) {
        if self.host(Host::in_form) {
            self.host(Host::request_submit);
        } else {
            self.submit();
        }
    }

    fn text_field(self, field: Field) -> impl IntoView {
        if self.form.with_untracked(|form| form.entry(field).elsewhere) {
            return None;
        }
        let id = field_id(field);
        let error = move || self.read(|form| form.entry(field).error);
        let (kind, error_id) = match field {
            Field::Name => ("text", "name-error"),
            Field::Email => ("email", "email-error"),
        };
        Some(view! {
            <div class="field">
                <label for=id>{self.t(id)}</label>
                <input
                    id=id
                    name=id
                    type=kind
                    autocomplete=id
                    required
                    aria-invalid=move || error().map(|_| "true")
                    aria-describedby=error_id
                    on:input=move |event| {
                        self.form.update(|form| form.enter(field, event_target_value(&event)));
                    }
                />
                <p class="error" id=error_id>{move || error().map(|key| self.t(key))}</p>
            </div>
        })
    }

    fn choice(self, index: usize) -> impl IntoView {
        let purpose = self.form.with_untracked(|form| form.choices[index].purpose.clone());
        let error = move || self.read(|form| form.choices.get(index).and_then(|choice| choice.error));
        let id = choice_id(index);
        let about = format!("{id}-about");
        view! {
            <div class="purpose">
                <input
                    id=id.clone()
                    type="checkbox"
                    aria-invalid=move || error().map(|_| "true")
                    aria-describedby=about.clone()
                    on:change=move |event| {
                        self.form.update(|form| form.tick(index, event_target_checked(&event)));
                        self.decided();
                    }
                />
                <label for=id>
                    {purpose.label}
                    {purpose.required.then(|| view! { <span class="required">{self.t("required")}</span> })}
                </label>
                <div class="about" id=about>
                    <p>{purpose.description}</p>
                    <p class="help">{self.host(|host| host.validity(purpose.validity_months))}</p>
                    <p class="error">{move || error().map(|key| self.t(key))}</p>
                </div>
            </div>
        }
    }

    fn notice(self) -> impl IntoView {
        let text = move || {
            let notice = self.read(|form| form.notice);
            notice.map(|key| self.host(|host| host.notice(key)))
        };
        view! { <p id="notice" class="notice" role="status" tabindex="-1">{text}</p> }
    }

    fn button(self) -> impl IntoView {
        let in_form = self.host(Host::in_form);
        let label = move || {
            self.t(self.read(|form| match form.phase {
                Phase::Sending => "sending",
                Phase::Failed => "retry",
                _ => "submit",
            }))
        };
        let sending = move || self.read(|form| form.phase == Phase::Sending);
        let needless = move || in_form && self.read(|form| form.phase != Phase::Failed);
        view! {
            <button
                class="main"
                type="submit"
                hidden=needless
                aria-disabled=move || sending().then_some("true")
            >
                {label}
            </button>
        }
    }

    fn receipt(self, recorded: Recorded) -> impl IntoView {
        let copied = RwSignal::new(false);
        let label = move || self.t(if copied.get() { "copied" } else { "copy" });
        let labels = self.form.with_untracked(Form::labels);
        let href = format!("data:application/jose,{}", recorded.receipt);
        let receipt = recorded.receipt.clone();
        let copy = move |_| {
            let (host, receipt) = (self.host.get_value(), receipt.clone());
            spawn_local(async move { copied.set(host.copy(&receipt).await) });
        };
        self.host(|host| host.focus("done"));
        view! {
            <section class="done" role="status">
                <h3 id="done" tabindex="-1">{self.t("done_title")}</h3>
                <p>{self.host(Host::mailed)}</p>
                <p>{self.t("done_what")}</p>
                <ul>{labels.into_iter().map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
                <p class="help">{self.host(|host| host.when(&recorded.recorded_at))}</p>
                <details>
                    <summary>{self.t("receipt")}</summary>
                    <p>{self.t("receipt_help")}</p>
                    <textarea readonly id="receipt" rows="4" aria-label=self.t("receipt")>
                        {recorded.receipt}
                    </textarea>
                </details>
                <p class="actions">
                    <a class="second" href=href download="consent.jws">{self.t("download")}</a>
                    <button class="second" type="button" on:click=copy>{label}</button>
                </p>
            </section>
        }
    }
}

fn field_id(field: Field) -> Key {
    match field {
        Field::Name => "name",
        Field::Email => "email",
    }
}

fn choice_id(index: usize) -> String {
    format!("purpose-{index}")
}
