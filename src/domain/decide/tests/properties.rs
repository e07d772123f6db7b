//! What holds after every step of every story, however odd.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::properties_events::{Memory, Op, ops};
use super::properties_pilot::certified;
use super::properties_records::records_only_grow;
use super::properties_waits::waits;
use super::world::World;
use crate::domain::decide::{decide, next_due};
use crate::domain::waiting::Measured;
use crate::domain::{
    ActionId, Author, Conversation, Decision, Effect, Event, Fact, HandoffReason, Logged, Stage,
    SuggestionId, SuggestionState, Timestamp, Turn,
};

/// What a watcher outside the core knows of a story.
#[derive(Default)]
struct Watch {
    ids: BTreeSet<String>,
    pending: BTreeSet<SuggestionId>,
    decided: BTreeMap<SuggestionId, usize>,
    counting: BTreeSet<SuggestionId>,
    let_go: BTreeSet<SuggestionId>,
    /// Texts that were held when their turn ended, and what was answered to them.
    tainted: BTreeSet<String>,
    /// Late words nobody has given back since.
    late: BTreeSet<String>,
    silenced: bool,
}

/// One step as it was decided.
pub(super) struct Seen<'a> {
    pub before: &'a Conversation,
    pub after: &'a Conversation,
    pub event: &'a Event,
    pub decision: &'a Decision,
}

fn messages(c: &Conversation) -> Vec<(String, String)> {
    let open = c.stage.turn().map(Turn::messages).unwrap_or_default();
    open.iter().map(|m| (m.external_id.clone(), m.text.clone())).collect()
}

impl Watch {
    fn check(&mut self, world: &World, seen: &Seen<'_>) -> TestCaseResult {
        self.silence(seen);
        self.taint(seen);
        self.drafts(seen)?;
        self.sends(world, seen)?;
        self.suggestions(seen)?;
        self.fresh_ids(seen)?;
        nobody_is_forgotten(world, seen)?;
        waits(world, seen)?;
        records_only_grow(seen)
    }

    fn silence(&mut self, seen: &Seen<'_>) {
        match seen.event {
            Event::MessageHeard(h) if h.author == Author::Owner && !h.private && h.client_ref.is_none() => {
                self.silenced = true;
            }
            Event::TakenOver { .. } | Event::OwnerReplied { .. } => self.silenced = true,
            Event::StatusChanged { status: crate::domain::RelayStatus::Human, by: Some(by) }
                if by != "bot" =>
            {
                self.silenced = true;
            }
            Event::Resumed { .. } => {
                self.silenced = false;
                self.late.clear();
            }
            _ => {}
        }
    }

    /// Marks what was held when its turn ended, with the answer that ended it.
    fn taint(&mut self, seen: &Seen<'_>) {
        let held = !seen.before.held.is_empty()
            || matches!(&seen.before.stage, Stage::WithHuman { why: HandoffReason::Held { .. }, .. });
        let still: BTreeSet<String> = messages(seen.after).into_iter().map(|(id, _)| id).collect();
        let left: Vec<String> = messages(seen.before)
            .into_iter()
            .filter(|(id, _)| !still.contains(id))
            .map(|(_, text)| text)
            .collect();
        let episode_held = seen.before.episode.as_ref().is_some_and(|e| !e.held_rules.is_empty());
        let answers_held = held && !left.is_empty() || episode_held && messages(seen.before).is_empty();
        if let Event::MessageHeard(h) = seen.event
            && answers_held
            && h.author == Author::Owner
            && h.client_ref.is_none()
        {
            self.tainted.insert(h.text.clone());
        }
        if held {
            self.tainted.extend(left);
        }
    }

    /// (a), (d), (j): only what is clear, heard in time and nobody's own is drafted.
    fn drafts(&self, seen: &Seen<'_>) -> TestCaseResult {
        for (id, effect) in &seen.decision.effects {
            let Effect::Draft { messages, history, .. } = effect else { continue };
            prop_assert!(seen.after.held.is_empty());
            prop_assert!(!self.silenced, "a draft for a silenced conversation");
            prop_assert!(
                !history.iter().any(|l| self.tainted.contains(&l.text)),
                "held words in {history:?}"
            );
            prop_assert!(!messages.iter().any(|m| self.late.contains(m)), "late words in {messages:?}");
            prop_assert!(seen.after.awaits_draft(*id), "a draft that nobody waits for");
        }
        Ok(())
    }

    /// (b), (d): a send stands in the conversation, comes from an owner's act or a live certificate, and is the only one of its kind.
    fn sends(&self, world: &World, seen: &Seen<'_>) -> TestCaseResult {
        for (id, effect) in &seen.decision.effects {
            let Effect::Send(cleared) = effect else { continue };
            prop_assert_eq!(
                seen.after.clearance(*id, world.policy.autopilot.as_deref()),
                Some(cleared.clone())
            );
            // Held for a moment, what an owner let go leaves by the clock.
            let held =
                matches!(seen.before.stage, Stage::Holding { .. }) && *seen.event == Event::ClockReached;
            let by_owner = held || matches!(seen.event, Event::Reviewed { .. } | Event::OwnerReplied { .. });
            prop_assert!(
                by_owner || certified(world, seen, cleared.outgoing()),
                "sent without an owner or a certificate"
            );
        }
        let wanted: Vec<ActionId> = seen
            .after
            .outgoing
            .iter()
            .filter(|o| o.suggestion.is_some() && !o.cancelled)
            .map(|o| o.action)
            .collect();
        let sending =
            if let Stage::Sending { action, .. } = &seen.after.stage { vec![*action] } else { vec![] };
        prop_assert_eq!(&wanted, &sending, "assisted replies may leave that the stage knows nothing of");
        prop_assert!(!self.silenced || wanted.is_empty());
        Ok(())
    }

    /// (c): at most one suggestion waits, it is the one of the stage, and it is decided on once.
    fn suggestions(&mut self, seen: &Seen<'_>) -> TestCaseResult {
        for fact in &seen.decision.facts {
            match fact {
                Fact::SuggestionMade(s) if s.state == SuggestionState::Pending => {
                    prop_assert!(self.pending.insert(s.id));
                }
                Fact::SuggestionMade(s) if s.state == SuggestionState::Countdown => {
                    prop_assert!(self.counting.insert(s.id));
                }
                Fact::SuggestionReopened(suggestion) => {
                    prop_assert!(self.pending.insert(*suggestion));
                    let was_decided = self.decided.remove(suggestion) == Some(1);
                    prop_assert!(self.counting.remove(suggestion) || was_decided, "taken back undecided");
                }
                Fact::SuggestionClosed(closing) => {
                    let was_pending = self.pending.remove(&closing.id) | self.counting.remove(&closing.id);
                    let times = self.decided.entry(closing.id).or_default();
                    *times += usize::from(closing.by.is_some());
                    prop_assert!(*times <= 1, "decided on twice");
                    // Once more only where a reply that was let go never left.
                    let let_go = self.let_go.contains(&closing.id);
                    let again = closing.state == SuggestionState::Overtaken && (*times == 1 || let_go);
                    prop_assert!(was_pending || again);
                    if closing.state == SuggestionState::AutoSent {
                        prop_assert!(self.let_go.insert(closing.id), "let go twice");
                    }
                }
                _ => {}
            }
        }
        let shown: BTreeSet<SuggestionId> = if let Stage::InReview { suggestion, .. } = &seen.after.stage {
            [*suggestion].into()
        } else {
            [].into()
        };
        prop_assert_eq!(&self.pending, &shown);
        let counts = if let Stage::Countdown { suggestion, .. } = &seen.after.stage {
            [*suggestion].into()
        } else {
            BTreeSet::new()
        };
        prop_assert_eq!(&self.counting, &counts);
        Ok(())
    }

    /// (g): no id is given twice.
    fn fresh_ids(&mut self, seen: &Seen<'_>) -> TestCaseResult {
        let made = seen.decision.facts.iter().filter_map(|f| match f {
            Fact::SuggestionMade(s) => Some(s.id.to_string()),
            _ => None,
        });
        let episode = seen.after.episode.as_ref().map(|e| e.id);
        let begun =
            (episode != seen.before.episode.as_ref().map(|e| e.id)).then(|| episode.map(|e| e.to_string()));
        let asked = seen.decision.effects.iter().map(|(id, _)| id.to_string());
        for id in made.chain(begun.flatten()).chain(asked) {
            prop_assert!(self.ids.insert(id.clone()), "{} was given twice", id);
        }
        Ok(())
    }
}

/// (e): whoever waits is in a stage where something will happen or a human sees it; words leave a turn for a reason.
fn nobody_is_forgotten(world: &World, seen: &Seen<'_>) -> TestCaseResult {
    let due = next_due(&world.policy, seen.after);
    match &seen.after.stage {
        Stage::Gathering { .. }
        | Stage::Drafting { .. }
        | Stage::InReview { .. }
        | Stage::Holding { .. }
        | Stage::Countdown { .. } => {
            prop_assert!(due < Timestamp::NEVER);
        }
        Stage::Sending { action, .. } => {
            prop_assert!(seen.after.outgoing.iter().any(|o| o.action == *action && !o.cancelled));
        }
        Stage::Quiet | Stage::WithHuman { .. } | Stage::Resolved { .. } => {}
    }
    if *seen.event == Event::ClockReached {
        prop_assert!(due > world.now, "the clock would run in a circle at {:?}", seen.after.stage);
    }
    let open = messages(seen.after);
    for (id, text) in messages(seen.before) {
        let stays = open.iter().any(|(open_id, _)| *open_id == id);
        let answered = match seen.event {
            Event::MessageHeard(h) => h.author != Author::Visitor,
            Event::Delivered { .. } | Event::ChatResolved { .. } => true,
            _ => false,
        };
        prop_assert!(stays || answered, "`{}` was forgotten", text);
    }
    if let Event::MessageHeard(h) = seen.event {
        let stands = open.iter().any(|(id, text)| *id == h.message_id && *text == h.text);
        let over = seen.before.episode.as_ref().is_some_and(|e| e.resolved_at.is_some());
        prop_assert!(
            h.author != Author::Visitor || h.edited || stands || over,
            "`{}` was not taken in",
            h.text
        );
    }
    Ok(())
}

/// Decides twice, checks, and goes on; a refusal must change nothing and be an owner's.
fn step(
    world: &mut World,
    watch: &mut Watch,
    logged: &Logged,
    also: &mut dyn FnMut(&Seen<'_>) -> TestCaseResult,
) -> TestCaseResult {
    let once = decide(world.now, &world.policy, &world.c, logged);
    prop_assert_eq!(&once, &decide(world.now, &world.policy, &world.c, logged));
    if let Event::Reviewed { seen, suggestion, .. } = &logged.event {
        let (now, hash) = (world.seen(), seen.draft_hash.clone());
        let right = *suggestion == now.0 && seen.revision == now.1.revision && hash == now.1.draft_hash;
        prop_assert!(right || once.is_err(), "an approval of something else was taken");
    }
    match once {
        Err(refusal) => {
            let wish = matches!(
                logged.event,
                Event::Reviewed { .. }
                    | Event::DecisionUndone { .. }
                    | Event::Resumed { .. }
                    | Event::OwnerReplied { .. }
                    | Event::CountdownStopped { .. }
                    | Event::SentJudged { .. }
            );
            prop_assert!(wish, "{}", refusal);
        }
        Ok(decision) => {
            let before = std::mem::replace(&mut world.c, decision.after.clone());
            let seen =
                Seen { before: &before, after: &decision.after, event: &logged.event, decision: &decision };
            // What the gates were when the step was decided is what its sends must stand on.
            watch.check(world, &seen)?;
            world.follow(&decision);
            also(&seen)?;
            world.effects = decision.effects;
        }
    }
    Ok(())
}

/// Plays a story in a world; `also` is looked at after every step.
pub(super) fn play(
    mut world: World,
    story: &[Op],
    also: &mut dyn FnMut(&Seen<'_>) -> TestCaseResult,
) -> TestCaseResult {
    let (mut memory, mut watch) = (Memory::default(), Watch::default());
    world.policy.waiting.measured = Measured { n: 30, upper_ms: Some(1_500_000) };
    let mut seq = 0;
    for op in story {
        let next = memory.event(&mut world, op);
        let now = world.now;
        if let Some(next) = next {
            seq += 1;
            let at = now.minus_ms(next.back_ms);
            if let (Op::Late { .. }, Event::MessageHeard(h)) = (op, &next.event) {
                watch.late.insert(h.text.clone());
            }
            step(
                &mut world,
                &mut watch,
                &Logged { seq, at, heard_at: now, sequence: None, event: next.event },
                also,
            )?;
            memory.sent.extend(world.c.outgoing.iter().map(|o| o.action));
            memory.sent.sort_unstable();
            memory.sent.dedup();
            memory.notices(&world);
        }
        // As the engine does: the clock speaks after everything, at the same place and in the same breath.
        let clock = Event::ClockReached;
        let clock = Logged { seq, at: now, heard_at: now, sequence: None, event: clock };
        step(&mut world, &mut watch, &clock, also)?;
        memory.notices(&world);
        world.now = world.now.plus_ms(seq % 3 * 700);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_promise_holds_after_every_step_of_every_story(story in ops()) {
        play(World::new(), &story, &mut |_| Ok(()))?;
    }

    #[test]
    fn and_where_replies_may_leave_without_an_owner(story in ops(), hold in 0..3_usize) {
        let mut world = World::flying();
        world.policy.settings.auto_hold_ms = [0, 1_500, 10_000][hold];
        play(world, &story, &mut |_| Ok(()))?;
    }
}
