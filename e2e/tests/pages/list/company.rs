//! The console: consent texts, the audit trail and the settings.

use super::Step::{Press, See, Type, Unfold};
use super::Visitor::{Administrator, Newcomer};
use super::{Page, SUBMIT, console, page};

pub const PAGES: &[Page] = &[
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
    console("settings-sign-in", "/console/settings/sign-in"),
    page(
        "settings-sign-in-empty",
        Newcomer,
        "/console/settings/sign-in",
    ),
    console("settings-sign-in-errors", "/console/settings/sign-in")
        .after(&[
            Type("#field-domains", "exempel"),
            Press("form[action='/console/settings/sign-in'] button"),
            See("[role=alert]"),
        ])
        .failing(),
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
];
