//! The turns that were screened in the past, with their words: what new rules are tried on.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::db::{Conn, away, on};
use super::rows::{parsed, stored};
use super::{sql_desk, sql_own_rules, thread};
use crate::domain::{ConversationId, Timestamp};
use crate::ports::{PastTurn, StoreError};

/// Conversation, messages, whether it was held.
type Verdict = (String, String, bool);

pub(super) async fn turns(
    conn: &mut Conn,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<PastTurn>, StoreError> {
    let rows: Vec<Verdict> = on!(conn, c => sqlx::query_as(sql_desk::PAST_TURNS)
        .bind(since.0).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    with_words(conn, rows).await
}

/// The newest of them, oldest first, and whether there were more.
pub(super) async fn newest_turns(
    conn: &mut Conn,
    since: Timestamp,
    limit: i64,
) -> Result<(Vec<PastTurn>, bool), StoreError> {
    let mut rows: Vec<Verdict> = on!(conn, c => sqlx::query_as(sql_own_rules::PAST_TURNS_NEWEST)
        .bind(since.0).bind(limit + 1).fetch_all(c).await)
    .map_err(away)?;
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.reverse();
    Ok((with_words(conn, rows).await?, more))
}

async fn with_words(conn: &mut Conn, rows: Vec<Verdict>) -> Result<Vec<PastTurn>, StoreError> {
    // A turn that grew was screened again and again: the last verdict, with all its messages, is the turn.
    let mut order: Vec<(ConversationId, String)> = Vec::new();
    let mut last: HashMap<(ConversationId, String), (Vec<String>, bool)> = HashMap::new();
    for (conversation, ids, held) in rows {
        let conversation: ConversationId = parsed(&conversation, "screening.conversation_id")?;
        let ids: Vec<String> = stored(&ids, "screening.message_ids")?;
        let Some(first) = ids.first().cloned() else { continue };
        let key = (conversation, first);
        if last.insert(key.clone(), (ids, held)).is_none() {
            order.push(key);
        }
    }
    let mut words: HashMap<ConversationId, HashMap<String, String>> = HashMap::new();
    let mut turns = Vec::with_capacity(order.len());
    for key in order {
        let conversation = key.0;
        let said = match words.entry(conversation) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unread) => {
                let said = thread::messages(conn, conversation).await?;
                unread.insert(said.into_iter().map(|m| (m.external_id, m.text)).collect())
            }
        };
        let Some((ids, held)) = last.remove(&key) else { continue };
        let messages = ids.iter().filter_map(|id| said.get(id).cloned()).collect();
        turns.push(PastTurn { conversation, messages, held });
    }
    Ok(turns)
}
