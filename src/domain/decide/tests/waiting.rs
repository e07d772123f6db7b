//! A waiting visitor is told true things, once; a promise is kept count of, and people are warned before it breaks.

use super::world::{ANSWER, HELD, QUESTION, World, echo, said};
use crate::domain::waiting::Measured;
use crate::domain::{ActionId, Author, Effect, Event, Fact, Notice, Timestamp};

const MINUTE_MS: i64 = 60_000;

fn promising(mut world: World) -> World {
    world.policy.waiting.measured = Measured { n: 40, upper_ms: Some(25 * MINUTE_MS) };
    world
}

/// The last step's fixed message reaches the visitor, as the engine would word it now.
fn told(world: &mut World) -> (ActionId, String) {
    let found = world.effects.iter().find_map(|(id, effect)| match effect {
        Effect::Acknowledge(notice) => Some((*id, *notice)),
        _ => None,
    });
    let (action, notice) = found.expect("something was to be told");
    let said = world.policy.notice(world.now.plus_ms(1_000), &world.c, notice).expect("it is new");
    world.hear(Event::NoticeGiven { action, text: said.text.clone(), promise_until: said.until });
    (action, said.text)
}

/// A visitor with a held question, told that a colleague answers within 25 minutes.
fn waits() -> World {
    let mut world = promising(World::held());
    told(&mut world);
    world
}

/// How the wait ended in the last step: answered, kept.
fn ending(world: &World) -> Option<(Option<Timestamp>, Option<bool>)> {
    world.facts.iter().find_map(|fact| match fact {
        Fact::PromiseEnded { answered_at, kept, .. } => Some((*answered_at, *kept)),
        _ => None,
    })
}

#[test]
fn each_reason_has_a_text_of_its_own() {
    for (words, notice) in [
        (HELD, "tell: held"),
        ("Can I talk to a real person please?", "tell: asked for human"),
        ("This is a joke, your service is pathetic.", "tell: handed off"),
        ("The lamp is on fire, what do I do", "tell: danger"),
    ] {
        let mut world = World::new();
        world.visitor("m1", words);
        assert!(world.asked().iter().any(|asked| asked == notice), "{words}: {:?}", world.asked());
    }
    assert!(Notice::ALL.iter().all(|n| serde_json::to_value(n).unwrap() == n.as_str()));
}

#[test]
fn a_notice_opens_a_wait_with_or_without_a_time() {
    let world = waits();
    let promise = world.c.promise.unwrap();
    assert_eq!((promise.told_at, promise.until), (world.now, Some(world.now.plus_ms(25 * MINUTE_MS))));
    assert!(
        world.facts.contains(&Fact::PromiseMade { told_at: promise.told_at, until: promise.until }),
        "{:?}",
        world.facts
    );
    let mut world = World::held();
    told(&mut world);
    assert_eq!(world.c.promise.map(|p| p.until), Some(None));
}

#[test]
fn an_answer_in_time_keeps_the_promise_and_a_late_one_breaks_it() {
    for (minutes, kept) in [(24, true), (26, false)] {
        let mut world = waits();
        world.wait(minutes * MINUTE_MS);
        world.owner("o1", "Let me see to it.");
        assert_eq!(ending(&world), Some((Some(world.now), Some(kept))));
        assert_eq!((world.c.promise, world.c.told.len()), (None, 0));
    }
    let mut approved = promising(World::in_review());
    approved.wait(2 * MINUTE_MS);
    told(&mut approved);
    let action = approved.approve().unwrap();
    approved.delivered(action);
    assert_eq!(ending(&approved), Some((Some(approved.now), Some(true))), "an approved draft answers too");
    let mut untimed = World::held();
    told(&mut untimed);
    untimed.owner("o1", "Done.");
    assert_eq!(
        ending(&untimed),
        Some((Some(untimed.now), None)),
        "a wait without a time is measured all the same"
    );
}

#[test]
fn a_relay_whose_clock_is_late_cannot_make_a_late_answer_look_early() {
    let lag = 10 * MINUTE_MS;
    for (minutes, kept) in [(26, false), (24, true)] {
        let mut world = promising(World::new());
        world.hear_from(world.now.minus_ms(lag), None, said(Author::Visitor, "m1", HELD));
        told(&mut world);
        world.wait(minutes * MINUTE_MS);
        world.hear_from(world.now.minus_ms(lag), None, said(Author::Owner, "o1", "Let me see to it."));
        assert_eq!(ending(&world).and_then(|(_, kept)| kept), Some(kept), "after {minutes} minutes");
    }
}

#[test]
fn a_resolution_without_an_answer_ends_the_wait_uncounted_unless_the_time_was_over() {
    for (minutes, kept) in [(5, None), (30, Some(false))] {
        let mut world = waits();
        world.wait(minutes * MINUTE_MS);
        world.hear(Event::ChatResolved { by: "owner".to_owned() });
        assert_eq!(ending(&world), Some((None, kept)));
        assert!(!world.c.tags.iter().any(|tag| tag == "answer-soon"));
    }
}

#[test]
fn who_comes_back_after_an_unanswered_chat_was_resolved_is_told_anew() {
    let mut world = waits();
    world.hear(Event::ChatResolved { by: "owner".to_owned() });
    assert_eq!(world.asked(), ["-needs-human -held-by-rule"]);
    world.visitor("m2", HELD);
    assert_eq!(world.asked(), ["+needs-human +held-by-rule", "hand off: held_by_rule", "tell: held"]);
}

#[test]
fn an_answer_from_before_the_notice_ends_the_wait_only_where_nothing_is_left_open() {
    let mut world = waits();
    let before = world.now.minus_ms(500);
    world.hear_from(before, None, said(Author::Owner, "o1", "Done."));
    assert_eq!(ending(&world), Some((Some(world.now), Some(true))), "they had been told as late as that");

    let mut world = promising(World::held());
    let (answered, asked_again) = (world.now.plus_ms(200), world.now.plus_ms(400));
    world.hear_from(asked_again, None, said(Author::Visitor, "m2", HELD));
    world.effects = vec![(ActionId::derived(world.now, &["x"]), Effect::Acknowledge(Notice::Held))];
    told(&mut world);
    world.hear_from(answered, None, said(Author::Owner, "o1", "Done."));
    assert_eq!((ending(&world), world.open()), (None, vec!["m2".to_owned()]), "m2 waits still");
}

#[test]
fn people_are_warned_once_before_a_promise_ends() {
    let mut world = waits();
    assert_eq!(world.due_in_ms(), Some(20 * MINUTE_MS), "five minutes before the end");
    let revision = world.c.revision;
    world.wait(20 * MINUTE_MS);
    assert_eq!(world.asked(), ["+answer-soon"]);
    assert_eq!(
        (world.due_in_ms(), world.c.revision),
        (None, revision),
        "once, and no decision is outdated by it"
    );
    world.wait(3 * MINUTE_MS);
    assert_eq!(world.asked(), [""; 0]);
    world.owner("o1", "Here I am.");
    assert_eq!(world.asked(), ["+human-only -needs-human -held-by-rule -answer-soon"]);
}

#[test]
fn the_alarm_and_what_the_stage_wants_come_each_at_their_time() {
    let mut world = promising(World::in_review());
    world.policy.settings.waiting_notice_ms = 60_000;
    world.wait(MINUTE_MS);
    told(&mut world);
    world.policy.settings.suggestion_ttl_ms = 10 * MINUTE_MS;
    world.wait(10 * MINUTE_MS);
    assert_eq!(world.asked(), ["+needs-human", "hand off: nobody_decided", "tell: handed off"]);
    told(&mut world);
    assert_eq!(world.c.told.len(), 2);
    world.wait(10 * MINUTE_MS);
    assert_eq!(world.asked(), ["+answer-soon"], "the first promise stands");
}

#[test]
fn the_same_words_are_not_told_twice_and_danger_always_is() {
    let mut world = promising(World::in_review());
    world.wait(2 * MINUTE_MS);
    told(&mut world);
    world.visitor("m2", QUESTION);
    world.wait(2_500);
    world.draft_arrives(ANSWER);
    world.wait(2 * MINUTE_MS);
    assert_eq!(world.asked(), [""; 0], "the visitor has read that already");
    world.visitor("m3", "the lamp caught fire and I am burned");
    assert!(world.asked().contains(&"tell: danger".to_owned()), "{:?}", world.asked());
}

#[test]
fn the_relays_echo_of_a_notice_is_the_same_notice() {
    let mut world = promising(World::held());
    let (action, text) = told(&mut world);
    let promise = world.c.promise;
    world.hear(echo(Author::Assistant, "r1", &format!("{text} "), action));
    assert_eq!((world.c.promise, world.c.told.len()), (promise, 1));

    let mut first = promising(World::held());
    let id = first.effects.last().unwrap().0;
    first.hear(echo(Author::Assistant, "r1", "words", id));
    first.hear(Event::NoticeGiven {
        action: id,
        text: "words".to_owned(),
        promise_until: Some(first.now.plus_ms(60_000)),
    });
    assert_eq!(first.c.told.len(), 1);
    assert!(first.c.promise.unwrap().until.is_some(), "the outcome adds the time");
}

#[test]
fn an_echo_that_overtakes_the_outcome_promises_the_time_that_the_visitor_read() {
    let mut world = promising(World::new());
    world.visitor("m1", HELD);
    let decided = world.now;
    let known = world.c.announced.last().cloned().expect("it was worded with the decision");
    assert_eq!(known.until, Some(decided.plus_ms(25 * MINUTE_MS)));
    world.hear(echo(Author::Assistant, "r1", &known.text, known.action));
    let promise = world.c.promise;
    assert_eq!(promise.map(|p| p.until), Some(known.until));
    world.hear(Event::NoticeGiven { action: known.action, text: known.text, promise_until: known.until });
    assert_eq!((world.c.promise, world.c.told.len()), (promise, 1), "and the outcome adds nothing");
    world.owner("o1", "Done.");
    assert_eq!((ending(&world).and_then(|(_, kept)| kept), world.c.announced.len()), (Some(true), 0));
}

#[test]
fn a_notice_that_crosses_the_answer_opens_nothing() {
    let mut world = promising(World::held());
    let id = world.effects.last().unwrap().0;
    world.owner("o1", "Done.");
    world.hear(Event::NoticeGiven { action: id, text: "words".to_owned(), promise_until: Some(world.now) });
    assert_eq!((world.c.promise, world.c.told.len()), (None, 0));
}

#[test]
fn the_visitors_language_is_remembered_through_short_words() {
    let mut world = World::new();
    world.visitor("m1", "Wie lange dauert der Versand nach Norwegen?");
    world.visitor("m2", "ok danke");
    assert_eq!(world.c.language.as_deref(), Some("de"));
    world.visitor("m3", HELD);
    let said = world.policy.notice(world.now, &world.c, Notice::Held).unwrap();
    assert!(said.text.starts_with("Danke") || world.c.language.as_deref() == Some("en"));
}

#[test]
fn events_and_conversations_from_before_still_read() {
    let event = r#"{"event":"notice_given","action":"ID","text":"words"}"#;
    let action = ActionId::derived(Timestamp(0), &["x"]);
    let read: Event = serde_json::from_str(&event.replace("ID", &action.to_string())).unwrap();
    assert_eq!(read, Event::NoticeGiven { action, text: "words".to_owned(), promise_until: None });
    let mut stored = serde_json::to_value(&World::held().c).unwrap();
    for field in ["promise", "told", "announced", "language"] {
        assert!(stored.as_object_mut().unwrap().remove(field).is_some(), "{field}");
    }
    let read: crate::domain::Conversation = serde_json::from_value(stored).unwrap();
    assert_eq!(read.promise, None);
}
