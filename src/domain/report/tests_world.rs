//! A shop's year made up from a fixed seed: what tests of reports and of their pages look at.

use std::sync::Arc;

use super::*;
use crate::domain::episode::Resolution;

pub(crate) const MINUTE: i64 = 60_000_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;
/// Monday, 30 November 2026, 00:53:20 UTC: an ISO week has just begun.
pub(crate) const NOW: i64 = 1_796_000_000_000_000;

/// Knuth's generator: the same numbers everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn chance(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    /// Mostly short, sometimes long: up to 32 times the least.
    fn stretch(&mut self, least: i64) -> i64 {
        let doublings = self.below(4) + self.below(2);
        least * (1 << doublings) + i64::try_from(self.below(1_000)).unwrap() * least / 1_000
    }
}

const TOPICS: [&str; 6] = ["delivery", "sizes", "glaze and care", "returns", "wholesale", "workshop visits"];

/// `chats` chats of the last 70 days; with a lottery where `lottery`.
pub(crate) fn busy_shop(chats: u64, lottery: bool) -> Vec<EpisodeRow> {
    let mut dice = Dice::new(0x5eed);
    let words: Vec<Arc<str>> = TOPICS.iter().map(|topic| Arc::from(*topic)).collect();
    let mut rows: Vec<EpisodeRow> = (0..chats).map(|_| chat(&mut dice, &words, lottery)).collect();
    rows.sort_by_key(|row| row.started_at);
    rows
}

fn chat(dice: &mut Dice, topics: &[Arc<str>], lottery: bool) -> EpisodeRow {
    let started_at = NOW - i64::try_from(dice.below(70 * 86_400)).unwrap() * 1_000_000;
    let at = usize::try_from(dice.below(6).min(dice.below(6))).unwrap();
    let mut row = EpisodeRow {
        started_at,
        topic: topics.get(at).cloned(),
        in_hours: Some(dice.chance(70)),
        returning: dice.chance(25),
        turns: u16::try_from(1 + dice.below(5)).unwrap(),
        page: Some(if dice.chance(30) { "/pricing".into() } else { "/shop/bowls".into() }),
        ..EpisodeRow::default()
    };
    let hard = at == 3;
    if hard && dice.chance(60) {
        row.held = true;
        row.held_rules = if dice.chance(30) {
            [Arc::from("refund"), Arc::from("charge")].into()
        } else {
            [Arc::from("refund")].into()
        };
        row.handoff = Some("held".into());
    }
    let human_arm = dice.chance(20);
    if lottery && !row.held {
        let arm = if human_arm { Arm::HumanOnly } else { Arm::AiAllowed };
        row.assigned = Some(Assignment { arm, period: 0, human_share: 0.2, number: None });
        row.triggered = dice.chance(75);
    }
    let by_ai = !(row.held || lottery && human_arm) && dice.chance(if hard { 30 } else { 70 });
    answer(&mut row, dice, by_ai, hard);
    row
}

fn answer(row: &mut EpisodeRow, dice: &mut Dice, by_ai: bool, hard: bool) {
    if dice.chance(3) {
        return;
    }
    row.handling = if by_ai { Handling::AiAssisted } else { Handling::HumanOnly };
    row.owner_ms = Some(u32::try_from(dice.stretch(if by_ai { 4_000 } else { 20_000 })).unwrap());
    if by_ai {
        row.kind = Some(if dice.chance(35) { AssistKind::Edited } else { AssistKind::Approved });
        row.judged_wrong = dice.chance(4);
        (row.tokens, row.cost_micros) = (2_400, 1_900);
    } else {
        if !row.held && dice.chance(30) {
            row.handoff = Some("low_confidence".into());
        }
        row.template =
            dice.chance(40).then(|| if dice.chance(50) { "hours".into() } else { "shipping".into() });
    }
    let wait = dice.stretch(if by_ai { 12_000_000 } else { 90_000_000 });
    row.frt_us = Some(wait);
    row.promise_kept = (!by_ai && dice.chance(30)).then(|| dice.chance(88));
    let solved = wait + dice.stretch(4 * MINUTE);
    if row.started_at + solved < NOW && !dice.chance(4) {
        row.resolution_us = Some(solved);
        row.resolution = Some(Resolution::Confirmed);
        row.resolved_at = Some(row.started_at + solved);
        if dice.chance(9) {
            row.reopened_at = Some(row.started_at + solved + 20 * HOUR).filter(|at| *at < NOW);
            row.reopened_within_72h = row.reopened_at.is_some();
        }
        row.csat_asked = true;
        let happy = if hard { 62 } else { 88 };
        row.csat = dice.chance(28).then(|| if dice.chance(happy) { 5 } else { 2 });
        row.nps_asked = dice.chance(30);
        row.nps = (row.nps_asked && dice.chance(50)).then(|| if dice.chance(happy) { 9 } else { 5 });
    }
    row.unhappy = dice.chance(3);
    if row.page.as_deref() == Some("/pricing") && dice.chance(12) {
        row.conversions = [Conversion { currency: "EUR".into(), value: Some(48.0) }].into();
    }
}

/// Questions that no article answers.
pub(crate) fn open_questions() -> Vec<Unanswered> {
    let asked = [
        "Do you sell telescopes for children?",
        "do you sell a telescope for children",
        "Telescopes for children, do you have any?",
        "Can I pay with PayPal?",
        "Is paying with PayPal possible?",
        "Which clay do you use for the tall vase? Write to me at jo@example.com",
    ];
    asked
        .iter()
        .enumerate()
        .filter_map(|(at, question)| {
            let days = i64::try_from(at).ok()?;
            Unanswered::new(NOW - days * DAY, format!("c{at}"), question, Some("sizes".to_owned()))
        })
        .collect()
}
