//! The comparison in words, in the order in which it may be trusted: lottery, similar chats, topics, and the raw split last.

use super::super::report::{
    Adjusted, Comparison, Gap, Group, NOT_FAIR, Segments, ShareFigure, Sides, StratumCounts,
};
use super::super::titles::Titles;
use super::chart::{Chart, Mark, Shape, Whisker};
use super::comparison_curves::first_replies;
use super::comparison_lottery::by_lottery;
use super::document::{Cell, Column, Document, Row, Said, Section, Table, Tone, Unit};

/// Nothing is missing where a difference stands beside both sides.
const BOTH_SHOWN: Sides = Sides { ai_assisted: 0, human_only: 0, more: 0 };

/// The comparison for reading.
#[must_use]
pub fn comparison_document(comparison: &Comparison, titles: &Titles) -> Document {
    let mut sections = vec![match &comparison.randomised {
        Some(randomised) => by_lottery(randomised, comparison),
        None => Section {
            key: "randomised",
            title: "Fair comparison".to_owned(),
            note: "lottery".to_owned(),
            lines: vec![format!("None: {}.", comparison.randomised_why.unwrap_or("not part of this report"))],
            ..Section::default()
        },
    }];
    sections.push(similar(comparison));
    sections.extend(comparison.adjusted.as_ref().map(|adjusted| strata(adjusted, titles)));
    sections.extend(by_topic(&comparison.topics, titles));
    sections.extend(first_replies(comparison));
    sections.push(raw(comparison));
    sections.push(kinds(comparison));
    Document {
        name: "comparison",
        title: "AI and human".to_owned(),
        from: comparison.from,
        to: comparison.to,
        sample: comparison.sample_data,
        said: Some(Said {
            label: "Verdict",
            kind: comparison.verdict.kind.name(),
            sentence: comparison.verdict.sentence.clone(),
            also: comparison.verdict.also.clone(),
        }),
        sections,
        notes: Vec::new(),
    }
}

pub(super) fn columns(titles: [&str; 3]) -> Vec<Column> {
    let [ai, human, difference] = titles;
    vec![
        Column::of("ai_assisted", ai, Tone::Ai),
        Column::of("human_only", human, Tone::Human),
        Column::plain("difference", difference),
    ]
}

/// The three answers to one question, on one scale, in the order in which they may be trusted.
pub(super) fn forest(comparison: &Comparison) -> Option<Chart> {
    let whisker = |label: &str, tone, grey, gap: Gap| Whisker {
        label: label.to_owned(),
        tone,
        grey,
        value: gap.points,
        low: Some(gap.low),
        high: Some(gap.high),
    };
    let lottery =
        comparison.randomised.as_ref().filter(|seen| !seen.lottery.broken).and_then(|seen| seen.csat);
    let similar = comparison.adjusted.as_ref().map(|a| Gap { points: a.points, low: a.low, high: a.high });
    let rows: Vec<Whisker> = [
        lottery.map(|gap| whisker("By lottery", Tone::Ai, false, gap)),
        similar.map(|gap| whisker("Similar chats, not random", Tone::Plain, false, gap)),
        comparison.difference.csat.map(|gap| whisker("Raw split, not fair", Tone::Plain, true, gap)),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!rows.is_empty()).then(|| Chart {
        title: "Satisfied visitors, AI minus human, points".to_owned(),
        told: "The difference in satisfied visitors by each way of comparing, the most trustworthy first, with 95 % intervals."
            .to_owned(),
        unit: Unit::Points,
        shape: Shape::Whiskers { rows, mark: Some(Mark { at: 0.0, label: "no difference".to_owned() }) },
    })
}

fn similar(comparison: &Comparison) -> Section {
    let title = "Similar chats".to_owned();
    let Some(adjusted) = &comparison.adjusted else {
        let why = comparison.adjusted_why.unwrap_or("nothing to compare");
        let (key, note) = ("adjusted", "not random".to_owned());
        return Section { key, title, note, lines: vec![format!("None: {why}.")], ..Section::default() };
    };
    let mut rows = vec![together(adjusted)];
    if let Some(gap) = adjusted.post_stratified {
        let cells = vec![Cell::Blank, Cell::Blank, Cell::gap(Some(gap), BOTH_SHOWN, Unit::Points)];
        rows.push(Row::new("post_stratified", "the same, weighted as AI's chats", cells));
    }
    Section {
        key: "adjusted",
        title,
        note: format!("not random; same {}", adjusted.by),
        chart: if comparison.randomised.is_some() { None } else { forest(comparison) },
        table: Some(Table {
            corner: "satisfied (4-5)",
            columns: columns(["AI-assisted", "human only", "difference"]),
            rows,
        }),
        lines: vec![format!("{:.0} % of AI's rated chats could be compared.", 100.0 * adjusted.coverage)],
        ..Section::default()
    }
}

fn strata(adjusted: &Adjusted, titles: &Titles) -> Section {
    Section {
        key: "strata",
        title: "The strata that were compared".to_owned(),
        note: "those with fewer than five ratings on a side are put together as \"other\"".to_owned(),
        folded: true,
        table: Some(Table {
            corner: "satisfied (4-5)",
            columns: columns(["AI-assisted", "human only", "difference"]).into_iter().take(2).collect(),
            rows: adjusted.strata.iter().map(|counts| stratum(counts, titles)).collect(),
        }),
        ..Section::default()
    }
}

fn together(adjusted: &Adjusted) -> Row {
    let gap = Gap { points: adjusted.points, low: adjusted.low, high: adjusted.high };
    let n = |n: u64| Cell::words(format!("n {n}"));
    let cells = vec![
        n(adjusted.n.ai_assisted),
        n(adjusted.n.human_only),
        Cell::gap(Some(gap), BOTH_SHOWN, Unit::Points),
    ];
    Row::new("mantel_haenszel", "all strata together", cells)
}

fn stratum(counts: &StratumCounts, titles: &Titles) -> Row {
    let when = counts.in_hours.map_or("", |in_hours| if in_hours { ", in hours" } else { ", out of hours" });
    let which = format!("{when}{}", if counts.returning { ", returning" } else { "" });
    let (key, label) = (&counts.topic, titles.topic(&counts.topic));
    let share = |positive, n| Cell::share(&ShareFigure::of(positive, n));
    let pair = &counts.pair;
    let cells = vec![share(pair.ai_positive, pair.ai_n), share(pair.human_positive, pair.human_n)];
    Row::called(&format!("{key}{which}"), &format!("{label}{which}"), cells)
}

fn by_topic(topics: &Segments, titles: &Titles) -> Option<Section> {
    if topics.rows.is_empty() {
        return None;
    }
    let rows: Vec<Row> = topics
        .rows
        .iter()
        .map(|row| {
            let pair = &row.pair;
            let share = |positive, n| Cell::share(&ShareFigure::of(positive, n));
            let cells = vec![
                share(pair.ai_positive, pair.ai_n),
                share(pair.human_positive, pair.human_n),
                Cell::gap_or_blank(row.csat, Unit::Points),
            ];
            Row::called(&row.topic, titles.topic(&row.topic), cells)
        })
        .collect();
    let how = if topics.source == "lottery" { "by lottery" } else { "not random" };
    Some(Section {
        key: "topics",
        title: "By topic".to_owned(),
        note: format!("{how}; at least {} ratings on each side", topics.least_per_arm),
        table: Some(Table {
            corner: "satisfied (4-5)",
            columns: columns(["AI", "human", "difference"]),
            rows,
        }),
        lines: vec![format!(
            "Intervals of differences are wider than usual: {} topics are looked at, so each may err in {:.1} % only. {} more \
             topics have too few ratings.",
            topics.rows.len(),
            100.0 * topics.alpha_each,
            topics.too_few
        )],
        ..Section::default()
    })
}

fn raw(comparison: &Comparison) -> Section {
    let gap = &comparison.difference;
    let (ai, human, blocked) =
        (&comparison.raw.ai_assisted, &comparison.raw.human_only, &comparison.raw.blocked);
    let row = |key: &str, label: &str, cell: fn(&Group) -> Cell, last: Cell| {
        Row::new(key, label, vec![cell(ai), cell(human), cell(blocked), last])
    };
    let rows = vec![
        row("chats", "chats", |g| Cell::Count(g.conversations), Cell::Blank),
        row("rated", "rated", |g| Cell::share(&g.response), Cell::Blank),
        row(
            "csat",
            "satisfied (4-5)",
            |g| Cell::share(&g.csat),
            Cell::gap(gap.csat, gap.csat_n, Unit::Points),
        ),
        row(
            "csat_mean",
            "average rating",
            |g| Cell::mean(&g.csat_mean),
            Cell::gap(gap.csat_mean, gap.csat_n, Unit::StarsMore),
        ),
        row("nps", "would recommend (NPS)", |g| Cell::nps(&g.nps), Cell::gap(gap.nps, gap.nps_n, Unit::Nps)),
        row("frt_median", "first reply, median", |g| Cell::median(&g.frt_seconds), Cell::Blank),
        row("frt_p90", "first reply, 90 of 100 within", |g| Cell::p90(&g.frt_seconds), Cell::Blank),
        row("resolution_median", "solved, median", |g| Cell::wait(&g.solved), Cell::Blank),
        row("resolution_p90", "solved, 90 of 100 within", |g| Cell::wait_p90(&g.solved), Cell::Blank),
        row(
            "reopened",
            "came back within 72 h",
            |g| Cell::reopened(&g.reopened),
            Cell::gap(gap.reopened, gap.reopened_n, Unit::Points),
        ),
        row("unhappy", "unhappy signals in all chats", |g| Cell::share(&g.unhappy), Cell::Blank),
    ];
    let mut columns = columns(["AI-assisted", "human only", "difference"]);
    columns.insert(2, Column::of("blocked", "blocked", Tone::Blocked));
    Section {
        key: "raw",
        title: "Raw split".to_owned(),
        note: NOT_FAIR.to_owned(),
        grey: true,
        table: Some(Table { corner: "", columns, rows }),
        lines: vec![
            "Blocked chats were kept from the model by a rule and count in neither group.".to_owned(),
        ],
        ..Section::default()
    }
}

fn kinds(comparison: &Comparison) -> Section {
    let kinds = &comparison.kinds;
    let row = |key: &str, label: &str, group: &Group| {
        let cells = vec![
            Cell::Count(group.conversations),
            Cell::share(&group.csat),
            Cell::median(&group.frt_seconds),
        ];
        Row::new(key, label, cells)
    };
    Section {
        key: "kinds",
        title: "By kind".to_owned(),
        note: NOT_FAIR.to_owned(),
        grey: true,
        table: Some(Table {
            corner: "AI-assisted chats",
            columns: vec![
                Column::plain("chats", "chats"),
                Column::plain("csat", "satisfied (4-5)"),
                Column::plain("frt_median", "first reply, median"),
            ],
            rows: vec![
                row("auto_sent", "auto-sent", &kinds.auto_sent),
                row("approved", "approved", &kinds.approved),
                row("edited", "edited", &kinds.edited),
            ],
        }),
        ..Section::default()
    }
}
