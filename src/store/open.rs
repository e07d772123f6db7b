//! Opening a store by URL: migrations, locks, and settings that make a commit mean what it says.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::append::Appender;
use super::db::{Conn, Db, Kind, execute};
use super::writer::Writer;
use super::{sql, sql_notices};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a statement waits for somebody else's lock.
const BUSY: Duration = Duration::from_secs(5);

/// How long a caller waits for a free connection before it is told to come back.
const ACQUIRE: Duration = Duration::from_secs(5);

/// `[store]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub url: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { url: "sqlite:banister.db".to_owned() }
    }
}

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No database is known by such a URL.
    #[error("store.url: `{0}` is neither `sqlite:PATH` nor `postgres://…`")]
    UnknownScheme(String),
    /// There is no such file, and none was to be made.
    #[error("there is no database at {}", .0.display())]
    Missing(PathBuf),
    /// Another process has the file.
    #[error("{} is in use by another banister process (lock file {}); stop it first", .0.display(), .1.display())]
    InUse(PathBuf, PathBuf),
    /// The lock file cannot be made.
    #[error("cannot lock {}: {}", .0.display(), .1)]
    Lock(PathBuf, std::io::Error),
    /// The database refuses.
    #[error("cannot open the store: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema does not fit this version.
    #[error("the store's schema does not fit this version of banister: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
    /// A first statement failed.
    #[error(transparent)]
    Store(#[from] crate::ports::StoreError),
}

impl Db {
    /// Opens the store for serving, bringing its schema up to date. SQLite's file is locked against a second process.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(settings: &Settings) -> Result<Self, OpenError> {
        Box::pin(open(&settings.url, How::Serving)).await
    }

    /// Opens the store beside a process that serves it: for a single change or a report.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open_beside(settings: &Settings) -> Result<Self, OpenError> {
        Box::pin(open(&settings.url, How::Beside)).await
    }

    /// The same, to read what is kept there: where SQLite's file is missing, none is made.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open_existing(settings: &Settings) -> Result<Self, OpenError> {
        Box::pin(open(&settings.url, How::Existing)).await
    }
}

/// What a store is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// To serve it: SQLite's file is locked, and made where it is missing.
    Serving,
    /// Beside whoever serves it; the file is made where it is missing.
    Beside,
    /// Beside whoever serves it; the file must be there.
    Existing,
}

impl Db {
    /// Looks at the store without changing anything: whether it can be reached, and what would happen at a start.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn look(settings: &Settings) -> Result<&'static str, OpenError> {
        let url = settings.url.as_str();
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = Path::new(path.strip_prefix("//").unwrap_or(path));
            if !path.exists() {
                return Ok("sqlite, made at the first start");
            }
            let options = SqliteConnectOptions::new().filename(path).read_only(true);
            SqliteConnection::connect_with(&options).await?.close().await?;
            return Ok("sqlite");
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            PgConnection::connect_with(&PgConnectOptions::from_str(url)?).await?.close().await?;
            return Ok("postgres");
        }
        Err(OpenError::UnknownScheme(url.split(':').next().unwrap_or_default().to_owned()))
    }
}

async fn open(url: &str, how: How) -> Result<Db, OpenError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = Path::new(path.strip_prefix("//").unwrap_or(path));
        if how == How::Existing && !path.is_file() {
            return Err(OpenError::Missing(path.to_owned()));
        }
        return open_sqlite(path, how == How::Serving).await;
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return open_postgres(url, how == How::Serving).await;
    }
    Err(OpenError::UnknownScheme(url.split(':').next().unwrap_or_default().to_owned()))
}

async fn open_sqlite(path: &Path, serving: bool) -> Result<Db, OpenError> {
    let lock = if serving { Some(Arc::new(lock(path)?)) } else { None };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .pragma("cache_size", "-16384")
        .pragma("journal_size_limit", "67108864")
        .optimize_on_close(true, None);
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.clone())
        .await?;
    SQLITE.run(&write).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.create_if_missing(false).pragma("query_only", "1"))
        .await?;
    if serving {
        // The lock says that nobody else is alive: whatever is leased belonged to a process that died.
        let mut conn = Conn::Sqlite(write.acquire().await?);
        execute(&mut conn, sql::FREE_LANES).await?;
        execute(&mut conn, sql::FREE_ACTIONS).await?;
        execute(&mut conn, sql_notices::FREE_NOTICES).await?;
    }
    let kind = Kind::Sqlite { writer: Writer::start(write), read, _lock: lock };
    Ok(Db { kind, mirror: serving.then(Arc::default) })
}

fn lock(path: &Path) -> Result<File, OpenError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|e| OpenError::Lock(name.clone(), e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned(), name)),
        Err(TryLockError::Error(e)) => Err(OpenError::Lock(name, e)),
    }
}

async fn open_postgres(url: &str, serving: bool) -> Result<Db, OpenError> {
    let options = PgConnectOptions::from_str(url)?.application_name("banister").options([
        // The pool rolls back whatever is left open; that there was nothing is no news.
        ("client_min_messages", "error"),
        ("statement_timeout", "30000"),
        ("lock_timeout", "5000"),
        ("idle_in_transaction_session_timeout", "30000"),
    ]);
    // Once by hand: a pool would only say that it waited in vain, not why.
    PgConnection::connect_with(&options).await?.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(ACQUIRE)
        // A future dropped inside `begin` leaves a stray transaction behind (sqlx #4385).
        .after_release(|conn, _| {
            Box::pin(async move {
                sqlx::query("rollback").execute(conn).await?;
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    POSTGRES.run(&pool).await?;
    let appender = Appender::start(&pool);
    Ok(Db { kind: Kind::Postgres { pool, appender }, mirror: serving.then(Arc::default) })
}
