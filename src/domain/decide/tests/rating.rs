//! A rating goes to the current episode; the last one counts; one without an episode is kept and harms nothing.

use super::world::World;
use crate::domain::{Event, Fact, Instrument, Rating};

fn csat(score: u8, comment: Option<&str>) -> Event {
    rating(Instrument::Csat, score, comment)
}

fn rating(instrument: Instrument, score: u8, comment: Option<&str>) -> Event {
    Event::Rated(Rating {
        instrument,
        survey_id: "s1".to_owned(),
        score,
        comment: comment.map(str::to_owned),
    })
}

#[test]
fn a_rating_before_any_episode_is_kept_and_changes_nothing() {
    let mut world = World::new();
    let before = world.c.clone();
    world.hear(csat(5, None));
    assert_eq!(world.c, before);
    assert!(matches!(&world.facts[..], [Fact::RatingGiven { episode: None, .. }]));
}

#[test]
fn the_last_score_counts_and_a_comment_given_once_stays() {
    let mut world = World::answered();
    world.hear(csat(2, Some("slow")));
    world.hear(csat(4, None));
    let earlier = world.now.minus_ms(500);
    world.hear_from(earlier, None, csat(1, Some("old")));
    let episode = world.c.episode.clone().unwrap();
    assert_eq!((episode.csat, episode.comment.as_deref()), (Some(4), Some("slow")));
}

#[test]
fn the_two_instruments_do_not_mix() {
    let mut world = World::answered();
    world.hear(csat(5, None));
    world.hear(rating(Instrument::Nps, 0, None));
    let episode = world.c.episode.clone().unwrap();
    assert_eq!((episode.csat, episode.nps), (Some(5), Some(0)));
}

#[test]
fn a_rating_is_no_change_an_owner_must_have_seen() {
    let mut world = World::in_review();
    let revision = world.c.revision;
    world.hear(csat(5, None));
    assert_eq!(world.c.revision, revision);
}

#[test]
fn a_resolved_episode_can_still_be_rated() {
    let mut world = World::answered();
    world.hear(Event::ChatResolved { by: "user".to_owned() });
    world.hear(csat(5, None));
    let episode = world.c.episode.clone().unwrap();
    assert_eq!((episode.csat, episode.resolved_at.is_some()), (Some(5), true));
}
