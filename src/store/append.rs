//! Hearing: many events, one statement, one commit; the same thing twice is seen by the database itself.

use std::collections::HashSet;

use serde::Serialize;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};

use super::db::{Conn, Unit, away, either, on, transaction};
use super::sql;
use crate::domain::Timestamp;
use crate::ports::{Appended, NewEvent, StoreError};

/// How many wait at most before the door is shut with 503.
const QUEUE_MAX: usize = 4_096;

/// How many share one commit at most.
const BATCH_MAX: usize = 256;

/// Writers side by side on PostgreSQL: one fills the next batch while the other waits for the disk.
const WRITERS: usize = 2;

/// An event as the database's JSON functions read it.
#[derive(Serialize)]
struct EventRow<'a> {
    conversation_id: String,
    relay: &'a str,
    external_conversation: &'a str,
    key: &'a str,
    second_key: Option<&'a str>,
    at: i64,
    heard_at: i64,
    sequence: Option<i64>,
    sample: bool,
    decided: bool,
    payload: String,
}

fn unserialisable(error: &serde_json::Error) -> StoreError {
    StoreError::Inconsistent { place: "event".to_owned(), detail: error.to_string() }
}

/// Wakes the lanes, then writes the events, so that within one conversation log order is commit order
/// (the lane's row lock is held from before the sequence number is drawn until the commit).
pub(super) async fn append_all(conn: &mut Conn, events: &[NewEvent]) -> Result<Vec<Appended>, StoreError> {
    let now = events.iter().map(|e| e.heard_at).min().unwrap_or_default();
    wake(conn, events.iter().map(|e| e.conversation.to_string()).collect(), now).await?;
    let kept = insert(conn, events, false).await?;
    let mut kept: HashSet<String> = kept.into_iter().collect();
    Ok(events
        .iter()
        .map(|e| if kept.remove(&e.key) { Appended::Kept } else { Appended::Duplicate })
        .collect())
}

/// Makes conversations due at `due`, unless they are due earlier.
pub(super) async fn wake(conn: &mut Conn, mut ids: Vec<String>, due: Timestamp) -> Result<(), StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let ids = serde_json::to_string(&ids).map_err(|e| unserialisable(&e))?;
    let statement = either!(conn, sql::WAKE_SQLITE, sql::WAKE_POSTGRES);
    on!(conn, c => sqlx::query(statement).bind(ids).bind(due.0).execute(c).await.map(drop)).map_err(away)
}

/// Writes events; answers with the keys of those that were new.
pub(super) async fn insert(
    conn: &mut Conn,
    events: &[NewEvent],
    decided: bool,
) -> Result<Vec<String>, StoreError> {
    let rows = events.iter().map(|e| row(e, decided)).collect::<Result<Vec<_>, _>>()?;
    let rows = serde_json::to_string(&rows).map_err(|e| unserialisable(&e))?;
    let statement = either!(conn, sql::APPEND_SQLITE, sql::APPEND_POSTGRES);
    let keys: Vec<(String,)> =
        on!(conn, c => sqlx::query_as(statement).bind(rows).fetch_all(c).await).map_err(away)?;
    Ok(keys.into_iter().map(|(key,)| key).collect())
}

fn row(event: &NewEvent, decided: bool) -> Result<EventRow<'_>, StoreError> {
    Ok(EventRow {
        conversation_id: event.conversation.to_string(),
        relay: &event.relay,
        external_conversation: &event.external_conversation,
        key: &event.key,
        second_key: event.second_key.as_deref(),
        at: event.at.0,
        heard_at: event.heard_at.0,
        sequence: event.sequence,
        sample: event.sample,
        decided,
        payload: serde_json::to_string(&event.event).map_err(|e| unserialisable(&e))?,
    })
}

type Waiting = (NewEvent, oneshot::Sender<Result<Appended, StoreError>>);

/// PostgreSQL's append queue: like SQLite's writer, for appends alone.
#[derive(Clone)]
pub(super) struct Appender {
    queue: mpsc::Sender<Waiting>,
}

impl Appender {
    pub(super) fn start(pool: &PgPool) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let waiting = std::sync::Arc::new(tokio::sync::Mutex::new(waiting));
        for _ in 0..WRITERS {
            tokio::spawn(work(pool.clone(), std::sync::Arc::clone(&waiting)));
        }
        Self { queue }
    }

    pub(super) async fn append(&self, event: NewEvent) -> Result<Appended, StoreError> {
        let overloaded = || StoreError::Unavailable("too many writes are waiting".to_owned());
        let (done, outcome) = oneshot::channel();
        self.queue.try_send((event, done)).map_err(|_| overloaded())?;
        outcome.await.map_err(|_| overloaded())?
    }
}

async fn work(pool: PgPool, queue: std::sync::Arc<tokio::sync::Mutex<mpsc::Receiver<Waiting>>>) {
    loop {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        if queue.lock().await.recv_many(&mut batch, BATCH_MAX).await == 0 {
            return;
        }
        let (events, hearers): (Vec<NewEvent>, Vec<_>) = batch.into_iter().unzip();
        let unit: Unit<Vec<Appended>> =
            Box::new(move |conn| Box::pin(async move { append_all(conn, &events).await }));
        match transaction(&pool, unit).await {
            Ok(appended) => {
                for (done, appended) in hearers.into_iter().zip(appended) {
                    let _gone_away = done.send(Ok(appended));
                }
            }
            Err(error) => {
                let say = error.to_string();
                for done in hearers {
                    let _gone_away = done.send(Err(StoreError::Unavailable(say.clone())));
                }
            }
        }
    }
}
