//! What all pages share: the frame around them, and the page that says sorry.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::ports::Role;
use crate::web::assets;
use crate::web::filters;
use crate::web::problem::Problem;
use crate::web::session::Person;
use crate::web::spoken;
use crate::web::state::App;

/// The frame of a signed-in owner's page.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    /// Which entry of the menu is this one.
    pub here: &'static str,
    /// Who is signed in.
    pub name: String,
    /// An owner, not an agent: more can be changed.
    pub owner: bool,
    /// What every form carries.
    pub csrf: String,
    /// Link to the playground.
    pub demo: bool,
    pub links: Bare,
}

impl Shell {
    pub(super) fn new(app: &App, person: &Person, here: &'static str) -> Self {
        Self {
            here,
            name: person.name(),
            owner: person.user.role == Role::Owner,
            csrf: person.session.csrf.clone(),
            demo: app.site.demo,
            links: Bare::new(),
        }
    }
}

/// Addresses of the assets: the frame of a page that anybody may see.
#[derive(Clone, Debug)]
pub(in crate::web) struct Bare {
    /// What the page is written in (BCP 47).
    pub language: &'static str,
    pub css: String,
    pub js: String,
    pub icon: String,
}

impl Bare {
    pub(in crate::web) fn new() -> Self {
        Self {
            language: spoken::language().tag(),
            css: assets::url("banister.css"),
            js: assets::url("banister.js"),
            icon: assets::url("icon.svg"),
        }
    }
}

/// Renders a page.
pub(in crate::web) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, spoken::text("shell-broken").plain()).into_response()
        }
    }
}

/// A problem, as a page.
#[derive(Debug)]
pub(in crate::web) struct Sorry(pub(in crate::web) Problem);

impl<E> From<E> for Sorry
where
    Problem: From<E>,
{
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

#[derive(Template)]
#[template(path = "sorry.html")]
struct SorryPage<'a> {
    links: Bare,
    problem: &'a Problem,
}

impl IntoResponse for Sorry {
    fn into_response(self) -> Response {
        let mut response = page(self.0.status, &SorryPage { links: Bare::new(), problem: &self.0 });
        if let Some(seconds) = self.0.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
