//! The list. A page that is not in it fails `routes`; to add one, write its line.

use crate::accounts::{COLLEAGUE, PASSWORD};

/// Who opens a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// Nobody the server knows.
    Anyone,
    /// The demo company's administrator.
    Administrator,
    /// The administrator of a company that has nobody and nothing yet.
    Newcomer,
    /// The demo company's second administrator, with password and authenticator app.
    Colleague,
    /// Has followed an invitation, no more.
    Invited,
    /// Has chosen a password and has no second factor yet.
    Halfway,
}

use Visitor::{Administrator, Anyone, Colleague, Halfway, Invited, Newcomer};

/// What a visitor does on a page until it shows what is to be looked at. Elements are named by CSS; the
/// first that is shown counts, also inside a shadow root.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Press(&'static str),
    Type(&'static str, &'static str),
    /// As [`Type`](Self::Type), the code of the secret that the page shows.
    Code(&'static str),
    /// Chooses a file of `e2e/quality`.
    Choose(&'static str, &'static str),
    /// As [`Type`](Self::Type), a text of the scene.
    Paste(&'static str, &'static str),
    /// Opens every folded part, so that it is looked at too.
    Unfold,
    See(&'static str),
    /// From here on the page cannot reach the server.
    Offline,
}

use Step::{Choose, Code, Offline, Paste, Press, See, Type, Unfold};

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
const IMPORT: &[Step] = &[
    Choose("#field-file", "candidates.csv"),
    Type("#field-source_detail", "Teknikmässan i Exempelstad"),
    SUBMIT,
    See(".import-columns"),
];

/// The pages to open: all, or those whose name begins with one of what `SAMTYCKE_PAGES` says, separated by
/// commas, for whoever works on them.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    let wanted = std::env::var("SAMTYCKE_PAGES").unwrap_or_default();
    PAGES
        .iter()
        .filter(move |page| wanted.split(',').any(|it| page.name.starts_with(it)))
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
    console(
        "candidates-all-filters",
        "/console/candidates?q=exempel&status=valid&source=web&renewal=none&text_version=1&purpose=future_jobs&consented_after=2000-01-01&consented_before=2090-01-01&deadline_within=3000&deadline_after=2000-01-01&deadline_before=2090-01-01&sort=name",
    ),
    console(
        "candidates-to-keep",
        "/console/candidates?status=valid&source=web",
    )
    .after(&[Unfold]),
    console("renewals-preview", "/console/candidates?q=exempel").after(&[
        Press("input[name=id]"),
        Press(".bulk button:not(.danger)"),
        See("form[action$='/confirm'], .reasons"),
    ]),
    console("erasures-preview", "/console/candidates?q=exempel").after(&[
        Press("input[name=id]"),
        Press(".bulk button.danger"),
        See("form[action$='/confirm'] .danger"),
    ]),
    console("batches", "/console/batches"),
    page("batches-empty", Newcomer, "/console/batches"),
    console("batch-ask", "/console/batches/{batch_ask}"),
    console("batch-erase", "/console/batches/{batch_erase}"),
    console("batch-miscounted", "/console/batches/{batch_erase}")
        .after(&[
            Type("#field-confirm_count", "77"),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    console("batch-nobody", "/console/batches/{batch_nobody}"),
    console("batch-cancelled", "/console/batches/{batch_cancelled}"),
    console("batch-done", "/console/batches/{batch_done}"),
    console("batch-waiting", "/console/batches/{batch_waiting}"),
    page(
        "batch-to-approve",
        Colleague,
        "/console/batches/{batch_waiting}",
    ),
    console("import", "/console/import"),
    console("import-unreadable", "/console/import")
        .after(&[
            Choose("#field-file", "not-a-table.csv"),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    console("import-source-missing", "/console/import")
        .after(&[
            Choose("#field-file", "candidates.csv"),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    console("import-preview", "/console/import").after(IMPORT),
    console("import-report", "/console/import").after(&[
        Choose("#field-file", "candidates.csv"),
        Type("#field-source_detail", "Teknikmässan i Exempelstad"),
        SUBMIT,
        Press(".submit-row button.button:not(.secondary)"),
        See("main:not(:has(progress)) .facts"),
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
    page(
        "text-preview",
        Administrator,
        "/console/texts/{text}/versions/{draft}/preview?language={lang}",
    ),
    console("audit", "/console/audit"),
    console(
        "audit-no-match",
        "/console/audit?from=2090-01-01&to=2090-01-02",
    ),
    page("audit-newcomer", Newcomer, "/console/audit"),
    console("settings", "/console/settings").after(&[Unfold]),
    console("settings-errors", "/console/settings")
        .after(&[
            Type("#field-timezone", "Atlantis"),
            SUBMIT,
            See("[role=alert]"),
        ])
        .failing(),
    console("settings-renewal", "/console/settings/renewal"),
    console("settings-renewal-errors", "/console/settings/renewal")
        .after(&[
            Type("#field-lead_days", "9999"),
            SUBMIT,
            See("[role=alert]"),
        ])
        .failing(),
    console("settings-sites", "/console/settings/sites").after(&[Unfold]),
    console("settings-recipients", "/console/settings/recipients").after(&[Unfold]),
    console("settings-retention", "/console/settings/retention").after(&[Unfold]),
    console("settings-record", "/console/settings/record").printed(),
    console("settings-webhooks", "/console/settings/webhooks").after(&[Unfold]),
    page(
        "settings-webhooks-empty",
        Newcomer,
        "/console/settings/webhooks",
    ),
    console("settings-webhooks-errors", "/console/settings/webhooks")
        .after(&[
            Unfold,
            Type("#field-url", "https://10.0.0.1/"),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    console("settings-webhook", "/console/settings/webhooks/{webhook}").after(&[Unfold]),
    console("settings-webhook-secret", "/console/settings/webhooks").after(&[
        Unfold,
        Type("#field-url", "http://127.0.0.1:9/another"),
        SUBMIT,
        See("#secret"),
    ]),
    // Access
    console("staff", "/console/staff"),
    console("staff-errors", "/console/staff")
        .after(&[
            Type("#field-name", "Karin Kollega"),
            Type("#field-email", COLLEAGUE),
            SUBMIT,
            See("[role=alert]"),
        ])
        .failing(),
    console("staff-member", "/console/staff/{member}"),
    console("staff-invitee", "/console/staff/{invitee}"),
    console("keys", "/console/keys"),
    page("keys-empty", Newcomer, "/console/keys"),
    console("key-made", "/console/keys").after(&[
        Type("#field-name", "Annonsverktyget"),
        Press("form.narrow button[type=submit]"),
        See("code.secret"),
    ]),
    console("account-unfinished", "/console/account"),
    page("account", Colleague, "/console/account").after(&[Unfold]),
    page("account-wrong-password", Colleague, "/console/account")
        .after(&[
            Type("form[action$='/password'] [name=current]", "not this one"),
            Type(
                "form[action$='/password'] [name=password]",
                "ännu en lång provmening",
            ),
            Type(
                "form[action$='/password'] [name=again]",
                "ännu en lång provmening",
            ),
            Press("form[action$='/password'] button"),
            See("[role=alert], .field-error"),
        ])
        .failing(),
    page("account-recovery-codes", Colleague, "/console/account").after(&[
        Unfold,
        Type("form[action$='/recovery-codes'] [name=current]", PASSWORD),
        Press("form[action$='/recovery-codes'] button"),
        See(".codes"),
    ]),
    page("account-code", Colleague, "/console/account/code"),
    page("account-code-wrong", Colleague, "/console/account/code")
        .after(&[
            Type("#field-code", "12"),
            Type("[name=current]", PASSWORD),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    page("setup-password", Invited, "/console/account/setup"),
    page("setup-password-errors", Invited, "/console/account/setup")
        .after(&[
            Type("[name=password]", "short"),
            Type("[name=again]", "shorter"),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    page("setup-code", Halfway, "/console/account/setup"),
    page("setup-code-wrong", Halfway, "/console/account/setup")
        .after(&[
            Type("#field-code", "12"),
            SUBMIT,
            See("[role=alert], .field-error"),
        ])
        .failing(),
    // Ends the session that began it.
    page("setup-codes", Halfway, "/console/account/setup").after(&[
        Code("#field-code"),
        SUBMIT,
        See(".codes"),
    ]),
    // Signing in
    public("sign-in", "/console/sign-in"),
    public("sign-in-wrong", "/console/sign-in")
        .after(&[
            Type("#field-email", "nobody@exempel.example"),
            Type("#field-password", "not a password of anybody"),
            SUBMIT,
            See("[role=alert]"),
        ])
        .failing(),
    public("sign-in-factor", "/console/sign-in").after(&[
        Type("#field-email", COLLEAGUE),
        Type("#field-password", PASSWORD),
        SUBMIT,
        See("#field-code"),
    ]),
    public("sign-in-factor-wrong", "/console/sign-in")
        .after(&[
            Type("#field-email", COLLEAGUE),
            Type("#field-password", PASSWORD),
            SUBMIT,
            Type("#field-code", "12"),
            SUBMIT,
            See("[role=alert]"),
        ])
        .failing(),
    public("sign-in-forgot", "/console/sign-in/forgot"),
    public("sign-in-sent", "/console/sign-in/forgot").after(&[
        Type("input[type=email]", "nobody@exempel.example"),
        SUBMIT,
        See("main:not(:has(input))"),
    ]),
    public("sign-in-link-first", "/console/sign-in/{link_first}"),
    public(
        "sign-in-link-invitation",
        "/console/sign-in/{link_invitation}",
    ),
    public("sign-in-link-reset", "/console/sign-in/{link_reset}"),
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
    mail("mail-html-invitation", "{mail_invitation}/html"),
    mail("mail-html-reset", "{mail_reset}/html"),
];

/// The widget's box, once it can be ticked.
const CONSENT: &str = "form:not([inert]) .purpose input[type=checkbox]";

/// What is fetched and not looked at: files, and addresses that lead elsewhere.
pub const FILES: &[&str] = &[
    "/console/",
    // Leads to the sign-in without a password before it; `sign-in-factor` is it with one.
    "/console/sign-in/factor",
    "/console/candidates.csv",
    "/console/batches/{id}/candidates.csv",
    "/console/audit/export",
    "/console/settings/record.csv",
    "/console/settings/record.json",
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

/// An address that a form posts to, with fields that would change something. Words in braces come from
/// the scene, also for the parts in braces of the address.
pub struct Post {
    pub at: &'static str,
    pub guard: Guard,
    pub fields: &'static [(&'static str, &'static str)],
    /// What `{id}` stands for.
    pub id: &'static str,
    pub by: Visitor,
}

const fn csrf(at: &'static str, id: &'static str, fields: &'static [(&str, &str)]) -> Post {
    Post {
        at,
        guard: Guard::Csrf,
        fields,
        id,
        by: Administrator,
    }
}

const fn other(at: &'static str, guard: Guard, fields: &'static [(&str, &str)]) -> Post {
    Post {
        at,
        guard,
        fields,
        id: "",
        by: Administrator,
    }
}

impl Post {
    const fn by(mut self, visitor: Visitor) -> Self {
        self.by = visitor;
        self
    }
}

/// A file of one candidate, as the form that previews it carries it on.
const PACKED: &str = "eJxLzU3MzNHJS8xN1SnOLy1KTo1PSS0BCnGl5Relp6Y4pFak5hak5uilViTmFuSk6rgl5mQruB3eVpSWmFOcnZii43t4SXFxIhcA94YcMg";
const FORGED: (&str, &str) = ("name", "Falk Förfalskad");
const NEW_PASSWORD: &str = "en helt annan provmening";

/// Every address a form posts to.
pub const POSTS: &[Post] = &[
    csrf(
        "/console/candidates",
        "",
        &[
            FORGED,
            ("email", "falk@exempel.example"),
            ("source_detail", "Mässan"),
            ("language", "sv"),
        ],
    ),
    csrf(
        "/console/candidates/{id}/edit",
        "{long}",
        &[
            FORGED,
            ("email", "falk@exempel.example"),
            ("language", "sv"),
        ],
    ),
    csrf(
        "/console/candidates/{id}/address",
        "{long}",
        &[("email", "falk@exempel.example")],
    ),
    csrf("/console/candidates/{id}/renewal", "{consented}", &[]),
    csrf(
        "/console/candidates/{id}/consents",
        "{long}",
        &[
            ("form", "paper"),
            ("note", "Pärm 4"),
            ("purpose", "future_jobs"),
        ],
    ),
    csrf(
        "/console/candidates/{id}/hold",
        "{long}",
        &[("reason", "Tvist"), ("until", "{next_year}")],
    ),
    csrf("/console/candidates/{id}/hold/release", "{held}", &[]),
    csrf("/console/candidates/{id}/restriction", "{long}", &[]),
    csrf(
        "/console/candidates/{id}/restriction/lift",
        "{restricted}",
        &[],
    ),
    csrf(
        "/console/candidates/{id}/erase",
        "{long}",
        &[("confirm_count", "{erase_count}")],
    ),
    csrf(
        "/console/filters",
        "",
        &[("filter", "status=expired"), FORGED],
    ),
    csrf("/console/filters/{id}/remove", "{filter}", &[]),
    csrf("/console/renewals/preview", "", &[("id", "{consented}")]),
    csrf("/console/erasures/preview", "", &[("id", "{long}")]),
    csrf(
        "/console/batches/{id}/confirm",
        "{batch_erase}",
        &[("confirm_count", "2")],
    ),
    csrf(
        "/console/batches/{id}/approve",
        "{batch_waiting}",
        &[("confirm_count", "55")],
    )
    .by(Colleague),
    csrf("/console/batches/{id}/cancel", "{batch_waiting}", &[]),
    csrf(
        "/console/import",
        "",
        &[("content", PACKED), ("expected", "1,0")],
    ),
    csrf("/console/import/preview", "", &[("content", PACKED)]),
    csrf("/console/import/rejected", "", &[("content", PACKED)]),
    csrf(
        "/console/erasures/sweep/approve",
        "",
        &[("confirm_count", "0")],
    ),
    csrf("/console/texts", "", &[FORGED]),
    csrf("/console/texts/{id}/versions", "{text}", &[]),
    csrf(
        "/console/texts/{id}/versions/{n}/edit",
        "{text}",
        &[("language", "sv"), ("title", "Förfalskad")],
    ),
    csrf(
        "/console/texts/{id}/versions/{n}/preview",
        "{text}",
        &[("language", "sv"), ("title", "Förfalskad")],
    ),
    csrf("/console/texts/{id}/versions/{n}/discard", "{text}", &[]),
    csrf(
        "/console/texts/{id}/versions/{n}/publish",
        "{text}",
        &[("change", "editorial"), ("explanation", "Stavfel")],
    ),
    other(
        "/console/sign-in",
        Guard::Origin,
        &[("email", COLLEAGUE), ("password", PASSWORD)],
    ),
    other(
        "/console/sign-in/factor",
        Guard::Origin,
        &[("code", "123456")],
    ),
    other("/console/sign-in/passkey/options", Guard::Origin, &[]),
    other(
        "/console/sign-in/passkey",
        Guard::Origin,
        &[("credential", "{lang}")],
    ),
    other(
        "/console/sign-in/forgot",
        Guard::Origin,
        &[("email", COLLEAGUE)],
    ),
    other("/console/sign-in/{token}", Guard::Origin, &[]),
    csrf("/console/sign-out", "", &[]),
    csrf("/console/language", "", &[("language", "en")]),
    csrf(
        "/console/account/setup/password",
        "",
        &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)],
    )
    .by(Invited),
    csrf(
        "/console/account/setup/code",
        "",
        &[("salt", "salt"), ("code", "123456")],
    )
    .by(Halfway),
    csrf(
        "/console/account/passkeys/options",
        "",
        &[("current", PASSWORD)],
    )
    .by(Colleague),
    csrf(
        "/console/account/passkeys",
        "",
        &[FORGED, ("credential", "1")],
    )
    .by(Colleague),
    csrf(
        "/console/account/passkeys/{id}/remove",
        "{nobody}",
        &[("current", PASSWORD)],
    )
    .by(Colleague),
    csrf("/console/account", "", &[FORGED]).by(Colleague),
    csrf(
        "/console/account/password",
        "",
        &[
            ("current", PASSWORD),
            ("password", NEW_PASSWORD),
            ("again", NEW_PASSWORD),
        ],
    )
    .by(Colleague),
    csrf(
        "/console/account/code",
        "",
        &[("current", PASSWORD), ("salt", "salt"), ("code", "123456")],
    )
    .by(Colleague),
    csrf(
        "/console/account/recovery-codes",
        "",
        &[("current", PASSWORD)],
    )
    .by(Colleague),
    csrf("/console/account/sessions/others/end", "", &[]).by(Colleague),
    csrf("/console/account/sessions/{id}/end", "{session}", &[]).by(Colleague),
    csrf(
        "/console/staff",
        "",
        &[
            FORGED,
            ("email", "falk@exempel.example"),
            ("role", "admin"),
            ("language", "sv"),
        ],
    ),
    csrf(
        "/console/staff/{id}/role",
        "{invitee}",
        &[("role", "admin")],
    ),
    csrf("/console/staff/{id}/invitation", "{invitee}", &[]),
    csrf("/console/staff/{id}/reset", "{member}", &[]),
    csrf("/console/staff/{id}/remove", "{invitee}", &[]),
    csrf("/console/keys", "", &[FORGED, ("role", "admin")]),
    csrf("/console/keys/{id}/revoke", "{key}", &[]),
    csrf(
        "/console/settings",
        "",
        &[
            ("controller_name", "Förfalskad AB"),
            ("contact", "falk@exempel.example"),
            ("jurisdiction", "SE"),
            ("timezone", "Europe/Stockholm"),
            ("language", "sv"),
        ],
    ),
    csrf(
        "/console/settings/renewal",
        "",
        &[("lead_days", "20"), ("reminder_days", "7")],
    ),
    csrf(
        "/console/settings/sites",
        "",
        &[FORGED, ("origins", "https://falk.example")],
    ),
    csrf(
        "/console/settings/sites/{id}",
        "{site}",
        &[FORGED, ("origins", "https://falk.example")],
    ),
    csrf(
        "/console/settings/recipients",
        "",
        &[("recipients", "Alla")],
    ),
    csrf("/console/settings/retention", "", &[("security", "Ingen")]),
    csrf(
        "/console/settings/webhooks",
        "",
        &[
            ("url", "http://127.0.0.1:9/falk"),
            ("event", "candidate.erased"),
        ],
    ),
    csrf(
        "/console/settings/webhooks/{id}",
        "{webhook}",
        &[
            ("url", "http://127.0.0.1:9/falk"),
            ("event", "candidate.erased"),
        ],
    ),
    csrf(
        "/console/settings/webhooks/{id}/switch",
        "{webhook}",
        &[("enabled", "0")],
    ),
    csrf("/console/settings/webhooks/{id}/secret", "{webhook}", &[]),
    csrf("/console/settings/webhooks/{id}/test", "{webhook}", &[]),
    csrf("/console/settings/webhooks/{id}/remove", "{webhook}", &[]),
    other("/r/{token}", Guard::Link, &[]),
    other("/r/{token}/unsubscribe", Guard::Link, &[]),
    other("/me/{token}", Guard::Link, &[]),
    other(
        "/demo/clock",
        Guard::Origin,
        &[("days", "1"), ("return_to", "/")],
    ),
    other("/demo/jobs/{slug}/apply", Guard::Origin, &[]),
];
