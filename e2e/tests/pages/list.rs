//! The list. A page that is not in it fails `routes`; to add one, write its line.

/// Who opens a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// Nobody the server knows.
    Anyone,
    /// The demo company's administrator.
    Administrator,
    /// The administrator of a company that has nobody and nothing yet.
    Newcomer,
}

use Visitor::{Administrator, Anyone, Newcomer};

/// What a visitor does on a page until it shows what is to be looked at. Elements are named by CSS; the
/// first that is shown counts, also inside a shadow root.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Press(&'static str),
    Type(&'static str, &'static str),
    /// As [`Type`](Self::Type), a text of the scene.
    Paste(&'static str, &'static str),
    /// Opens every folded part, so that it is looked at too.
    Unfold,
    See(&'static str),
    /// From here on the page cannot reach the server.
    Offline,
}

use Step::{Offline, Paste, Press, See, Type, Unfold};

/// A page in one state.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Also what its pictures are called.
    pub name: &'static str,
    pub who: Visitor,
    /// Its address; words in braces come from the scene.
    pub at: &'static str,
    pub steps: &'static [Step],
    /// The browser's console tells of failed loads, and should.
    pub fails: bool,
    /// WebAssembly is missing, as where a policy forbids it.
    pub without_wasm: bool,
    /// Its policy runs no script, not even ours: it is looked at in a blank page.
    pub sandboxed: bool,
    /// Kept on paper: there is also a picture of how it prints.
    pub prints: bool,
}

const fn page(name: &'static str, who: Visitor, at: &'static str) -> Page {
    Page {
        name,
        who,
        at,
        steps: &[],
        fails: false,
        without_wasm: false,
        sandboxed: false,
        prints: false,
    }
}

const fn console(name: &'static str, at: &'static str) -> Page {
    page(name, Administrator, at)
}

const fn mail(name: &'static str, at: &'static str) -> Page {
    let mut page = page(name, Anyone, at);
    page.sandboxed = true;
    page
}

const fn public(name: &'static str, at: &'static str) -> Page {
    page(name, Anyone, at)
}

impl Page {
    const fn after(mut self, steps: &'static [Step]) -> Self {
        self.steps = steps;
        self
    }

    const fn failing(mut self) -> Self {
        self.fails = true;
        self
    }

    const fn without_wasm(mut self) -> Self {
        self.without_wasm = true;
        self
    }

    const fn printed(mut self) -> Self {
        self.prints = true;
        self
    }
}

const RENEW: Step = Press("[name=answer][value=renew]");
const DECLINE: Step = Press("[name=answer][value=decline]");
const SUBMIT: Step = Press("main form button[type=submit]");

/// The pages to open: all, or those whose name begins with what `SAMTYCKE_PAGES` says, for whoever
/// works on one.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    let wanted = std::env::var("SAMTYCKE_PAGES").unwrap_or_default();
    PAGES
        .iter()
        .filter(move |page| page.name.starts_with(&wanted))
}

pub const PAGES: &[Page] = &[
    // The console
    console("overview", "/console"),
    page("overview-empty", Newcomer, "/console"),
    console("candidates", "/console/candidates"),
    console(
        "candidates-filter",
        "/console/candidates?q=exempel&status=valid",
    )
    .after(&[Unfold]),
    console("candidates-marked", "/console/candidates").after(&[Press("input[name=id]")]),
    console("candidates-no-match", "/console/candidates?q=nobody-at-all"),
    page("candidates-empty", Newcomer, "/console/candidates"),
    console("register", "/console/candidates/new"),
    console("register-errors", "/console/candidates/new")
        .after(&[
            Type("#field-name", "Test"),
            Type("#field-email", "test@exempel"),
            Type("#field-source_detail", "?"),
            SUBMIT,
            See("[role=alert]"),
        ])
        .failing(),
    console("candidate", "/console/candidates/{consented}").printed(),
    console("candidate-unfolded", "/console/candidates/{consented}").after(&[Unfold]),
    console("candidate-long", "/console/candidates/{long}"),
    console("candidate-arabic", "/console/candidates/{arabic}"),
    console("candidate-held", "/console/candidates/{held}"),
    console("candidate-restricted", "/console/candidates/{restricted}"),
    console("candidate-edit", "/console/candidates/{long}/edit"),
    console("candidate-erase", "/console/candidates/{long}/erase"),
    console(
        "candidate-erase-miscounted",
        "/console/candidates/{long}/erase",
    )
    .after(&[
        Type("#field-confirm_count", "77"),
        SUBMIT,
        See("[role=alert], .field-error"),
    ])
    .failing(),
    console(
        "candidate-unknown",
        "/console/candidates/01a1e409-4750-7f83-8af9-000000000000",
    )
    .failing(),
    console("renewals-preview", "/console/candidates?q=exempel").after(&[
        Press("input[name=id]"),
        Press(".bulk button:not(.danger)"),
        See("form[action='/console/renewals']"),
    ]),
    console("erasures-preview", "/console/candidates?q=exempel").after(&[
        Press("input[name=id]"),
        Press(".bulk button.danger"),
        See("form[action='/console/erasures']"),
    ]),
    console("tasks", "/console/tasks"),
    page("tasks-empty", Newcomer, "/console/tasks"),
    console("erasures", "/console/erasures"),
    page("erasures-empty", Newcomer, "/console/erasures"),
    console("texts", "/console/texts").after(&[Unfold]),
    page("texts-empty", Newcomer, "/console/texts"),
    console("text", "/console/texts/{text}"),
    console("text-version", "/console/texts/{text}/versions/1"),
    console("text-edit", "/console/texts/{text}/versions/{draft}/edit").after(&[Unfold]),
    console(
        "text-publish",
        "/console/texts/{text}/versions/{draft}/publish",
    ),
    console("text-diff", "/console/texts/{text}/diff?from=1&to={draft}"),
    console("settings", "/console/settings").after(&[Unfold]),
    // Signing in
    public("sign-in", "/console/sign-in"),
    public("sign-in-sent", "/console/sign-in").after(&[
        Type("input[type=email]", "nobody@exempel.example"),
        SUBMIT,
        See("main:not(:has(input))"),
    ]),
    public("sign-in-link", "/console/sign-in/{sign_in}"),
    public("sign-in-link-used", "/console/sign-in/used-up").failing(),
    // What candidates see
    public("answer", "/r/{asked}?lang={lang}"),
    public("answer-again", "/r/{asked_again}?lang={lang}"),
    public("answer-nothing-ticked", "/r/{asked}?lang={lang}")
        .after(&[RENEW, See(".notice.error")])
        .failing(),
    public("answer-confirm", "/r/{asked}?lang={lang}").after(&[DECLINE, See("[name=confirm]")]),
    public("answer-thanks", "/r/{renewing}?lang={lang}").after(&[
        Press(".purpose label"),
        RENEW,
        See("a[download]"),
        Unfold,
    ]),
    public("answer-answered", "/r/{renewing}?lang={lang}"),
    public("answer-kept", "/r/{held_link}?lang={lang}").after(&[
        DECLINE,
        Press("[name=confirm]"),
        See("main:not(:has(form))"),
    ]),
    public("answer-erased", "/r/{declining}?lang={lang}").after(&[
        DECLINE,
        Press("[name=confirm]"),
        See("details"),
        Unfold,
    ]),
    public("answer-closed", "/r/{declining}?lang={lang}").failing(),
    public("answer-unknown", "/r/no-such-link?lang={lang}").failing(),
    public("me", "/me/{me}?lang={lang}").after(&[Unfold]),
    public("me-name-missing", "/me/{me}?lang={lang}")
        .after(&[
            Unfold,
            Type("#name", " "),
            Press(".correct button"),
            See(".notice.error"),
        ])
        .failing(),
    public("me-erase", "/me/{me}?lang={lang}")
        .after(&[Press("[name=action][value=erase]"), See("[name=confirm]")]),
    public("verify", "/verify?lang={lang}").after(&[See("#tool"), Unfold]),
    public("verify-good", "/verify?lang={lang}")
        .after(&[
            Paste("#receipt", "receipt"),
            Press("#tool button[type=submit]"),
            See("#proven li"),
            Unfold,
        ])
        .printed(),
    public("verify-bad", "/verify?lang={lang}").after(&[
        Type("#receipt", "this.is.not-a-receipt"),
        Press("#tool button[type=submit]"),
        See("#message, #reason"),
    ]),
    // The widget
    public("widget", "/demo/talent-pool?lang={lang}").after(&[See(CONSENT)]),
    public("widget-nothing-ticked", "/demo/talent-pool?lang={lang}").after(&[
        See(CONSENT),
        Type("#name", "Test Exempel"),
        Type("#email", "test@exempel.example"),
        Press("button.main"),
        See(".notice:not(:empty)"),
    ]),
    public("widget-done", "/demo/talent-pool?lang={lang}").after(&[
        See(CONSENT),
        Type("#name", "Test Exempel"),
        Type("#email", "test@exempel.example"),
        Press(CONSENT),
        Press("button.main"),
        See(".receipt h3"),
        Unfold,
    ]),
    public("widget-plain", "/demo/talent-pool?lang={lang}")
        .after(&[See(CONSENT)])
        .without_wasm(),
    public("widget-plain-done", "/demo/talent-pool?lang={lang}")
        .after(&[
            See(CONSENT),
            Type("#name", "Test Exempel"),
            Type("#email", "test@exempel.example"),
            Press(CONSENT),
            Press("button.main"),
            See(".receipt h3"),
        ])
        .without_wasm(),
    public("widget-offline", "/demo/talent-pool?lang={lang}")
        .after(&[
            See(CONSENT),
            Type("#name", "Test Exempel"),
            Type("#email", "test@exempel.example"),
            Press(CONSENT),
            Offline,
            Press("button.main"),
            See(".notice:not(:empty)"),
        ])
        .failing(),
    public(
        "widget-in-form",
        "/demo/jobs/grid-engineer/apply?lang={lang}",
    )
    .after(&[See(CONSENT)]),
    // The demo
    public("demo", "/?lang={lang}"),
    public("demo-career", "/demo/career?lang={lang}"),
    public("demo-job", "/demo/jobs/grid-engineer?lang={lang}"),
    public("demo-applied", "/demo/jobs/grid-engineer/apply?lang={lang}").after(&[
        See(CONSENT),
        Type("[name=applicant_name]", "Test Exempel"),
        Type("[name=applicant_email]", "test@exempel.example"),
        Press(CONSENT),
        Press("form[enctype] button[type=submit]"),
        See("pre, details"),
    ]),
    public("demo-mail", "/demo/mail?lang={lang}"),
    public("demo-mail-request", "{mail_request}?lang={lang}"),
    public("demo-mail-confirmation", "{mail_confirmation}?lang={lang}"),
    mail("mail-html-request", "{mail_request}/html"),
    mail("mail-html-confirmation", "{mail_confirmation}/html"),
    mail("mail-html-farewell", "{mail_farewell}/html"),
    mail("mail-html-sign-in", "{mail_sign_in}/html"),
];

/// The widget's box, once it can be ticked.
const CONSENT: &str = "form:not([inert]) .purpose input[type=checkbox]";

/// What is fetched and not looked at: files, and addresses that lead elsewhere.
pub const FILES: &[&str] = &[
    "/console/",
    "/console/candidates/{id}/proof",
    "/console/candidates/{id}/receipts/{consent}",
    "/console/erasures/{id}/certificate",
    "/console/erasures/{id}/certificate.pdf",
    "/r/{token}/receipt",
    "/me/{token}/data.json",
    "/me/{token}/receipts/{id}",
    "/me/{token}/receipts/{id}/json-ld",
    "/demo/console",
];

/// How a form that posts is kept from being sent by another site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// By the session's csrf field and by what the browser says of the page it comes from.
    Csrf,
    /// By what the browser says of the page: there is no session yet that could be misused.
    Origin,
    /// By the secret in its address. There is no session, and one-click unsubscribing (RFC 8058) must work.
    Link,
}

/// Every address a form posts to.
pub const POSTS: &[(&str, Guard)] = &[
    ("/console/candidates", Guard::Csrf),
    ("/console/candidates/{id}/edit", Guard::Csrf),
    ("/console/candidates/{id}/address", Guard::Csrf),
    ("/console/candidates/{id}/renewal", Guard::Csrf),
    ("/console/candidates/{id}/consents", Guard::Csrf),
    ("/console/candidates/{id}/hold", Guard::Csrf),
    ("/console/candidates/{id}/hold/release", Guard::Csrf),
    ("/console/candidates/{id}/restriction", Guard::Csrf),
    ("/console/candidates/{id}/restriction/lift", Guard::Csrf),
    ("/console/candidates/{id}/erase", Guard::Csrf),
    ("/console/renewals/preview", Guard::Csrf),
    ("/console/renewals", Guard::Csrf),
    ("/console/erasures/preview", Guard::Csrf),
    ("/console/erasures", Guard::Csrf),
    ("/console/erasures/sweep/approve", Guard::Csrf),
    ("/console/texts", Guard::Csrf),
    ("/console/texts/{id}/versions", Guard::Csrf),
    ("/console/texts/{id}/versions/{n}/edit", Guard::Csrf),
    ("/console/texts/{id}/versions/{n}/discard", Guard::Csrf),
    ("/console/texts/{id}/versions/{n}/publish", Guard::Csrf),
    ("/console/sign-in", Guard::Origin),
    ("/console/sign-in/{token}", Guard::Origin),
    ("/console/sign-out", Guard::Csrf),
    ("/console/language", Guard::Csrf),
    ("/console/settings", Guard::Csrf),
    ("/console/settings/sites", Guard::Csrf),
    ("/console/settings/sites/{id}", Guard::Csrf),
    ("/r/{token}", Guard::Link),
    ("/r/{token}/unsubscribe", Guard::Link),
    ("/me/{token}", Guard::Link),
    ("/demo/clock", Guard::Origin),
    ("/demo/jobs/{slug}/apply", Guard::Origin),
];
