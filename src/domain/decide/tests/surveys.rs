//! A resolved episode is asked about once, at its time, while it rests; what is not asked says why.

use super::world::{ANSWER, QUESTION, World, change, echo, said};
use crate::domain::survey::{LATE_MS, Way, Withheld, visitor_of};
use crate::domain::{
    ActionId, Author, Effect, EpisodeId, Event, Fact, Instrument, Rating, RelayStatus, SurveyId,
};

fn asking(mut world: World) -> World {
    world.policy.survey.settings.csat = Some(Way::Link);
    world.policy.survey.base = Some("https://desk.example".to_owned());
    world
}

fn resolved(world: &mut World) {
    world.hear(Event::ChatResolved { by: "user".to_owned() });
}

/// What the last step asked the visitor.
fn asked(world: &World) -> Option<(ActionId, SurveyId, EpisodeId)> {
    let mut found = world.effects.iter().filter_map(|(id, effect)| match effect {
        Effect::Survey { survey, episode } => Some((*id, *survey, *episode)),
        _ => None,
    });
    let first = found.next();
    assert!(found.next().is_none(), "one question at most");
    first
}

fn withheld(world: &World) -> Option<Withheld> {
    world.facts.iter().find_map(|fact| match fact {
        Fact::SurveyWithheld(not_asked) => Some(not_asked.reason),
        _ => None,
    })
}

fn rating(survey: SurveyId, score: u8) -> Event {
    Event::Rated(Rating { instrument: Instrument::Csat, survey_id: survey.to_string(), score, comment: None })
}

#[test]
fn the_question_leaves_after_its_delay_and_once() {
    let mut world = asking(World::answered());
    world.policy.survey.settings.delay_ms = 60_000;
    let episode = world.c.episode.as_ref().unwrap().id;
    resolved(&mut world);
    assert_eq!((asked(&world), world.due_in_ms()), (None, Some(60_000)));
    world.wait(59_999);
    assert_eq!(asked(&world), None);
    world.wait(1);
    let (_, survey, about) = asked(&world).unwrap();
    assert_eq!(about, episode);
    assert_eq!(world.due_in_ms(), None);
    world.wait(60_000);
    resolved(&mut world);
    world.status(RelayStatus::Resolved, None);
    world.wait(60_000);
    assert_eq!((asked(&world), withheld(&world)), (None, None), "{survey} was the only one");
}

#[test]
fn the_same_is_asked_at_the_same_time_whoever_answered() {
    let mut by_human = asking(World::new());
    by_human.visitor("m1", QUESTION);
    by_human.owner("o1", ANSWER);
    let mut held = asking(World::held());
    held.owner("o1", "We will see to it.");
    for mut world in [asking(World::answered()), by_human, held] {
        world.policy.survey.settings.delay_ms = 5_000;
        resolved(&mut world);
        assert_eq!(world.due_in_ms(), Some(5_000));
        world.wait(5_000);
        assert!(asked(&world).is_some());
    }
}

#[test]
fn nothing_is_asked_or_kept_where_surveys_are_off_or_the_chat_is_made_up() {
    let mut off = World::answered();
    let mut sample = asking(World::answered());
    sample.c.sample = true;
    let mut other = asking(World::answered());
    other.policy.survey.relays.insert("shop".to_owned(), Way::Off);
    for world in [&mut off, &mut sample, &mut other] {
        resolved(world);
        world.wait(0);
        assert_eq!((asked(world), withheld(world), world.c.survey), (None, None, None));
    }
}

#[test]
fn a_chat_of_the_staging_check_shows_what_would_have_been_decided_and_is_never_asked() {
    let staged = |mut world: World| {
        world.c.sample = true;
        world.c.external_id = "banister-check-1-a".to_owned();
        world
    };
    let mut fine = staged(asking(World::answered()));
    let mut nowhere = staged(asking(World::answered()));
    nowhere.policy.survey.base = None;
    let mut off = staged(World::answered());
    for (world, reason) in
        [(&mut fine, Some(Withheld::MadeUp)), (&mut nowhere, Some(Withheld::NoPublicUrl)), (&mut off, None)]
    {
        resolved(world);
        assert_eq!((withheld(world), world.c.survey), (reason, None));
        world.wait(60_000);
        assert_eq!(asked(world), None);
    }
}

#[test]
fn who_was_not_answered_or_was_in_danger_is_not_asked_and_the_reason_is_kept() {
    let mut unanswered = asking(World::new());
    unanswered.visitor("m1", QUESTION);
    let mut danger = asking(World::new());
    danger.visitor("m1", "I want to kill myself");
    danger.owner("o1", "I am here. Please call the emergency number.");
    let mut nowhere = asking(World::answered());
    nowhere.policy.survey.base = None;
    for (mut world, reason) in [
        (unanswered, Withheld::NobodyAnswered),
        (danger, Withheld::InDanger),
        (nowhere, Withheld::NoPublicUrl),
    ] {
        resolved(&mut world);
        assert_eq!((withheld(&world), world.c.survey), (Some(reason), None));
        world.wait(60_000);
        assert_eq!(asked(&world), None);
    }
}

#[test]
fn who_was_in_danger_once_is_asked_about_a_later_chat() {
    let mut world = asking(World::new());
    world.visitor("m1", "I want to kill myself");
    world.owner("o1", "I am here.");
    resolved(&mut world);
    world.visitor("m2", QUESTION);
    world.owner("o2", ANSWER);
    resolved(&mut world);
    world.wait(0);
    assert!(asked(&world).is_some());
}

#[test]
fn a_quiet_chat_is_asked_about_unless_the_owner_says_no_or_it_ended_long_ago() {
    let day = 86_400_000;
    let mut world = asking(World::answered());
    world.wait(day);
    world.wait(0);
    assert!(asked(&world).is_some());

    let mut world = asking(World::answered());
    world.policy.survey.settings.after_quiet = false;
    world.wait(day);
    assert_eq!(withheld(&world), Some(Withheld::Quiet));

    let mut world = asking(World::answered());
    world.wait(30 * day);
    assert_eq!(withheld(&world), Some(Withheld::TooLate));
}

#[test]
fn a_resolution_heard_late_and_a_question_that_waited_too_long_are_not_asked() {
    let mut world = asking(World::answered());
    let at = world.now;
    world.now = world.now.plus_ms(LATE_MS + 1_000);
    world.hear_from(at, None, Event::ChatResolved { by: "user".to_owned() });
    assert_eq!(withheld(&world), Some(Withheld::TooLate));

    let mut world = asking(World::answered());
    resolved(&mut world);
    world.wait(LATE_MS + 1);
    assert_eq!((asked(&world), withheld(&world)), (None, Some(Withheld::TooLate)));
}

#[test]
fn who_writes_again_before_the_question_is_not_asked_about_the_chat_before() {
    let mut world = asking(World::answered());
    world.policy.survey.settings.delay_ms = 60_000;
    resolved(&mut world);
    world.visitor("m2", "One more thing: and to Norway?");
    assert_eq!((withheld(&world), world.c.survey), (Some(Withheld::Reopened), None));
    world.wait(60_000);
    assert_eq!(asked(&world), None);
}

#[test]
fn surveys_switched_off_meanwhile_ask_nobody() {
    let mut world = asking(World::answered());
    resolved(&mut world);
    world.policy.survey.settings.csat = Some(Way::Off);
    world.wait(0);
    assert_eq!((asked(&world), withheld(&world)), (None, Some(Withheld::SwitchedOff)));
}

#[test]
fn an_answer_is_about_the_episode_it_was_asked_for_whatever_came_since() {
    let mut world = asking(World::answered());
    let first = world.c.episode.as_ref().unwrap().id;
    resolved(&mut world);
    world.wait(0);
    let (_, survey, _) = asked(&world).unwrap();
    world.visitor("m2", "When is the workshop open?");
    world.hear(rating(survey, 2));
    assert_eq!(world.c.episode.as_ref().unwrap().csat, None, "the new episode was not rated");
    assert!(
        world
            .facts
            .iter()
            .any(|fact| matches!(fact, Fact::EarlierRated { episode, .. } if *episode == first))
    );
    assert!(
        world
            .facts
            .iter()
            .any(|fact| matches!(fact, Fact::RatingGiven { episode: Some(e), .. } if *e == first))
    );
}

#[test]
fn the_question_and_its_echo_stand_in_the_thread_and_are_no_answer() {
    let mut world = asking(World::answered());
    resolved(&mut world);
    world.wait(0);
    let (action, survey, _) = asked(&world).unwrap();
    let before = world.c.clone();
    let text = "How was this chat? https://desk.example/s/…".to_owned();
    world.hear(Event::SurveyAsked { survey, action, instrument: Instrument::Csat, text: text.clone() });
    assert_eq!(world.c, before, "nothing an owner decides on has changed");
    assert!(matches!(&world.facts[..], [Fact::MessageKept(m)] if m.text == text));
    // The visitor is back before the echo: it begins no wait that would be measured.
    world.visitor("m2", "When is the workshop open?");
    world.hear(echo(Author::Assistant, "b9", &text, action));
    assert_eq!((&world.c.promise, world.c.told.len()), (&None, 0));
    assert!(matches!(&world.facts[..], [Fact::MessageKept(_)]));
}

#[test]
fn a_visitor_is_who_the_relay_says_else_their_conversation() {
    let mut world = World::new();
    world.visitor("m1", QUESTION);
    assert_eq!(visitor_of(&world.c), world.c.id.to_string());
    world.hear(change(said(Author::Visitor, "m2", "Hello?"), |h| h.author_id = Some("s_41".to_owned())));
    let known = visitor_of(&world.c);
    assert!(known.starts_with("vis_") && !known.contains("s_41"), "{known}");
    world.hear(change(said(Author::Owner, "o1", "Hi"), |h| h.author_id = Some("agent".to_owned())));
    assert_eq!(visitor_of(&world.c), known, "a colleague's id is not the visitor's");
    let mut other = world.c.clone();
    other.relay = "another".to_owned();
    assert_ne!(visitor_of(&other), known, "ids of two relays are not of one person");
}
