//! Every address that a form posts to.

use crate::accounts::{COLLEAGUE, PASSWORD};
use crate::list::Visitor::{self, Administrator, Colleague, Halfway, Invited};

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
    other(
        "/console/sign-in/company",
        Guard::Origin,
        &[("email", "anna@exempel.example")],
    ),
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
    csrf("/console/account/confirm/options", "", &[]).by(Colleague),
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
        "/console/settings/sign-in",
        "",
        &[
            ("issuer", "{issuer}"),
            ("client_id", "annan"),
            ("client_secret", "forfalskad"),
            ("domains", "forfalskad.example"),
            ("second_factor", "there"),
        ],
    ),
    csrf("/console/settings/sign-in/remove", "", &[]),
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
