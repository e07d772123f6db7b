//! Rules: how many chats each one holds, how often owners let the assistant go on all the same, and what became of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::comparison::caption;
use super::figure::ShareFigure;
use super::group::Tally;
use super::waits::WaitFigure;
use super::{Episodes, Handling};

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RulesReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    /// Held by any rule, of all chats.
    pub held: ShareFigure,
    /// The one that holds most first. A chat may be held by several.
    pub rules: Vec<RuleRow>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleRow {
    pub rule: String,
    /// Of all chats.
    pub held: ShareFigure,
    /// Held by this rule and no other: without it they would have gone to the model.
    pub alone: u64,
    /// Of those it held: an owner gave the chat back, and a draft reached the visitor after all.
    pub overridden: ShareFigure,
    /// Of those it held.
    pub left_without_reply: ShareFigure,
    pub first_reply: WaitFigure,
    pub csat: ShareFigure,
}

#[derive(Debug, Default)]
struct RuleTally {
    all: Tally,
    alone: u64,
    overridden: u64,
}

/// Episodes of `[from, to)` by the rules that held them, as known at `now` (unix microseconds).
#[must_use]
pub fn rules_report(from: i64, to: i64, now: i64, rows: &Episodes) -> RulesReport {
    let mut tallies: BTreeMap<&str, RuleTally> = BTreeMap::new();
    let (mut all, mut held, mut sample) = (0, 0, false);
    for row in rows.iter() {
        all += 1;
        sample |= row.sample;
        held += u64::from(row.held);
        for rule in row.held_rules.iter() {
            let tally = tallies.entry(rule).or_default();
            tally.all.add(row, now);
            tally.alone += u64::from(row.held_rules.len() == 1);
            tally.overridden += u64::from(row.handling == Handling::AiAssisted);
        }
    }
    let row = |(rule, tally): (&&str, &RuleTally)| RuleRow {
        rule: (*rule).to_owned(),
        held: ShareFigure::of(tally.all.conversations.min(all), all),
        alone: tally.alone,
        overridden: ShareFigure::of(tally.overridden, tally.all.conversations),
        left_without_reply: tally.all.left_without_reply(),
        first_reply: tally.all.first_reply.figure(),
        csat: tally.all.csat(),
    };
    let mut rules: Vec<RuleRow> = tallies.iter().map(row).collect();
    rules.sort_by(|one, other| other.held.positive.cmp(&one.held.positive).then(one.rule.cmp(&other.rule)));
    RulesReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        held: ShareFigure::of(held, all),
        rules,
    }
}
