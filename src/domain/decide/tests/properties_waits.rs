//! What holds of waiting visitors after every step: told once, promised once, warned in time, ended once.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::properties::Seen;
use super::world::World;
use crate::domain::decide::next_due;
use crate::domain::{Effect, Event, Fact};

pub(super) fn waits(world: &World, seen: &Seen<'_>) -> TestCaseResult {
    promises(world, seen)?;
    let after = seen.after;
    let texts: BTreeSet<&str> = after.told.iter().map(|told| told.text.as_str()).collect();
    prop_assert!(texts.len() == after.told.len() && texts.len() <= 3, "told {:?}", after.told);
    prop_assert!(after.stage.turn().is_some() || after.told.is_empty(), "told, and nobody waits");
    for (_, effect) in &seen.decision.effects {
        if let Effect::Acknowledge(notice) = effect {
            let said = world.policy.notice(world.now, seen.before, *notice);
            prop_assert!(said.is_some(), "{:?} would be told again", notice);
        }
    }
    Ok(())
}

fn promises(world: &World, seen: &Seen<'_>) -> TestCaseResult {
    let (before, after) = (seen.before.promise, seen.after.promise);
    prop_assert!(seen.after.stage.turn().is_some() || after.is_none(), "a promise to nobody");
    let warned = seen.after.tags.iter().any(|tag| tag == "answer-soon");
    prop_assert_eq!(warned, after.is_some_and(|p| p.alarmed));
    let ends = |fact: &&Fact| matches!(fact, Fact::PromiseEnded { .. });
    let ended = seen.decision.facts.iter().filter(ends).count();
    let over = before.is_some_and(|b| after.is_none_or(|a| a.told_at != b.told_at));
    prop_assert_eq!(ended, usize::from(over), "{:?} then {:?}", before, after);
    for fact in &seen.decision.facts {
        if let Fact::PromiseEnded { told_at, answered_at, ended_at, kept } = fact {
            prop_assert_eq!(Some(*told_at), before.map(|p| p.told_at));
            prop_assert!(ended_at >= told_at && answered_at.is_none_or(|at| at == *ended_at));
            let until = before.and_then(|p| p.until);
            prop_assert_eq!(
                *kept,
                match (until, answered_at) {
                    (Some(until), Some(at)) => Some(*at <= until),
                    (Some(until), None) if world.now > until => Some(false),
                    _ => None,
                }
            );
        }
    }
    let (Some(after), due) = (after, next_due(&world.policy, seen.after)) else { return Ok(()) };
    if let Some(until) = after.until {
        prop_assert!(after.alarmed || due < until, "nobody would be warned in time");
        prop_assert!(before.and_then(|p| p.until).is_none_or(|first| first == until), "a second time");
    }
    if *seen.event == Event::ClockReached {
        prop_assert!(after.alarm_at().is_none_or(|at| at > world.now));
    }
    Ok(())
}
