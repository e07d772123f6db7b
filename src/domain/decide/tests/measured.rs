//! What is written down while a story is played is what its rows say afterwards, in every story, however odd.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::measured_tables::Tables;
use super::properties_events::{Memory, Next, Op, ops};
use super::world::World;
use crate::domain::decide::decide;
use crate::domain::metrics::{Metrics, differences, recompute};
use crate::domain::waiting::{HoursSettings, Measured};
use crate::domain::{Author, Episode, Event, Logged};

/// What may happen beside the other properties' vocabulary.
#[derive(Clone, Debug)]
enum More {
    Usual(Op),
    Bought { back_ms: i64, value: Option<f64> },
    Came { page: usize, from: usize },
    Sorted(usize),
}

fn stories() -> impl Strategy<Value = Vec<More>> {
    let extra = prop_oneof![
        (0_i64..20_000_000, prop::option::of(0.0..100.0_f64))
            .prop_map(|(back_ms, value)| More::Bought { back_ms, value }),
        (0_usize..4, 0_usize..3).prop_map(|(page, from)| More::Came { page, from }),
        (0_usize..3).prop_map(More::Sorted),
    ];
    (ops(), prop::collection::vec((any::<prop::sample::Index>(), extra), 0..8)).prop_map(|(usual, extra)| {
        let mut story: Vec<More> = usual.into_iter().map(More::Usual).collect();
        for (place, more) in extra {
            let at = place.index(story.len() + 1);
            story.insert(at, more);
        }
        story
    })
}

const PAGES: [Option<&str>; 4] = [
    None,
    Some("https://shop.example/"),
    Some("https://shop.example/pricing?utm_campaign=spring+sale&x=1#top"),
    Some("not a url"),
];
const FROM: [Option<&str>; 3] = [None, Some("https://www.example.org/a"), Some("https://shop.example/b")];

fn happening(world: &mut World, memory: &mut Memory, more: &More) -> Option<(Event, i64)> {
    Some(match more {
        More::Usual(op) => match memory.event(world, op)? {
            // A relay names every message in its own way.
            Next { event: Event::Delivered { action, .. }, back_ms } => {
                (Event::Delivered { action, message_id: Some(format!("relay-{action}")) }, back_ms)
            }
            Next { event, back_ms } => (event, back_ms),
        },
        More::Bought { back_ms, value } => {
            (Event::Converted { value: *value, currency: Some("EUR".to_owned()) }, *back_ms)
        }
        More::Came { page, from } => {
            let (page_url, referrer) = (PAGES[*page].map(str::to_owned), FROM[*from].map(str::to_owned));
            (Event::ChatOpened { page_url, referrer }, 0)
        }
        More::Sorted(n) => {
            world.c.episode.as_ref()?;
            let primary = [None, Some("orders"), Some("returns")][*n].map(str::to_owned);
            (Event::Tagged { by: "Ada".to_owned(), primary, secondary: vec!["other".to_owned()] }, 0)
        }
    })
}

fn play(mut world: World, story: &[More]) -> TestCaseResult {
    let (mut memory, mut tables) = (Memory::default(), Tables::default());
    with_topics(&mut world);
    world.policy.waiting.measured = Measured { n: 30, upper_ms: Some(1_500_000) };
    let day = || Some("09:00-17:00".to_owned());
    let hours =
        HoursSettings { zone: Some("Europe/Berlin".to_owned()), mon: day(), ..HoursSettings::default() };
    world.policy.waiting.hours = std::sync::Arc::new(hours.read().unwrap());
    world.policy.waiting.measured_under = std::sync::Arc::clone(&world.policy.waiting.hours);
    for (seq, more) in (1..).zip(story) {
        let next = happening(&mut world, &mut memory, more);
        let now = world.now;
        let clock = Logged { seq, at: now, heard_at: now, sequence: None, event: Event::ClockReached };
        let told = next.map(|(event, back_ms)| Logged { event, at: now.minus_ms(back_ms), ..clock.clone() });
        for logged in told.into_iter().chain([clock]) {
            let Ok(decision) = decide(now, &world.policy, &world.c, &logged) else { continue };
            tables.write(now, &decision);
            world.c = decision.after;
            world.effects = decision.effects;
            memory.sent.extend(world.c.outgoing.iter().map(|o| o.action));
            memory.sent.sort_unstable();
            memory.sent.dedup();
            memory.notices(&world);
        }
        for (id, episode) in &tables.episodes {
            let (stored, again) = (Metrics::of(episode), recompute(&tables.raw(*id)));
            let wrong = differences(&stored, &again);
            prop_assert!(
                wrong.is_empty(),
                "{:?} differ after {:?}:\n{:#?}\n{:#?}",
                wrong,
                more,
                stored,
                again
            );
            prop_assert_eq!(episode.handling, stored.handling);
            prop_assert_eq!(episode.kind, stored.kind);
            prop_assert_eq!(episode.first_response_at, stored.first_response_at);
        }
        world.now = world.now.plus_ms(seq % 3 * 700);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_figures_of_every_story_are_those_that_its_rows_say(story in stories()) {
        play(World::new(), &story)?;
    }

    #[test]
    fn and_where_replies_may_leave_without_an_owner(story in stories(), hold in 0..2_usize) {
        let mut world = World::flying();
        world.policy.settings.auto_hold_ms = [0, 1_500][hold];
        play(world, &story)?;
    }
}

/// A story in which nothing is left to chance: 10:00:00 asked, 10:00:30 asked more, 10:03:12 answered.
#[test]
fn an_answer_waits_from_the_first_question_that_it_answers() {
    let mut world = World::new();
    let start = world.now;
    world.visitor("m1", "Is it blue");
    world.now = start.plus_ms(29_000);
    world.visitor("m2", "Or green");
    world.now = start.plus_ms(192_000);
    world.owner("o1", "Blue, and here is why");
    world.owner("o2", "And one thing more");
    let episode = world.c.episode.as_ref().unwrap();
    let figures = Metrics::of(episode);
    assert_eq!((figures.turns, figures.answers), (1, 2));
    assert_eq!(figures.reply_ms, [192_000], "the second answer answered no question");
    assert_eq!(figures.first_response_at.unwrap().since(figures.started_at), 192_000_000);
}

#[test]
fn an_answer_heard_after_the_visitor_came_back_belongs_to_the_episode_it_was_said_in() {
    let mut world = World::new();
    world.visitor("m1", "Is it blue");
    let answered = world.now.plus_ms(500);
    world.hear(Event::ChatResolved { by: "user".to_owned() });
    world.visitor("m2", "And one more");
    let (first, second) = (world.c.previous.clone().unwrap(), world.c.episode.clone().unwrap());
    assert_eq!(Metrics::of(&first).first_response_at, None);
    world.hear_from(answered, None, super::world::said(Author::Owner, "o1", "Yes"));
    assert_eq!(world.c.previous.as_ref().unwrap().first_response_at, Some(answered));
    assert_eq!(world.c.previous.as_ref().unwrap().id, first.id);
    assert_eq!(world.c.episode.as_ref().unwrap().first_response_at, None);
    assert_eq!(world.c.episode.as_ref().unwrap().id, second.id);
}

#[test]
fn a_visitor_who_comes_back_after_a_week_is_known_to_have_and_counts_as_not_reopened() {
    let mut world = World::answered();
    world.hear(Event::ChatResolved { by: "user".to_owned() });
    world.now = world.now.plus_ms(7 * 86_400_000);
    world.visitor("m9", "Is it still blue");
    let before = world.c.previous.as_ref().unwrap();
    assert_eq!((before.reopened_at, before.reopened()), (Some(world.now), false));
    assert!(world.c.episode.as_ref().unwrap().measured.returning);
}

#[test]
fn a_purchase_counts_within_two_hours_of_the_last_answer_also_of_the_episode_before() {
    let mut world = World::answered();
    world.hear(Event::ChatResolved { by: "user".to_owned() });
    world.now = world.now.plus_ms(3_600_000);
    world.visitor("m9", "One more thing");
    let buy = |value| Event::Converted { value: Some(value), currency: Some("EUR".to_owned()) };
    world.hear(buy(12.5));
    world.now = world.now.plus_ms(3_600_000);
    world.hear(buy(99.0));
    let bought = |e: &Episode| Metrics::of(e).conversions.iter().filter_map(|c| c.value).collect::<Vec<_>>();
    assert_eq!(bought(world.c.previous.as_ref().unwrap()), [12.5]);
    assert_eq!(bought(world.c.episode.as_ref().unwrap()), [0.0_f64; 0]);
}

#[test]
fn who_asks_for_a_human_is_unhappy_whoever_has_the_conversation() {
    let mut world = World::new();
    world.visitor("m1", "Is it blue");
    world.owner("o1", "Yes");
    assert!(!world.c.episode.as_ref().unwrap().measured.unhappy);
    world.visitor("m2", "I want to speak to a real human please");
    assert!(world.c.episode.as_ref().unwrap().measured.unhappy);
}

#[test]
fn a_chat_of_many_turns_is_called_complex_in_the_relay() {
    let mut world = World::new();
    for n in 0..6 {
        world.visitor(&format!("m{n}"), &format!("Question number {n}"));
        let complex = world.c.tags.iter().any(|t| t == "complex");
        assert_eq!(complex, n == 5);
        world.owner(&format!("o{n}"), "An answer");
    }
    world.hear(Event::ChatResolved { by: "user".to_owned() });
    world.visitor("again", "Hello");
    assert!(!world.c.tags.iter().any(|t| t == "complex"));
}

fn with_topics(world: &mut World) {
    let all = [("orders", "order"), ("colours", "blue\ngreen")];
    world.policy.topics = std::sync::Arc::new(crate::domain::Topics::of(all.into_iter()));
}

fn sorted(world: &World) -> (Option<&str>, bool) {
    let episode = world.c.episode.as_ref().unwrap();
    (episode.topic.as_deref(), episode.measured.suggested)
}

#[test]
fn the_first_turn_suggests_a_topic_until_an_owner_sorts_the_chat() {
    let mut world = World::new();
    with_topics(&mut world);
    world.visitor("m1", "Hello");
    assert_eq!(sorted(&world), (None, false));
    world.visitor("m2", "About my order");
    assert_eq!(sorted(&world), (Some("orders"), true));
    world.visitor("m3", "Is it blue or green");
    assert_eq!(sorted(&world), (Some("colours"), true), "more words, another suggestion");
    assert!(!world.c.tags.iter().any(|tag| tag.starts_with("topic-")), "the relay hears what somebody said");
    let tag = |primary: Option<&str>| Event::Tagged {
        by: "Ada".to_owned(),
        primary: primary.map(str::to_owned),
        secondary: Vec::new(),
    };
    world.wish(tag(Some("colours"))).unwrap();
    assert_eq!(sorted(&world), (Some("colours"), false));
    assert!(world.c.tags.contains(&"topic-colours".to_owned()));
    world.wish(tag(None)).unwrap();
    world.visitor("m4", "my order");
    assert_eq!(sorted(&world), (None, false), "an owner said that it is none");
}

#[test]
fn later_turns_suggest_nothing_and_a_new_episode_does_again() {
    let mut world = World::new();
    with_topics(&mut world);
    world.visitor("m1", "Hello");
    world.owner("o1", "Hello");
    world.visitor("m2", "About my order");
    assert_eq!(sorted(&world), (None, false));
    world.hear(Event::ChatResolved { by: "user".to_owned() });
    world.visitor("m3", "My order again");
    assert_eq!(sorted(&world), (Some("orders"), true));
}
