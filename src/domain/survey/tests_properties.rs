//! Whatever a visitor lives through: never twice in a day, never more of who declined, never one episode twice.

use proptest::prelude::*;

use super::{Asked, FLOOR_MS, NpsRules, Past, Withheld, choose};
use crate::domain::event::Instrument;
use crate::domain::time::Timestamp;

/// One resolved chat: how long after the one before, ms, and whether the visitor answers if asked.
type Chat = (i64, bool);

/// What came of it, as a list keeps it.
#[derive(Clone, Copy, Debug)]
struct Row {
    at: Timestamp,
    outcome: Result<Instrument, Withheld>,
    answered: bool,
}

/// The past as the rows tell it.
fn past(rows: &[Row]) -> Past {
    let last = |wanted: Instrument| {
        let row = rows.iter().rev().find(|row| row.outcome == Ok(wanted))?;
        Some(Asked { at: row.at, answered: row.answered })
    };
    let nps = last(Instrument::Nps);
    let since = rows.iter().filter(|row| nps.is_none_or(|nps| row.at > nps.at)).count();
    Past {
        csat: last(Instrument::Csat),
        nps,
        resolved_since_nps: u32::try_from(since).unwrap_or(u32::MAX).saturating_add(1),
    }
}

fn live(rules: NpsRules, chats: &[Chat]) -> Vec<Row> {
    let mut now = Timestamp(1_790_000_000_000_000);
    let mut rows: Vec<Row> = Vec::new();
    for (pause_ms, answers) in chats {
        now = now.plus_ms(*pause_ms);
        let outcome = choose(rules, &past(&rows), now);
        rows.push(Row { at: now, outcome, answered: outcome.is_ok() && *answers });
    }
    rows
}

fn chats() -> impl Strategy<Value = Vec<Chat>> {
    let pause = prop_oneof![1_i64..3_600_000, 20 * 3_600_000_i64..30 * 3_600_000, 1_i64..60 * FLOOR_MS];
    prop::collection::vec((pause, any::<bool>()), 1..60)
}

fn rules() -> impl Strategy<Value = NpsRules> {
    (any::<bool>(), 1_u32..6, 1_u32..200).prop_map(|(on, every, days)| NpsRules { on, every, days })
}

proptest! {
    #[test]
    fn nobody_is_asked_twice_within_a_day(rules in rules(), chats in chats()) {
        let rows = live(rules, &chats);
        let asked: Vec<&Row> = rows.iter().filter(|row| row.outcome.is_ok()).collect();
        for pair in asked.windows(2) {
            prop_assert!(pair[1].at.since(pair[0].at) >= FLOOR_MS * 1_000, "{pair:?}");
        }
        prop_assert!(rows[0].outcome.is_ok(), "a stranger is asked");
    }

    #[test]
    fn recommendation_keeps_its_distance_and_never_follows_a_declined_question(rules in rules(), chats in chats()) {
        let rows = live(rules, &chats);
        let mut last_nps: Option<usize> = None;
        for (i, row) in rows.iter().enumerate() {
            if row.outcome != Ok(Instrument::Nps) {
                continue;
            }
            prop_assert!(rules.on);
            let csat = rows[..i].iter().rev().find(|row| row.outcome == Ok(Instrument::Csat));
            prop_assert!(csat.is_none_or(|csat| csat.answered), "{csat:?} was declined");
            if let Some(last) = last_nps {
                prop_assert!(row.at.since(rows[last].at) >= i64::from(rules.days) * FLOOR_MS * 1_000);
            }
            let chats_since = i - last_nps.map_or(0, |last| last + 1) + 1;
            prop_assert!(chats_since >= rules.every as usize, "after {chats_since} chats");
            last_nps = Some(i);
        }
    }

    #[test]
    fn who_was_not_asked_within_a_day_is_asked_now(rules in rules(), chats in chats()) {
        let rows = live(rules, &chats);
        for (i, row) in rows.iter().enumerate() {
            if row.outcome.is_err() {
                let since = row.at.minus_ms(FLOOR_MS);
                prop_assert!(rows[..i].iter().any(|r| r.outcome.is_ok() && r.at > since), "{row:?}");
            }
        }
    }
}
