//! What is written down of an episode while it lasts: who spoke when, and what else its figures follow from.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::episode::AssistKind;
use crate::domain::id::SuggestionId;
use crate::domain::time::Timestamp;

/// So many messages of an episode count; what is said after them is kept and not measured.
pub const SAID_MAX: usize = 500;

/// So many conversions of an episode are kept.
pub const CONVERSIONS_MAX: usize = 50;

/// So many answered surveys of an episode are remembered.
pub const SURVEYS_MAX: usize = 20;

/// Letters of a message's mark: 48 bits tell [`SAID_MAX`] messages apart.
const ID_LETTERS: usize = 12;

/// How a message counts. The order is that of messages said at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// The visitor asked.
    Asked,
    /// A human answered in words of their own.
    Human,
    /// A draft answered, as it stood.
    Approved,
    /// A draft answered, in an owner's words.
    Edited,
    /// A draft answered without an owner.
    AutoSent,
}

impl Counted {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Asked, Self::Human, Self::Approved, Self::Edited, Self::AutoSent];

    /// The word stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Human => "human",
            Self::Approved => "approved",
            Self::Edited => "edited",
            Self::AutoSent => "auto_sent",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counted| counted.as_str() == word)
    }

    /// An answer that came of a draft, or did not.
    #[must_use]
    pub const fn answer(assisted: Option<AssistKind>) -> Self {
        match assisted {
            None => Self::Human,
            Some(AssistKind::Approved) => Self::Approved,
            Some(AssistKind::Edited) => Self::Edited,
            Some(AssistKind::AutoSent) => Self::AutoSent,
        }
    }

    /// How a draft answered, if one did.
    #[must_use]
    pub const fn assisted(self) -> Option<AssistKind> {
        match self {
            Self::Asked | Self::Human => None,
            Self::Approved => Some(AssistKind::Approved),
            Self::Edited => Some(AssistKind::Edited),
            Self::AutoSent => Some(AssistKind::AutoSent),
        }
    }
}

/// A message that counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Said {
    /// When, by the relay's clock; never before the episode began.
    #[serde(rename = "t")]
    pub at: Timestamp,
    /// As what it counts.
    #[serde(rename = "c")]
    pub counted: Counted,
    /// Which one: see [`Said::mark`].
    #[serde(rename = "m")]
    pub id: String,
    /// How far an assisted answer was from its draft, ten-thousandths.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<u16>,
    /// The saved reply that a hand-written answer began with.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

impl Said {
    /// What tells a message from the others of its episode: the first 48 bits of its id's SHA-256, in hex.
    #[must_use]
    pub fn mark(external_id: &str) -> String {
        let digest = Sha256::digest(external_id.as_bytes());
        digest.iter().take(ID_LETTERS / 2).fold(String::with_capacity(ID_LETTERS), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _never = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Money that the visitor spent, as the relay told it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Converted {
    /// When.
    pub at: Timestamp,
    /// As given.
    pub value: Option<f64>,
    /// ISO 4217, as given; empty where none was.
    pub currency: String,
}

/// An owner's last decision on a suggestion, which they may take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The suggestion.
    pub of: SuggestionId,
    /// How long it had been before them, ms.
    pub read_ms: Option<u64>,
    /// They would not have sent it as it stood.
    pub bad: bool,
}

/// What is written down of an episode beside [`crate::domain::Episode`]'s own fields.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one episode, not states of a machine"
)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    /// Written down from the episode's beginning on. Of one that began before anything was, the rows tell the rest.
    pub whole: bool,
    /// The messages that count, in order.
    pub said: Vec<Said>,
    /// The visitor's purchases, in the order in which they were told.
    pub converted: Vec<Converted>,
    /// Reason code of the first handoff.
    pub handoff: Option<String>,
    /// The visitor asked for a human.
    pub unhappy: bool,
    /// Every time that was promised and is over was kept.
    pub promise_kept: Option<bool>,
    /// A visitor who was told that somebody will answer still waits.
    pub promised: bool,
    /// The time they were given, if they were.
    pub promise_due: Option<Timestamp>,
    /// Path of the page on which the chat was opened.
    pub page: Option<String>,
    /// Campaign or referring host.
    pub campaign: Option<String>,
    /// Where the visitor came from is known, perhaps as nothing.
    pub arrived: bool,
    /// Started within the opening hours; none where it is always open.
    pub in_hours: Option<bool>,
    /// The visitor had written in an earlier episode.
    pub returning: bool,
    /// A draft passed every gate.
    pub triggered: bool,
    /// Confidence of the first draft that was weighed, ten-thousandths.
    pub confidence: Option<u16>,
    /// What earlier decisions took, ms.
    pub owner_ms: Option<u64>,
    /// An earlier decision called a draft wrong, or somebody a reply that had left without an owner.
    pub judged_wrong: bool,
    /// The last decision.
    pub judgement: Option<Judgement>,
    /// Tokens of all drafts.
    pub tokens: u64,
    /// Cost of all drafts, millionths.
    pub cost_micros: u64,
    /// The primary topic was suggested by its keywords and nobody has confirmed it.
    pub suggested: bool,
    /// An owner has sorted it, perhaps as nothing.
    pub sorted: bool,
    /// Surveys that were answered about it, the last [`SURVEYS_MAX`].
    pub surveys: Vec<String>,
}

impl Measured {
    /// Whether nothing was written down.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a message counts already.
    #[must_use]
    pub fn has(&self, mark: &str) -> bool {
        self.said.iter().any(|known| known.id == mark)
    }

    /// A message counts, once: an answer that turns out to be a draft's becomes one. Says whether that changed anything.
    pub fn say(&mut self, said: Said) -> bool {
        if let Some(place) = self.said.iter().position(|known| known.id == said.id) {
            let turned_out = self.said.get(place).is_some_and(|known| known.counted == Counted::Human)
                && said.counted.assisted().is_some();
            if !turned_out {
                return false;
            }
            let known = self.said.remove(place);
            self.put(Said { at: known.at, ..said });
            return true;
        }
        // What came of a draft is on record whatever else was said.
        let first_assisted = said.counted.assisted().is_some() && !self.said.iter().any(is_assisted);
        if self.said.len() >= SAID_MAX && !first_assisted {
            return false;
        }
        self.put(said);
        true
    }

    fn put(&mut self, said: Said) {
        let place = self.said.iter().position(|known| *known > said).unwrap_or(self.said.len());
        self.said.insert(place, said);
    }

    /// The visitor bought something. Says whether it is kept.
    pub fn convert(&mut self, converted: Converted) -> bool {
        let room = self.converted.len() < CONVERSIONS_MAX;
        if room {
            self.converted.push(converted);
        }
        room
    }

    /// An owner decided on a suggestion; a decision without a time and a judgement says nothing.
    pub fn judge(&mut self, judgement: Judgement) {
        match &mut self.judgement {
            Some(last) if last.of == judgement.of => {
                last.read_ms = judgement.read_ms.or(last.read_ms);
                last.bad |= judgement.bad;
            }
            last => {
                if let Some(earlier) = last.replace(judgement) {
                    self.owner_ms = sum(self.owner_ms, earlier.read_ms);
                    self.judged_wrong |= earlier.bad;
                }
            }
        }
    }

    /// A survey was answered about it. Says whether it is a new one.
    pub fn rate(&mut self, survey_id: &str) -> bool {
        let new = !self.surveys.iter().any(|known| known == survey_id);
        if new {
            self.surveys.push(survey_id.to_owned());
            let surplus = self.surveys.len().saturating_sub(SURVEYS_MAX);
            self.surveys.drain(..surplus);
        }
        new
    }

    /// A decision was taken back. Says whether anything was known of it.
    pub fn take_back(&mut self, suggestion: SuggestionId) -> bool {
        let known = self.judgement.as_ref().is_some_and(|last| last.of == suggestion);
        if known {
            self.judgement = None;
        }
        known
    }

    /// What all decisions took, ms, and whether one called a draft wrong.
    #[must_use]
    pub fn decisions(&self) -> (Option<u64>, bool) {
        let last = self.judgement.as_ref();
        (sum(self.owner_ms, last.and_then(|l| l.read_ms)), self.judged_wrong || last.is_some_and(|l| l.bad))
    }
}

fn is_assisted(said: &Said) -> bool {
    said.counted.assisted().is_some()
}

fn sum(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    }
}
