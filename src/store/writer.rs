//! SQLite's only writer: takes what is waiting, writes it in one transaction, and only then says so.

use futures_util::future::BoxFuture;
use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

use super::append::append_all;
use super::db::{Conn, away, execute};
use crate::ports::{Appended, NewEvent, StoreError};

/// How many wait at most before the door is shut with 503.
const QUEUE_MAX: usize = 4_096;

/// How many share one commit at most.
const BATCH_MAX: usize = 256;

/// A unit without a value of its own.
pub(super) type Job = Box<dyn for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<(), StoreError>> + Send>;

enum Item {
    Append(Box<NewEvent>, oneshot::Sender<Result<Appended, StoreError>>),
    Run(Job, oneshot::Sender<Result<(), StoreError>>),
    Stop(oneshot::Sender<()>),
}

/// A handle to the writer task.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Item>,
}

impl Writer {
    /// Starts the writer over a pool of one connection.
    pub(super) fn start(pool: SqlitePool) -> Self {
        let (queue, items) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(work(pool, items));
        Self { queue }
    }

    pub(super) async fn append(&self, event: NewEvent) -> Result<Appended, StoreError> {
        let (done, outcome) = oneshot::channel();
        // Full means overload: shed at once, the relay will come back.
        self.queue.try_send(Item::Append(Box::new(event), done)).map_err(|_| overloaded())?;
        outcome.await.map_err(|_| overloaded())?
    }

    pub(super) async fn run(&self, job: Job) -> Result<(), StoreError> {
        let (done, outcome) = oneshot::channel();
        self.queue.send(Item::Run(job, done)).await.map_err(|_| overloaded())?;
        outcome.await.map_err(|_| overloaded())?
    }

    pub(super) async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.queue.send(Item::Stop(done)).await.is_ok() {
            let _stopped = stopped.await;
        }
    }
}

fn overloaded() -> StoreError {
    StoreError::Unavailable("too many writes are waiting".to_owned())
}

async fn work(pool: SqlitePool, mut items: mpsc::Receiver<Item>) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    while items.recv_many(&mut batch, BATCH_MAX).await > 0 {
        if let Some(stopped) = write(&pool, &mut batch).await {
            if let Ok(conn) = pool.acquire().await {
                // Best effort: the next start would do it too.
                let _checkpointed = execute(&mut Conn::Sqlite(conn), "pragma wal_checkpoint(truncate)").await;
            }
            pool.close().await;
            let _nobody_waits = stopped.send(());
            return;
        }
    }
}

/// Writes one batch. Says `Some` when asked to stop.
async fn write(pool: &SqlitePool, batch: &mut Vec<Item>) -> Option<oneshot::Sender<()>> {
    let mut stop = None;
    let (mut events, mut hearers, mut jobs) = (Vec::new(), Vec::new(), Vec::new());
    for item in batch.drain(..) {
        match item {
            Item::Append(event, done) => {
                events.push(*event);
                hearers.push(done);
            }
            Item::Run(job, done) => jobs.push((job, done)),
            Item::Stop(done) => stop = Some(done),
        }
    }
    let outcome = commit(pool, &events, jobs).await;
    match outcome {
        Ok((appended, ran)) => {
            for (done, appended) in hearers.into_iter().zip(appended) {
                let _gone_away = done.send(Ok(appended));
            }
            for (done, outcome) in ran {
                let _gone_away = done.send(outcome);
            }
        }
        Err((error, ran)) => {
            let say = error.to_string();
            for done in hearers {
                let _gone_away = done.send(Err(StoreError::Unavailable(say.clone())));
            }
            for (done, _not_committed) in ran {
                let _gone_away = done.send(Err(StoreError::Unavailable(say.clone())));
            }
        }
    }
    stop
}

type Ran = Vec<(oneshot::Sender<Result<(), StoreError>>, Result<(), StoreError>)>;
type Jobs = Vec<(Job, oneshot::Sender<Result<(), StoreError>>)>;

/// One transaction for all. Each job stands behind a savepoint: one that fails takes none along.
async fn commit(
    pool: &SqlitePool,
    events: &[NewEvent],
    jobs: Jobs,
) -> Result<(Vec<Appended>, Ran), (StoreError, Ran)> {
    let mut ran: Ran = Vec::with_capacity(jobs.len());
    let not_run = |error, jobs: Jobs, mut ran: Ran| {
        ran.extend(jobs.into_iter().map(|(_, done)| (done, Ok(()))));
        Err((error, ran))
    };
    let mut conn = match pool.acquire().await {
        Ok(conn) => Conn::Sqlite(conn),
        Err(error) => return not_run(away(error), jobs, ran),
    };
    if let Err(error) = execute(&mut conn, "begin immediate").await {
        return not_run(error, jobs, ran);
    }
    let appended = if events.is_empty() { Ok(Vec::new()) } else { append_all(&mut conn, events).await };
    let appended = match appended {
        Ok(appended) => appended,
        Err(error) => {
            let _best_effort = execute(&mut conn, "rollback").await;
            return not_run(error, jobs, ran);
        }
    };
    for (job, done) in jobs {
        let outcome = behind_savepoint(&mut conn, job).await;
        ran.push((done, outcome));
    }
    match execute(&mut conn, "commit").await {
        Ok(()) => Ok((appended, ran)),
        Err(error) => {
            // A failed commit may mean a failed fsync: nothing of it counts, and nobody is told that it does.
            tracing::error!(%error, "commit failed; nothing of this batch is acknowledged");
            let _best_effort = execute(&mut conn, "rollback").await;
            Err((error, ran))
        }
    }
}

async fn behind_savepoint(conn: &mut Conn, job: Job) -> Result<(), StoreError> {
    execute(conn, "savepoint unit").await?;
    let outcome = job(conn).await;
    if outcome.is_err() {
        execute(conn, "rollback to unit").await?;
    }
    execute(conn, "release unit").await?;
    outcome
}
