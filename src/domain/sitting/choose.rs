//! Which past questions are worth an owner's time, and may be used at all.

use std::collections::BTreeSet;

use super::super::autopilot::{Alpha, Autopilot, LabelledBest};
use super::super::id::ConversationId;
use super::super::policy::{Autonomy, Policy};
use super::super::time::Timestamp;
use super::candidate::{Candidate, Question};

/// A conversation of which a draft was rehearsed before, in an epoch of a gate.
pub type Rehearsed = (ConversationId, Alpha, u32);

/// A question chosen, and the gate that its draft will meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The question.
    pub question: Question,
    /// The gate of its topic.
    pub alpha: Alpha,
}

/// The newest questions that may be rehearsed, one of each conversation, at most `limit`.
///
/// Nothing that a rule held then or holds now, that the lottery keeps for humans, that is made up, or that still waits; no
/// topic on which nobody decides; and no conversation that has given evidence in the present epoch, live or rehearsed: it
/// would give none again.
#[must_use]
pub fn choose(
    candidates: &[Candidate],
    policy: &Policy,
    pilot: &Autopilot,
    before: &BTreeSet<Rehearsed>,
    limit: usize,
    now: Timestamp,
) -> Vec<Chosen> {
    let mut newest: Vec<&Candidate> = candidates.iter().filter(|one| one.is_free()).collect();
    newest.sort_by_key(|one| std::cmp::Reverse(one.question.at));
    let mut seen: BTreeSet<ConversationId> = BTreeSet::new();
    let mut chosen = Vec::new();
    for one in newest {
        if chosen.len() >= limit {
            break;
        }
        let question = &one.question;
        let (autonomy, alpha) = policy.settings.of_topic(&question.topic);
        let epoch = pilot.line(alpha, now).gate.epoch();
        let fresh = LabelledBest::of(one.labelled.iter(), alpha, epoch).is_none()
            && !before.contains(&(question.conversation, alpha, epoch));
        let decided_on = !matches!(autonomy, Autonomy::Off | Autonomy::Shadow);
        if !fresh || !decided_on || seen.contains(&question.conversation) {
            continue;
        }
        // Last, because it takes longest.
        if policy.rulebook.screen(&question.messages).is_hold() {
            continue;
        }
        seen.insert(question.conversation);
        chosen.push(Chosen { question: question.clone(), alpha });
    }
    chosen
}

impl Candidate {
    const fn is_free(&self) -> bool {
        !(self.was_held || self.sealed || self.sample || self.open || self.judged)
    }
}
