//! Some visitors are kept for humans by lottery: drawn once, at the first eligible turn, and never shown a draft.

use std::sync::Arc;

use proptest::prelude::*;

use super::properties::{Seen, play};
use super::properties_events::ops;
use super::world::{ANSWER, HELD, QUESTION, World, change, draft, passage, said};
use crate::domain::holdout::{Arm, Drawn, HoldoutSettings, Period, Place, Salt, ticket};
use crate::domain::metrics::{Mark, Metrics, RawEpisode, recompute};
use crate::domain::{
    Author, Autonomy, DraftFailure, Effect, Event, Fact, Known, Stage, SuggestionState, Timestamp,
};

fn lottery(number: u32, share: f64, shadow: bool, salt: &str) -> Arc<Period> {
    let settings = HoldoutSettings { share, shadow };
    Arc::new(Period { number, settings, salt: Salt::new(salt.to_owned()), began_at: Timestamp(0) })
}

/// A world in which the next visitor is drawn for that arm.
fn drawn_for(arm: Arm, shadow: bool) -> World {
    let mut world = World::new();
    let ticket = ticket(&world.c);
    let salts = (0..).map(|n| format!("salt {n}"));
    let periods = salts.map(|salt| lottery(0, 0.5, shadow, &salt));
    world.policy.holdout = periods.into_iter().find(|period| period.draw(&ticket).assignment.arm == arm);
    world
}

fn asked(arm: Arm, shadow: bool) -> World {
    let mut world = drawn_for(arm, shadow);
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    world
}

fn place(world: &World) -> Place {
    world.c.episode.as_ref().unwrap().place
}

fn passed(world: &World) -> Option<bool> {
    place(world).drawn().and_then(|drawn| drawn.passed)
}

fn watched_draft_arrives(world: &mut World, text: &str) {
    let order = world.c.watched.as_ref().expect("a draft is watched").order;
    let draft = Box::new(draft(text));
    world.hear(Event::DraftArrived { order, draft, passages: vec![passage()], known: Known::default() });
}

#[test]
fn in_the_human_arm_the_first_eligible_turn_goes_to_a_human_and_the_visitor_is_told() {
    let world = asked(Arm::HumanOnly, false);
    assert_eq!(world.stage(), "with_human");
    assert_eq!(world.asked(), ["+needs-human", "hand off: holdout", "tell: handed off"]);
    assert!(place(&world).is_human());
    let marks: Vec<&Mark> = world
        .facts
        .iter()
        .filter_map(|f| if let Fact::Marked { mark, .. } = f { Some(mark) } else { None })
        .collect();
    assert!(
        matches!(marks[..], [Mark::Drawn(place), Mark::HandedOff { .. }] if place.period == 0),
        "{marks:?}"
    );
}

#[test]
fn in_the_other_arm_nothing_is_different_but_the_record() {
    let mut world = asked(Arm::AiAllowed, true);
    assert_eq!(world.stage(), "drafting");
    world.draft_arrives(ANSWER);
    assert_eq!((world.stage(), passed(&world)), ("in_review", Some(true)));
    let (action, place_before) = (world.approve().unwrap(), place(&world));
    world.delivered(action);
    assert_eq!(place(&world), place_before);
}

#[test]
fn with_shadow_the_draft_is_made_in_silence_and_kept_for_the_comparison() {
    let mut world = asked(Arm::HumanOnly, true);
    assert_eq!(world.stage(), "with_human");
    assert!(world.asked().contains(&format!("draft: {QUESTION}")), "{:?}", world.asked());
    let (stage, revision) = (world.c.stage.clone(), world.c.revision);
    watched_draft_arrives(&mut world, ANSWER);
    assert_eq!((&world.c.stage, world.c.revision), (&stage, revision), "nobody notices");
    assert!(world.asked().is_empty());
    assert_eq!(passed(&world), Some(true));
    let kept =
        world.facts.iter().find_map(|f| if let Fact::SuggestionMade(s) = f { Some(s.state) } else { None });
    assert_eq!(kept, Some(SuggestionState::Shadow));
    assert_eq!(world.c.watched, None);
}

#[test]
fn a_human_who_is_faster_than_the_draft_changes_nothing_in_what_it_says() {
    let mut world = asked(Arm::HumanOnly, true);
    let action = world.reply("Three days.");
    world.delivered(action);
    watched_draft_arrives(&mut world, ANSWER);
    assert_eq!(passed(&world), Some(true));
}

/// What passes is asked of the same words in both arms.
#[test]
fn a_word_more_while_the_draft_is_written_changes_its_fate_in_neither_arm() {
    for arm in [Arm::AiAllowed, Arm::HumanOnly] {
        let mut world = asked(arm, true);
        world.visitor("m2", "It is a present for my aunt");
        watched_draft_arrives(&mut world, ANSWER);
        assert_eq!(passed(&world), Some(true), "{arm:?}");
        assert_eq!(world.stage(), if arm == Arm::AiAllowed { "gathering" } else { "with_human" });
        let shown = world
            .facts
            .iter()
            .any(|f| matches!(f, Fact::SuggestionMade(s) if s.state == SuggestionState::Pending));
        assert!(!shown);
    }
}

#[test]
fn a_draft_that_fails_or_does_not_pass_says_so_in_both_arms() {
    for arm in [Arm::AiAllowed, Arm::HumanOnly] {
        let mut world = asked(arm, true);
        watched_draft_arrives(&mut world, "We refund you");
        assert_eq!(passed(&world), Some(false), "{arm:?}");
        let mut world = asked(arm, true);
        let order = world.c.watched.as_ref().unwrap().order;
        world.hear(Event::DraftFailed { order, failure: DraftFailure::NothingFound, passages: vec![] });
        assert_eq!(passed(&world), Some(false), "{arm:?}");
        assert_eq!(world.stage(), "with_human");
    }
}

#[test]
fn a_turn_that_becomes_held_is_drafted_for_nobody_not_even_in_silence() {
    for arm in [Arm::AiAllowed, Arm::HumanOnly] {
        let mut world = asked(arm, true);
        let order = world.c.watched.as_ref().unwrap().order;
        world.visitor("m2", HELD);
        assert!(!world.c.awaits_draft(order), "{arm:?}: the engine would ask a model");
        assert_eq!(passed(&world), None);
    }
}

#[test]
fn who_is_held_or_asks_for_a_human_has_no_place() {
    for words in [HELD, "Let me talk to a human please"] {
        let mut world = drawn_for(Arm::HumanOnly, true);
        world.visitor("m1", words);
        world.wait(2_500);
        assert_eq!((world.stage(), place(&world)), ("with_human", Place::Open), "{words}");
        assert!(!world.asked().iter().any(|asked| asked.contains("holdout")));
    }
}

#[test]
fn where_nobody_is_shown_a_draft_nobody_is_drawn() {
    for autonomy in [Autonomy::Off, Autonomy::Shadow] {
        let mut world = drawn_for(Arm::HumanOnly, true);
        world.policy.settings.autonomy = autonomy;
        world.visitor("m1", QUESTION);
        world.wait(2_500);
        assert_eq!(place(&world), Place::Open, "{autonomy:?}");
    }
}

#[test]
fn an_episode_kept_for_humans_stays_so_until_it_is_resolved() {
    let mut world = asked(Arm::HumanOnly, false);
    assert!(world.resume().is_err(), "nothing can be given to the assistant");
    world.visitor("m2", "And to Austria?");
    assert_eq!(world.stage(), "with_human");
    let action = world.reply("Three days, both.");
    world.delivered(action);
    world.policy.settings.resume_after_quiet_ms = 1_000;
    world.wait(5_000);
    world.visitor("m3", "Does it come in blue?");
    world.wait(2_500);
    assert_eq!((world.stage(), world.c.watched.is_none()), ("with_human", true));
    assert!(world.asked().contains(&"hand off: holdout".to_owned()), "{:?}", world.asked());
}

#[test]
fn a_change_of_the_share_leaves_open_chats_alone_and_draws_the_next_episode_anew() {
    let mut world = asked(Arm::HumanOnly, false);
    let before = place(&world);
    world.policy.holdout = Some(lottery(1, 0.0, false, "another"));
    world.visitor("m2", "Hello?");
    world.wait(2_500);
    assert_eq!(place(&world), before);
    world.hear(Event::ChatResolved { by: "Ada".to_owned() });
    world.visitor("m3", QUESTION);
    world.wait(2_500);
    assert_eq!((world.stage(), place(&world)), ("drafting", Place::Never), "nobody is kept any more");
    // An open chat that began without a lottery gets no place in one.
    world.policy.holdout = drawn_for(Arm::HumanOnly, false).policy.holdout;
    world.draft_arrives(ANSWER);
    let action = world.approve().unwrap();
    world.delivered(action);
    world.visitor("m4", "And to Austria, how long is shipping there?");
    world.wait(2_500);
    assert_eq!((world.stage(), place(&world)), ("drafting", Place::Never));
}

#[test]
fn the_same_visitor_gets_the_same_arm_in_every_chat_of_a_period() {
    let period = lottery(0, 0.5, false, "salt");
    let mut arms = std::collections::BTreeSet::new();
    for visitor in 0..20 {
        let of_chat = |chat: &str| {
            let mut world = World::new();
            world.c = crate::domain::Conversation::new("shop", chat, world.now);
            world.policy.holdout = Some(Arc::clone(&period));
            let words = said(Author::Visitor, "m1", QUESTION);
            world.hear(change(words, |h| h.author_id = Some(format!("v{visitor}"))));
            world.wait(2_500);
            place(&world).drawn().map(|Drawn { assignment, .. }| assignment.arm)
        };
        let first = of_chat("c_1");
        assert_eq!(first, of_chat("c_2"), "v{visitor}");
        arms.extend(first);
    }
    assert_eq!(arms.len(), 2, "both arms were met");
}

/// Whoever checks the figures finds the place in the episode's own log.
#[test]
fn the_place_and_the_drafts_fate_follow_from_the_log_alone() {
    for (arm, text, fate) in [(Arm::AiAllowed, ANSWER, true), (Arm::HumanOnly, "We refund you", false)] {
        let mut world = drawn_for(arm, true);
        let mut marks = Vec::new();
        let mut keep = |world: &World| {
            marks.extend(world.facts.iter().filter_map(|fact| match fact {
                Fact::Marked { at, mark, .. } => Some((*at, mark.clone())),
                _ => None,
            }));
        };
        world.visitor("m1", QUESTION);
        keep(&world);
        world.wait(2_500);
        keep(&world);
        watched_draft_arrives(&mut world, text);
        keep(&world);
        let episode = world.c.episode.clone().unwrap();
        let raw = RawEpisode {
            id: episode.id,
            conversation: world.c.id,
            marks,
            messages: Vec::new(),
            suggestions: Vec::new(),
            drafts: Vec::new(),
            held: Vec::new(),
            promises: Vec::new(),
            ratings: Vec::new(),
            events: Vec::new(),
        };
        let stored = Metrics::of(&episode).lottery;
        assert_eq!(stored.map(|drawn| (drawn.assignment.arm, drawn.passed)), Some((arm, Some(fate))));
        assert_eq!(recompute(&raw).lottery, stored);
    }
}

/// In the human arm: no suggestion but in shadow, none before an owner, nothing of ours sent; and a place is for good.
fn kept(seen: &Seen<'_>) -> Result<(), TestCaseError> {
    let (Some(before), Some(after)) = (&seen.before.episode, &seen.after.episode) else { return Ok(()) };
    if let (Place::Drawn(was), true) = (before.place, before.id == after.id) {
        let is = after.place.drawn().map(|drawn| drawn.assignment);
        prop_assert_eq!(is, Some(was.assignment), "drawn twice");
        prop_assert!(was.passed.is_none() || after.place == before.place, "its fate is told once");
    }
    if before.id != after.id || !after.place.is_human() {
        return Ok(());
    }
    let stage = &seen.after.stage;
    let shown = matches!(stage, Stage::Drafting { .. } | Stage::InReview { .. } | Stage::Holding { .. });
    prop_assert!(!shown, "{:?} in the human arm", stage.name());
    for fact in &seen.decision.facts {
        let in_shadow = !matches!(fact, Fact::SuggestionMade(s) if s.state != SuggestionState::Shadow);
        prop_assert!(in_shadow, "a draft was shown");
    }
    for (id, effect) in &seen.decision.effects {
        let assisted = matches!(effect, Effect::Send(cleared) if cleared.outgoing().suggestion.is_some());
        prop_assert!(!assisted, "a draft was sent");
        let unwatched = matches!(effect, Effect::Draft { .. })
            && seen.after.watched.as_ref().is_none_or(|watched| watched.order != *id);
        prop_assert!(!unwatched, "a draft that nobody compares");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_no_draft_is_shown_or_sent_in_the_human_arm(
        story in ops(), shadow in any::<bool>(), visitor in 0..64_u32,
    ) {
        let mut world = World::new();
        world.c.visitor_id = Some(format!("v{visitor}"));
        world.policy.holdout = Some(lottery(0, 0.5, shadow, "salt"));
        play(world, &story, &mut kept)?;
    }
}
