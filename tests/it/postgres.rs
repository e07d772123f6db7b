//! A PostgreSQL database for one test, on the server named by TEST_POSTGRES_URL.

use sqlx::Executor as _;

/// A fresh, empty database; `None` when the tests run without a PostgreSQL server (scripts/test starts one).
pub async fn fresh_database() -> Option<String> {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(std::env::var("CI").is_err(), "TEST_POSTGRES_URL must be set in CI: run scripts/test");
        eprintln!("SKIPPED: no TEST_POSTGRES_URL; scripts/test starts a server and sets it");
        return None;
    };
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    let name = crate::world::fresh("banister_test");
    let statement = format!("create database {name}");
    pool.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    pool.close().await;
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    Some(format!("{base}/{name}"))
}

/// The same story on both databases.
pub async fn both<F: Future<Output = ()>>(story: impl Fn(String) -> F) {
    let folder = tempfile::tempdir().unwrap();
    story(format!("sqlite:{}", folder.path().join("contract.db").display())).await;
    if let Some(url) = fresh_database().await {
        story(url).await;
    }
}
