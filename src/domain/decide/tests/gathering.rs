//! A turn is gathered: one draft for a burst, repetitions change nothing, late words never start a draft.

use super::world::{QUESTION, World, change, said};
use crate::domain::{Author, Event, Fact, Known, Stage};

#[test]
fn a_question_is_drafted_after_a_short_silence() {
    let mut world = World::new();
    world.visitor("m1", QUESTION);
    assert_eq!((world.stage(), world.due_in_ms(), world.asked()), ("gathering", Some(2_500), vec![]));
    world.wait(2_499);
    assert_eq!(world.asked(), Vec::<String>::new());
    world.wait(1);
    assert_eq!(world.asked(), ["draft: How long is shipping to Canada?"]);
}

#[test]
fn a_burst_is_one_turn_and_one_draft() {
    let mut world = World::new();
    world.visitor("m1", "Hello");
    world.visitor("m2", QUESTION);
    world.wait(1_600);
    assert_eq!(world.asked(), Vec::<String>::new());
    world.visitor("m3", "thank you");
    world.wait(2_500);
    assert_eq!(world.asked(), ["draft: Hello / How long is shipping to Canada? / thank you"]);
}

#[test]
fn a_visitor_who_never_stops_typing_is_drafted_for_all_the_same() {
    let mut world = World::new();
    for n in 0..15 {
        world.visitor(&format!("m{n}"), "and");
    }
    assert_eq!(world.due_in_ms(), Some(1_000));
    world.visitor("m15", "and");
    assert_eq!(world.due_in_ms(), Some(0));
}

#[test]
fn a_repetition_changes_nothing_at_any_stage() {
    let (sending, _) = World::sending();
    let mut drafting = World::new();
    drafting.visitor("m1", QUESTION);
    drafting.wait(2_500);
    for mut world in [drafting, World::in_review(), sending] {
        let before = world.c.clone();
        world.visitor("m1", QUESTION);
        assert_eq!((&world.c, world.facts.len(), world.effects.len()), (&before, 0, 0));
        world.edits("m1", QUESTION);
        assert_eq!((&world.c, world.facts.len(), world.effects.len()), (&before, 0, 0));
    }
}

#[test]
fn a_message_that_was_answered_is_late_under_any_other_id_too() {
    let mut world = World::new();
    let asked_at = world.now;
    world.hear_from(asked_at, Some(7), said(Author::Visitor, "m1", QUESTION));
    world.wait(2_500);
    world.draft_arrives("Three days.");
    let action = world.approve().unwrap();
    world.delivered(action);
    world.hear_from(asked_at, Some(7), said(Author::Visitor, "m1-again", QUESTION));
    world.wait(60_000);
    assert_eq!((world.stage(), world.open()), ("with_human", vec!["m1-again".to_owned()]));
}

#[test]
fn a_late_message_goes_to_a_human_and_is_never_drafted() {
    let mut world = World::answered();
    let before_the_answer = world.c.answered_until.unwrap().at.minus_ms(1);
    world.hear_from(before_the_answer, None, said(Author::Visitor, "m0", "Is it blue?"));
    assert_eq!(world.stage(), "with_human");
    assert_eq!(world.asked(), ["+needs-human", "hand off: late_message"]);
}

#[test]
fn the_relays_order_decides_what_is_late_where_it_gives_one() {
    let mut world = World::new();
    world.hear_from(world.now, Some(4), said(Author::Visitor, "m1", QUESTION));
    world.hear_from(world.now.plus_ms(5), Some(5), said(Author::Owner, "o1", "Three days."));
    world.resume().unwrap();
    world.hear_from(world.now.plus_ms(9_000), Some(3), said(Author::Visitor, "m0", "Hello"));
    assert_eq!(world.stage(), "with_human");
    world.resume().unwrap();
    let mut fresh = World::new();
    fresh.hear_from(fresh.now, Some(4), said(Author::Visitor, "m1", QUESTION));
    fresh.hear_from(fresh.now.plus_ms(5), Some(5), said(Author::Owner, "o1", "Three days."));
    fresh.resume().unwrap();
    fresh.hear_from(fresh.now.minus_ms(9_000), Some(6), said(Author::Visitor, "m2", "Is it blue?"));
    assert_eq!(fresh.stage(), "gathering");
}

#[test]
fn a_late_message_after_a_resolution_reopens_nothing_and_is_not_left_unseen() {
    let mut world = World::answered();
    let before_the_answer = world.c.answered_until.unwrap().at.minus_ms(1);
    world.hear(Event::ChatResolved { by: "owner".to_owned() });
    let before = world.c.clone();
    world.hear_from(before_the_answer, None, said(Author::Visitor, "m0", "Hello"));
    assert_eq!(world.stage(), "with_human");
    let (now, then) = (world.c.episode.unwrap(), before.episode.unwrap());
    assert_eq!((now.id, now.reopened_at, now.resolved_at), (then.id, None, then.resolved_at));
}

#[test]
fn the_open_turn_keeps_the_order_in_which_things_were_said() {
    let mut world = World::new();
    let now = world.now;
    world.hear_from(now.plus_ms(20), None, said(Author::Visitor, "m2", "to Canada?"));
    world.hear_from(now.plus_ms(10), None, said(Author::Visitor, "m1", "How long is shipping"));
    world.wait(2_600);
    assert_eq!(world.asked(), ["draft: How long is shipping / to Canada?"]);
}

#[test]
fn another_message_while_drafting_overtakes_the_draft() {
    let mut world = World::new();
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    let first = world.order();
    world.visitor("m2", "and to Chile?");
    assert_eq!(world.stage(), "gathering");
    world.wait(2_500);
    assert_ne!(world.order(), first);
    let before = world.c.clone();
    let late = Event::DraftArrived {
        order: first,
        draft: Box::new(super::world::draft("x")),
        passages: vec![],
        known: Known::default(),
    };
    world.hear(late);
    assert_eq!(world.c, before);
    assert!(matches!(&world.facts[..], [Fact::DraftAnswered { outcome, .. }] if outcome == "overtaken"));
}

#[test]
fn a_visitors_private_note_is_kept_and_opens_nothing() {
    let mut world = World::new();
    world.hear(change(said(Author::Visitor, "m1", QUESTION), |h| h.private = true));
    assert_eq!((&world.c.stage, world.facts.len()), (&Stage::Quiet, 1));
}

#[test]
fn a_visitors_first_words_that_arrive_after_a_humans_are_seen_by_the_human() {
    let mut world = World::new();
    world.owner("o1", "Hello, can I help?");
    let earlier = world.now.minus_ms(2_000);
    world.hear_from(earlier, None, said(Author::Visitor, "m1", QUESTION));
    assert_eq!((world.stage(), world.open()), ("with_human", vec!["m1".to_owned()]));
}
