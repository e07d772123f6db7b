//! Reads what changed since the last look. On SQLite changes are counted one by one. On PostgreSQL a change carries its
//! transaction's number: everything from the oldest one on that had not committed at the last look is read again, so that
//! nothing is missed however long somebody's commit takes.

use std::collections::BTreeMap;

use tokio::sync::Mutex;

use super::super::db::{Conn, Db, away, either, on};
use super::super::reports::{Row, Told, Words, episode};
use super::super::rows::parsed;
use super::super::sql_metrics;
use super::chunks::{Change, Chunks, Key};
use crate::domain::EpisodeId;
use crate::domain::report::Episodes;
use crate::ports::{Since, StoreError};

/// Rows read at once at the first look.
const PAGE: i64 = if cfg!(test) { 3 } else { 20_000 };

/// More changes than that are read as at the first look: page by page, and going on where somebody went away.
const CHANGES_MAX: i64 = 5 * PAGE;

/// The mirror of one process.
#[derive(Debug, Default)]
pub(in crate::store) struct Mirror {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    chunks: Chunks,
    words: Words,
    /// Changes up to this number are in here.
    seen: i64,
    first: FirstLook,
}

/// How far the first look has come.
#[derive(Debug, Default)]
enum FirstLook {
    #[default]
    NotBegun,
    /// Up to the episode that began then, with that id.
    After(i64, String),
    Done,
}

impl Mirror {
    /// The episodes that began in the stretch, as they are now.
    pub(in crate::store) async fn episodes(&self, db: &Db, since: Since) -> Result<Episodes, StoreError> {
        let mut inside = self.inside.lock().await;
        let mut conn = db.read().await?;
        // Nothing is half done where these wait: whoever goes away leaves what was read, and the next one goes on there. A
        // first look at millions may take longer than anybody waits for an answer.
        inside.look_first(&mut conn).await?;
        if inside.is_far_behind(&mut conn).await? {
            *inside = Inside::default();
            inside.look_first(&mut conn).await?;
        }
        inside.refresh(&mut conn).await?;
        Ok(Episodes::new(inside.chunks.within(since.from.0, since.to.0), since.from.0, since.to.0))
    }
}

/// Where to go on next time, and where what can be seen now ends.
async fn changes(conn: &mut Conn) -> Result<(i64, i64), StoreError> {
    let statement = either!(conn, sql_metrics::CHANGES_SQLITE, sql_metrics::CHANGES_POSTGRES);
    on!(conn, c => sqlx::query_as(statement).fetch_one(c).await).map_err(away)
}

impl Inside {
    async fn look_first(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        loop {
            let (at, id) = match &self.first {
                FirstLook::Done => return Ok(()),
                FirstLook::After(at, id) => (*at, id.clone()),
                FirstLook::NotBegun => {
                    // Before the first page: what changes from here on is read again.
                    self.seen = changes(conn).await?.0;
                    (i64::MIN, String::new())
                }
            };
            let statement =
                either!(conn, sql_metrics::EPISODES_AFTER_SQLITE, sql_metrics::EPISODES_AFTER_POSTGRES);
            let told: Vec<Told> = on!(conn, c => sqlx::query_as(statement)
                .bind(at).bind(&id).bind(PAGE).fetch_all(c).await)
            .map_err(away)?;
            let rows = told.iter().map(Told::row).collect::<Result<Vec<Row>, _>>()?;
            take_in(self, &rows, &[])?;
            if let Some(last) = rows.last() {
                self.first = FirstLook::After(last.started_at, last.id.clone());
            } else {
                self.first = FirstLook::Done;
                tracing::debug!(episodes = self.chunks.len(), "the reports' episodes are in memory");
            }
        }
    }

    async fn is_far_behind(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let (_, until) = changes(conn).await?;
        let (changed,): (i64,) = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_CHANGED_COUNT)
            .bind(self.seen).bind(until).bind(CHANGES_MAX).fetch_one(c).await)
        .map_err(away)?;
        Ok(changed >= CHANGES_MAX)
    }

    async fn refresh(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        let (next, until) = changes(conn).await?;
        if until <= self.seen {
            return Ok(());
        }
        let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_CHANGED)
            .bind(self.seen).bind(until).fetch_all(c).await)
        .map_err(away)?;
        let gone: Vec<(String, i64)> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_GONE)
            .bind(self.seen).bind(until).fetch_all(c).await)
        .map_err(away)?;
        take_in(self, &rows, &gone)?;
        self.seen = next;
        Ok(())
    }
}

fn take_in(inside: &mut Inside, rows: &[Row], gone: &[(String, i64)]) -> Result<(), StoreError> {
    let mut changes: BTreeMap<Key, Change> = BTreeMap::new();
    for (id, started_at) in gone {
        let key = key(id, *started_at)?;
        changes.insert(key, (key, None));
    }
    // One that was made again after it was deleted is there.
    for row in rows {
        let key = key(&row.id, row.started_at)?;
        changes.insert(key, (key, Some(episode(row, &mut inside.words)?)));
    }
    inside.chunks.apply(changes.into_values().collect());
    Ok(())
}

fn key(id: &str, started_at: i64) -> Result<Key, StoreError> {
    Ok((started_at, parsed::<EpisodeId>(id, "episode.id")?.bits()))
}
