//! Topics, saved replies and rubrics; and the log of one conversation.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::rows::stored;
use super::sql_handbook;
use crate::domain::{ConversationId, EpisodeId, Event, Rubric, Timestamp};
use crate::ports::{GivenRubric, Handbook, Note, SavedReply, StoreError, Topic};

#[async_trait]
impl Handbook for Db {
    async fn topics(&self) -> Result<Vec<Topic>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<(String, String, bool, String)> =
            on!(&mut conn, c => sqlx::query_as(sql_handbook::OWN_TOPICS).fetch_all(c).await).map_err(away)?;
        let topic = |(slug, name, retired, keywords)| Topic { slug, name, retired, keywords };
        Ok(rows.into_iter().map(topic).collect())
    }

    async fn put_topic(&self, topic: &Topic, note: &Note) -> Result<(), StoreError> {
        let (Topic { slug, name, retired, keywords }, by, at) = (topic.clone(), note.by.clone(), note.at.0);
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_handbook::PUT_TOPIC)
                    .bind(slug).bind(name).bind(retired).bind(at).bind(by).bind(keywords)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
        .map(drop)
    }

    async fn saved_replies(&self) -> Result<Vec<SavedReply>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<(String, String, i64, Option<String>)> =
            on!(&mut conn, c => sqlx::query_as(sql_handbook::SAVED_REPLIES).fetch_all(c).await)
                .map_err(away)?;
        let reply = |(name, body, at, by)| SavedReply { name, body, updated_at: Timestamp(at), by };
        Ok(rows.into_iter().map(reply).collect())
    }

    async fn put_saved_reply(&self, reply: &SavedReply, note: &Note) -> Result<(), StoreError> {
        let SavedReply { name, body, updated_at, by } = reply.clone();
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_handbook::PUT_SAVED_REPLY)
                    .bind(name).bind(body).bind(updated_at.0).bind(by)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
        .map(drop)
    }

    async fn remove_saved_reply(&self, name: &str, note: &Note) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_handbook::REMOVE_SAVED_REPLY).bind(name)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }

    async fn rubrics(&self, conversation: ConversationId) -> Result<Vec<GivenRubric>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<(String, i64, i64, i64, i64)> = on!(&mut conn, c =>
            sqlx::query_as(sql_handbook::RUBRICS).bind(conversation.to_string()).fetch_all(c).await)
        .map_err(away)?;
        let mark = |n: i64| u8::try_from(n).unwrap_or(0);
        Ok(rows
            .into_iter()
            .map(|(by, clarity, correctness, empathy, at)| GivenRubric {
                by,
                rubric: Rubric {
                    clarity: mark(clarity),
                    correctness: mark(correctness),
                    empathy: mark(empathy),
                },
                at: Timestamp(at),
            })
            .collect())
    }
}

/// Keeps a judgement of an episode.
pub(super) async fn judged(
    conn: &mut Conn,
    conversation: String,
    episode: EpisodeId,
    by: &str,
    rubric: Rubric,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_handbook::PUT_RUBRIC)
        .bind(episode.to_string()).bind(by.to_owned()).bind(conversation)
        .bind(i64::from(rubric.clarity)).bind(i64::from(rubric.correctness)).bind(i64::from(rubric.empathy))
        .bind(at.0).execute(c).await.map(drop))
    .map_err(away)
}

/// Events of one conversation that are read for its page.
const HAPPENINGS_MAX: i64 = 500;

/// What happened to a conversation, the newest events of it, oldest first.
pub(super) async fn happenings(
    conn: &mut Conn,
    id: ConversationId,
) -> Result<Vec<(Timestamp, Event)>, StoreError> {
    let rows: Vec<(i64, String)> = on!(conn, c => sqlx::query_as(sql_handbook::HAPPENINGS)
        .bind(id.to_string()).bind(HAPPENINGS_MAX).fetch_all(c).await)
    .map_err(away)?;
    rows.into_iter().map(|(at, payload)| Ok((Timestamp(at), stored(&payload, "event.payload")?))).collect()
}
