//! Each fact of a decision as the row it becomes.

use std::collections::BTreeSet;

use super::db::{Conn, away, on};
use super::handbook;
use super::measures;
use super::messages::Keeper;
use super::rows::json;
use super::{autopilot, promises, sql, sql_search, sql_trust, surveys};
use crate::domain::metrics::Said;
use crate::domain::{
    ActionId, Citation, Closing, Conversation, Decision, Draft, EpisodeId, Fact, Instrument, Message, Rating,
    RejectReason, Screening, Suggestion, Timestamp,
};
use crate::ports::StoreError;

pub(super) async fn write(
    conn: &mut Conn,
    of: &Conversation,
    (decision, fact): (&Decision, &Fact),
    keeper: &mut Keeper<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = of.id.to_string();
    // The episode that it was decided in: a commit may end one and begin another.
    let within = decision.after.episode.as_ref().map(|e| e.id.to_string());
    match fact {
        Fact::MessageKept(message) => keeper.keep(conn, message, counted(decision, message)).await,
        // Kept with its message; and before all others.
        Fact::MessageCounted { .. } | Fact::GateMoved(_) => Ok(()),
        Fact::Marked { episode, at, mark } => measures::mark(conn, of.id, *episode, *at, mark).await,
        Fact::TurnScreened(screening) => screened(conn, id, within, screening).await,
        Fact::SuggestionMade(suggestion) => made(conn, id, within, suggestion).await,
        Fact::SuggestionClosed(closing) => closed(conn, closing).await,
        Fact::SuggestionReopened(suggestion) => {
            on!(conn, c => sqlx::query(sql::REOPEN_SUGGESTION).bind(suggestion.to_string())
                .execute(c).await.map(drop))
            .map_err(away)
        }
        Fact::SwitchPulled { .. }
        | Fact::LetGo(_)
        | Fact::SentIs { .. }
        | Fact::SentFlagged { .. }
        | Fact::SentJudged { .. } => autopilot::write(conn, of.id, fact).await,
        Fact::EpisodeChanged(episode) => measures::put(conn, of, episode).await,
        Fact::EpisodeReopened { episode, at } => reopened(conn, *episode, *at).await,
        Fact::RatingGiven { episode, rating, at } => {
            rated(conn, id, episode.map(|e| e.to_string()), rating, *at).await
        }
        Fact::EarlierRated { episode, rating, at } => {
            surveys::earlier_rated(conn, *episode, rating, *at).await
        }
        Fact::SurveyWithheld(withheld) => surveys::withheld(conn, of, *withheld).await,
        Fact::HandedOff { why, findings } => {
            let why = json(&(why, findings), "conversation.handed_off")?;
            on!(conn, c => sqlx::query(sql::PUT_HANDED_OFF).bind(id).bind(why).execute(c).await.map(drop))
                .map_err(away)
        }
        Fact::RubricGiven { episode, by, rubric, at } => {
            handbook::judged(conn, id, *episode, by, *rubric, *at).await
        }
        Fact::ActionSettled(action) => settled(conn, *action, now).await,
        Fact::PromiseMade { told_at, until } => promises::made(conn, of, within, (*told_at, *until)).await,
        Fact::PromiseEnded { told_at, answered_at, ended_at, kept } => {
            let (told_at, answered_at, ended_at, kept) = (*told_at, *answered_at, *ended_at, *kept);
            promises::ended(conn, of, promises::End { told_at, answered_at, ended_at, kept }).await
        }
        Fact::DraftAnswered { order, draft, outcome } => {
            answered(conn, (id, within), order.to_string(), draft.as_ref(), outcome, now).await
        }
    }
}

async fn settled(conn: &mut Conn, action: ActionId, now: Timestamp) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql::SETTLE_ACTION).bind(action.to_string()).bind(now.0)
        .execute(c).await.map(drop))
    .map_err(away)
}

async fn reopened(conn: &mut Conn, episode: EpisodeId, at: Timestamp) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql::REOPEN_EPISODE).bind(episode.to_string()).bind(at.0)
        .execute(c).await.map(drop))
    .map_err(away)
}

/// As what the message counts, if it does.
fn counted<'a>(decision: &'a Decision, message: &Message) -> Option<(EpisodeId, &'a Said)> {
    decision.facts.iter().find_map(|fact| match fact {
        Fact::MessageCounted { external_id, episode, said } if *external_id == message.external_id => {
            Some((*episode, said))
        }
        _ => None,
    })
}

async fn screened(
    conn: &mut Conn,
    id: String,
    within: Option<String>,
    s: &Screening,
) -> Result<(), StoreError> {
    let ids = json(&s.message_ids, "screening.message_ids")?;
    let reasons = json(&s.reasons, "screening.reasons")?;
    on!(conn, c => sqlx::query(sql::ADD_SCREENING)
        .bind(id).bind(s.at.0).bind(&s.rulebook_hash).bind(ids).bind(!s.reasons.is_empty()).bind(reasons)
        .bind(within)
        .execute(c).await.map(drop))
    .map_err(away)
}

async fn made(conn: &mut Conn, id: String, within: Option<String>, s: &Suggestion) -> Result<(), StoreError> {
    let draft = json(&s.draft, "suggestion.draft")?;
    let revision = i64::try_from(s.revision).unwrap_or(i64::MAX);
    on!(conn, c => sqlx::query(sql::ADD_SUGGESTION)
        .bind(s.id.to_string()).bind(id).bind(s.state.as_str()).bind(revision).bind(s.draft.hash())
        .bind(draft).bind(&s.turn_text).bind(s.at.0).bind(within)
        .execute(c).await.map(drop))
    .map_err(away)?;
    let cited: BTreeSet<&str> = s.draft.citations.iter().map(Citation::slug).collect();
    for slug in cited {
        on!(conn, c => sqlx::query(sql_trust::ADD_CITATION)
            .bind(s.id.to_string()).bind(slug).execute(c).await.map(drop))
        .map_err(away)?;
    }
    Ok(())
}

async fn closed(conn: &mut Conn, closing: &Closing) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql::CLOSE_SUGGESTION)
        .bind(closing.id.to_string()).bind(closing.state.as_str()).bind(closing.at.0)
        .bind(closing.by.clone()).bind(closing.reason.map(RejectReason::as_str)).bind(closing.edited_text.clone())
        .bind(signed(closing.read_ms)).bind(closing.label.map(|l| l.bad)).bind(closing.label.map(|l| l.why.as_str()))
        .execute(c).await.map(drop))
    .map_err(away)
}

fn signed(ms: Option<u64>) -> Option<i64> {
    ms.map(|ms| i64::try_from(ms).unwrap_or(i64::MAX))
}

async fn rated(
    conn: &mut Conn,
    id: String,
    episode: Option<String>,
    rating: &Rating,
    at: Timestamp,
) -> Result<(), StoreError> {
    surveys::answered(conn, &id, rating, at).await?;
    let instrument = match rating.instrument {
        Instrument::Csat => "csat",
        Instrument::Nps => "nps",
    };
    on!(conn, c => sqlx::query(sql::PUT_RATING)
        .bind(&id).bind(instrument).bind(&rating.survey_id).bind(episode).bind(i64::from(rating.score))
        .bind(rating.comment.clone()).bind(at.0)
        .execute(c).await.map(drop))
    .map_err(away)?;
    on!(conn, c => sqlx::query(sql_search::SET_RATED).bind(id).execute(c).await.map(drop)).map_err(away)
}

async fn answered(
    conn: &mut Conn,
    (id, within): (String, Option<String>),
    order: String,
    draft: Option<&Draft>,
    outcome: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let draft = draft.map(|d| json(d, "draft_answer.draft")).transpose()?;
    on!(conn, c => sqlx::query(sql::ADD_DRAFT_ANSWER)
        .bind(order).bind(id).bind(outcome).bind(draft).bind(now.0).bind(within)
        .execute(c).await.map(drop))
    .map_err(away)
}
