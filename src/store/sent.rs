//! Replies that left without an owner, as rows.

use super::db::{Conn, away, on};
use super::rows::{json, parsed, stored, word};
use super::sql_autopilot;
use crate::domain::autopilot::{Judged, SentReply, SentState};
use crate::domain::gate::SoftSignal;
use crate::domain::report::RepliesSent;
use crate::domain::{ConversationId, SuggestionId, Timestamp};
use crate::ports::{SentRow, Since, StoreError};

pub(super) async fn let_go(
    conn: &mut Conn,
    conversation: ConversationId,
    reply: &SentReply,
) -> Result<(), StoreError> {
    let statement = json(&reply.statement, "sent_reply.statement")?;
    on!(conn, c => sqlx::query(sql_autopilot::ADD_SENT)
        .bind(reply.suggestion.to_string()).bind(conversation.to_string()).bind(reply.action.to_string())
        .bind(&reply.text).bind(&reply.topic).bind(statement).bind(reply.audit).bind(reply.at.0)
        .execute(c).await.map(drop))
    .map_err(away)
}

pub(super) async fn is(
    conn: &mut Conn,
    suggestion: SuggestionId,
    state: SentState,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_autopilot::SENT_IS)
        .bind(suggestion.to_string()).bind(state.as_str()).bind(at.0).execute(c).await.map(drop))
    .map_err(away)
}

pub(super) async fn flagged(
    conn: &mut Conn,
    suggestion: SuggestionId,
    signal: SoftSignal,
) -> Result<(), StoreError> {
    let signal = spelled(&signal, "sent_reply.signal")?;
    on!(conn, c => sqlx::query(sql_autopilot::SENT_SIGNAL)
        .bind(suggestion.to_string()).bind(signal).execute(c).await.map(drop))
    .map_err(away)
}

pub(super) async fn judged(
    conn: &mut Conn,
    suggestion: SuggestionId,
    judged: Judged,
    by: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let said = spelled(&judged, "sent_reply.judged")?;
    on!(conn, c => sqlx::query(sql_autopilot::SENT_JUDGED)
        .bind(suggestion.to_string()).bind(said).bind(by).bind(at.0).execute(c).await.map(drop))
    .map_err(away)?;
    if judged == Judged::Wrong {
        on!(conn, c => sqlx::query(sql_autopilot::CALL_EPISODE_WRONG)
            .bind(suggestion.to_string()).execute(c).await.map(drop))
        .map_err(away)?;
    }
    Ok(())
}

/// A word of one of our enums, without the quotes of JSON.
fn spelled<T: serde::Serialize>(value: &T, place: &str) -> Result<String, StoreError> {
    json(value, place).map(|quoted| quoted.trim_matches('"').to_owned())
}

pub(super) async fn list(conn: &mut Conn, since: Timestamp, limit: i64) -> Result<Vec<SentRow>, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_autopilot::SENT)
        .bind(since.0).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    rows.into_iter().map(Row::sent).collect()
}

pub(super) async fn to_judge(conn: &mut Conn, limit: i64) -> Result<Vec<SentRow>, StoreError> {
    let rows: Vec<Row> =
        on!(conn, c => sqlx::query_as(sql_autopilot::SENT_TO_JUDGE).bind(limit).fetch_all(c).await)
            .map_err(away)?;
    rows.into_iter().map(Row::sent).collect()
}

pub(super) async fn one(conn: &mut Conn, suggestion: SuggestionId) -> Result<Option<SentRow>, StoreError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(sql_autopilot::SENT_ONE)
        .bind(suggestion.to_string()).fetch_optional(c).await)
    .map_err(away)?;
    row.map(Row::sent).transpose()
}

pub(super) async fn figures(conn: &mut Conn, within: Since) -> Result<RepliesSent, StoreError> {
    let (sent, drawn, drawn_wrong, wrong): (i64, i64, i64, i64) =
        on!(conn, c => sqlx::query_as(sql_autopilot::SENT_FIGURES)
            .bind(within.from.0).bind(within.to.0).fetch_one(c).await)
        .map_err(away)?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let (sent, drawn, wrong) = (count(sent), count(drawn), count(wrong));
    Ok(RepliesSent { sent, drawn, drawn_wrong: count(drawn_wrong), wrong })
}

#[derive(sqlx::FromRow)]
struct Row {
    suggestion_id: String,
    conversation_id: String,
    relay: String,
    turn_text: String,
    body: String,
    topic: String,
    statement: String,
    audit: bool,
    state: String,
    at: i64,
    signal: Option<String>,
    judged: Option<String>,
    judged_by: Option<String>,
}

impl Row {
    fn sent(self) -> Result<SentRow, StoreError> {
        let signal = self.signal.map(|signal| word(&signal, "sent_reply.signal")).transpose()?;
        let judged = self.judged.map(|judged| word::<Judged>(&judged, "sent_reply.judged")).transpose()?;
        Ok(SentRow {
            suggestion: parsed(&self.suggestion_id, "sent_reply.suggestion_id")?,
            conversation: parsed(&self.conversation_id, "sent_reply.conversation_id")?,
            relay: self.relay,
            question: self.turn_text,
            text: self.body,
            topic: self.topic,
            statement: stored(&self.statement, "sent_reply.statement")?,
            audit: self.audit,
            state: word(&self.state, "sent_reply.state")?,
            at: Timestamp(self.at),
            signal,
            judged: judged.map(|judged| (judged, self.judged_by.unwrap_or_default())),
        })
    }
}
