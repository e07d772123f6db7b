//! What cannot be got by trying again: another lot, a second label, a bound that counts only what has left.

use super::autonomy::world_where;
use super::world::{ANSWER, World};
use crate::domain::autopilot::Ruling;
use crate::domain::gate::{GateInput, LabelSource, WhyNot};
use crate::domain::{Author, Event, RejectReason, Review, Stage};

#[test]
fn whoever_writes_on_draws_no_other_lot_and_nobody_owes_the_audit_that_lost_its_point() {
    let mut world = world_where(true);
    for n in 2..8 {
        world.visitor(&format!("m{n}"), "And one more thing");
        let withdrawn =
            world.inputs().iter().any(|i| matches!(i, GateInput::Undecided { withdrawn: true, .. }));
        assert!(withdrawn, "{:?}", world.inputs());
        world.wait(15_000);
        world.draft_arrives(ANSWER);
        assert_eq!(world.ruling(), Ruling::Suggest { why: WhyNot::Holdback }, "message {n}");
    }
    // Let lie, it is owed.
    let mut idle = world_where(true);
    idle.wait(90_000_000);
    assert!(idle.inputs().iter().any(|i| matches!(i, GateInput::Undecided { withdrawn: false, .. })));
}

#[test]
fn a_chat_sorted_anew_in_its_countdown_is_put_before_the_owner() {
    let mut world = world_where(false);
    let tagged =
        Event::Tagged { by: "Ada".to_owned(), primary: Some("returns".to_owned()), secondary: vec![] };
    world.wish(tagged).unwrap();
    world.wait(10_000);
    assert_eq!((world.sent(), world.stage()), (None, "in_review"));
}

#[test]
fn what_the_gate_does_not_count_hides_no_later_label_of_the_chat() {
    let mut world = world_where(false);
    let Stage::Countdown { suggestion, draft, .. } = world.c.stage.clone() else { panic!("it counts down") };
    world.now = world.now.plus_ms(8_000);
    let seen =
        crate::domain::Seen { revision: world.c.revision, draft_hash: draft.hash(), read_ms: Some(8_000) };
    world.review((suggestion, seen), Review::Approve).unwrap();
    assert_eq!(world.label().map(|(_, source)| source), Some(LabelSource::Targeted));
    assert!(world.c.labelled.is_empty(), "chosen and right: not counted");
    let action = world.sent().unwrap();
    world.delivered(action);
    world.visitor("m9", "How long is shipping to Norway?");
    world.wait(15_000);
    world.draft_arrives(ANSWER);
    if let Stage::Countdown { suggestion, .. } = world.c.stage.clone() {
        world.wish(Event::CountdownStopped { suggestion, by: "Ada".to_owned() }).unwrap();
    }
    world.review(world.seen(), Review::Reject { reason: RejectReason::WrongFact }).unwrap();
    let first = world.inputs().into_iter().find_map(|input| match input {
        GateInput::Label { conversation_best, .. } => Some(*conversation_best),
        _ => None,
    });
    assert_eq!(first, Some(None), "the first that counts");
    assert_eq!(world.c.labelled.len(), 1);
}

#[test]
fn a_command_told_late_never_lifts_a_pause() {
    let mut world = World::flying();
    world.hear(super::world::said(Author::Owner, "o1", "/bot on"));
    let pulled = world.facts.iter().any(|f| matches!(f, crate::domain::Fact::SwitchPulled { .. }));
    assert!(!pulled);
}
