//! First replies by speed, and saved replies, in words.

use super::super::report::{Bucket, Sides, SpeedReport, TemplateRow, TemplatesReport};
use super::chart::{Chart, Shape, Whisker};
use super::document::{Cell, Column, Document, Row, Section, Table, Tone, Unit};
use super::topics::mark;

/// First replies by speed, for reading.
#[must_use]
pub fn speed_document(report: &SpeedReport) -> Document {
    Document {
        name: "speed",
        title: "First replies by speed".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: None,
        sections: vec![by_speed(report), equal_speed(report)],
        notes: vec![
            "Slow chats are often hard ones: that the fast ones are happier does not say that speed made them so.".to_owned(),
        ],
    }
}

fn name(bucket: &Bucket) -> String {
    let show =
        |seconds: u32| if seconds < 180 { format!("{seconds} s") } else { format!("{} min", seconds / 60) };
    match bucket.to_seconds {
        Some(to) if bucket.above_seconds == 0 => format!("up to {}", show(to)),
        Some(to) => format!("{} s to {}", bucket.above_seconds + 1, show(to)),
        None => format!("more than {}", show(bucket.above_seconds)),
    }
}

fn by_speed(report: &SpeedReport) -> Section {
    let whisker = |bucket: &Bucket| {
        let csat = &bucket.csat;
        Some(Whisker {
            label: name(bucket),
            tone: Tone::Plain,
            grey: false,
            value: csat.share?,
            low: csat.low,
            high: csat.high,
        })
    };
    let drawn: Vec<Whisker> = report.buckets.iter().filter_map(whisker).collect();
    let row = |bucket: &Bucket| {
        let cells =
            vec![Cell::Count(bucket.conversations), Cell::share(&bucket.csat), Cell::nps(&bucket.nps)];
        Row::named(&name(bucket), cells)
    };
    Section {
        key: "buckets",
        title: "What visitors say, by how long they waited".to_owned(),
        note: "chats that no rule held".to_owned(),
        chart: (!drawn.is_empty()).then(|| Chart {
            title: "Satisfied visitors by time to the first reply".to_owned(),
            told: "The share of satisfied visitors in each range of waiting times, with its 95 % interval."
                .to_owned(),
            unit: Unit::Share,
            shape: Shape::Whiskers { rows: drawn, mark: None },
        }),
        table: Some(Table {
            corner: "first reply",
            columns: vec![
                Column::plain("chats", "chats"),
                Column::plain("csat", "satisfied (4-5)"),
                Column::plain("nps", "would recommend (NPS)"),
            ],
            rows: report.buckets.iter().map(row).collect(),
        }),
        lines: vec![format!("{} more chats had no reply yet.", report.unanswered)],
        ..Section::default()
    }
}

fn equal_speed(report: &SpeedReport) -> Section {
    let both = |bucket: &Bucket| Sides {
        ai_assisted: bucket.ai_csat.n,
        human_only: bucket.human_csat.n,
        more: 20_u64.saturating_sub(bucket.ai_csat.n) + 20_u64.saturating_sub(bucket.human_csat.n),
    };
    let row = |bucket: &Bucket| {
        let cells = vec![
            Cell::share(&bucket.ai_csat),
            Cell::share(&bucket.human_csat),
            Cell::gap(bucket.gap, both(bucket), Unit::Points),
        ];
        Row::named(&name(bucket), cells)
    };
    let mut rows: Vec<Row> = report.buckets.iter().map(row).collect();
    let together = Cell::gap(report.equal_speed, report.equal_speed_n, Unit::Points);
    rows.push(Row::new(
        "equal_speed",
        "same speed and topic, together",
        vec![
            Cell::words(format!("n {}", report.equal_speed_n.ai_assisted)),
            Cell::words(format!("n {}", report.equal_speed_n.human_only)),
            together,
        ],
    ));
    Section {
        key: "equal_speed",
        title: "AI and human at equal speed".to_owned(),
        note:
            "not random, and not what AI does: being faster is one of its effects, and here it is taken away"
                .to_owned(),
        grey: true,
        table: Some(Table {
            corner: "satisfied (4-5)",
            columns: vec![
                Column::of("ai_assisted", "AI-assisted", Tone::Ai),
                Column::of("human_only", "human only", Tone::Human),
                Column::plain("difference", "difference"),
            ],
            rows,
        }),
        ..Section::default()
    }
}

/// Saved replies for reading.
#[must_use]
pub fn templates_document(report: &TemplatesReport) -> Document {
    let whisker = |row: &TemplateRow| {
        let gap = row.turns?;
        let (low, high) = (Some(gap.low), Some(gap.high));
        Some(Whisker {
            label: row.template.clone(),
            tone: Tone::Plain,
            grey: false,
            value: gap.points,
            low,
            high,
        })
    };
    let drawn: Vec<Whisker> = report.templates.iter().filter_map(whisker).take(15).collect();
    let lines = if report.templates.is_empty() {
        vec!["No chat of this time began with a saved reply.".to_owned()]
    } else {
        vec![format!("Compared with {} chats answered by hand without one, topic by topic.", report.by_hand)]
    };
    Document {
        name: "templates",
        title: "Saved replies".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: None,
        sections: vec![Section {
            key: "templates",
            title: "With a saved reply, and by hand".to_owned(),
            note: "not random: you chose where to use them".to_owned(),
            chart: (!drawn.is_empty()).then(|| Chart {
                title: "Visitor's turns, with the saved reply minus by hand".to_owned(),
                told:
                    "The difference in turns of each saved reply with its 95 % interval; left of 0 is fewer."
                        .to_owned(),
                unit: Unit::NumberMore,
                shape: Shape::Whiskers { rows: drawn, mark: Some(mark(0.0, "no difference")) },
            }),
            table: Some(Table {
                corner: "saved reply",
                columns: vec![
                    Column::plain("turns", "visitor's turns"),
                    Column::plain("turns_gap", "against by hand"),
                    Column::plain("solved", "solved, median"),
                    Column::plain("solved_gap", "against by hand"),
                    Column::plain("csat", "satisfied (4-5)"),
                ],
                rows: report.templates.iter().map(template).collect(),
            }),
            lines,
            ..Section::default()
        }],
        notes: Vec::new(),
    }
}

fn template(row: &TemplateRow) -> Row {
    let turns = &row.mean_turns;
    let cells = vec![
        Cell::seen((turns.mean, turns.low, turns.high), turns.n, 2, Unit::Number),
        Cell::gap(row.turns, row.n, Unit::NumberMore),
        Cell::wait(&row.solved),
        Cell::time_gap(row.solved_gap),
        Cell::share(&row.csat),
    ];
    Row::named(&format!("/{}", row.template.trim_start_matches('/')), cells)
}
