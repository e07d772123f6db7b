//! What was earned, and what is missing, as a person and a program read it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::alpha::Alpha;
use super::line::Line;
use super::pilot::Autopilot;
use crate::domain::gate::{Audits, Gate, Level, Missing, Mode, rounded_up, share_words, words};
use crate::domain::policy::{Autonomy, Settings};
use crate::domain::time::Timestamp;
use crate::stats::{Evidence, Probability, anytime_upper_bound, approvals_to_go};

/// A topic is judged by at least so many decisions above the threshold.
const TOPIC_LABELS_MIN: u64 = 10;

/// The certificate of one alpha: what it says, or what it still lacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CertificateTold {
    /// At most this share of what leaves may be wrong, 0..1.
    pub alpha: f64,
    /// With a chance of at most this to be mistaken, 0..1.
    pub delta: f64,
    /// The stretch in which model, prompt and knowledge stay what they are.
    pub epoch: u32,
    /// When it began, RFC 3339.
    pub began_at: String,
    /// `suggest`, `auto` or `probation`.
    pub mode: Mode,
    /// `on`, `off`, `paused` or `under_review`.
    pub state: &'static str,
    /// What is known, in one line.
    pub line: String,
    /// Why it is not on.
    pub why: Option<String>,
    /// What would bring it (back) on.
    pub next: Option<String>,
    /// Drafts of this epoch that passed every hard gate.
    pub drafts: u64,
    /// The score from which on drafts may leave, 0..1; nothing while none may.
    pub threshold: Option<f64>,
    /// Decisions above it, one of each conversation.
    pub judged: u64,
    /// The wrong ones.
    pub wrong: u64,
    /// The largest share of wrong ones that the decisions leave possible, with an error of delta; nothing before there is a
    /// threshold.
    pub at_most: Option<f64>,
    /// Drafts drawn by lot that wait for a decision.
    pub audits_waiting: usize,
    /// From the strictest to the loosest.
    pub levels: Vec<LevelTold>,
    /// The topics of this alpha.
    pub topics: Vec<TopicTold>,
}

/// One threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelTold {
    /// The share of drafts it was placed for, 0..1.
    pub share: f64,
    /// Scores from here on belong to it.
    pub threshold: f64,
    /// Decisions, one of each conversation.
    pub judged: u64,
    /// The wrong ones.
    pub wrong: u64,
    /// How many of them were on past questions.
    pub rehearsed: u64,
    /// The largest log e-value so far; nothing before the first decision.
    pub log_e: Option<f64>,
    /// The error it is tested at.
    pub error: f64,
    /// Its evidence once reached that error.
    pub certified: bool,
    /// Certified, and seen widely enough to be used.
    pub in_force: bool,
    /// The largest risk that its decisions leave possible.
    pub at_most: f64,
    /// Approvals without a miss until it is certified.
    pub to_go: Option<u64>,
    /// What it lacks beside evidence.
    pub missing: Missing,
}

/// How one topic stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicTold {
    /// Its slug; empty for chats without a topic.
    pub topic: String,
    /// How far the owner lets the assistant go on it.
    pub autonomy: Autonomy,
    /// Suggested at most all the same: by lottery visitors were less happy with AI.
    pub fallen_back: bool,
    /// Decisions above the threshold.
    pub judged: u64,
    /// The wrong ones.
    pub wrong: u64,
    /// Enough is known of it, and it is no worse than the rest.
    pub open: bool,
    /// Drafts on it may leave now.
    pub sends: bool,
    /// In words.
    pub line: String,
}

/// The certificates of all alphas that some topic is under, or that have evidence; `known` are the owner's topics.
#[must_use]
pub fn certificates(
    pilot: &Autopilot,
    settings: &Settings,
    known: &[String],
    now: Timestamp,
) -> Vec<CertificateTold> {
    let seen = pilot.lines.values().flat_map(|line| seen_topics(line));
    let topics: BTreeSet<String> = known
        .iter()
        .cloned()
        .chain(settings.topics.keys().cloned())
        .chain(seen)
        .chain([String::new()])
        .collect();
    let mut groups: BTreeMap<Alpha, Vec<(String, Autonomy)>> =
        pilot.lines.keys().map(|alpha| (*alpha, Vec::new())).collect();
    for topic in topics {
        let (autonomy, alpha) = settings.of_topic(&topic);
        groups.entry(alpha).or_default().push((topic, autonomy));
    }
    groups.into_iter().map(|(alpha, topics)| told(alpha, &pilot.line(alpha, now), pilot, &topics)).collect()
}

fn seen_topics(line: &Line) -> Vec<String> {
    line.gate
        .levels()
        .last()
        .map(|level| level.topics().map(|(topic, _)| topic.to_owned()).collect())
        .unwrap_or_default()
}

fn told(alpha: Alpha, line: &Line, pilot: &Autopilot, topics: &[(String, Autonomy)]) -> CertificateTold {
    let (gate, standing) = (&line.gate, pilot.standing());
    let level = gate.in_force();
    let said = words(gate, standing, &name(alpha, line, topics));
    let on = standing.owner_allows && standing.reachable;
    let state = match (gate.mode(), gate.audits().pause()) {
        (Mode::Probation, _) if on => "under_review",
        (Mode::Auto, Some(_)) if on => "paused",
        (Mode::Auto, None) if on => "on",
        _ => "off",
    };
    let delta = gate.terms().delta();
    let shown = level.or_else(|| gate.levels().last());
    CertificateTold {
        alpha: alpha.share(),
        delta: delta.get(),
        epoch: gate.epoch(),
        began_at: gate.begun().at.rfc3339(),
        mode: gate.mode(),
        state,
        line: said.line,
        why: said.why,
        next: said.next,
        drafts: gate.drafts(),
        threshold: gate.tau(),
        judged: shown.map_or(0, |level| level.seen.n()),
        wrong: shown.map_or(0, |level| level.seen.bad()),
        at_most: level.map(|level| level.bound(delta)),
        audits_waiting: Audits::outstanding(gate.audits()).len(),
        levels: gate.levels().iter().map(|level| level_told(gate, level)).collect(),
        topics: topics
            .iter()
            .map(|(topic, autonomy)| topic_told(gate, topic, *autonomy, pilot.fallen.holds(topic), state))
            .collect(),
    }
}

/// What a gate is about, for the beginning of its line: a topic by name only where all that was judged is about it.
fn name(alpha: Alpha, line: &Line, topics: &[(String, Autonomy)]) -> String {
    let auto: Vec<&str> =
        topics.iter().filter(|(_, a)| *a == Autonomy::Auto).map(|(t, _)| t.as_str()).collect();
    match auto.as_slice() {
        [one] if !one.is_empty() && seen_topics(line).iter().all(|seen| seen == one) => {
            format!("{} questions", capital(one))
        }
        _ => format!("Drafts at {} %", alpha.percent()),
    }
}

/// A slug as the beginning of a line.
fn capital(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn level_told(gate: &Gate, level: &Level) -> LevelTold {
    let terms = gate.terms();
    let to_go =
        Probability::new(level.error).and_then(|error| approvals_to_go(level.seen, terms.alpha(), error));
    LevelTold {
        share: level.share,
        threshold: level.lambda,
        judged: level.seen.n(),
        wrong: level.seen.bad(),
        rehearsed: level.rehearsed,
        log_e: Some(level.best()).filter(|best| best.is_finite()),
        error: level.error,
        certified: level.certified,
        in_force: level.in_force,
        at_most: level.bound(terms.delta()),
        to_go: to_go.filter(|_| !level.certified),
        missing: level.missing(&terms.given().floors),
    }
}

fn topic_told(gate: &Gate, topic: &str, autonomy: Autonomy, fallen_back: bool, state: &str) -> TopicTold {
    let level = gate.in_force().or_else(|| gate.levels().last());
    let seen = level
        .and_then(|level| level.topics().find(|(known, _)| *known == topic).map(|(_, seen)| seen))
        .unwrap_or_default();
    let open =
        level.and_then(|level| level.topic(topic, gate.terms().alpha())).is_some_and(|topic| topic.open);
    let fallen_back = fallen_back && autonomy == Autonomy::Auto;
    let sends = autonomy == Autonomy::Auto && !fallen_back && state == "on" && open;
    let line = if fallen_back {
        format!(
            "{} judged, {} wrong: by lottery visitors were less happy with AI, so you decide",
            seen.n(),
            seen.bad()
        )
    } else {
        topic_line(autonomy, seen, &at_most(gate, level, seen), open, sends)
    };
    TopicTold {
        topic: topic.to_owned(),
        autonomy,
        fallen_back,
        judged: seen.n(),
        wrong: seen.bad(),
        open,
        sends,
        line,
    }
}

/// What the decisions on one topic leave possible; where there are too few to say anything, what those on all topics do.
fn at_most(gate: &Gate, level: Option<&Level>, seen: Evidence) -> String {
    let delta = gate.terms().delta();
    let sure = share_words(1.0 - delta.get());
    if seen.n() >= TOPIC_LABELS_MIN {
        return format!(", at most {} wrong ({sure})", rounded_up(anytime_upper_bound(seen, delta)));
    }
    level.filter(|level| level.in_force).map_or_else(String::new, |level| {
        format!(", all topics together at most {} wrong ({sure})", rounded_up(level.bound(delta)))
    })
}

fn topic_line(autonomy: Autonomy, seen: Evidence, at_most: &str, open: bool, sends: bool) -> String {
    let judged = format!("{} judged, {} wrong{at_most}", seen.n(), seen.bad());
    match autonomy {
        Autonomy::Off => "people answer, nothing is drafted".to_owned(),
        Autonomy::Shadow => "drafted in silence, shown to nobody".to_owned(),
        Autonomy::Suggest => format!("{judged}: you decide"),
        Autonomy::Auto if sends => format!("{judged}: leaves by itself"),
        Autonomy::Auto if open => format!("{judged}: ready, as soon as the certificate is on"),
        Autonomy::Auto if seen.n() < TOPIC_LABELS_MIN => {
            format!("{judged}: {} more decisions before it may leave by itself", TOPIC_LABELS_MIN - seen.n())
        }
        Autonomy::Auto => format!("{judged}: too many, you decide until more were right"),
    }
}
