//! Makes findable what is not yet: everything after an upgrade, and what is left of a chapter that somebody cut into.

use std::collections::{BTreeMap, BTreeSet};

use super::db::{Conn, Db, away, on};
use super::messages::{self, Place, docs_from, open_chapter, own_bits};
use super::rows::{parsed, stored};
use super::{sql, sql_search};
use crate::domain::{Conversation, ConversationId, Timestamp};
use crate::ports::StoreError;

/// Of one conversation at most so many messages at once.
const MESSAGES_MAX: i64 = 512;
/// A chapter that is caught up with takes so many.
const CHAPTER_MESSAGES: usize = 32;

/// Catches up with some conversations, each in a transaction that nobody else decides in; says with how many.
pub(super) async fn some(db: &Db, limit: i64) -> Result<usize, StoreError> {
    let mut conn = db.read().await?;
    let stale: Vec<(String, i64)> =
        on!(&mut conn, c => sqlx::query_as(sql_search::STALE_CHAPTERS).bind(limit).fetch_all(c).await)
            .map_err(away)?;
    let unread: Vec<(String,)> =
        on!(&mut conn, c => sqlx::query_as(sql_search::UNREAD).bind(limit).fetch_all(c).await)
            .map_err(away)?;
    drop(conn);
    let mut todo: BTreeMap<ConversationId, BTreeSet<i64>> = BTreeMap::new();
    for (id, chapter) in stale {
        todo.entry(parsed(&id, "search_doc.conversation_id")?).or_default().insert(chapter);
    }
    for (id,) in unread {
        todo.entry(parsed(&id, "message.conversation_id")?).or_default();
    }
    let count = todo.len();
    if count > 0 {
        // In the order of their ids, as whoever wakes many lanes takes them.
        db.write(Box::new(move |conn| {
            Box::pin(async move {
                for (id, stale) in todo {
                    one(conn, id, stale).await?;
                }
                Ok(())
            })
        }))
        .await?;
    }
    Ok(count)
}

async fn one(conn: &mut Conn, id: ConversationId, stale: BTreeSet<i64>) -> Result<(), StoreError> {
    let text = id.to_string();
    on!(conn, c => sqlx::query(sql_search::HOLD_LANE).bind(&text).execute(c).await.map(drop))
        .map_err(away)?;
    let row: Option<(String,)> =
        on!(conn, c => sqlx::query_as(sql::CONVERSATION_STATE).bind(&text).fetch_optional(c).await)
            .map_err(away)?;
    // One that cannot be read must not keep the others waiting: it is found by its words alone.
    let conversation: Option<Conversation> = row.and_then(|(json,)| stored(&json, "conversation.state").ok());
    let name = conversation.as_ref().and_then(|c| c.visitor_name.clone());
    for chapter in stale {
        let Some(known) = messages::one(conn, id, chapter).await? else { continue };
        let place =
            Place { chapter, times: (known.from_at, known.until_at), docid: known.docid, known: Some(known) };
        messages::write(conn, id, name.as_deref(), place).await?;
    }
    let last_activity = conversation.map(|c| c.last_activity);
    unread(conn, id, name.as_deref(), last_activity).await
}

/// Divides what is unread into chapters.
async fn unread(
    conn: &mut Conn,
    id: ConversationId,
    name: Option<&str>,
    last_activity: Option<Timestamp>,
) -> Result<(), StoreError> {
    let text = id.to_string();
    let rows: Vec<(String, i64)> = on!(conn, c => sqlx::query_as(sql_search::UNREAD_OF)
        .bind(&text).bind(MESSAGES_MAX).fetch_all(c).await)
    .map_err(away)?;
    let groups = rows.chunks(CHAPTER_MESSAGES).count();
    for (n, group) in rows.chunks(CHAPTER_MESSAGES).enumerate() {
        let last = on!(conn, c => sqlx::query_as(sql_search::LAST_CHAPTER).bind(&text)
            .fetch_optional(c).await)
        .map_err(away)?;
        let (chapter, known) = open_chapter(last);
        for (external_id, _) in group {
            on!(conn, c => sqlx::query(sql_search::ASSIGN_CHAPTER).bind(&text).bind(external_id).bind(chapter)
                .execute(c).await.map(drop))
            .map_err(away)?;
        }
        let times =
            group.iter().fold((i64::MAX, i64::MIN), |(from, until), (_, at)| (from.min(*at), until.max(*at)));
        let at = last_activity.filter(|_| n + 1 == groups).unwrap_or(Timestamp(times.1));
        let docid = docs_from(at) + own_bits(id, chapter);
        messages::write(conn, id, name, Place { chapter, times, docid, known }).await?;
    }
    Ok(())
}
