//! Hearing: many events, one statement, one commit; the same thing twice is seen by the database itself.

use std::collections::HashSet;
use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, PgConnection, PgPool, SqliteConnection};
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
    let payloads = events
        .iter()
        .map(|e| serde_json::to_string(&e.event).map_err(|error| unserialisable(&error)))
        .collect::<Result<Vec<_>, _>>()?;
    match conn {
        Conn::Sqlite(conn) => insert_sqlite(conn, events, &payloads, decided).await,
        Conn::Postgres(conn) => insert_postgres(conn, events, &payloads, decided).await,
    }
    .map_err(away)
}

/// Rows in one statement: few texts of statements, so that each stays prepared.
const CHUNKS: [usize; 3] = [64, 8, 1];

/// Rows are bound one by one: SQLite's JSON functions would read each event again for every column.
async fn insert_sqlite(
    conn: &mut SqliteConnection,
    events: &[NewEvent],
    payloads: &[String],
    decided: bool,
) -> Result<Vec<String>, sqlx::Error> {
    let mut rest = events.iter().zip(payloads);
    let mut kept = 0;
    while rest.len() > 0 {
        let size = CHUNKS.into_iter().find(|c| *c <= rest.len()).unwrap_or(1);
        let statement = match size {
            64 => sqlx::query(AssertSqlSafe(APPEND_64.as_str())),
            8 => sqlx::query(AssertSqlSafe(APPEND_8.as_str())),
            _ => sqlx::query(sql::APPEND_SQLITE),
        };
        let bound = rest.by_ref().take(size).fold(statement, |q, (e, payload)| {
            q.bind(e.conversation.to_string())
                .bind(&e.relay)
                .bind(&e.external_conversation)
                .bind(&e.key)
                .bind(e.second_key.as_deref())
                .bind(e.at.0)
                .bind(e.heard_at.0)
                .bind(e.sequence)
                .bind(e.sample)
                .bind(decided)
                .bind(payload)
        });
        kept += bound.execute(&mut *conn).await?.rows_affected();
    }
    if usize::try_from(kept).is_ok_and(|kept| kept == events.len()) {
        return Ok(events.iter().map(|e| e.key.clone()).collect());
    }
    // Some were known. There is one writer, so the newest rows are the ones just written.
    let newest = i64::try_from(kept).unwrap_or(i64::MAX);
    let keys: Vec<(String,)> = sqlx::query_as(sql::NEWEST_KEYS).bind(newest).fetch_all(conn).await?;
    Ok(keys.into_iter().map(|(key,)| key).collect())
}

static APPEND_64: LazyLock<String> = LazyLock::new(|| append_many(64));
static APPEND_8: LazyLock<String> = LazyLock::new(|| append_many(8));

/// [`sql::APPEND_SQLITE`] for several rows: the same values again and again, numbered on.
fn append_many(rows: usize) -> String {
    let head = sql::APPEND_SQLITE.split("($1,").next().unwrap_or_default();
    let columns = 11;
    let values: Vec<String> = (0..rows)
        .map(|row| {
            let places: Vec<String> = (1..=columns).map(|c| format!("${}", row * columns + c)).collect();
            format!("({})", places.join(", "))
        })
        .collect();
    format!("{head}{} on conflict do nothing", values.join(", "))
}

async fn insert_postgres(
    conn: &mut PgConnection,
    events: &[NewEvent],
    payloads: &[String],
    decided: bool,
) -> Result<Vec<String>, sqlx::Error> {
    let texts = |of: fn(&NewEvent) -> &str| events.iter().map(of).collect::<Vec<_>>();
    let keys: Vec<(String,)> = sqlx::query_as(sql::APPEND_POSTGRES)
        .bind(events.iter().map(|e| e.conversation.to_string()).collect::<Vec<_>>())
        .bind(texts(|e| &e.relay))
        .bind(texts(|e| &e.external_conversation))
        .bind(texts(|e| &e.key))
        .bind(events.iter().map(|e| e.second_key.as_deref()).collect::<Vec<_>>())
        .bind(events.iter().map(|e| e.at.0).collect::<Vec<_>>())
        .bind(events.iter().map(|e| e.heard_at.0).collect::<Vec<_>>())
        .bind(events.iter().map(|e| e.sequence).collect::<Vec<_>>())
        .bind(events.iter().map(|e| e.sample).collect::<Vec<_>>())
        .bind(decided)
        .bind(payloads)
        .fetch_all(conn)
        .await?;
    Ok(keys.into_iter().map(|(key,)| key).collect())
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
