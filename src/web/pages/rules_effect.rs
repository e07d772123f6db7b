//! What other rules would have made of the last thirty days, as the page shows it.

use crate::domain::Titles;
use crate::web::moment::iso_day;
use crate::web::rules::{self, Effect};

pub(super) struct Shift {
    pub since: String,
    pub capped: bool,
    pub turns: usize,
    pub newly_held: usize,
    pub newly_cleared: usize,
    pub held_by_both: usize,
    pub cleared: Vec<Example>,
    pub held: Vec<Example>,
}

pub(super) struct Example {
    pub conversation: String,
    pub text: String,
    pub why: String,
}

impl Shift {
    pub(super) fn of(effect: &Effect, titles: &Titles) -> Self {
        let example = |example: &rules::Example| Example {
            conversation: example.conversation.to_string(),
            text: example.text.clone(),
            why: titles.explained(&example.why),
        };
        let of = |cleared: bool| {
            effect.examples.iter().filter(|one| one.cleared == cleared).map(example).collect::<Vec<_>>()
        };
        Self {
            since: iso_day(effect.since),
            capped: effect.capped,
            turns: effect.sums.turns,
            newly_held: effect.sums.newly_held,
            newly_cleared: effect.sums.newly_cleared,
            held_by_both: effect.sums.held_by_both,
            cleared: of(true),
            held: of(false),
        }
    }
}
