//! The rows that an episode's figures follow from, read back for whoever checks them.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::rows::{parsed, stored, word};
use super::{remeasure, reports, sql_metrics};
use crate::domain::metrics::{Counted, Mark, RawDraft, RawEpisode, RawMessage, RawRating, RawSuggestion};
use crate::domain::{
    Author, ConversationId, Draft, EpisodeId, Event, Instrument, MessageKind, Reason, Timestamp,
};
use crate::ports::{MeasuredEpisode, Measures, StoreError};

/// Episode, the time given, the end of the wait, whether it was kept.
type PromiseRow = (String, Option<i64>, Option<i64>, Option<bool>);

/// Events of a conversation that are shown beside its figures.
const EVENTS_MAX: i64 = 500;

/// All episodes of a conversation, in order.
pub(super) async fn of_conversation(
    conn: &mut Conn,
    of: ConversationId,
) -> Result<Vec<MeasuredEpisode>, StoreError> {
    let rows: Vec<reports::Row> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_OF)
        .bind(of.to_string()).fetch_all(c).await)
    .map_err(away)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let (id, stored) = reports::figures(row)?;
        let raw = RawEpisode {
            id,
            conversation: of,
            marks: Vec::new(),
            messages: Vec::new(),
            suggestions: Vec::new(),
            drafts: Vec::new(),
            held: Vec::new(),
            promises: Vec::new(),
            ratings: Vec::new(),
            events: Vec::new(),
        };
        all.push(MeasuredEpisode { stored, raw, measured: row.measured > 0 });
    }
    let drafts = drafted(conn, of, &mut all).await?;
    said(conn, of, &drafts, &mut all).await?;
    concluded(conn, of, &mut all).await?;
    Ok(all)
}

/// The episode of that id, if it is one of them.
fn place<'a>(
    all: &'a mut [MeasuredEpisode],
    id: &str,
    column: &str,
) -> Result<Option<&'a mut RawEpisode>, StoreError> {
    let id: EpisodeId = parsed(id, column)?;
    Ok(all.iter_mut().map(|e| &mut e.raw).find(|raw| raw.id == id))
}

type SaidRow = (String, String, String, String, i64, String, Option<String>, Option<String>, String);

async fn said(
    conn: &mut Conn,
    of: ConversationId,
    drafts: &BTreeMap<String, String>,
    all: &mut [MeasuredEpisode],
) -> Result<(), StoreError> {
    let rows: Vec<SaidRow> = on!(conn, c => sqlx::query_as(sql_metrics::RAW_MESSAGES)
        .bind(of.to_string()).fetch_all(c).await)
    .map_err(away)?;
    for (episode, external_id, author, kind, at, counted, template, suggestion, text) in rows {
        let Some(raw) = place(all, &episode, "message.episode_id")? else { continue };
        raw.messages.push(RawMessage {
            external_id,
            author: word::<Author>(&author, "message.author")?,
            kind: word::<MessageKind>(&kind, "message.kind")?,
            at: Timestamp(at),
            counted: word::<Counted>(&counted, "message.counted_as")?,
            template,
            drafted: suggestion.and_then(|id| drafts.get(&id).cloned()),
            text,
        });
    }
    let rows: Vec<(i64, String)> = on!(conn, c => sqlx::query_as(sql_metrics::RAW_EVENTS)
        .bind(of.to_string()).bind(EVENTS_MAX).fetch_all(c).await)
    .map_err(away)?;
    let mut events = Vec::with_capacity(rows.len());
    for (at, payload) in rows {
        events.push((Timestamp(at), stored::<Event>(&payload, "event.payload")?));
    }
    for episode in all.iter_mut() {
        episode.raw.events.clone_from(&events);
    }
    Ok(())
}

/// Answers with the words of all suggestions, by their ids.
async fn drafted(
    conn: &mut Conn,
    of: ConversationId,
    all: &mut [MeasuredEpisode],
) -> Result<BTreeMap<String, String>, StoreError> {
    type Suggested = (Option<String>, String, String, Option<i64>, Option<bool>, bool);
    let mut words = BTreeMap::new();
    let rows: Vec<Suggested> = on!(conn, c =>
        sqlx::query_as(sql_metrics::RAW_SUGGESTIONS).bind(of.to_string()).fetch_all(c).await)
    .map_err(away)?;
    for (episode, id, draft, read_ms, bad, called_wrong) in rows {
        let draft: Draft = stored(&draft, "suggestion.draft")?;
        words.insert(id.clone(), draft.text);
        let Some(episode) = episode else { continue };
        let Some(raw) = place(all, &episode, "suggestion.episode_id")? else { continue };
        let id = parsed(&id, "suggestion.id")?;
        let read_ms = read_ms.and_then(|ms| u64::try_from(ms).ok());
        raw.suggestions.push(RawSuggestion { id, read_ms, bad, called_wrong });
    }
    let rows: Vec<(String, String, i64, String)> = on!(conn, c =>
        sqlx::query_as(sql_metrics::RAW_DRAFTS).bind(of.to_string()).fetch_all(c).await)
    .map_err(away)?;
    for (episode, order, at, draft) in rows {
        let Some(raw) = place(all, &episode, "draft_answer.episode_id")? else { continue };
        let draft: Draft = stored(&draft, "draft_answer.draft")?;
        raw.drafts.push(RawDraft {
            at: Timestamp(at),
            order,
            tokens: draft.usage.tokens(),
            cost_micros: draft.usage.cost_micros,
            confidence: (!draft.weighed.is_empty()).then_some(draft.confidence),
        });
    }
    Ok(words)
}

async fn concluded(
    conn: &mut Conn,
    of: ConversationId,
    all: &mut [MeasuredEpisode],
) -> Result<(), StoreError> {
    let id = of.to_string();
    let rows: Vec<(String, i64, String)> =
        on!(conn, c => sqlx::query_as(sql_metrics::RAW_MARKS).bind(&id).fetch_all(c).await).map_err(away)?;
    for (episode, at, detail) in rows {
        let Some(raw) = place(all, &episode, "episode_mark.episode_id")? else { continue };
        raw.marks.push((Timestamp(at), stored::<Mark>(&detail, "episode_mark.detail")?));
    }
    let rows: Vec<(String, String)> =
        on!(conn, c => sqlx::query_as(sql_metrics::RAW_SCREENINGS).bind(&id).fetch_all(c).await)
            .map_err(away)?;
    for (episode, reasons) in rows {
        let Some(raw) = place(all, &episode, "screening.episode_id")? else { continue };
        let reasons: Vec<Reason> = stored(&reasons, "screening.reasons")?;
        raw.held.push(reasons.into_iter().map(|r| r.rule).collect());
    }
    let rows: Vec<PromiseRow> =
        on!(conn, c => sqlx::query_as(sql_metrics::RAW_PROMISES).bind(&id).fetch_all(c).await)
            .map_err(away)?;
    for (episode, until, ended_at, kept) in rows {
        let Some(raw) = place(all, &episode, "promise.episode_id")? else { continue };
        raw.promises.push((until.map(Timestamp), ended_at.is_some(), kept));
    }
    let rows: Vec<(String, String, i64, i64)> =
        on!(conn, c => sqlx::query_as(sql_metrics::RAW_RATINGS).bind(&id).fetch_all(c).await)
            .map_err(away)?;
    for (episode, instrument, score, at) in rows {
        let Some(raw) = place(all, &episode, "rating.episode_id")? else { continue };
        raw.ratings.push(RawRating {
            instrument: word::<Instrument>(&instrument, "rating.instrument")?,
            score: u8::try_from(score).unwrap_or(0),
            at: Timestamp(at),
        });
    }
    Ok(())
}

#[async_trait]
impl Measures for Db {
    async fn episode_count(&self) -> Result<u64, StoreError> {
        let mut conn = self.read().await?;
        let (count,): (i64,) =
            on!(&mut conn, c => sqlx::query_as(sql_metrics::EPISODE_COUNT).fetch_one(c).await)
                .map_err(away)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    async fn episode_at(&self, place: u64) -> Result<Option<(EpisodeId, ConversationId)>, StoreError> {
        let mut conn = self.read().await?;
        let offset = i64::try_from(place).unwrap_or(i64::MAX);
        let row: Option<(String, String)> = on!(&mut conn, c => sqlx::query_as(sql_metrics::EPISODE_IDS)
            .bind(1_i64).bind(offset).fetch_optional(c).await)
        .map_err(away)?;
        row.map(|(id, of)| Ok((parsed(&id, "episode.id")?, parsed(&of, "episode.conversation_id")?)))
            .transpose()
    }

    async fn measured(&self, of: ConversationId) -> Result<Vec<MeasuredEpisode>, StoreError> {
        of_conversation(&mut self.read().await?, of).await
    }

    async fn measure_older(&self, limit: i64) -> Result<usize, StoreError> {
        remeasure::some(self, limit.clamp(1, 100)).await
    }
}
