//! A stretch of time in which the lottery is one and the same, and its draw.

use std::fmt;

use super::place::{Arm, Assignment, Drawn};
use super::settings::HoldoutSettings;
use crate::domain::conversation::Conversation;
use crate::domain::time::Timestamp;
use crate::stats::hash_unit;

/// What makes the draws of one site and period its own. Never shown: who knows it could foresee the arms.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt(String);

impl Salt {
    /// Of random text, made at the edge or read from the store.
    #[must_use]
    pub const fn new(random: String) -> Self {
        Self(random)
    }

    /// For the store alone.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(hidden)")
    }
}

/// An allocation period. The newest one is in force, in every process.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Counted from 0.
    pub number: u32,
    /// Share and shadow; whoever changes them begins the next period.
    pub settings: HoldoutSettings,
    /// Its own.
    pub salt: Salt,
    /// When it began.
    pub began_at: Timestamp,
}

impl Period {
    /// Whether anybody is kept for humans in it.
    #[must_use]
    pub fn draws(&self) -> bool {
        self.settings.share > 0.0
    }

    /// The place of whoever holds the ticket: the same one always gets the same arm.
    #[must_use]
    pub fn draw(&self, ticket: &str) -> Drawn {
        let number = hash_unit(self.salt.reveal(), ticket);
        let assignment = Assignment {
            arm: if number < self.settings.share { Arm::HumanOnly } else { Arm::AiAllowed },
            period: self.number,
            human_share: self.settings.share,
            number: Some(number),
        };
        Drawn { assignment, passed: None }
    }
}

/// What is drawn: the visitor of a relay, or the conversation where the relay does not say who the visitor is.
#[must_use]
pub fn ticket(c: &Conversation) -> String {
    match c.visitor_id.as_deref().filter(|id| !id.is_empty()) {
        Some(visitor) => format!("visitor:{}:{visitor}", c.relay),
        None => format!("conversation:{}", c.id),
    }
}
