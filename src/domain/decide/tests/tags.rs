//! An owner sorts episodes by topic and judges how they were answered.

use super::world::World;
use crate::domain::{Effect, Event, Fact, Refusal, Rubric};

fn tag(world: &mut World, primary: Option<&str>, secondary: &[&str]) -> Result<(), Refusal> {
    world.wish(Event::Tagged {
        by: "Ada".to_owned(),
        primary: primary.map(str::to_owned),
        secondary: secondary.iter().map(|topic| (*topic).to_owned()).collect(),
    })
}

fn topics(world: &World) -> (Option<String>, Vec<String>) {
    let episode = world.c.episode.clone().unwrap();
    (episode.topic, episode.secondary)
}

#[test]
fn one_topic_is_primary_and_two_may_stand_beside_it_once_each() {
    let mut world = World::in_review();
    let seen = world.seen();
    tag(&mut world, Some("shipping"), &["orders", "shipping", "orders", "stock"]).unwrap();
    assert_eq!(topics(&world), (Some("shipping".to_owned()), vec!["orders".to_owned(), "stock".to_owned()]));
    assert_eq!(world.seen(), seen, "sorting a chat makes no decision stale");
    assert!(world.effects.iter().any(|(_, effect)| matches!(effect,
        Effect::ChangeLabels { add, .. } if add == &["topic-shipping", "topic-orders", "topic-stock"])));

    tag(&mut world, Some("orders"), &[]).unwrap();
    assert_eq!(topics(&world), (Some("orders".to_owned()), Vec::new()));
    assert!(world.effects.iter().any(|(_, effect)| matches!(effect,
        Effect::ChangeLabels { add, remove } if add.is_empty() && remove == &["topic-shipping", "topic-stock"])));
}

#[test]
fn three_topics_beside_the_first_are_too_many_and_change_nothing() {
    let mut world = World::in_review();
    let before = world.c.clone();
    let refused = tag(&mut world, Some("a"), &["b", "c", "d"]);
    assert!(matches!(refused, Err(Refusal::BadText { field, .. }) if field == "secondary"));
    assert_eq!(world.c, before);
}

#[test]
fn a_chat_without_an_episode_cannot_be_sorted() {
    assert!(matches!(tag(&mut World::new(), Some("a"), &[]), Err(Refusal::NotNow { .. })));
}

#[test]
fn a_new_episode_starts_unsorted() {
    let mut world = World::answered();
    tag(&mut world, Some("shipping"), &[]).unwrap();
    world.hear(Event::ChatResolved { by: "Ada".to_owned() });
    world.visitor("m9", "One more thing");
    assert_eq!(topics(&world), (None, Vec::new()));
}

fn judge(world: &mut World, marks: [u8; 3]) -> Result<(), Refusal> {
    let [clarity, correctness, empathy] = marks;
    world.wish(Event::Judged { by: "Ada".to_owned(), rubric: Rubric { clarity, correctness, empathy } })
}

#[test]
fn a_resolved_episode_is_judged_and_an_open_one_is_not() {
    let mut world = World::answered();
    assert!(matches!(judge(&mut world, [3, 3, 2]), Err(Refusal::NotNow { .. })));
    world.hear(Event::ChatResolved { by: "Ada".to_owned() });
    judge(&mut world, [3, 3, 2]).unwrap();
    let kept = world.facts.iter().find_map(|fact| match fact {
        Fact::RubricGiven { by, rubric, .. } => Some((by.as_str(), rubric.empathy)),
        _ => None,
    });
    assert_eq!(kept, Some(("Ada", 2)));
}

#[test]
fn marks_outside_one_to_three_are_refused_by_name() {
    let mut world = World::answered();
    world.hear(Event::ChatResolved { by: "Ada".to_owned() });
    for (marks, field) in [([0, 1, 1], "clarity"), ([1, 4, 1], "correctness"), ([1, 1, 9], "empathy")] {
        assert!(matches!(judge(&mut world, marks), Err(Refusal::BadText { field: f, .. }) if f == field));
    }
}
