//! Rehearsals.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::autopilot::add_move;
use super::db::{Conn, Db, away, on};
use super::rows::{inconsistent, json, parsed, stored, word};
use super::{past_cases, sql, sql_sittings};
use crate::domain::autopilot::{Alpha, GateMove, LabelledBest};
use crate::domain::sitting::{Candidate, Candidates, Chosen, Judgement, Rehearsed};
use crate::domain::{
    Conversation, ConversationId, Draft, Label, LabelReason, QuestionId, RejectReason, SittingId, Timestamp,
};
use crate::ports::{
    JudgedQuestion, Note, QuestionRow, QuestionState, SittingProgress, SittingRow, Sittings, StoreError,
};

/// Whoever drafts has a question for so long, ms: no draft takes longer.
const CLAIM_MS: i64 = 300_000;

#[async_trait]
impl Sittings for Db {
    async fn candidates(&self, since: Timestamp, turns: u64) -> Result<Candidates, StoreError> {
        candidates(&mut self.read().await?, since, turns).await
    }

    async fn rehearsed_before(&self) -> Result<BTreeSet<Rehearsed>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<(String, i64, i64)> =
            on!(&mut conn, c => sqlx::query_as(sql_sittings::REHEARSED_BEFORE).fetch_all(c).await)
                .map_err(away)?;
        let each = rows.into_iter().map(|(conversation, percent, epoch)| {
            let epoch = u32::try_from(epoch).map_err(|e| inconsistent("sitting_question.epoch", &e))?;
            let conversation = parsed(&conversation, "sitting_question.conversation_id")?;
            Ok((conversation, alpha(percent)?, epoch))
        });
        each.collect()
    }

    async fn begin_sitting(&self, id: SittingId, chosen: &[Chosen], note: &Note) -> Result<bool, StoreError> {
        let mut rows = Vec::with_capacity(chosen.len());
        for (place, one) in (1_i64..).zip(chosen) {
            let conversation = one.question.conversation.to_string();
            let own = QuestionId::derived(note.at, &[&id.to_string(), &conversation]).to_string();
            let asked = json(&one.question, "sitting_question.asked")?;
            rows.push((own, place, conversation, asked, i64::from(one.alpha.percent())));
        }
        let (at, by) = (note.at.0, note.by.clone());
        self.noted(note, move |conn| {
            Box::pin(async move {
                let begun = on!(conn, c => sqlx::query(sql_sittings::BEGIN_SITTING)
                    .bind(id.to_string()).bind(at).bind(by).execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                if begun == 0 {
                    return Ok(0);
                }
                for (own, place, conversation, asked, percent) in rows {
                    on!(conn, c => sqlx::query(sql_sittings::ADD_QUESTION)
                        .bind(own).bind(id.to_string()).bind(place).bind(conversation).bind(asked).bind(percent)
                        .execute(c).await.map(drop))
                    .map_err(away)?;
                }
                Ok(begun)
            })
        })
        .await
    }

    async fn end_sitting(&self, id: SittingId, note: &Note) -> Result<bool, StoreError> {
        let at = note.at.0;
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_sittings::END_SITTING).bind(id.to_string()).bind(at)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }

    async fn sittings(&self, limit: i64) -> Result<Vec<SittingRow>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Sat> = on!(&mut conn, c => sqlx::query_as(sql_sittings::SITTINGS)
            .bind(limit.clamp(1, 200)).fetch_all(c).await)
        .map_err(away)?;
        rows.into_iter().map(Sat::sitting).collect()
    }

    async fn questions(&self, sitting: SittingId) -> Result<Vec<QuestionRow>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql_sittings::QUESTIONS)
            .bind(sitting.to_string()).fetch_all(c).await)
        .map_err(away)?;
        rows.into_iter().map(Row::question).collect()
    }

    async fn question(&self, id: QuestionId) -> Result<Option<QuestionRow>, StoreError> {
        one(&mut self.read().await?, &id.to_string()).await
    }

    async fn claim_question(&self, now: Timestamp) -> Result<Option<QuestionRow>, StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let row: Option<(String,)> = on!(conn, c => sqlx::query_as(sql_sittings::CLAIM_QUESTION)
                    .bind(now.0).bind(now.plus_ms(CLAIM_MS).0).fetch_optional(c).await)
                .map_err(away)?;
                match row {
                    Some((id,)) => one(conn, &id).await,
                    None => Ok(None),
                }
            })
        }))
        .await
    }

    async fn drafted(&self, id: QuestionId, draft: &Draft, moves: &[GateMove]) -> Result<bool, StoreError> {
        let epoch = draft.gated.as_ref().map(|gated| i64::from(gated.epoch));
        let (draft, moves) = (json(draft, "sitting_question.draft")?, moves.to_vec());
        self.changed(move |conn| {
            Box::pin(async move {
                let kept = on!(conn, c => sqlx::query(sql_sittings::QUESTION_DRAFTED)
                    .bind(id.to_string()).bind(draft).bind(epoch)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                if kept > 0 {
                    for moved in &moves {
                        add_move(conn, None, moved).await?;
                    }
                }
                Ok(kept)
            })
        })
        .await
    }

    async fn not_drafted(&self, id: QuestionId, why: &str) -> Result<bool, StoreError> {
        let why = why.to_owned();
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_sittings::QUESTION_NOT_DRAFTED).bind(id.to_string()).bind(why)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }

    async fn judged(
        &self,
        id: QuestionId,
        judged: &JudgedQuestion,
        label: Option<&GateMove>,
    ) -> Result<bool, StoreError> {
        let (judged, label) = (judged.clone(), label.cloned());
        self.changed(move |conn| {
            Box::pin(async move {
                let said = judged.label;
                let kept = on!(conn, c => sqlx::query(sql_sittings::QUESTION_JUDGED)
                    .bind(id.to_string()).bind(judged.judgement.as_str())
                    .bind(judged.judgement.reason().map(RejectReason::as_str))
                    .bind(said.map(|label| label.bad)).bind(said.map(|label| label.why.as_str()))
                    .bind(&judged.by).bind(judged.at.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                if let Some(moved) = label.filter(|_| kept > 0) {
                    add_move(conn, None, &moved).await?;
                }
                Ok(kept)
            })
        })
        .await
    }

    async fn labelled(&self, conversation: ConversationId) -> Result<Vec<LabelledBest>, StoreError> {
        let mut conn = self.read().await?;
        let mut labelled = rehearsed(&mut conn, conversation).await?;
        labelled.extend(state(&mut conn, conversation).await?.into_iter().flat_map(|c| c.labelled));
        Ok(labelled)
    }
}

fn alpha(percent: i64) -> Result<Alpha, StoreError> {
    Alpha::of_percent(percent).ok_or_else(|| inconsistent("sitting_question.alpha", &percent))
}

/// What was rehearsed of a conversation.
pub(super) async fn rehearsed(conn: &mut Conn, id: ConversationId) -> Result<Vec<LabelledBest>, StoreError> {
    let rows: Vec<(String,)> =
        on!(conn, c => sqlx::query_as(sql_sittings::REHEARSED_OF).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    let mut labelled = Vec::new();
    for (draft,) in rows {
        let gated = stored::<Draft>(&draft, "sitting_question.draft")?.gated;
        let best = gated.map(|g| LabelledBest { alpha: g.alpha, epoch: g.epoch, score: g.score });
        labelled.extend(best);
    }
    Ok(labelled)
}

async fn state(conn: &mut Conn, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
    let row: Option<(String,)> =
        on!(conn, c => sqlx::query_as(sql::CONVERSATION_STATE).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    row.map(|(state,)| stored(&state, "conversation.state")).transpose()
}

async fn candidates(conn: &mut Conn, since: Timestamp, turns: u64) -> Result<Candidates, StoreError> {
    let (conversations, more) = past_cases::conversations(conn, since, turns).await?;
    let mut all = Candidates { more, ..Candidates::default() };
    for (id, turns) in conversations {
        let Some(c) = state(conn, id).await? else { continue };
        if c.sample {
            all.samples += turns;
            continue;
        }
        let recorded = past_cases::recorded(conn, id).await?;
        let judged: Vec<(i64,)> =
            on!(conn, c => sqlx::query_as(sql_sittings::SENT_JUDGED_OF).bind(id.to_string()).fetch_all(c).await)
                .map_err(away)?;
        let judged: Vec<Timestamp> = judged.into_iter().map(|(at,)| Timestamp(at)).collect();
        let of_it = Candidate::all(&recorded, &c, &judged);
        all.each.extend(of_it.into_iter().filter(|one| one.question.at >= since));
    }
    Ok(all)
}

async fn one(conn: &mut Conn, id: &str) -> Result<Option<QuestionRow>, StoreError> {
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(sql_sittings::QUESTION).bind(id).fetch_optional(c).await)
            .map_err(away)?;
    row.map(Row::question).transpose()
}

#[derive(sqlx::FromRow)]
struct Sat {
    id: String,
    at: i64,
    by_whom: String,
    ended_at: Option<i64>,
    chosen: i64,
    waiting: i64,
    ready: i64,
    skipped: i64,
    judged: i64,
    counted: i64,
    wrong: i64,
}

impl Sat {
    fn sitting(self) -> Result<SittingRow, StoreError> {
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(SittingRow {
            id: parsed(&self.id, "sitting.id")?,
            at: Timestamp(self.at),
            by: self.by_whom,
            ended_at: self.ended_at.map(Timestamp),
            progress: SittingProgress {
                chosen: count(self.chosen),
                waiting: count(self.waiting),
                ready: count(self.ready),
                skipped: count(self.skipped),
                judged: count(self.judged),
                counted: count(self.counted),
                wrong: count(self.wrong),
            },
        })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    sitting_id: String,
    place: i64,
    asked: String,
    alpha: i64,
    state: String,
    draft: Option<String>,
    why: Option<String>,
    judgement: Option<String>,
    reason: Option<String>,
    bad: Option<bool>,
    label: Option<String>,
    judged_by: Option<String>,
    judged_at: Option<i64>,
    ended_at: Option<i64>,
}

impl Row {
    fn question(self) -> Result<QuestionRow, StoreError> {
        Ok(QuestionRow {
            id: parsed(&self.id, "sitting_question.id")?,
            sitting: parsed(&self.sitting_id, "sitting_question.sitting_id")?,
            place: self.place,
            question: stored(&self.asked, "sitting_question.asked")?,
            alpha: alpha(self.alpha)?,
            ended: self.ended_at.is_some(),
            state: self.state()?,
        })
    }

    fn state(self) -> Result<QuestionState, StoreError> {
        let draft = || {
            let text = self.draft.as_deref().unwrap_or_default();
            stored::<Draft>(text, "sitting_question.draft").map(Box::new)
        };
        Ok(match self.state.as_str() {
            "waiting" => QuestionState::Waiting,
            "skipped" => QuestionState::Skipped(self.why.unwrap_or_default()),
            "ready" => QuestionState::Ready(draft()?),
            "judged" => {
                let draft = draft()?;
                QuestionState::Judged(draft, self.judged()?)
            }
            other => return Err(inconsistent("sitting_question.state", &other)),
        })
    }

    fn judged(self) -> Result<JudgedQuestion, StoreError> {
        let judgement = self.judgement.unwrap_or_default();
        let judgement = Judgement::parse(&judgement, self.reason.as_deref())
            .ok_or_else(|| inconsistent("sitting_question.judgement", &judgement))?;
        let label = match (self.bad, self.label) {
            (Some(bad), Some(why)) => {
                Some(Label { bad, why: word::<LabelReason>(&why, "sitting_question.label")? })
            }
            _ => None,
        };
        let by = self.judged_by.unwrap_or_default();
        Ok(JudgedQuestion { judgement, label, by, at: Timestamp(self.judged_at.unwrap_or_default()) })
    }
}
