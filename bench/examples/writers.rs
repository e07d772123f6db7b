//! Where a batch's time goes: Banister's append as it was before 7737cef, on its schema, and in three other ways.
//! No HTTP, no engine.
//!
//! `cargo run --release --example writers [-- BATCH [SECONDS]]`

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

/// Copies of `src/store/sql.rs` before 7737cef.
const WAKE: &str = "
insert into lane (conversation_id, due_at) select value, $2 from json_each($1) where true
on conflict (conversation_id) do update
set due_at = case when lane.due_at > excluded.due_at then excluded.due_at else lane.due_at end";
const APPEND: &str = "
insert into event (conversation_id, relay, external_conversation, key, second_key,
                   at, heard_at, sequence, sample, decided, payload)
select value ->> 'conversation_id', value ->> 'relay', value ->> 'external_conversation',
       value ->> 'key', value ->> 'second_key', value ->> 'at', value ->> 'heard_at',
       value ->> 'sequence', value ->> 'sample', value ->> 'decided', value ->> 'payload'
from json_each($1) where true
on conflict do nothing";
const ADD: &str = "
insert into event (conversation_id, relay, external_conversation, key, second_key,
                   at, heard_at, sequence, sample, decided, payload)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing";
const WAKE_ONE: &str = "
insert into lane (conversation_id, due_at) values ($1, $2) on conflict (conversation_id) do update
set due_at = excluded.due_at where lane.due_at > excluded.due_at";

struct Event {
    conversation: String,
    external: String,
    key: String,
    second_key: String,
    at: i64,
    payload: String,
}

fn batch(from: usize, size: usize) -> Vec<Event> {
    (from..from + size)
        .map(|i| {
            let n = (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) % 500;
            Event {
                conversation: format!("conv_0192f0c1-7a5e-7b3c-9d2e-{n:012}"),
                external: format!("bench-{n:03}"),
                key: format!("bench:bench:id:evt_6420a1b2c3d4e_{i:07}"),
                second_key: format!("bench:bench:bench-{n:03}:message:m{i:07}"),
                at: 1_764_000_000_000_000,
                payload: json!({ "message_heard": { "message_id": format!("m{i:07}"), "author": "owner",
                    "private": false, "text": "x".repeat(690), "readable": true, "name": "Ada",
                    "client_ref": null, "edited": false } })
                .to_string(),
            }
        })
        .collect()
}

fn as_json(events: &[Event]) -> (String, String) {
    let mut ids: Vec<&str> = events.iter().map(|e| e.conversation.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<_> = events
        .iter()
        .map(|e| {
            json!({ "conversation_id": e.conversation, "relay": "bench", "external_conversation": e.external,
                "key": e.key, "second_key": e.second_key, "at": e.at, "heard_at": e.at, "sequence": null,
                "sample": false, "decided": false, "payload": e.payload })
        })
        .collect();
    (json!(ids).to_string(), json!(rows).to_string())
}

async fn with_sqlx(conn: &mut SqliteConnection, events: &[Event], returning: bool) -> anyhow::Result<()> {
    let (ids, rows) = as_json(events);
    sqlx::query("begin immediate").execute(&mut *conn).await?;
    sqlx::query(WAKE).bind(ids).bind(events[0].at).execute(&mut *conn).await?;
    if returning {
        let statement = AssertSqlSafe(format!("{APPEND} returning key"));
        let keys: Vec<(String,)> = sqlx::query_as(statement).bind(rows).fetch_all(&mut *conn).await?;
        anyhow::ensure!(keys.len() == events.len());
    } else {
        let done = sqlx::query(APPEND).bind(rows).execute(&mut *conn).await?;
        anyhow::ensure!(done.rows_affected() == events.len() as u64);
    }
    sqlx::query("commit").execute(&mut *conn).await?;
    Ok(())
}

fn with_rusqlite(conn: &Connection, events: &[Event], row_by_row: bool) -> anyhow::Result<()> {
    conn.execute_batch("begin immediate")?;
    if row_by_row {
        let (mut wake, mut add) = (conn.prepare_cached(WAKE_ONE)?, conn.prepare_cached(ADD)?);
        for e in events {
            wake.execute(params![e.conversation, e.at])?;
            let sequence: Option<i64> = None;
            add.execute(params![
                e.conversation,
                "bench",
                e.external,
                e.key,
                e.second_key,
                e.at,
                e.at,
                sequence,
                false,
                false,
                e.payload
            ])?;
        }
    } else {
        let (ids, rows) = as_json(events);
        // `$2` is a name to SQLite, numbered in the order of appearance; sqlx makes it a number.
        conn.prepare_cached(&WAKE.replace('$', "?"))?.execute(params![ids, events[0].at])?;
        let mut append = conn.prepare_cached(&format!("{APPEND} returning key"))?;
        let keys: Vec<String> = append.query_map([rows], |r| r.get(0))?.collect::<Result<_, _>>()?;
        anyhow::ensure!(keys.len() == events.len());
    }
    conn.execute_batch("commit")?;
    Ok(())
}

/// User and system time of this process, us.
fn cpu_us() -> anyhow::Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |s| s.1).split_whitespace().collect();
    Ok((fields[11].parse::<u64>()? + fields[12].parse::<u64>()?) * 10_000)
}

#[expect(clippy::cast_precision_loss, reason = "thousands of events, seconds of microseconds")]
#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let size = numbers.first().copied().unwrap_or(32).max(1);
    let time = Duration::from_secs(numbers.get(1).copied().unwrap_or(2) as u64);
    let schema = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite"))?
        .map(|f| std::fs::read_to_string(f?.path()))
        .collect::<Result<String, _>>()?;
    let ways = [
        "sqlx, JSON, returning (as it was)",
        "sqlx, JSON, no returning",
        "rusqlite, JSON, returning",
        "rusqlite, row by row",
    ];
    println!("batches of {size}, median of 5 rounds of {time:?}");
    let mut found = vec![Vec::new(); ways.len()];
    for _ in 0..5 {
        for (way, results) in found.iter_mut().enumerate() {
            let folder = tempfile::tempdir()?;
            let path = folder.path().join("w.db");
            let plain = Connection::open(&path)?;
            plain.pragma_update(None, "journal_mode", "wal")?;
            plain.pragma_update(None, "synchronous", "full")?;
            plain.pragma_update(None, "cache_size", -16_384)?;
            plain.execute_batch(&schema)?;
            let options = SqliteConnectOptions::new().filename(&path).journal_mode(SqliteJournalMode::Wal);
            let options = options.synchronous(SqliteSynchronous::Full).pragma("cache_size", "-16384");
            let mut conn = SqliteConnection::connect_with(&options).await?;
            let (begun, before, mut events) = (Instant::now(), cpu_us()?, 0);
            while begun.elapsed() < time {
                let batch = batch(events, size);
                match way {
                    0 => with_sqlx(&mut conn, &batch, true).await?,
                    1 => with_sqlx(&mut conn, &batch, false).await?,
                    2 => with_rusqlite(&plain, &batch, false)?,
                    _ => with_rusqlite(&plain, &batch, true)?,
                }
                events += size;
            }
            let each = |us: f64| us / events as f64;
            results.push((each((cpu_us()? - before) as f64), 1e6 / each(begun.elapsed().as_micros() as f64)));
        }
    }
    for (way, mut results) in ways.iter().zip(found) {
        results.sort_by(|a, b| a.0.total_cmp(&b.0));
        let cpu = results[2].0;
        results.sort_by(|a, b| a.1.total_cmp(&b.1));
        println!("{way:34} {cpu:6.1} us CPU/event  {:8.0} events/s", results[2].1);
    }
    Ok(())
}
