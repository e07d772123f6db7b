//! What falls back to suggestions because the lottery showed that AI harms there, until it no longer does or an owner takes
//! it on themselves.

use std::collections::BTreeSet;

use crate::domain::policy::Autonomy;
use crate::domain::report::Harm;
use crate::domain::time::Timestamp;
use crate::domain::titles::Titles;

/// What nothing leaves on without an owner at the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fallen(BTreeSet<String>);

impl Fallen {
    /// These topics, by their slugs; the empty one stands for everything.
    #[must_use]
    pub fn of(topics: impl IntoIterator<Item = String>) -> Self {
        Self(topics.into_iter().collect())
    }

    /// Whether a topic has fallen, by itself or with everything.
    #[must_use]
    pub fn holds(&self, topic: &str) -> bool {
        self.0.contains("") || self.0.contains(topic)
    }

    /// How far the assistant may go where the owner allows `chosen`: drafts go on being suggested, since without them nobody
    /// would ever learn that they no longer harm.
    #[must_use]
    pub fn cap(&self, topic: &str, chosen: Autonomy) -> Autonomy {
        match chosen {
            Autonomy::Auto if self.holds(topic) => Autonomy::Suggest,
            other => other,
        }
    }
}

/// One fall, from its beginning to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall {
    /// Grows with each.
    pub number: i64,
    /// Which topic; empty: everything.
    pub topic: String,
    /// Since when.
    pub since: Timestamp,
    /// What was seen when it began.
    pub harm: Harm,
    /// Who sends all the same, why and since when.
    pub overridden: Option<Overridden>,
    /// When it was no longer shown to harm; none while it is.
    pub closed_at: Option<Timestamp>,
}

/// An owner's decision to send all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// Who, as the audit list names them.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

impl Fall {
    /// Whether it keeps anything from leaving.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.closed_at.is_none() && self.overridden.is_none()
    }

    /// What falls, as the beginning of a sentence.
    #[must_use]
    pub fn what(&self, titles: &Titles) -> String {
        match self.topic.as_str() {
            "" => "Everything falls".to_owned(),
            slug => format!("{} falls", titles.topic(slug)),
        }
    }

    /// What was seen when it began, in words.
    #[must_use]
    pub fn evidence(&self, titles: &Titles) -> String {
        // It was written down when nobody could know what the topic is called by now.
        let rest = self.harm.sentence.strip_prefix(&format!("On {},", self.topic));
        match rest.filter(|_| !self.topic.is_empty()) {
            Some(rest) => format!("On {},{rest}", titles.topic(&self.topic)),
            None => self.harm.sentence.clone(),
        }
    }
}
