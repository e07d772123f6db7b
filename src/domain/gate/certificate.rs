//! The grounds on which a reply is sent without an owner.

use serde::{Deserialize, Serialize};

use super::state::{Gate, Mode};

/// What a certificate says: everything that is needed to recompute it from the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// At most this share of such replies is wrong, 0..1.
    pub alpha: f64,
    /// With a chance of at most this to be mistaken, 0..1.
    pub delta: f64,
    /// The epoch in which the evidence was gathered.
    pub epoch: u32,
    /// The threshold.
    pub lambda: f64,
    /// The share of drafts that it was placed for.
    pub share: f64,
    /// The error that the level was tested at.
    pub error: f64,
    /// Labels above the threshold, one of each conversation.
    pub n: u64,
    /// Bad ones.
    pub bad: u64,
    /// The largest log e-value so far.
    pub log_e: f64,
    /// The smallest risk that the labels excluded so far, with an error of delta shared by the levels.
    pub bound: f64,
    /// The rules in force.
    pub rulebook: String,
    /// Model and prompt.
    pub model: String,
    /// The draft.
    pub draft: String,
    /// Its score.
    pub score: f64,
}

/// Proof that the gate lets a draft go: only [`Gate::on_draft`] and [`Certificate::renewed`] make one, of a gate that is
/// open. It cannot be made by hand:
///
/// ```compile_fail
/// let forged = banister::domain::gate::Certificate { statement: todo!() };
/// ```
///
/// nor read back from bytes:
///
/// ```compile_fail
/// fn wants<T: serde::de::DeserializeOwned>() {}
/// wants::<banister::domain::gate::Certificate>();
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Certificate {
    statement: Statement,
}

/// What a draft is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// Hash of the rules in force.
    pub rulebook: &'a str,
    /// Hash of model and prompt.
    pub model: &'a str,
}

impl Certificate {
    /// `None` while no level is in force.
    pub(super) fn of(gate: &Gate, draft: &str, score: f64, to: Bound<'_>) -> Option<Self> {
        let level = gate.in_force()?;
        Some(Self {
            statement: Statement {
                alpha: gate.terms.alpha().get(),
                delta: gate.terms.delta().get(),
                epoch: gate.epoch,
                lambda: level.lambda,
                share: level.share,
                error: level.error,
                n: level.seen.n(),
                bad: level.seen.bad(),
                log_e: level.best(),
                bound: level.bound(gate.terms.delta()),
                rulebook: to.rulebook.to_owned(),
                model: to.model.to_owned(),
                draft: draft.to_owned(),
                score,
            },
        })
    }

    /// The grounds on which a draft that was let go may still leave, or `None` where they no longer hold: another epoch, a
    /// probation, a pause, a threshold above its score. Looked at once more whenever something is about to leave.
    #[must_use]
    pub fn renewed(gate: &Gate, draft: &str, epoch: u32, score: f64, to: Bound<'_>) -> Option<Self> {
        let live = gate.epoch == epoch
            && gate.mode == Mode::Auto
            && gate.audits.pause().is_none()
            && gate.tau().is_some_and(|tau| score >= tau);
        if live { Self::of(gate, draft, score, to) } else { None }
    }

    /// What it says.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }
}
