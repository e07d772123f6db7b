//! What is written down while a story is played is what its rows say afterwards, in every story, however odd.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::properties_events::{Memory, Next, Op, ops};
use super::world::World;
use crate::domain::decide::decide;
use crate::domain::metrics::{
    Counted, Mark, Metrics, RawDraft, RawEpisode, RawMessage, RawRating, RawSuggestion, differences,
    recompute,
};
use crate::domain::waiting::{HoursSettings, Measured};
use crate::domain::{
    Author, ConversationId, Decision, Episode, EpisodeId, Event, Fact, Logged, Message, SuggestionId,
    Timestamp,
};

/// The tables, as the statements of the store write them.
#[derive(Default)]
struct Tables {
    episodes: BTreeMap<EpisodeId, Episode>,
    marks: Vec<(EpisodeId, Timestamp, Mark)>,
    messages: BTreeMap<String, (Message, Option<(EpisodeId, Timestamp, Counted, Option<String>)>)>,
    suggestions: BTreeMap<SuggestionId, (EpisodeId, RawSuggestion)>,
    drafted: BTreeMap<SuggestionId, String>,
    drafts: Vec<(EpisodeId, RawDraft)>,
    screenings: Vec<(EpisodeId, Vec<String>)>,
    ratings: BTreeMap<String, (EpisodeId, RawRating)>,
    promises: BTreeMap<Timestamp, (EpisodeId, (Option<Timestamp>, bool, Option<bool>))>,
}

impl Tables {
    fn write(&mut self, now: Timestamp, decision: &Decision) {
        let within = decision.after.episode.as_ref().map(|e| e.id);
        for fact in &decision.facts {
            match (fact, within) {
                (Fact::EpisodeChanged(episode), _) => {
                    self.episodes.insert(episode.id, episode.clone());
                }
                (Fact::EpisodeReopened { episode, at }, _) => {
                    self.episodes.get_mut(episode).unwrap().reopened_at = Some(*at);
                }
                (Fact::Marked { episode, at, mark }, _) => self.marks.push((*episode, *at, mark.clone())),
                (Fact::MessageKept(message), _) => self.keep(message),
                (Fact::MessageCounted { external_id, episode, said }, _) => {
                    let known = &mut self.messages.get_mut(external_id).unwrap().1;
                    let (episode, at, _, template) =
                        known.take().unwrap_or((*episode, said.at, said.counted, said.template.clone()));
                    *known = Some((episode, at, said.counted, template));
                }
                (Fact::TurnScreened(screening), Some(within)) => {
                    let rules = screening.reasons.iter().map(|r| r.rule.clone()).collect();
                    self.screenings.push((within, rules));
                }
                (Fact::SuggestionMade(s), Some(within)) => {
                    let row = RawSuggestion { id: s.id, read_ms: None, bad: None };
                    self.drafted.insert(s.id, s.draft.text.clone());
                    self.suggestions.insert(s.id, (within, row));
                }
                (Fact::SuggestionClosed(closing), _) => {
                    let row = &mut self.suggestions.get_mut(&closing.id).unwrap().1;
                    row.read_ms = closing.read_ms.or(row.read_ms);
                    row.bad = closing.label.map(|l| l.bad).or(row.bad);
                }
                (Fact::SuggestionReopened(id), _) => {
                    let row = &mut self.suggestions.get_mut(id).unwrap().1;
                    (row.read_ms, row.bad) = (None, None);
                }
                (Fact::RatingGiven { episode: Some(about), rating, at }, _) => {
                    let row = RawRating { instrument: rating.instrument, score: rating.score, at: *at };
                    let known = self.ratings.entry(rating.survey_id.clone()).or_insert((*about, row.clone()));
                    if *at >= known.1.at {
                        known.1 = row;
                    }
                }
                (Fact::PromiseMade { told_at, until }, Some(within)) => {
                    let known = self.promises.entry(*told_at).or_insert((within, (*until, false, None)));
                    known.1.0 = known.1.0.or(*until);
                }
                (Fact::PromiseEnded { told_at, kept, .. }, _) => {
                    let known = self.promises.get_mut(told_at).unwrap();
                    known.1 = (known.1.0, true, *kept);
                }
                (Fact::DraftAnswered { order, draft: Some(draft), .. }, Some(within)) => {
                    let row = RawDraft {
                        at: now,
                        order: order.to_string(),
                        tokens: draft.usage.tokens(),
                        cost_micros: draft.usage.cost_micros,
                        confidence: (!draft.weighed.is_empty()).then_some(draft.confidence),
                    };
                    self.drafts.push((within, row));
                }
                _ => {}
            }
        }
    }

    fn keep(&mut self, message: &Message) {
        let known = self.messages.entry(message.external_id.clone()).or_insert((message.clone(), None));
        if known.0.kind == message.kind && message.at >= known.0.at {
            known.0.text.clone_from(&message.text);
        }
        known.0.suggestion = known.0.suggestion.or(message.suggestion);
    }

    fn raw(&self, id: EpisodeId) -> RawEpisode {
        let of = |episode: &EpisodeId| *episode == id;
        let message = |(m, counted): &(Message, Option<(EpisodeId, Timestamp, Counted, Option<String>)>)| {
            let (_, at, counted, template) = counted.clone().filter(|c| of(&c.0))?;
            Some(RawMessage {
                external_id: m.external_id.clone(),
                author: m.author,
                kind: m.kind,
                at,
                counted,
                template,
                drafted: m.suggestion.and_then(|id| self.drafted.get(&id).cloned()),
                text: m.text.clone(),
            })
        };
        RawEpisode {
            id,
            conversation: ConversationId::of("shop", "c_1"),
            marks: self.marks.iter().filter(|m| of(&m.0)).map(|(_, at, m)| (*at, m.clone())).collect(),
            messages: self.messages.values().filter_map(message).collect(),
            suggestions: self.suggestions.values().filter(|s| of(&s.0)).map(|s| s.1.clone()).collect(),
            drafts: self.drafts.iter().filter(|d| of(&d.0)).map(|d| d.1.clone()).collect(),
            held: self.screenings.iter().filter(|s| of(&s.0)).map(|s| s.1.clone()).collect(),
            promises: self.promises.values().filter(|p| of(&p.0)).map(|p| p.1).collect(),
            ratings: self.ratings.values().filter(|r| of(&r.0)).map(|r| r.1.clone()).collect(),
            events: Vec::new(),
        }
    }
}

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

fn play(story: &[More]) -> TestCaseResult {
    let (mut world, mut memory, mut tables) = (World::new(), Memory::default(), Tables::default());
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
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_figures_of_every_story_are_those_that_its_rows_say(story in stories()) {
        play(&story)?;
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
