//! The list: every page in every state it has, by topic. A route that is not in it fails `routes`.

mod access;
mod company;
mod people;
mod public;
mod roles;

/// The topics; each is a tour of its own, and within it a page may build on what an earlier one did.
pub const PEOPLE: &[Page] = people::PAGES;
pub const COMPANY: &[Page] = company::PAGES;
pub const ACCESS: &[Page] = access::PAGES;
pub const PUBLIC: &[Page] = public::PAGES;
pub const ROLES: &[Page] = roles::PAGES;

/// Every page of the list.
pub fn all() -> impl Iterator<Item = &'static Page> {
    [PEOPLE, COMPANY, ACCESS, PUBLIC, ROLES]
        .into_iter()
        .flatten()
}

/// The pages of a topic to open: all, or those whose name begins with one of what `SAMTYCKE_PAGES` says,
/// separated by commas, for whoever works on them.
pub fn wanted(pages: &'static [Page]) -> impl Iterator<Item = &'static Page> {
    let wanted = std::env::var("SAMTYCKE_PAGES").unwrap_or_default();
    pages
        .iter()
        .filter(move |page| wanted.split(',').any(|it| page.name.starts_with(it)))
}

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
    /// The demo company's recruiter, who may not change how the company works.
    Recruiter,
    /// The demo company's auditor, who may only look.
    Auditor,
    /// Has followed an invitation, no more.
    Invited,
    /// Has chosen a password and has no second factor yet.
    Halfway,
}

impl Visitor {
    /// Whether a route that needs this is for them.
    pub fn may(self, action: &str) -> bool {
        match self {
            Self::Auditor => !["ManageCandidates", "Administer"].contains(&action),
            Self::Recruiter => action != "Administer",
            _ => true,
        }
    }
}

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
    /// Plugs in a device for passkeys, with none on it.
    PlugIn,
    /// From here on the page cannot reach the server.
    Offline,
}

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

use Visitor::{Administrator, Anyone};

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

/// The button of the page's own form.
const SUBMIT: Step = Step::Press("main form button[type=submit]");
