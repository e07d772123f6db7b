//! A report as CSV: one figure per row, so that a spreadsheet can filter; text cells cannot become formulas.

use super::document::{Cell, Document, Section};
use crate::stats::real;

const HEADER: &str = "section,group,figure,n,value,low,high,unit\n";

/// A spreadsheet takes a cell that starts like this for a formula (OWASP, CSV injection).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Every figure of the report (RFC 4180 quoting, line ends LF). A value without enough data is empty beside its n.
#[must_use]
pub fn csv(document: &Document) -> String {
    let mut sheet = Sheet::begin();
    sheet.period(&document.from.to_string(), &document.to.to_string(), document.sample);
    if let Some(said) = &document.said {
        sheet.note(&said.label.to_lowercase(), "sentence", &said.sentence);
        for also in &said.also {
            sheet.note(&said.label.to_lowercase(), "also", also);
        }
    }
    for section in &document.sections {
        sheet.section(section);
    }
    sheet.0
}

/// What a row measures: a value between its limits.
pub(super) type Figure = (Option<f64>, Option<f64>, Option<f64>);

/// Rows under one header.
pub(super) struct Sheet(pub(super) String);

impl Sheet {
    pub(super) fn begin() -> Self {
        Self(HEADER.to_owned())
    }

    pub(super) fn period(&mut self, from: &str, to: &str, sample: bool) {
        self.note("period", "from", from);
        self.note("period", "to", to);
        self.note("period", "sample_data", if sample { "true" } else { "false" });
    }

    pub(super) fn section(&mut self, section: &Section) {
        if !section.note.is_empty() {
            self.note(section.key, "note", &section.note);
        }
        if let Some(table) = &section.table {
            for row in &table.rows {
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    self.cell((section.key, column.key, &row.key), cell);
                }
            }
        }
        for line in &section.lines {
            self.note(section.key, "line", line);
        }
    }

    fn cell(&mut self, name: (&str, &str, &str), cell: &Cell) {
        match cell {
            Cell::Blank => {}
            Cell::Words(words) => self.words(name, words),
            Cell::Count(count) => self.row(name, Some(*count), (Some(real(*count)), None, None), "count"),
            Cell::Figure(figure) => {
                let seen = (Some(figure.value), figure.low, figure.high);
                self.row(name, figure.n, seen, figure.unit.name());
            }
            Cell::Lacking { n, .. } => self.row(name, Some(*n), (None, None, None), ""),
            Cell::Nothing { n, .. } => self.row(name, *n, (None, None, None), ""),
        }
    }

    pub(super) fn row(
        &mut self,
        (section, group, figure): (&str, &str, &str),
        n: Option<u64>,
        seen: Figure,
        unit: &str,
    ) {
        let number = |value: Option<f64>| value.map(|number| number.to_string()).unwrap_or_default();
        let cells = [
            text(section),
            text(group),
            text(figure),
            n.map(|n| n.to_string()).unwrap_or_default(),
            number(seen.0),
            number(seen.1),
            number(seen.2),
            text(unit),
        ];
        self.line(&cells);
    }

    /// A row that says something in words, in the column of the value.
    pub(super) fn note(&mut self, section: &str, figure: &str, words: &str) {
        self.words((section, "", figure), words);
    }

    fn words(&mut self, (section, group, figure): (&str, &str, &str), words: &str) {
        let empty = String::new;
        let cells =
            [text(section), text(group), text(figure), empty(), text(words), empty(), empty(), empty()];
        self.line(&cells);
    }

    fn line(&mut self, cells: &[String]) {
        self.0.push_str(&cells.join(","));
        self.0.push('\n');
    }
}

/// A text cell: disarmed, then quoted when it must be. Numbers of our own never pass here, so a minus sign stays one.
fn text(words: &str) -> String {
    let armed = words.starts_with(FORMULA_STARTS);
    let disarmed = if armed { format!("'{words}") } else { words.to_owned() };
    if disarmed.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", disarmed.replace('"', "\"\""));
    }
    disarmed
}
