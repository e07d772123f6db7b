//! The servers Banister is compared with: the same HTTP stack, signature and typed parse, and only what must be written.

mod door;
mod postgres;
mod sqlite;

use std::io::Read as _;

use anyhow::bail;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

use crate::args::{Method, Reference};

/// How many wait at most (Banister's number).
const QUEUE_MAX: usize = 4_096;

/// How many share one commit at most (Banister's number).
const BATCH_MAX: usize = 256;

/// One event as it is kept.
pub struct Row {
    pub provider_id: String,
    pub conversation: String,
    pub received_at: i64,
    pub body: String,
}

/// Whether the event was new.
type Kept = anyhow::Result<bool>;

/// An event whose sender waits.
type Waiting = (Row, oneshot::Sender<Result<bool, String>>);

/// Where events are kept.
#[derive(Clone)]
pub enum Keeper {
    /// A queue in front of batch writers.
    Group(mpsc::Sender<Waiting>),
    /// Each its own transaction on one connection.
    NaiveSqlite(sqlx::SqlitePool),
    /// Each its own transaction on one of many connections.
    NaivePostgres(sqlx::PgPool),
}

impl Keeper {
    async fn open(method: Method, url: &str) -> anyhow::Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return match method {
                Method::Group => Ok(Self::Group(sqlite::group(path)?)),
                Method::Naive => Ok(Self::NaiveSqlite(sqlite::naive_pool(path).await?)),
            };
        }
        if !url.starts_with("postgres://") {
            bail!("{url} is neither sqlite:PATH nor postgres://…");
        }
        match method {
            Method::Group => Ok(Self::Group(postgres::group(url).await?)),
            Method::Naive => Ok(Self::NaivePostgres(postgres::naive_pool(url).await?)),
        }
    }

    /// Returns after the commit.
    pub async fn keep(&self, row: Row) -> Kept {
        match self {
            Self::Group(queue) => {
                let (done, outcome) = oneshot::channel();
                queue.try_send((row, done)).map_err(|_| anyhow::anyhow!("too many wait"))?;
                outcome.await?.map_err(anyhow::Error::msg)
            }
            Self::NaiveSqlite(pool) => sqlite::naive(pool, row).await,
            Self::NaivePostgres(pool) => postgres::naive(pool, row).await,
        }
    }
}

/// Serves until killed, or until whoever started us is gone.
pub async fn serve(wanted: &Reference) -> anyhow::Result<()> {
    let keeper = Keeper::open(wanted.method, &wanted.store).await?;
    let listener = TcpListener::bind(&wanted.listen).await?;
    std::thread::spawn(|| {
        let _end_of_pipe = std::io::stdin().read(&mut [0_u8; 1]);
        std::process::exit(0);
    });
    door::serve(listener, keeper).await
}

/// Tells all of a batch what became of it: `fresh` says which were new, in the batch's order.
fn answer(hearers: Vec<oneshot::Sender<Result<bool, String>>>, outcome: anyhow::Result<Vec<bool>>) {
    match outcome {
        Ok(fresh) => {
            for (done, fresh) in hearers.into_iter().zip(fresh) {
                let _gone_away = done.send(Ok(fresh));
            }
        }
        Err(error) => {
            for done in hearers {
                let _gone_away = done.send(Err(error.to_string()));
            }
        }
    }
}
