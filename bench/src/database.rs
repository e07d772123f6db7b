//! A look into the database under test, beside the server that writes it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::ensure;
use rusqlite::{Connection, OpenFlags};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::requests::RELAY;

/// How long we wait for the server's own lock.
const BUSY: Duration = Duration::from_secs(5);

pub enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Database {
    /// As a store URL.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// One number.
    pub async fn number(&self, query: &str) -> anyhow::Result<i64> {
        match self {
            Self::Sqlite(path) => Ok(opened(path)?.query_row(query, [], |row| row.get(0))?),
            Self::Postgres(url) => {
                let mut conn = PgConnection::connect(url).await?;
                Ok(sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&mut conn).await?)
            }
        }
    }

    /// One change.
    pub async fn change(&self, statement: &str) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(path) => opened(path)?.execute_batch(statement)?,
            Self::Postgres(url) => {
                let mut conn = PgConnection::connect(url).await?;
                sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut conn).await?;
            }
        }
        Ok(())
    }

    /// Every acknowledged event is there once, with what makes it be handled; and nothing else is.
    pub async fn check(&self, of_banister: bool, acks: usize) -> anyhow::Result<()> {
        let acks = i64::try_from(acks)?;
        let counts: Vec<(&str, String)> = if of_banister {
            let ours = format!("from event where key like '{RELAY}:{RELAY}:id:evt\\_%' escape '\\'");
            vec![
                ("events", format!("select count(*) {ours}")),
                ("distinct ids", format!("select count(distinct key) {ours}")),
                (
                    "events with a lane",
                    format!(
                        "select count(*) {ours} and exists (select 1 from lane l where l.conversation_id = event.conversation_id)"
                    ),
                ),
            ]
        } else {
            vec![
                ("events", "select count(*) from event".to_owned()),
                ("distinct ids", "select count(distinct provider_id) from event".to_owned()),
                ("jobs", "select count(*) from job j join event e on e.id = j.event_id".to_owned()),
            ]
        };
        for (what, query) in counts {
            let found = self.number(&query).await?;
            ensure!(found == acks, "{acks} acknowledged, but {found} {what} in the database");
        }
        Ok(())
    }
}

fn opened(path: &PathBuf) -> anyhow::Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.busy_timeout(BUSY)?;
    Ok(conn)
}
