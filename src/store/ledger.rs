//! What models cost.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::sql_trust;
use crate::domain::{Spent, Timestamp, Usage};
use crate::ports::{Ledger, ModelCall, Since, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    day: i64,
    model: String,
    calls: i64,
    open: i64,
    prompt_tokens: i64,
    completion_tokens: i64,
    cost_micros: i64,
}

#[async_trait]
impl Ledger for Db {
    async fn reserve(&self, call: &ModelCall) -> Result<bool, StoreError> {
        if !call.foreseen.limits.any() {
            return Ok(true);
        }
        let call = call.clone();
        self.write(Box::new(move |conn| Box::pin(reserve(conn, call)))).await
    }

    async fn settle(&self, call: &ModelCall, usage: Usage, outcome: &str) -> Result<(), StoreError> {
        let (call, outcome) = (call.clone(), outcome.to_owned());
        self.write(Box::new(move |conn| {
            Box::pin(async move { put(conn, &call, usage, true, &outcome).await })
        }))
        .await
    }

    async fn release(&self, call: &ModelCall) -> Result<(), StoreError> {
        if !call.foreseen.limits.any() {
            return Ok(());
        }
        let id = call.id.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_trust::FORGET_MODEL_CALL).bind(id).execute(c).await.map(drop))
                    .map_err(away)
            })
        }))
        .await
    }

    async fn spent(&self, since: Since) -> Result<Vec<Spent>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql_trust::SPENT_BY_DAY)
            .bind(since.from.0).bind(since.to.0).fetch_all(c).await)
        .map_err(away)?;
        let spent = |row: Row| Spent {
            day: Timestamp(row.day),
            model: row.model,
            calls: unsigned(row.calls),
            open: unsigned(row.open),
            usage: Usage {
                prompt_tokens: unsigned(row.prompt_tokens),
                completion_tokens: unsigned(row.completion_tokens),
                cost_micros: unsigned(row.cost_micros),
            },
        };
        Ok(rows.into_iter().map(spent).collect())
    }
}

/// Looks and adds in one transaction that no other can come between.
async fn reserve(conn: &mut Conn, call: ModelCall) -> Result<bool, StoreError> {
    if let Conn::Postgres(connection) = conn {
        sqlx::query(sql_trust::LOCK_LEDGER_POSTGRES).execute(&mut **connection).await.map_err(away)?;
    }
    let (prompt, completion, cost): (i64, i64, i64) =
        on!(conn, c => sqlx::query_as(sql_trust::SPENT_SINCE).bind(call.at.day().0).fetch_one(c).await)
            .map_err(away)?;
    let spent = Usage {
        prompt_tokens: unsigned(prompt),
        completion_tokens: unsigned(completion),
        cost_micros: unsigned(cost),
    };
    let foreseen = call.foreseen.usage;
    if !call.foreseen.limits.allow(spent.and(foreseen)) {
        return Ok(false);
    }
    put(conn, &call, foreseen, false, "running").await?;
    Ok(true)
}

async fn put(
    conn: &mut Conn,
    call: &ModelCall,
    usage: Usage,
    settled: bool,
    outcome: &str,
) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_trust::PUT_MODEL_CALL)
        .bind(&call.id).bind(call.conversation.to_string()).bind(call.at.0)
        .bind(&call.foreseen.model).bind(&call.foreseen.prompt)
        .bind(signed(usage.prompt_tokens)).bind(signed(usage.completion_tokens)).bind(signed(usage.cost_micros))
        .bind(settled).bind(outcome)
        .execute(c).await.map(drop))
    .map_err(away)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
