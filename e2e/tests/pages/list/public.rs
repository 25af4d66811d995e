//! What candidates see, the widget, the demo around it, and mails.

use super::Step::{self, Offline, Paste, Press, See, Type, Unfold};
use super::{Page, mail, public};

const RENEW: Step = Press("[name=answer][value=renew]");
const DECLINE: Step = Press("[name=answer][value=decline]");
/// The widget's box, once it can be ticked.
const CONSENT: &str = "form:not([inert]) .purpose input[type=checkbox]";

pub const PAGES: &[Page] = &[
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
    public("demo-mail-request", "/demo/mail/{mail_request}?lang={lang}"),
    public(
        "demo-mail-confirmation",
        "/demo/mail/{mail_confirmation}?lang={lang}",
    ),
    mail("mail-html-request", "/demo/mail/{mail_request}/html"),
    mail(
        "mail-html-confirmation",
        "/demo/mail/{mail_confirmation}/html",
    ),
    mail("mail-html-farewell", "/demo/mail/{mail_farewell}/html"),
    mail("mail-html-invitation", "/demo/mail/{mail_invitation}/html"),
    mail("mail-html-reset", "/demo/mail/{mail_reset}/html"),
];
