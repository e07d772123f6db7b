//! The fair comparison in words: both arms as the lottery drew them, and what stands beside it.

use super::super::report::{Comparison, Gap, Group, Lee, Randomised, signed};
use super::comparison::{columns, forest};
use super::document::{Cell, Row, Section, Table, Unit};

pub(super) fn by_lottery(seen: &Randomised, comparison: &Comparison) -> Section {
    let rows = rows(seen);
    Section {
        key: "randomised",
        title: "Fair comparison".to_owned(),
        note: "lottery: chance decided who may get AI".to_owned(),
        chart: forest(comparison),
        table: Some(Table { corner: "", columns: columns(["AI allowed", "human only", "difference"]), rows }),
        lines: if seen.lottery.broken { Vec::new() } else { beside(seen) },
        ..Section::default()
    }
}

/// Arm beside arm, and their difference; of a broken lottery the counts alone.
fn rows(seen: &Randomised) -> Vec<Row> {
    let check = if seen.lottery.broken { "lottery check: BROKEN" } else { "lottery check: ok" };
    let mut rows = vec![row(seen, ("chats", "chats"), |g| Cell::Count(g.conversations), Cell::words(check))];
    if !seen.lottery.broken {
        rows.extend(ratings(seen));
        rows.extend(courses(seen));
    }
    rows
}

fn row(seen: &Randomised, (key, label): (&str, &str), cell: fn(&Group) -> Cell, last: Cell) -> Row {
    Row::new(key, label, vec![cell(&seen.ai_allowed), cell(&seen.human_only), last])
}

fn ratings(seen: &Randomised) -> Vec<Row> {
    let row = |names: (&str, &str), cell: fn(&Group) -> Cell, last: Cell| row(seen, names, cell, last);
    let gap = &seen.differences;
    let response = if seen.response.caution { "response check: CAUTION" } else { "response check: ok" };
    let satisfied = Cell::gap(seen.csat, seen.csat_n, Unit::Points);
    let stars = Cell::gap_or_blank(gap.csat_mean, Unit::StarsMore);
    vec![
        row(("rated", "rated"), |g| Cell::share(&g.response), Cell::words(response)),
        row(("csat", "satisfied (4-5)"), |g| Cell::share(&g.csat), satisfied),
        row(("csat_mean", "average rating"), |g| Cell::mean(&g.csat_mean), stars),
        row(("nps", "would recommend (NPS)"), |g| Cell::nps(&g.nps), Cell::gap_or_blank(gap.nps, Unit::Nps)),
    ]
}

fn courses(seen: &Randomised) -> Vec<Row> {
    let row = |names: (&str, &str), cell: fn(&Group) -> Cell, last: Cell| row(seen, names, cell, last);
    let (gap, points) = (&seen.differences, |gap| Cell::gap_or_blank(gap, Unit::Points));
    let (first, solved) = (Cell::time_gap(gap.first_reply), Cell::time_gap(gap.solved));
    let left: fn(&Group) -> Cell = |g| Cell::share(&g.left_without_reply);
    vec![
        row(("frt_median", "first reply, median"), |g| Cell::wait(&g.first_reply), first),
        row(("frt_p90", "first reply, 90 of 100 within"), |g| Cell::wait_p90(&g.first_reply), Cell::Blank),
        row(("left", "left without reply"), left, points(gap.left_without_reply)),
        row(("resolution_median", "solved, median"), |g| Cell::wait(&g.solved), solved),
        row(("reopened", "came back within 72 h"), |g| Cell::reopened(&g.reopened), points(gap.reopened)),
        row(("unhappy", "unhappy signals in all chats"), |g| Cell::share(&g.unhappy), points(gap.unhappy)),
    ]
}

/// The difference among the chats in which AI wrote, its limits scaled alike; no difference of satisfied visitors is larger
/// than 100 points.
fn undiluted(Gap { points, low, high }: Gap, wrote: f64) -> [String; 3] {
    [points, low, high].map(|points| signed((points / wrote).clamp(-100.0, 100.0), 0))
}

/// What visitors who rate only in one arm could have made of the difference.
fn surplus(lee: &Lee) -> String {
    format!(
        "Ratings come back at different rates: if the surplus ratings of one group (up to {:.0} % of its own) were all happy, or \
         all unhappy, the difference could lie anywhere from {} to {} points (Lee's bounds).",
        100.0 * lee.trim_share,
        signed(lee.low, 0),
        signed(lee.high, 0)
    )
}

/// Dilution, and the comparison without it.
fn beside(seen: &Randomised) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(wrote) = seen.wrote.share {
        let mut line = format!(
            "AI wrote at least one message in {:.0} % of the AI group (n {}).",
            100.0 * wrote,
            seen.wrote.n
        );
        if let Some(gap) = seen.csat.filter(|_| wrote > 0.0 && wrote < 0.95) {
            let [points, low, high] = undiluted(gap, wrote);
            line = format!(
                "{line} If it acts only there, the difference there is about {points} points ({low} to {high})."
            );
        }
        lines.push(line);
    }
    lines.extend(seen.response.lee.as_ref().map(surplus));
    let triggered = &seen.triggered;
    if let Some(Gap { points, low, high }) = triggered.csat {
        let [points, low, high] = [points, low, high].map(|points| signed(points, 0));
        lines.push(format!(
            "Only chats in which a draft was ready, in both groups: {points} points ({low} to {high}; AI n {}, human n {}).",
            triggered.csat_n.ai_assisted, triggered.csat_n.human_only
        ));
    }
    if seen.later_chats > 0 {
        lines.push(format!(
            "Visitors are drawn, so each counts once, with the first chat: {} later chats of theirs are left out.",
            seen.later_chats
        ));
    }
    if seen.periods.len() > 1 {
        lines.push(format!(
            "{} lottery periods with different shares were compared each on its own and put together; times, averages and \
             NPS are those of the largest.",
            seen.periods.len()
        ));
    }
    lines
}
