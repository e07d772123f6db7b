//! What leaves without an owner, and on what grounds, in words.

use super::super::autopilot::{CertificateTold, LevelTold};
use super::super::report::{AutonomyReport, FallBack};
use super::super::titles::Titles;
use super::document::{Cell, Column, Document, Row, Said, Section, Table, Tone};

/// What may be sent without an owner, for reading.
#[must_use]
pub fn autonomy_document(report: &AutonomyReport, titles: &Titles) -> Document {
    let fall_back = match &report.fall_back {
        FallBack::Nothing => "The comparison by lottery takes nothing away.".to_owned(),
        FallBack::Topics { topics } => {
            let names: Vec<&str> = topics.iter().map(|topic| titles.topic(topic)).collect();
            format!("By lottery AI loses on {}: there every reply needs an owner again.", names.join(", "))
        }
        FallBack::Everything => "By lottery AI loses over all: every reply needs an owner again.".to_owned(),
    };
    Document {
        name: "autonomy",
        title: "Sending without you".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: Some(Said {
            label: "Now",
            kind: "calm",
            sentence: report.sentence.clone(),
            also: vec![fall_back],
        }),
        sections: sections(report, titles),
        notes: Vec::new(),
    }
}

fn sections(report: &AutonomyReport, titles: &Titles) -> Vec<Section> {
    let mut sections = vec![Section {
        key: "auto_sent",
        title: "Sent without an owner".to_owned(),
        table: Some(Table {
            corner: "",
            columns: vec![Column::of("ai_assisted", "AI-assisted chats", Tone::Ai)],
            rows: vec![
                Row::new("auto_sent", "answered without an owner", vec![Cell::share(&report.auto_sent)]),
                Row::new(
                    "wrong",
                    "wrong among those drawn by lot and looked at",
                    vec![Cell::share(&report.wrong)],
                ),
            ],
        }),
        ..Section::default()
    }];
    let earned = report.earned.iter().flat_map(|earned| &earned.certificates);
    sections.extend(earned.map(|told| certificate(told, titles)));
    sections
}

/// One certificate: its line, what keeps it from more, and its thresholds.
fn certificate(told: &CertificateTold, titles: &Titles) -> Section {
    let said = [&told.why, &told.next].into_iter().flatten().cloned();
    let topics = told.topics.iter().filter(|topic| topic.judged > 0).map(|topic| {
        let name = if topic.topic.is_empty() { "without a topic" } else { titles.topic(&topic.topic) };
        format!("{name}: {}", topic.line)
    });
    let row = |level: &LevelTold| {
        let stands = match (level.in_force, level.certified) {
            (true, _) => "in force".to_owned(),
            (false, true) => "certified, not seen widely enough".to_owned(),
            (false, false) => level.to_go.map_or_else(String::new, |n| format!("{n} more without a miss")),
        };
        let cells = vec![
            Cell::Count(level.judged),
            Cell::Count(level.wrong),
            Cell::words(percent(level.at_most)),
            Cell::words(stands),
        ];
        Row::named(&format!("best-scored {}", percent(level.share)), cells)
    };
    let columns = vec![
        Column::plain("judged", "judged"),
        Column::plain("wrong", "wrong"),
        Column::plain("at_most", "at most wrong (95 %)"),
        Column::plain("stands", "stands"),
    ];
    let rows: Vec<Row> = told.levels.iter().map(row).collect();
    Section {
        key: "certificate",
        title: told.line.clone(),
        table: (!rows.is_empty()).then_some(Table { corner: "drafts", columns, rows }),
        lines: said.chain(topics).collect(),
        ..Section::default()
    }
}

/// A share in percent, rounded up to a tenth: never understated.
fn percent(share: f64) -> String {
    let tenths = (share * 1_000.0 - 1e-9).ceil() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0} %") } else { format!("{tenths:.1} %") }
}
