//! Which past questions are worth an owner's time, and may be used at all.

use std::collections::BTreeSet;

use super::super::autopilot::{Alpha, Autopilot, LabelledBest};
use super::super::id::ConversationId;
use super::super::policy::{Autonomy, Policy};
use super::super::time::Timestamp;
use super::candidate::{Candidate, Question};
use super::looked::{LeftOut, Looked};

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

/// The newest questions that may be rehearsed, one of each conversation, at most `limit`; and how many may be in all, with
/// why the others may not.
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
) -> (Vec<Chosen>, Looked) {
    let mut newest: Vec<&Candidate> = candidates.iter().collect();
    newest.sort_by_key(|one| std::cmp::Reverse(one.question.at));
    let mut seen: BTreeSet<ConversationId> = BTreeSet::new();
    let (mut chosen, mut looked) = (Vec::new(), Looked::default());
    for one in newest {
        let question = &one.question;
        let (autonomy, alpha) = policy.settings.of_topic(&question.topic);
        let epoch = pilot.line(alpha, now).gate.epoch();
        let gave = LabelledBest::of(one.labelled.iter(), alpha, epoch).is_some()
            || before.contains(&(question.conversation, alpha, epoch));
        let left_out = match () {
            () if one.left_out().is_some() => one.left_out(),
            () if gave => Some(LeftOut::Judged),
            () if matches!(autonomy, Autonomy::Off | Autonomy::Shadow) => Some(LeftOut::Topic),
            () if seen.contains(&question.conversation) => Some(LeftOut::Older),
            // Last, because it takes longest.
            () if policy.rulebook.screen(&question.messages).is_hold() => Some(LeftOut::Held),
            () => None,
        };
        looked.count(left_out, 1);
        if left_out.is_some() {
            continue;
        }
        seen.insert(question.conversation);
        if chosen.len() < limit {
            chosen.push(Chosen { question: question.clone(), alpha });
        }
    }
    (chosen, looked)
}

impl Candidate {
    /// What stands against it, whatever rules, topics and gates say now.
    const fn left_out(&self) -> Option<LeftOut> {
        match self {
            Self { sample: true, .. } => Some(LeftOut::Sample),
            Self { was_held: true, .. } => Some(LeftOut::Held),
            Self { open: true, .. } => Some(LeftOut::Waits),
            Self { sealed: true, .. } => Some(LeftOut::Sealed),
            Self { judged: true, .. } => Some(LeftOut::Judged),
            _ => None,
        }
    }
}
