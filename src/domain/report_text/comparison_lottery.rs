//! The fair comparison in words: both arms as the lottery drew them, and what stands beside it.

use super::super::report::{Comparison, Gap, Group, Randomised, signed};
use super::comparison::{columns, forest};
use super::document::{Cell, Row, Section, Table, Unit};

pub(super) fn by_lottery(seen: &Randomised, comparison: &Comparison) -> Section {
    let (ai, human, gap) = (&seen.ai_allowed, &seen.human_only, &seen.differences);
    let check = if seen.lottery.broken { "lottery check: BROKEN" } else { "lottery check: ok" };
    let response = if seen.response.caution { "response check: CAUTION" } else { "response check: ok" };
    let both = |key: &str, label: &str, cell: &dyn Fn(&Group) -> Cell, last: Cell| {
        Row::new(key, label, vec![cell(ai), cell(human), last])
    };
    let points = |gap| Cell::gap_or_blank(gap, Unit::Points);
    let mut rows = vec![both("chats", "chats", &|g| Cell::Count(g.conversations), Cell::words(check))];
    if !seen.lottery.broken {
        rows.extend([
            both("rated", "rated", &|g| Cell::share(&g.response), Cell::words(response)),
            both(
                "csat",
                "satisfied (4-5)",
                &|g| Cell::share(&g.csat),
                Cell::gap(seen.csat, seen.csat_n, Unit::Points),
            ),
            both(
                "csat_mean",
                "average rating",
                &|g| Cell::mean(&g.csat_mean),
                Cell::gap_or_blank(gap.csat_mean, Unit::StarsMore),
            ),
            both(
                "nps",
                "would recommend (NPS)",
                &|g| Cell::nps(&g.nps),
                Cell::gap_or_blank(gap.nps, Unit::Nps),
            ),
            both(
                "frt_median",
                "first reply, median",
                &|g| Cell::wait(&g.first_reply),
                Cell::time_gap(gap.first_reply),
            ),
            both(
                "frt_p90",
                "first reply, 90 of 100 within",
                &|g| Cell::wait_p90(&g.first_reply),
                Cell::Blank,
            ),
            both(
                "left",
                "left without reply",
                &|g| Cell::share(&g.left_without_reply),
                points(gap.left_without_reply),
            ),
            both(
                "resolution_median",
                "solved, median",
                &|g| Cell::wait(&g.solved),
                Cell::time_gap(gap.solved),
            ),
            both("reopened", "came back within 72 h", &|g| Cell::reopened(&g.reopened), points(gap.reopened)),
            both(
                "unhappy",
                "unhappy signals in all chats",
                &|g| Cell::share(&g.unhappy),
                points(gap.unhappy),
            ),
        ]);
    }
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

/// Dilution, and the comparison without it.
fn beside(seen: &Randomised) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(wrote) = seen.wrote.share {
        let mut line = format!(
            "AI wrote at least one message in {:.0} % of the AI group (n {}).",
            100.0 * wrote,
            seen.wrote.n
        );
        if let Some(points) = seen.undiluted_points.filter(|_| wrote < 0.95) {
            line = format!(
                "{line} If it acts only there, the difference there is about {} points.",
                signed(points, 0)
            );
        }
        lines.push(line);
    }
    let triggered = &seen.triggered;
    if let Some(Gap { points, low, high }) = triggered.csat {
        let [points, low, high] = [points, low, high].map(|points| signed(points, 0));
        lines.push(format!(
            "Only chats in which a draft was ready, in both groups: {points} points ({low} to {high}; AI n {}, human n {}).",
            triggered.csat_n.ai_assisted, triggered.csat_n.human_only
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
