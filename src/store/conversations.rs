//! The reading side: what the owner's desk lists.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::rows::{MessageRow, stored};
use super::suggestions;
use super::{catch_up, finding, gaps, handbook, listing, outbox, past, queue, reports, sql_desk, thread};
use crate::domain::report::{Episodes, Unanswered};
use crate::domain::{ActionId, ConversationId, Event, Message, SuggestionId, Timestamp};
use crate::ports::{
    Choices, ConversationFilter, ConversationRow, DeadLetter, Desk, Page, PastTurn, Queue, Since, StoreError,
    SuggestionRow, Thread,
};

#[async_trait]
impl Desk for Db {
    async fn suggestions(
        &self,
        state: &str,
        cursor: Option<&str>,
        limit: i64,
    ) -> Result<Page<SuggestionRow>, StoreError> {
        suggestions::list(&mut self.read().await?, state, cursor, limit).await
    }

    async fn queue(&self, now: Timestamp, limit: i64, by: &str) -> Result<Queue, StoreError> {
        queue::read(&mut self.read().await?, now, limit.clamp(1, 100), by).await
    }

    async fn suggestion(&self, id: SuggestionId) -> Result<Option<SuggestionRow>, StoreError> {
        suggestions::one(&mut self.read().await?, id).await
    }

    async fn conversations(&self, filter: &ConversationFilter) -> Result<Page<ConversationRow>, StoreError> {
        let mut conn = self.read().await?;
        match filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => finding::find(&mut conn, filter, text).await,
            None => listing::list(&mut conn, filter).await,
        }
    }

    async fn choices(&self) -> Result<Choices, StoreError> {
        listing::choices(&mut self.read().await?).await
    }

    async fn catch_up(&self, limit: i64) -> Result<usize, StoreError> {
        catch_up::some(self, limit.clamp(1, 100)).await
    }

    async fn thread(&self, id: ConversationId) -> Result<Option<Thread>, StoreError> {
        thread::read(&mut self.read().await?, id).await
    }

    async fn happenings(&self, id: ConversationId) -> Result<Vec<(Timestamp, Event)>, StoreError> {
        handbook::happenings(&mut self.read().await?, id).await
    }

    async fn public_messages(&self, id: ConversationId) -> Result<Vec<Message>, StoreError> {
        let messages = thread::messages(&mut self.read().await?, id).await?;
        Ok(messages.into_iter().filter(|m| !m.private).collect())
    }

    async fn lottery_since(&self) -> Result<Option<Timestamp>, StoreError> {
        super::holdout::since(&mut self.read().await?).await
    }

    async fn episodes(&self, since: Since) -> Result<Episodes, StoreError> {
        match &self.mirror {
            Some(mirror) => mirror.episodes(self, since).await,
            None => reports::episodes(&mut self.read().await?, since).await,
        }
    }

    async fn unanswered(&self, since: Since, limit: i64) -> Result<Vec<Unanswered>, StoreError> {
        gaps::unanswered(&mut self.read().await?, since, limit).await
    }

    async fn dead_letters(&self, limit: i64) -> Result<Vec<DeadLetter>, StoreError> {
        outbox::dead(&mut self.read().await?, limit.clamp(1, 500)).await
    }

    async fn replay(&self, action: ActionId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(Box::new(move |conn| Box::pin(outbox::replay(conn, action, now)))).await
    }

    async fn past_turns(&self, since: Timestamp, limit: i64) -> Result<Vec<PastTurn>, StoreError> {
        past::turns(&mut self.read().await?, since, limit).await
    }

    async fn newest_turns(&self, since: Timestamp, limit: i64) -> Result<(Vec<PastTurn>, bool), StoreError> {
        past::newest_turns(&mut self.read().await?, since, limit).await
    }

    async fn version(&self) -> Result<i64, StoreError> {
        let mut conn = self.read().await?;
        let (version,): (i64,) =
            on!(&mut conn, c => sqlx::query_as(sql_desk::VERSION).fetch_one(c).await).map_err(away)?;
        Ok(version)
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    state: String,
    handed_off: Option<String>,
}

impl Row {
    /// The row with its newest message.
    pub(super) async fn listed(self, conn: &mut Conn) -> Result<ConversationRow, StoreError> {
        let conversation: crate::domain::Conversation = stored(&self.state, "conversation.state")?;
        let id = conversation.id.to_string();
        let last: Option<MessageRow> =
            on!(conn, c => sqlx::query_as(sql_desk::LAST_MESSAGE).bind(id).fetch_optional(c).await)
                .map_err(away)?;
        Ok(ConversationRow {
            conversation,
            handed_off: self.handed_off.map(|json| stored(&json, "conversation.handed_off")).transpose()?,
            last_message: last.map(MessageRow::message).transpose()?,
            glimpse: None,
        })
    }
}
