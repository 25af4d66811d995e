//! The form inside `<candidate-consent>`, drawn with Leptos.
//!
//! `element.js` owns the custom element: it fetches and shows the consent text, talks to the
//! server and takes part in the host's form. This crate draws the questions, checks the answers
//! and says what happened: `state` decides, `view` draws, `client` speaks with the element.

mod client;
mod state;
mod view;

use std::any::Any;

use leptos::mount::mount_to;
use leptos::prelude::Owner;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::prelude::wasm_bindgen;

use client::Host;
use view::Ui;

/// One form on the page. Freeing it takes the form away.
#[wasm_bindgen]
pub struct View {
    parent: HtmlElement,
    ui: Ui,
    mounted: Box<dyn Any>,
    _owner: Owner,
}

#[wasm_bindgen]
impl View {
    /// Draws the form into `parent`.
    #[wasm_bindgen(constructor)]
    pub fn new(parent: HtmlElement, host: Host) -> View {
        let owner = Owner::new();
        let ui = owner.with(|| Ui::new(host));
        let mounted = draw(&parent, ui);
        View {
            parent,
            ui,
            mounted,
            _owner: owner,
        }
    }

    /// The candidate has sent the host's form.
    pub fn submit(&self) {
        self.ui.submit();
    }

    /// The element shows another text: another language, or a newer version.
    pub fn replace(&mut self) {
        self.ui.replace();
        self.mounted = Box::new(());
        self.mounted = draw(&self.parent, self.ui);
    }
}

fn draw(parent: &HtmlElement, ui: Ui) -> Box<dyn Any> {
    Box::new(mount_to(parent.clone(), move || ui.draw()))
}
