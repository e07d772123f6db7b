//! Questions of a conversation of the past, with all that says whether they may be rehearsed.

use serde::{Deserialize, Serialize};

use super::super::autopilot::{LabelledBest, fingerprint};
use super::super::confidence::Known;
use super::super::conversation::Conversation;
use super::super::holdout::ticket;
use super::super::id::ConversationId;
use super::super::message::{HistoryLine, Message};
use super::super::replay::{PastCase, Recorded, RecordedTurn, Then};
use super::super::time::Timestamp;

/// The real answer of then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Its words.
    pub text: String,
    /// Who gave it, where that is known.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A past question with everything that a draft to it depends on: kept, so that a sitting survives a restart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its conversation.
    pub conversation: ConversationId,
    /// When it was first screened.
    pub at: Timestamp,
    /// Its messages, in order.
    pub messages: Vec<String>,
    /// What was said before, held turns and their answers left out.
    pub history: Vec<HistoryLine>,
    /// When the assistant had answered before.
    pub answers: Vec<Timestamp>,
    /// A question back had been sent before.
    pub asked_back: bool,
    /// What was known of it when a draft came; nothing where none did.
    pub known: Option<Known>,
    /// The topic of its conversation; empty where it has none.
    pub topic: String,
    /// Whose question it was, as a hash.
    pub visitor: String,
    /// The real answer; nothing where nobody gave one.
    pub answer: Option<Given>,
}

impl Question {
    /// As a replay knows it.
    #[must_use]
    pub fn case(&self, known: Known) -> PastCase {
        PastCase {
            conversation: self.conversation,
            at: self.at,
            messages: self.messages.clone(),
            reasons: Vec::new(),
            history: self.history.clone(),
            answers: self.answers.clone(),
            asked_back: self.asked_back,
            then: Some(Then { draft: None, known, label: None, topic: String::new() }),
        }
    }
}

/// A past question, and whether there is anything against rehearsing it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own")]
pub struct Candidate {
    /// The question.
    pub question: Question,
    /// A rule held it then.
    pub was_held: bool,
    /// The lottery keeps it for humans, and its episode is not over.
    pub sealed: bool,
    /// It was made up for a demonstration.
    pub sample: bool,
    /// It still waits for an answer.
    pub open: bool,
    /// A draft to it was judged: that is evidence already.
    pub judged: bool,
    /// The best of its conversation that was labelled in an epoch of a gate.
    pub labelled: Vec<LabelledBest>,
}

/// What was found of the past.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    /// Each question of a real chat.
    pub each: Vec<Candidate>,
    /// How many were asked in sample chats.
    pub samples: u64,
    /// There are more, from before these.
    pub more: bool,
}

impl Candidate {
    /// All questions of a conversation, oldest first. `sent_judged`: when replies that had left by themselves were let go,
    /// of which an owner has said something since.
    #[must_use]
    pub fn all(recorded: &Recorded, c: &Conversation, sent_judged: &[Timestamp]) -> Vec<Self> {
        let cases = recorded.cases();
        let turns = recorded.turns.iter().enumerate();
        turns
            .filter_map(|(place, turn)| {
                let case = cases.iter().find(|case| case.at == turn.at)?;
                Some(Self::of(recorded, c, sent_judged, (place, turn), case))
            })
            .collect()
    }

    fn of(
        recorded: &Recorded,
        c: &Conversation,
        sent_judged: &[Timestamp],
        (place, turn): (usize, &RecordedTurn),
        case: &PastCase,
    ) -> Self {
        let next = recorded.turns.get(place + 1);
        let to = next.map_or(Timestamp::NEVER, |next| next.at);
        let within = |at: Timestamp| turn.at <= at && at < to;
        let labelled = recorded.suggestions.iter().any(|s| within(s.at) && s.label.is_some());
        let waits = |id: &String| c.stage.turn().is_some_and(|open| open.contains(id));
        Self {
            question: Question {
                conversation: case.conversation,
                at: case.at,
                messages: case.messages.clone(),
                history: case.history.clone(),
                answers: case.answers.clone(),
                asked_back: case.asked_back,
                known: case.then.as_ref().map(|then| then.known),
                topic: topic(c, case.at),
                visitor: fingerprint(&ticket(c)),
                answer: answer(&recorded.messages, turn, next),
            },
            was_held: case.was_held(),
            sealed: recorded.sealed_since.is_some_and(|sealed| turn.at >= sealed),
            sample: c.sample,
            open: turn.message_ids.iter().any(waits),
            judged: labelled || sent_judged.iter().any(|at| within(*at)),
            labelled: c.labelled.clone(),
        }
    }
}

/// The topic of the episode that the turn belongs to; of one that is no longer remembered it is not known.
fn topic(c: &Conversation, at: Timestamp) -> String {
    let episodes = c.episode.iter().chain(c.previous.as_deref());
    let of_turn = episodes.into_iter().find(|episode| episode.started_at <= at);
    of_turn.and_then(|episode| episode.topic.clone()).unwrap_or_default()
}

/// The first answer after the turn's last message and before the next turn's first.
fn answer(messages: &[Message], turn: &RecordedTurn, next: Option<&RecordedTurn>) -> Option<Given> {
    let place = |id: &String| messages.iter().position(|m| m.external_id == *id);
    let from = turn.message_ids.iter().filter_map(place).max()? + 1;
    let to = next.and_then(|next| next.message_ids.iter().filter_map(place).min()).unwrap_or(messages.len());
    let said = messages.get(from..to)?.iter().find(|m| m.kind.answers() && !m.private)?;
    Some(Given { text: said.text.clone(), by: said.by.clone(), at: said.at })
}
