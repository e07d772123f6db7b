//! The owner's bounds on what leaves by itself, and what is said under it.

use std::sync::Arc;

use super::autonomy::world_where;
use super::world::{ANSWER, QUESTION, World, draft, passage};
use crate::domain::autopilot::{AutoWhen, Ruling};
use crate::domain::gate::WhyNot;
use crate::domain::waiting::HoursSettings;
use crate::domain::{Citation, Conversation, Draft, Effect, Event, Known, Passage};

fn kept(world: &World) -> Option<String> {
    match world.ruling() {
        Ruling::Kept { why } => Some(why),
        _ => None,
    }
}

#[test]
fn in_one_conversation_so_many_leave_and_the_next_is_put_before_the_owner() {
    for most in [1_u32, 2] {
        let mut world = (0..200)
            .map(|n| {
                let mut world = World::flying();
                world.policy.settings.auto_per_conversation = most;
                world.c = Conversation::new("shop", &format!("c_{n}"), world.now);
                for (sent, country) in (0..most).zip(["Norway", "Chile"]) {
                    world.visitor(&format!("m{sent}"), &format!("How long is shipping to {country}?"));
                    world.wait(15_000);
                    world.draft_arrives(ANSWER);
                    if world.stage() != "countdown" {
                        return None;
                    }
                    world.wait(10_000);
                    let action = world.sent().expect("it leaves");
                    world.delivered(action);
                    // Long enough for no cap of another kind.
                    world.wait(120_000);
                }
                Some(world)
            })
            .find_map(|world| world)
            .expect("four in five are not drawn");
        world.visitor("last", QUESTION);
        world.wait(15_000);
        world.draft_arrives(ANSWER);
        assert_eq!(kept(&world), Some(format!("you allow {most} of them in one conversation")));
        world.wait(60_000);
        assert_eq!(world.sent(), None);
    }
}

#[test]
fn where_replies_may_leave_in_opening_hours_alone_none_leaves_outside_of_them() {
    let hours = |from_to: &str| {
        let day = || Some(from_to.to_owned());
        let settings = HoursSettings {
            zone: Some("UTC".to_owned()),
            mon: day(),
            tue: day(),
            wed: day(),
            thu: day(),
            fri: day(),
            sat: day(),
            sun: day(),
            ..HoursSettings::default()
        };
        Arc::new(settings.read().unwrap())
    };
    let world = |from_to: &str, when: AutoWhen| {
        let mut world = World::flying();
        // The clock says 14:13 UTC.
        world.c = world_where(false).c;
        world.c = Conversation::new("shop", &world.c.external_id, world.now);
        world.policy.settings.auto_when = when;
        world.policy.waiting.hours = hours(from_to);
        world.counting();
        (kept(&world), world.stage())
    };
    let outside = Some("outside of opening hours you decide yourself".to_owned());
    let inside = Some("in opening hours you decide yourself".to_owned());
    for (from_to, when, why) in [
        ("09:00-12:00", AutoWhen::Open, outside),
        ("09:00-17:00", AutoWhen::Open, None),
        ("09:00-17:00", AutoWhen::Closed, inside),
        ("09:00-12:00", AutoWhen::Closed, None),
        ("09:00-12:00", AutoWhen::Always, None),
    ] {
        let stage = if why.is_some() { "in_review" } else { "countdown" };
        assert_eq!(world(from_to, when), (why, stage), "{from_to} {when:?}");
    }
}

const IN_GERMAN: &str = "Der Versand nach Kanada dauert drei Tage.";

/// Asked and answered in German, in a conversation whose draft is not drawn by lot; what the visitor reads.
fn told_in_german(change: fn(&mut World)) -> String {
    let leaves = |n: usize| {
        let mut world = World::flying();
        change(&mut world);
        world.c = Conversation::new("shop", &format!("c_{n}"), world.now);
        world.visitor("m1", "Wie lange dauert bei Ihnen der Versand nach Kanada?");
        world.wait(2_500);
        let order = world.order();
        let passage = Passage { text: IN_GERMAN.to_owned(), article: "Versand".to_owned(), ..passage() };
        let citations = vec![Citation::of(&passage)];
        let draft = Box::new(Draft { citations, ..draft(IN_GERMAN) });
        world.hear(Event::DraftArrived { order, draft, passages: vec![passage], known: Known::default() });
        if matches!(world.ruling(), Ruling::Suggest { why: WhyNot::Holdback }) {
            return None;
        }
        assert_eq!(world.stage(), "countdown", "{:?}", world.ruling());
        world.wait(10_000);
        world.effects.iter().find_map(|(_, effect)| match effect {
            Effect::Send(cleared) => Some(cleared.outgoing().text.clone()),
            _ => None,
        })
    };
    (0..200).find_map(leaves).expect("four in five are not drawn")
}

#[test]
fn that_nobody_read_it_is_said_in_the_visitors_language_and_only_where_the_owner_wants_it() {
    let told = told_in_german(|_| ());
    assert!(told.starts_with(IN_GERMAN), "{told}");
    assert!(told.ends_with("Fragen Sie jederzeit nach einem Kollegen."), "{told}");
    assert!(told.contains("kein Mensch hat sie vorher gelesen") && !told.contains("written by an assistant"));
    assert_eq!(told_in_german(|world| world.policy.settings.auto_disclosure = false), IN_GERMAN);
}
