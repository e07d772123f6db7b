//! A human silences the assistant until an explicit resume, and our own echo is no human.

use super::world::{ANSWER, HELD, QUESTION, World, change, echo, said};
use crate::domain::{Author, Event, Fact, Handling, Message, MessageKind, Refusal, RelayStatus, Undelivered};

#[test]
fn an_owners_public_message_stops_everything_of_ours() {
    let mut drafting = World::new();
    drafting.visitor("m1", QUESTION);
    drafting.wait(2_500);
    let (sending, _) = World::sending();
    for mut world in [drafting, World::in_review(), sending] {
        world.owner("o1", "I'll take this one");
        assert_eq!((world.stage(), world.open()), ("with_human", Vec::<String>::new()));
        assert!(world.c.outgoing.iter().all(|o| world.c.clearance(o.action, None).is_none()));
        world.visitor("m2", QUESTION);
        world.wait(600_000);
        assert_eq!((world.stage(), world.open()), ("with_human", vec!["m2".to_owned()]));
    }
}

#[test]
fn a_colleagues_note_silences_nobody() {
    let mut world = World::in_review();
    let before = world.c.clone();
    world.hear(change(said(Author::Owner, "o1", "odd one"), |h| h.private = true));
    assert_eq!(world.c, before);
}

#[test]
fn our_reply_echoed_under_an_owners_name_is_ours() {
    for author in [Author::Owner, Author::Assistant] {
        let (mut world, action) = World::sending();
        world.hear(echo(author, "r1", ANSWER, action));
        assert_eq!((world.stage(), &world.c.silenced), ("quiet", &None));
        assert_eq!(world.c.episode.as_ref().unwrap().handling, Handling::AiAssisted);
        let before = world.c.clone();
        world.delivered(action);
        world.hear(echo(author, "r1", ANSWER, action));
        assert_eq!((&world.c, world.facts.len()), (&before, 0));
    }
}

#[test]
fn our_notice_echoed_is_kept_as_a_notice_and_answers_nothing() {
    let mut world = World::held();
    let (action, _) = world.effects[2].clone();
    world.hear(echo(Author::Owner, "n1", "A colleague will answer you.", action));
    let [Fact::MessageKept(Message { author, kind, .. }), Fact::PromiseMade { until: None, .. }] =
        &world.facts[..]
    else {
        panic!("{:?}", world.facts)
    };
    assert_eq!((*author, *kind), (Author::Assistant, MessageKind::Notice));
    assert_eq!((&world.c.silenced, world.open()), (&None, vec!["m1".to_owned()]));
    assert_eq!(world.c.episode.unwrap().first_response_at, None);
}

#[test]
fn a_visitor_cannot_speak_in_our_name() {
    let (mut world, action) = World::sending();
    world.hear(echo(Author::Visitor, "m2", HELD, action));
    assert_eq!((world.stage(), world.open()), ("with_human", vec!["m1".to_owned(), "m2".to_owned()]));
}

#[test]
fn another_bot_neither_answers_nor_silences() {
    let mut world = World::in_review();
    let before = world.c.clone();
    world.hear(said(Author::Assistant, "b1", "We are closed"));
    assert_eq!((&world.c, world.facts.len()), (&before, 1));
}

#[test]
fn our_own_handoffs_echo_silences_nobody_but_a_humans_does() {
    let mut echoed = World::held();
    let before = echoed.c.clone();
    echoed.status(RelayStatus::Human, Some("bot"));
    assert_eq!(echoed.c, before);
    // Nobody is named: whoever it was, no more drafts; the reason it waits for a human stays.
    echoed.status(RelayStatus::Human, None);
    assert_eq!((&echoed.c.stage, echoed.c.silenced.is_some()), (&before.stage, true));
    echoed.status(RelayStatus::Human, Some("Ben"));
    assert_eq!(echoed.c.silenced.unwrap().by, "Ben");

    let mut taken = World::in_review();
    taken.status(RelayStatus::Human, Some("Ben"));
    assert_eq!((taken.stage(), taken.closings()), ("with_human", vec!["overtaken"]));
}

#[test]
fn only_an_owners_resume_ends_a_silence() {
    let mut world = World::in_review();
    world.owner("o1", "Hello");
    world.status(RelayStatus::Bot, Some("auto"));
    world.visitor("m2", QUESTION);
    world.wait(600_000);
    assert_eq!(world.stage(), "with_human");
    world.resume().unwrap();
    world.wait(0);
    assert_eq!(world.asked(), ["draft: How long is shipping to Canada?"]);
}

#[test]
fn a_configured_quiet_time_ends_a_silence_too() {
    let mut world = World::new();
    world.policy.settings.resume_after_quiet_ms = 3_600_000;
    world.owner("o1", "Hello");
    world.visitor("m1", QUESTION);
    assert_eq!(world.stage(), "with_human");
    world.owner("o2", "Three days");
    world.now = world.now.plus_ms(3_600_000);
    world.visitor("m2", QUESTION);
    assert_eq!((world.stage(), &world.c.silenced), ("gathering", &None));
}

#[test]
fn a_held_turn_is_not_given_back() {
    let mut world = World::held();
    let before = world.c.clone();
    assert!(matches!(world.resume(), Err(Refusal::NotNow { .. })));
    assert_eq!(world.c, before);
    world.owner("o1", "Done");
    assert_eq!((world.resume(), world.stage()), (Ok(()), "quiet"));
}

#[test]
fn what_the_visitor_wrote_after_the_humans_words_stays_open_and_marked() {
    let mut world = World::held();
    let between = world.now.plus_ms(1);
    world.visitor("m2", "and a second refund");
    world.hear_from(between, None, said(Author::Owner, "o1", "Done"));
    assert_eq!((world.stage(), world.open()), ("with_human", vec!["m2".to_owned()]));
    assert_eq!(world.c.held, ["billing.refund"]);
    assert!(
        world.c.tags.iter().any(|t| t == "needs-human") && world.c.tags.iter().any(|t| t == "held-by-rule")
    );
}

#[test]
fn a_takeover_during_the_send_records_what_still_arrived() {
    let (mut world, action) = World::sending();
    world.owner("o1", "Three days, I think");
    world.delivered(action);
    assert_eq!(world.c.episode.as_ref().unwrap().handling, Handling::AiAssisted);
    let (mut other, action) = World::sending();
    other.owner("o1", "Three days, I think");
    other.not_delivered(action, Undelivered::Cancelled);
    assert_eq!(other.c.episode.as_ref().unwrap().handling, Handling::HumanOnly);
    assert_eq!(other.closings(), ["overtaken"]);
}

#[test]
fn taking_over_stops_a_reply_on_its_way() {
    let by_hand = Event::TakenOver { by: "Ben".to_owned(), why: None };
    let in_the_relay = Event::StatusChanged { status: RelayStatus::Human, by: Some("Ben".to_owned()) };
    for event in [by_hand, in_the_relay] {
        let (mut world, action) = World::sending();
        world.hear(event);
        assert_eq!((world.stage(), world.open()), ("with_human", vec!["m1".to_owned()]));
        assert_eq!(world.c.clearance(action, None), None);
    }
}
