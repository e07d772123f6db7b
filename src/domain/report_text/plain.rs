//! A report as plain text: one screen, every figure with its n and interval, or with how many more answers it takes.

use jiff::Timestamp;

use super::document::{Document, Said, Section, Table};
use super::say;

/// The least room for the names of the rows.
const LABEL_MIN: usize = 24;

/// Between two columns.
const GAP: usize = 2;

/// Said wherever some of it is made up.
const SAMPLE: &str = "SAMPLE DATA: made up for the demo, says nothing about your visitors.";

/// The report for reading.
#[must_use]
pub fn text(document: &Document) -> String {
    let mut lines = vec![format!(
        "{}: {} - {} (UTC)",
        document.title.to_uppercase(),
        day(document.from),
        day(document.to)
    )];
    if document.sample {
        lines.push(SAMPLE.to_owned());
    }
    for (at, section) in document.sections.iter().enumerate() {
        lines.push(String::new());
        lines.extend(part(section));
        if let (0, Some(said)) = (at, &document.said) {
            lines.push(String::new());
            lines.extend(verdict(said));
        }
    }
    if let (true, Some(said)) = (document.sections.is_empty(), &document.said) {
        lines.push(String::new());
        lines.extend(verdict(said));
    }
    lines.push(String::new());
    lines.extend(document.notes.iter().map(|note| format!("  {note}")));
    lines.push("  In round brackets: 95 % intervals. n = answers counted.".to_owned());
    lines.join("\n") + "\n"
}

fn verdict(said: &Said) -> Vec<String> {
    let label = said.label.to_uppercase();
    let indent = " ".repeat(label.chars().count() + 2);
    let mut lines = vec![format!("  {label}  {}", said.sentence)];
    lines.extend(said.also.iter().map(|also| format!("  {indent}{also}")));
    lines
}

fn part(section: &Section) -> Vec<String> {
    let mut title = section.title.to_uppercase();
    if !section.note.is_empty() {
        title = format!("{title} ({})", section.note);
    }
    let mut lines = vec![title];
    if let Some(table) = &section.table {
        lines.extend(rows(table));
    }
    lines.extend(section.lines.iter().map(|line| format!("  {line}")));
    lines
}

fn rows(table: &Table) -> Vec<String> {
    let heads: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    let cells: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.cells.iter().map(say::cell).collect()).collect();
    let label = table.rows.iter().map(|row| width(&row.label)).max().unwrap_or(0).max(LABEL_MIN);
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let widest = cells.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max();
            widest.unwrap_or(0).max(width(head))
        })
        .collect();
    let mut lines = vec![line(table.corner, label, &heads, &widths)];
    let named = table.rows.iter().zip(&cells);
    lines.extend(named.map(|(row, cells)| line(&row.label, label, cells, &widths)));
    lines
}

fn line(label: &str, room: usize, cells: &[String], widths: &[usize]) -> String {
    let mut line = format!("  {}", padded(label, room + GAP));
    for (cell, width) in cells.iter().zip(widths) {
        line.push_str(&padded(cell, width + GAP));
    }
    line.trim_end().to_owned()
}

fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn day(time: Timestamp) -> String {
    time.strftime("%-d %b %Y").to_string()
}
