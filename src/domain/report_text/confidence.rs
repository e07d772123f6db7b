//! What the confidence of drafts has been worth, in words and pictures.

use super::super::confidence::SIGNAL_NAMES;
use super::super::report::caption;
use super::super::report_confidence::{ConfidenceBin, ConfidenceFigures, ConfidenceReport};
use super::super::time::Timestamp;
use super::chart::{Chart, Shape, Whisker};
use super::document::{Cell, Column, Document, Row, Said, Section, Table, Tone, Unit};
use crate::stats::real;

/// The report on confidence, for reading, as it stands at a moment.
#[must_use]
pub fn confidence_document(report: &ConfidenceReport, at: Timestamp) -> Document {
    let learned = match report.learned_from {
        0 => "The weights are those that ship: they are learned anew from 50 decisions on.".to_owned(),
        n => format!("The weights were learned from {n} of your decisions."),
    };
    let also = match &report.figures {
        Some(_) => vec![learned],
        None => vec![format!("Not enough decisions: about {} more.", report.missing), learned],
    };
    Document {
        name: "confidence",
        title: "What confidence is worth".to_owned(),
        from: caption(at.0),
        to: caption(at.0),
        sample: false,
        said: Some(Said { label: "Now", kind: "calm", sentence: report.sentence(), also }),
        sections: report.figures.iter().flat_map(|f| measured(f, report.n)).chain([weights(report)]).collect(),
        notes: vec![
            "A draft was good if the owner sent it, or would have sent it, as it stood. Sample chats are left out."
                .to_owned(),
        ],
    }
}

fn measured(figures: &ConfidenceFigures, n: usize) -> [Section; 2] {
    let bins: Vec<&ConfidenceBin> = figures.bins.iter().filter(|bin| bin.n > 0).collect();
    let row = |bin: &&ConfidenceBin| Row::named(&range(bin), vec![share(bin)]);
    let whisker = |bin: &&ConfidenceBin| Whisker {
        label: range(bin),
        tone: Tone::Ai,
        grey: false,
        value: real(bin.good as u64) / real(bin.n as u64),
        low: bin.low,
        high: bin.high,
    };
    let by_range = Section {
        key: "bins",
        title: "How often drafts were good, by confidence".to_owned(),
        note: "where confidence is honest, the shares lie within their ranges".to_owned(),
        chart: Some(Chart {
            title: "Good drafts by confidence".to_owned(),
            told: "The share of good drafts in each fifth of the confidence, with its 95 % interval."
                .to_owned(),
            unit: Unit::Share,
            shape: Shape::Whiskers { rows: bins.iter().map(whisker).collect(), mark: None },
        }),
        table: Some(Table {
            corner: "confidence",
            columns: vec![Column::of("good", "good drafts", Tone::Ai)],
            rows: bins.iter().map(row).collect(),
        }),
        ..Section::default()
    };
    let told = |key, label, value: Option<f64>| {
        let value = value.map_or_else(|| "one kind is missing".to_owned(), |value| format!("{value:.3}"));
        Row::new(key, label, vec![Cell::words(value)])
    };
    let over_all = Section {
        key: "figures",
        title: format!("Over all {n} decisions"),
        table: Some(Table {
            corner: "",
            columns: vec![Column::plain("value", "value")],
            rows: vec![
                told("brier", "Brier score, 0 best", figures.brier),
                told("ece10", "calibration error, 0 best", figures.ece10),
                told("auroc", "a good draft scores above a bad one, 0.5 knows nothing", figures.auroc),
            ],
        }),
        ..Section::default()
    };
    [by_range, over_all]
}

fn range(bin: &ConfidenceBin) -> String {
    format!("{:.1} to {:.1}", bin.from, bin.to)
}

fn share(bin: &ConfidenceBin) -> Cell {
    let n = bin.n as u64;
    Cell::seen((Some(real(bin.good as u64) / real(n)), bin.low, bin.high), n, 1, Unit::Share)
}

fn weights(report: &ConfidenceReport) -> Section {
    let row = |(key, weight): &(String, f64)| {
        let named = SIGNAL_NAMES.iter().find(|(known, ..)| known == key);
        let name = named.map_or("Before any of them", |(_, name, _)| *name);
        Row::new(key, name, vec![Cell::words(format!("{weight:.2}"))])
    };
    Section {
        key: "weights",
        title: "What it is made of".to_owned(),
        note: "a weight for each signal; each signal lies between about -3 and 3".to_owned(),
        folded: true,
        table: Some(Table {
            corner: "signal",
            columns: vec![Column::plain("weight", "weight")],
            rows: report.weights.iter().map(row).collect(),
        }),
        ..Section::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::confidence::{Judged, Weights};
    use crate::domain::report_text::{csv, text};

    /// Confidence says what comes of it, but that the surest fifth is too sure.
    fn judged(n: usize) -> Vec<Judged> {
        let one = |i: usize| {
            let confidence = 0.1 + 0.2 * real((i % 5) as u64);
            let good =
                if i % 5 == 4 { i.is_multiple_of(2) } else { real((i / 5 % 10) as u64) < 10.0 * confidence };
            Judged { signals: std::collections::BTreeMap::new(), confidence, good }
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn every_fifth_has_its_share_with_interval_and_n_on_page_and_sheet_alike() {
        let report = ConfidenceReport::of(&judged(200), &Weights::default());
        let document = confidence_document(&report, Timestamp(1_800_000_000_000_000));
        let bins = document.sections[0].table.as_ref().unwrap();
        assert_eq!(bins.rows.len(), 5);
        let Cell::Figure(surest) = bins.rows[4].cells[0] else { panic!("{:?}", bins.rows[4]) };
        assert_eq!((surest.value, surest.n), (0.5, Some(40)));
        assert!(surest.low.unwrap() < 0.5 && surest.high.unwrap() < 0.7, "{surest:?}");
        let sheet = csv(&document);
        assert!(sheet.contains("\nbins,good,0.8 to 1.0,40,0.5,"), "{sheet}");
        assert!(text(&document).contains("200 judged drafts were good"), "{}", text(&document));
    }

    #[test]
    fn with_too_few_decisions_it_says_how_many_are_missing_and_shows_no_share() {
        let report = ConfidenceReport::of(&judged(40), &Weights::default());
        let document = confidence_document(&report, Timestamp(0));
        assert_eq!(document.sections.iter().map(|s| s.key).collect::<Vec<_>>(), ["weights"]);
        assert!(text(&document).contains("Not enough decisions: about 60 more."), "{}", text(&document));
    }
}
