//! The lottery: once an episode, at its first eligible turn, before any draft is asked for.

use super::super::decision::{Fact, Suggestion};
use super::super::holdout::{Arm, Drawn, Place, Watched, ticket};
use super::super::id::ActionId;
use super::super::metrics::Mark;
use super::super::policy::Autonomy;
use super::super::reply::{Draft, SuggestionState};
use super::step::Step;

/// What the lottery says of the turn at hand.
pub(super) struct Lot {
    pub arm: Arm,
    /// The place was drawn just now, and the draft of this turn is looked at in both arms alike.
    pub watched: bool,
}

impl Lot {
    const fn of(arm: Arm) -> Self {
        Self { arm, watched: false }
    }
}

/// The arm of the episode, drawn now if this is its first eligible turn. Conversations already open keep what they have.
pub(super) fn draw(step: &mut Step<'_>) -> Lot {
    let ticket = ticket(&step.c);
    let policy = step.policy;
    let (autonomy, _) = policy.autonomy_of(&super::at_gate::topic(step));
    let Some(episode) = &mut step.c.episode else { return Lot::of(Arm::AiAllowed) };
    match &episode.place {
        Place::Drawn(drawn) => return Lot::of(drawn.assignment.arm),
        Place::Never => return Lot::of(Arm::AiAllowed),
        Place::Open => {}
    }
    // Where nobody is shown a draft there is nothing to compare; and what is over was not drawn.
    if !matches!(autonomy, Autonomy::Suggest | Autonomy::Auto) || episode.resolved_at.is_some() {
        return Lot::of(Arm::AiAllowed);
    }
    let Some(period) = policy.holdout.as_deref().filter(|period| period.draws()) else {
        episode.place = Place::Never;
        return Lot::of(Arm::AiAllowed);
    };
    let drawn = period.draw(&ticket);
    episode.place = Place::Drawn(drawn);
    step.changed = true;
    step.mark(step.now, Mark::Drawn(drawn.assignment));
    Lot { arm: drawn.assignment.arm, watched: period.settings.shadow }
}

/// The watched draft of this order, if it is one: its fate is known now.
pub(super) fn watched(step: &mut Step<'_>, order: ActionId) -> Option<Watched> {
    step.c.watched.take_if(|watched| watched.order == order)
}

/// Writes down whether the watched draft passed every gate.
pub(super) fn fate(step: &mut Step<'_>, passed: bool) {
    let episode = step.c.episode.as_mut();
    let Some(Place::Drawn(Drawn { passed: known, .. })) = episode.map(|e| &mut e.place) else { return };
    *known = Some(passed);
    step.changed = true;
    step.mark(step.now, Mark::Watched { passed });
}

/// Keeps a draft that passed for whoever compares the arms afterwards; it is shown to nobody while the episode lasts, and
/// nothing else changes by it.
pub(super) fn keep_unseen(step: &mut Step<'_>, turn_text: String, draft: &Draft) {
    let id = step.suggestion_id();
    step.facts.push(Fact::SuggestionMade(Suggestion {
        id,
        revision: step.c.revision,
        draft: draft.clone(),
        turn_text,
        state: SuggestionState::Shadow,
        at: step.now,
    }));
}
