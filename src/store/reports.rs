//! Episodes for the reports: as they lie in the table, and as a report wants them.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

use super::db::{Conn, away, on};
use super::rows::{inconsistent, parsed, stored, word};
use super::sql_metrics;
use crate::domain::holdout::{Arm, Assignment, Drawn};
use crate::domain::metrics::{Converted, Metrics};
use crate::domain::report::{Conversion, EpisodeRow, Episodes};
use crate::domain::{AssistKind, EpisodeId, Handling, REOPENED_WITHIN_MS, Resolution, Timestamp};
use crate::ports::{Since, StoreError};

/// See `sql_metrics::EPISODES`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one episode, not states of a machine"
)]
#[derive(Debug, sqlx::FromRow, Deserialize)]
pub(super) struct Row {
    pub id: String,
    pub started_at: i64,
    first_response_at: Option<i64>,
    resolved_at: Option<i64>,
    resolution: Option<String>,
    reopened_at: Option<i64>,
    handling: String,
    kind: Option<String>,
    held_rules: String,
    pub csat: Option<i64>,
    pub nps: Option<i64>,
    topic: Option<String>,
    secondary: String,
    #[serde(deserialize_with = "flag")]
    sample: bool,
    turns: i64,
    answers: i64,
    reply_ms: String,
    handoff: Option<String>,
    #[serde(deserialize_with = "maybe_flag")]
    promise_kept: Option<bool>,
    promise_due: Option<i64>,
    page: Option<String>,
    campaign: Option<String>,
    template: Option<String>,
    edit: Option<i64>,
    confidence: Option<i64>,
    #[serde(deserialize_with = "flag")]
    triggered: bool,
    #[serde(deserialize_with = "flag")]
    judged_wrong: bool,
    owner_ms: Option<i64>,
    tokens: i64,
    cost_micros: i64,
    conversions: String,
    #[serde(deserialize_with = "flag")]
    unhappy: bool,
    #[serde(deserialize_with = "maybe_flag")]
    in_hours: Option<bool>,
    #[serde(deserialize_with = "flag")]
    returning_visitor: bool,
    #[serde(deserialize_with = "flag")]
    suggested: bool,
    arm: Option<String>,
    period: Option<i64>,
    human_share: Option<f64>,
    #[serde(deserialize_with = "maybe_flag")]
    passed: Option<bool>,
    drawn: Option<f64>,
    pub measured: i64,
    #[expect(dead_code, reason = "what the statement is ordered by elsewhere")]
    changed: i64,
    asked: Option<String>,
}

/// SQLite says 0 and 1. No untagged enum: its first guess would be wrong nine times an episode, and each costs an error.
struct Flag;

impl Visitor<'_> for Flag {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("true, false, 0 or 1")
    }

    fn visit_bool<E>(self, is: bool) -> Result<bool, E> {
        Ok(is)
    }

    fn visit_u64<E>(self, number: u64) -> Result<bool, E> {
        Ok(number != 0)
    }
}

struct Told01(bool);

impl<'de> Deserialize<'de> for Told01 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Flag).map(Self)
    }
}

fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    from.deserialize_any(Flag)
}

fn maybe_flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Ok(Option::<Told01>::deserialize(from)?.map(|told| told.0))
}

/// A row as one array. See `sql_metrics::EPISODES_AFTER_SQLITE`.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Told {
    facts: String,
    id: String,
    human_share: Option<f64>,
    drawn: Option<f64>,
}

impl Told {
    pub(super) fn row(&self) -> Result<Row, StoreError> {
        let row: Row = stored(&self.facts, &format!("episode {}", self.id))?;
        Ok(Row { human_share: self.human_share, drawn: self.drawn, ..row })
    }
}

/// Words that many episodes share, each kept once.
#[derive(Debug, Default)]
pub(super) struct Words {
    known: HashSet<Arc<str>>,
    none: Arc<[Arc<str>]>,
}

/// So many words are shared; of what is rarer than that each episode keeps its own.
const WORDS_MAX: usize = 50_000;

impl Words {
    pub(super) fn share(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.known.get(word) {
            return Arc::clone(known);
        }
        let word: Arc<str> = word.into();
        if self.known.len() < WORDS_MAX {
            self.known.insert(Arc::clone(&word));
        }
        word
    }

    fn maybe(&mut self, word: Option<&str>) -> Option<Arc<str>> {
        word.map(|word| self.share(word))
    }

    fn list(&mut self, json: &str, place: &str) -> Result<Arc<[Arc<str>]>, StoreError> {
        if json == "[]" {
            return Ok(Arc::clone(&self.none));
        }
        let words: Vec<String> = stored(json, place)?;
        Ok(words.iter().map(|word| self.share(word)).collect())
    }
}

/// The episodes that began in the stretch, read one by one.
pub(super) async fn episodes(conn: &mut Conn, since: Since) -> Result<Episodes, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_metrics::EPISODES)
        .bind(since.from.0).bind(since.to.0).fetch_all(c).await)
    .map_err(away)?;
    let mut words = Words::default();
    let rows = rows.iter().map(|row| episode(row, &mut words)).collect::<Result<Vec<_>, _>>()?;
    Ok(Episodes::new(vec![rows.into()], since.from.0, since.to.0))
}

/// A row as a report wants it.
pub(super) fn episode(row: &Row, words: &mut Words) -> Result<EpisodeRow, StoreError> {
    let score = |s: Option<i64>| s.and_then(|s| u8::try_from(s).ok());
    let (handling, kind, resolution) = kinds(row)?;
    let lottery = lottery(row)?;
    let again = row.resolved_at.zip(row.reopened_at);
    let held_rules = words.list(&row.held_rules, "episode.held_rules")?;
    Ok(EpisodeRow {
        started_at: row.started_at,
        handling,
        kind,
        held: !held_rules.is_empty(),
        held_rules,
        handoff: words.maybe(row.handoff.as_deref()),
        topic: words.maybe(row.topic.as_deref()),
        secondary: words.list(&row.secondary, "episode.secondary")?,
        assigned: lottery.map(|drawn| drawn.assignment),
        // In a lottery both arms are asked the same question of the same draft.
        triggered: lottery.map_or(row.triggered, |drawn| drawn.passed.unwrap_or(false)),
        in_hours: row.in_hours,
        returning: row.returning_visitor,
        csat: score(row.csat),
        csat_asked: row.asked.as_deref() == Some("csat"),
        nps: score(row.nps),
        nps_asked: row.asked.as_deref() == Some("nps"),
        unhappy: row.unhappy,
        frt_us: row.first_response_at.map(|t| (t - row.started_at).max(0)),
        reply_ms: replies(&row.reply_ms)?,
        resolution_us: row.resolved_at.map(|t| (t - row.started_at).max(0)),
        resolution,
        resolved_at: row.resolved_at,
        reopened_at: row.reopened_at,
        reopened_within_72h: again.is_some_and(|(end, again)| again - end <= REOPENED_WITHIN_MS * 1_000),
        turns: small(row.turns),
        answers: small(row.answers),
        promise_kept: row.promise_kept,
        promise_due: row.promise_due,
        page: words.maybe(row.page.as_deref()),
        campaign: words.maybe(row.campaign.as_deref()),
        template: words.maybe(row.template.as_deref()),
        edit_distance: row.edit.map(share),
        confidence: row.confidence.map(share),
        judged_wrong: row.judged_wrong,
        owner_ms: row.owner_ms.map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
        tokens: u32::try_from(row.tokens).unwrap_or(u32::MAX),
        cost_micros: row.cost_micros,
        conversions: conversions(&row.conversions, words)?,
        sample: row.sample,
    })
}

type Kinds = (Handling, Option<AssistKind>, Option<Resolution>);

fn kinds(row: &Row) -> Result<Kinds, StoreError> {
    let handling =
        Handling::parse(&row.handling).ok_or_else(|| inconsistent("episode.handling", &row.handling))?;
    let kind = row.kind.as_deref();
    let kind =
        kind.map(|k| AssistKind::parse(k).ok_or_else(|| inconsistent("episode.kind", &k))).transpose()?;
    let resolution = row.resolution.as_deref().map(|r| word(r, "episode.resolution")).transpose()?;
    Ok((handling, kind, resolution))
}

fn lottery(row: &Row) -> Result<Option<Drawn>, StoreError> {
    let Some(((arm, period), human_share)) = row.arm.as_deref().zip(row.period).zip(row.human_share) else {
        return Ok(None);
    };
    let arm = Arm::parse(arm).ok_or_else(|| inconsistent("episode.arm", &arm))?;
    let period = u32::try_from(period).map_err(|e| inconsistent("episode.period", &e))?;
    Ok(Some(Drawn {
        assignment: Assignment { arm, period, human_share, number: row.drawn },
        passed: row.passed,
    }))
}

fn small(count: i64) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Ten-thousandths as a share.
fn share(parts: i64) -> f32 {
    f32::from(i16::try_from(parts).unwrap_or(0)) / 10_000.0
}

fn replies(json: &str) -> Result<Arc<[u32]>, StoreError> {
    if json == "[]" { Ok(Arc::default()) } else { stored(json, "episode.reply_ms").map(Vec::into) }
}

fn conversions(json: &str, words: &mut Words) -> Result<Arc<[Conversion]>, StoreError> {
    if json == "[]" {
        return Ok(Arc::default());
    }
    let all: Vec<(Option<f64>, String)> = stored(json, "episode.conversions")?;
    let one =
        |(value, currency): (Option<f64>, String)| Conversion { currency: words.share(&currency), value };
    Ok(all.into_iter().map(one).collect())
}

/// A row as its figures were stored. Of conversions the time is not: it is that of `none`.
pub(super) fn figures(row: &Row) -> Result<(EpisodeId, Metrics), StoreError> {
    let (handling, kind, resolution) = kinds(row)?;
    let time = |t: Option<i64>| t.map(Timestamp);
    let parts = |n: Option<i64>| n.and_then(|n| u16::try_from(n).ok());
    let whole = |n: i64| u64::try_from(n).unwrap_or(0);
    let bought: Vec<(Option<f64>, String)> = stored(&row.conversions, "episode.conversions")?;
    let at = Timestamp::default();
    let metrics = Metrics {
        started_at: Timestamp(row.started_at),
        first_response_at: time(row.first_response_at),
        resolved_at: time(row.resolved_at),
        resolution,
        reopened_at: time(row.reopened_at),
        handling,
        kind,
        held_rules: stored(&row.held_rules, "episode.held_rules")?,
        handoff: row.handoff.clone(),
        topic: row.topic.clone(),
        secondary: stored(&row.secondary, "episode.secondary")?,
        suggested: row.suggested,
        turns: u32::try_from(row.turns).unwrap_or(0),
        answers: u32::try_from(row.answers).unwrap_or(0),
        reply_ms: stored(&row.reply_ms, "episode.reply_ms")?,
        promise_kept: row.promise_kept,
        promise_due: time(row.promise_due),
        page: row.page.clone(),
        campaign: row.campaign.clone(),
        template: row.template.clone(),
        edit: parts(row.edit),
        confidence: parts(row.confidence),
        triggered: row.triggered,
        lottery: lottery(row)?,
        judged_wrong: row.judged_wrong,
        owner_ms: row.owner_ms.map(whole),
        tokens: whole(row.tokens),
        cost_micros: whole(row.cost_micros),
        conversions: bought.into_iter().map(|(value, currency)| Converted { at, value, currency }).collect(),
        unhappy: row.unhappy,
        in_hours: row.in_hours,
        returning: row.returning_visitor,
        csat: row.csat.and_then(|s| u8::try_from(s).ok()),
        nps: row.nps.and_then(|s| u8::try_from(s).ok()),
    };
    Ok((parsed(&row.id, "episode.id")?, metrics))
}
