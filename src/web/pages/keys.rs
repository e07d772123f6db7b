//! Keys for the API, on the page of people: made, shown once, revoked.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::people::{HandedPage, again, to};
use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::ports::{ApiToken, Role, Scope, Scopes};
use crate::web::audit::noting;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Posted, fresh_key, token_hash};
use crate::web::spoken;
use crate::web::state::App;
use crate::web::told::name_for;

pub(super) struct KeyRow {
    pub id: String,
    pub name: String,
    pub scopes: Vec<&'static str>,
    pub made: Moment,
    pub made_by: String,
    pub used: Option<Moment>,
}

impl KeyRow {
    pub(super) fn of(key: ApiToken, now: Timestamp) -> Self {
        Self {
            scopes: key.scopes.words(),
            id: key.token_hash,
            name: key.name,
            made: Moment::of(key.created_at, now),
            made_by: key.made_by,
            used: key.last_used_at.map(|at| Moment::of(at, now)),
        }
    }
}

/// `POST /settings/keys`
pub(super) async fn make(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let fields = &posted.fields;
    let mut scopes = BTreeSet::new();
    for scope in Scope::ALL {
        if fields.switch(scope.as_str())? {
            scopes.insert(scope);
        }
    }
    let name = match name_for(fields.needed("name")?) {
        Ok(name) => name,
        Err(why) => return again(&app, &posted, "key", why.said().plain()).await,
    };
    if scopes.is_empty() {
        return again(&app, &posted, "key", "no_scope".to_owned()).await;
    }
    let (key, by) = (fresh_key(), posted.person.by());
    let kept = ApiToken {
        token_hash: token_hash(&key),
        name: name.clone(),
        scopes: Scopes::Only(scopes),
        created_at: app.clock.now(),
        made_by: by.signature.clone(),
        last_used_at: None,
    };
    let note = noting(&app, &by, "token.made", &name).with("scopes", kept.scopes.words());
    if !app.tokens.add_token(&kept, &note).await? {
        let maker = app.accounts.user(&posted.person.user.id).await?;
        if maker.is_none_or(|user| user.role != Role::Owner) {
            return Err(Problem::forbidden("only owners make keys, and you are not one any more").into());
        }
        return again(&app, &posted, "key", spoken::text("people-key-name-taken").plain()).await;
    }
    let shell = Shell::new(&app, &posted.person, "settings");
    let handed = HandedPage { shell, tab: "people", kind: "key", whose: name, secret: key };
    Ok(page(StatusCode::OK, &handed))
}

/// `POST /settings/keys/{id}/revoke`
pub(super) async fn revoke(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let key = app.tokens.token(&id).await?.ok_or_else(|| Problem::missing("key"))?;
    let note = noting(&app, &posted.person.by(), "token.revoked", &key.name);
    if !app.tokens.revoke_token(&id, &note).await? {
        return Err(Problem::missing("key").into());
    }
    Ok(to("revoked"))
}
