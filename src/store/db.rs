//! Two native databases behind one enum, and one door for writing.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use super::append::Appender;
use super::mirror::Mirror;
use super::writer::Writer;
use crate::ports::StoreError;

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(super) kind: Kind,
    /// Of whoever serves: a single report reads what it needs.
    pub(super) mirror: Option<Arc<Mirror>>,
}

#[derive(Clone)]
pub(super) enum Kind {
    /// One writer that commits for all who wait; readers beside it.
    Sqlite { writer: Writer, read: SqlitePool, _lock: Option<Arc<std::fs::File>> },
    /// Transactions of their own; appends are gathered as on SQLite.
    Postgres { pool: PgPool, appender: Appender },
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.kind {
            Kind::Sqlite { .. } => "Db(SQLite)",
            Kind::Postgres { .. } => "Db(PostgreSQL)",
        })
    }
}

/// One connection to either database.
pub(super) enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// Runs one expression against either connection; the types are checked for both.
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::store::db::Conn::Sqlite(connection) => {
                let $c = &mut **connection;
                $body
            }
            $crate::store::db::Conn::Postgres(connection) => {
                let $c = &mut **connection;
                $body
            }
        }
    };
}
pub(super) use on;

/// Which database a statement is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The shared subset.
    Both,
    /// SQLite only.
    Sqlite,
    /// PostgreSQL only.
    Postgres,
}

/// Picks the statement of the database at hand, where the two cannot share one.
macro_rules! either {
    ($conn:expr, $sqlite:expr, $postgres:expr) => {
        match $conn {
            $crate::store::db::Conn::Sqlite(_) => $sqlite,
            $crate::store::db::Conn::Postgres(_) => $postgres,
        }
    };
}
pub(super) use either;

/// A fault of the database, in our words.
#[expect(clippy::needless_pass_by_value, reason = "a function for map_err")]
pub(super) fn away(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// What is written together.
pub(super) type Unit<T> =
    Box<dyn for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<T, StoreError>> + Send>;

impl Db {
    /// Runs `unit` in one transaction. Returns after the disk has it; on an error nothing is written.
    /// The unit runs to its end even when the caller is dropped.
    pub(super) async fn write<T: Send + 'static>(&self, unit: Unit<T>) -> Result<T, StoreError> {
        match &self.kind {
            Kind::Sqlite { writer, .. } => {
                let slot = Arc::new(Mutex::new(None));
                let inside = Arc::clone(&slot);
                writer
                    .run(Box::new(move |conn| {
                        Box::pin(async move {
                            let value = unit(conn).await?;
                            if let Ok(mut place) = inside.lock() {
                                *place = Some(value);
                            }
                            Ok(())
                        })
                    }))
                    .await?;
                slot.lock().ok().and_then(|mut place| place.take()).ok_or_else(gone)
            }
            Kind::Postgres { pool, .. } => {
                let pool = pool.clone();
                tokio::spawn(async move { transaction(&pool, unit).await }).await.map_err(|_| gone())?
            }
        }
    }

    /// A connection for reading.
    pub(super) async fn read(&self) -> Result<Conn, StoreError> {
        // Waiting for a connection takes 14 KB, which would lie in every future that reads.
        match &self.kind {
            Kind::Sqlite { read, .. } => Ok(Conn::Sqlite(Box::pin(read.acquire()).await.map_err(away)?)),
            Kind::Postgres { pool, .. } => Ok(Conn::Postgres(Box::pin(pool.acquire()).await.map_err(away)?)),
        }
    }

    /// Lets go of the database: what was handed over is written first.
    pub async fn close(&self) {
        match &self.kind {
            Kind::Sqlite { writer, read, .. } => {
                // Readers first, so that the writer's last checkpoint can empty the WAL into the file.
                read.close().await;
                writer.stop().await;
            }
            Kind::Postgres { pool, .. } => pool.close().await,
        }
    }

    /// `sqlite` or `postgres`, for logs and the status page.
    #[must_use]
    pub const fn engine(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite { .. } => "sqlite",
            Kind::Postgres { .. } => "postgres",
        }
    }
}

fn gone() -> StoreError {
    StoreError::Unavailable("the writer has stopped".to_owned())
}

/// How often a transaction that lost a race (deadlock, serialization) is run again is the caller's affair:
/// units are consumed by running them.
pub(super) async fn transaction<T>(pool: &PgPool, unit: Unit<T>) -> Result<T, StoreError> {
    let mut conn = Conn::Postgres(Box::pin(pool.acquire()).await.map_err(away)?);
    execute(&mut conn, "begin").await?;
    match unit(&mut conn).await {
        Ok(value) => {
            execute(&mut conn, "commit").await?;
            Ok(value)
        }
        Err(error) => {
            // The pool rolls back whatever is left open when the connection returns.
            let _best_effort = execute(&mut conn, "rollback").await;
            Err(error)
        }
    }
}

/// Runs a statement without parameters or results.
pub(super) async fn execute(conn: &mut Conn, statement: &'static str) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(statement).execute(c).await.map(drop)).map_err(away)
}
