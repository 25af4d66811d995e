//! The console: candidates, one by one and many at once.

use super::Step::{self, Choose, Press, See, Type, Unfold};
use super::Visitor::{Colleague, Newcomer};
use super::{Page, SUBMIT, console, page};

const IMPORT: &[Step] = &[
    Choose("#field-file", "candidates.csv"),
    Type("#field-source_detail", "Teknikmässan i Exempelstad"),
    SUBMIT,
    See(".import-columns"),
];

pub const PAGES: &[Page] = &[
    console("overview", "/console"),
    page("overview-empty", Newcomer, "/console"),
    console("candidates", "/console/candidates"),
    console(
        "candidates-filter",
        "/console/candidates?q=exempel&status=valid",
    )
    .after(&[Unfold]),
    console("candidates-marked", "/console/candidates?q=exempel").after(&[Press("input[name=id]")]),
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
    console("batch-running", "/console/batches/{batch_running}"),
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
];
