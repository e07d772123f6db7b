//! Everything that decides whether a reply may leave without an owner, as it stands at one moment.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::alpha::Alpha;
use super::fallen::Fallen;
use super::gated::LabelledBest;
use super::line::Line;
use super::switch::Switch;
use crate::domain::gate::{Bound, Certificate, EpochReason, Source, Standing, Statement};
use crate::domain::time::Timestamp;

/// How many replies have left without an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Within the last hour.
    pub hour: u64,
    /// Within the last 24 hours.
    pub day: u64,
}

/// How much of the knowledge is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Articles in all.
    pub articles: u64,
    /// When those that changed within 7 days did.
    pub changed: Vec<Timestamp>,
    /// The articles that drafts at hand cite.
    pub sources: Vec<Source>,
}

/// A week, µs.
const WEEK_MICROS: i64 = 7 * 86_400_000_000;

/// The switch, the gates, and what they look at. One moment's picture: what is decided on it is committed only if no gate has
/// moved since.
#[derive(Clone, PartialEq)]
pub struct Autopilot {
    /// What the owner says.
    pub switch: Switch,
    /// Draws the lots; known to nobody.
    pub secret: Arc<str>,
    /// Somebody can be reached who looks at what is put before them.
    pub reachable: bool,
    /// Somebody is there.
    pub attended: bool,
    /// What has left.
    pub traffic: Traffic,
    /// What is new in the knowledge.
    pub books: Books,
    /// Signals of the last drafts that met a gate, oldest first: read where scores are made anew.
    pub recent: Arc<[BTreeMap<String, f64>]>,
    /// What was rehearsed of the conversation at hand: it gave evidence there already.
    pub rehearsed: Vec<LabelledBest>,
    /// What has fallen back to suggestions.
    pub fallen: Fallen,
    /// The gates there are. One that is not there has seen nothing yet.
    pub lines: BTreeMap<Alpha, Arc<Line>>,
}

impl fmt::Debug for Autopilot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the secret.
        f.debug_struct("Autopilot")
            .field("switch", &self.switch)
            .field("lines", &self.lines.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Autopilot {
    /// One that has seen nothing yet, and is not allowed to send.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self {
            switch: Switch::default(),
            secret: Arc::from(secret),
            reachable: false,
            attended: false,
            traffic: Traffic::default(),
            books: Books::default(),
            recent: Arc::default(),
            rehearsed: Vec::new(),
            fallen: Fallen::default(),
            lines: BTreeMap::new(),
        }
    }

    /// What the owner allows and can do now.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing { owner_allows: self.switch.is_on(), reachable: self.reachable }
    }

    /// The gate of an alpha, as far as it has come.
    #[must_use]
    pub fn line(&self, alpha: Alpha, now: Timestamp) -> Line {
        self.lines.get(&alpha).map_or_else(|| Line::new(alpha, now), |line| (**line).clone())
    }

    /// `Knowledge` when more than a fifth of the articles changed since the epoch began, within 7 days.
    #[must_use]
    pub fn other_knowledge(&self, line: &Line, now: Timestamp) -> Option<EpochReason> {
        let since = line.gate.begun().at;
        let fresh = |at: &&Timestamp| **at > since && now.since(**at) < WEEK_MICROS;
        let changed = self.books.changed.iter().filter(fresh).count() as u64;
        EpochReason::of_knowledge(changed, self.books.articles).filter(|_| changed > 0)
    }

    /// The grounds on which a draft that its gate let go may leave at this moment; `None` where they no longer hold.
    #[must_use]
    pub fn vouches(&self, alpha: Alpha, of: &Statement) -> Option<Certificate> {
        if !self.switch.is_on() || !self.reachable {
            return None;
        }
        let line = self.lines.get(&alpha)?;
        let bound = Bound { rulebook: &of.rulebook, model: &of.model };
        Certificate::renewed(&line.gate, &of.draft, of.epoch, of.score, bound)
    }
}
