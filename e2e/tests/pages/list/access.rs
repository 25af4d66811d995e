//! The console: staff, keys, the own account, setting it up, and signing in.

use super::Step::{Code, PlugIn, Press, See, Type, Unfold};
use super::Visitor::{Colleague, Halfway, Invited, Newcomer};
use super::{Page, SUBMIT, console, page, public};
use crate::accounts::{COLLEAGUE, PASSWORD};

pub const PAGES: &[Page] = &[
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
    page("account-passkey-refused", Colleague, "/console/account")
        .after(&[
            PlugIn,
            Type("[data-passkey] [name=name]", "Min dator"),
            Type("[data-passkey] [name=current]", "not this one"),
            Press("[data-passkey] button"),
            See("[data-problem]"),
        ])
        .failing(),
    // From here on the colleague has a passkey.
    page("account-passkey", Colleague, "/console/account").after(&[
        PlugIn,
        Type("[data-passkey] [name=name]", "Min dator"),
        Type("[data-passkey] [name=current]", PASSWORD),
        Press("[data-passkey] button"),
        See(".flash.done"),
        Unfold,
    ]),
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
    page("setup-code", Halfway, "/console/account/setup").after(&[See("[data-passkey]")]),
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
        See("[data-passkey] button"),
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
    public("sign-in-passkey-failed", "/console/sign-in").after(&[
        PlugIn,
        Type("#field-email", COLLEAGUE),
        Type("#field-password", PASSWORD),
        SUBMIT,
        Press("[data-passkey] button"),
        See("[data-problem]"),
    ]),
    public("sign-in-company-none", "/console/sign-in")
        .after(&[
            Type("#field-email", "nobody@annat.example"),
            Press("button[formaction$='/company']"),
            See("[role=alert]"),
        ])
        .failing(),
    public(
        "sign-in-company-over",
        "/console/sign-in/company/{tenant}/return",
    )
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
];
