//! What models cost, by day: for reading, and as numbers.

use std::fmt::Write as _;

use serde::Serialize;

use super::reply::Usage;
use super::time::Timestamp;

/// What was spent on one model on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The day's beginning, UTC.
    pub day: Timestamp,
    /// The model.
    pub model: String,
    /// Drafts asked for.
    pub calls: u64,
    /// Of these, without a settled outcome: running, or cut off by a crash; they count as foreseen.
    pub open: u64,
    /// Together.
    pub usage: Usage,
}

/// The report: one line a day and model, and the sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spending {
    /// RFC 3339.
    pub from: String,
    /// RFC 3339, excluded.
    pub to: String,
    /// Oldest first.
    pub days: Vec<SpendingDay>,
    /// Drafts asked for.
    pub calls: u64,
    /// Tokens read.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub completion_tokens: u64,
    /// Money by the prices in the settings; 0 where there are none.
    pub cost: f64,
}

/// A line of [`Spending`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpendingDay {
    /// `2026-11-25`, UTC.
    pub day: String,
    /// The model.
    pub model: String,
    /// Drafts asked for.
    pub calls: u64,
    /// Of these, not settled.
    pub open: u64,
    /// Tokens read.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub completion_tokens: u64,
    /// Money.
    pub cost: f64,
}

impl Spending {
    /// Adds up.
    #[must_use]
    pub fn of(from: Timestamp, to: Timestamp, spent: &[Spent]) -> Self {
        let all = spent.iter().fold(Usage::default(), |sum, s| sum.and(s.usage));
        let day = |s: &Spent| SpendingDay {
            day: s.day.rfc3339().chars().take(10).collect(),
            model: s.model.clone(),
            calls: s.calls,
            open: s.open,
            prompt_tokens: s.usage.prompt_tokens,
            completion_tokens: s.usage.completion_tokens,
            cost: money(s.usage.cost_micros),
        };
        Self {
            from: from.rfc3339(),
            to: to.rfc3339(),
            days: spent.iter().map(day).collect(),
            calls: spent.iter().map(|s| s.calls).sum(),
            prompt_tokens: all.prompt_tokens,
            completion_tokens: all.completion_tokens,
            cost: money(all.cost_micros),
        }
    }

    /// For reading.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from("WHAT MODELS COST (days UTC)\n\n");
        if self.days.is_empty() {
            text.push_str("No model was asked.\n");
            return text;
        }
        let mut line = |day: &str, model: &str, calls: u64, prompt: u64, completion: u64, cost: f64| {
            // Writing to a String cannot fail.
            let _never = writeln!(
                text,
                "{day:<12}{model:<28}{calls:>7} drafts{prompt:>12} read{completion:>11} written{cost:>13.4}"
            );
        };
        for d in &self.days {
            line(&d.day, &d.model, d.calls, d.prompt_tokens, d.completion_tokens, d.cost);
        }
        line("all", "", self.calls, self.prompt_tokens, self.completion_tokens, self.cost);
        text
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of money stay far below 2^52 millionths")]
fn money(micros: u64) -> f64 {
    micros as f64 / 1e6
}
