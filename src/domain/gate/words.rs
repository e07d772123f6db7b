//! The state of a gate as the owner reads it: what is known, why it is on or off, and what would change that.

use serde::Serialize;

use super::audits::{OUTSTANDING_MAX, Pause};
use super::certify::Standing;
use super::epoch::EpochReason;
use super::event::ProbationReason;
use super::label::LabelSource;
use super::level::{Level, Missing};
use super::soft::SoftSignal;
use super::state::{Gate, Mode};
use crate::stats::{Probability, approvals_to_go, real};

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateWords {
    /// What is known, in one line, ending in on, off, paused or under review (or in what is still needed).
    pub line: String,
    /// Why it is not on.
    pub why: Option<String>,
    /// What would bring it (back) on.
    pub next: Option<String>,
}

/// Says the state of a gate for what it is called (`Shipping questions`).
#[must_use]
pub fn words(gate: &Gate, standing: Standing, name: &str) -> GateWords {
    if gate.levels().is_empty() {
        return unplaced(gate, name);
    }
    let Some(level) = gate.in_force() else {
        return uncertified(gate, name);
    };
    let seen = level.seen;
    let known = format!(
        "{name}: {} judged, {} wrong, at most {} wrong ({})",
        seen.n(),
        seen.bad(),
        rounded_up(level.bound(gate.terms().delta())),
        share_words(1.0 - gate.terms().delta().get()),
    );
    let (state, why, next) = standing_of(gate, standing);
    GateWords { line: format!("{known}: {state}"), why, next }
}

type Stand = (&'static str, Option<String>, Option<String>);

fn standing_of(gate: &Gate, standing: Standing) -> Stand {
    let said = |state, why: &str, next: &str| (state, Some(why.to_owned()), Some(next.to_owned()));
    if !standing.owner_allows {
        return said("off", "Sending without you is switched off.", "Switch it on.");
    }
    if !standing.reachable {
        return said(
            "off",
            "Nobody has looked at what is put before you for three days.",
            "Look into the inbox.",
        );
    }
    match (gate.mode(), gate.audits().pause()) {
        (Mode::Probation, _) => {
            let left = gate.terms().clear().saturating_sub(gate.ok_run());
            let next = format!("{left} good ones in a row, and it goes on.");
            ("under review", gate.probation().map(probation), Some(next))
        }
        (Mode::Auto, Some(pause)) => {
            let (why, next) = paused(pause);
            ("paused", Some(why), Some(next))
        }
        (Mode::Auto, None) => ("on", None, None),
        (Mode::Suggest, _) => said("off", "It has only just been earned.", "The next draft."),
    }
}

fn unplaced(gate: &Gate, name: &str) -> GateWords {
    let drafts = gate.drafts();
    let needed = u64::try_from(gate.terms().given().burn_in).unwrap_or(u64::MAX).saturating_sub(drafts);
    GateWords {
        line: format!("{name}: {}: off", counted(drafts, "draft")),
        why: Some(
            began(gate).unwrap_or_else(|| "Too few drafts to tell good scores from others.".to_owned()),
        ),
        next: Some(format!("{}, then your decisions count.", counted(needed, "more draft"))),
    }
}

fn uncertified(gate: &Gate, name: &str) -> GateWords {
    let floors = &gate.terms().given().floors;
    if let Some(level) = gate.levels().iter().find(|level| level.certified) {
        return GateWords {
            line: format!("{name}: {}: off", good_of(level)),
            why: Some(
                "It was right often enough, but too few days, visitors or live chats were seen.".to_owned(),
            ),
            next: Some(missing(level.missing(floors)).unwrap_or_else(|| "The next draft.".to_owned())),
        };
    }
    let nearest = gate
        .levels()
        .iter()
        .filter_map(|level| to_go(gate, level).map(|more| (level, more)))
        .min_by(|one, other| expected(*one).total_cmp(&expected(*other)));
    let Some((level, more)) = nearest else {
        return GateWords { line: format!("{name}: off"), why: began(gate), next: None };
    };
    let mut next = format!(
        "{} without a miss among the best-scored {} of drafts, and drafts like these may be sent automatically.",
        counted_more(more),
        share_words(level.share),
    );
    if let Some(missing) = missing(level.missing(floors)) {
        next = format!("{next} Also: {missing}");
    }
    GateWords {
        line: format!("{name}: {}: {more} more without a miss", good_of(level)),
        why: began(gate).or_else(|| Some("Nothing is certified yet.".to_owned())),
        next: Some(next),
    }
}

fn good_of(level: &Level) -> String {
    format!("{} of {} good", level.seen.good(), level.seen.n())
}

fn to_go(gate: &Gate, level: &Level) -> Option<u64> {
    approvals_to_go(level.seen, gate.terms().alpha(), Probability::new(level.error)?)
}

/// Decisions until then, with a stricter level seeing fewer of them.
fn expected((level, more): (&Level, u64)) -> f64 {
    real(more) / level.share
}

fn missing(missing: Missing) -> Option<String> {
    let parts: Vec<String> = [
        (missing.days as u64, "more day"),
        (missing.visitors as u64, "more visitor"),
        (missing.live, "more decision on a live chat"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| plural(count, what))
    .collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
}

fn plural(count: u64, what: &str) -> String {
    let ending = |one: &str, many: &str| if count == 1 { one.to_owned() } else { many.to_owned() };
    match what {
        "more decision on a live chat" => {
            format!("{count} more {} on live chats", ending("decision", "decisions"))
        }
        _ => format!("{count} {what}{}", ending("", "s")),
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn counted_more(count: u64) -> String {
    format!("{count} more {}", if count == 1 { "approval" } else { "approvals" })
}

fn paused(pause: Pause) -> (String, String) {
    match pause {
        Pause::AuditsWaiting { waiting } => (
            format!("{waiting} drafts drawn for a check wait for you."),
            format!("Decide on {} of them.", waiting.saturating_sub(OUTSTANDING_MAX)),
        ),
        Pause::AuditsUndecided { undecided, of } => (
            format!("{undecided} of the last {of} drafts drawn for a check got no decision."),
            "Decide on those that come now.".to_owned(),
        ),
    }
}

fn probation(reason: &ProbationReason) -> String {
    match reason {
        ProbationReason::Bad { source: LabelSource::Complaint | LabelSource::Targeted, .. } => {
            "A reply that was sent turned out wrong.".to_owned()
        }
        ProbationReason::Bad { .. } => "You found a wrong one among those it would have sent.".to_owned(),
        ProbationReason::Below { .. } => "Drafts it would not have sent have become worse.".to_owned(),
        ProbationReason::Signs { .. } => {
            "Visitors are unhappy with sent replies more often than with those you approve.".to_owned()
        }
    }
}

/// Why the evidence begins where it does.
fn began(gate: &Gate) -> Option<String> {
    let why = match gate.begun().reason.as_ref()? {
        EpochReason::Alarm { .. } => "more were wrong than was promised",
        EpochReason::Model => "the model, its server or the sentence encoder changed",
        EpochReason::Prompt => "the prompt changed",
        EpochReason::Knowledge => "much of the knowledge changed",
        EpochReason::Owner => "somebody else decides now",
        EpochReason::Terms => "the terms became stricter",
        EpochReason::ByHand => "it was started anew by hand",
    };
    Some(format!("Evidence is gathered anew: {why}."))
}

/// What a visitor did, for a queue of replies to look at.
#[must_use]
pub const fn sign(signal: SoftSignal) -> &'static str {
    match signal {
        SoftSignal::AskedForHuman => "asked for a human afterwards",
        SoftSignal::LowRating => "a low rating",
        SoftSignal::Reopened => "came back within 72 hours",
    }
}

/// A share that must not be understated: rounded up to a tenth of a percent.
#[must_use]
pub fn rounded_up(share: f64) -> String {
    share_words((share * 1_000.0 - 1e-9).ceil() / 1_000.0)
}

/// In percent, without a decimal place where there is none.
#[must_use]
pub fn share_words(share: f64) -> String {
    let tenths = (share * 1_000.0).round();
    if (tenths / 10.0).fract() == 0.0 {
        format!("{:.0} %", tenths / 10.0)
    } else {
        format!("{:.1} %", tenths / 10.0)
    }
}
