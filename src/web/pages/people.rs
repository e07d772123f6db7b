//! The people who may sign in, and the keys for the API: what owners look after.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::keys::KeyRow;
use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::ports::{Naming, OwnerChange, Role, SignInLink, User};
use crate::web::audit::noting;
use crate::web::fields::{BadField, Fields};
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Person, Posted, fresh_token, token_hash};
use crate::web::spoken;
use crate::web::state::App;
use crate::web::told::{Unfit, email_of, name_for};

/// How long a sign-in link works, ms.
const LINK_MS: i64 = 24 * 3_600_000;

#[derive(Template)]
#[template(path = "people.html")]
pub(super) struct PeoplePage {
    pub shell: Shell,
    pub tab: &'static str,
    pub did: String,
    pub people: Vec<PersonRow>,
    pub keys: Vec<KeyRow>,
    /// Which form was wrong (`person`, `key`), and why.
    pub wrong: Option<(&'static str, String)>,
    /// What was typed, to be mended.
    pub typed: Typed,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub email: String,
    pub name: String,
}

pub(super) struct PersonRow {
    id: String,
    email: String,
    name: String,
    role: &'static str,
    added: Moment,
    seen: Option<Moment>,
    /// They have set a password.
    has_password: bool,
    second_factor: bool,
    /// The one who looks at the page.
    you: bool,
}

impl PersonRow {
    pub(super) fn of(user: User, you: &str, now: Timestamp) -> Self {
        Self {
            you: user.id == you,
            second_factor: user.secret_in_force().is_some(),
            has_password: !user.password_hash.is_empty(),
            added: Moment::of(user.created_at, now),
            seen: user.last_sign_in_at.map(|at| Moment::of(at, now)),
            role: user.role.as_str(),
            id: user.id,
            email: user.email,
            name: user.name,
        }
    }
}

/// A link or a key that is shown this once.
#[derive(Template)]
#[template(path = "handed.html")]
pub(super) struct HandedPage {
    pub shell: Shell,
    pub tab: &'static str,
    /// `link` or `key`.
    pub kind: &'static str,
    /// For whom, or what for.
    pub whose: String,
    pub secret: String,
}

impl PeoplePage {
    pub(super) async fn load(app: &App, person: &Person, did: String) -> Result<Self, Problem> {
        let now = app.clock.now();
        let people = app.accounts.users().await?;
        let keys = app.tokens.tokens().await?;
        Ok(Self {
            shell: Shell::new(app, person, "settings"),
            tab: "people",
            did,
            people: people.into_iter().map(|user| PersonRow::of(user, &person.user.id, now)).collect(),
            keys: keys.into_iter().map(|key| KeyRow::of(key, now)).collect(),
            wrong: None,
            typed: Typed::default(),
        })
    }
}

/// `GET /settings/people`
pub(super) async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let people = PeoplePage::load(&app, &member, did(query.as_deref())).await?;
    Ok(page(StatusCode::OK, &people))
}

/// The page once more, with what was wrong and what was typed.
pub(super) async fn again(
    app: &App,
    posted: &Posted<may::Admin>,
    form: &'static str,
    why: String,
) -> Result<Response, Sorry> {
    let typed = |name: &str| posted.fields.text(name).ok().flatten().unwrap_or_default().to_owned();
    let typed = Typed { email: typed("email"), name: typed("name") };
    let fresh = PeoplePage::load(app, &posted.person, String::new()).await?;
    Ok(page(StatusCode::BAD_REQUEST, &PeoplePage { wrong: Some((form, why)), typed, ..fresh }))
}

pub(super) fn to(did: &str) -> Response {
    Redirect::to(&format!("/settings/people?did={did}")).into_response()
}

fn role(fields: &Fields) -> Result<Role, BadField> {
    Role::parse(fields.needed("role")?).ok_or_else(|| BadField::new("role", "must be owner or agent"))
}

async fn user(app: &App, id: &str) -> Result<User, Problem> {
    app.accounts.user(id).await?.ok_or_else(|| Problem::missing("person"))
}

fn done(change: OwnerChange, word: &str) -> Result<Response, Sorry> {
    match change {
        OwnerChange::Done => Ok(to(word)),
        OwnerChange::Unknown => Err(Problem::missing("person").into()),
        OwnerChange::LastOwner => {
            let detail = "they are the last owner; make somebody else an owner first. Nothing was changed";
            Err(Problem::conflict("last_owner", detail).into())
        }
    }
}

/// `POST /settings/people`: somebody new, and the link that signs them in.
pub(super) async fn add(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let fields = &posted.fields;
    let (email, name) = match (email_of(fields.needed("email")?), name_for(fields.needed("name")?)) {
        (Ok(email), Ok(name)) => (email, name),
        (Err(why), _) | (_, Err(why)) => return again(&app, &posted, "person", why.said().plain()).await,
    };
    let fresh = User {
        id: format!("usr_{}", uuid::Uuid::now_v7()),
        email,
        name,
        role: role(fields)?,
        // They set one themselves, once the link has brought them in.
        password_hash: String::new(),
        created_at: app.clock.now(),
        last_sign_in_at: None,
        second_factor: None,
    };
    let note = noting(&app, &posted.person.by(), "user.added", &fresh.email)
        .with("role", fresh.role.as_str())
        .with("name", fresh.name.clone());
    let why = match app.accounts.add_user(&fresh, &note).await? {
        Naming::Done | Naming::Unknown => return hand_link(&app, &posted.person, &fresh).await,
        Naming::EmailTaken => spoken::text("people-email-taken").with("email", &fresh.email).plain(),
        Naming::NameTaken => Unfit::NameTaken.said().plain(),
    };
    again(&app, &posted, "person", why).await
}

/// `POST /settings/people/{id}/link`
pub(super) async fn link(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let user = user(&app, &id).await?;
    hand_link(&app, &posted.person, &user).await
}

async fn hand_link(app: &App, person: &Person, user: &User) -> Result<Response, Sorry> {
    let token = fresh_token();
    let link = SignInLink {
        token_hash: token_hash(&token),
        user_id: user.id.clone(),
        expires_at: app.clock.now().plus_ms(LINK_MS),
    };
    app.accounts.add_link(&link, &noting(app, &person.by(), "user.link_made", &user.email)).await?;
    let handed = HandedPage {
        shell: Shell::new(app, person, "settings"),
        tab: "people",
        kind: "link",
        whose: user.email.clone(),
        secret: app.site.link(&format!("/login/link?token={token}")),
    };
    Ok(page(StatusCode::OK, &handed))
}

/// `POST /settings/people/{id}/role`
pub(super) async fn change_role(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let (user, role) = (user(&app, &id).await?, role(&posted.fields)?);
    if user.role == role {
        return Ok(to("role"));
    }
    let note = noting(&app, &posted.person.by(), "user.role_changed", &user.email);
    let note = note.changed(user.role.as_str(), role.as_str());
    done(app.accounts.set_role(&user.id, role, &note).await?, "role")
}

/// `POST /settings/people/{id}/remove`
pub(super) async fn remove(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let user = user(&app, &id).await?;
    let note = noting(&app, &posted.person.by(), "user.removed", &user.email)
        .with("role", user.role.as_str())
        .with("name", user.name.clone());
    done(app.accounts.remove_user(&user.id, &note).await?, "removed_person")
}

/// `POST /settings/people/{id}/second-factor-off`: for who has lost theirs; whoever is signed in as them is no longer.
pub(super) async fn second_factor_off(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let (user, by) = (user(&app, &id).await?, posted.person.by());
    let note = noting(&app, &by, "user.second_factor_off", &user.email);
    if !app.accounts.remove_second_factor(&user.id, &note).await? {
        return Err(Problem::missing("second factor").into());
    }
    app.sessions.end_sessions(&user.id, None, &noting(&app, &by, "user.signed_out", &user.email)).await?;
    Ok(to("second_factor_off"))
}
