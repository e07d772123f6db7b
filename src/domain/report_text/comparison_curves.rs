//! How first replies come in, as curves of the share answered, with those still waiting.

use super::super::report::{AnsweredCurve, Comparison, NOT_FAIR};
use super::chart::{Chart, Line, Shape};
use super::document::{Cell, Column, Figure, Row, Section, Table, Tone, Unit};

/// Shares named in the table.
const NAMED: [f64; 4] = [0.25, 0.5, 0.75, 0.9];

/// Nothing where no group has enough chats, or the lottery is broken.
pub(super) fn first_replies(comparison: &Comparison) -> Option<Section> {
    let broken = comparison.randomised.as_ref().is_some_and(|seen| seen.lottery.broken);
    if comparison.curves.is_empty() || broken {
        return None;
    }
    let fair = comparison.randomised.is_some();
    let name = |curve: &AnsweredCurve| match (curve.is_ai, fair) {
        (true, true) => "AI allowed",
        (true, false) => "AI-assisted",
        (false, _) => "human only",
    };
    let tone = |curve: &AnsweredCurve| if curve.is_ai { Tone::Ai } else { Tone::Human };
    let line = |curve: &AnsweredCurve| Line {
        label: name(curve).to_owned(),
        tone: tone(curve),
        points: curve.points.clone(),
    };
    let key = |curve: &AnsweredCurve| if curve.is_ai { "ai_assisted" } else { "human_only" };
    let columns = comparison.curves.iter().map(|curve| Column::of(key(curve), name(curve), tone(curve)));
    let row = |share: f64| {
        let label = format!("{:.0} of 100 answered within", 100.0 * share);
        Row::new(
            &format!("p{:.0}", 100.0 * share),
            &label,
            comparison.curves.iter().map(|c| at(c, share)).collect(),
        )
    };
    Some(Section {
        key: "first_replies",
        title: "How first replies come in".to_owned(),
        note: if fair { "lottery".to_owned() } else { NOT_FAIR.to_owned() },
        grey: !fair,
        chart: Some(Chart {
            title: "Chats answered within a time, share".to_owned(),
            told:
                "The share of chats that had a first reply after so long; who still waits counts as waiting."
                    .to_owned(),
            unit: Unit::Seconds,
            shape: Shape::Curves { lines: comparison.curves.iter().map(line).collect() },
        }),
        table: Some(Table {
            corner: "first reply",
            columns: columns.collect(),
            rows: NAMED.into_iter().map(row).collect(),
        }),
        ..Section::default()
    })
}

/// The first time at which the share was reached.
fn at(curve: &AnsweredCurve, share: f64) -> Cell {
    let reached = curve.points.iter().find(|(_, reached)| *reached >= share - 1e-9);
    reached.map_or(Cell::words("not reached"), |(seconds, _)| {
        let figure = Figure { value: *seconds, low: None, high: None, n: None, unit: Unit::Seconds };
        Cell::words(super::say::value(&figure))
    })
}
