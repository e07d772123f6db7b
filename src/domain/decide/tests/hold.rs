//! A decision made on a page can be taken back for a moment: nothing leaves before that is over, and nothing is lost.

use super::world::{ANSWER, HELD, World};
use crate::domain::{Effect, Event, Fact, Refusal, RejectReason, Review, Stage, SuggestionId};

const UNDO_MS: i64 = 5_000;

/// The owner has decided on a page, and can still take it back.
fn held(review: Review) -> (World, SuggestionId) {
    let mut world = World::in_review();
    let (suggestion, seen) = world.seen();
    world.wish(Event::Reviewed { suggestion, review, seen, by: "Ada".to_owned(), undoable: true }).unwrap();
    (world, suggestion)
}

fn undo(world: &mut World, suggestion: SuggestionId) -> Result<(), Refusal> {
    world.wish(Event::DecisionUndone { suggestion, by: "Ada".to_owned() })
}

const REJECT: Review = Review::Reject { reason: RejectReason::NeedsAPerson };

#[test]
fn nothing_leaves_before_the_time_to_take_it_back_is_over() {
    for review in [Review::Approve, REJECT] {
        let (mut world, _) = held(review);
        assert_eq!((world.stage(), world.asked().len(), world.due_in_ms()), ("holding", 0, Some(UNDO_MS)));
        world.wait(UNDO_MS - 1);
        assert_eq!((world.stage(), world.asked().len()), ("holding", 0));
    }
}

#[test]
fn then_an_approval_sends_once_what_was_approved() {
    let (mut world, _) = held(Review::Approve);
    assert_eq!(world.closings(), ["approved"]);
    world.wait(UNDO_MS);
    assert_eq!(world.asked(), ["send: Shipping to Canada takes three days."]);
    assert_eq!(world.stage(), "sending");
    world.wait(UNDO_MS);
    assert!(world.asked().is_empty());
}

#[test]
fn an_edit_sends_the_owners_words() {
    let (mut world, _) = held(Review::Edit { text: " Four days. ".to_owned(), only_tone: false });
    assert_eq!(world.closings(), ["edited"]);
    world.wait(UNDO_MS);
    assert_eq!(world.asked(), ["send: Four days."]);
}

#[test]
fn what_should_have_left_long_ago_is_put_before_the_owner_again() {
    let (mut late, suggestion) = held(Review::Approve);
    late.wait(UNDO_MS + 60_001);
    assert!(late.asked().is_empty(), "who knows what was said while nobody listened");
    assert_eq!(
        (late.stage(), late.facts.first()),
        ("in_review", Some(&Fact::SuggestionReopened(suggestion)))
    );
    late.approve().unwrap();
    let (mut busy, _) = held(Review::Approve);
    busy.wait(UNDO_MS + 60_000);
    assert_eq!(busy.stage(), "sending");
    let (mut rejected, _) = held(REJECT);
    rejected.wait(UNDO_MS + 3_600_000);
    assert_eq!(rejected.stage(), "with_human");
}

#[test]
fn then_a_rejection_gives_the_chat_to_a_human() {
    let (mut world, _) = held(REJECT);
    assert_eq!(world.closings(), ["rejected"]);
    world.wait(UNDO_MS);
    assert_eq!(world.stage(), "with_human");
    assert!(world.effects.iter().any(|(_, e)| matches!(e, Effect::HandOff { .. })));
    assert!(world.closings().is_empty(), "closed once");
}

#[test]
fn what_is_taken_back_is_open_again_as_it_was_and_can_be_decided_anew() {
    for review in [Review::Approve, REJECT] {
        let (mut world, suggestion) = held(review);
        undo(&mut world, suggestion).unwrap();
        assert_eq!(world.facts.first(), Some(&Fact::SuggestionReopened(suggestion)));
        assert!(world.effects.is_empty());
        assert_eq!(world.stage(), "in_review");
        let (again, _) = world.seen();
        assert_eq!(again, suggestion);
        world.wait(UNDO_MS);
        assert!(world.sent().is_none(), "the withdrawn approval sends nothing");
        world.approve().unwrap();
    }
}

#[test]
fn a_decision_seen_before_the_undo_does_not_count_after_it() {
    let mut world = World::in_review();
    let (suggestion, seen) = world.seen();
    let approve = |undoable| Event::Reviewed {
        suggestion,
        review: Review::Approve,
        seen: seen.clone(),
        by: "Ada".to_owned(),
        undoable,
    };
    world.wish(approve(true)).unwrap();
    undo(&mut world, suggestion).unwrap();
    assert!(matches!(world.wish(approve(false)), Err(Refusal::ChangedSinceSeen { .. })));
}

#[test]
fn too_late_or_for_another_suggestion_nothing_is_taken_back() {
    let (mut world, suggestion) = held(Review::Approve);
    let other = SuggestionId::derived(world.now, &["other"]);
    assert!(matches!(undo(&mut world, other), Err(Refusal::NotNow { .. })));
    world.now = world.now.plus_ms(UNDO_MS);
    assert!(matches!(undo(&mut world, suggestion), Err(Refusal::NotNow { .. })), "its time is over");
    world.wait(0);
    assert!(matches!(undo(&mut world, suggestion), Err(Refusal::NotNow { .. })), "it is being sent");
}

#[test]
fn a_second_owner_is_told_who_decided() {
    let mut world = World::in_review();
    let (suggestion, seen) = world.seen();
    let by = |by: &str| Event::Reviewed {
        suggestion,
        review: Review::Approve,
        seen: seen.clone(),
        by: by.to_owned(),
        undoable: true,
    };
    world.wish(by("Ada")).unwrap();
    let Err(Refusal::Overtaken { why }) = world.wish(by("Bob")) else { panic!("decided twice") };
    assert!(why.contains("Ada"), "{why}");
}

#[test]
fn a_new_word_of_the_visitor_overtakes_an_approval_and_not_a_rejection() {
    let (mut world, _) = held(Review::Approve);
    world.visitor("m2", "and to Chile?");
    assert_eq!((world.stage(), world.closings()), ("gathering", vec!["overtaken"]));
    assert!(world.sent().is_none());

    let (mut world, _) = held(REJECT);
    world.visitor("m2", "and to Chile?");
    assert_eq!(world.stage(), "with_human");
    assert_eq!(world.open(), ["m1", "m2"]);
    assert!(world.effects.iter().any(|(_, e)| matches!(e, Effect::HandOff { .. })));
}

#[test]
fn a_human_who_answers_meanwhile_is_the_only_one_who_does() {
    let (mut world, _) = held(Review::Approve);
    world.owner("o1", "Three days, and I just checked.");
    assert_eq!(world.stage(), "with_human");
    world.wait(UNDO_MS);
    assert!(world.sent().is_none());
}

#[test]
fn a_word_that_a_rule_holds_stops_an_approval_on_its_way() {
    let (mut world, _) = held(Review::Approve);
    world.visitor("m2", HELD);
    assert_eq!(world.stage(), "with_human");
    world.wait(UNDO_MS);
    assert!(world.sent().is_none());
}

#[test]
fn rules_that_grew_stricter_meanwhile_hold_what_was_approved() {
    let (mut world, _) = held(Review::Approve);
    world.policy.rulebook = std::sync::Arc::clone(&super::world::STRICTER);
    world.wait(UNDO_MS);
    assert!(world.sent().is_none());
    assert_eq!(world.stage(), "with_human");
}

#[test]
fn without_a_time_to_take_it_back_it_is_carried_out_at_once() {
    let mut world = World::in_review();
    world.policy.settings.undo_ms = 0;
    let (suggestion, seen) = world.seen();
    let by = "Ada".to_owned();
    world.wish(Event::Reviewed { suggestion, review: Review::Approve, seen, by, undoable: true }).unwrap();
    assert!(matches!(world.c.stage, Stage::Sending { .. }));
    assert_eq!(world.asked(), [format!("send: {ANSWER}")]);
}

#[test]
fn only_who_decided_takes_it_back() {
    let (mut world, suggestion) = held(Review::Approve);
    let Err(Refusal::NotNow { why }) = world.wish(Event::DecisionUndone { suggestion, by: "Bob".to_owned() })
    else {
        panic!("taken back by somebody else")
    };
    assert!(why.contains("Ada"), "{why}");
    assert_eq!(world.stage(), "holding");
    undo(&mut world, suggestion).unwrap();
}

#[test]
fn what_does_not_move_the_chat_on_leaves_a_rejection_to_be_taken_back() {
    let (mut world, suggestion) = held(REJECT);
    world
        .wish(Event::Tagged { by: "Ada".to_owned(), primary: Some("shipping".to_owned()), secondary: vec![] })
        .unwrap();
    world.hear(Event::ChatOpened { page_url: None, referrer: None });
    assert_eq!(world.stage(), "holding");
    undo(&mut world, suggestion).unwrap();
    assert_eq!(world.stage(), "in_review");
}

#[test]
fn an_approval_of_what_has_changed_since_is_drafted_afresh_and_not_sent() {
    let (mut world, suggestion) = held(Review::Approve);
    world.hear(Event::SuggestionOutdated { suggestion });
    assert_eq!((world.stage(), world.closings()), ("gathering", vec!["overtaken"]));
    world.wait(UNDO_MS);
    assert!(world.sent().is_none());
}
