//! SQLite in WAL mode with `synchronous=FULL`: one writer thread that commits for all, or one transaction a request.

use anyhow::Context as _;
use rusqlite::{Connection, params};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::mpsc;

use super::{BATCH_MAX, QUEUE_MAX, Row, Waiting, answer};

const SCHEMA: &str = "
create table event (
    id integer primary key, provider_id text not null unique, conversation_id text not null,
    received_at integer not null, body text not null);
create table job (
    id integer primary key, event_id integer not null, due_at integer not null, state integer not null);
create index job_ready on job (due_at) where state = 0;";

const ADD_EVENT: &str = "
insert into event (provider_id, conversation_id, received_at, body) values ($1, $2, $3, $4)
on conflict do nothing";

const ADD_JOB: &str = "insert into job (event_id, due_at, state) values ($1, $2, 0)";

/// A file with the schema, set as Banister sets its own.
fn open(path: &str) -> anyhow::Result<Connection> {
    let conn = Connection::open(path).context("cannot open the database")?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "cache_size", -16_384)?;
    conn.execute_batch(SCHEMA)?;
    Ok(conn)
}

/// Starts the writer thread.
pub(super) fn group(path: &str) -> anyhow::Result<mpsc::Sender<Waiting>> {
    let mut conn = open(path)?;
    let (queue, mut waiting) = mpsc::channel::<Waiting>(QUEUE_MAX);
    std::thread::spawn(move || {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        while waiting.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
            let (rows, hearers): (Vec<Row>, Vec<_>) = batch.drain(..).unzip();
            answer(hearers, commit(&mut conn, &rows));
        }
    });
    Ok(queue)
}

fn commit(conn: &mut Connection, rows: &[Row]) -> anyhow::Result<Vec<bool>> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut fresh = Vec::with_capacity(rows.len());
    {
        let mut add_event = tx.prepare_cached(ADD_EVENT)?;
        let mut add_job = tx.prepare_cached(ADD_JOB)?;
        for row in rows {
            let new =
                add_event.execute(params![row.provider_id, row.conversation, row.received_at, row.body])?
                    == 1;
            if new {
                add_job.execute(params![tx.last_insert_rowid(), row.received_at])?;
            }
            fresh.push(new);
        }
    }
    tx.commit()?;
    Ok(fresh)
}

pub(super) async fn naive_pool(path: &str) -> anyhow::Result<sqlx::SqlitePool> {
    drop(open(path)?);
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-16384");
    Ok(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
}

/// What one writes first: begin, two inserts, commit.
pub(super) async fn naive(pool: &sqlx::SqlitePool, row: Row) -> anyhow::Result<bool> {
    let mut tx = pool.begin().await?;
    let added = sqlx::query(ADD_EVENT)
        .bind(row.provider_id)
        .bind(row.conversation)
        .bind(row.received_at)
        .bind(row.body)
        .execute(&mut *tx)
        .await?;
    if added.rows_affected() == 1 {
        sqlx::query(ADD_JOB).bind(added.last_insert_rowid()).bind(row.received_at).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(added.rows_affected() == 1)
}
