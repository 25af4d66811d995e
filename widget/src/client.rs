//! What the form asks of the element around it, and the messages that pass between them.
//!
//! Fields are read one by one through typed getters: a JSON parser in wasm would cost every
//! candidate several kilobytes to do what the browser has already done.

use samtycke_shared::api::{FieldError, Purpose};
use wasm_bindgen::prelude::*;

use crate::state::{Form, Outcome};

#[wasm_bindgen]
extern "C" {
    /// The element's side of the form; `host` in `element.js`.
    #[derive(Clone)]
    pub type Host;

    /// Is the element part of a host's form?
    #[wasm_bindgen(method, getter, js_name = inForm)]
    pub fn in_form(this: &Host) -> bool;
    #[wasm_bindgen(method, getter, js_name = asksName)]
    pub fn asks_name(this: &Host) -> bool;
    #[wasm_bindgen(method, getter, js_name = asksEmail)]
    pub fn asks_email(this: &Host) -> bool;
    #[wasm_bindgen(method, getter, js_name = purposes)]
    fn js_purposes(this: &Host) -> Vec<JsPurpose>;

    /// A text of the catalogue.
    #[wasm_bindgen(method)]
    pub fn t(this: &Host, key: &str) -> String;
    /// `Valid for 2 years. …`
    #[wasm_bindgen(method)]
    pub fn validity(this: &Host, months: u32) -> String;
    /// Sends the answers; the same answers again are the same submission. Never rejects.
    #[wasm_bindgen(method)]
    async fn send(this: &Host, name: &str, email: &str, ticked: Vec<String>) -> Answer;
    /// The candidate has ticked these purposes: blocks or frees the host's form.
    #[wasm_bindgen(method)]
    pub fn decided(this: &Host, ticked: Vec<String>);
    /// Lets the host's form go on without a consent.
    #[wasm_bindgen(method)]
    pub fn proceed(this: &Host);
    /// Sends the host's form, as its own button would.
    #[wasm_bindgen(method, js_name = requestSubmit)]
    pub fn request_submit(this: &Host);
    /// Moves focus to an element of this form.
    #[wasm_bindgen(method)]
    pub fn focus(this: &Host, id: &str);
    /// Says what is wrong at a field of the host's form.
    #[wasm_bindgen(method)]
    pub fn point(this: &Host, field: &str, message: &str);
    type JsPurpose;
    #[wasm_bindgen(method, getter)]
    fn key(this: &JsPurpose) -> String;
    #[wasm_bindgen(method, getter)]
    fn label(this: &JsPurpose) -> String;
    #[wasm_bindgen(method, getter)]
    fn description(this: &JsPurpose) -> String;
    #[wasm_bindgen(method, getter)]
    fn required(this: &JsPurpose) -> bool;
    #[wasm_bindgen(method, getter)]
    fn validity_months(this: &JsPurpose) -> u32;

    type Answer;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Answer) -> u16;
    #[wasm_bindgen(method, getter)]
    fn errors(this: &Answer) -> Vec<JsFieldError>;
    #[wasm_bindgen(method, getter)]
    fn stale(this: &Answer) -> bool;

    type JsFieldError;
    #[wasm_bindgen(method, getter)]
    fn field(this: &JsFieldError) -> String;
    #[wasm_bindgen(method, getter)]
    fn code(this: &JsFieldError) -> String;
    #[wasm_bindgen(method, getter)]
    fn message(this: &JsFieldError) -> String;
}

impl Host {
    /// The purposes of the text shown now.
    pub fn purposes(&self) -> Vec<Purpose> {
        self.js_purposes().iter().map(purpose).collect()
    }

    /// Sends the candidate's answers and waits for what the server makes of them. A receipt is
    /// shown by the element, in place of this form.
    pub async fn submit(&self, form: &Form) -> Outcome {
        let answer = self
            .send(&form.name.value, &form.email.value, form.ticked())
            .await;
        match answer.status() {
            200 | 201 => Outcome::Recorded,
            409 if answer.stale() => Outcome::Stale,
            422 => Outcome::Invalid(answer.errors().iter().map(field_error).collect()),
            status => Outcome::Failed(status),
        }
    }
}

fn purpose(js: &JsPurpose) -> Purpose {
    Purpose {
        key: js.key(),
        label: js.label(),
        description: js.description(),
        required: js.required(),
        validity_months: js.validity_months(),
    }
}

fn field_error(js: &JsFieldError) -> FieldError {
    FieldError {
        field: js.field(),
        code: js.code(),
        message: js.message(),
    }
}
