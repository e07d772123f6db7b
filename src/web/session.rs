//! Signed-in browsers: a cookie whose hash we keep, and the forms they may send.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::audit::By;
use super::cookies::Crumb;
use super::csrf;
use super::fields::Fields;
use super::pages::Sorry;
use super::problem::Problem;
use super::state::App;
use crate::ports::{Session, StoreError, User};

/// How long a browser stays signed in, seconds: two weeks.
const SESSION_S: i64 = 14 * 86_400;

/// 256 random bits as 64 hexadecimal digits: session cookies, sign-in links, API tokens.
#[must_use]
pub fn fresh_token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// What is stored of a token: its SHA-256, hexadecimal.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    pub user: User,
    pub session: Session,
}

impl Owner {
    /// What colleagues and the event log read.
    pub(super) fn name(&self) -> String {
        name_of(&self.user)
    }

    /// Who does what they do.
    pub(super) fn by(&self) -> By {
        By { name: self.name(), signature: self.user.email.clone() }
    }
}

/// A user's name, or their e-mail when they have none.
pub(super) fn name_of(user: &User) -> String {
    let name = user.name.trim();
    if name.is_empty() { user.email.clone() } else { name.to_owned() }
}

/// Who is signed in with these headers, if anybody.
pub(super) async fn current(app: &App, headers: &HeaderMap) -> Result<Option<Owner>, StoreError> {
    let Some(token) = Crumb::Session.read(&app.site, headers) else { return Ok(None) };
    let Some(session) = app.accounts.session(&token_hash(&token), app.clock.now()).await? else {
        return Ok(None);
    };
    let user = app.accounts.user(&session.user_id).await?;
    Ok(user.map(|user| Owner { user, session }))
}

/// Begins a session under a fresh token; one that the browser had before ends.
pub(super) async fn begin(
    app: &App,
    user_id: &str,
    headers: &HeaderMap,
) -> Result<(HeaderName, HeaderValue), StoreError> {
    end(app, headers).await?;
    let now = app.clock.now();
    let token = fresh_token();
    let session = Session {
        token_hash: token_hash(&token),
        user_id: user_id.to_owned(),
        csrf: fresh_token(),
        created_at: now,
        expires_at: now.plus_ms(SESSION_S * 1_000),
    };
    app.accounts.add_session(&session).await?;
    Ok(Crumb::Session.set(&app.site, &token, SESSION_S))
}

/// Ends the session of these headers, if there is one.
pub(super) async fn end(app: &App, headers: &HeaderMap) -> Result<(), StoreError> {
    match Crumb::Session.read(&app.site, headers) {
        Some(token) => app.accounts.end_session(&token_hash(&token)).await,
        None => Ok(()),
    }
}

/// A path of ours to go to next; anything that could lead elsewhere becomes the start page.
pub(super) fn local_path(wish: Option<&str>) -> String {
    let plain = |path: &str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.len() <= 500
            && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
    };
    wish.filter(|path| plain(path)).unwrap_or("/").to_owned()
}

impl FromRequestParts<App> for Owner {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match current(app, &parts.headers).await {
            Ok(Some(owner)) => Ok(owner),
            Ok(None) => Err(to_the_door(parts)),
            Err(error) => Err(Sorry::from(error).into_response()),
        }
    }
}

fn to_the_door(parts: &Parts) -> Response {
    let wanted = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    if parts.method != Method::GET || wanted == "/" {
        return Redirect::to("/login").into_response();
    }
    let next: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    Redirect::to(&format!("/login?next={next}")).into_response()
}

/// A form that a signed-in owner sent from a page of ours.
#[derive(Debug)]
pub(super) struct Posted {
    pub owner: Owner,
    pub fields: Fields,
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let owner = Owner::from_request_parts(&mut parts, app).await?;
        let sorry = |problem: Problem| Sorry(problem).into_response();
        if !csrf::from_here(&app.site, &parts.headers) {
            return Err(sorry(Problem::forbidden("this form was not sent from a page of Banister")));
        }
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, app).await.map_err(|_| sorry(Problem::too_large()))?;
        let fields = Fields::from_form(&body);
        if !csrf::same(fields.text("csrf").ok().flatten().unwrap_or_default(), &owner.session.csrf) {
            return Err(sorry(Problem::forbidden(
                "this form is from an earlier session; load the page again",
            )));
        }
        Ok(Self { owner, fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_never_leads_to_another_site() {
        for wish in
            ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
        {
            assert_eq!(local_path(Some(wish)), "/", "{wish:?}");
        }
        assert_eq!(local_path(Some("/conversations?state=with_human")), "/conversations?state=with_human");
        assert_eq!(local_path(None), "/");
    }

    #[test]
    fn tokens_have_256_bits_and_are_not_what_is_stored() {
        let token = fresh_token();
        assert_eq!(token.len(), 64);
        assert_ne!(token, fresh_token());
        assert_ne!(token_hash(&token), token);
        assert_eq!(token_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
