//! What time brings: a waiting visitor is told, an undecided suggestion ends, a quiet chat resolves, a return reopens.

use super::world::{HELD, QUESTION, World, said};
use crate::domain::{Author, Event, Fact, Resolution, Stage};

const HOUR_MS: i64 = 3_600_000;

fn resolved() -> Event {
    Event::ChatResolved { by: "owner".to_owned() }
}

#[test]
fn a_visitor_who_waits_for_the_owner_is_told_once_and_the_approval_still_stands() {
    let mut world = World::in_review();
    let seen = world.seen();
    world.wait(120_000);
    assert_eq!(world.asked(), ["tell: waiting"]);
    world.wait(120_000);
    assert_eq!(world.asked(), Vec::<String>::new());
    assert_eq!(world.review(seen, crate::domain::Review::Approve), Ok(()));
}

#[test]
fn a_suggestion_nobody_decided_on_expires_into_a_humans_hands() {
    let mut world = World::in_review();
    world.wait(24 * HOUR_MS);
    assert_eq!((world.stage(), world.closings()), ("with_human", vec!["expired"]));
    assert_eq!(world.asked(), ["+needs-human", "hand off: nobody_decided", "tell: handed off"]);
}

#[test]
fn an_answered_chat_without_a_word_resolves_by_quiet() {
    let mut world = World::answered();
    assert_eq!(world.due_in_ms(), Some(24 * HOUR_MS));
    world.wait(24 * HOUR_MS);
    assert_eq!(world.c.stage, Stage::Resolved { at: world.now });
    assert_eq!(world.c.episode.unwrap().resolution, Some(Resolution::Quiet));
}

#[test]
fn who_still_waits_for_a_human_is_never_resolved_by_quiet() {
    let mut world = World::held();
    world.wait(1_000 * HOUR_MS);
    assert_eq!((world.stage(), world.due_in_ms()), ("with_human", None));
}

#[test]
fn a_resolution_ends_the_suggestion_and_the_send() {
    let mut world = World::in_review();
    world.hear(resolved());
    assert_eq!((world.stage(), world.closings()), ("resolved", vec!["expired"]));
    assert_eq!(world.c.episode.as_ref().unwrap().resolution, Some(Resolution::Confirmed));
}

#[test]
fn a_resolution_told_again_changes_nothing() {
    let mut world = World::answered();
    world.hear(resolved());
    let before = world.c.clone();
    world.hear(resolved());
    world.status(crate::domain::RelayStatus::Resolved, Some("owner"));
    assert_eq!(world.c, before);
}

#[test]
fn a_resolution_older_than_the_visitors_last_word_ends_nothing() {
    let mut world = World::answered();
    let then = world.now;
    world.visitor("m2", QUESTION);
    let before = world.c.clone();
    world.hear_from(then, None, resolved());
    assert_eq!(world.c, before);
}

#[test]
fn a_resolution_from_before_the_episode_ends_nothing() {
    let mut world = World::answered();
    let then = world.now;
    world.hear(resolved());
    world.visitor("m2", QUESTION);
    world.owner("o1", "Three days");
    let before = world.c.clone();
    world.hear_from(then, None, resolved());
    assert_eq!(world.c, before);
}

/// The episode that a message this long after a resolution reopens, if it does.
fn reopened(after_ms: i64) -> bool {
    let mut world = World::answered();
    world.hear(resolved());
    let first = world.c.episode.clone().unwrap();
    world.now = world.now.plus_ms(after_ms - 1_000);
    world.visitor("m2", "still there?");
    assert_ne!(world.c.episode.as_ref().unwrap().id, first.id);
    assert_eq!(world.stage(), "gathering");
    assert!(world.facts.contains(&Fact::EpisodeReopened { episode: first.id, at: world.now }));
    world.c.previous.as_ref().unwrap().reopened()
}

#[test]
fn a_return_within_72_hours_reopens_and_a_later_one_does_not() {
    assert!(reopened(1_000));
    assert!(reopened(72 * HOUR_MS));
    assert!(!reopened(72 * HOUR_MS + 1));
}

#[test]
fn a_message_from_before_the_resolution_is_looked_at_and_reopens_nothing() {
    let mut world = World::answered();
    let before_it = world.now.plus_ms(500);
    world.hear(resolved());
    world.hear_from(before_it, None, said(Author::Visitor, "m2", "one more thing"));
    assert_eq!((world.stage(), world.open()), ("gathering", vec!["m2".to_owned()]));
    assert!(!world.facts.iter().any(|f| matches!(f, Fact::EpisodeReopened { .. })));
}

#[test]
fn a_held_return_is_handed_off_like_any_other() {
    let mut world = World::answered();
    world.hear(resolved());
    world.visitor("m2", HELD);
    assert_eq!(world.asked(), ["+needs-human +held-by-rule", "hand off: held_by_rule", "tell: held"]);
}
