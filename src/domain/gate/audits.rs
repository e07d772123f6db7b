//! Drafts drawn by lot wait for the owner: what he owes, and when that stops the sending.

use serde::{Deserialize, Serialize};

/// With more unreviewed audits than this nothing is sent.
pub const OUTSTANDING_MAX: usize = 5;
/// So many of the last audits are looked at.
const RECENT_MAX: usize = 50;
/// With more than one in so many of them undecided nothing is sent.
const UNDECIDED_ONE_IN: usize = 10;

/// Audits that wait, and how the last ones ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audits {
    /// Drafts, oldest first.
    outstanding: Vec<String>,
    /// Whether the last ones got a decision, oldest first.
    decided: Vec<bool>,
}

/// Why nothing is sent although the certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Pause {
    /// Too many audits wait.
    AuditsWaiting {
        /// So many.
        waiting: usize,
    },
    /// Too many audits got no decision.
    AuditsUndecided {
        /// So many.
        undecided: usize,
        /// Of the last so many.
        of: usize,
    },
}

impl Audits {
    /// Drafts that wait for a decision, oldest first.
    #[must_use]
    pub fn outstanding(&self) -> &[String] {
        &self.outstanding
    }

    pub(super) fn begin(&mut self, draft: &str) {
        if !self.outstanding.iter().any(|waiting| waiting == draft) {
            self.outstanding.push(draft.to_owned());
        }
    }

    /// Ends the audit of a draft, if there is one.
    pub(super) fn end(&mut self, draft: &str, decided: bool) {
        let before = self.outstanding.len();
        self.outstanding.retain(|waiting| waiting != draft);
        if self.outstanding.len() < before {
            if self.decided.len() >= RECENT_MAX {
                self.decided.remove(0);
            }
            self.decided.push(decided);
        }
    }

    /// Takes a draft out that nobody has to decide on any more.
    pub(super) fn withdraw(&mut self, draft: &str) {
        self.outstanding.retain(|waiting| waiting != draft);
    }

    /// Why nothing is sent.
    #[must_use]
    pub fn pause(&self) -> Option<Pause> {
        let undecided = self.decided.iter().filter(|decided| !**decided).count();
        if self.outstanding.len() > OUTSTANDING_MAX {
            return Some(Pause::AuditsWaiting { waiting: self.outstanding.len() });
        }
        // A tenth of fifty also while there are fewer: one of the first three is no pattern.
        let too_many = undecided * UNDECIDED_ONE_IN > RECENT_MAX;
        too_many.then_some(Pause::AuditsUndecided { undecided, of: self.decided.len() })
    }
}
