//! What changed about sending without an owner, in words: the page lists it, notices tell of it.

use super::alpha::Alpha;
use super::fallen::Fall;
use super::switch::{Lever, Pull};
use crate::domain::gate::{EpochReason, GateEvent, LabelSource, Mode, Pause, ProbationReason};
use crate::domain::time::Timestamp;
use crate::domain::titles::Titles;

/// What a change is for the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Replies may leave (again), or could if they were allowed to.
    Won,
    /// They may not for the time being.
    Paused,
    /// They may not, and it is earned anew.
    Lost,
    /// A step on the way, by which nothing leaves or stops leaving.
    Plain,
}

impl Tone {
    /// The word for templates.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Paused => "paused",
            Self::Lost => "lost",
            Self::Plain => "plain",
        }
    }
}

/// One change that people are told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The same for the same change: `5.1234` (percent, place in the gate's log), `lever.17`, `fall.3`, `fall.3.over`.
    pub key: String,
    /// When.
    pub at: Timestamp,
    /// What it means.
    pub tone: Tone,
    /// What changed, and why.
    pub words: String,
    /// Who did it, as the audit list names them; none where nobody did.
    pub by: Option<String>,
}

impl News {
    /// Of a gate's move, where replies leave, or stop leaving, by it.
    #[must_use]
    pub fn of_gate(alpha: Alpha, number: i64, at: Timestamp, events: &[GateEvent]) -> Option<Self> {
        let told: Vec<(Tone, String)> =
            changes(events).into_iter().filter(|(tone, _)| *tone != Tone::Plain).collect();
        // What came last is how it stands.
        let (tone, _) = told.last()?;
        let words: Vec<&str> = told.iter().map(|(_, words)| words.as_str()).collect();
        Some(Self {
            key: format!("{}.{number}", alpha.percent()),
            at,
            tone: *tone,
            words: format!("At most {} % wrong: {}", alpha.percent(), words.join(" ")),
            by: None,
        })
    }

    /// Of a pull of the switch.
    #[must_use]
    pub fn of_pull(pull: &Pull) -> Self {
        let by = &pull.by;
        let (tone, words) = match pull.lever {
            Lever::Allow => (Tone::Won, format!("{by} allowed it: what has earned it may leave by itself.")),
            Lever::Forbid => (Tone::Paused, format!("{by} forbade it: every reply waits for a decision.")),
            Lever::Pause => (Tone::Paused, format!("{by} paused it: nothing leaves without an owner.")),
            Lever::Resume => {
                (Tone::Won, format!("{by} ended the pause: what has earned it, and is allowed, may leave."))
            }
        };
        let why = pull.why.as_ref().map(|why| format!(" Reason: {why}")).unwrap_or_default();
        Self {
            key: format!("lever.{}", pull.number),
            at: pull.at,
            tone,
            words: format!("{words}{why}"),
            by: Some(by.clone()),
        }
    }

    /// Of a fall back to suggestions: that it began, and that it is over.
    #[must_use]
    pub fn of_fall(fall: &Fall, titles: &Titles) -> Vec<Self> {
        let what = fall.what(titles);
        let begun = Self {
            key: format!("fall.{}", fall.number),
            at: fall.since,
            tone: Tone::Lost,
            words: format!(
                "{what} back to suggestions: {} An owner may send all the same.",
                fall.evidence(titles).trim()
            ),
            by: None,
        };
        let over = fall.closed_at.map(|at| Self {
            key: format!("fall.{}.over", fall.number),
            at,
            tone: Tone::Won,
            words: format!(
                "{} no longer shown to harm: what has earned it, and is allowed, may leave by itself again.",
                match fall.topic.as_str() {
                    "" => "AI is".to_owned(),
                    slug => format!("On {} AI is", titles.topic(slug)),
                }
            ),
            by: None,
        });
        std::iter::once(begun).chain(over).collect()
    }
}

/// A move's events in words, and what each means; nothing of what is no change.
#[must_use]
pub fn changes(events: &[GateEvent]) -> Vec<(Tone, String)> {
    let starts = events.iter().any(|event| matches!(event, GateEvent::Started { .. }));
    let told = |event: &GateEvent| match event {
        // What keeps it from beginning is the owner's switch, and nobody else tells them that it is their turn.
        GateEvent::InForce { first: true, .. } if !starts => Some((Tone::Won, EARNED.to_owned())),
        event => change(event),
    };
    events.iter().filter_map(told).collect()
}

/// It was earned, and is not allowed, or paused.
const EARNED: &str =
    "Earned: replies could leave by themselves; allow it on Autopilot (or end the pause there).";

fn change(event: &GateEvent) -> Option<(Tone, String)> {
    Some(match event {
        GateEvent::Placed { scores, .. } => {
            (Tone::Plain, format!("Thresholds were placed on {scores} scores; decisions count from now on."))
        }
        GateEvent::Certified { share, n, bad, .. } => (
            Tone::Plain,
            format!("The best-scored {:.0} % are certified: {n} judged, {bad} wrong.", 100.0 * share),
        ),
        GateEvent::InForce { .. } => (Tone::Plain, "A threshold came into force.".to_owned()),
        GateEvent::Started { .. } => (Tone::Won, "Won: replies may leave by themselves.".to_owned()),
        GateEvent::OnProbation { reason, clear, .. } => {
            let until = format!("everything is put before you until {clear} in a row were right");
            (Tone::Paused, format!("{}: {until}.", probation(reason)))
        }
        GateEvent::ProbationOver { after, .. } => {
            (Tone::Won, format!("{after} in a row were right: replies leave by themselves again."))
        }
        GateEvent::Paused { pause, .. } => (Tone::Paused, paused(*pause)),
        GateEvent::Resumed { .. } => (Tone::Won, "The checks are up to date: it goes on.".to_owned()),
        GateEvent::NewEpoch { reason, was, .. } => {
            let lost = *was != Mode::Suggest;
            let what = if lost { "Lost" } else { "Evidence is gathered anew" };
            (if lost { Tone::Lost } else { Tone::Plain }, format!("{what}: {}.", epoch(reason)))
        }
        GateEvent::AuditWanted { .. } => return None,
    })
}

const fn probation(reason: &ProbationReason) -> &'static str {
    match reason {
        ProbationReason::Bad { source: LabelSource::Complaint | LabelSource::Targeted, .. } => {
            "A reply that had left was wrong"
        }
        ProbationReason::Bad { .. } => "A draft drawn for a check was wrong",
        ProbationReason::Below { .. } => "Drafts that would not have left became worse",
        ProbationReason::Signs { .. } => "Visitors were unhappy with replies that left by themselves",
    }
}

fn paused(pause: Pause) -> String {
    match pause {
        Pause::AuditsWaiting { waiting } => {
            format!("Paused: {waiting} drafts drawn for a check wait for you.")
        }
        Pause::AuditsUndecided { undecided, of } => {
            format!("Paused: {undecided} of the last {of} drafts drawn for a check got no decision.")
        }
    }
}

const fn epoch(reason: &EpochReason) -> &'static str {
    match reason {
        EpochReason::Alarm { .. } => "more were wrong than was promised",
        EpochReason::Model => "another model, model server or sentence encoder is behind the drafts",
        EpochReason::Prompt => "the prompt changed",
        EpochReason::Knowledge => "more than a fifth of the articles changed within a week",
        EpochReason::Owner => "somebody else decides now",
        EpochReason::Terms => "the terms became stricter",
        EpochReason::ByHand => "a person wanted it",
    }
}
