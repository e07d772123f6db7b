//! One conversation with all that was said and the last verdict on it.

use super::conversations::Row;
use super::db::{Conn, away, on};
use super::rows::{MessageRow, stored};
use super::sql_desk;
use super::suggestions::{pending_of, unread_of};
use crate::domain::{ConversationId, Message, Screening, Timestamp};
use crate::ports::{ScreeningRow, StoreError, Thread};

pub(super) async fn read(conn: &mut Conn, id: ConversationId) -> Result<Option<Thread>, StoreError> {
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(sql_desk::CONVERSATION).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Thread {
        row: row.listed(conn).await?,
        messages: messages(conn, id).await?,
        screening: last_screening(conn, id).await?,
        pending: pending_of(conn, id).await?,
        unread: unread_of(conn, id).await?,
    }))
}

pub(super) async fn messages(conn: &mut Conn, id: ConversationId) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<MessageRow> =
        on!(conn, c => sqlx::query_as(sql_desk::MESSAGES).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    rows.into_iter().map(MessageRow::message).collect()
}

async fn last_screening(conn: &mut Conn, id: ConversationId) -> Result<Option<ScreeningRow>, StoreError> {
    let row: Option<(i64, String, String, String)> =
        on!(conn, c => sqlx::query_as(sql_desk::LAST_SCREENING).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    let Some((at, rulebook_hash, message_ids, reasons)) = row else { return Ok(None) };
    Ok(Some(ScreeningRow {
        conversation: id,
        screening: Screening {
            rulebook_hash,
            message_ids: stored(&message_ids, "screening.message_ids")?,
            reasons: stored(&reasons, "screening.reasons")?,
            at: Timestamp(at),
        },
    }))
}
