//! Suggestions for the owner's queue.

use std::collections::BTreeMap;

use super::db::{Conn, away, on};
use super::rows::{parsed, stored, word};
use super::sql_desk;
use crate::domain::{
    Closing, Conversation, ConversationId, Label, LabelReason, RejectReason, Suggestion, SuggestionId,
    SuggestionState, Timestamp, Unread,
};
use crate::ports::{Page, StoreError, SuggestionRow};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: String,
    conversation_id: String,
    state: String,
    revision: i64,
    draft: String,
    turn_text: String,
    created_at: i64,
    closed_at: Option<i64>,
    closed_by: Option<String>,
    reject_reason: Option<String>,
    edited_text: Option<String>,
    read_ms: Option<i64>,
    bad: Option<bool>,
    label: Option<String>,
    conversation_state: String,
}

impl Row {
    pub(super) fn suggestion(self) -> Result<SuggestionRow, StoreError> {
        let conversation: Conversation = stored(&self.conversation_state, "conversation.state")?;
        let id: SuggestionId = parsed(&self.id, "suggestion.id")?;
        let state: SuggestionState = word(&self.state, "suggestion.state")?;
        let reason: Option<RejectReason> =
            self.reject_reason.map(|r| word(&r, "suggestion.reject_reason")).transpose()?;
        let label = match (self.bad, self.label) {
            (Some(bad), Some(why)) => {
                Some(Label { bad, why: word::<LabelReason>(&why, "suggestion.label")? })
            }
            _ => None,
        };
        let closing = self.closed_at.map(|at| Closing {
            id,
            state,
            by: self.closed_by,
            reason,
            edited_text: self.edited_text,
            label,
            read_ms: self.read_ms.and_then(|ms| u64::try_from(ms).ok()),
            at: Timestamp(at),
        });
        Ok(SuggestionRow {
            suggestion: Suggestion {
                id,
                revision: u64::try_from(self.revision).unwrap_or(0),
                draft: stored(&self.draft, "suggestion.draft")?,
                turn_text: self.turn_text,
                state,
                at: Timestamp(self.created_at),
            },
            closing,
            conversation: parsed(&self.conversation_id, "suggestion.conversation_id")?,
            revision: conversation.revision,
            relay: conversation.relay,
            external_id: conversation.external_id,
            visitor_name: conversation.visitor_name,
            heard_at: conversation.last_activity,
            promise: conversation.promise,
            sample: conversation.sample,
        })
    }
}

/// A cursor is the last row's time and id; anything else starts from the beginning.
pub(super) fn cursor(text: Option<&str>) -> Option<(i64, String)> {
    let (at, id) = text?.split_once('.')?;
    Some((at.parse().ok()?, id.to_owned()))
}

pub(super) async fn list(
    conn: &mut Conn,
    state: &str,
    from: Option<&str>,
    limit: i64,
) -> Result<Page<SuggestionRow>, StoreError> {
    let (at, id) = cursor(from).unwrap_or((i64::MIN, String::new()));
    let limit = limit.clamp(1, 100);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_desk::SUGGESTIONS)
        .bind(state).bind(at).bind(id).bind(limit + 1).fetch_all(c).await)
    .map_err(away)?;
    let items = rows.into_iter().map(Row::suggestion).collect::<Result<Vec<_>, _>>()?;
    Ok(paged(items, limit, |s| (s.suggestion.at, s.suggestion.id.to_string())))
}

/// Cuts off the row that only shows that there is more.
pub(super) fn paged<T>(mut items: Vec<T>, limit: i64, key: impl Fn(&T) -> (Timestamp, String)) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(1);
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| more).map(|last| {
        let (at, id) = key(last);
        format!("{}.{id}", at.0)
    });
    Page { items, next_cursor }
}

pub(super) async fn one(conn: &mut Conn, id: SuggestionId) -> Result<Option<SuggestionRow>, StoreError> {
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(sql_desk::SUGGESTION).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    row.map(Row::suggestion).transpose()
}

pub(super) async fn pending_of(
    conn: &mut Conn,
    id: ConversationId,
) -> Result<Option<SuggestionRow>, StoreError> {
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(sql_desk::PENDING_OF).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    row.map(Row::suggestion).transpose()
}

/// The suggestions of a conversation that were sent and say nothing of their drafts, and why.
pub(super) async fn unread_of(
    conn: &mut Conn,
    id: ConversationId,
) -> Result<BTreeMap<SuggestionId, Unread>, StoreError> {
    let rows: Vec<Row> =
        on!(conn, c => sqlx::query_as(sql_desk::SAID_NOTHING_OF).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    let mut unread = BTreeMap::new();
    for row in rows {
        let SuggestionRow { suggestion, closing, .. } = row.suggestion()?;
        unread.extend(closing.and_then(|c| c.unread(&suggestion.draft)).map(|why| (suggestion.id, why)));
    }
    Ok(unread)
}
