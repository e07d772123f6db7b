//! What is asked of the world: put in line, claimed under a lease, ended under its fencing number.

use super::db::{Conn, away, either, on};
use super::rows::{json, parsed, stored};
use super::{sql, sql_desk};
use crate::domain::{Action, ActionBody, ActionClass, ActionId, Conversation, Effect, Timestamp};
use crate::ports::{ClaimedAction, DeadLetter, Finish, StoreError};

pub(super) async fn add(
    conn: &mut Conn,
    of: &Conversation,
    id: ActionId,
    effect: Effect,
    now: Timestamp,
) -> Result<(), StoreError> {
    let action = Action::of(id, effect);
    let body = json(&action.body, "outbox.body")?;
    on!(conn, c => sqlx::query(sql::ADD_ACTION)
        .bind(action.id.to_string()).bind(of.id.to_string()).bind(&of.relay).bind(&of.external_id)
        .bind(action.body.kind()).bind(action.body.speaks()).bind(body).bind(now.0)
        .execute(c).await.map(drop))
    .map_err(away)
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    id: String,
    conversation_id: String,
    relay: String,
    external_conversation: String,
    body: String,
    attempt: i64,
    unsure: bool,
    token: i64,
    asked_at: i64,
}

impl ClaimRow {
    fn claimed(self) -> Result<ClaimedAction, StoreError> {
        Ok(ClaimedAction {
            action: Action { id: parsed(&self.id, "outbox.id")?, body: stored(&self.body, "outbox.body")? },
            conversation: parsed(&self.conversation_id, "outbox.conversation_id")?,
            relay: self.relay,
            external_conversation: self.external_conversation,
            attempt: self.attempt,
            tried_before: self.unsure,
            token: self.token,
            asked_at: Timestamp(self.asked_at),
        })
    }
}

pub(super) async fn claim(
    conn: &mut Conn,
    class: ActionClass,
    now: Timestamp,
    lease_ms: i64,
    limit: i64,
) -> Result<Vec<ClaimedAction>, StoreError> {
    let statement = either!(conn, sql::CLAIM_ACTIONS_SQLITE, sql::CLAIM_ACTIONS_POSTGRES);
    let drafts = class == ActionClass::Drafts;
    let rows: Vec<ClaimRow> = on!(conn, c => sqlx::query_as(statement)
        .bind(now.0).bind(now.plus_ms(lease_ms).0).bind(limit).bind(drafts).fetch_all(c).await)
    .map_err(away)?;
    rows.into_iter().map(ClaimRow::claimed).collect()
}

/// `false` when the lease was lost, or the action settled meanwhile.
pub(super) async fn finish(
    conn: &mut Conn,
    claim: &ClaimedAction,
    finish: &Finish,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (state, due, error, ended) = match finish {
        Finish::Done => ("done", now, None, Some(now.0)),
        Finish::Retry { at, error } => ("ready", *at, Some(error), None),
        Finish::Dropped { error } => ("dropped", now, Some(error), Some(now.0)),
        Finish::Dead { error } => ("dead", now, Some(error), Some(now.0)),
    };
    let rows = on!(conn, c => sqlx::query(sql::FINISH_ACTION)
        .bind(claim.action.id.to_string()).bind(claim.token).bind(state).bind(due.0).bind(error.cloned()).bind(ended)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    Ok(rows == 1)
}

#[derive(sqlx::FromRow)]
struct DeadRow {
    id: String,
    conversation_id: String,
    relay: String,
    kind: String,
    body: String,
    attempt: i64,
    error: String,
    asked_at: i64,
    ended_at: i64,
}

pub(super) async fn dead(conn: &mut Conn, limit: i64) -> Result<Vec<DeadLetter>, StoreError> {
    let rows: Vec<DeadRow> =
        on!(conn, c => sqlx::query_as(sql_desk::DEAD_LETTERS).bind(limit).fetch_all(c).await)
            .map_err(away)?;
    rows.into_iter()
        .map(|row| {
            Ok(DeadLetter {
                action: parsed(&row.id, "outbox.id")?,
                conversation: parsed(&row.conversation_id, "outbox.conversation_id")?,
                relay: row.relay,
                kind: row.kind,
                what: described(&stored(&row.body, "outbox.body")?),
                attempts: row.attempt,
                error: row.error,
                asked_at: Timestamp(row.asked_at),
                died_at: Timestamp(row.ended_at),
            })
        })
        .collect()
}

fn described(body: &ActionBody) -> String {
    match body {
        ActionBody::Draft { .. } => "draft a reply".to_owned(),
        ActionBody::Send { text, .. } => format!("send: {text}"),
        ActionBody::Acknowledge { .. } => "tell the visitor that a human will answer".to_owned(),
        ActionBody::Survey { .. } => "ask the visitor how it was".to_owned(),
        ActionBody::ChangeLabels { add, remove } => {
            format!("labels: add [{}], remove [{}]", add.join(", "), remove.join(", "))
        }
        ActionBody::HandOff { reason, .. } => format!("hand off ({reason})"),
    }
}

pub(super) async fn replay(conn: &mut Conn, action: ActionId, now: Timestamp) -> Result<bool, StoreError> {
    let rows = on!(conn, c => sqlx::query(sql_desk::REPLAY).bind(action.to_string()).bind(now.0)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    Ok(rows == 1)
}
