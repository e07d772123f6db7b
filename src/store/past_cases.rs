//! Past turns with all that a replay needs: words, history, verdict, draft and decision of then.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::db::{Conn, away, on};
use super::rows::{parsed, stored, word};
use super::{sql, sql_replay, thread};
use crate::domain::autopilot::Judged;
use crate::domain::replay::{PastCase, Recorded, RecordedDraft, RecordedSuggestion, RecordedTurn};
use crate::domain::{
    Conversation, ConversationId, Draft, Known, Label, LabelReason, Reason, SuggestionState, Timestamp,
};
use crate::ports::StoreError;

/// A turn is screened a few times: when each message is heard, before it is drafted, when the draft arrives.
const VERDICTS_A_TURN: u64 = 8;
/// Verdicts that are looked through at most.
const VERDICTS_MAX: u64 = 1_000_000;

/// A turn is known by its conversation and first message.
type Key = (String, String);

pub(super) async fn read(
    conn: &mut Conn,
    since: Timestamp,
    limit: u64,
) -> Result<(Vec<PastCase>, bool), StoreError> {
    let (wanted, more) = newest(conn, since, limit).await?;
    let mut conversations: Vec<&str> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for (conversation, _) in &wanted {
        if known.insert(conversation) {
            conversations.push(conversation);
        }
    }
    let firsts: HashSet<&Key> = wanted.iter().collect();
    let mut cases = Vec::with_capacity(wanted.len());
    for id in conversations {
        let recorded = recorded(conn, parsed(id, "screening.conversation_id")?).await?;
        let first = |ids: &[String]| ids.first().cloned().unwrap_or_default();
        let is_wanted = |turn: &RecordedTurn| firsts.contains(&(id.to_owned(), first(&turn.message_ids)));
        let times: HashSet<Timestamp> =
            recorded.turns.iter().filter(|turn| is_wanted(turn)).map(|turn| turn.at).collect();
        cases.extend(recorded.cases().into_iter().filter(|case| times.contains(&case.at)));
    }
    cases.sort_by_key(|case| case.at);
    Ok((cases, more))
}

/// The conversations of the newest turns, each once, with how many of these are its; and whether there are more turns.
pub(super) async fn conversations(
    conn: &mut Conn,
    since: Timestamp,
    turns: u64,
) -> Result<(Vec<(ConversationId, u64)>, bool), StoreError> {
    let (newest, more) = newest(conn, since, turns).await?;
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for (id, _) in newest {
        *counted.entry(id).or_default() += 1;
    }
    let each = counted.into_iter().map(|(id, n)| Ok((parsed(&id, "screening.conversation_id")?, n)));
    Ok((each.collect::<Result<_, StoreError>>()?, more))
}

/// The newest turns by their last verdict, newest first, and whether there are more.
async fn newest(conn: &mut Conn, since: Timestamp, limit: u64) -> Result<(Vec<Key>, bool), StoreError> {
    let verdicts = limit.saturating_mul(VERDICTS_A_TURN).clamp(1, VERDICTS_MAX);
    let verdicts = i64::try_from(verdicts).unwrap_or(i64::MAX);
    let rows: Vec<(String, String)> = on!(conn, c => sqlx::query_as(sql_replay::NEWEST_SCREENED)
        .bind(since.0).bind(verdicts).fetch_all(c).await)
    .map_err(away)?;
    let all_seen = i64::try_from(rows.len()).unwrap_or(i64::MAX) < verdicts;
    let (mut turns, mut seen): (Vec<Key>, HashSet<Key>) = (Vec::new(), HashSet::new());
    for (conversation, ids) in rows {
        let ids: Vec<String> = stored(&ids, "screening.message_ids")?;
        let Some(first) = ids.into_iter().next() else { continue };
        let key = (conversation, first);
        if seen.contains(&key) {
            continue;
        }
        if u64::try_from(turns.len()).unwrap_or(u64::MAX) >= limit {
            return Ok((turns, true));
        }
        seen.insert(key.clone());
        turns.push(key);
    }
    Ok((turns, !all_seen))
}

pub(super) async fn recorded(conn: &mut Conn, id: ConversationId) -> Result<Recorded, StoreError> {
    let state: Option<(String,)> =
        on!(conn, c => sqlx::query_as(sql::CONVERSATION_STATE).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    let sealed_since = match state {
        Some((state,)) => stored::<Conversation>(&state, "conversation.state")?.sealed_since(),
        None => None,
    };
    Ok(Recorded {
        conversation: id,
        sealed_since,
        messages: thread::messages(conn, id).await?,
        turns: turns(conn, id).await?,
        drafts: drafts(conn, id).await?,
        suggestions: suggestions(conn, id).await?,
    })
}

/// In the order in which they were first screened; the last verdict, with all its messages, is the turn.
async fn turns(conn: &mut Conn, id: ConversationId) -> Result<Vec<RecordedTurn>, StoreError> {
    let rows: Vec<(i64, String, String)> =
        on!(conn, c => sqlx::query_as(sql_replay::SCREENINGS_OF).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    let mut turns: Vec<RecordedTurn> = Vec::new();
    for (at, ids, reasons) in rows {
        let message_ids: Vec<String> = stored(&ids, "screening.message_ids")?;
        let reasons: Vec<Reason> = stored(&reasons, "screening.reasons")?;
        let Some(first) = message_ids.first() else { continue };
        match turns.iter_mut().find(|turn| turn.message_ids.first() == Some(first)) {
            Some(turn) => {
                turn.message_ids = message_ids;
                turn.reasons = reasons;
            }
            None => turns.push(RecordedTurn { at: Timestamp(at), message_ids, reasons }),
        }
    }
    Ok(turns)
}

#[derive(Deserialize)]
struct Arrived {
    order: String,
    #[serde(default)]
    known: Known,
}

async fn drafts(conn: &mut Conn, id: ConversationId) -> Result<Vec<RecordedDraft>, StoreError> {
    type Answered = (String, i64, String, Option<String>);
    let rows: Vec<Answered> =
        on!(conn, c => sqlx::query_as(sql_replay::DRAFT_ANSWERS_OF).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let arrived: Vec<(String,)> =
        on!(conn, c => sqlx::query_as(sql_replay::DRAFTS_ARRIVED_AT).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    for (payload,) in arrived {
        let arrived: Arrived = stored(&payload, "event.payload")?;
        known.insert(arrived.order, arrived.known);
    }
    let recorded = |(order, at, outcome, draft): Answered| {
        let draft = draft.map(|draft| stored::<Draft>(&draft, "draft_answer.draft")).transpose()?;
        let known = known.get(&order).copied().unwrap_or_default();
        Ok(RecordedDraft { at: Timestamp(at), outcome, draft, known })
    };
    rows.into_iter().map(recorded).collect()
}

async fn suggestions(conn: &mut Conn, id: ConversationId) -> Result<Vec<RecordedSuggestion>, StoreError> {
    type Made = (i64, String, String, String, Option<bool>, Option<String>, Option<String>);
    let rows: Vec<Made> =
        on!(conn, c => sqlx::query_as(sql_replay::SUGGESTIONS_OF).bind(id.to_string()).fetch_all(c).await)
            .map_err(away)?;
    let recorded = |(at, draft_hash, draft, state, bad, why, judged): Made| {
        let label = match (bad, why) {
            (Some(bad), Some(why)) => {
                Some(Label { bad, why: word::<LabelReason>(&why, "suggestion.label")? })
            }
            _ => judged.map(|judged| afterwards(&judged)).transpose()?,
        };
        let draft = stored::<Draft>(&draft, "suggestion.draft")?;
        Ok(RecordedSuggestion {
            at: Timestamp(at),
            draft_hash,
            asks_back: draft.asks_back,
            topic: draft.gated.map(|gated| gated.topic).unwrap_or_default(),
            state: word::<SuggestionState>(&state, "suggestion.state")?,
            label,
        })
    };
    rows.into_iter().map(recorded).collect()
}

/// What an owner said of a reply that had left by itself.
fn afterwards(judged: &str) -> Result<Label, StoreError> {
    Ok(match word::<Judged>(judged, "sent_reply.judged")? {
        Judged::Wrong => Label { bad: true, why: LabelReason::Rejected },
        Judged::Fine => Label { bad: false, why: LabelReason::Approved },
    })
}
