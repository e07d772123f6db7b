//! One's second factor: set up, confirmed, turned off, and its recovery codes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::shell::{Shell, Sorry, page};
use super::you::{self, Wrong, status_of};
use crate::web::audit::noting;
use crate::web::filters;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::proof::{self, Proof};
use crate::web::qr::{self, Picture};
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;
use crate::web::totp;
use crate::web::tries::{self, Trier};

#[derive(Template)]
#[template(path = "second_factor.html")]
pub(super) struct SetUpPage {
    pub shell: Shell,
    pub tab: &'static str,
    /// In groups, for who types it.
    pub secret: String,
    pub uri: String,
    pub picture: Option<Picture>,
    /// `wrong`, `too_many`, or nothing.
    pub fault: &'static str,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
pub(super) struct CodesPage {
    pub shell: Shell,
    pub tab: &'static str,
    pub codes: Vec<String>,
}

/// The secret that waits for its first code.
fn waiting(person: &Person) -> Option<&str> {
    let factor = person.user.second_factor.as_ref()?;
    factor.since.is_none().then_some(factor.secret.as_str())
}

impl SetUpPage {
    pub(super) fn of(shell: Shell, email: &str, secret: &str, fault: &'static str) -> Self {
        let uri = totp::uri(secret, email);
        let groups: Vec<&str> =
            (0..secret.len()).step_by(4).filter_map(|at| secret.get(at..at + 4)).collect();
        let picture = qr::picture(&uri);
        Self { shell, tab: "you", secret: groups.join(" "), uri, picture, fault }
    }
}

/// `POST /settings/you/second-factor/start`: a fresh secret, which nothing is asked for yet.
pub(super) async fn start(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let person = &posted.person;
    let proof = proof::by_password(&app, person, &posted.fields).await?;
    if proof != Proof::Given {
        let wrong = Wrong::new("second_factor", proof.fault());
        return you::again(&app, person, status_of(proof), wrong).await;
    }
    app.accounts.offer_second_factor(&person.user.id, &totp::fresh_secret()).await?;
    Ok(Redirect::to("/settings/you/second-factor").into_response())
}

/// `GET /settings/you/second-factor`
pub(super) async fn show(State(app): State<App>, member: Member) -> Result<Response, Sorry> {
    let Some(secret) = waiting(&member) else { return Ok(Redirect::to("/settings/you").into_response()) };
    let shell = Shell::new(&app, &member, "settings");
    Ok(page(StatusCode::OK, &SetUpPage::of(shell, &member.user.email, secret, "")))
}

/// `POST /settings/you/second-factor`: the first code puts it in force.
pub(super) async fn confirm(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let person = &posted.person;
    let Some(secret) = waiting(person) else { return Ok(Redirect::to("/settings/you").into_response()) };
    let again = |proof: Proof| {
        let shell = Shell::new(&app, person, "settings");
        page(status_of(proof), &SetUpPage::of(shell, &person.user.email, secret, proof.fault()))
    };
    let trier = [Trier::Code(&person.user.id)];
    if !tries::allow(&app, &trier).await? {
        return Ok(again(Proof::TooMany));
    }
    let given = posted.fields.text("code")?.unwrap_or_default();
    let Some(step) = totp::step_of(secret, given, app.clock.now()) else { return Ok(again(Proof::Wrong)) };
    tries::forgive(&app, &trier).await?;
    let (codes, kept) = proof::recovery_codes();
    let note = noting(&app, &person.by(), "user.second_factor_on", &person.user.email);
    if !app.accounts.confirm_second_factor(&person.user.id, secret, step, &kept, &note).await? {
        return Err(
            Problem::conflict("changed", "the second factor was changed meanwhile; look again").into()
        );
    }
    Ok(shown(&app, person, codes))
}

fn shown(app: &App, person: &Person, codes: Vec<String>) -> Response {
    let shell = Shell::new(app, person, "settings");
    page(StatusCode::OK, &CodesPage { shell, tab: "you", codes })
}

/// `POST /settings/you/second-factor/codes`: fresh recovery codes in the place of the old ones.
pub(super) async fn fresh_codes(
    State(app): State<App>,
    posted: Posted<may::Read>,
) -> Result<Response, Sorry> {
    let person = &posted.person;
    if let Some(refused) = unproven(&app, &posted).await? {
        return Ok(refused);
    }
    let (codes, kept) = proof::recovery_codes();
    let note = noting(&app, &person.by(), "user.recovery_codes_made", &person.user.email);
    if !app.accounts.set_recovery_codes(&person.user.id, &kept, &note).await? {
        return Err(Problem::conflict("changed", "there is no second factor any more").into());
    }
    Ok(shown(&app, person, codes))
}

/// `POST /settings/you/second-factor/off`
pub(super) async fn off(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let person = &posted.person;
    if let Some(refused) = unproven(&app, &posted).await? {
        return Ok(refused);
    }
    let note = noting(&app, &person.by(), "user.second_factor_off", &person.user.email);
    app.accounts.remove_second_factor(&person.user.id, &note).await?;
    Ok(you::to("second_factor_off"))
}

/// The page once more, unless a code shows who they are.
async fn unproven(app: &App, posted: &Posted<may::Read>) -> Result<Option<Response>, Sorry> {
    let person = &posted.person;
    let proof = proof::by_code(app, &person.user, posted.fields.text("code")?.unwrap_or_default()).await?;
    if proof == Proof::Given {
        return Ok(None);
    }
    let why = if proof == Proof::Wrong { "wrong_code" } else { "too_many_codes" };
    you::again(app, person, status_of(proof), Wrong::new("second_factor", why)).await.map(Some)
}
