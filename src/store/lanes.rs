//! The store's promises to the engine, and the lanes that schedule conversations.

use async_trait::async_trait;

use super::append::{insert, wake};
use super::commit;
use super::db::{Conn, Db, Kind, away, either, on};
use super::outbox;
use super::rows::{EventRow, parsed, stored};
use super::sql;
use crate::domain::{ActionClass, ConversationId, Timestamp};
use crate::ports::{Appended, ClaimedAction, Commit, Finish, LaneClaim, Loaded, NewEvent, Store, StoreError};

#[async_trait]
impl Store for Db {
    async fn append(&self, event: NewEvent) -> Result<Appended, StoreError> {
        match &self.kind {
            Kind::Sqlite { writer, .. } => writer.append(event).await,
            Kind::Postgres { appender, .. } => appender.append(event).await,
        }
    }

    async fn claim_lanes(
        &self,
        now: Timestamp,
        lease_ms: i64,
        limit: i64,
    ) -> Result<Vec<LaneClaim>, StoreError> {
        if limit < 1 || !self.due(sql::LANES_DUE, now).await? {
            return Ok(Vec::new());
        }
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let statement = either!(conn, sql::CLAIM_LANES_SQLITE, sql::CLAIM_LANES_POSTGRES);
                let until = now.plus_ms(lease_ms).0;
                let rows: Vec<(String, i64)> = on!(conn, c => sqlx::query_as(statement)
                    .bind(now.0).bind(until).bind(limit).fetch_all(c).await)
                .map_err(away)?;
                rows.into_iter().map(claimed).collect()
            })
        }))
        .await
    }

    async fn claim_lane(
        &self,
        conversation: ConversationId,
        now: Timestamp,
        lease_ms: i64,
    ) -> Result<Option<LaneClaim>, StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let until = now.plus_ms(lease_ms).0;
                let row: Option<(String, i64)> = on!(conn, c => sqlx::query_as(sql::CLAIM_LANE)
                    .bind(conversation.to_string()).bind(now.0).bind(until).fetch_optional(c).await)
                .map_err(away)?;
                row.map(claimed).transpose()
            })
        }))
        .await
    }

    async fn load(&self, conversation: ConversationId) -> Result<Option<Loaded>, StoreError> {
        load(&mut self.read().await?, conversation).await
    }

    async fn commit(&self, claim: LaneClaim, commit: Commit) -> Result<(), StoreError> {
        self.write(Box::new(move |conn| Box::pin(commit::write(conn, claim, commit)))).await
    }

    async fn release(&self, claim: LaneClaim, due: Timestamp) -> Result<(), StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql::GIVE_BACK_LANE)
                    .bind(claim.conversation.to_string()).bind(claim.token).bind(due.0)
                    .execute(c).await.map(drop))
                .map_err(away)
            })
        }))
        .await
    }

    async fn rest(&self, claim: LaneClaim) -> Result<(), StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql::REST_LANE)
                    .bind(claim.conversation.to_string()).bind(claim.token).bind(Timestamp::NEVER.0)
                    .execute(c).await.map(drop))
                .map_err(away)
            })
        }))
        .await
    }

    async fn claim_actions(
        &self,
        class: ActionClass,
        now: Timestamp,
        lease_ms: i64,
        limit: i64,
    ) -> Result<Vec<ClaimedAction>, StoreError> {
        if limit < 1 || !self.due(sql::ACTIONS_DUE, now).await? {
            return Ok(Vec::new());
        }
        self.write(Box::new(move |conn| Box::pin(outbox::claim(conn, class, now, lease_ms, limit)))).await
    }

    async fn finish(
        &self,
        claim: &ClaimedAction,
        finish: Finish,
        event: Option<NewEvent>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let claim = claim.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                // The lane first: every transaction locks in this order, so none waits in a circle.
                if event.is_some() {
                    wake(conn, vec![claim.conversation.to_string()], now).await?;
                }
                if !outbox::finish(conn, &claim, &finish, now).await? {
                    return Ok(false);
                }
                if let Some(event) = event {
                    insert(conn, &[event], false).await?;
                }
                Ok(true)
            })
        }))
        .await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.write(Box::new(|conn| {
            Box::pin(async move {
                let nobody = ConversationId::of("", "").to_string();
                on!(conn, c => sqlx::query(sql::LOCK_LANE).bind(nobody).bind(0_i64).execute(c).await.map(drop))
                    .map_err(away)
            })
        }))
        .await
    }
}

impl Db {
    /// A look without writing, so that idle loops cost no commit.
    async fn due(&self, statement: &'static str, now: Timestamp) -> Result<bool, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(i32,)> =
            on!(&mut conn, c => sqlx::query_as(statement).bind(now.0).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.is_some())
    }
}

fn claimed((id, token): (String, i64)) -> Result<LaneClaim, StoreError> {
    let conversation = parsed(&id, "lane.conversation_id")?;
    Ok(LaneClaim { conversation, token })
}

async fn load(conn: &mut Conn, conversation: ConversationId) -> Result<Option<Loaded>, StoreError> {
    let id = conversation.to_string();
    let lane: Option<(i64,)> =
        on!(conn, c => sqlx::query_as(sql::LANE).bind(&id).fetch_optional(c).await).map_err(away)?;
    let Some((handled,)) = lane else { return Ok(None) };
    let first: Option<(String, String, bool)> =
        on!(conn, c => sqlx::query_as(sql::FIRST_EVENT).bind(&id).fetch_optional(c).await).map_err(away)?;
    let Some((relay, external_id, sample)) = first else { return Ok(None) };
    let state: Option<(String,)> =
        on!(conn, c => sqlx::query_as(sql::CONVERSATION_STATE).bind(&id).fetch_optional(c).await)
            .map_err(away)?;
    let rows: Vec<EventRow> =
        on!(conn, c => sqlx::query_as(sql::PENDING).bind(&id).bind(handled).fetch_all(c).await)
            .map_err(away)?;
    Ok(Some(Loaded {
        relay,
        external_id,
        sample,
        handled_seq: handled,
        conversation: state.map(|(json,)| stored(&json, "conversation.state")).transpose()?,
        pending: rows.into_iter().map(EventRow::logged).collect::<Result<_, _>>()?,
    }))
}
