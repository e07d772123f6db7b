//! Random nights and days of a person who is told things: four promises that hold in all of them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Channel, Choices, Kind, Matter, Quiet, Subject, Told, plan};
use crate::domain::Timestamp;

/// A Monday in winter.
const MONDAY: i64 = 1_764_547_200_000_000;
const MINUTE_US: i64 = 60_000_000;

/// One thing that comes up, and passes.
#[derive(Clone, Debug)]
struct Spell {
    kind: Kind,
    danger: bool,
    from: i64,
    lasts: i64,
}

fn spells() -> impl Strategy<Value = Vec<Spell>> {
    let kinds = vec![Kind::Handoff, Kind::Promise, Kind::Overdue, Kind::Suggestion, Kind::NewChat];
    let kind = prop::sample::select(kinds);
    let spell = (kind, 0_u8..6, 0_i64..2_800, 0_i64..1_500).prop_map(|(kind, dice, from, lasts)| Spell {
        kind,
        danger: dice == 0 && kind == Kind::Handoff,
        from,
        lasts,
    });
    prop::collection::vec(spell, 0..25)
}

fn person() -> impl Strategy<Value = Choices> {
    let channel = prop::option::of(prop::sample::select(Channel::ALL.to_vec()));
    let zone = prop::sample::select(vec!["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"]);
    let quiet = prop::option::of((0_u16..1_440, 1_u16..1_440));
    (prop::array::uniform4(channel), zone, quiet, 0_u32..30, any::<bool>()).prop_map(
        |(channels, zone, quiet, batch_minutes, bot)| Choices {
            channels: Kind::CHOSEN.into_iter().zip(channels).filter_map(|(k, c)| Some((k, c?))).collect(),
            quiet: quiet.map(|(from, length)| Quiet { from, to: (from + length) % 1_440 }),
            batch_minutes,
            telegram_chat: bot.then_some(7),
            ..Choices::unspoken(zone)
        },
    )
}

fn matter(n: usize, spell: &Spell) -> Matter {
    let subject = Subject::parse(&format!("{}:{n}", spell.kind.as_str())).unwrap();
    let since = Timestamp(MONDAY + spell.from * MINUTE_US);
    Matter { subject, kind: spell.kind, since, danger: spell.danger, conversation: None }
}

fn the_case_at(minute: i64, spells: &[Spell]) -> Vec<Matter> {
    let holds = |s: &Spell| s.from <= minute && minute < s.from + s.lasts;
    spells.iter().enumerate().filter(|(_, s)| holds(s)).map(|(n, s)| matter(n, s)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn two_days_of_a_person(choices in person(), spells in spells()) {
        let mut told = Told::default();
        let mut heard: BTreeMap<Subject, i64> = BTreeMap::new();
        let mut planned_next = Timestamp(0);
        for minute in 0..2_880_i64 {
            let now = Timestamp(MONDAY + minute * MINUTE_US);
            let matters = the_case_at(minute, &spells);
            let known: BTreeSet<&Subject> = matters.iter().map(|m| &m.subject).collect();
            let plan = plan(now, &choices, &Channel::ALL, &matters, &told);
            let mut told_now = false;
            for message in &plan.send {
                prop_assert!(!message.matters.is_empty());
                for m in &message.matters {
                    told_now = true;
                    prop_assert!(known.contains(&m.subject), "told what is not the case");
                    prop_assert!(m.danger || !choices.is_quiet(now), "told within the quiet hours");
                    prop_assert!(heard.insert(m.subject.clone(), minute).is_none(), "told twice");
                    prop_assert_eq!(choices.channels.get(&m.kind), Some(&message.channel));
                    let set = if message.channel == Channel::Webhook { &mut told.team } else { &mut told.own };
                    set.insert(m.subject.clone());
                }
            }
            // Who sleeps until `next` unless something happens misses nothing: what is told was due then, or is new.
            let fresh = matters.iter().any(|m| m.since == now);
            prop_assert!(!told_now || fresh || planned_next <= now, "told before it was said to be due");
            planned_next = plan.next;
        }
        for (n, spell) in spells.iter().enumerate() {
            let subject = matter(n, spell).subject;
            let reachable = choices.channel(spell.kind, &Channel::ALL).is_some();
            // Time enough to be told: not quiet for the whole of it, after the gathering.
            let gathering = if spell.kind == Kind::Promise { 0 } else { i64::from(choices.batch_minutes) };
            let told_late = (spell.from + gathering..spell.from + spell.lasts)
                .take_while(|minute| *minute < 2_880)
                .find(|minute| spell.danger || !choices.is_quiet(Timestamp(MONDAY + minute * MINUTE_US)));
            if let Some(at_the_latest) = told_late.filter(|_| reachable) {
                let minute = heard.get(&subject).copied();
                prop_assert!(minute.is_some_and(|m| m <= at_the_latest), "{:?}: {:?} {}", spell, minute, at_the_latest);
            }
        }
    }
}
