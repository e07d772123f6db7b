//! At most once outward: what reached the visitor is recorded, what may have is never sent again, nobody is forgotten.

use super::world::{ANSWER, HELD, QUESTION, World, echo, said};
use crate::domain::{Author, Event, Handling, HandoffReason, Stage, Undelivered};

fn dead() -> Undelivered {
    Undelivered::Dead { detail: "refused".to_owned() }
}

#[test]
fn a_delivered_reply_closes_the_turn_and_is_recorded() {
    let (mut world, action) = World::sending();
    world.delivered(action);
    assert_eq!((&world.c.stage, world.asked()), (&Stage::Quiet, vec!["+ai-assisted".to_owned()]));
    let episode = world.c.episode.clone().unwrap();
    assert_eq!((episode.handling, episode.first_response_at), (Handling::AiAssisted, Some(world.now)));
    assert_eq!(world.history(), [QUESTION, ANSWER]);
}

#[test]
fn a_visitor_who_writes_during_the_send_is_answered_for_the_rest_only() {
    let (mut world, action) = World::sending();
    world.visitor("m2", "Is it blue?");
    assert_eq!(world.c.clearance(action, None), None);
    world.delivered(action);
    assert_eq!((world.stage(), world.open()), ("gathering", vec!["m2".to_owned()]));

    let (mut never_left, action) = World::sending();
    never_left.visitor("m2", "Is it blue?");
    never_left.not_delivered(action, Undelivered::Cancelled);
    assert_eq!(
        (never_left.stage(), never_left.open()),
        ("gathering", vec!["m1".to_owned(), "m2".to_owned()])
    );
    assert_eq!(never_left.closings(), ["overtaken"]);
}

#[test]
fn a_draft_ordered_in_the_same_breath_has_an_id_of_its_own() {
    let (mut world, action) = World::sending();
    world.visitor("m2", "Is it blue?");
    world.now = world.now.plus_ms(20_000);
    world.delivered(action);
    let mut ids: Vec<_> = world.effects.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), 1);
    world.wait(0);
    assert_eq!(world.asked(), ["draft: Is it blue?"]);
    ids.extend(world.effects.iter().map(|(id, _)| *id));
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_second_reply_is_stopped_when_the_first_turns_out_to_have_arrived() {
    let (mut world, first) = World::sending();
    world.visitor("m2", "Is it blue?");
    world.wait(2_500);
    world.draft_arrives(ANSWER);
    let second = world.approve().unwrap();
    world.delivered(first);
    assert_eq!(world.c.clearance(second, None), None);
    assert_eq!((world.stage(), world.open()), ("gathering", vec!["m2".to_owned()]));
}

#[test]
fn a_stale_reply_is_dropped_and_drafted_afresh() {
    let (mut world, action) = World::sending();
    world.not_delivered(action, Undelivered::Stale);
    assert_eq!(
        (world.stage(), world.open(), world.closings()),
        ("gathering", vec!["m1".to_owned()], vec!["overtaken"])
    );
    world.delivered(action);
    assert_eq!(world.stage(), "gathering");
}

#[test]
fn a_reply_that_cannot_be_delivered_is_for_a_human() {
    for (outcome, code) in [(dead(), "not_delivered"), (Undelivered::Uncertain, "delivery_uncertain")] {
        let (mut world, action) = World::sending();
        world.not_delivered(action, outcome);
        assert_eq!(world.asked(), ["+needs-human".to_owned(), format!("hand off: {code}")]);
        assert_eq!((world.open(), world.c.clearance(action, None)), (vec!["m1".to_owned()], None));
    }
}

#[test]
fn the_echo_of_an_uncertain_or_dead_reply_still_closes_the_turn() {
    for outcome in [dead(), Undelivered::Uncertain] {
        let (mut world, action) = World::sending();
        world.not_delivered(action, outcome.clone());
        world.hear(echo(Author::Assistant, "r1", ANSWER, action));
        assert_eq!((world.stage(), world.open()), ("with_human", Vec::<String>::new()));
        assert_eq!(world.c.episode.as_ref().unwrap().handling, Handling::AiAssisted);

        let (mut cancelled, action) = World::sending();
        cancelled.visitor("m2", HELD);
        cancelled.not_delivered(action, outcome);
        cancelled.hear(echo(Author::Assistant, "r1", ANSWER, action));
        assert_eq!((cancelled.stage(), cancelled.open()), ("with_human", vec!["m2".to_owned()]));
        assert_eq!(cancelled.c.tags, ["needs-human", "held-by-rule", "ai-assisted"]);
        assert_eq!(cancelled.c.episode.as_ref().unwrap().handling, Handling::AiAssisted);
    }
}

#[test]
fn uncertain_messages_do_not_pile_up_for_ever() {
    let mut world = World::held();
    for n in 0..60 {
        let action = world.reply(&format!("try {n}"));
        world.not_delivered(action, Undelivered::Uncertain);
    }
    assert_eq!(world.c.outgoing.len(), 20);
}

#[test]
fn an_owners_own_reply_that_was_dropped_is_shown_to_them() {
    let mut world = World::held();
    let action = world.reply("Done");
    world.not_delivered(action, Undelivered::Stale);
    let Stage::WithHuman { turn: Some(_), why, .. } = &world.c.stage else { panic!("{:?}", world.c.stage) };
    assert_eq!(why, &HandoffReason::NotDelivered { detail: "the conversation had moved on".to_owned() });
}

#[test]
fn an_unknown_delivery_changes_nothing() {
    let (mut world, action) = World::sending();
    world.delivered(action);
    let before = world.c.clone();
    world.delivered(action);
    world.not_delivered(action, Undelivered::Uncertain);
    world.not_delivered(action, dead());
    assert_eq!(world.c, before);
}

#[test]
fn a_reply_that_arrives_after_a_resolution_is_on_record() {
    let (mut world, action) = World::sending();
    world.hear(Event::ChatResolved { by: "owner".to_owned() });
    assert_eq!(world.c.clearance(action, None), None);
    world.delivered(action);
    assert_eq!((world.stage(), world.c.episode.unwrap().handling), ("resolved", Handling::AiAssisted));
}

#[test]
fn the_first_response_is_the_first_that_answers_within_the_episode() {
    let mut world = World::new();
    let asked_at = world.now.plus_ms(60_000);
    world.hear_from(asked_at, None, said(Author::Visitor, "m1", QUESTION));
    world.hear_from(asked_at.minus_ms(1), None, said(Author::Owner, "o0", "Welcome"));
    let episode = world.c.episode.clone().unwrap();
    assert_eq!((episode.first_response_at, episode.handling), (None, Handling::None));
    world.hear_from(asked_at.plus_ms(9), None, said(Author::Owner, "o2", "Three days"));
    world.hear_from(asked_at.plus_ms(5), None, said(Author::Owner, "o1", "Let me see"));
    let episode = world.c.episode.clone().unwrap();
    assert_eq!(
        (episode.first_response_at, episode.handling),
        (Some(asked_at.plus_ms(5)), Handling::HumanOnly)
    );
}

#[test]
fn a_relay_whose_clock_is_ahead_makes_no_negative_waiting_time() {
    let mut world = World::new();
    let ahead = world.now.plus_ms(300_000);
    world.hear_from(ahead, None, said(Author::Visitor, "m1", QUESTION));
    world.wait(15_000);
    world.draft_arrives(ANSWER);
    let action = world.approve().unwrap();
    world.now = ahead.minus_ms(10_000);
    world.delivered(action);
    assert_eq!(world.c.episode.unwrap().first_response_at, Some(ahead));
}

/// An owner's own words are on their way, the conversation is given back, and a suggestion is approved meanwhile.
fn two_on_their_way() -> (World, crate::domain::ActionId, crate::domain::ActionId) {
    let mut world = World::in_review();
    let words = world.reply("Three days, says Ada.");
    world.resume().unwrap();
    world.wait(0);
    world.draft_arrives(ANSWER);
    let approved = world.approve().unwrap();
    (world, words, approved)
}

#[test]
fn an_approved_reply_is_stopped_when_the_owners_own_words_arrive_first() {
    let (mut world, words, approved) = two_on_their_way();
    world.delivered(words);
    assert_eq!((world.stage(), world.c.clearance(approved, None)), ("quiet", None));
}

#[test]
fn a_handoff_stops_whatever_is_still_on_its_way() {
    let (mut world, words, approved) = two_on_their_way();
    world.not_delivered(words, dead());
    assert_eq!((world.stage(), world.c.clearance(approved, None)), ("with_human", None));
}
