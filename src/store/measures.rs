//! Episodes as they are written: what happened, what is measured, and the lines of their own log.

use super::db::{Conn, away, on};
use super::rows::json;
use super::{sql_metrics, sql_search};
use crate::domain::metrics::{Mark, Metrics};
use crate::domain::{
    AssistKind, Conversation, ConversationId, Decision, Episode, EpisodeId, Fact, Resolution, Timestamp,
};
use crate::ports::StoreError;

/// Its figures were written down as it happened.
const AS_IT_HAPPENED: i64 = 1;

/// Nothing would be left of this fact once the ones after it are written: only the last state of an episode is.
pub(super) fn is_superseded(fact: &Fact, later: &[Fact], decisions: &[Decision]) -> bool {
    let Fact::EpisodeChanged(episode) = fact else { return false };
    let again = |fact: &Fact| matches!(fact, Fact::EpisodeChanged(newer) if newer.id == episode.id);
    later.iter().any(again) || decisions.iter().flat_map(|d| &d.facts).any(again)
}

/// The episode as it stands.
pub(super) async fn put(conn: &mut Conn, of: &Conversation, e: &Episode) -> Result<(), StoreError> {
    let (id, sample) = (of.id.to_string(), of.sample);
    let rules = json(&e.held_rules, "episode.held_rules")?;
    let secondary = json(&e.secondary, "episode.secondary")?;
    let m = Metrics::of(e);
    let (reply_ms, conversions) = lists(&m)?;
    let micros = |t: Option<Timestamp>| t.map(|t| t.0);
    let place = m.lottery.map(|drawn| drawn.assignment);
    // Of one that began before anything was written down, its rows say more.
    let measured = if e.measured.whole { AS_IT_HAPPENED } else { 0 };
    on!(conn, c => sqlx::query(sql_metrics::PUT_EPISODE)
        .bind(e.id.to_string()).bind(&id).bind(e.started_at.0).bind(micros(e.first_response_at))
        .bind(micros(e.resolved_at)).bind(e.resolution.map(Resolution::as_str)).bind(micros(e.reopened_at))
        .bind(e.handling.as_str()).bind(e.kind.map(AssistKind::as_str)).bind(!e.held_rules.is_empty()).bind(rules)
        .bind(e.csat.map(i64::from)).bind(micros(e.csat_at)).bind(e.nps.map(i64::from)).bind(micros(e.nps_at))
        .bind(e.comment.clone()).bind(e.topic.clone()).bind(sample).bind(secondary)
        .bind(measured).bind(i64::from(m.turns)).bind(i64::from(m.answers)).bind(reply_ms)
        .bind(m.handoff).bind(m.promise_kept).bind(micros(m.promise_due)).bind(m.page).bind(m.campaign)
        .bind(m.template).bind(m.edit.map(i64::from)).bind(m.confidence.map(i64::from)).bind(m.triggered)
        .bind(m.judged_wrong).bind(m.owner_ms.map(signed)).bind(signed(m.tokens)).bind(signed(m.cost_micros))
        .bind(conversions).bind(m.unhappy).bind(m.in_hours).bind(m.returning).bind(m.suggested)
        .bind(place.map(|p| p.arm.as_str())).bind(place.map(|p| i64::from(p.period)))
        .bind(place.map(|p| p.human_share)).bind(m.lottery.and_then(|drawn| drawn.passed))
        .bind(place.and_then(|p| p.number))
        .execute(c).await.map(drop))
    .map_err(away)?;
    for rule in &e.held_rules {
        on!(conn, c => sqlx::query(sql_search::ADD_HELD_RULE)
            .bind(&id).bind(rule).bind(of.last_activity.0).execute(c).await.map(drop))
        .map_err(away)?;
    }
    Ok(())
}

/// Reply times and conversions as they are stored.
pub(super) fn lists(m: &Metrics) -> Result<(String, String), StoreError> {
    let conversions: Vec<(Option<f64>, &str)> =
        m.conversions.iter().map(|c| (c.value, c.currency.as_str())).collect();
    Ok((json(&m.reply_ms, "episode.reply_ms")?, json(&conversions, "episode.conversions")?))
}

pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A line of the episode's own log.
pub(super) async fn mark(
    conn: &mut Conn,
    of: ConversationId,
    episode: EpisodeId,
    at: Timestamp,
    mark: &Mark,
) -> Result<(), StoreError> {
    let detail = json(mark, "episode_mark.detail")?;
    on!(conn, c => sqlx::query(sql_metrics::ADD_MARK)
        .bind(of.to_string()).bind(episode.to_string()).bind(at.0).bind(mark.kind()).bind(detail)
        .execute(c).await.map(drop))
    .map_err(away)
}
