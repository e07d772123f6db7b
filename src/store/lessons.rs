//! What decisions teach, and what became of it.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::rows::{inconsistent, parsed, stored, word};
use super::sql_lessons;
use crate::domain::lessons::{End, Fate, PastDecision, Remembered};
use crate::domain::{Draft, SuggestionState, Timestamp};
use crate::ports::{LessonBook, Note, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    conversation_id: String,
    state: String,
    draft: String,
    turn_text: String,
    closed_at: i64,
    reject_reason: Option<String>,
    edited_text: Option<String>,
}

impl Row {
    fn decision(self) -> Result<Option<PastDecision>, StoreError> {
        let draft: Draft = stored(&self.draft, "suggestion.draft")?;
        let state: SuggestionState = word(&self.state, "suggestion.state")?;
        let end = match (state, self.edited_text, self.reject_reason) {
            (SuggestionState::Edited, Some(sent), _) => End::Edited(sent),
            (SuggestionState::Rejected, _, Some(reason)) => {
                End::Rejected(word(&reason, "suggestion.reject_reason")?)
            }
            (SuggestionState::Approved, ..) => End::Approved,
            // Without its words or its reason it teaches nothing.
            _ => return Ok(None),
        };
        Ok(Some(PastDecision {
            suggestion: parsed(&self.id, "suggestion.id")?,
            conversation: parsed(&self.conversation_id, "suggestion.conversation_id")?,
            at: Timestamp(self.closed_at),
            question: self.turn_text,
            draft: draft.text,
            drafter: draft.drafter,
            citations: draft.citations,
            end,
        }))
    }
}

type Kept = (String, String, i64, i64, String, String);

#[async_trait]
impl LessonBook for Db {
    async fn decisions(&self, since: Timestamp, limit: i64) -> Result<(Vec<PastDecision>, bool), StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql_lessons::DECISIONS)
            .bind(since.0).bind(limit.saturating_add(1)).fetch_all(c).await)
        .map_err(away)?;
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > limit;
        let found = rows
            .into_iter()
            .take(limit)
            .filter_map(|row| row.decision().transpose())
            .collect::<Result<_, _>>()?;
        Ok((found, more))
    }

    async fn remembered(&self) -> Result<Vec<Remembered>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Kept> =
            on!(&mut conn, c => sqlx::query_as(sql_lessons::LESSONS_REMEMBERED).fetch_all(c).await)
                .map_err(away)?;
        let one = |(id, fate, n, at, by, words): Kept| {
            let fate = Fate::parse(&fate).ok_or_else(|| inconsistent("lesson.fate", &fate))?;
            let n = u64::try_from(n).map_err(|e| inconsistent("lesson.n", &e))?;
            Ok(Remembered { id, fate, n, at: Timestamp(at), by, words })
        };
        rows.into_iter().map(one).collect()
    }

    async fn remember(&self, lesson: &Remembered, note: &Note) -> Result<(), StoreError> {
        let lesson = lesson.clone();
        let n = i64::try_from(lesson.n).unwrap_or(i64::MAX);
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_lessons::REMEMBER_LESSON)
                    .bind(lesson.id).bind(lesson.fate.as_str()).bind(n).bind(lesson.at.0).bind(lesson.by)
                    .bind(lesson.words).execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
        .map(drop)
    }
}
