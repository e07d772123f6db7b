//! Conversations by what they are: the index with the fewest of them is walked, newest first.

use super::conversations::Row;
use super::db::{Conn, away, on};
use super::sql_search::{self, Walk};
use super::suggestions::{cursor, paged};
use crate::ports::{Choices, ConversationFilter, ConversationRow, Page, StoreError};

/// So many entries of an index are looked at for one page; the next page begins where the looking ended.
const LOOKED_AT_MAX: i64 = 100_000;
/// So many values are offered to choose from.
const CHOICES_MAX: i64 = 200;

pub(super) async fn list(
    conn: &mut Conn,
    filter: &ConversationFilter,
) -> Result<Page<ConversationRow>, StoreError> {
    let limit = filter.limit.clamp(1, 100);
    let (walk, key) = narrow(filter).unwrap_or((sql_search::ALL_OF_THEM, String::new()));
    let until = (filter.to.map_or(i64::MAX, |to| to.0), String::new());
    let start = cursor(filter.cursor.as_deref()).map_or(until.clone(), |place| place.min(until));
    let from = filter.from.map_or(i64::MIN, |from| from.0);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(walk.list).persistent(false)
        .bind(any(filter.stage.as_ref())).bind(any(filter.handling.as_ref())).bind(any(filter.topic.as_ref()))
        .bind(any(filter.relay.as_ref())).bind(&key).bind(filter.needs_human).bind(any(filter.rule.as_ref()))
        .bind(any(filter.rating.as_ref())).bind(from).bind(start.0).bind(&start.1).bind(LOOKED_AT_MAX)
        .bind(limit + 1).fetch_all(c).await)
    .map_err(away)?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(row.listed(conn).await?);
    }
    let full = i64::try_from(items.len()).is_ok_and(|n| n > limit);
    let mut page = paged(items, limit, |r| (r.conversation.last_activity, r.conversation.id.to_string()));
    if !full {
        page.next_cursor = edge(conn, &walk, &key, from, &start).await?;
    }
    Ok(page)
}

/// Where the looking ended, if it did before the end of the index.
async fn edge(
    conn: &mut Conn,
    walk: &Walk,
    key: &str,
    from: i64,
    start: &(i64, String),
) -> Result<Option<String>, StoreError> {
    let row: Option<(i64, String)> = on!(conn, c => sqlx::query_as(walk.edge).persistent(false)
        .bind(key).bind(from).bind(start.0).bind(&start.1).bind(LOOKED_AT_MAX - 1).fetch_optional(c).await)
    .map_err(away)?;
    Ok(row.map(|(at, id)| format!("{at}.{id}")))
}

/// The index that the filter narrows most, and what it is entered by; none where only all of them can be walked.
pub(super) fn narrow(filter: &ConversationFilter) -> Option<(Walk, String)> {
    let open = |stage: &&String| !matches!(stage.as_str(), "quiet" | "resolved");
    let rated = |rating: &&String| rating.as_str() != "none";
    Some(if let Some(id) = &filter.external_id {
        (sql_search::OF_EXTERNAL_ID, id.clone())
    } else if filter.needs_human {
        (sql_search::WAITING, String::new())
    } else if let Some(rule) = &filter.rule {
        (sql_search::HELD_BY, rule.clone())
    } else if let Some(stage) = filter.stage.as_ref().filter(open) {
        (sql_search::OF_STAGE, stage.clone())
    } else if let Some(rating) = filter.rating.as_ref().filter(rated) {
        (sql_search::RATED, rating.clone())
    } else {
        (sql_search::OF_TOPIC, filter.topic.clone()?)
    })
}

pub(super) fn any(wish: Option<&String>) -> &str {
    wish.map_or("", String::as_str)
}

/// What there is to filter by.
pub(super) async fn choices(conn: &mut Conn) -> Result<Choices, StoreError> {
    Ok(Choices {
        topics: values(conn, sql_search::TOPICS).await?,
        relays: values(conn, sql_search::RELAYS).await?,
        rules: values(conn, sql_search::RULES_THAT_HELD).await?,
    })
}

async fn values(conn: &mut Conn, statement: &'static str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> =
        on!(conn, c => sqlx::query_as(statement).bind(CHOICES_MAX).fetch_all(c).await).map_err(away)?;
    Ok(rows.into_iter().map(|(value,)| value).collect())
}
