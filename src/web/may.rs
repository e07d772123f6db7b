//! What an address demands of who calls it, as types: the one place where pages and API look at rights.

use super::problem::Problem;
use super::session::name_of;
use super::state::App;
use crate::ports::{ApiToken, Role, Scope, StoreError, User};

/// A demand that stands in a handler's signature: `Member<may::Knowledge>`, `Posted<may::Admin>`, `Caller<may::Read>`.
pub(super) trait Demand: Send + Sync + 'static {
    /// What the caller must be allowed to.
    const SCOPE: Scope;
}

/// See [`Scope::Read`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Read;
/// See [`Scope::Decide`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Decide;
/// See [`Scope::Knowledge`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Knowledge;
/// See [`Scope::Admin`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Admin;

impl Demand for Read {
    const SCOPE: Scope = Scope::Read;
}
impl Demand for Decide {
    const SCOPE: Scope = Scope::Decide;
}
impl Demand for Knowledge {
    const SCOPE: Scope = Scope::Knowledge;
}
impl Demand for Admin {
    const SCOPE: Scope = Scope::Admin;
}

/// Lets a person pass whose role allows it; else says who may.
pub(super) async fn as_person(app: &App, user: &User, scope: Scope) -> Result<(), Problem> {
    if user.role.may(scope) {
        return Ok(());
    }
    let owners = owners(app).await?;
    let what = deed(scope);
    let role = user.role.as_str();
    let detail = format!("{what} is for owners, and you are here as {role}. You can ask: {owners}");
    Err(Problem::not_allowed(scope, &detail))
}

/// Lets the holder of a key pass that has the scope; else names it.
pub(super) fn as_holder(token: &ApiToken, scope: Scope) -> Result<(), Problem> {
    if token.scopes.may(scope) {
        return Ok(());
    }
    let word = scope.as_str();
    let detail = format!(
        "{} takes the scope `{word}`, which the key `{}` does not have; make one with `banister token new --scope {word}`",
        deed(scope),
        token.name
    );
    Err(Problem::not_allowed(scope, &detail))
}

async fn owners(app: &App) -> Result<String, StoreError> {
    let users = app.accounts.users().await?;
    let names: Vec<String> = users.iter().filter(|user| user.role == Role::Owner).map(name_of).collect();
    Ok(names.join(", "))
}

const fn deed(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "reading",
        Scope::Decide => "deciding on replies",
        Scope::Knowledge => "changing articles",
        Scope::Admin => "managing settings, people and keys",
    }
}
