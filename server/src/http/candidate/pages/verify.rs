//! The page that verifies a receipt or a certificate in the reader's browser.
//!
//! The markup and all words are here; the script in `verifier/page` fills in what it finds.

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::layout::{Extras, Words, server_document};

const EXTRAS: Extras = Extras {
    style: "/assets/verify.css",
    script: "/verifier/page.js",
};

const KEYS_URL: &str = "/.well-known/jwks.json";

const COMMAND: &str = "samtycke verify receipt.jws --jwks jwks.json --proof receipt.tlog-proof";

/// The messages the script says, without `verify-` before them. A code of the verifier stands after
/// the hyphen as it is.
const SAID_BY_SCRIPT: &[&str] = &[
    "proof-none",
    "from-server",
    "pasted",
    "missing",
    "file-unknown",
    "file-large",
    "file-twice",
    "keys-taken",
    "proof-taken",
    "keys-unreachable",
    "keys-unusable",
    "unsupported",
    "verdict-receipt",
    "verdict-certificate",
    "verdict-invalid",
    "valid",
    "invalid-malformed",
    "invalid-algorithm",
    "invalid-unknown_key",
    "invalid-signature",
    "fact-state",
    "fact-recorded",
    "fact-controller",
    "fact-subject",
    "fact-candidate",
    "fact-text",
    "fact-purposes",
    "fact-erased",
    "shown",
    "decision-yes",
    "decision-until",
    "decision-no",
    "state-requested",
    "state-given",
    "state-renewed",
    "state-refused",
    "state-withdrawn",
    "state-expired",
    "state-invalidated",
    "erased-declined",
    "erased-withdrawn",
    "erased-unanswered",
    "erased-candidate",
    "erased-staff",
    "claim-unaltered",
    "claim-key_trusted",
    "claim-logged",
    "claim-key_owner",
    "claim-same_log_for_all",
    "claim-time_of_signing",
    "claim-still_stands",
    "why-unaltered",
    "key-in_use",
    "key-compromised_later",
    "key-time_unknown",
    "key-out_of_use",
    "key-compromised",
    "log-included",
    "log-not_checked",
    "log-malformed",
    "log-unknown_key",
    "log-signature",
    "log-root",
    "owner-server",
    "owner-file",
    "why-same_log_for_all",
    "why-time_of_signing",
    "why-still_stands",
    "why-still_stands-certificate",
    "status-valid",
    "status-superseded",
    "status-withdrawn",
    "status-refused",
    "status-expired",
    "status-invalidated",
    "status-erased",
    "server-unknown",
    "server-silent",
    "proof-got",
    "proof-later",
    "proof-missing",
    "save-receipt",
    "save-keys",
    "save-proof",
    "technical-typ",
    "technical-kid",
    "technical-entry",
    "technical-index",
    "technical-size",
    "technical-root",
    "technical-signer",
    "technical-payload",
];

/// What the script replaces, by the names the messages use.
const PLACES: [&str; 9] = [
    "name", "reason", "title", "version", "language", "date", "origin", "number", "size",
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyPage {
    pub language: String,
    /// The server as readers know it, such as `consent.example.com`.
    pub host: String,
}

/// Renders the page.
pub fn verify_page(page: &VerifyPage) -> String {
    let words = Words::new(&page.language);
    let host = page.host.as_str();
    server_document(words, host, &words.say("verify-title"), EXTRAS, || {
        view! {
            <h1>{words.say("verify-title")}</h1>
            <p class="lead">{words.say("verify-lead")}</p>
            <p class="private">{words.say("verify-private")}</p>
            <p id="starting" class="notice">{words.say("verify-no-script")}</p>
            {tool(words, host)}
            {result(words, host)}
            {alone(words, host)}
            <div id="words" hidden data-words=said_by_script(words, host)></div>
        }
        .into_any()
    })
}

fn with_host(words: Words, key: &str, host: &str) -> String {
    words.with(key, &[("host", host.into())])
}

/// Shown by the script, without which it would do nothing. The script then takes away what says that it is needed.
fn tool(words: Words, host: &str) -> impl IntoView + use<> {
    view! {
        <form id="tool" hidden>
            <label for="receipt">{words.say("verify-receipt")}</label>
            <p id="receipt-help" class="quiet">{words.say("verify-receipt-help")}</p>
            <textarea
                id="receipt"
                rows="5"
                aria-describedby="receipt-help"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
            ></textarea>
            <dl class="sources">
                {source(words.say("verify-keys"), "keys", with_host(words, "verify-keys-reset", host))}
                {source(words.say("verify-proof"), "proof", words.say("verify-proof-reset"))}
            </dl>
            <p id="message" class="notice" role="alert" hidden></p>
            <div class="choices">
                <button type="submit">{words.say("verify-check")}</button>
                <input type="file" id="files" class="spoken" multiple/>
                <label for="files" class="button plain">{words.say("verify-choose")}</label>
            </div>
        </form>
    }
}

/// Where keys or proof come from, and how to give up a file.
fn source(title: String, id: &str, reset: String) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>{title}</dt>
            <dd>
                <span id=format!("{id}-from")></span>
                <button type="button" class="link" id=format!("{id}-reset") hidden>{reset}</button>
            </dd>
        </div>
    }
}

fn result(words: Words, host: &str) -> impl IntoView + use<> {
    view! {
        <section id="result" aria-live="polite" hidden>
            <div class="verdict">
                <h2 id="verdict" tabindex="-1"></h2>
                <p id="reason"></p>
            </div>
            <div id="content-part">
                <h3>{words.say("verify-content")}</h3>
                <dl id="content" class="fields"></dl>
            </div>
            <div id="proven-part">
                <h3>{words.say("verify-proven")}</h3>
                <ul id="proven" class="claims"></ul>
            </div>
            <div id="open-part">
                <h3>{words.say("verify-open")}</h3>
                <ul id="open" class="claims"></ul>
            </div>
            {ask(words, host)}
            <div id="keep-part">
                <h3>{words.say("verify-keep")}</h3>
                <p>{words.say("verify-keep-text")}</p>
                <div id="keep" class="choices"></div>
            </div>
            <details id="technical-part">
                <summary>{words.say("verify-technical")}</summary>
                <dl id="technical"></dl>
            </details>
        </section>
    }
}

/// Apart from the rest, because it alone sends anything.
fn ask(words: Words, host: &str) -> impl IntoView + use<> {
    view! {
        <div id="ask">
            <h3>{words.say("verify-ask-title")}</h3>
            <p id="ask-text">{with_host(words, "verify-ask-text", host)}</p>
            <button type="button" id="ask-button" class="plain" aria-describedby="ask-text">
                {words.say("verify-ask")}
            </button>
            <div id="answer" tabindex="-1"></div>
        </div>
    }
}

fn alone(words: Words, host: &str) -> impl IntoView + use<> {
    view! {
        <section>
            <h2>{words.say("verify-alone")}</h2>
            <p>{with_host(words, "verify-alone-text", host)}</p>
            <pre class="signed" tabindex="0">{COMMAND}</pre>
            <p>{words.say("verify-alone-jose")}</p>
            <p><a href=KEYS_URL>{with_host(words, "verify-alone-keys", host)}</a></p>
        </section>
    }
}

/// JSON: the server's name and every message, with places left for what only the script knows.
fn said_by_script(words: Words, host: &str) -> String {
    let places: Vec<_> = PLACES
        .into_iter()
        .map(|name| (name, format!("{{{name}}}").into()))
        .chain([("host", host.into())])
        .collect();
    let say = |key: &&str| {
        let message = words.with(&format!("verify-{key}"), &places);
        ((*key).to_owned(), Value::String(message))
    };
    let mut said: Map<String, Value> = SAID_BY_SCRIPT.iter().map(say).collect();
    said.insert("host".to_owned(), Value::String(host.to_owned()));
    Value::Object(said).to_string()
}
