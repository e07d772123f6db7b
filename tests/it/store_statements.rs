//! Every statement is prepared on the real schema of its database, and both schemas are the same.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use banister::store::{ALL_STATEMENTS, Db, Dialect, Settings};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqlSafeStr as _, SqliteConnection,
};

/// An empty database, and the folder it lies in.
async fn sqlite() -> (tempfile::TempDir, SqliteConnection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    Db::open(&Settings { url: format!("sqlite:{}", path.display()) }).await.unwrap().close().await;
    let options = SqliteConnectOptions::from_str(&path.display().to_string()).unwrap();
    let conn = SqliteConnection::connect_with(&options).await.unwrap();
    (folder, conn)
}

#[tokio::test]
async fn every_statement_is_understood_by_the_database_it_is_for() {
    let (_folder, mut sqlite) = sqlite().await;
    for (name, statement, dialect) in ALL_STATEMENTS {
        if *dialect != Dialect::Postgres {
            let outcome = sqlite.prepare(AssertSqlSafe(*statement).into_sql_str()).await;
            assert!(outcome.is_ok(), "{name} on SQLite: {:?}", outcome.err());
        }
    }
    let Some(url) = crate::postgres::fresh_database().await else { return };
    Db::open(&Settings { url: url.clone() }).await.unwrap().close().await;
    let mut postgres = PgConnection::connect(&url).await.unwrap();
    for (name, statement, dialect) in ALL_STATEMENTS {
        if *dialect != Dialect::Sqlite {
            let outcome = postgres.prepare(AssertSqlSafe(*statement).into_sql_str()).await;
            assert!(outcome.is_ok(), "{name} on PostgreSQL: {:?}", outcome.err());
        }
    }
    assert_eq!(columns_sqlite(&mut sqlite).await, columns_postgres(&mut postgres).await);
}

/// The index of words is each database's own.
async fn columns_sqlite(conn: &mut SqliteConnection) -> BTreeSet<String> {
    let rows = conn
        .fetch_all(
            "select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '_sqlx%'
               and m.name not like 'search_words%'",
        )
        .await
        .unwrap();
    rows.iter().map(|r| r.get::<String, _>(0)).collect()
}

async fn columns_postgres(conn: &mut PgConnection) -> BTreeSet<String> {
    let rows = conn
        .fetch_all(
            "select table_name || '.' || column_name from information_schema.columns
             where table_schema = 'public' and table_name not like '\\_sqlx%' and table_name <> 'search_words'",
        )
        .await
        .unwrap();
    rows.iter().map(|r| r.get::<String, _>(0)).collect()
}

#[test]
fn the_migrations_of_both_databases_have_the_same_names() {
    let names = |folder: &str| -> BTreeSet<String> {
        std::fs::read_dir(format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[tokio::test]
async fn the_inbox_never_looks_at_every_conversation() {
    let (_folder, mut sqlite) = sqlite().await;
    let mut looked_at = 0;
    for (name, statement, dialect) in ALL_STATEMENTS {
        if *dialect == Dialect::Postgres || !name.contains("QUEUE_") {
            continue;
        }
        looked_at += 1;
        let plan = format!("explain query plan {statement}");
        let rows = sqlite.fetch_all(AssertSqlSafe(plan).into_sql_str()).await.unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        // What a part of the statement found is looked at whole, and is short.
        let found: Vec<&str> = steps.iter().filter_map(|step| step.strip_prefix("CO-ROUTINE ")).collect();
        for step in &steps {
            let whole =
                step.strip_prefix("SCAN ").filter(|of| !of.contains("INDEX") && *of != "CONSTANT ROW");
            assert!(whole.is_none_or(|of| found.contains(&of)), "{name}: {steps:?}");
        }
    }
    assert!(looked_at >= 4, "{looked_at}");
}
