//! A conversation: everything `decide` may look at.

use serde::{Deserialize, Serialize};

use super::autopilot::{AiReply, Autopilot, LabelledBest};
use super::clearance::{Cleared, Outgoing};
use super::episode::Episode;
use super::holdout::Watched;
use super::id::{ActionId, ConversationId};
use super::message::{Author, HistoryLine};
use super::stage::Stage;
use super::survey::{AskedFor, Planned};
use super::time::Timestamp;
use super::waiting::{Announced, Promise, Told};

/// How many lines of earlier talk a drafter may see.
const HISTORY_LINES_MAX: usize = 12;

/// How many of our own finished actions are remembered, so that a late echo is known as ours.
const SETTLED_MAX: usize = 40;

/// A human has silenced the assistant in this conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Who.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
}

/// How far a conversation has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The newest message that an answer had seen, by the relay's clock.
    pub at: Timestamp,
    /// The relay's sequence then, where it gives one.
    pub sequence: Option<i64>,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The relay it lives in.
    pub relay: String,
    /// What that relay calls it.
    pub external_id: String,
    /// Counts the changes that an owner's decision must have seen.
    pub revision: u64,
    /// Made by `banister demo` to have something to show; never counted as real.
    pub sample: bool,
    /// Where it stands.
    pub stage: Stage,
    /// What was said before the open turn, held turns left out.
    pub history: Vec<HistoryLine>,
    /// The highest relay sequence seen.
    pub sequence: Option<i64>,
    /// How far the visitor's words have been answered, by the relay's own clock and order:
    /// a message from before that is late.
    pub answered_until: Option<Answered>,
    /// When we last heard or said anything in public, by our own clock: what timers count from.
    pub last_activity: Timestamp,
    /// Set while a human has it for himself.
    pub silenced: Option<Silence>,
    /// Messages whose outcome is not known yet.
    pub outgoing: Vec<Outgoing>,
    /// Our actions whose outcome is known, newest last.
    pub settled: Vec<ActionId>,
    /// When a human last gave it back: what was said before then was read by them.
    #[serde(default)]
    pub given_back: Option<Timestamp>,
    /// A question back was sent in this episode: there is only one.
    #[serde(default)]
    pub asked_back: bool,
    /// When the assistant answered, newest last (for the caps).
    pub assistant_turns: Vec<Timestamp>,
    /// The rule ids that hold the open turn, empty when it is clear.
    pub held: Vec<String>,
    /// The current or last episode.
    pub episode: Option<Episode>,
    /// The one before it: what is heard late may belong to it.
    #[serde(default)]
    pub previous: Option<Box<Episode>>,
    /// Where the visitor was when the chat opened.
    pub page_url: Option<String>,
    /// Where they had come from.
    #[serde(default)]
    pub referrer: Option<String>,
    /// The visitor's name as the relay gives it.
    pub visitor_name: Option<String>,
    /// The relay's id of the visitor, where it gives one.
    #[serde(default)]
    pub visitor_id: Option<String>,
    /// Labels we have asked the relay to set.
    pub tags: Vec<String>,
    /// What a visitor who waits was told of it; none once they are answered.
    #[serde(default)]
    pub promise: Option<Promise>,
    /// The fixed messages that reached the visitor since they were last answered.
    #[serde(default)]
    pub told: Vec<Told>,
    /// The fixed messages decided on since then, as they were worded, newest last.
    #[serde(default)]
    pub announced: Vec<Announced>,
    /// The language the visitor was last seen to write, by its ISO 639-1 code.
    #[serde(default)]
    pub language: Option<String>,
    /// The visitor is to be asked how it was.
    #[serde(default)]
    pub survey: Option<Planned>,
    /// What they were asked, newest last.
    #[serde(default)]
    pub surveys: Vec<AskedFor>,
    /// The visitor was in danger in this episode: nobody asks them how it was.
    #[serde(default)]
    pub spared: bool,
    /// Replies of ours that came of a draft, while they are watched, newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<AiReply>,
    /// What was labelled of this conversation in the present epoch of each gate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labelled: Vec<LabelledBest>,
    /// The draft that says what the lottery's episode would have got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watched: Option<Watched>,
}

impl Conversation {
    /// A conversation nobody has said anything in.
    #[must_use]
    pub fn new(relay: &str, external_id: &str, now: Timestamp) -> Self {
        Self {
            id: ConversationId::of(relay, external_id),
            relay: relay.to_owned(),
            external_id: external_id.to_owned(),
            revision: 0,
            sample: false,
            stage: Stage::Quiet,
            history: Vec::new(),
            sequence: None,
            answered_until: None,
            last_activity: now,
            silenced: None,
            outgoing: Vec::new(),
            settled: Vec::new(),
            given_back: None,
            asked_back: false,
            assistant_turns: Vec::new(),
            held: Vec::new(),
            episode: None,
            previous: None,
            page_url: None,
            referrer: None,
            visitor_name: None,
            visitor_id: None,
            tags: Vec::new(),
            promise: None,
            told: Vec::new(),
            announced: Vec::new(),
            language: None,
            survey: None,
            surveys: Vec::new(),
            spared: false,
            replies: Vec::new(),
            labelled: Vec::new(),
            watched: None,
        }
    }

    /// The clearance of `action`, if the conversation still wants it sent, and if what left without an owner still has its
    /// grounds.
    #[must_use]
    pub fn clearance(&self, action: ActionId, pilot: Option<&Autopilot>) -> Option<Cleared> {
        let outgoing = self.outgoing.iter().find(|o| o.action == action);
        outgoing.and_then(|outgoing| Cleared::still_wanted(outgoing, pilot))
    }

    /// Whether the switch and the gates bear on what happens next here.
    #[must_use]
    pub fn minds_autopilot(&self) -> bool {
        self.replies.iter().any(|reply| !reply.told || reply.audit)
            || self.outgoing.iter().any(|outgoing| outgoing.gated.is_some())
            || matches!(
                self.stage,
                Stage::Drafting { .. }
                    | Stage::InReview { .. }
                    | Stage::Holding { .. }
                    | Stage::Countdown { .. }
                    | Stage::Sending { .. }
            )
    }

    /// Whether a draft of this order is of use: the open turn waits for it, or the lottery does.
    #[must_use]
    pub fn awaits_draft(&self, order: ActionId) -> bool {
        let open = matches!(&self.stage, Stage::Drafting { order: wanted, .. } if *wanted == order);
        open || self.watched.as_ref().is_some_and(|watched| watched.order == order)
    }

    /// When the episode began, if the lottery keeps it for humans and it is not over: no draft of it may be seen.
    #[must_use]
    pub fn sealed_since(&self) -> Option<Timestamp> {
        let sealed = self.episode.as_ref().filter(|e| e.place.is_human() && e.resolved_at.is_none());
        sealed.map(|episode| episode.started_at)
    }

    /// Remembers what was said, for the next drafter.
    pub(in crate::domain) fn remember(&mut self, author: Author, text: &str) {
        self.history.push(HistoryLine { author, text: text.to_owned() });
        let surplus = self.history.len().saturating_sub(HISTORY_LINES_MAX);
        self.history.drain(..surplus);
    }

    /// Takes a message off the way: its outcome is known.
    pub(in crate::domain) fn settle(&mut self, action: ActionId) -> Option<Outgoing> {
        let place = self.outgoing.iter().position(|o| o.action == action)?;
        self.settled.push(action);
        let surplus = self.settled.len().saturating_sub(SETTLED_MAX);
        self.settled.drain(..surplus);
        Some(self.outgoing.remove(place))
    }

    /// No assisted reply on its way is wanted any more. A human's own words still are.
    pub(in crate::domain) fn cancel_outgoing(&mut self) {
        for outgoing in self.outgoing.iter_mut().filter(|o| o.suggestion.is_some()) {
            outgoing.cancelled = true;
        }
    }

    /// Everything up to here has been answered.
    pub(in crate::domain) fn answered_up_to(&mut self, at: Timestamp, sequence: Option<i64>) {
        let known = self.answered_until;
        self.answered_until = Some(Answered {
            at: known.map_or(at, |k| k.at.max(at)),
            sequence: known.and_then(|k| k.sequence).max(sequence),
        });
    }
}
