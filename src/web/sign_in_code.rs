//! The second step of a sign-in: a code of the authenticator app, or a recovery code.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use super::cookies::Crumb;
use super::csrf;
use super::fields::Fields;
use super::filters;
use super::pages::{Bare, Sorry, page};
use super::proof::{self, Proof};
use super::session::{fresh_token, local_path, token_hash};
use super::sign_in::{AtTheDoor, admit, door};
use super::state::App;
use super::tries::{self, Trier};
use crate::ports::{Began, HalfSession, StoreError, User};

/// How long somebody may take to find their phone, ms.
const HALF_MS: i64 = 600_000;

#[derive(Template)]
#[template(path = "login_code.html")]
struct CodePage {
    links: Bare,
    csrf: String,
    next: String,
    /// `wrong`, `too_many`, or nothing.
    fault: &'static str,
}

/// Keeps that somebody has come halfway, and asks them for a code.
pub(super) async fn ask(app: &App, user: &User, began: Began, next: &str) -> Result<Response, Sorry> {
    let token = fresh_token();
    let half = HalfSession {
        token_hash: token_hash(&token),
        user_id: user.id.clone(),
        began,
        expires_at: app.clock.now().plus_ms(HALF_MS),
    };
    app.sessions.add_half(&half).await?;
    let cookie = Crumb::Half.set(&app.site, &token, HALF_MS / 1_000);
    Ok((AppendHeaders([cookie]), Redirect::to(&to_code(next))).into_response())
}

fn to_code(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("/login/code?next={next}")
}

/// Who has come halfway with this browser.
async fn halfway(app: &App, headers: &HeaderMap) -> Result<Option<(HalfSession, User)>, StoreError> {
    let Some(token) = Crumb::Half.read(&app.site, headers) else { return Ok(None) };
    let Some(half) = app.sessions.half(&token_hash(&token), app.clock.now()).await? else { return Ok(None) };
    let user = app.accounts.user(&half.user_id).await?;
    // Without a second factor there is nothing to ask for: they begin anew.
    Ok(user.filter(|user| user.secret_in_force().is_some()).map(|user| (half, user)))
}

/// `GET /login/code`
pub(super) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes());
    let next = local_path(fields.text("next")?);
    if halfway(&app, &headers).await?.is_none() {
        return Ok(Redirect::to("/login").into_response());
    }
    Ok(code_page(&app, &headers, StatusCode::OK, next, ""))
}

fn code_page(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    next: String,
    fault: &'static str,
) -> Response {
    let (token, cookie) = door(app, headers);
    let form = CodePage { links: Bare::new(), csrf: csrf::bound_to(&token), next, fault };
    (AppendHeaders([cookie]), page(status, &form)).into_response()
}

/// `POST /login/code`
pub(super) async fn enter(State(app): State<App>, form: AtTheDoor) -> Result<Response, Sorry> {
    let next = local_path(form.fields.text("next")?);
    let Some((half, user)) = halfway(&app, &form.headers).await? else {
        return Ok(Redirect::to("/login").into_response());
    };
    let address: Vec<Trier<'_>> = form.address.map(Trier::Address).into_iter().collect();
    let proof = if tries::allow(&app, &address).await? {
        proof::by_code(&app, &user, form.fields.text("code")?.unwrap_or_default()).await?
    } else {
        Proof::TooMany
    };
    let status = match proof {
        Proof::Given => {
            tries::forgive(&app, &address).await?;
            app.sessions.end_half(&half.token_hash).await?;
            return admit(&app, &user.id, half.began, &form.headers, &next).await;
        }
        Proof::Wrong => StatusCode::UNAUTHORIZED,
        Proof::TooMany => StatusCode::TOO_MANY_REQUESTS,
    };
    Ok(code_page(&app, &form.headers, status, next, proof.fault()))
}
