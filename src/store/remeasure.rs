//! Measures episodes from before anything was written down of them: by the times of their conversation's rows, which then
//! say whose they are, so that whoever checks the figures finds the same.

use super::db::{Conn, Db, away, on};
use super::measures::{lists, mark, signed};
use super::rows::{parsed, stored};
use super::{raw, sql_metrics, sql_search};
use crate::domain::metrics::{Mark, Metrics, recompute};
use crate::domain::{Conversation, ConversationId, Findings, HandoffReason, Resolution, Timestamp};
use crate::ports::{MeasuredEpisode, StoreError};

/// Measures the episodes of some conversations, each in a transaction that nobody else decides in; says of how many.
pub(super) async fn some(db: &Db, limit: i64) -> Result<usize, StoreError> {
    let mut conn = db.read().await?;
    let todo: Vec<(String,)> =
        on!(&mut conn, c => sqlx::query_as(sql_metrics::UNMEASURED).bind(limit).fetch_all(c).await)
            .map_err(away)?;
    drop(conn);
    let mut ids = Vec::with_capacity(todo.len());
    for (id,) in &todo {
        ids.push(parsed::<ConversationId>(id, "episode.conversation_id")?);
    }
    // In the order of their ids, as whoever wakes many lanes takes them.
    ids.sort_unstable();
    let count = ids.len();
    if count > 0 {
        db.write(Box::new(move |conn| {
            Box::pin(async move {
                for id in ids {
                    one(conn, id).await?;
                }
                Ok(())
            })
        }))
        .await?;
    }
    Ok(count)
}

async fn one(conn: &mut Conn, of: ConversationId) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_search::HOLD_LANE).bind(of.to_string()).execute(c).await.map(drop))
        .map_err(away)?;
    let before = raw::of_conversation(conn, of).await?;
    let known = Known::of(conn, of).await?;
    for (n, episode) in before.iter().enumerate().filter(|(_, e)| !e.measured) {
        let next = before.get(n + 1).map(|e| e.stored.started_at);
        if episode.raw.marks.iter().all(|(_, m)| !matches!(m, Mark::Opened { .. })) {
            begin(conn, episode, n, next, &known).await?;
        }
        claim(conn, episode, next).await?;
    }
    // Read again, now that the rows say whose they are.
    for episode in raw::of_conversation(conn, of).await?.iter().filter(|e| !e.measured) {
        put(conn, episode, &recompute(&episode.raw)).await?;
    }
    Ok(())
}

/// What the conversation still knows: of its last episode only.
struct Known {
    page_url: Option<String>,
    handoff: Option<String>,
}

impl Known {
    async fn of(conn: &mut Conn, of: ConversationId) -> Result<Self, StoreError> {
        let row: Option<(String, Option<String>)> = on!(conn, c =>
            sqlx::query_as(sql_metrics::HANDED_OFF_OF).bind(of.to_string()).fetch_optional(c).await)
        .map_err(away)?;
        let (state, handed_off) = row.unwrap_or_default();
        // What cannot be read must not keep the others waiting.
        let conversation: Option<Conversation> = stored(&state, "conversation.state").ok();
        let why: Option<(HandoffReason, Option<Findings>)> =
            handed_off.and_then(|json| stored(&json, "conversation.handed_off").ok());
        Ok(Self {
            page_url: conversation.and_then(|c| c.page_url),
            handoff: why.map(|(why, _)| why.code().to_owned()),
        })
    }
}

/// Writes the log of an episode that has none, as far as it is known.
async fn begin(
    conn: &mut Conn,
    episode: &MeasuredEpisode,
    n: usize,
    next: Option<Timestamp>,
    known: &Known,
) -> Result<(), StoreError> {
    let (of, id, m) = (episode.raw.conversation, episode.raw.id, &episode.stored);
    let has = |kind: &str| episode.raw.marks.iter().any(|(_, mark)| mark.kind() == kind);
    let page_url = known.page_url.clone();
    let opened = Mark::Opened { page_url, referrer: None, in_hours: None, returning: n > 0 };
    mark(conn, of, id, m.started_at, &opened).await?;
    if let Some(code) = known.handoff.clone().filter(|_| next.is_none() && !has("handed_off")) {
        mark(conn, of, id, m.started_at, &Mark::HandedOff { code }).await?;
    }
    if let Some(at) = m.resolved_at.filter(|_| !has("resolved")) {
        let how = m.resolution.unwrap_or(Resolution::Confirmed);
        mark(conn, of, id, at, &Mark::Resolved { how }).await?;
    }
    let again = next.filter(|next| m.resolved_at.is_some_and(|end| *next >= end) && !has("reopened"));
    if let Some(at) = m.reopened_at.or(again) {
        mark(conn, of, id, at, &Mark::Reopened).await?;
    }
    if (m.topic.is_some() || !m.secondary.is_empty()) && !has("sorted") {
        let (primary, secondary) = (m.topic.clone(), m.secondary.clone());
        mark(conn, of, id, m.started_at, &Mark::Sorted { primary, secondary, suggested: false }).await?;
    }
    Ok(())
}

/// Rows that are nobody's yet become those of the episode that lasted then.
async fn claim(
    conn: &mut Conn,
    episode: &MeasuredEpisode,
    next: Option<Timestamp>,
) -> Result<(), StoreError> {
    let (of, id) = (episode.raw.conversation.to_string(), episode.raw.id.to_string());
    let (from, to) = (episode.stored.started_at.0, next.unwrap_or(Timestamp::NEVER).0);
    let end = episode.stored.resolved_at.unwrap_or(Timestamp::NEVER).0;
    on!(conn, c => sqlx::query(sql_metrics::COUNT_MESSAGES)
        .bind(&of).bind(&id).bind(from).bind(to).bind(end).execute(c).await.map(drop))
    .map_err(away)?;
    for statement in [
        sql_metrics::CLAIM_SCREENINGS,
        sql_metrics::CLAIM_SUGGESTIONS,
        sql_metrics::CLAIM_DRAFTS,
        sql_metrics::CLAIM_PROMISES,
    ] {
        on!(conn, c => sqlx::query(statement).bind(&of).bind(&id).bind(from).bind(to)
            .execute(c).await.map(drop))
        .map_err(away)?;
    }
    Ok(())
}

async fn put(conn: &mut Conn, episode: &MeasuredEpisode, m: &Metrics) -> Result<(), StoreError> {
    let (reply_ms, conversions) = lists(m)?;
    on!(conn, c => sqlx::query(sql_metrics::PUT_FIGURES)
        .bind(episode.raw.id.to_string()).bind(m.reopened_at.map(|t| t.0)).bind(i64::from(m.turns))
        .bind(i64::from(m.answers)).bind(reply_ms).bind(m.handoff.clone()).bind(m.promise_kept)
        .bind(m.promise_due.map(|t| t.0)).bind(m.page.clone()).bind(m.campaign.clone()).bind(m.template.clone())
        .bind(m.edit.map(i64::from)).bind(m.confidence.map(i64::from)).bind(m.triggered).bind(m.judged_wrong)
        .bind(m.owner_ms.map(signed)).bind(signed(m.tokens)).bind(signed(m.cost_micros)).bind(conversions)
        .bind(m.unhappy).bind(m.in_hours).bind(m.returning).bind(m.suggested)
        .execute(c).await.map(drop))
    .map_err(away)
}
