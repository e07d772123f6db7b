//! Oneself: name, password, second factor, and where one is signed in.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::ports::{Began, Naming, Session};
use crate::web::audit::noting;
use crate::web::cookies::Crumb;
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::password::hash_password;
use crate::web::problem::Problem;
use crate::web::proof::{self, Proof};
use crate::web::session::{Member, Person, Posted, begin};
use crate::web::spoken;
use crate::web::state::App;
use crate::web::told::{NAME_CHARS_MAX, Unfit, name_for, password_for};

#[derive(Template)]
#[template(path = "you.html")]
pub(super) struct YouPage {
    pub shell: Shell,
    pub tab: &'static str,
    pub did: String,
    /// Which form was wrong, and why.
    pub wrong: Wrong,
    pub email: String,
    pub name: String,
    pub role: &'static str,
    pub has_password: bool,
    /// The password has to be given once more.
    pub wants_password: bool,
    /// Since when the second factor is asked for.
    pub second_factor: Option<Moment>,
    pub codes_left: i64,
    pub sessions: Vec<Row>,
}

/// What was wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrong {
    /// `name`, `password`, `second_factor`; empty when nothing was wrong.
    pub form: &'static str,
    /// A word of ours for what was wrong, or a sentence.
    pub why: String,
}

impl Wrong {
    pub(super) fn new(form: &'static str, why: impl Into<String>) -> Self {
        Self { form, why: why.into() }
    }
}

pub(super) struct Row {
    id: String,
    browser: String,
    began: Moment,
    began_by: &'static str,
    used: Moment,
    /// The one that looks at the page.
    here: bool,
}

impl Row {
    pub(super) fn of(session: Session, own: &str, now: Timestamp) -> Self {
        Self {
            here: session.token_hash == own,
            id: session.token_hash,
            browser: session.browser,
            began: Moment::of(session.created_at, now),
            began_by: session.began.as_str(),
            used: Moment::of(session.last_used_at, now),
        }
    }
}

impl YouPage {
    pub(super) async fn load(app: &App, person: &Person, did: String, wrong: Wrong) -> Result<Self, Problem> {
        let now = app.clock.now();
        let user = &person.user;
        let idle_since = now.minus_ms(app.site.session_idle_ms);
        let sessions = app.sessions.sessions(&user.id, now, idle_since).await?;
        let since = user.second_factor.as_ref().and_then(|factor| factor.since);
        Ok(Self {
            shell: Shell::new(app, person, "settings"),
            tab: "you",
            did,
            wrong,
            email: user.email.clone(),
            name: user.name.clone(),
            role: user.role.as_str(),
            has_password: !user.password_hash.is_empty(),
            wants_password: proof::wants_password(app, person),
            second_factor: since.map(|since| Moment::of(since, now)),
            codes_left: app.accounts.recovery_codes_left(&user.id).await?,
            sessions: sessions.into_iter().map(|s| Row::of(s, &person.session.token_hash, now)).collect(),
        })
    }
}

/// `GET /settings/you`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let you = YouPage::load(&app, &member, did(query.as_deref()), Wrong::default()).await?;
    Ok(page(StatusCode::OK, &you))
}

/// The page once more, with what was wrong.
pub(super) async fn again(
    app: &App,
    person: &Person,
    status: StatusCode,
    wrong: Wrong,
) -> Result<Response, Sorry> {
    Ok(page(status, &YouPage::load(app, person, String::new(), wrong).await?))
}

pub(super) fn to(did: &str) -> Response {
    Redirect::to(&format!("/settings/you?did={did}")).into_response()
}

/// What a proof that failed is answered with.
pub(super) const fn status_of(proof: Proof) -> StatusCode {
    match proof {
        Proof::Given => StatusCode::OK,
        Proof::Wrong => StatusCode::BAD_REQUEST,
        Proof::TooMany => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// `POST /settings/you/name`
pub(super) async fn rename(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let user = &posted.person.user;
    let Ok(name) = name_for(posted.fields.needed("name")?) else {
        let why = spoken::text("you-name-unfit").with("n", &NAME_CHARS_MAX).plain();
        return again(&app, &posted.person, StatusCode::BAD_REQUEST, Wrong::new("name", why)).await;
    };
    let note = noting(&app, &posted.person.by(), "user.renamed", &user.email);
    if name != user.name {
        let note = note.changed(user.name.clone(), name.clone());
        if app.accounts.rename(&user.id, &name, &note).await? == Naming::NameTaken {
            let wrong = Wrong::new("name", Unfit::NameTaken.said().plain());
            return again(&app, &posted.person, StatusCode::CONFLICT, wrong).await;
        }
    }
    Ok(to("renamed"))
}

/// `POST /settings/you/password`: everybody who was signed in under the old one is no longer, but for this browser.
pub(super) async fn password(
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted<may::Read>,
) -> Result<Response, Sorry> {
    let (person, fields) = (&posted.person, &posted.fields);
    let fresh = fields.needed("password")?;
    let refused = |status, why: String| again(&app, person, status, Wrong::new("password", why));
    if fields.needed("again")? != fresh {
        return refused(StatusCode::BAD_REQUEST, "differ".to_owned()).await;
    }
    if let Err(why) = password_for(&person.user.email, fresh) {
        return refused(StatusCode::BAD_REQUEST, why.said().plain()).await;
    }
    let proof = proof::by_password(&app, person, fields).await?;
    if proof != Proof::Given {
        return refused(status_of(proof), proof.fault().to_owned()).await;
    }
    let hash = hash_password(fresh).await.ok_or_else(Problem::internal)?;
    let note = noting(&app, &person.by(), "user.password_changed", &person.user.email);
    app.accounts.set_password(&person.user.id, &hash, &note).await?;
    let cookie = begin(&app, &person.user.id, Began::Password, &headers).await?;
    Ok((AppendHeaders([cookie]), to("password")).into_response())
}

/// `POST /settings/you/sessions/end`: one of them.
pub(super) async fn end_one(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let id = posted.fields.needed("session")?;
    if !app.sessions.end_own_session(&posted.person.user.id, id).await? {
        return Err(Problem::missing("session").into());
    }
    if id == posted.person.session.token_hash {
        return Ok(gone(&app));
    }
    Ok(to("ended"))
}

/// `POST /settings/you/sessions/end-all`: all others, or with `everywhere` this one too.
pub(super) async fn end_all(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let person = &posted.person;
    let is_everywhere = posted.fields.switch("everywhere")?;
    let keep = (!is_everywhere).then_some(person.session.token_hash.as_str());
    let note = noting(&app, &person.by(), "user.signed_out", &person.user.email);
    app.sessions.end_sessions(&person.user.id, keep, &note).await?;
    if is_everywhere { Ok(gone(&app)) } else { Ok(to("ended")) }
}

fn gone(app: &App) -> Response {
    let cookie = Crumb::Session.set(&app.site, "", 0);
    (AppendHeaders([cookie]), Redirect::to("/login")).into_response()
}
