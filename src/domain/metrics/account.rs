//! An episode's figures with their arithmetic, for a person to check, and where two accounts of one episode differ.

use serde::Serialize;

use super::figures::Metrics;
use super::measured::Counted;
use super::raw::RawEpisode;
use super::recompute::{recompute, said};
use crate::domain::holdout::{Assignment, Drawn};
use crate::domain::time::Timestamp;

/// A figure, what is stored, and how it follows from the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// As stored.
    pub stored: String,
    /// As the rows say it.
    pub recomputed: String,
    /// How.
    pub because: String,
}

/// All figures of one episode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Account {
    /// The lines, in a fixed order.
    pub lines: Vec<Line>,
}

impl Account {
    /// What is stored beside what the rows say.
    #[must_use]
    pub fn of(stored: &Metrics, raw: &RawEpisode) -> Self {
        let again = recompute(raw);
        let (stored, again_values) = (values(stored), values(&again));
        let lines = stored.into_iter().zip(again_values).map(|((name, stored), (_, recomputed))| Line {
            name,
            stored,
            recomputed,
            because: because(name, &again, raw),
        });
        Self { lines: lines.collect() }
    }

    /// Lines that do not agree.
    #[must_use]
    pub fn wrong(&self) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.stored != line.recomputed).collect()
    }
}

/// The names of the figures in which two accounts differ.
#[must_use]
pub fn differences(one: &Metrics, other: &Metrics) -> Vec<&'static str> {
    let pairs = values(one).into_iter().zip(values(other));
    pairs.filter(|((_, a), (_, b))| a != b).map(|((name, _), _)| name).collect()
}

fn values(m: &Metrics) -> Vec<(&'static str, String)> {
    let time = |t: Option<Timestamp>| t.map_or_else(none, Timestamp::rfc3339);
    let word = |t: Option<&str>| t.map_or_else(none, str::to_owned);
    let truth = |t: Option<bool>| t.map_or_else(none, |t| if t { "yes" } else { "no" }.to_owned());
    let share = |t: Option<u16>| t.map_or_else(none, |t| format!("{}.{:04}", t / 10_000, t % 10_000));
    let money = |c: &super::measured::Converted| {
        format!("{} {}", c.value.map_or_else(|| "?".to_owned(), |v| v.to_string()), c.currency)
    };
    vec![
        ("started", m.started_at.rfc3339()),
        ("first answer", time(m.first_response_at)),
        ("first response", m.first_response_at.map_or_else(none, |t| clock(t.since(m.started_at)))),
        (
            "reply times",
            m.reply_ms.iter().map(|ms| clock(i64::from(*ms) * 1_000)).collect::<Vec<_>>().join(" "),
        ),
        ("turns", m.turns.to_string()),
        ("answers", m.answers.to_string()),
        ("handling", m.handling.as_str().to_owned()),
        ("kind", word(m.kind.map(crate::domain::AssistKind::as_str))),
        ("resolved", time(m.resolved_at)),
        ("resolution", word(m.resolution.map(crate::domain::Resolution::as_str))),
        ("resolution time", m.resolved_at.map_or_else(none, |t| clock(t.since(m.started_at)))),
        ("reopened", time(m.reopened_at)),
        ("held by", m.held_rules.join(", ")),
        ("handoff", word(m.handoff.as_deref())),
        ("asked for a human", truth(Some(m.unhappy))),
        ("promise kept", truth(m.promise_kept)),
        ("promise open until", time(m.promise_due)),
        ("topic", word(m.topic.as_deref())),
        ("topics beside it", m.secondary.join(", ")),
        ("topic only suggested", truth(Some(m.suggested))),
        ("page", word(m.page.as_deref())),
        ("campaign", word(m.campaign.as_deref())),
        ("in hours", truth(m.in_hours)),
        ("returning", truth(Some(m.returning))),
        ("draft passed", truth(Some(m.triggered))),
        ("lottery", m.lottery.map_or_else(none, |drawn| place(&drawn))),
        ("lottery's draft passed", truth(m.lottery.and_then(|drawn| drawn.passed))),
        ("confidence", share(m.confidence)),
        ("edit distance", share(m.edit)),
        ("judged wrong", truth(Some(m.judged_wrong))),
        ("saved reply", word(m.template.as_deref())),
        ("owner's time", m.owner_ms.map_or_else(none, |ms| format!("{ms} ms"))),
        ("tokens", m.tokens.to_string()),
        ("cost", format!("{} millionths", m.cost_micros)),
        ("satisfaction", m.csat.map_or_else(none, |s| format!("{s} of 5"))),
        ("would recommend", m.nps.map_or_else(none, |s| format!("{s} of 10"))),
        ("conversions", m.conversions.iter().map(money).collect::<Vec<_>>().join(", ")),
    ]
}

fn place(drawn: &Drawn) -> String {
    let Assignment { arm, period, human_share, number } = drawn.assignment;
    let number = number.map_or_else(String::new, |number| format!(", drew {number:.4}"));
    format!("{} in period {period}, human share {human_share}{number}", arm.as_str())
}

fn none() -> String {
    "-".to_owned()
}

/// Hours, minutes, seconds and milliseconds of so many microseconds.
fn clock(micros: i64) -> String {
    let (sign, ms) = (if micros < 0 { "-" } else { "" }, micros.unsigned_abs() / 1_000);
    let (s, rest) = (ms / 1_000, ms % 1_000);
    let tail = if rest == 0 { String::new() } else { format!(".{rest:03}") };
    format!("{sign}{:02}:{:02}:{:02}{tail}", s / 3_600, s / 60 % 60, s % 60)
}

/// The arithmetic of a figure in words; empty where the value speaks for itself.
fn because(name: &str, m: &Metrics, raw: &RawEpisode) -> String {
    let started = m.started_at.rfc3339();
    match name {
        "first response" => first_response(m, raw),
        "reply times" => waits(raw),
        "turns" => format!("{} messages of the visitor, a turn until the next answer", count(raw, true)),
        "answers" => format!("{} public messages that answered", count(raw, false)),
        "resolution time" => m.resolved_at.map_or_else(String::new, |t| {
            format!("{} resolved - {started} first visitor message", t.rfc3339())
        }),
        "reopened" => reopened(m),
        "handling" => format!("answers: {}", kinds(raw)),
        "confidence" => "of the first draft that was weighed".to_owned(),
        "edit distance" => {
            "Levenshtein distance of the first assisted answer from its draft / the longer text".to_owned()
        }
        "owner's time" => sum(raw.suggestions.iter().filter_map(|s| s.read_ms), "ms of decisions"),
        "tokens" => sum(raw.drafts.iter().map(|d| d.tokens), "tokens of drafts"),
        "cost" => sum(raw.drafts.iter().map(|d| d.cost_micros), "millionths of drafts"),
        "held by" => format!(
            "{} verdicts, {} of them held",
            raw.held.len(),
            raw.held.iter().filter(|h| !h.is_empty()).count()
        ),
        "draft passed" => format!("{} suggestions made", raw.suggestions.len()),
        "judged wrong" => format!(
            "{} suggestions called wrong",
            raw.suggestions.iter().filter(|s| s.bad == Some(true)).count()
        ),
        "promise kept" => {
            format!("{} promises, {} over", raw.promises.len(), raw.promises.iter().filter(|p| p.1).count())
        }
        "conversions" => "purchases within 2 h of the last answer before them".to_owned(),
        _ => String::new(),
    }
}

fn first_response(m: &Metrics, raw: &RawEpisode) -> String {
    let said = said(raw);
    let Some(answer) = said.iter().find(|s| s.counted != Counted::Asked) else {
        return "no answer".to_owned();
    };
    let author = if answer.counted == Counted::Human { "owner" } else { "assistant" };
    format!("{} answer by {author} - {} first visitor message", answer.at.rfc3339(), m.started_at.rfc3339())
}

fn waits(raw: &RawEpisode) -> String {
    let (mut asked, mut parts) = (None, Vec::new());
    for said in said(raw) {
        if said.counted == Counted::Asked {
            asked.get_or_insert(said.at);
        } else if let Some(since) = asked.take() {
            parts.push(format!("{} - {}", said.at.rfc3339(), Timestamp::rfc3339(since)));
        }
    }
    parts.join("; ")
}

fn reopened(m: &Metrics) -> String {
    let Some((end, again)) = m.resolved_at.zip(m.reopened_at) else { return String::new() };
    format!("{} after the resolution; within 72 h counts", clock(again.since(end)))
}

fn count(raw: &RawEpisode, asked: bool) -> usize {
    raw.messages.iter().filter(|m| (m.counted == Counted::Asked) == asked).count()
}

fn kinds(raw: &RawEpisode) -> String {
    let said = said(raw);
    let answers = said.iter().filter(|s| s.counted != Counted::Asked);
    answers.map(|s| s.counted.as_str()).collect::<Vec<_>>().join(", ")
}

fn sum(parts: impl Iterator<Item = u64>, what: &str) -> String {
    let parts: Vec<String> = parts.map(|p| p.to_string()).collect();
    if parts.is_empty() { String::new() } else { format!("{} {what}", parts.join(" + ")) }
}
