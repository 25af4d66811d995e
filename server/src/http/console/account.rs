//! One's own account: name, password, second factor, sessions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use super::passkeys::scripted;
use super::present;
use super::session::{Desk, Fields, Page, Posted, done, html};
use super::setup::in_words;
use super::views::FieldErrors;
use super::views::account::{
    Account, PasskeyRow, SessionRow, account_page, new_code_page, new_codes_page,
};
use crate::app::App;
use crate::auth::confirm::{self, Shown};
use crate::auth::store::factors;
use crate::auth::throttle::Visitor;
use crate::auth::totp::Enrolment;
use crate::auth::{Action, account, passkeys, sessions};
use crate::error::{Error, Result};
use crate::http::extract::Path;

const ACCOUNT: &str = "/console/account";

pub async fn show(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let data = data(&app, &desk, FieldErrors::default()).await?;
    Ok(scripted(StatusCode::OK, account_page(&desk.frame, &data)))
}

async fn data(app: &App, desk: &Desk, errors: FieldErrors) -> Result<Account> {
    let staff = &desk.who.staff;
    let own = account::load(app, &desk.who).await?;
    let means = confirm::means(app, &desk.who).await?;
    let open = sessions::of(app, staff).await?;
    let passkeys = passkeys::of(app, &desk.who).await?;
    let mut tx = app.db.read().await?;
    let codes = factors::count_recovery_codes(&mut tx, &staff.tenant_id, &staff.id).await?;
    Ok(Account {
        name: staff.name.clone(),
        email: staff.email.clone(),
        confirms_by: means.filter(|_| own.set_up_at.is_some()),
        has_company: own.subject.is_some(),
        has_totp: own.totp_salt.is_some(),
        recovery_codes: codes,
        can_have_passkeys: passkeys::are_possible(app),
        passkeys: passkeys
            .into_iter()
            .map(|key| PasskeyRow {
                created: present::day(desk, key.created_at),
                last_used: key.last_used_at.map(|at| present::moment(desk, at)),
                id: key.id,
                name: key.name,
            })
            .collect(),
        sessions: open
            .iter()
            .map(|session| SessionRow {
                id: session.id.clone(),
                browser: session.browser.clone(),
                created: present::moment(desk, session.created_at),
                seen: present::moment(desk, session.seen_at),
                ends: present::moment(desk, session.expires_at),
                this: session.id == desk.who.session.id,
            })
            .collect(),
        errors,
    })
}

/// The page again, with what has to be mended in the form told apart by `scope`.
pub async fn mend(app: &App, desk: &Desk, scope: &str, error: Error) -> Page {
    let errors = in_words(desk, error)?.renamed(|field| match field {
        // What has no field that can be seen is said at the one that has to be filled in again.
        "credential" => "name",
        "passkey" => "current",
        field => field,
    });
    let errors = match scope {
        "" => errors,
        scope => errors.scoped(scope),
    };
    let data = data(app, desk, errors).await?;
    Ok(scripted(
        StatusCode::UNPROCESSABLE_ENTITY,
        account_page(&desk.frame, &data),
    ))
}

pub async fn rename(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Read)?;
    match account::rename(&app, &desk.who, fields.get("name")).await {
        Ok(()) => done(ACCOUNT, "saved"),
        Err(error) => mend(&app, &desk, "", error).await,
    }
}

/// The fields by which somebody shows who they are.
pub fn shown(fields: &Fields) -> Shown<'_> {
    Shown {
        typed: fields.get("current"),
        passkey: fields.get("confirmation"),
    }
}

pub async fn change_password(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Read)?;
    let changed = account::change_password(
        &app,
        &desk.who,
        fields.get("current"),
        fields.get("password"),
        fields.get("again"),
    );
    match changed.await {
        Ok(()) => done(ACCOUNT, "password-changed"),
        Err(error) => mend(&app, &desk, "", error).await,
    }
}

pub async fn code_form(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let enrolment = account::new_totp(&app, &desk.who)?;
    show_code_form(&app, &desk, &enrolment, FieldErrors::default()).await
}

async fn show_code_form(
    app: &App,
    desk: &Desk,
    enrolment: &Enrolment,
    errors: FieldErrors,
) -> Page {
    confirm::is_possible(app, &desk.who).await?;
    let data = data(app, desk, errors).await?;
    let status = match data.errors.0.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(scripted(
        status,
        new_code_page(&desk.frame, enrolment, &data),
    ))
}

pub async fn change_code(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Read)?;
    let salt = fields.get("salt");
    let changed = async {
        // First: what confirms may be used up by it.
        account::check_totp(&app, &desk.who, salt, fields.get("code"))?;
        confirm::confirm(&app, &desk.who, shown(&fields)).await?;
        account::confirm_totp(&app, &visitor, &desk.who, salt, fields.get("code")).await
    };
    match changed.await {
        Ok(_) => done(ACCOUNT, "code-changed"),
        Err(error) => {
            let enrolment = account::enrolment(&app, &desk.who, salt.to_owned())?;
            let errors = in_words(&desk, error)?;
            show_code_form(&app, &desk, &enrolment, errors).await
        }
    }
}

pub async fn new_recovery_codes(
    State(app): State<Arc<App>>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Read)?;
    let made = async {
        confirm::confirm(&app, &desk.who, shown(&fields)).await?;
        account::new_recovery_codes(&app, &desk.who).await
    };
    match made.await {
        Ok(codes) => html(new_codes_page(&desk.frame, &codes)),
        Err(error) => mend(&app, &desk, "codes", error).await,
    }
}

pub async fn end_session(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Read)?;
    sessions::end(&app, &desk.who, &id).await?;
    done(ACCOUNT, "session-ended")
}

pub async fn end_other_sessions(State(app): State<Arc<App>>, Posted { desk, .. }: Posted) -> Page {
    desk.require(Action::Read)?;
    sessions::end_others(&app, &desk.who).await?;
    done(ACCOUNT, "sessions-ended")
}
