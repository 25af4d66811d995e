//! Getting in, one's own account, staff and keys.

use super::{ID, when};
use crate::auth::confirm::Means;
use crate::auth::totp::{Enrolment, Picture};
use crate::http::console::views::{
    FieldErrors, Frame,
    account::{Account, PasskeyRow, SessionRow, account_page, new_code_page, new_codes_page},
    company::{Onward, choose_page, onward_page},
    keys::{Key, Keys, keys_page},
    setup::{Setup, code_page, codes_page, password_page},
    sign_in::{
        Factor, Forgot, SignIn, Workplace, factor_page, forgot_page, link_confirm, link_invalid,
        sign_in_page,
    },
    staff::{Invited, Member, MemberPage, Staff, member_page, staff_page},
};

const CSRF: &str = "csrf-token";

pub fn account_pages(frame: &Frame, name: &str) -> Vec<(&'static str, String)> {
    let mut pages = getting_in(&frame.language, name);
    pages.extend(setting_up(&frame.language, name));
    pages.extend([
        ("account", account_page(frame, &account(name))),
        (
            "account-code",
            new_code_page(frame, &enrolment(), &account(name)),
        ),
        ("account-mend", account_page(frame, &mended(name))),
        (
            "account-code-mend",
            new_code_page(
                frame,
                &enrolment(),
                &Account {
                    errors: FieldErrors(vec![
                        ("code".into(), name.into()),
                        ("current".into(), name.into()),
                    ]),
                    ..by_company(name)
                },
            ),
        ),
        ("account-company", account_page(frame, &by_company(name))),
        (
            "account-company-alone",
            account_page(
                frame,
                &Account {
                    confirms_by: None,
                    errors: FieldErrors::default(),
                    ..by_company(name)
                },
            ),
        ),
        ("account-codes", new_codes_page(frame, &codes())),
        ("staff", staff_page(frame, &staff(name))),
        (
            "staff-member",
            member_page(
                frame,
                &MemberPage {
                    member: member(name),
                    api_keys: 2,
                    errors: FieldErrors(vec![("role".into(), name.into())]),
                },
            ),
        ),
        ("keys", keys_page(frame, &keys(name))),
        ("keys-empty", keys_page(frame, &Keys::default())),
    ]);
    pages
}

fn getting_in(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let workplace = |id: &str, name: &str| Workplace {
        tenant_id: id.into(),
        name: name.into(),
    };
    let guest = SignIn {
        language: language.to_owned(),
        csrf: CSRF.into(),
        email: name.into(),
        problem: Some("accounts-sign-in-wrong"),
        wait: None,
        company: Some(workplace("a", name)),
    };
    let factor = Factor {
        language: language.to_owned(),
        csrf: CSRF.into(),
        workplaces: vec![workplace("a", name), workplace("b", "Exempelbolaget")],
        wait: Some(8),
        passkeys: true,
        codes: true,
        ..Factor::default()
    };
    vec![
        ("sign-in", sign_in_page(&guest)),
        ("sign-in-factor", factor_page(&factor)),
        (
            "sign-in-forgot-sent",
            forgot_page(&Forgot {
                language: language.to_owned(),
                sent: true,
            }),
        ),
        ("link-first", link_confirm(&guest, "token", name, "first")),
        (
            "link-invitation",
            link_confirm(&guest, "token", name, "invitation"),
        ),
        ("link-reset", link_confirm(&guest, "token", name, "reset")),
        ("link-invalid", link_invalid(&guest)),
        (
            "company-onward",
            onward_page(&Onward {
                language: language.to_owned(),
                tenant: name.into(),
                to: "/console/sign-in/company/a".into(),
            }),
        ),
        (
            "company-choose",
            choose_page(language, &[workplace("a", name), workplace("b", name)]),
        ),
    ]
}

fn setting_up(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let data = Setup {
        language: language.to_owned(),
        csrf: CSRF.into(),
        tenant: name.into(),
        email: "signe@fjallback.example".into(),
        errors: FieldErrors(vec![("password".into(), name.into())]),
        passkeys: true,
    };
    let code = Setup {
        errors: FieldErrors(vec![("code".into(), name.into())]),
        ..data.clone()
    };
    vec![
        ("setup-password", password_page(&data)),
        ("setup-code", code_page(&code, &enrolment())),
        ("setup-codes", codes_page(&data, &codes())),
    ]
}

fn enrolment() -> Enrolment {
    Enrolment {
        salt: "salt".into(),
        secret: "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567".into(),
        picture: Picture {
            side: 29,
            path: "M0 0h1v1h-1z".into(),
        },
    }
}

fn codes() -> Vec<String> {
    vec!["abcd-efgh-2345".into(), "jkmn-pqrs-6789".into()]
}

fn account(name: &str) -> Account {
    let session = |browser: &str, this| SessionRow {
        id: ID.into(),
        browser: browser.into(),
        created: when("11-22", "08:58"),
        seen: when("11-22", "09:10"),
        ends: when("11-22", "20:58"),
        this,
    };
    Account {
        name: name.into(),
        email: "signe@fjallback.example".into(),
        confirms_by: Some(Means::Password),
        has_company: true,
        has_totp: true,
        recovery_codes: 9,
        can_have_passkeys: true,
        passkeys: vec![PasskeyRow {
            id: ID.into(),
            name: name.into(),
            created: when("08-01", "09:00"),
            last_used: Some(when("11-22", "08:58")),
        }],
        sessions: vec![session("Firefox, Windows", true), session("", false)],
        errors: FieldErrors::default(),
    }
}

/// Every form of the page came back.
fn mended(name: &str) -> Account {
    let fields = [
        "name".to_owned(),
        "current".to_owned(),
        "password".to_owned(),
        "again".to_owned(),
        "codes.current".to_owned(),
        "passkey.name".to_owned(),
        "passkey.current".to_owned(),
        format!("remove-{ID}.current"),
    ];
    let errors = fields.map(|field| (field, name.to_owned()));
    Account {
        errors: FieldErrors(errors.into()),
        ..account(name)
    }
}

/// Whoever comes from the identity provider and has a second factor here.
fn by_company(name: &str) -> Account {
    Account {
        confirms_by: Some(Means::Factor),
        errors: FieldErrors(vec![("passkey.current".into(), name.into())]),
        ..account(name)
    }
}

fn member(name: &str) -> Member {
    Member {
        id: ID.into(),
        name: name.into(),
        email: "rolf@fjallback.example".into(),
        role: "recruiter".into(),
        set_up: true,
        has_totp: true,
        passkeys: 1,
        last_seen: Some(when("11-22", "08:58")),
        invited: when("08-01", "09:00"),
        ..Member::default()
    }
}

fn staff(name: &str) -> Staff {
    Staff {
        members: vec![
            member(name),
            Member {
                set_up: false,
                last_seen: None,
                name: "Signe Exempel".into(),
                ..member(name)
            },
        ],
        invited: Invited {
            role: "recruiter".into(),
            language: "sv".into(),
            ..Invited::default()
        },
    }
}

fn keys(name: &str) -> Keys {
    Keys {
        keys: vec![Key {
            id: ID.into(),
            name: name.into(),
            role: "recruiter".into(),
            created_by: name.into(),
            created: when("08-01", "09:00"),
            last_used: None,
        }],
        made: Some("samtycke_abc".into()),
        role: "auditor".into(),
        ..Keys::default()
    }
}
