//! One turn of the loop on disk: conversation, facts, effects and the lane, or nothing.

use super::append::insert;
use super::autopilot;
use super::db::{Conn, away, on};
use super::facts;
use super::measures;
use super::messages::Keeper;
use super::outbox;
use super::rows::json;
use super::{sql, sql_search};
use crate::domain::{Conversation, Fact, Handling, Stage, Timestamp};
use crate::ports::{Commit, LaneClaim, StoreError};

pub(super) async fn write(conn: &mut Conn, claim: LaneClaim, commit: Commit) -> Result<(), StoreError> {
    lock(conn, claim).await?;
    if let Some(event) = &commit.own_event {
        insert(conn, std::slice::from_ref(event), true).await?;
    }
    if let Some(last) = commit.decisions.last() {
        put(conn, &last.after, commit.now).await?;
        gates(conn, &commit).await?;
        let mut keeper = Keeper::of(&last.after);
        for (n, decision) in commit.decisions.iter().enumerate() {
            let after = commit.decisions.get(n + 1..).unwrap_or_default();
            for (place, fact) in decision.facts.iter().enumerate() {
                let later = decision.facts.get(place + 1..).unwrap_or_default();
                if !measures::is_superseded(fact, later, after) {
                    facts::write(conn, &last.after, (decision, fact), &mut keeper, commit.now).await?;
                }
            }
            for (id, effect) in &decision.effects {
                outbox::add(conn, &last.after, *id, effect.clone(), commit.now).await?;
            }
        }
        keeper.index(conn).await?;
    }
    release(conn, claim, &commit).await
}

/// What gates took, those of one alpha after another: two commits that move the same gates then never wait for each other.
async fn gates(conn: &mut Conn, commit: &Commit) -> Result<(), StoreError> {
    let facts = commit.decisions.iter().flat_map(|d| d.facts.iter().map(|fact| (d.after.id, fact)));
    let moves = facts.filter_map(|(of, fact)| match fact {
        Fact::GateMoved(moved) => Some((of, moved)),
        _ => None,
    });
    let mut moves: Vec<_> = moves.collect();
    moves.sort_by_key(|(_, moved)| (moved.alpha, moved.number));
    for (of, moved) in moves {
        autopilot::add_move(conn, Some(of), moved).await?;
    }
    Ok(())
}

/// Nobody but the holder of the lease may write; the row lock orders us against whoever appends.
async fn lock(conn: &mut Conn, claim: LaneClaim) -> Result<(), StoreError> {
    let id = claim.conversation.to_string();
    let rows = on!(conn, c => sqlx::query(sql::LOCK_LANE).bind(id).bind(claim.token)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    if rows == 1 { Ok(()) } else { Err(StoreError::Fenced) }
}

async fn release(conn: &mut Conn, claim: LaneClaim, commit: &Commit) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql::RELEASE_LANE)
        .bind(claim.conversation.to_string()).bind(claim.token).bind(commit.handled_seq)
        .bind(commit.now.0).bind(commit.next_due.0)
        .execute(c).await.map(drop))
    .map_err(away)
}

async fn put(conn: &mut Conn, after: &Conversation, now: Timestamp) -> Result<(), StoreError> {
    let state = json(after, "conversation.state")?;
    let episode = after.episode.as_ref();
    let handling = episode.map_or(Handling::None, |e| e.handling).as_str();
    let topic = episode.and_then(|e| e.topic.clone());
    let needs_human = matches!(after.stage, Stage::WithHuman { turn: Some(_), .. });
    let urgent = matches!(&after.stage, Stage::WithHuman { turn: Some(_), why, .. } if why.is_danger());
    let promised_until = after.promise.and_then(|p| p.until).map(|until| until.0);
    let revision = i64::try_from(after.revision).unwrap_or(i64::MAX);
    let was_held = episode.is_some_and(|e| !e.held_rules.is_empty());
    let (was_held,): (bool,) = on!(conn, c => sqlx::query_as(sql::PUT_CONVERSATION)
        .bind(after.id.to_string()).bind(&after.relay).bind(&after.external_id).bind(revision)
        .bind(after.stage.name()).bind(handling).bind(topic).bind(needs_human).bind(after.sample)
        .bind(after.last_activity.0).bind(now.0).bind(state)
        .bind(after.stage.turn().map(|turn| turn.opened_at().0)).bind(promised_until).bind(urgent)
        .bind(was_held).fetch_one(c).await)
    .map_err(away)?;
    if !was_held {
        return Ok(());
    }
    on!(conn, c => sqlx::query(sql_search::MOVE_HELD_RULES)
        .bind(after.id.to_string()).bind(after.last_activity.0).execute(c).await.map(drop))
    .map_err(away)
}
