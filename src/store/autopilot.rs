//! The switch and the gates.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::rows::{inconsistent, json, parsed, stored};
use super::{audit, scope, sent, sittings, sql_autopilot};
use crate::domain::autopilot::{
    Alpha, Autopilot, Books, Fall, GateMove, LabelledBest, Lever, Line, Pull, Switch, Traffic,
};
use crate::domain::gate::Source;
use crate::domain::report::{RepliesSent, ScopeMoves};
use crate::domain::{ConversationId, Draft, Fact, SuggestionId, Timestamp};
use crate::ports::{Autopilots, GateEntry, Note, SentRow, Since, StoreError};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Who looked at the inbox, asked with a key that may decide, or decided by a link within this time is reached by what is put
/// before them, ms.
const REACHABLE_MS: i64 = 3 * DAY_MS;

/// Who did within this time is there now, ms.
const ATTENDED_MS: i64 = 300_000;

#[async_trait]
impl Autopilots for Db {
    async fn autopilot(&self, now: Timestamp, cited: &[String]) -> Result<Autopilot, StoreError> {
        let secret = self.lot_secret().await?;
        let mut conn = self.read().await?;
        let mut pilot = Autopilot::new(&secret);
        pilot.switch = switch(&mut conn).await?;
        pilot.lines = lines(&mut conn).await?;
        pilot.fallen = scope::fallen(&mut conn).await?;
        surroundings(&mut conn, &mut pilot, now).await?;
        for slug in cited {
            pilot.books.sources.extend(source(&mut conn, slug).await?);
        }
        Ok(pilot)
    }

    async fn recent_signals(&self, limit: i64) -> Result<Vec<BTreeMap<String, f64>>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<(String,)> = on!(&mut conn, c => sqlx::query_as(sql_autopilot::RECENT)
            .bind(limit.clamp(1, 1_000)).fetch_all(c).await)
        .map_err(away)?;
        let mut signals = Vec::new();
        for (draft,) in rows {
            let draft: Draft = stored(&draft, "suggestion.draft")?;
            signals.extend(draft.gated.filter(|gated| gated.evidence).map(|_| draft.weighed));
        }
        Ok(signals)
    }

    async fn rehearsed(&self, conversation: ConversationId) -> Result<Vec<LabelledBest>, StoreError> {
        sittings::rehearsed(&mut self.read().await?, conversation).await
    }

    async fn pull(&self, lever: Lever, note: &Note) -> Result<Switch, StoreError> {
        let (by, why, at) = (note.by.clone(), note.reason.clone(), note.at);
        self.noted(note, move |conn| {
            Box::pin(async move { pull(conn, lever, &by, why.as_deref(), at).await.map(|()| 1) })
        })
        .await?;
        switch(&mut self.read().await?).await
    }

    async fn pulls(&self, since: Timestamp, limit: i64) -> Result<Vec<Pull>, StoreError> {
        scope::pulls(&mut self.read().await?, since, limit.clamp(1, 1_000)).await
    }

    async fn falls(&self, since: Timestamp) -> Result<Vec<Fall>, StoreError> {
        scope::falls(&mut self.read().await?, since).await
    }

    async fn follow_scope(&self, moves: &ScopeMoves, now: Timestamp) -> Result<u64, StoreError> {
        self.follow(moves, now).await
    }

    async fn override_fall(&self, topic: &str, note: &Note) -> Result<bool, StoreError> {
        self.send_all_the_same(topic, note).await
    }

    async fn add_move(&self, gate_move: &GateMove, note: &Note) -> Result<bool, StoreError> {
        let gate_move = gate_move.clone();
        let kept = self
            .noted(note, move |conn| {
                Box::pin(async move { add_move(conn, None, &gate_move).await.map(|()| 1) })
            })
            .await;
        match kept {
            Err(StoreError::GateMoved) => Ok(false),
            other => other,
        }
    }

    async fn gate_log(&self, alpha: Alpha, after: i64, limit: i64) -> Result<Vec<GateEntry>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<MoveRow> = on!(&mut conn, c => sqlx::query_as(sql_autopilot::MOVES)
            .bind(i64::from(alpha.percent())).bind(after).bind(limit.clamp(1, 100_000)).fetch_all(c).await)
        .map_err(away)?;
        rows.into_iter().map(MoveRow::entry).collect()
    }

    async fn gate_changes(&self, since: Timestamp, limit: i64) -> Result<Vec<GateEntry>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<MoveRow> = on!(&mut conn, c => sqlx::query_as(sql_autopilot::CHANGES)
            .bind(since.0).bind(limit.clamp(1, 1_000)).fetch_all(c).await)
        .map_err(away)?;
        rows.into_iter().map(MoveRow::entry).collect()
    }

    async fn sent(&self, since: Timestamp, limit: i64) -> Result<Vec<SentRow>, StoreError> {
        sent::list(&mut self.read().await?, since, limit.clamp(1, 1_000)).await
    }

    async fn sent_to_judge(&self, limit: i64) -> Result<Vec<SentRow>, StoreError> {
        sent::to_judge(&mut self.read().await?, limit.clamp(1, 1_000)).await
    }

    async fn sent_figures(&self, within: Since) -> Result<RepliesSent, StoreError> {
        sent::figures(&mut self.read().await?, within).await
    }

    async fn sent_one(&self, suggestion: SuggestionId) -> Result<Option<SentRow>, StoreError> {
        sent::one(&mut self.read().await?, suggestion).await
    }
}

impl Db {
    /// The secret of the lots: the first process makes it, and all have the same.
    async fn lot_secret(&self) -> Result<String, StoreError> {
        if let Some(secret) = secret(&mut self.read().await?).await? {
            return Ok(secret);
        }
        let fresh = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_autopilot::PUT_SECRET).bind(fresh)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await?;
        secret(&mut self.read().await?)
            .await?
            .ok_or_else(|| inconsistent("autopilot_secret", &"it was not kept"))
    }
}

async fn secret(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> =
        on!(conn, c => sqlx::query_as(sql_autopilot::SECRET).fetch_optional(c).await).map_err(away)?;
    Ok(row.map(|(secret,)| secret))
}

async fn switch(conn: &mut Conn) -> Result<Switch, StoreError> {
    let rows: Vec<(String, String, Option<String>, i64)> =
        on!(conn, c => sqlx::query_as(sql_autopilot::LEVERS).fetch_all(c).await).map_err(away)?;
    let mut switch = Switch::default();
    for (lever, by, why, at) in rows {
        let known = Lever::parse(&lever).ok_or_else(|| inconsistent("autopilot_lever.lever", &lever))?;
        switch = switch.pulled(known, &by, why.as_deref(), Timestamp(at));
    }
    Ok(switch)
}

async fn lines(conn: &mut Conn) -> Result<BTreeMap<Alpha, Arc<Line>>, StoreError> {
    let rows: Vec<(i64, String)> =
        on!(conn, c => sqlx::query_as(sql_autopilot::GATES).fetch_all(c).await).map_err(away)?;
    let each = rows.into_iter().map(|(percent, state)| {
        let line: Line = stored(&state, "gate.state")?;
        Ok((alpha(percent, "gate.alpha")?, Arc::new(line)))
    });
    each.collect()
}

fn alpha(percent: i64, place: &str) -> Result<Alpha, StoreError> {
    Alpha::of_percent(percent).ok_or_else(|| inconsistent(place, &percent))
}

async fn surroundings(conn: &mut Conn, pilot: &mut Autopilot, now: Timestamp) -> Result<(), StoreError> {
    let ago = |ms| now.minus_ms(ms).0;
    let (hour, day, lately, here, articles): (i64, i64, i64, i64, i64) =
        on!(conn, c => sqlx::query_as(sql_autopilot::SURROUNDINGS)
            .bind(ago(HOUR_MS)).bind(ago(DAY_MS)).bind(ago(REACHABLE_MS)).bind(ago(ATTENDED_MS))
            .fetch_one(c).await)
        .map_err(away)?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    pilot.traffic = Traffic { hour: count(hour), day: count(day) };
    (pilot.reachable, pilot.attended) = (lately > 0, here > 0);
    let changed: Vec<(i64,)> = on!(conn, c => sqlx::query_as(sql_autopilot::CHANGED_ARTICLES)
        .bind(ago(7 * DAY_MS)).fetch_all(c).await)
    .map_err(away)?;
    let changed = changed.into_iter().map(|(at,)| Timestamp(at)).collect();
    pilot.books = Books { articles: count(articles), changed, sources: Vec::new() };
    Ok(())
}

async fn source(conn: &mut Conn, slug: &str) -> Result<Option<Source>, StoreError> {
    let row: Option<(String, i64, i64)> =
        on!(conn, c => sqlx::query_as(sql_autopilot::CITED).bind(slug).fetch_optional(c).await)
            .map_err(away)?;
    Ok(row.map(|(article, changed_at, approvals)| Source {
        article,
        changed_at: Timestamp(changed_at),
        approvals: u64::try_from(approvals).unwrap_or(0),
    }))
}

/// What a decision says of switch, gates and what left.
pub(super) async fn write(conn: &mut Conn, of: ConversationId, fact: &Fact) -> Result<(), StoreError> {
    match fact {
        Fact::SwitchPulled { lever, by, at } => {
            let why = "typed in the chat system";
            pull(conn, *lever, by, Some(why), *at).await?;
            let what = format!("autopilot.{}", lever.as_str());
            audit::keep(conn, &Note::new(*at, by, &what, "all replies").because(why)).await
        }
        Fact::LetGo(reply) => sent::let_go(conn, of, reply).await,
        Fact::SentIs { suggestion, state, at } => sent::is(conn, *suggestion, *state, *at).await,
        Fact::SentFlagged { suggestion, signal } => sent::flagged(conn, *suggestion, *signal).await,
        Fact::SentJudged { suggestion, judged, by, at } => {
            sent::judged(conn, *suggestion, *judged, by, *at).await
        }
        _ => Ok(()),
    }
}

async fn pull(
    conn: &mut Conn,
    lever: Lever,
    by: &str,
    why: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_autopilot::PULL)
        .bind(lever.as_str()).bind(by).bind(why).bind(at.0).execute(c).await.map(drop))
    .map_err(away)
}

/// One place in a gate's log is taken once: whoever comes second looks again.
pub(super) async fn add_move(
    conn: &mut Conn,
    conversation: Option<ConversationId>,
    gate_move: &GateMove,
) -> Result<(), StoreError> {
    let percent = i64::from(gate_move.alpha.percent());
    let input = json(&gate_move.input, "gate_move.input")?;
    let events = json(&gate_move.events, "gate_move.events")?;
    let added = on!(conn, c => sqlx::query(sql_autopilot::ADD_MOVE)
        .bind(percent).bind(gate_move.number).bind(gate_move.at.0)
        .bind(conversation.map(|id| id.to_string())).bind(input).bind(events)
        .bind(!gate_move.events.is_empty())
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    let state = json(&*gate_move.after, "gate.state")?;
    let put = on!(conn, c => sqlx::query(sql_autopilot::PUT_GATE)
        .bind(percent).bind(gate_move.number).bind(state).bind(gate_move.at.0)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    if added == 1 && put == 1 { Ok(()) } else { Err(StoreError::GateMoved) }
}

#[derive(sqlx::FromRow)]
struct MoveRow {
    alpha: i64,
    number: i64,
    at: i64,
    conversation_id: Option<String>,
    input: String,
    events: String,
}

impl MoveRow {
    fn entry(self) -> Result<GateEntry, StoreError> {
        let conversation =
            self.conversation_id.map(|id| parsed(&id, "gate_move.conversation_id")).transpose()?;
        Ok(GateEntry {
            alpha: alpha(self.alpha, "gate_move.alpha")?,
            number: self.number,
            at: Timestamp(self.at),
            conversation,
            input: stored(&self.input, "gate_move.input")?,
            events: stored(&self.events, "gate_move.events")?,
        })
    }
}
