//! What follows a reply that left by itself: an owner's word, a visitor's displeasure, a day without either.

use super::autonomy::world_where;
use super::world::World;
use crate::domain::autopilot::{AUDIT_WITHIN_MS, Judged, Ruling};
use crate::domain::gate::{GateEvent, GateInput, LabelSource, Mode, SoftSignal};
use crate::domain::metrics::Metrics;
use crate::domain::{Event, Fact, Instrument, Rating};

fn sent() -> World {
    let mut world = world_where(false);
    world.wait(10_000);
    let action = world.sent().expect("it leaves when the time is over");
    world.delivered(action);
    world
}

fn reply_of(world: &World) -> crate::domain::SuggestionId {
    world.c.replies.last().expect("a reply is watched").suggestion
}

#[test]
fn a_wrong_one_found_later_is_counted_once_and_stops_the_sending() {
    let mut world = sent();
    let suggestion = reply_of(&world);
    let wrong = |judged| Event::SentJudged { suggestion, judged, by: "Ada".to_owned() };
    world.wish(wrong(Judged::Fine)).unwrap();
    assert_eq!(world.label(), None, "right, and not drawn by lot: it says nothing");
    world.wish(wrong(Judged::Wrong)).unwrap();
    assert_eq!((world.label(), world.mode()), (Some((true, LabelSource::Complaint)), Mode::Probation));
    assert!(world.wish(wrong(Judged::Wrong)).is_err());
    assert!(world.wish(wrong(Judged::Fine)).is_err(), "what was counted stays counted");
}

#[test]
fn a_wrong_one_is_wrong_in_the_figures_of_the_episode_it_was_drafted_in() {
    let wrong = |world: &World| Event::SentJudged {
        suggestion: reply_of(world),
        judged: Judged::Wrong,
        by: "Ada".to_owned(),
    };
    let figures = |world: &World, id| {
        let changed = world.facts.iter().rev().find_map(|fact| match fact {
            Fact::EpisodeChanged(episode) if episode.id == id => Some(Metrics::of(episode)),
            _ => None,
        });
        changed.map(|metrics| metrics.judged_wrong)
    };
    let mut now = sent();
    let episode = now.c.episode.as_ref().unwrap().id;
    now.wish(wrong(&now)).unwrap();
    assert_eq!(figures(&now, episode), Some(true));

    let mut later = sent();
    later.hear(Event::ChatResolved { by: "owner".to_owned() });
    later.visitor("m2", "And how long does it take to Peru?");
    let (earlier, current) = (later.c.previous.as_ref().unwrap().id, later.c.episode.as_ref().unwrap().id);
    later.wish(wrong(&later)).unwrap();
    assert_eq!((figures(&later, earlier), figures(&later, current)), (Some(true), None));
}

#[test]
fn signs_of_discontent_ask_for_a_look_and_silence_for_three_days_says_there_was_none() {
    let mut asks = sent();
    asks.visitor("m2", "I want to talk to a human");
    let mut rates = sent();
    let rating = Rating { instrument: Instrument::Csat, survey_id: "s1".to_owned(), score: 2, comment: None };
    rates.hear(Event::Rated(rating));
    for (world, signal) in [(&asks, SoftSignal::AskedForHuman), (&rates, SoftSignal::LowRating)] {
        let flagged =
            world.facts.iter().any(|f| matches!(f, Fact::SentFlagged { signal: s, .. } if *s == signal));
        assert!(flagged, "{signal:?}");
        let wanted = world.facts.iter().any(|f| {
            matches!(f, Fact::GateMoved(m) if matches!(m.events.as_slice(), [GateEvent::AuditWanted { .. }]))
        });
        assert!(wanted, "{signal:?}");
    }
    let mut back = sent();
    back.hear(Event::ChatResolved { by: "owner".to_owned() });
    back.visitor("m2", "It still has not come");
    assert!(back.facts.iter().any(|f| matches!(f, Fact::SentFlagged { signal: SoftSignal::Reopened, .. })));
    let mut quiet = sent();
    quiet.wait(72 * 3_600_000);
    let told = quiet.inputs().into_iter().any(|i| matches!(i, GateInput::Aftermath { signal: None, .. }));
    assert!(told);
    quiet.wait(72 * 3_600_000);
    assert!(quiet.inputs().is_empty(), "once");
}

#[test]
fn drawn_while_nobody_is_there_it_is_sent_and_judged_within_a_day() {
    let unattended = |n: i64| {
        let mut world = World::flying();
        world.c = crate::domain::Conversation::new("shop", &format!("c_{n}"), world.now);
        world.pilot().attended = false;
        world.counting();
        world
    };
    let drawn = (0..200).map(unattended).find(|w| matches!(w.ruling(), Ruling::Send { audit: true, .. }));
    let mut world = drawn.expect("one in five is drawn");
    world.wait(10_000);
    let action = world.sent().unwrap();
    world.delivered(action);
    let mut judged = world.c.clone();
    let suggestion = reply_of(&world);
    world.wish(Event::SentJudged { suggestion, judged: Judged::Fine, by: "Ada".to_owned() }).unwrap();
    assert_eq!(world.label(), Some((false, LabelSource::Holdback)));
    std::mem::swap(&mut world.c, &mut judged);
    world.wait(AUDIT_WITHIN_MS);
    assert!(world.inputs().iter().any(|input| matches!(input, GateInput::Undecided { .. })));
}
