//! Messages as they are kept, and the chapters of a conversation by which they are found.

use std::collections::BTreeMap;

use super::db::{Conn, away, either, on};
use super::rows::MessageRow;
use super::search_words::tokens;
use super::sql_search;
use crate::domain::metrics::Said;
use crate::domain::{Conversation, ConversationId, EpisodeId, Message, Timestamp};
use crate::ports::StoreError;

/// A chapter takes so many messages; what is written anew with each of them stays small.
const CHAPTER_MESSAGES: i64 = 32;
/// A chapter takes so many bytes of words.
const CHAPTER_BYTES: i64 = 32 * 1024;
/// So many chapters of one second are told apart by their last bits, and then by those of the next.
const DOC_BITS: u32 = 10;
/// How often a number that is taken is counted up before something must be wrong.
const DOC_TRIES: usize = 100_000;

/// The least number of chapters that were last active at this time or later.
pub(super) const fn docs_from(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000).saturating_mul(1 << DOC_BITS)
}

/// A chapter as it lies in the table.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Chapter {
    pub docid: i64,
    #[expect(clippy::struct_field_names, reason = "the column's name")]
    pub chapter: i64,
    pub from_at: i64,
    pub until_at: i64,
    messages: i64,
    letters: i64,
}

/// Keeps messages of one conversation, and afterwards makes them findable.
pub(super) struct Keeper<'a> {
    of: &'a Conversation,
    /// Where new messages go; looked up for the first of them.
    open: Option<(i64, Option<Chapter>)>,
    /// Chapters to write anew, with the times of what came to them.
    touched: BTreeMap<i64, (i64, i64)>,
}

impl<'a> Keeper<'a> {
    pub(super) const fn of(conversation: &'a Conversation) -> Self {
        Self { of: conversation, open: None, touched: BTreeMap::new() }
    }

    pub(super) async fn keep(
        &mut self,
        conn: &mut Conn,
        m: &Message,
        counted: Option<(EpisodeId, &Said)>,
    ) -> Result<(), StoreError> {
        let id = self.of.id.to_string();
        if self.open.is_none() {
            let last: Option<Chapter> =
                on!(conn, c => sqlx::query_as(sql_search::LAST_CHAPTER).bind(&id).fetch_optional(c).await)
                    .map_err(away)?;
            self.open = Some(open_chapter(last));
        }
        let open = self.open.as_ref().map(|(chapter, _)| *chapter);
        let row: Option<(Option<i64>,)> = on!(conn, c => sqlx::query_as(sql_search::PUT_MESSAGE)
            .bind(&id).bind(&m.external_id).bind(m.author.as_str()).bind(m.kind.as_str()).bind(m.private)
            .bind(&m.text).bind(m.at.0).bind(m.suggestion.map(|s| s.to_string()))
            .bind(m.action.map(|a| a.to_string())).bind(m.by.clone()).bind(open)
            .bind(counted.map(|(episode, _)| episode.to_string())).bind(counted.map(|(_, said)| said.at.0))
            .bind(counted.map(|(_, said)| said.counted.as_str())).bind(counted.and_then(|(_, said)| said.template.clone()))
            .fetch_optional(c).await)
        .map_err(away)?;
        // An older word of the same message changes nothing; one from before there were chapters is caught up with.
        if let Some((Some(chapter),)) = row {
            let times = self.touched.entry(chapter).or_insert((m.at.0, m.at.0));
            *times = (times.0.min(m.at.0), times.1.max(m.at.0));
        }
        Ok(())
    }

    /// Writes the words of what was kept.
    pub(super) async fn index(self, conn: &mut Conn) -> Result<(), StoreError> {
        let (open, known) = self.open.unzip();
        for (chapter, times) in self.touched {
            let (known, newest) = match &known {
                Some(known) if Some(chapter) == open => (known.clone(), true),
                _ => (one(conn, self.of.id, chapter).await?, false),
            };
            let docid = match &known {
                Some(known) if !newest => known.docid,
                _ => docs_from(self.of.last_activity) + own_bits(self.of.id, chapter),
            };
            let place = Place { chapter, times, docid, known };
            write(conn, self.of.id, self.of.visitor_name.as_deref(), place).await?;
        }
        Ok(())
    }
}

/// The chapter that new messages go to, after this last one.
pub(super) fn open_chapter(last: Option<Chapter>) -> (i64, Option<Chapter>) {
    match last {
        None => (0, None),
        Some(full) if full.messages >= CHAPTER_MESSAGES || full.letters >= CHAPTER_BYTES => {
            (full.chapter + 1, None)
        }
        Some(last) => (last.chapter, Some(last)),
    }
}

pub(super) async fn one(
    conn: &mut Conn,
    id: ConversationId,
    chapter: i64,
) -> Result<Option<Chapter>, StoreError> {
    on!(conn, c => sqlx::query_as(sql_search::CHAPTER).bind(id.to_string()).bind(chapter)
        .fetch_optional(c).await)
    .map_err(away)
}

/// What tells the chapters of one second apart.
pub(super) fn own_bits(id: ConversationId, chapter: i64) -> i64 {
    let sum = id.to_string().bytes().fold(chapter, |sum, byte| sum.wrapping_mul(31) + i64::from(byte));
    sum.rem_euclid(1 << DOC_BITS)
}

/// A chapter that is written anew.
pub(super) struct Place {
    pub chapter: i64,
    /// The times of messages that came to it.
    pub times: (i64, i64),
    /// The number it is to have; the next free one, if that is taken.
    pub docid: i64,
    /// As it was.
    pub known: Option<Chapter>,
}

/// Writes a chapter anew from its messages; one without messages is gone.
pub(super) async fn write(
    conn: &mut Conn,
    id: ConversationId,
    name: Option<&str>,
    place: Place,
) -> Result<(), StoreError> {
    let Place { chapter, times, mut docid, known } = place;
    let from = known.as_ref().map_or(times.0, |k| k.from_at.min(times.0));
    let until = known.as_ref().map_or(times.1, |k| k.until_at.max(times.1));
    let messages = of_chapter(conn, id, chapter, (from, until)).await?;
    if let Some(known) = known {
        on!(conn, c => sqlx::query(sql_search::DROP_DOC).bind(known.docid).execute(c).await.map(drop))
            .map_err(away)?;
    }
    if messages.is_empty() {
        return Ok(());
    }
    let letters: usize = messages.iter().map(|m| m.text.len()).sum();
    let (count, letters) = (signed(messages.len()), signed(letters));
    let texts = messages.iter().map(|m| m.text.as_str()).chain(name);
    let words = tokens(texts).into_iter().collect::<Vec<_>>().join(" ");
    for _ in 0..DOC_TRIES {
        let added = on!(conn, c => sqlx::query(sql_search::ADD_DOC)
            .bind(docid).bind(id.to_string()).bind(chapter).bind(from).bind(until).bind(count).bind(letters)
            .execute(c).await.map(|done| done.rows_affected()))
        .map_err(away)?;
        if added == 1 {
            let add = either!(conn, sql_search::ADD_WORDS_SQLITE, sql_search::ADD_WORDS_POSTGRES);
            return on!(conn, c => sqlx::query(add).bind(docid).bind(words).execute(c).await.map(drop))
                .map_err(away);
        }
        docid += 1;
    }
    Err(super::rows::inconsistent("search_doc.docid", &"no number is free"))
}

/// The messages of a chapter, oldest first.
pub(super) async fn of_chapter(
    conn: &mut Conn,
    id: ConversationId,
    chapter: i64,
    (from, until): (i64, i64),
) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<MessageRow> = on!(conn, c => sqlx::query_as(sql_search::CHAPTER_MESSAGES)
        .bind(id.to_string()).bind(from).bind(until).bind(chapter).fetch_all(c).await)
    .map_err(away)?;
    rows.into_iter().map(MessageRow::message).collect()
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
