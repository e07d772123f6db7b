//! Who calls the API: the holder of a token, or a signed-in browser that proves it runs our page.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, header};

use super::audit::By;
use super::csrf;
use super::may::{self, Demand};
use super::problem::Problem;
use super::session::{USE_MS, current, token_hash, used};
use super::state::App;

/// Longer tokens are none of ours.
const TOKEN_BYTES_MAX: usize = 512;

/// Who calls, and may do what the address demands; without a demand, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller<D = may::Read> {
    /// What the event log reads.
    pub name: String,
    signature: String,
    demanded: PhantomData<D>,
}

impl<D> Caller<D> {
    fn new(name: String, signature: String) -> Self {
        Self { name, signature, demanded: PhantomData }
    }

    /// Who does what they do.
    pub(super) fn by(&self) -> By {
        By { name: self.name.clone(), signature: self.signature.clone() }
    }
}

impl<D: Demand> FromRequestParts<App> for Caller<D> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(given) = parts.headers.get(header::AUTHORIZATION) {
            return by_token(app, given.to_str().unwrap_or_default()).await;
        }
        let Some(person) = current(app, &parts.headers).await? else {
            return Err(Problem::unauthorised("send `Authorization: Bearer TOKEN`, or sign in to the inbox"));
        };
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            let given = parts.headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).unwrap_or_default();
            if !csrf::from_here(&app.site, &parts.headers) || !csrf::same(given, &person.session.csrf) {
                return Err(Problem::forbidden(
                    "with a session, changes need the header x-csrf-token of that session",
                ));
            }
        }
        may::as_person(app, &person.user, D::SCOPE).await?;
        used(app, &person, parts).await?;
        let By { name, signature } = person.by();
        Ok(Self::new(name, signature))
    }
}

async fn by_token<D: Demand>(app: &App, header: &str) -> Result<Caller<D>, Problem> {
    let token = header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty() && token.len() <= TOKEN_BYTES_MAX);
    let known = match token {
        Some(token) => app.tokens.token(&token_hash(token)).await?,
        None => None,
    };
    let Some(token) = known else {
        return Err(Problem::unauthorised(
            "this token is not known here; make one with `banister token new`",
        ));
    };
    may::as_holder(&token, D::SCOPE)?;
    let now = app.clock.now();
    if token.last_used_at.is_none_or(|last| now >= last.plus_ms(USE_MS)) {
        app.tokens.touch_token(&token.token_hash, now).await?;
    }
    Ok(Caller::new(token.name.clone(), format!("key {}", token.name)))
}
