//! Reads what changed since the last look. On SQLite changes are counted one by one. On PostgreSQL a change carries its
//! transaction's number: everything from the oldest one on that had not committed at the last look is read again, so that
//! nothing is missed however long somebody's commit takes.

use std::collections::BTreeMap;

use tokio::sync::Mutex;

use super::super::db::{Conn, Db, away, either, on};
use super::super::reports::{Row, Words, episode};
use super::super::rows::parsed;
use super::super::sql_metrics;
use super::chunks::{Change, Chunks, Key};
use crate::domain::EpisodeId;
use crate::domain::report::Episodes;
use crate::ports::{Since, StoreError};

/// Rows read at once at the first look.
const PAGE: i64 = 20_000;

/// The mirror of one process.
#[derive(Debug, Default)]
pub(in crate::store) struct Mirror {
    inside: Mutex<Option<Inside>>,
}

#[derive(Debug, Default)]
struct Inside {
    chunks: Chunks,
    words: Words,
    /// Changes up to this number are in here.
    seen: i64,
}

impl Mirror {
    /// The episodes that began in the stretch, as they are now.
    pub(in crate::store) async fn episodes(&self, db: &Db, since: Since) -> Result<Episodes, StoreError> {
        let mut inside = self.inside.lock().await;
        let mut conn = db.read().await?;
        // Taken out while it is worked on: whoever goes away in between leaves none behind, not half a one.
        let fresh = match inside.take() {
            Some(known) => refreshed(known, &mut conn).await?,
            None => loaded(&mut conn).await?,
        };
        let chunks = fresh.chunks.within(since.from.0, since.to.0);
        *inside = Some(fresh);
        Ok(Episodes::new(chunks, since.from.0, since.to.0))
    }
}

/// Where to go on next time, and where what can be seen now ends.
async fn changes(conn: &mut Conn) -> Result<(i64, i64), StoreError> {
    let statement = either!(conn, sql_metrics::CHANGES_SQLITE, sql_metrics::CHANGES_POSTGRES);
    on!(conn, c => sqlx::query_as(statement).fetch_one(c).await).map_err(away)
}

async fn loaded(conn: &mut Conn) -> Result<Inside, StoreError> {
    let (seen, _) = changes(conn).await?;
    let mut inside = Inside { seen, ..Inside::default() };
    let (mut at, mut id) = (i64::MIN, String::new());
    loop {
        let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_AFTER)
            .bind(at).bind(&id).bind(PAGE).fetch_all(c).await)
        .map_err(away)?;
        let Some(last) = rows.last() else { break };
        (at, id) = (last.started_at, last.id.clone());
        take_in(&mut inside, &rows, &[])?;
    }
    tracing::debug!(episodes = inside.chunks.len(), "the reports' episodes are in memory");
    Ok(inside)
}

async fn refreshed(mut inside: Inside, conn: &mut Conn) -> Result<Inside, StoreError> {
    let (next, until) = changes(conn).await?;
    if until <= inside.seen {
        return Ok(inside);
    }
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_CHANGED)
        .bind(inside.seen).bind(until).fetch_all(c).await)
    .map_err(away)?;
    let gone: Vec<(String, i64)> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES_GONE)
        .bind(inside.seen).bind(until).fetch_all(c).await)
    .map_err(away)?;
    take_in(&mut inside, &rows, &gone)?;
    inside.seen = next;
    Ok(inside)
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
