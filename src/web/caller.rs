//! Who calls the API: the holder of a token, or a signed-in browser that proves it runs our page.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, header};

use super::audit::By;
use super::csrf;
use super::problem::Problem;
use super::session::{current, token_hash};
use super::state::App;
use crate::ports::ApiToken;

/// Longer tokens are none of ours.
const TOKEN_BYTES_MAX: usize = 512;

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// What the event log reads.
    pub name: String,
    /// What is noted of them, see [`By`].
    pub signature: String,
}

impl Caller {
    /// Who does what they do.
    pub(super) fn by(&self) -> By {
        By { name: self.name.clone(), signature: self.signature.clone() }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(given) = parts.headers.get(header::AUTHORIZATION) {
            return by_token(app, given.to_str().unwrap_or_default()).await;
        }
        let Some(owner) = current(app, &parts.headers).await? else {
            return Err(Problem::unauthorised("send `Authorization: Bearer TOKEN`, or sign in to the inbox"));
        };
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            let given = parts.headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).unwrap_or_default();
            if !csrf::from_here(&app.site, &parts.headers) || !csrf::same(given, &owner.session.csrf) {
                return Err(Problem::forbidden(
                    "with a session, changes need the header x-csrf-token of that session",
                ));
            }
        }
        Ok(Self { name: owner.name(), signature: owner.by().signature })
    }
}

async fn by_token(app: &App, header: &str) -> Result<Caller, Problem> {
    let token = header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty() && token.len() <= TOKEN_BYTES_MAX);
    let known = match token {
        Some(token) => app.accounts.token(&token_hash(token)).await?,
        None => None,
    };
    let caller = |token: ApiToken| Caller { signature: format!("key {}", token.name), name: token.name };
    known.map(caller).ok_or_else(|| {
        Problem::unauthorised("this token is not known here; make one with `banister token new`")
    })
}
