//! Gaps in the knowledge, in words.

use super::super::report::{GapsReport, QuestionGroup};
use super::super::titles::Titles;
use super::chart::{Bar, Chart, Shape};
use super::document::{Cell, Column, Document, Row, Section, Table, Tone, Unit};

/// Groups that are drawn.
const DRAWN_MAX: usize = 10;

/// Gaps for reading.
#[must_use]
pub fn gaps_document(report: &GapsReport, titles: &Titles) -> Document {
    Document {
        name: "knowledge",
        title: "Gaps in the knowledge".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: None,
        sections: vec![questions(report, titles), unsure(report)],
        notes: vec!["Personal data is left out of the questions shown.".to_owned()],
    }
}

fn questions(report: &GapsReport, titles: &Titles) -> Section {
    let bar =
        |group: &QuestionGroup| Bar { label: group.question.clone(), parts: vec![(Tone::Plain, group.n)] };
    let row = |group: &QuestionGroup| {
        let cells = vec![
            Cell::Count(group.n),
            group.topic.as_ref().map_or(Cell::Blank, |topic| Cell::words(titles.topic(topic))),
            Cell::words(group.last_at.strftime("%-d %b %Y").to_string()),
        ];
        Row::named(&group.question, cells)
    };
    let none = report.groups.is_empty();
    let columns =
        vec![Column::plain("asked", "asked"), Column::plain("topic", "topic"), Column::plain("last", "last")];
    Section {
        key: "questions",
        title: "Asked again and again, and answered by no article".to_owned(),
        note: "questions with the same words put together".to_owned(),
        chart: (!none).then(|| Chart {
            title: "Unanswered questions, the most frequent".to_owned(),
            told: "How often each unanswered question was asked.".to_owned(),
            unit: Unit::Number,
            shape: Shape::Bars { rows: report.groups.iter().take(DRAWN_MAX).map(bar).collect() },
        }),
        table: (!none).then(|| Table {
            corner: "question",
            columns,
            rows: report.groups.iter().map(row).collect(),
        }),
        lines: vec![format!(
            "{} questions were looked at; {} of them nobody else asked.",
            report.questions, report.alone
        )],
        ..Section::default()
    }
}

fn unsure(report: &GapsReport) -> Section {
    let cells = vec![Cell::share(&report.unsure)];
    Section {
        key: "unsure",
        title: "How often no article answers".to_owned(),
        table: Some(Table {
            corner: "",
            columns: vec![Column::plain("share", "of chats that no rule held")],
            rows: vec![Row::new("unsure", "no draft, or none sure enough to be shown", cells)],
        }),
        ..Section::default()
    }
}
