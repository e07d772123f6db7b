//! Who gets a human before any draft is tried.

use super::world::{ANSWER, QUESTION, World};
use crate::domain::{HandoffReason, HumanAtOnce, Stage};

fn why(world: &World) -> Option<&'static str> {
    match &world.c.stage {
        Stage::WithHuman { why, .. } => Some(why.code()),
        _ => None,
    }
}

#[test]
fn who_asks_for_a_human_is_angry_or_in_danger_gets_one_and_no_draft() {
    for (text, code) in [
        ("Can I talk to a real person please?", "asked_for_human"),
        ("This is a joke, your service is pathetic.", "visitor_angry"),
        ("The lamp is on fire, what do I do", "visitor_in_danger"),
    ] {
        let mut world = World::new();
        world.visitor("m1", text);
        assert_eq!(why(&world), Some(code), "{text}");
        assert!(world.asked().iter().any(|words| words.starts_with("hand off")), "{:?}", world.asked());
        world.wait(60_000);
        assert_eq!(why(&world), Some(code), "no draft later either: {text}");
    }
}

#[test]
fn words_added_later_stop_a_draft_on_its_way() {
    let mut world = World::new();
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    let order = world.order();
    world.visitor("m2", "actually get me a human");
    assert_eq!(why(&world), Some("asked_for_human"));
    let draft = Box::new(super::world::draft(ANSWER));
    let passages = vec![super::world::passage()];
    let known = crate::domain::Known::default();
    world.hear(crate::domain::Event::DraftArrived { order, draft, passages, known });
    assert_eq!(why(&world), Some("asked_for_human"));
}

#[test]
fn the_third_time_the_same_is_asked_a_human_answers() {
    let mut world = World::new();
    for n in 0..2 {
        world.visitor(&format!("m{n}"), "How long does shipping to Canada take?");
        world.wait(2_500);
        world.draft_arrives(ANSWER);
        let action = world.approve().unwrap();
        world.delivered(action);
    }
    world.visitor("m3", "but how long does the shipping to Canada take");
    assert_eq!(why(&world), Some("asked_again"));
}

#[test]
fn what_the_owner_does_not_want_routed_is_drafted() {
    let mut world = World::new();
    world.policy.settings.human_at_once = vec![HumanAtOnce::Danger];
    world.visitor("m1", "Can I talk to a real person please?");
    assert_eq!(world.stage(), "gathering");
    world.visitor("m2", "my kid swallowed a battery");
    assert!(matches!(&world.c.stage, Stage::WithHuman { why: HandoffReason::Routed { .. }, .. }));
}

#[test]
fn a_rule_that_holds_comes_first() {
    let mut world = World::new();
    world.visitor("m1", "I want a refund and a real person");
    assert_eq!(why(&world), Some("held_by_rule"));
}

#[test]
fn danger_is_told_also_when_a_human_has_the_chat_already() {
    let mut world = World::held();
    world.visitor("m2", "the lamp caught fire and I am burned");
    assert_eq!(why(&world), Some("visitor_in_danger"));
    assert_eq!(world.asked(), ["hand off: visitor_in_danger", "tell: danger"], "both are told of the danger");
    world.visitor("m3", "please hurry");
    assert_eq!(world.asked(), [""; 0], "and once is enough");
}

#[test]
fn what_a_human_gave_back_is_not_routed_again_for_its_old_words() {
    let mut world = World::new();
    world.visitor("m1", "Can I talk to a real person please?");
    world.resume().unwrap();
    world.visitor("m2", "thanks, I wait");
    assert_eq!(world.stage(), "gathering");
    world.visitor("m3", "hello? a human please");
    assert_eq!(why(&world), Some("asked_for_human"));
}
