//! Pairs from a table: a header, then a row for each; separated by comma, semicolon or tab.

use csv::{ReaderBuilder, StringRecord};

use super::columns::Field;
use super::pair::{Pair, Pairs, shortened};

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The pairs of a CSV text, or all that is wrong with it.
pub(in super::super) fn read(text: &str) -> Result<Vec<Pair>, Vec<String>> {
    let header =
        |separator: &u8| rows(text, *separator).next().map(|row| row.map(|r| r.1).unwrap_or_default());
    let named = |h: &StringRecord| {
        Field::ALL.iter().filter(|f| f.among(h.iter()).is_some()).count() * 1000 + h.len().min(999)
    };
    let best = SEPARATORS.iter().rev().filter_map(|s| Some((*s, header(s)?))).max_by_key(|(_, h)| named(h));
    let Some((separator, header)) = best else { return Err(vec!["is empty".to_owned()]) };
    let mut pairs = Pairs::default();
    for field in [Field::Question, Field::Answer] {
        if field.among(header.iter()).is_none() {
            let has: Vec<String> =
                header.iter().map(|name| format!("`{}`", shortened(name.trim()))).collect();
            let wanted = field.names().join(", ");
            let name = field.name();
            let shown = shortened(&has.join(", "));
            pairs.fault(
                1,
                &format!("{name}: no column of this name (or: {wanted}) in the header; it has {shown}"),
            );
        }
    }
    let mut last = 1;
    for row in rows(text, separator).skip(1) {
        match row {
            Ok((line, row)) => {
                last = line;
                take(&mut pairs, &header, line, &row);
            }
            Err(message) => pairs.fault(last + 1, &message),
        }
    }
    if let Some(line) = unclosed(text, last) {
        pairs.fault(line, "a quotation mark is opened and never closed; write \" inside quotes as \"\"");
    }
    pairs.finish()
}

fn take(pairs: &mut Pairs, header: &StringRecord, line: u64, row: &StringRecord) {
    if row.iter().all(|value| value.trim().is_empty()) {
        return;
    }
    let (has, wanted) = (row.len(), header.len());
    if row.iter().skip(wanted).any(|value| !value.trim().is_empty()) {
        let message =
            format!("has {has} fields, the header {wanted}; put \" around texts that hold the separator");
        return pairs.fault(line, &message);
    }
    if Field::Question.among(header.iter()).is_none() || Field::Answer.among(header.iter()).is_none() {
        return;
    }
    let value =
        |field: Field| field.among(header.iter()).and_then(|column| row.get(column)).unwrap_or_default();
    pairs.add(line, |field| value(field).to_owned());
}

fn rows(text: &str, separator: u8) -> impl Iterator<Item = Result<(u64, StringRecord), String>> {
    let reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.into_records().map(|row| {
        let row = row.map_err(|e| e.to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        Ok((line, row))
    })
}

/// A row that runs over several lines to the end of the file, with a quotation mark too many: the reader swallows all.
fn unclosed(text: &str, last: u64) -> Option<u64> {
    let lines = text.trim_end().lines().count() as u64;
    (lines > last && text.bytes().filter(|b| *b == b'"').count() % 2 == 1).then_some(last)
}
