//! A draft becomes a suggestion only when everything that code can check of it holds.

use super::world::{ANSWER, QUESTION, World, draft, passage};
use crate::domain::{
    Autonomy, Draft, DraftFailure, Event, Fact, Finding, Known, SuggestionState, UnbackedDrafts,
};

fn drafting() -> World {
    let mut world = World::new();
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    world
}

/// The handoff that a draft like this leads to.
fn after(change: impl FnOnce(&mut Draft)) -> String {
    let mut world = drafting();
    let mut draft = draft(ANSWER);
    change(&mut draft);
    let order = world.order();
    world.hear(Event::DraftArrived {
        order,
        draft: Box::new(draft),
        passages: vec![passage()],
        known: Known::default(),
    });
    assert!(world.facts.iter().any(|f| matches!(f, Fact::HandedOff { findings: Some(_), .. })));
    assert!(!world.facts.iter().any(|f| matches!(f, Fact::SuggestionMade(_))));
    world.asked()[1].clone()
}

#[test]
fn a_good_draft_is_put_before_the_owner_and_sent_to_nobody() {
    let mut world = drafting();
    world.draft_arrives(ANSWER);
    assert_eq!((world.stage(), world.asked()), ("in_review", vec![]));
    let made = world
        .facts
        .iter()
        .find_map(|f| if let Fact::SuggestionMade(s) = f { Some(s) } else { None })
        .unwrap();
    assert_eq!(
        (made.state, made.revision, &made.turn_text[..]),
        (SuggestionState::Pending, world.c.revision, QUESTION)
    );
}

#[test]
fn a_guess_never_looks_like_a_reply() {
    assert_eq!(after(|d| d.fit = 0.49), "hand off: low_confidence");
    assert_eq!(after(|d| d.fit = f64::NAN), "hand off: low_confidence");
    assert_eq!(after(|d| d.needs_human = true), "hand off: low_confidence");
    assert_eq!(after(|d| d.citations.clear()), "hand off: low_confidence");
    assert_eq!(
        after(|d| "invented#1".clone_into(&mut d.citations[0].passage_id)),
        "hand off: low_confidence"
    );
    assert_eq!(after(|d| d.text = "three days ".repeat(1_000)), "hand off: low_confidence");
    assert_eq!(after(|d| "We refund you".clone_into(&mut d.text)), "hand off: draft_held_by_rule");
}

#[test]
fn what_no_cited_passage_says_goes_to_a_human_and_is_named() {
    for (said, named) in [
        ("Canada: five days.", "five days"),
        ("Canada: three weeks.", "three weeks"),
        ("Canada: three days. See https://evil.example/pay.", "https://evil.example/pay"),
        ("Canada: three days. Write to boss@evil.example.", "boss@evil.example"),
        ("Canada: three days. You get 50 % off.", "50 %"),
        ("Canada: three days. {{ secrets }}", "{{"),
        ("Canada: three days. ![x](https://evil.example/x.png)", "evil.example"),
        ("Canada: three days. Someone will call you tomorrow.", "call you"),
    ] {
        assert_eq!(after(|d| said.clone_into(&mut d.text)), "hand off: draft_unbacked", "{said}");
        let findings = found(said, UnbackedDrafts::Suggest);
        assert!(findings.iter().any(|f| f.sentence().contains(named)), "{named}: {findings:?}");
    }
}

#[test]
fn an_owner_may_have_unbacked_drafts_suggested_with_warnings() {
    assert_eq!(found("Canada: three days.", UnbackedDrafts::Suggest), []);
    assert!(!found("Canada: five days.", UnbackedDrafts::Suggest).is_empty());
}

/// The warnings on the suggestion that a draft like this becomes.
fn found(text: &str, unbacked: UnbackedDrafts) -> Vec<Finding> {
    let mut world = drafting();
    world.policy.settings.unbacked_drafts = unbacked;
    let order = world.order();
    world.hear(Event::DraftArrived {
        order,
        draft: Box::new(draft(text)),
        passages: vec![passage()],
        known: Known::default(),
    });
    let made = world.facts.iter().find_map(|f| if let Fact::SuggestionMade(s) = f { Some(s) } else { None });
    made.expect("suggested").draft.findings.clone()
}

#[test]
fn no_draft_is_a_handoff_with_what_was_found() {
    let mut world = drafting();
    world.draft_fails(DraftFailure::NothingFound);
    assert_eq!(world.asked(), ["+needs-human", "hand off: no_draft", "tell: handed off"]);
}

#[test]
fn a_drafter_that_does_not_come_back_is_given_up() {
    let mut world = drafting();
    let order = world.order();
    world.wait(300_000);
    assert_eq!(world.asked(), ["+needs-human", "hand off: no_draft", "tell: handed off"]);
    world.hear(Event::DraftArrived {
        order,
        draft: Box::new(draft(ANSWER)),
        passages: vec![passage()],
        known: Known::default(),
    });
    assert_eq!(world.stage(), "with_human");
}

#[test]
fn shadow_keeps_the_draft_and_shows_it_to_nobody() {
    let mut world = World::new();
    world.policy.settings.autonomy = Autonomy::Shadow;
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    world.draft_arrives(ANSWER);
    assert!(
        world
            .facts
            .iter()
            .any(|f| matches!(f, Fact::SuggestionMade(s) if s.state == SuggestionState::Shadow))
    );
    assert_eq!(
        (world.stage(), world.asked()),
        ("with_human", vec!["+needs-human".to_owned(), "hand off: humans_only".to_owned()])
    );
}

#[test]
fn off_asks_no_drafter() {
    let mut world = World::new();
    world.policy.settings.autonomy = Autonomy::Off;
    world.visitor("m1", QUESTION);
    assert_eq!(world.asked(), ["+needs-human", "hand off: humans_only"]);
    let mut switched = World::new();
    switched.visitor("m1", QUESTION);
    switched.policy.settings.autonomy = Autonomy::Off;
    switched.wait(2_500);
    assert_eq!(switched.asked(), ["+needs-human", "hand off: humans_only"]);
}

#[test]
fn two_bots_are_parted_by_the_cap() {
    let mut world = World::new();
    world.policy.settings.human_at_once.clear();
    for n in 0..8 {
        world.visitor(&format!("m{n}"), QUESTION);
        world.wait(60_000);
        world.draft_arrives(ANSWER);
        let action = world.approve().unwrap();
        world.delivered(action);
    }
    world.visitor("m9", QUESTION);
    world.wait(60_000);
    assert_eq!(world.asked(), ["+needs-human", "hand off: turn_cap", "tell: handed off"]);
}

#[test]
fn so_many_messages_without_an_answer_are_for_a_human() {
    let mut world = World::new();
    for n in 0..=50 {
        world.visitor(&format!("m{n}"), "hello");
    }
    assert_eq!(world.asked(), ["+needs-human", "hand off: unreadable", "tell: handed off"]);
}

#[test]
fn a_greeting_that_led_to_a_handoff_does_not_keep_the_question_from_being_drafted() {
    let mut world = World::new();
    world.visitor("m1", "hello");
    world.wait(2_500);
    world.draft_fails(DraftFailure::NothingFound);
    assert_eq!(world.asked(), ["+needs-human", "hand off: no_draft", "tell: handed off"]);
    world.visitor("m2", QUESTION);
    assert_eq!(world.stage(), "gathering");
    world.wait(2_500);
    world.draft_arrives(ANSWER);
    assert_eq!(world.stage(), "in_review");
}

#[test]
fn a_second_handoff_of_the_same_open_turn_is_told_only_once() {
    let mut world = World::new();
    world.visitor("m1", "hello");
    world.wait(2_500);
    world.draft_fails(DraftFailure::NothingFound);
    world.visitor("m2", "are you there?");
    world.wait(2_500);
    world.draft_fails(DraftFailure::NothingFound);
    assert_eq!((world.stage(), world.asked()), ("with_human", vec![]));
}

#[test]
fn a_question_back_is_one_question_and_asked_once() {
    let back = |text: &str| {
        let mut draft = super::world::draft(text);
        draft.asks_back = true;
        Box::new(draft)
    };
    let hear = |world: &mut World, text: &str| {
        let order = world.order();
        let passages = vec![passage()];
        world.hear(Event::DraftArrived { order, draft: back(text), passages, known: Known::default() });
    };
    for lecture in [
        "Which country? Which size?",
        "Which country?\n\nShipping to Canada takes three days.",
        "Shipping takes three days. Which country?",
        "Tell us the country.",
    ] {
        let mut world = World::new();
        world.visitor("m1", QUESTION);
        world.wait(2_500);
        hear(&mut world, lecture);
        assert_eq!(world.stage(), "with_human", "{lecture}");
    }
    let mut world = World::new();
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    hear(&mut world, "Shipping to which country?");
    assert_eq!(world.stage(), "in_review");
    world.visitor("m2", "hello?");
    world.wait(2_500);
    hear(&mut world, "Shipping to which country?");
    assert_eq!(world.stage(), "in_review", "the visitor was never asked");
    let action = world.approve().unwrap();
    world.delivered(action);
    world.visitor("m3", "to the one I wrote of");
    world.wait(2_500);
    hear(&mut world, "Shipping to which country?");
    assert_eq!(world.stage(), "with_human", "asked once already");
}
