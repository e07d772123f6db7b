//! No verdict, no draft: held words go to a human and never reach a model, not even as history.

use std::sync::Arc;

use super::world::{ANSWER, HELD, QUESTION, STRICTER, World, change, said};
use crate::domain::{Author, DraftFailure, Effect, HandoffReason, Refusal, Stage};

#[test]
fn a_held_turn_goes_to_a_human_at_once_and_the_visitor_is_told() {
    let world = World::held();
    assert_eq!(world.asked(), ["+needs-human +held-by-rule", "hand off: held_by_rule", "tell: held"]);
    assert_eq!((world.stage(), &world.c.held[..]), ("with_human", &["billing.refund".to_owned()][..]));
}

#[test]
fn a_held_turn_is_told_to_relay_and_visitor_once() {
    let mut world = World::held();
    world.visitor("m2", "hello? my refund?");
    assert_eq!(world.asked(), Vec::<String>::new());
    assert_eq!(world.open(), ["m1", "m2"]);
}

#[test]
fn words_split_over_messages_are_held_while_gathering_drafting_or_in_review() {
    let mut gathering = World::new();
    gathering.visitor("m1", "please re-");
    let mut drafting = World::new();
    drafting.visitor("m1", QUESTION);
    drafting.wait(2_500);
    for mut world in [gathering, drafting, World::in_review()] {
        world.visitor("m2", HELD);
        world.wait(600_000);
        assert_eq!((world.stage(), world.asked()), ("with_human", vec![]));
    }
}

#[test]
fn an_edit_that_asks_for_a_refund_holds_the_turn() {
    let mut world = World::in_review();
    world.edits("m1", HELD);
    assert_eq!((world.stage(), world.closings()), ("with_human", vec!["overtaken"]));
}

#[test]
fn an_edit_while_the_reply_is_on_its_way_stays_open_when_the_reply_arrives() {
    let (mut held, sent) = World::sending();
    held.edits("m1", HELD);
    held.delivered(sent);
    assert_eq!((held.stage(), held.open()), ("with_human", vec!["m1".to_owned()]));
    assert_eq!(held.c.held, ["billing.refund"]);

    let (mut clear, sent) = World::sending();
    clear.edits("m1", "How long is shipping to Mexico?");
    clear.delivered(sent);
    assert_eq!((clear.stage(), clear.open()), ("gathering", vec!["m1".to_owned()]));
}

#[test]
fn what_is_no_text_goes_to_a_human() {
    let mut world = World::new();
    world.hear(change(said(Author::Visitor, "m1", "look"), |h| h.readable = false));
    assert_eq!(world.asked(), ["+needs-human", "hand off: unreadable", "tell: handed off"]);
}

#[test]
fn nothing_of_a_held_turn_or_its_answer_becomes_history() {
    let mut world = World::held();
    world.owner("o1", "I have sent your money back");
    world.owner("o2", "You will see it in three days");
    world.resume().unwrap();
    world.visitor("m2", QUESTION);
    world.wait(2_500);
    let [(_, Effect::Draft { history, .. })] = &world.effects[..] else { panic!("{:?}", world.asked()) };
    assert_eq!(history, &[]);
}

#[test]
fn a_held_turn_edited_clear_is_still_no_history() {
    let mut world = World::held();
    world.edits("m1", "never mind");
    world.owner("o1", "You have the fifty back");
    assert_eq!(world.history(), Vec::<&str>::new());
}

#[test]
fn what_later_rules_hold_is_left_out_of_an_older_history() {
    let mut world = World::answered();
    assert_eq!(world.history(), [QUESTION, ANSWER]);
    world.policy.rulebook = Arc::clone(&STRICTER);
    world.visitor("m2", "Is it blue?");
    world.wait(2_500);
    let [(_, Effect::Draft { history, .. })] = &world.effects[..] else { panic!("{:?}", world.asked()) };
    assert_eq!(history, &[]);
}

#[test]
fn an_owners_own_words_about_a_guarded_subject_reach_no_model() {
    let mut world = World::new();
    world.visitor("m1", "Hello");
    world.owner("o1", "Hello, your refund is on its way");
    world.resume().unwrap();
    world.visitor("m2", QUESTION);
    world.wait(2_500);
    let [(_, Effect::Draft { history, .. })] = &world.effects[..] else { panic!("{:?}", world.asked()) };
    assert_eq!(history.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["Hello"]);
}

#[test]
fn stricter_rules_hold_a_turn_at_every_door() {
    let stricter = || Arc::clone(&STRICTER);
    let mut gathering = World::new();
    gathering.visitor("m1", QUESTION);
    gathering.policy.rulebook = stricter();
    gathering.wait(2_500);

    let mut drafted = World::new();
    drafted.visitor("m1", QUESTION);
    drafted.wait(2_500);
    drafted.policy.rulebook = stricter();
    let mut failed = World::new();
    failed.visitor("m1", QUESTION);
    failed.wait(2_500);
    failed.policy.rulebook = stricter();
    drafted.draft_arrives(ANSWER);
    failed.draft_fails(DraftFailure::HeldMeanwhile);

    for world in [gathering, drafted, failed] {
        assert_eq!(world.stage(), "with_human");
        assert_eq!(world.asked()[1], "hand off: held_by_rule");
    }
}

#[test]
fn stricter_rules_refuse_an_approval_and_hand_an_outdated_suggestion_off() {
    let mut world = World::in_review();
    world.policy.rulebook = Arc::clone(&STRICTER);
    let (suggestion, _) = world.seen();
    assert!(matches!(world.approve(), Err(Refusal::Overtaken { .. })));
    world.hear(crate::domain::Event::SuggestionOutdated { suggestion });
    assert_eq!((world.stage(), world.closings()), ("with_human", vec!["overtaken"]));
    assert!(matches!(&world.c.stage, Stage::WithHuman { why: HandoffReason::Held { .. }, .. }));
}
