//! Who works here: inviting, roles, leaving.

use std::sync::Arc;

use axum::extract::State;

use super::present;
use super::session::{Desk, Page, Posted, again, done, done_count, html};
use super::setup::in_words;
use super::views::FieldErrors;
use super::views::staff::{Invited, Member, MemberPage, Staff, member_page, staff_page};
use crate::app::App;
use crate::auth::members::{self, Invitation};
use crate::auth::store::members as rows;
use crate::auth::{Action, Role};
use crate::error::{Error, Result};
use crate::http::extract::Path;

const STAFF: &str = "/console/staff";

pub async fn list(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let invited = Invited {
        role: Role::Recruiter.to_string(),
        language: desk.language.clone(),
        ..Invited::default()
    };
    html(staff_page(&desk.frame, &data(&app, &desk, invited).await?))
}

async fn data(app: &App, desk: &Desk, invited: Invited) -> Result<Staff> {
    let mut tx = app.db.read().await?;
    let members = rows::members(&mut tx, &desk.tenant.id).await?;
    Ok(Staff {
        members: members.iter().map(|row| shown(desk, row)).collect(),
        invited,
    })
}

fn shown(desk: &Desk, row: &rows::Member) -> Member {
    Member {
        id: row.id.clone(),
        name: row.name.clone(),
        email: row.email.clone(),
        role: row.role.clone(),
        set_up: row.set_up_at.is_some(),
        has_totp: row.has_totp,
        passkeys: row.passkeys,
        last_seen: row.last_seen_at.map(|at| present::moment(desk, at)),
        invited: present::day(desk, row.created_at),
        oneself: row.id == desk.who.staff.id,
    }
}

fn role(typed: &str) -> Result<Role> {
    Role::parse(typed)
        .ok_or_else(|| Error::field("role", "required", "must be admin, recruiter or auditor"))
}

pub async fn invite(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let invited = async {
        let invitation = Invitation {
            email: fields.get("email").to_owned(),
            name: fields.get("name").to_owned(),
            role: role(fields.get("role"))?,
            language: fields.get("language").to_owned(),
        };
        members::invite(&app, &desk.actor, &invitation).await
    };
    match invited.await {
        Ok(_) => done(STAFF, "invited"),
        Err(error) => {
            let typed = Invited {
                email: fields.get("email").to_owned(),
                name: fields.get("name").to_owned(),
                role: fields.get("role").to_owned(),
                language: fields.get("language").to_owned(),
                errors: in_words(&desk, error)?,
            };
            again(staff_page(&desk.frame, &data(&app, &desk, typed).await?))
        }
    }
}

pub async fn show(State(app): State<Arc<App>>, Path(id): Path<String>, desk: Desk) -> Page {
    desk.require(Action::Administer)?;
    let data = member(&app, &desk, &id, FieldErrors::default()).await?;
    html(member_page(&desk.frame, &data))
}

async fn member(app: &App, desk: &Desk, id: &str, errors: FieldErrors) -> Result<MemberPage> {
    let mut tx = app.db.read().await?;
    let members = rows::members(&mut tx, &desk.tenant.id).await?;
    drop(tx);
    let found = members.iter().find(|row| row.id == id);
    let keys = members::keys_of(app, &desk.tenant.id, id).await?;
    Ok(MemberPage {
        member: shown(desk, found.ok_or(Error::NotFound)?),
        api_keys: i64::try_from(keys).unwrap_or(i64::MAX),
        errors,
    })
}

/// The page again, with what stood in the way.
async fn mend(app: &App, desk: &Desk, id: &str, error: Error) -> Page {
    let errors = in_words(desk, error)?.renamed(|field| match field {
        // About the person, for whom there is no field.
        "account" => "",
        field => field,
    });
    again(member_page(
        &desk.frame,
        &member(app, desk, id, errors).await?,
    ))
}

pub async fn change_role(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let changed =
        async { members::change_role(&app, &desk.actor, &id, role(fields.get("role"))?).await };
    match changed.await {
        Ok(keys) => done_count(
            STAFF,
            "role-changed",
            i64::try_from(keys).unwrap_or(i64::MAX),
        ),
        Err(error) => mend(&app, &desk, &id, error).await,
    }
}

pub async fn invite_again(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    match members::invite_again(&app, &desk.actor, &id).await {
        Ok(()) => done(STAFF, "invited"),
        Err(error) => mend(&app, &desk, &id, error).await,
    }
}

pub async fn reset(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    match members::reset(&app, &desk.actor, &id).await {
        Ok(()) => done(STAFF, "account-reset"),
        Err(error) => mend(&app, &desk, &id, error).await,
    }
}

pub async fn remove(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    match members::remove(&app, &desk.actor, &id).await {
        Ok(keys) => done_count(STAFF, "removed", i64::try_from(keys).unwrap_or(i64::MAX)),
        Err(error) => mend(&app, &desk, &id, error).await,
    }
}
