//! PostgreSQL: two batch writers with one UNNEST statement a batch, or one transaction a request on a pool of 16.

use std::collections::HashSet;
use std::sync::Arc;

use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::sync::{Mutex, mpsc};

use super::{BATCH_MAX, QUEUE_MAX, Row, Waiting, answer};

/// Batch writers side by side (Banister's number).
const WRITERS: u32 = 2;

/// Connections of the naive server.
const NAIVE_POOL: u32 = 16;

const SCHEMA: [&str; 3] = [
    "create table event (
        id bigint generated always as identity primary key, provider_id text collate \"C\" not null unique,
        conversation_id text collate \"C\" not null, received_at bigint not null, body text not null)",
    "create table job (
        id bigint generated always as identity primary key, event_id bigint not null, due_at bigint not null,
        state smallint not null)",
    "create index job_ready on job (due_at) where state = 0",
];

const ADD_BATCH: &str = "
with e as (
    insert into event (provider_id, conversation_id, received_at, body)
    select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
    on conflict do nothing returning id, provider_id, received_at),
j as (insert into job (event_id, due_at, state) select id, received_at, 0 from e)
select provider_id from e";

const ADD_EVENT: &str = "
insert into event (provider_id, conversation_id, received_at, body) values ($1, $2, $3, $4)
on conflict do nothing returning id";

const ADD_JOB: &str = "insert into job (event_id, due_at, state) values ($1, $2, 0)";

async fn pool(url: &str, connections: u32) -> anyhow::Result<PgPool> {
    let pool = PgPoolOptions::new().max_connections(connections).connect(url).await?;
    for statement in SCHEMA {
        sqlx::query(statement).execute(&pool).await?;
    }
    Ok(pool)
}

pub(super) async fn group(url: &str) -> anyhow::Result<mpsc::Sender<Waiting>> {
    let pool = pool(url, WRITERS).await?;
    let (queue, waiting) = mpsc::channel::<Waiting>(QUEUE_MAX);
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..WRITERS {
        tokio::spawn(work(pool.clone(), Arc::clone(&waiting)));
    }
    Ok(queue)
}

async fn work(pool: PgPool, queue: Arc<Mutex<mpsc::Receiver<Waiting>>>) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    while queue.lock().await.recv_many(&mut batch, BATCH_MAX).await > 0 {
        let (rows, hearers): (Vec<Row>, Vec<_>) = batch.drain(..).unzip();
        answer(hearers, commit(&pool, rows).await);
    }
}

/// One statement is one transaction.
async fn commit(pool: &PgPool, rows: Vec<Row>) -> anyhow::Result<Vec<bool>> {
    let ids: Vec<String> = rows.iter().map(|r| r.provider_id.clone()).collect();
    let (mut conversations, mut times, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        conversations.push(row.conversation);
        times.push(row.received_at);
        bodies.push(row.body);
    }
    let kept: Vec<(String,)> = sqlx::query_as(ADD_BATCH)
        .bind(&ids)
        .bind(&conversations)
        .bind(&times)
        .bind(&bodies)
        .fetch_all(pool)
        .await?;
    let mut kept: HashSet<String> = kept.into_iter().map(|(id,)| id).collect();
    Ok(ids.iter().map(|id| kept.remove(id)).collect())
}

pub(super) async fn naive_pool(url: &str) -> anyhow::Result<PgPool> {
    pool(url, NAIVE_POOL).await
}

/// What one writes first: begin, two inserts, commit.
pub(super) async fn naive(pool: &PgPool, row: Row) -> anyhow::Result<bool> {
    let mut tx = pool.begin().await?;
    let added: Option<(i64,)> = sqlx::query_as(ADD_EVENT)
        .bind(row.provider_id)
        .bind(row.conversation)
        .bind(row.received_at)
        .bind(row.body)
        .fetch_optional(&mut *tx)
        .await?;
    if let Some((id,)) = added {
        sqlx::query(ADD_JOB).bind(id).bind(row.received_at).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(added.is_some())
}
