//! Form fields with label, hint and error tied together.

use leptos::prelude::*;

use super::{
    icons::{Icon, icon},
    parts::FieldErrors,
    words::Words,
};

/// A single-line field. Set what differs from the default.
#[derive(Default)]
pub struct Field<'a> {
    pub name: &'a str,
    pub label: String,
    pub value: &'a str,
    /// `text` when empty.
    pub kind: &'a str,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub required: bool,
    pub autocomplete: Option<&'static str>,
    /// Distinguishes fields of the same name in different forms of one page.
    pub scope: &'a str,
}

impl Field<'_> {
    fn id(&self) -> String {
        match self.scope.is_empty() {
            true => format!("field-{}", self.name.replace('.', "-")),
            false => format!("field-{}-{}", self.scope, self.name.replace('.', "-")),
        }
    }

    /// The ids of hint and error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id()));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id()));
        let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }
}

fn wrap(field: &Field, control: AnyView) -> AnyView {
    let id = field.id();
    let hint = field.hint.clone().map(|text| {
        view! { <p class="hint" id=format!("{id}-hint")>{text}</p> }
    });
    let error = field.error.clone().map(|text| {
        view! { <p class="field-error" id=format!("{id}-error")>{icon(Icon::Warning)}{text}</p> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{field.label.clone()}</label>
            {hint}
            {control}
            {error}
        </div>
    }
    .into_any()
}

pub fn input(field: Field) -> AnyView {
    let kind = match field.kind {
        "" => "text",
        kind => kind,
    };
    let control = view! {
        <input
            id=field.id()
            name=field.name.to_owned()
            type=kind.to_owned()
            value=field.value.to_owned()
            required=field.required
            autocomplete=field.autocomplete
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        />
    };
    wrap(&field, control.into_any())
}

pub fn textarea(field: Field, rows: u16) -> AnyView {
    let control = view! {
        <textarea
            id=field.id()
            name=field.name.to_owned()
            rows=rows.to_string()
            required=field.required
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            inner_html=textarea_content(field.value)
        ></textarea>
    };
    wrap(&field, control.into_any())
}

/// Leptos does not escape what stands in a `<textarea>`. The parser drops the first line break, so
/// one is put before the text to keep its own.
pub fn textarea_content(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    format!("\n{escaped}")
}

/// A choice among `(value, word)`; `field.value` is the chosen one.
pub fn select(field: Field, options: Vec<(String, String)>) -> AnyView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, word)| {
            let selected = value == field.value;
            view! { <option value=value selected=selected>{word}</option> }
        })
        .collect();
    let control = view! {
        <select
            id=field.id()
            name=field.name.to_owned()
            required=field.required
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        >
            {options}
        </select>
    };
    wrap(&field, control.into_any())
}

/// One choice of several with an explanation under it.
pub fn radio(name: &str, value: &str, checked: bool, label: String, hint: String) -> AnyView {
    let id = format!("field-{name}-{value}");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="choice">
            <input
                type="radio"
                id=id.clone()
                name=name.to_owned()
                value=value.to_owned()
                checked=checked
                required=true
                aria-describedby=hint_id.clone()
            />
            <label for=id>{label}</label>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}

pub fn checkbox(id: &str, name: &str, value: &str, label: String) -> AnyView {
    checkbox_checked(id, name, value, label, false)
}

pub fn checkbox_checked(
    id: &str,
    name: &str,
    value: &str,
    label: String,
    checked: bool,
) -> AnyView {
    view! {
        <div class="choice">
            <input type="checkbox" id=id.to_owned() name=name.to_owned() value=value.to_owned() checked=checked/>
            <label for=id.to_owned()>{label}</label>
        </div>
    }
    .into_any()
}

pub fn submit(word: String, class: &'static str) -> AnyView {
    view! { <button type="submit" class=class>{word}</button> }.into_any()
}

pub fn hidden(name: &str, value: &str) -> AnyView {
    view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }.into_any()
}

/// Says above a form that came back what must be put right; nothing when all is well.
pub fn error_summary(words: &Words, errors: &FieldErrors) -> Option<AnyView> {
    if errors.0.is_empty() {
        return None;
    }
    let items: Vec<_> = errors
        .0
        .iter()
        .map(|(field, message)| match field.is_empty() {
            true => view! { <li>{message.clone()}</li> }.into_any(),
            false => {
                let href = format!("#field-{}", field.replace('.', "-"));
                view! { <li><a href=href>{message.clone()}</a></li> }.into_any()
            }
        })
        .collect();
    Some(
        view! {
            <div class="flash problem" role="alert">
                {icon(Icon::Warning)}
                <div>
                    <p>{words.count("console-form-errors", errors.0.len() as i64)}</p>
                    <ul>{items}</ul>
                </div>
            </div>
        }
        .into_any(),
    )
}

/// The languages a candidate can be written to in.
pub fn language_options(words: &Words, codes: &[String]) -> Vec<(String, String)> {
    codes
        .iter()
        .map(|code| (code.clone(), words.language_name(code)))
        .collect()
}
