//! What falls back to suggestions, as pages and API work it.

use super::audit::{By, noting};
use super::autopilot::why;
use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::state::App;
use crate::domain::autopilot::Fall;
use crate::ports::StoreError;

/// The word for everything, where a topic's slug would stand.
pub(super) const EVERYTHING: &str = "everything";

/// What is over is listed for so long, ms.
const LISTED_MS: i64 = 30 * 86_400_000;

/// What falls back now, and what did lately, newest first.
pub(super) async fn falls(app: &App) -> Result<Vec<Fall>, StoreError> {
    app.autopilots.falls(app.clock.now().minus_ms(LISTED_MS)).await
}

/// An owner sends all the same on a topic, or on everything; who and why stands in the audit list.
pub(super) async fn send_all_the_same(
    app: &App,
    by: &By,
    topic: &str,
    fields: &Fields,
) -> Result<(), Problem> {
    let Some(why) = why(fields)? else {
        return Err(BadField::new(
            "why",
            "is missing; say why it may go on although visitors were less happy",
        )
        .into());
    };
    let slug = if topic == EVERYTHING { "" } else { topic };
    let open = falls(app).await?.into_iter().find(|fall| fall.topic == slug && fall.closed_at.is_none());
    if open.is_none() {
        return Err(Problem::missing("fall back"));
    }
    let note = noting(app, by, "autopilot.sends_all_the_same", topic).because(&why);
    if app.autopilots.override_fall(slug, &note).await? {
        tracing::warn!(by = by.signature, topic, "replies leave all the same where AI was shown to harm");
        return Ok(());
    }
    let detail = "somebody has decided that already, or it is over; nothing was changed. Load the page again";
    Err(Problem::conflict("already_decided", detail))
}
