//! What falls back to suggestions, as a card with the one button of it.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::shell::Sorry;
use crate::domain::autopilot::Fall;
use crate::domain::{Timestamp, Titles};
use crate::web::autopilot_scope::{self as scope, EVERYTHING};
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::session::Posted;
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

/// Something that falls back now.
pub(super) struct FallCard {
    /// A slug, or `everything`.
    pub topic: String,
    pub title: Text,
    pub evidence: String,
    pub since: Moment,
    /// Who sends all the same, why and since when.
    pub overridden: Option<(String, String, Moment)>,
}

impl FallCard {
    fn of(fall: Fall, now: Timestamp, titles: &Titles) -> Self {
        let title = match fall.topic.as_str() {
            "" => spoken::text("autopilot-everything-falls"),
            slug => spoken::text("autopilot-topic-falls").with("topic", &titles.topic(slug)),
        };
        Self {
            title,
            evidence: fall.evidence(titles),
            topic: if fall.topic.is_empty() { EVERYTHING.to_owned() } else { fall.topic },
            since: Moment::of(fall.since, now),
            overridden: fall.overridden.map(|over| (over.by, over.why, Moment::of(over.at, now))),
        }
    }
}

/// What is open, also where somebody sends all the same.
pub(super) async fn cards(app: &App, now: Timestamp) -> Result<Vec<FallCard>, Sorry> {
    let open = scope::falls(app).await?.into_iter().filter(|fall| fall.closed_at.is_none());
    let titles = app.engine.policy().titles();
    Ok(open.map(|fall| FallCard::of(fall, now, &titles)).collect())
}

/// `POST /autopilot/fall-back`: send all the same.
pub(super) async fn send_all_the_same(
    State(app): State<App>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let topic = posted.fields.needed("topic")?;
    scope::send_all_the_same(&app, &posted.person.by(), topic, &posted.fields).await?;
    Ok(Redirect::to("/autopilot?did=sends_all_the_same").into_response())
}
