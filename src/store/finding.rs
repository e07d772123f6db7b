//! Conversations by what was said in them, newest first: never more than a bounded stretch of the index is looked at.

use super::conversations::Row;
use super::db::{Conn, away, either, on};
use super::glimpse::glimpse;
use super::listing::{any, narrow};
use super::messages::{docs_from, of_chapter};
use super::search_words::{Query, query};
use super::sql_search::{self, Walk};
use crate::ports::{ConversationFilter, ConversationRow, Page, StoreError};

/// So many chapters with the words are held against the filters for one page; the next page begins where that ended.
const MATCHES_MAX: i64 = 10_000;
/// A filter that so few conversations pass is the shorter way to the words.
const FEW: i64 = 2_000;
/// PostgreSQL looks through so many of the newest chapters one by one before it asks its index of words.
const NEWEST: i64 = 1_000;
/// And asks it for so many next, before all the rest.
const NEWER: i64 = 20_000;
/// Begins the cursors of these lists.
const MARK: char = 'w';

#[derive(sqlx::FromRow)]
struct Found {
    #[sqlx(flatten)]
    row: Row,
    docid: i64,
    chapter: i64,
    from_at: i64,
    until_at: i64,
}

/// A stretch of chapters, the end excluded.
#[derive(Clone, Copy)]
struct Stretch {
    from: i64,
    before: i64,
    by: By,
    /// It may hold more chapters than are held against the filters at once.
    long: bool,
}

/// How PostgreSQL looks.
#[derive(Clone, Copy)]
enum By {
    /// One chapter after the other.
    Turn,
    /// The index of words.
    Index,
}

pub(super) async fn find(
    conn: &mut Conn,
    filter: &ConversationFilter,
    text: &str,
) -> Result<Page<ConversationRow>, StoreError> {
    let query = query(text);
    let nothing = Page { items: Vec::new(), next_cursor: None };
    let Some(words) = words(conn, &query) else { return Ok(nothing) };
    let limit = filter.limit.clamp(1, 100);
    let top = filter.to.map_or(i64::MAX, docs_from);
    let before = filter.cursor.as_deref().and_then(cursor).map_or(top, |place| place.min(top));
    let all = Stretch { from: filter.from.map_or(i64::MIN, docs_from), before, by: By::Index, long: true };
    let search = Search { filter, words: &words, top, wanted: limit + 1 };
    let (mut found, mut next) = match search.few(conn, all).await? {
        Some(few) => (few, None),
        None => search.many(conn, all).await?,
    };
    if signed(found.len()) > limit {
        found.truncate(usize::try_from(limit).unwrap_or(1));
        next = found.last().map(|last| last.docid);
    }
    let mut items = Vec::with_capacity(found.len());
    for row in found {
        items.push(row.listed(conn, &query).await?);
    }
    Ok(Page { items, next_cursor: next.map(|docid| format!("{MARK}{docid}")) })
}

/// What both databases call a query that wants all of these words; none where there is nothing to look for.
fn words(conn: &Conn, query: &Query) -> Option<String> {
    if query.terms.is_empty() {
        return None;
    }
    // The terms hold letters, figures and signs beyond ASCII: nothing that would end the quotes.
    let quote = either!(conn, '"', '\'');
    let with = either!(conn, " AND ", " & ");
    Some(query.terms.iter().map(|term| format!("{quote}{term}{quote}")).collect::<Vec<_>>().join(with))
}

fn cursor(text: &str) -> Option<i64> {
    text.strip_prefix(MARK)?.parse().ok()
}

/// SQLite's index is read from its newest end. PostgreSQL's knows no order, so the newest chapters are looked through
/// first, and then the index is asked for a longer stretch and for the rest: a word that is common is found on the way.
async fn stretches(conn: &mut Conn, all: Stretch) -> Result<Vec<Stretch>, StoreError> {
    if matches!(conn, Conn::Sqlite(_)) {
        return Ok(vec![all]);
    }
    let (mut stretches, mut rest) = (Vec::new(), all);
    for (chapters, by) in [(NEWEST, By::Turn), (NEWER, By::Index)] {
        let behind: Option<(i64,)> = on!(conn, c => sqlx::query_as(sql_search::DOC_BEHIND)
            .bind(rest.before).bind(chapters).fetch_optional(c).await)
        .map_err(away)?;
        let Some((docid,)) = behind.filter(|(docid,)| *docid > rest.from) else { break };
        stretches.push(Stretch { from: docid, by, long: chapters > MATCHES_MAX, ..rest });
        rest.before = docid;
    }
    stretches.push(rest);
    Ok(stretches)
}

struct Search<'a> {
    filter: &'a ConversationFilter,
    words: &'a str,
    /// Nothing from here on is in the list.
    top: i64,
    wanted: i64,
}

impl Search<'_> {
    /// What fits, newest first, and the last chapter looked at where looking was ended.
    async fn many(&self, conn: &mut Conn, all: Stretch) -> Result<(Vec<Found>, Option<i64>), StoreError> {
        let mut found = Vec::new();
        for stretch in stretches(conn, all).await? {
            let wanted = self.wanted - signed(found.len());
            let part = self.part(conn, stretch, wanted).await?;
            let enough = signed(part.len()) >= wanted;
            found.extend(part);
            if enough {
                break;
            }
            if stretch.long
                && let Some(edge) = self.edge(conn, stretch).await?
            {
                return Ok((found, Some(edge)));
            }
        }
        Ok((found, None))
    }

    async fn part(&self, conn: &mut Conn, s: Stretch, wanted: i64) -> Result<Vec<Found>, StoreError> {
        let postgres = match s.by {
            By::Turn => sql_search::FOUND_NEWEST_POSTGRES,
            By::Index => sql_search::FOUND_POSTGRES,
        };
        let statement = either!(conn, sql_search::FOUND_SQLITE, postgres);
        let f = self.filter;
        on!(conn, c => sqlx::query_as(statement).persistent(false)
            .bind(any(f.stage.as_ref())).bind(any(f.handling.as_ref())).bind(any(f.topic.as_ref()))
            .bind(any(f.relay.as_ref())).bind(self.words).bind(f.needs_human).bind(any(f.rule.as_ref()))
            .bind(any(f.rating.as_ref())).bind(s.from).bind(s.before).bind(MATCHES_MAX).bind(wanted)
            .bind(self.top).bind(any(f.external_id.as_ref())).fetch_all(c).await)
        .map_err(away)
    }

    /// The last chapter held against the filters, where there were more than are.
    async fn edge(&self, conn: &mut Conn, s: Stretch) -> Result<Option<i64>, StoreError> {
        let statement = either!(conn, sql_search::FOUND_EDGE_SQLITE, sql_search::FOUND_EDGE_POSTGRES);
        let row: Option<(i64,)> = on!(conn, c => sqlx::query_as(statement).persistent(false)
            .bind(self.words).bind(s.from).bind(s.before).bind(MATCHES_MAX - 1).fetch_optional(c).await)
        .map_err(away)?;
        Ok(row.map(|(docid,)| docid))
    }

    /// The whole answer from the other side, where a filter leaves few conversations.
    async fn few(&self, conn: &mut Conn, s: Stretch) -> Result<Option<Vec<Found>>, StoreError> {
        let Some((walk, key)) = narrow(self.filter) else { return Ok(None) };
        if !is_few(conn, &walk, &key).await? {
            return Ok(None);
        }
        let statement = either!(conn, walk.rare_sqlite, walk.rare_postgres);
        let f = self.filter;
        on!(conn, c => sqlx::query_as(statement).persistent(false)
            .bind(any(f.stage.as_ref())).bind(any(f.handling.as_ref())).bind(any(f.topic.as_ref()))
            .bind(any(f.relay.as_ref())).bind(self.words).bind(f.needs_human).bind(any(f.rule.as_ref()))
            .bind(any(f.rating.as_ref())).bind(s.from).bind(s.before).bind(FEW).bind(self.wanted)
            .bind(self.top).bind(&key).fetch_all(c).await)
        .map_err(away)
        .map(Some)
    }
}

async fn is_few(conn: &mut Conn, walk: &Walk, key: &str) -> Result<bool, StoreError> {
    let more: Option<(i64, String)> = on!(conn, c => sqlx::query_as(walk.edge).persistent(false)
        .bind(key).bind(i64::MIN).bind(i64::MAX).bind("").bind(FEW).fetch_optional(c).await)
    .map_err(away)?;
    Ok(more.is_none())
}

impl Found {
    async fn listed(self, conn: &mut Conn, query: &Query) -> Result<ConversationRow, StoreError> {
        let mut row = self.row.listed(conn).await?;
        let messages =
            of_chapter(conn, row.conversation.id, self.chapter, (self.from_at, self.until_at)).await?;
        row.glimpse = glimpse(&messages, query);
        Ok(row)
    }
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
