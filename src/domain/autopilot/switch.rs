//! What the owner says about sending without them: allowed at all, and not just now.

use serde::{Deserialize, Serialize};

use crate::domain::time::Timestamp;

/// What whoever allows it says they know: page, API and command line ask for it in the same words.
pub const UNDERSTOOD: &str = "I know what is promised: of the replies that leave by themselves at most the chosen share is wrong, with \
    95 % confidence, as long as questions and drafts stay what they were. When they change, a few wrong ones leave before one \
    is drawn for me to check: 4 on average, 13 at most in 95 of 100 cases, and more while nobody looks at those drawn, until the \
    sixth of them waits. And it rests on my decisions: what I wave through counts as right.";

/// What can be done to the switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lever {
    /// Replies that have earned it may leave without an owner.
    Allow,
    /// They may not.
    Forbid,
    /// Nothing leaves without an owner until somebody resumes; what was earned stays.
    Pause,
    /// It goes on.
    Resume,
}

impl Lever {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Forbid, Self::Pause, Self::Resume];

    /// The word stored and used in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Forbid => "forbid",
            Self::Pause => "pause",
            Self::Resume => "resume",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lever| lever.as_str() == word)
    }

    /// The lever that somebody on our side pulls by typing a command in the chat system: `/bot off`. There is none to go on: a
    /// message told late must not lift a pause.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["/bot", "off"] => Some(Self::Pause),
            _ => None,
        }
    }
}

/// One pull of it, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// Grows with each.
    pub number: i64,
    /// What was done.
    pub lever: Lever,
    /// Who did: as the audit list names them, or by their name in the chat system.
    pub by: String,
    /// Why, where they said so.
    pub why: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The switch as it stands. Off, until an owner has decided otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Sending without an owner is allowed at all.
    pub allowed: bool,
    /// Nothing leaves without an owner for the time being.
    pub paused: bool,
    /// Who pulled it last.
    pub by: Option<String>,
    /// Why, where they said so.
    pub why: Option<String>,
    /// When; none while nobody ever did.
    pub at: Option<Timestamp>,
}

impl Switch {
    /// After one pull. Allowing ends no pause, and a pause forbids nothing: each says only what it says.
    #[must_use]
    pub fn pulled(&self, lever: Lever, by: &str, why: Option<&str>, at: Timestamp) -> Self {
        let (allowed, paused) = match lever {
            Lever::Allow => (true, self.paused),
            Lever::Forbid => (false, self.paused),
            Lever::Pause => (self.allowed, true),
            Lever::Resume => (self.allowed, false),
        };
        Self { allowed, paused, by: Some(by.to_owned()), why: why.map(str::to_owned), at: Some(at) }
    }

    /// Whether replies may leave now, as far as the owner is concerned.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.allowed && !self.paused
    }
}
