//! A report's document as the template wants it: words ready, bars placed, charts drawn.

use super::charts::{Drawing, drawings, place, tone};
use crate::domain::report_text::{Cell, Document, Figure, ReportName, Section, Table, Unit, say};
use crate::web::spoken;
use crate::words::Text;

/// Width of the bar in a cell, in units of its own.
const CANVAS: f64 = 200.0;

/// A longer table makes people scroll past it; it is opened on request, and printed whole.
const ROWS_OPEN_MAX: usize = 7;

/// The least that a stroke is wide, so that it can be seen.
const STROKE_MIN: f64 = 2.0;

/// An entry of the menu of reports.
pub(super) struct Link {
    pub name: &'static str,
    pub title: Text,
    pub purpose: Text,
    pub here: bool,
}

impl Link {
    pub(super) fn all(here: Option<&str>) -> Vec<Self> {
        let made_of_episodes = ReportName::ALL.iter().map(|report| (report.as_str(), keys(*report)));
        // The report on confidence is made of decisions.
        let all =
            made_of_episodes.chain([("confidence", ("reports-confidence", "reports-confidence-purpose"))]);
        let link = |(name, (title, purpose))| Self {
            name,
            title: spoken::text(title),
            purpose: spoken::text(purpose),
            here: here == Some(name),
        };
        all.map(link).collect()
    }
}

/// What it is called in a menu, and what it answers.
const fn keys(report: ReportName) -> (&'static str, &'static str) {
    match report {
        ReportName::Scorecard => ("reports-scorecard", "reports-scorecard-purpose"),
        ReportName::Comparison => ("reports-comparison", "reports-comparison-purpose"),
        ReportName::Topics => ("reports-topics", "reports-topics-purpose"),
        ReportName::Speed => ("reports-speed", "reports-speed-purpose"),
        ReportName::Rules => ("reports-rules", "reports-rules-purpose"),
        ReportName::Templates => ("reports-templates", "reports-templates-purpose"),
        ReportName::Knowledge => ("reports-knowledge", "reports-knowledge-purpose"),
        ReportName::Autonomy => ("reports-autonomy", "reports-autonomy-purpose"),
        ReportName::Roi => ("reports-roi", "reports-roi-purpose"),
    }
}

/// A part of the page.
pub(super) struct Part {
    pub key: &'static str,
    pub title: String,
    pub note: String,
    pub grey: bool,
    pub folded: bool,
    pub drawings: Vec<Drawing>,
    pub table: Option<Grid>,
    pub lines: Vec<String>,
}

/// A table.
pub(super) struct Grid {
    pub corner: String,
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    /// More columns than a desk shows at ease.
    pub dense: bool,
    /// The rows are rules, which files and logs know by their ids alone.
    pub of_rules: bool,
}

/// The head of a column.
pub(super) struct Head {
    pub title: String,
    pub tone: &'static str,
}

/// A row of it.
pub(super) struct Row {
    pub label: String,
    /// As programs know it, where people call it otherwise.
    pub id: Option<String>,
    /// It belongs to the row above.
    pub below: bool,
    pub cells: Vec<Shown>,
}

/// A cell.
pub(super) struct Shown {
    pub head: String,
    pub tone: &'static str,
    pub blank: bool,
    pub value: Option<String>,
    pub interval: Option<String>,
    pub lacking: Option<String>,
    pub n: Option<String>,
    pub bar: Option<Bar>,
}

/// An interval drawn on a canvas 200 wide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar {
    pub x: String,
    pub width: String,
    pub dot: String,
}

/// The first table is open, for it is what the report is about; a long one after it waits behind its heading.
pub(super) fn parts(document: &Document) -> Vec<Part> {
    let mut parts: Vec<Part> = document.sections.iter().map(part).collect();
    for part in parts.iter_mut().filter(|part| part.table.is_some()).skip(1) {
        part.folded |= part.table.as_ref().is_some_and(|table| table.rows.len() > ROWS_OPEN_MAX);
    }
    parts
}

fn part(section: &Section) -> Part {
    Part {
        key: section.key,
        title: section.title.clone(),
        note: sentence(&section.note),
        grey: section.grey,
        folded: section.folded,
        drawings: section.chart.as_ref().map(|chart| drawings(section.key, chart)).unwrap_or_default(),
        table: section.table.as_ref().filter(|table| !table.rows.is_empty()).map(grid),
        lines: section.lines.clone(),
    }
}

/// A note as a sentence of its own.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn grid(table: &Table) -> Grid {
    let heads: Vec<Head> =
        table.columns.iter().map(|c| Head { title: capital(&c.title), tone: tone(c.tone) }).collect();
    let row = |row: &crate::domain::report_text::Row| {
        let column = |at: usize| table.rows.iter().filter_map(|row| row.cells.get(at)).collect::<Vec<_>>();
        let cells = row.cells.iter().zip(&heads).enumerate().map(|(at, (cell, head))| {
            let (from, to) = match cell {
                Cell::Figure(figure) if row.named => span(figure.unit, &row.cells, &column(at)),
                Cell::Figure(figure) => span(figure.unit, &row.cells, &[]),
                _ => (0.0, 0.0),
            };
            shown(cell, head, from, to)
        });
        // What stands for itself, a topic, is written as it is.
        let label = row.label.trim_start();
        Row {
            id: (row.named && row.key != row.label).then(|| row.key.clone()),
            below: row.label.starts_with("  "),
            label: if row.named { label.to_owned() } else { capital(label) },
            cells: cells.collect(),
        }
    };
    Grid {
        corner: capital(table.corner),
        rows: table.rows.iter().map(row).collect(),
        dense: heads.len() > 4,
        of_rules: table.corner == "rule",
        heads,
    }
}

/// 1004 as "1,004".
fn count(number: u64) -> String {
    say::cell(&Cell::Count(number))
}

/// Labels are written small for paper; a page begins them with a capital, except what stands for itself.
fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// The scale of a unit: its own; or from 0 to the largest number of the row. Where a row stands for itself and has only one
/// such number, the rows beside it have theirs: the column's largest.
fn span(unit: Unit, row: &[Cell], column: &[&Cell]) -> (f64, f64) {
    match unit {
        Unit::Share => return (0.0, 1.0),
        Unit::Stars => return (1.0, 5.0),
        Unit::Nps => return (-100.0, 100.0),
        _ => {}
    }
    let alike = |cell: &&Cell| matches!(cell, Cell::Figure(figure) if figure.unit == unit);
    let of_row: Vec<&Cell> = row.iter().filter(alike).collect();
    let cells = if of_row.len() > 1 { of_row } else { column.iter().copied().filter(alike).collect() };
    let ends = cells.into_iter().flat_map(|cell| match cell {
        Cell::Figure(figure) => [Some(figure.value), figure.high],
        _ => [None, None],
    });
    (0.0, ends.flatten().fold(0.0, f64::max))
}

/// Differences are drawn in charts, not in cells.
const fn has_bar(unit: Unit) -> bool {
    matches!(unit, Unit::Share | Unit::Stars | Unit::Nps | Unit::Seconds | Unit::Money | Unit::Number)
}

fn shown(cell: &Cell, head: &Head, from: f64, to: f64) -> Shown {
    let mut shown = Shown {
        head: head.title.clone(),
        tone: head.tone,
        blank: false,
        value: None,
        interval: None,
        lacking: None,
        n: None,
        bar: None,
    };
    match cell {
        Cell::Blank => shown.blank = true,
        Cell::Words(words) if words.starts_with("n ") => shown.lacking = Some(words.clone()),
        Cell::Words(words) => shown.lacking = Some(capital(words)),
        Cell::Count(number) => shown.value = Some(count(*number)),
        Cell::Lacking { n, more } => {
            shown.lacking = Some(capital(&say::lacking(*more)));
            shown.n = Some(count(*n));
        }
        Cell::Nothing { n, why } => {
            shown.lacking = Some(capital(why));
            shown.n = n.map(count);
        }
        Cell::Figure(figure) => {
            shown.value = Some(say::value(figure));
            shown.interval = say::interval(figure);
            shown.n = figure.n.map(count);
            shown.bar = bar(figure, from, to);
        }
    }
    shown
}

/// An end that is not known runs to the end of the scale. NPS in a difference column has no n and gets no bar.
fn bar(figure: &Figure, from: f64, to: f64) -> Option<Bar> {
    let length = to - from;
    if !has_bar(figure.unit)
        || figure.n.is_none()
        || (figure.low.is_none() && figure.high.is_none())
        || !(length.is_finite() && length > 0.0)
    {
        return None;
    }
    let at = |value: f64| (CANVAS * (value - from) / length).clamp(0.0, CANVAS);
    let (start, end) = (at(figure.low.unwrap_or(from)), at(figure.high.unwrap_or(to)));
    Some(Bar {
        x: place(start),
        width: place((end - start).max(STROKE_MIN)),
        dot: place(at(figure.value).clamp(4.0, CANVAS - 4.0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, low: Option<f64>, high: Option<f64>) -> Figure {
        Figure { value, low, high, n: Some(9), unit: Unit::Share }
    }

    #[test]
    fn a_bar_stays_on_its_canvas() {
        let bar_of = |x: &str, width: &str, dot: &str| {
            Some(Bar { x: x.to_owned(), width: width.to_owned(), dot: dot.to_owned() })
        };
        assert_eq!(bar(&figure(0.5, Some(0.25), Some(0.75)), 0.0, 1.0), bar_of("50.0", "100.0", "100.0"));
        assert_eq!(bar(&figure(7.0, Some(-3.0), None), 0.0, 1.0), bar_of("0.0", "200.0", "196.0"));
        assert_eq!(bar(&figure(0.0, None, None), 0.0, 1.0), None);
        assert_eq!(bar(&figure(0.0, Some(0.0), None), 0.0, 0.0), None);
        assert_eq!(bar(&figure(0.0, Some(0.0), None), 0.0, f64::NAN), None);
    }
}
