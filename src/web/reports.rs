//! What is asked of a report by an address, and the report, for pages and API alike.

use super::fields::{BadField, Fields};
use super::moment::parse;
use super::problem::Problem;
use super::rules::in_turn;
use super::state::App;
use crate::domain::report::{Earned, QUESTIONS_MAX, ReportSettings};
use crate::domain::report_text::{Ask, Built, ReportName};
use crate::domain::{ConfidenceReport, JUDGED_MAX, Timestamp};
use crate::ports::{Since, StoreError};

/// The stretch of what is no report of its own (spending, promises), ms: thirty days.
const USUAL_MS: i64 = 30 * 86_400_000;

/// Names that a stretch's query knows.
pub(super) const QUERY: &[&str] = &["from", "to", "format"];

/// Names that a report's query knows.
const REPORT_QUERY: &[&str] = &["from", "to", "format", "hour_cost", "minutes_by_hand"];

/// `from` and `to`: days (`to` counts whole) or moments; the last thirty days when not given.
pub(super) fn stretch_of(fields: &Fields, now: Timestamp) -> Result<Since, BadField> {
    let to = moment(fields, "to", 1)?.unwrap_or(now);
    let from = moment(fields, "from", 0)?.unwrap_or_else(|| to.minus_ms(USUAL_MS));
    if from >= to {
        return Err(BadField::new("from", "must lie before `to`"));
    }
    Ok(Since { from, to })
}

fn moment(fields: &Fields, name: &str, days: i64) -> Result<Option<Timestamp>, BadField> {
    match fields.text(name)? {
        None => Ok(None),
        Some(text) => parse(text, days).map(Some).ok_or_else(|| {
            BadField::new(name, "must be a day like 2026-11-25 or a time like 2026-11-25T10:00:00Z")
        }),
    }
}

/// The fields of a report's address.
pub(super) fn fields_of(query: Option<&str>) -> Result<Fields, BadField> {
    Fields::from_query(query, REPORT_QUERY)
}

/// What an address asks for. Assumptions in it replace those of the configuration, for this one look.
pub(super) fn ask_of(app: &App, name: ReportName, query: Option<&str>) -> Result<Ask, BadField> {
    let (fields, now) = (fields_of(query)?, app.clock.now());
    let to = moment(&fields, "to", 1)?.unwrap_or(now);
    let from = moment(&fields, "from", 0)?;
    if from.is_some_and(|from| from >= to) {
        return Err(BadField::new("from", "must lie before `to`"));
    }
    let mut settings: ReportSettings = app.configured.report.clone();
    for (key, value) in
        [("hour_cost", &mut settings.hour_cost), ("minutes_by_hand", &mut settings.minutes_by_hand)]
    {
        if let Some(text) = fields.text(key)? {
            *value = text.parse().map_err(|_| BadField::new(key, "must be a number like 40 or 2.5"))?;
        }
    }
    if let Some((key, fault)) = settings.faults().into_iter().next() {
        return Err(BadField::new(key, fault));
    }
    Ok(Ask { name, from: from.map(|from| from.0), to: to.0, now: now.0, lottery_since: None, settings })
}

/// What the confidence of drafts has been worth, on the latest decisions.
pub(super) async fn confidence(app: &App) -> Result<ConfidenceReport, StoreError> {
    let judged = app.judgements.latest_judged(JUDGED_MAX).await?;
    Ok(ConfidenceReport::of(&judged, &app.engine.policy().scorer.weights))
}

/// The report, and the stretch it is about (unix microseconds).
pub(super) async fn load(app: &App, ask: &Ask) -> Result<(Built, (i64, i64)), Problem> {
    let mut ask = ask.clone();
    if ask.name == ReportName::Comparison {
        ask.lottery_since = app.desk.lottery_since().await?.map(|since| since.0);
    }
    let (from, to) = ask.reads();
    let since = Since { from: Timestamp(from), to: Timestamp(to) };
    let episodes = app.desk.episodes(since).await?;
    let questions = if ask.name.reads_questions() {
        app.desk.unanswered(since, QUESTIONS_MAX).await?
    } else {
        Vec::new()
    };
    let name = ask.name;
    // Up to a second of computing over a million episodes: webhooks are answered meanwhile.
    let mut built = in_turn(app, move || ask.build(&episodes, &questions)).await?;
    if name == ReportName::Autonomy {
        let told = super::autopilot::told(app).await?;
        built = built.with_earned(Earned {
            allowed: told.pilot.switch.allowed,
            paused: told.pilot.switch.paused,
            certificates: told.certificates,
            replies: app.autopilots.sent_figures(since).await?,
        });
    }
    let document = built.document(&app.engine.policy().titles());
    Ok((built, (document.from.as_microsecond(), document.to.as_microsecond())))
}
