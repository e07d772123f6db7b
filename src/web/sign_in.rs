//! In and out: password, single-use link, the demo's one click, and signing out.

use std::net::IpAddr;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::cookies::Crumb;
use super::fields::Fields;
use super::filters;
use super::pages::{Bare, Sorry, page};
use super::password::verify;
use super::problem::Problem;
use super::session::{self, Posted, current, fresh_token, local_path, token_hash};
use super::state::App;
use super::tries::{self, Trier};
use super::{client, csrf, may, sign_in_code as code};
use crate::ports::{Began, User};

/// Whom the demo's button signs in.
const DEMO_OWNER: &str = "owner@example.com";

/// How long a sign-in form stays good, seconds.
const DOOR_S: i64 = 3_600;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    links: Bare,
    csrf: String,
    next: String,
    email: String,
    demo: bool,
    /// `wrong`, `too_many`, `stale_link`, `stale`, or nothing.
    fault: &'static str,
}

#[derive(Template)]
#[template(path = "login_link.html")]
struct LinkPage {
    links: Bare,
    csrf: String,
    token: String,
}

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/login", get(show).post(by_password))
        .route("/login/code", get(code::show).post(code::enter))
        .route("/login/demo", post(by_demo))
        .route("/login/link", get(show_link).post(by_link))
        .route("/logout", post(leave))
}

/// A form sent by somebody who is not signed in yet; bound to a cookie that its page has set.
pub(super) struct AtTheDoor {
    pub headers: HeaderMap,
    pub fields: Fields,
    /// Where it comes from, where that says something.
    pub address: Option<IpAddr>,
}

impl FromRequest<App> for AtTheDoor {
    type Rejection = Sorry;

    async fn from_request(request: Request, app: &App) -> Result<Self, Sorry> {
        let (parts, body) = request.into_parts();
        let address = client::address(&app.site, &parts);
        let headers = parts.headers.clone();
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, app).await.map_err(|_| Sorry(Problem::too_large()))?;
        let fields = Fields::from_form(&body);
        let wanted =
            Crumb::Door.read(&app.site, &headers).map(|token| csrf::bound_to(&token)).unwrap_or_default();
        let given = fields.text("csrf").ok().flatten().unwrap_or_default();
        if !csrf::from_here(&app.site, &headers) || !csrf::same(given, &wanted) {
            return Err(Problem::forbidden(
                "this sign-in form is too old or not ours; go back and load it again",
            )
            .into());
        }
        Ok(Self { headers, fields, address })
    }
}

async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes());
    let next = local_path(fields.text("next")?);
    if current(&app, &headers).await?.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    Ok(login_page(&app, &headers, StatusCode::OK, next, String::new(), ""))
}

fn login_page(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    next: String,
    email: String,
    fault: &'static str,
) -> Response {
    let (token, cookie) = door(app, headers);
    let form = LoginPage {
        links: Bare::new(),
        csrf: csrf::bound_to(&token),
        next,
        email,
        demo: app.site.demo,
        fault,
    };
    (AppendHeaders([cookie]), page(status, &form)).into_response()
}

/// The token that binds this browser's sign-in forms; the one it has, or a fresh one.
pub(super) fn door(
    app: &App,
    headers: &HeaderMap,
) -> (String, (axum::http::HeaderName, axum::http::HeaderValue)) {
    let token = Crumb::Door.read(&app.site, headers).unwrap_or_else(fresh_token);
    let cookie = Crumb::Door.set(&app.site, &token, DOOR_S);
    (token, cookie)
}

async fn by_password(State(app): State<App>, form: AtTheDoor) -> Result<Response, Sorry> {
    let email = form.fields.text("email")?.unwrap_or_default().trim().to_lowercase();
    let password = form.fields.text("password")?.unwrap_or_default();
    let next = local_path(form.fields.text("next")?);
    let again = |status, email, fault| login_page(&app, &form.headers, status, next.clone(), email, fault);
    let key: String = email.chars().take(254).collect();
    let mut triers = vec![Trier::Email(&key)];
    triers.extend(form.address.map(Trier::Address));
    if !tries::allow(&app, &triers).await? {
        return Ok(again(StatusCode::TOO_MANY_REQUESTS, key, "too_many"));
    }
    let user = app.accounts.user_by_email(&email).await?;
    let hash = user.as_ref().map(|user| user.password_hash.as_str()).filter(|hash| !hash.is_empty());
    let right = verify(password, hash).await;
    let Some(user) = user.filter(|_| right) else {
        return Ok(again(StatusCode::UNAUTHORIZED, key, "wrong"));
    };
    tries::forgive(&app, &triers).await?;
    enter(&app, &user, Began::Password, &form.headers, &next).await
}

async fn by_demo(State(app): State<App>, form: AtTheDoor) -> Result<Response, Sorry> {
    let owner = if app.site.demo { app.accounts.user_by_email(DEMO_OWNER).await? } else { None };
    let owner = owner.ok_or_else(|| Problem::missing("page"))?;
    enter(&app, &owner, Began::Demo, &form.headers, &local_path(form.fields.text("next")?)).await
}

/// Shows a button and changes nothing: mail scanners and previews follow links.
async fn show_link(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes());
    let token: String = fields.text("token")?.unwrap_or_default().chars().take(200).collect();
    let (door, cookie) = door(&app, &headers);
    let form = LinkPage { links: Bare::new(), csrf: csrf::bound_to(&door), token };
    Ok((AppendHeaders([cookie]), page(StatusCode::OK, &form)).into_response())
}

async fn by_link(State(app): State<App>, form: AtTheDoor) -> Result<Response, Sorry> {
    let token = form.fields.needed("token")?;
    let again = |status, fault| login_page(&app, &form.headers, status, "/".to_owned(), String::new(), fault);
    let triers: Vec<Trier<'_>> = form.address.map(Trier::Address).into_iter().collect();
    if !tries::allow(&app, &triers).await? {
        return Ok(again(StatusCode::TOO_MANY_REQUESTS, "too_many"));
    }
    let user = match app.accounts.use_link(&token_hash(token), app.clock.now()).await? {
        Some(user_id) => app.accounts.user(&user_id).await?,
        None => None,
    };
    let Some(user) = user else { return Ok(again(StatusCode::UNAUTHORIZED, "stale_link")) };
    tries::forgive(&app, &triers).await?;
    let next = if user.password_hash.is_empty() { "/settings/you" } else { "/" };
    enter(&app, &user, Began::Link, &form.headers, next).await
}

/// Signs somebody in who has shown a password or a link; with a second factor, halfway.
async fn enter(
    app: &App,
    user: &User,
    began: Began,
    headers: &HeaderMap,
    next: &str,
) -> Result<Response, Sorry> {
    if user.secret_in_force().is_some() {
        return code::ask(app, user, began, next).await;
    }
    admit(app, &user.id, began, headers, next).await
}

/// Begins the session.
pub(super) async fn admit(
    app: &App,
    user_id: &str,
    began: Began,
    headers: &HeaderMap,
    next: &str,
) -> Result<Response, Sorry> {
    let cookie = session::begin(app, user_id, began, headers).await?;
    let gone = |crumb: Crumb| crumb.set(&app.site, "", 0);
    let cookies = AppendHeaders([cookie, gone(Crumb::Door), gone(Crumb::Half)]);
    Ok((cookies, Redirect::to(next)).into_response())
}

async fn leave(
    State(app): State<App>,
    headers: HeaderMap,
    _posted: Posted<may::Read>,
) -> Result<Response, Sorry> {
    session::end(&app, &headers).await?;
    let gone = Crumb::Session.set(&app.site, "", 0);
    Ok((AppendHeaders([gone]), Redirect::to("/login")).into_response())
}
