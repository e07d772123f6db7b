//! Signed-in browsers: a cookie whose hash we keep, and the forms they may send.

use std::fmt::Write as _;
use std::marker::PhantomData;
use std::ops::Deref;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::audit::By;
use super::browser;
use super::cookies::Crumb;
use super::csrf;
use super::fields::Fields;
use super::may::{self, Demand};
use super::pages::Sorry;
use super::problem::Problem;
use super::state::App;
use crate::ports::{Began, Session, StoreError, User};

/// How exactly the last use of sessions and keys is kept, ms: not every request writes.
pub(super) const USE_MS: i64 = 60_000;

/// 256 random bits as 64 hexadecimal digits: session cookies, sign-in links, API tokens.
#[must_use]
pub fn fresh_token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// A token for the API.
#[must_use]
pub fn fresh_key() -> String {
    format!("bst_{}", fresh_token())
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

/// Somebody who is signed in, whatever their role.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub user: User,
    pub session: Session,
}

impl Person {
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
pub(super) async fn current(app: &App, headers: &HeaderMap) -> Result<Option<Person>, StoreError> {
    let Some(token) = Crumb::Session.read(&app.site, headers) else { return Ok(None) };
    let now = app.clock.now();
    let idle_since = now.minus_ms(app.site.session_idle_ms);
    let Some(session) = app.sessions.session(&token_hash(&token), now, idle_since).await? else {
        return Ok(None);
    };
    let user = app.accounts.user(&session.user_id).await?;
    Ok(user.map(|user| Person { user, session }))
}

/// Keeps that the session is in use. What an open page fetches by itself is no use: nobody may be there any more.
pub(super) async fn used(app: &App, person: &Person, parts: &Parts) -> Result<(), StoreError> {
    let mode = parts.headers.get("sec-fetch-mode").and_then(|mode| mode.to_str().ok());
    let by_itself = parts.method == Method::GET && mode.is_some_and(|mode| mode != "navigate");
    let now = app.clock.now();
    if by_itself || now < person.session.last_used_at.plus_ms(USE_MS) {
        return Ok(());
    }
    app.sessions.touch_session(&person.session.token_hash, now).await
}

/// Begins a session under a fresh token; one that the browser had before ends.
pub(super) async fn begin(
    app: &App,
    user_id: &str,
    began: Began,
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
        expires_at: now.plus_ms(app.site.session_ms),
        last_used_at: now,
        browser: browser::name(headers),
        began,
    };
    app.sessions.add_session(&session).await?;
    Ok(Crumb::Session.set(&app.site, &token, app.site.session_ms / 1_000))
}

/// Ends the session of these headers, if there is one.
pub(super) async fn end(app: &App, headers: &HeaderMap) -> Result<(), StoreError> {
    match Crumb::Session.read(&app.site, headers) {
        Some(token) => app.sessions.end_session(&token_hash(&token)).await,
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

/// Somebody signed in whose role allows what the address demands; without a demand, anybody signed in.
#[derive(Debug)]
pub(super) struct Member<D = may::Read>(Person, PhantomData<D>);

impl<D> Deref for Member<D> {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl<D: Demand> FromRequestParts<App> for Member<D> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let sorry = |problem: Problem| Sorry(problem).into_response();
        let person = current(app, &parts.headers).await.map_err(|error| sorry(error.into()))?;
        let Some(person) = person else { return Err(to_the_door(parts)) };
        may::as_person(app, &person.user, D::SCOPE).await.map_err(sorry)?;
        used(app, &person, parts).await.map_err(|error| sorry(error.into()))?;
        Ok(Self(person, PhantomData))
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

/// A form that somebody signed in sent from a page of ours, and whose role allows what it demands; without a demand,
/// what works the inbox and the chats.
#[derive(Debug)]
pub(super) struct Posted<D = may::Decide> {
    pub person: Person,
    pub fields: Fields,
    demanded: PhantomData<D>,
}

impl<D: Demand> FromRequest<App> for Posted<D> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Member(person, demanded) = Member::<D>::from_request_parts(&mut parts, app).await?;
        let sorry = |problem: Problem| Sorry(problem).into_response();
        if !csrf::from_here(&app.site, &parts.headers) {
            return Err(sorry(Problem::forbidden("this form was not sent from a page of Banister")));
        }
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, app).await.map_err(|_| sorry(Problem::too_large()))?;
        let fields = Fields::from_form(&body);
        if !csrf::same(fields.text("csrf").ok().flatten().unwrap_or_default(), &person.session.csrf) {
            return Err(sorry(Problem::forbidden(
                "this form is from an earlier session; load the page again",
            )));
        }
        Ok(Self { person, fields, demanded })
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
