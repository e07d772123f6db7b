//! Which levels are shown to be safe enough, which of them are used, and when sending begins.

use serde::{Deserialize, Serialize};

use super::canary::Canary;
use super::event::GateEvent;
use super::label::GateLabel;
use super::state::{Gate, Mode};
use crate::stats::fallback_certify;

/// What the owner allows and can do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Sending without an owner is switched on.
    pub owner_allows: bool,
    /// Somebody can be reached who looks at what is put before the owner.
    pub reachable: bool,
}

impl Standing {
    pub(super) const fn permits(self) -> bool {
        self.owner_allows && self.reachable
    }
}

impl Gate {
    /// Adds a label to every level it belongs to.
    pub(super) fn count(&mut self, label: &GateLabel<'_>) {
        self.labelled = self.labelled.with(label.bad);
        let (alpha, floors) = (self.terms.alpha(), self.terms.given().floors);
        for level in self.levels.iter_mut().filter(|level| label.score >= level.lambda) {
            level.count(label, alpha, &floors);
        }
    }

    /// Tests all levels, strictest first (fallback procedure), and begins to send when one is in force.
    pub(super) fn certify(&mut self, standing: Standing) -> Vec<GateEvent> {
        let best: Vec<f64> = self.levels.iter().map(super::level::Level::best).collect();
        let weights: Vec<f64> = self.levels.iter().map(|level| level.weight).collect();
        let (epoch, delta, floors) = (self.epoch, self.terms.delta(), self.terms.given().floors);
        let mut none_yet = self.in_force().is_none();
        let mut events = Vec::new();
        for (level, tested) in self.levels.iter_mut().zip(fallback_certify(&best, &weights, delta)) {
            level.error = tested.level;
            if tested.certified && !level.certified {
                level.certified = true;
                events.push(GateEvent::Certified {
                    epoch,
                    lambda: level.lambda,
                    share: level.share,
                    n: level.seen.n(),
                    bad: level.seen.bad(),
                    log_e: level.best(),
                    error: tested.level,
                });
            }
            if level.certified && !level.in_force && level.missing(&floors).is_nothing() {
                level.in_force = true;
                let first = std::mem::replace(&mut none_yet, false);
                events.push(GateEvent::InForce { epoch, lambda: level.lambda, first });
            }
        }
        if let Some(level) = self.levels.iter_mut().rev().find(|level| level.in_force) {
            level.remember_bound(delta);
        }
        events.extend(self.start(standing));
        events
    }

    fn start(&mut self, standing: Standing) -> Option<GateEvent> {
        let tau = self.tau().filter(|_| self.mode == Mode::Suggest && standing.permits())?;
        self.mode = Mode::Auto;
        // All labels before the start, not only those below the threshold: a lower bar, which rings earlier.
        self.canary = Canary::over(self.labelled);
        Some(GateEvent::Started { epoch: self.epoch, tau })
    }
}
