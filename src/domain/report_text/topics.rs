//! Topics and rules in words.

use super::super::report::{Counted, RuleRow, RulesReport, TopicRow, TopicsReport};
use super::super::titles::Titles;
use super::chart::{Bar, Chart, Mark, Shape, Whisker};
use super::document::{Cell, Column, Document, Row, Section, Table, Tone, Unit};

/// Rows that are drawn.
const DRAWN_MAX: usize = 15;

/// Topics for reading.
#[must_use]
pub fn topics_document(report: &TopicsReport, titles: &Titles) -> Document {
    let untagged = format!("{} chats have no topic.", report.untagged.positive);
    let mut sections = vec![Section {
        key: "volume",
        title: "Who answers what".to_owned(),
        note: "a chat counts for its primary topic".to_owned(),
        chart: volumes(&report.topics, titles),
        table: Some(Table {
            corner: "topic",
            columns: volume_columns(),
            rows: report.topics.iter().map(|topic| row(topic, volume, titles)).collect(),
        }),
        lines: if report.topics.is_empty() {
            vec!["No chat of this time has a topic: set some up under Settings, Topics.".to_owned()]
        } else {
            vec![untagged]
        },
        ..Section::default()
    }];
    if !report.topics.is_empty() {
        sections.push(Section {
            key: "quality",
            title: "How they go".to_owned(),
            chart: satisfied(&report.topics, titles),
            table: Some(Table {
                corner: "topic",
                columns: quality_columns(),
                rows: report.topics.iter().map(|topic| row(topic, quality, titles)).collect(),
            }),
            ..Section::default()
        });
        sections.push(Section {
            key: "drafts",
            title: "How drafts do".to_owned(),
            table: Some(Table {
                corner: "topic",
                columns: draft_columns(),
                rows: report.topics.iter().map(|topic| row(topic, drafts, titles)).collect(),
            }),
            ..Section::default()
        });
    }
    Document {
        name: "topics",
        title: "Topics".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: None,
        sections,
        notes: vec!["Topics differ in what is asked: a lower figure is not a worse answer.".to_owned()],
    }
}

fn volume_columns() -> Vec<Column> {
    vec![
        Column::plain("share", "of all chats"),
        Column::of("ai_assisted", "AI-assisted", Tone::Ai),
        Column::of("human_only", "human only", Tone::Human),
        Column::of("held", "held by a rule", Tone::Blocked),
    ]
}

fn row(topic: &TopicRow, cells: fn(&TopicRow) -> Vec<Cell>, titles: &Titles) -> Row {
    Row::called(&topic.topic, titles.topic(&topic.topic), cells(topic))
}

fn volume(topic: &TopicRow) -> Vec<Cell> {
    vec![
        Cell::share(&topic.share_of_chats),
        Cell::Count(topic.ai_assisted),
        Cell::Count(topic.human_only),
        Cell::Count(topic.held),
    ]
}

fn quality_columns() -> Vec<Column> {
    vec![
        Column::plain("csat", "satisfied (4-5)"),
        Column::plain("frt_median", "first reply, median"),
        Column::plain("resolution_median", "solved, median"),
        Column::plain("reopened", "came back in 72 h"),
    ]
}

fn quality(topic: &TopicRow) -> Vec<Cell> {
    let group = &topic.group;
    vec![
        Cell::share(&group.csat),
        Cell::wait(&group.first_reply),
        Cell::wait(&group.solved),
        Cell::reopened(&group.reopened),
    ]
}

fn draft_columns() -> Vec<Column> {
    vec![
        Column::plain("unsure", "no sure draft"),
        Column::plain("edited", "sent with changes"),
        Column::plain("judged_wrong", "judged wrong"),
    ]
}

fn drafts(topic: &TopicRow) -> Vec<Cell> {
    vec![Cell::share(&topic.unsure), Cell::share(&topic.edited), Cell::share(&topic.judged_wrong)]
}

fn volumes(topics: &[TopicRow], titles: &Titles) -> Option<Chart> {
    let bar = |topic: &TopicRow| {
        let all = topic.group.conversations;
        let others = all.saturating_sub(topic.ai_assisted + topic.human_only);
        Bar {
            label: titles.topic(&topic.topic).to_owned(),
            parts: vec![
                (Tone::Ai, topic.ai_assisted),
                (Tone::Human, topic.human_only),
                (Tone::Blocked, others),
            ],
        }
    };
    (!topics.is_empty()).then(|| Chart {
        title: "Chats by topic: AI-assisted, human only, unanswered".to_owned(),
        told: "How many chats each topic has, and who answered them.".to_owned(),
        unit: Unit::Number,
        shape: Shape::Bars { rows: topics.iter().take(DRAWN_MAX).map(bar).collect() },
    })
}

fn satisfied(topics: &[TopicRow], titles: &Titles) -> Option<Chart> {
    let whisker = |topic: &TopicRow| {
        let csat = &topic.group.csat;
        Some(Whisker {
            label: titles.topic(&topic.topic).to_owned(),
            tone: Tone::Plain,
            grey: false,
            value: csat.share?,
            low: csat.low,
            high: csat.high,
        })
    };
    let rows: Vec<Whisker> = topics.iter().take(DRAWN_MAX).filter_map(whisker).collect();
    (!rows.is_empty()).then(|| Chart {
        title: "Satisfied visitors by topic".to_owned(),
        told: "The share of satisfied visitors of each topic with its 95 % interval.".to_owned(),
        unit: Unit::Share,
        shape: Shape::Whiskers { rows, mark: None },
    })
}

/// Rules for reading.
#[must_use]
pub fn rules_document(report: &RulesReport, titles: &Titles) -> Document {
    let held = &report.held;
    let none = report.rules.is_empty();
    let bars = report.rules.iter().take(DRAWN_MAX).map(|rule| Bar {
        label: titles.rule(&rule.rule).to_owned(),
        parts: vec![
            (Tone::Plain, rule.alone),
            (Tone::Blocked, rule.held.positive.saturating_sub(rule.alone)),
        ],
    });
    Document {
        name: "rules",
        title: "Rules".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: None,
        sections: vec![Section {
            key: "rules",
            title: "What the rules hold".to_owned(),
            note: "kept from the model, for a human".to_owned(),
            chart: (!none).then(|| Chart {
                title: "Chats held: by this rule alone, and by others too".to_owned(),
                told: "How many chats each rule held.".to_owned(),
                unit: Unit::Number,
                shape: Shape::Bars { rows: bars.collect() },
            }),
            table: Some(Table {
                corner: "rule",
                columns: rule_columns(),
                rows: report.rules.iter().map(|rule| rule_row(rule, titles)).collect(),
            }),
            lines: vec![format!("Held in all: {} of {} chats.", held.positive, held.n)],
            ..Section::default()
        }],
        notes: vec![
            "Passed on after all: an owner gave the chat back to the assistant, and a draft reached the visitor. Many of them \
             say that a rule holds too much."
                .to_owned(),
        ],
    }
}

fn rule_columns() -> Vec<Column> {
    vec![
        Column::plain("held", "of all chats"),
        Column::plain("alone", "by it alone"),
        Column::plain("overridden", "passed on after all"),
        Column::plain("left", "left without reply"),
        Column::plain("frt_median", "first reply, median"),
        Column::plain("csat", "satisfied (4-5)"),
    ]
}

fn rule_row(rule: &RuleRow, titles: &Titles) -> Row {
    let cells = vec![
        Cell::share(&rule.held),
        Cell::Count(rule.alone),
        Cell::share(&rule.overridden),
        Cell::share(&rule.left_without_reply),
        Cell::wait(&rule.first_reply),
        Cell::share(&rule.csat),
    ];
    Row::called(&rule.rule, titles.rule(&rule.rule), cells)
}

/// `a 3, b 2`: the first few of a count, called by people as `name` says.
pub(super) fn listed(counts: &[Counted], most: usize, name: impl Fn(&str) -> String) -> String {
    let each = counts.iter().take(most).map(|one| format!("{} {}", name(&one.name), one.n));
    each.collect::<Vec<_>>().join(", ")
}

/// A code as words.
pub(super) fn spoken(code: &str) -> String {
    code.replace('_', " ")
}

/// A target drawn across whiskers.
pub(super) fn mark(at: f64, label: &str) -> Mark {
    Mark { at, label: label.to_owned() }
}
