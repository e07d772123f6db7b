//! Sending without an owner, as pages and API work it: the switch, the certificates, and the word on what has left.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::audit::{By, noting};
use super::deeds;
use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::state::App;
use crate::domain::autopilot::{
    Alpha, Autopilot, CertificateTold, Judged, Lever, Switch, TopicPolicy, certificates,
};
use crate::domain::gate::EpochReason;
use crate::domain::{Conversation, Event, Preferences, Timestamp};
use crate::engine::ActError;
use crate::ports::{SentRow, StoreError};

/// A reason, characters.
const WHY_CHARS_MAX: usize = 300;

/// Replies that are listed.
pub(super) const SENT_MAX: i64 = 200;

/// Everything a page or a program is told.
pub(super) struct Told {
    pub pilot: Autopilot,
    pub certificates: Vec<CertificateTold>,
}

/// How it stands now.
pub(super) async fn told(app: &App) -> Result<Told, StoreError> {
    let now = app.clock.now();
    let pilot = app.autopilots.autopilot(now, &[]).await?;
    let topics = app.handbook.topics().await?;
    let known: Vec<String> = topics.into_iter().filter(|t| !t.retired).map(|t| t.slug).collect();
    let certificates = certificates(&pilot, &app.engine.policy().settings, &known, now);
    Ok(Told { pilot, certificates })
}

/// Pulls the switch; why stands in the audit list.
pub(super) async fn pull(app: &App, by: &By, lever: Lever, why: Option<&str>) -> Result<Switch, StoreError> {
    let what = format!("autopilot.{}", lever.as_str());
    let note = noting(app, by, &what, "all replies").because(why.unwrap_or_default());
    let switch = app.autopilots.pull(lever, &note).await?;
    if lever == Lever::Pause || lever == Lever::Forbid {
        tracing::warn!(by = by.signature, lever = lever.as_str(), "nothing leaves without an owner any more");
    }
    Ok(switch)
}

/// The field `why`, where it says something.
pub(super) fn why(fields: &Fields) -> Result<Option<String>, BadField> {
    let why = fields.text("why")?.map(str::trim).filter(|why| !why.is_empty());
    match why {
        Some(why) if why.chars().count() > WHY_CHARS_MAX => {
            Err(BadField::new("why", format!("is over {WHY_CHARS_MAX} characters; shorten it")))
        }
        why => Ok(why.map(str::to_owned)),
    }
}

/// Gives up all evidence of a gate.
pub(super) async fn restart(
    app: &App,
    by: &By,
    percent: &str,
    reason: EpochReason,
    why: Option<&str>,
) -> Result<(), Problem> {
    let alpha = alpha(percent)?;
    let subject = format!("{} %", alpha.percent());
    let note = noting(app, by, "autopilot.restart", &subject).because(why.unwrap_or_default());
    app.engine.begin_epoch(alpha, reason, &note).await?;
    Ok(())
}

/// The alpha of an address, in percent.
pub(super) fn alpha(percent: &str) -> Result<Alpha, Problem> {
    percent.parse().ok().and_then(Alpha::of_percent).ok_or_else(|| Problem::missing("certificate"))
}

/// Why evidence is given up: `owner` (somebody else decides now) or `by_hand`.
pub(super) fn restart_reason(fields: &Fields) -> Result<EpochReason, BadField> {
    Ok(match fields.one_of("reason", &["owner", "by_hand"])? {
        Some("owner") => EpochReason::Owner,
        _ => EpochReason::ByHand,
    })
}

/// Stops a draft that would leave by itself.
pub(super) async fn stop(app: &App, id: &str, by: &str) -> Result<Conversation, Stopped> {
    let row = deeds::suggestion(app, id).await?;
    let event = Event::CountdownStopped { suggestion: row.suggestion.id, by: by.to_owned() };
    Ok(deeds::act(app, row.conversation, event).await?)
}

/// Why it was not stopped, or not judged.
pub(super) enum Stopped {
    /// There is no such thing, or it cannot be asked for.
    Problem(Problem),
    /// The conversation says no.
    Act(ActError),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<ActError> for Stopped {
    fn from(error: ActError) -> Self {
        Self::Act(error)
    }
}

impl From<Stopped> for Problem {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Problem(problem) => problem,
            Stopped::Act(ActError::Refused { refusal, .. }) => refusal.into(),
            Stopped::Act(error) => error.into(),
        }
    }
}

/// An owner's word on a reply that left by itself.
pub(super) async fn judge(app: &App, id: &str, judged: Judged, by: &str) -> Result<SentRow, Problem> {
    let suggestion = id.parse()?;
    let row = app.autopilots.sent_one(suggestion).await?.ok_or_else(|| Problem::missing("sent reply"))?;
    let event = Event::SentJudged { suggestion, judged, by: by.to_owned() };
    deeds::act(app, row.conversation, event).await.map_err(Stopped::Act)?;
    Ok(app.autopilots.sent_one(suggestion).await?.unwrap_or(row))
}

/// When today began, where the shop is.
pub(super) fn today(app: &App, now: Timestamp) -> Timestamp {
    app.engine.policy().waiting.hours.midnight(now)
}

/// What the form about topics and bounds chooses, over what was chosen before.
///
/// # Errors
/// The first field that cannot be read.
pub(super) fn chosen(
    fields: &Fields,
    before: &Preferences,
    in_force: &BTreeMap<String, TopicPolicy>,
    topics: &[String],
) -> Result<Preferences, BadField> {
    let mut after = before.clone();
    let mut put = |key: &str, value: Value| drop(after.policy.insert(key.to_owned(), value));
    put("autonomy", json!(fields.one_of("autonomy", &AUTONOMY)?.unwrap_or("suggest")));
    put("alpha", percent(fields, "alpha")?.unwrap_or_else(|| json!(0.05)));
    put("auto_hold_ms", json!(fields.within("hold_s", 0, 600, 10)? * 1_000));
    for (field, key) in [
        ("per_conversation", "auto_per_conversation"),
        ("per_hour", "auto_per_hour"),
        ("per_day", "auto_per_day"),
    ] {
        put(key, json!(fields.within(field, 1, 100_000, 1)?));
    }
    put("auto_when", json!(fields.one_of("when", &["always", "open", "closed"])?.unwrap_or("always")));
    put("auto_disclosure", json!(fields.text("disclosure")?.is_some()));
    // What the form does not show, as a topic that is retired, stays as it is.
    let mut own = match serde_json::to_value(in_force) {
        Ok(Value::Object(own)) => own,
        _ => Map::new(),
    };
    for topic in
        topics.iter().filter(|topic| fields.text(&format!("autonomy.{topic}")).is_ok_and(|f| f.is_some()))
    {
        let mut one = Map::new();
        if let Some(autonomy) =
            fields.one_of(&format!("autonomy.{topic}"), &AUTONOMY_OR_NONE)?.filter(|w| !w.is_empty())
        {
            one.insert("autonomy".to_owned(), json!(autonomy));
        }
        if let Some(alpha) = percent(fields, &format!("alpha.{topic}"))? {
            one.insert("alpha".to_owned(), alpha);
        }
        if one.is_empty() {
            own.shift_remove(topic);
        } else {
            own.insert(topic.clone(), Value::Object(one));
        }
    }
    put("topics", Value::Object(own));
    Ok(after)
}

const AUTONOMY: [&str; 4] = ["off", "shadow", "suggest", "auto"];
const AUTONOMY_OR_NONE: [&str; 5] = ["", "off", "shadow", "suggest", "auto"];

/// A field that names an alpha in percent, as a share; nothing where it is empty.
fn percent(fields: &Fields, name: &str) -> Result<Option<Value>, BadField> {
    let text = fields.text(name)?.map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    let alpha = text.parse().ok().and_then(Alpha::of_percent);
    let alpha =
        alpha.ok_or_else(|| BadField::new(name, format!("is `{text}`; give 1, 2, 5 or 10 (percent)")))?;
    Ok(Some(json!(alpha.share())))
}
