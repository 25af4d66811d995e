//! The console for those who may not do everything in it; what they may not do is not offered.

use super::Step::{Press, Unfold};
use super::Visitor::{Auditor, Recruiter};
use super::{Page, page};

pub const PAGES: &[Page] = &[
    page("recruiter-overview", Recruiter, "/console"),
    page(
        "recruiter-candidates",
        Recruiter,
        "/console/candidates?q=exempel",
    )
    .after(&[Press("input[name=id]")]),
    page(
        "recruiter-candidate",
        Recruiter,
        "/console/candidates/{consented}",
    )
    .after(&[Unfold]),
    page(
        "recruiter-batch-waiting",
        Recruiter,
        "/console/batches/{batch_waiting}",
    ),
    page("recruiter-erasures", Recruiter, "/console/erasures"),
    page("recruiter-texts", Recruiter, "/console/texts").after(&[Unfold]),
    page("recruiter-text", Recruiter, "/console/texts/{text}"),
    page("recruiter-settings", Recruiter, "/console/settings").after(&[Unfold]),
    page("recruiter-staff", Recruiter, "/console/staff"),
    page("recruiter-keys", Recruiter, "/console/keys"),
    page("recruiter-refused", Recruiter, "/console/staff/{member}").failing(),
    page("auditor-overview", Auditor, "/console"),
    page(
        "auditor-candidates",
        Auditor,
        "/console/candidates?q=exempel",
    ),
    page(
        "auditor-candidates-filter",
        Auditor,
        "/console/candidates?status=valid&source=web",
    )
    .after(&[Unfold]),
    page("auditor-candidate", Auditor, "/console/candidates/{held}").after(&[Unfold]),
    page(
        "auditor-candidate-restricted",
        Auditor,
        "/console/candidates/{restricted}",
    )
    .after(&[Unfold]),
    page("auditor-batches", Auditor, "/console/batches"),
    page(
        "auditor-batch-erase",
        Auditor,
        "/console/batches/{batch_erase}",
    ),
    page(
        "auditor-batch-waiting",
        Auditor,
        "/console/batches/{batch_waiting}",
    ),
    page("auditor-tasks", Auditor, "/console/tasks"),
    page("auditor-erasures", Auditor, "/console/erasures"),
    page("auditor-texts", Auditor, "/console/texts").after(&[Unfold]),
    page("auditor-text", Auditor, "/console/texts/{text}"),
    page(
        "auditor-text-version",
        Auditor,
        "/console/texts/{text}/versions/{draft}",
    ),
    page("auditor-audit", Auditor, "/console/audit"),
    page("auditor-settings", Auditor, "/console/settings").after(&[Unfold]),
    page(
        "auditor-settings-renewal",
        Auditor,
        "/console/settings/renewal",
    ),
    page("auditor-settings-sites", Auditor, "/console/settings/sites").after(&[Unfold]),
    page(
        "auditor-settings-recipients",
        Auditor,
        "/console/settings/recipients",
    )
    .after(&[Unfold]),
    page(
        "auditor-settings-retention",
        Auditor,
        "/console/settings/retention",
    )
    .after(&[Unfold]),
    page(
        "auditor-settings-webhooks",
        Auditor,
        "/console/settings/webhooks",
    )
    .after(&[Unfold]),
    page(
        "auditor-settings-webhook",
        Auditor,
        "/console/settings/webhooks/{webhook}",
    )
    .after(&[Unfold]),
    page("auditor-staff", Auditor, "/console/staff"),
    page("auditor-account", Auditor, "/console/account"),
    page("auditor-refused", Auditor, "/console/candidates/new").failing(),
];
