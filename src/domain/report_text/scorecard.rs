//! The scorecard in words: each window beside the one before, the weeks as lines, one topic, one thing to do.

use super::super::report::{
    Card, Changes, DeepDive, Gap, Scorecard, ShareFigure, Sides, Speed, Week, Window,
};
use super::super::titles::Titles;
use super::chart::{Chart, Mark, Point, Shape};
use super::document::{Cell, Column, Document, Row, Said, Section, Table, Unit};
use super::topics::{listed, mark, spoken};

/// A change is there or its two sides are too few to tell.
const TOO_FEW: &str = "too few to compare";

/// A chat is solved for good after so long: 7 d.
const DURABLE_S: i64 = 7 * 86_400;

/// The scorecard for reading.
#[must_use]
pub fn scorecard_document(scorecard: &Scorecard, titles: &Titles) -> Document {
    let proposal = &scorecard.proposal;
    let mut sections: Vec<Section> =
        scorecard.windows.iter().map(|window| of_window(window, &scorecard.settings.currency)).collect();
    sections.extend(weeks(&scorecard.weeks));
    sections.extend(scorecard.deep_dive.iter().map(|dive| deep_dive(dive, titles)));
    Document {
        name: "scorecard",
        title: "Scorecard".to_owned(),
        from: scorecard.from,
        to: scorecard.to,
        sample: scorecard.sample_data,
        said: Some(Said {
            label: "Do next",
            kind: if proposal.kind == "nothing" { "calm" } else { "proposed" },
            sentence: proposal.told(titles),
            also: proposal.evidence.clone(),
        }),
        sections,
        notes: vec![
            "Chats belong to the window in which they began. The last days know little of reopened chats: they are not old enough."
                .to_owned(),
        ],
    }
}

fn of_window(window: &Window, currency: &str) -> Section {
    let (key, title) = match window.name {
        "week" => ("week", "Last seven days"),
        "four_weeks" => ("four_weeks", "Last four weeks"),
        _ => ("stretch", "The stretch asked for"),
    };
    let mut rows = figures(window);
    if window.now.cost_per_correct.total > 0.0 || window.before.cost_per_correct.total > 0.0 {
        let label = format!("cost per correct resolution{}", in_currency(currency));
        let cells = vec![
            Cell::per(&window.now.cost_per_correct),
            Cell::per(&window.before.cost_per_correct),
            Cell::Blank,
        ];
        rows.push(Row::new("cost_per_correct", &label, cells));
    }
    let handoffs = listed(&window.now.handoffs, 6, spoken);
    Section {
        key,
        title: title.to_owned(),
        note: "against the same length before".to_owned(),
        table: Some(Table {
            corner: "",
            columns: vec![
                Column::plain("now", "now"),
                Column::plain("before", "before"),
                Column::plain("change", "change"),
            ],
            rows,
        }),
        lines: if handoffs.is_empty() {
            Vec::new()
        } else {
            vec![format!("To a human because of: {handoffs}.")]
        },
        ..Section::default()
    }
}

fn in_currency(currency: &str) -> String {
    if currency.is_empty() { String::new() } else { format!(", {currency}") }
}

fn figures(window: &Window) -> Vec<Row> {
    let (now, before, change) = (&window.now, &window.before, &window.change);
    let mut rows = what_they_say(window);
    let high = (change.within_high_intent, change.first_reply_high_intent);
    let on_high = (&now.first_reply_high_intent, &before.first_reply_high_intent);
    rows.extend(speed("high_intent", "pages that sell", on_high, high));
    let elsewhere = (change.within_elsewhere, change.first_reply_elsewhere);
    let on_others = (&now.first_reply_elsewhere, &before.first_reply_elsewhere);
    rows.extend(speed("elsewhere", "elsewhere", on_others, elsewhere));
    rows.push(row(
        window,
        "replies_median",
        "every reply, median",
        |c| Cell::median(&c.replies),
        Cell::Blank,
    ));
    rows.push(row(window, "replies_p90", "  90 of 100 within", |c| Cell::p90(&c.replies), Cell::Blank));
    rows.extend(how_they_end(window));
    rows
}

fn row(window: &Window, key: &str, label: &str, cell: fn(&Card) -> Cell, last: Cell) -> Row {
    Row::new(key, label, vec![cell(&window.now), cell(&window.before), last])
}

fn what_they_say(window: &Window) -> Vec<Row> {
    let change = &window.change;
    let row =
        |key: &str, label: &str, cell: fn(&Card) -> Cell, last: Cell| row(window, key, label, cell, last);
    let stars = changed(change.csat_mean, Unit::StarsMore);
    let points = |gap| changed(gap, Unit::Points);
    vec![
        row("chats", "chats", |c| Cell::Count(c.conversations), more(change)),
        row(
            "ai_assisted",
            "  AI-assisted",
            |c| Cell::share(&part(c.ai_assisted, c)),
            points(change.ai_assisted),
        ),
        row("held", "  held by a rule", |c| Cell::share(&part(c.held, c)), points(change.held)),
        row("handed_off", "  to a human", |c| Cell::share(&c.handed_off), points(change.handed_off)),
        row("csat", "satisfied (4-5)", |c| Cell::share(&c.csat), points(change.csat)),
        row("csat_mean", "average rating", |c| Cell::mean(&c.csat_mean), stars),
        row(
            "response",
            "  rated, of chats that are over",
            |c| Cell::share(&c.response),
            points(change.response),
        ),
        row("nps", "would recommend (NPS)", |c| Cell::nps(&c.nps), changed(change.nps, Unit::Nps)),
        row(
            "nps_response",
            "  answered, of those asked",
            |c| Cell::share(&c.nps_response),
            points(change.nps_response),
        ),
    ]
}

fn how_they_end(window: &Window) -> Vec<Row> {
    let change = &window.change;
    let row =
        |key: &str, label: &str, cell: fn(&Card) -> Cell, last: Cell| row(window, key, label, cell, last);
    let points = |gap| changed(gap, Unit::Points);
    let left: fn(&Card) -> Cell = |c| Cell::share(&c.left_without_reply);
    let mut rows = vec![
        row("left", "left without reply", left, points(change.left_without_reply)),
        row("resolution_median", "solved, median", |c| Cell::wait(&c.solved), Cell::time_gap(change.solved)),
        row("resolution_p90", "solved, 90 of 100 within", |c| Cell::wait_p90(&c.solved), Cell::Blank),
        row("reopened", "came back within 72 h", |c| Cell::reopened(&c.reopened), points(change.reopened)),
    ];
    if can_be_durable(window) {
        let durable: fn(&Card) -> Cell = |c| Cell::share(&c.durable);
        rows.push(row("durable", "still solved after 7 days", durable, points(change.durable)));
    }
    let kept: fn(&Card) -> Cell = |c| Cell::share(&c.promises_kept);
    rows.push(row("promises_kept", "promised times kept", kept, points(change.promises_kept)));
    rows
}

/// Whether it may be known of a chat of this window that it was still solved after seven days: of one that began in the last
/// seven it cannot, however many there are, so "about 20 more" would be untrue.
fn can_be_durable(window: &Window) -> bool {
    let seconds = window.to.duration_since(window.from).as_secs();
    window.now.durable.n > 0 || seconds > DURABLE_S
}

fn part(count: u64, card: &Card) -> ShareFigure {
    ShareFigure::of(count.min(card.conversations), card.conversations)
}

fn more(change: &Changes) -> Cell {
    Cell::gap(Some(change.conversations), Sides { ai_assisted: 0, human_only: 0, more: 0 }, Unit::CountMore)
}

fn changed(gap: Option<Gap>, unit: Unit) -> Cell {
    match gap {
        Some(_) => Cell::gap_or_blank(gap, unit),
        None => Cell::words(TOO_FEW),
    }
}

fn speed(
    key: &str,
    place: &str,
    (now, before): (&Speed, &Speed),
    (within, median): (Option<Gap>, Option<super::super::report::TimeGap>),
) -> Vec<Row> {
    let row = |figure: &str, label: String, cell: fn(&Speed) -> Cell, last: Cell| {
        Row::new(&format!("first_reply_{key}_{figure}"), &label, vec![cell(now), cell(before), last])
    };
    vec![
        row(
            "within",
            format!("first reply in {:.0} s, {place}", now.target_seconds),
            |speed| Cell::share(&speed.within),
            changed(within, Unit::Points),
        ),
        row("median", "  median".to_owned(), |speed| Cell::wait(&speed.times), Cell::time_gap(median)),
        row("p90", "  90 of 100 within".to_owned(), |speed| Cell::wait_p90(&speed.times), Cell::Blank),
    ]
}

fn weeks(weeks: &[Week]) -> Vec<Section> {
    let Some(last) = weeks.last() else { return Vec::new() };
    let target = last.card.first_reply_elsewhere.target_seconds;
    let satisfied = Trend {
        key: "trend_csat",
        title: "Satisfaction in eight weeks",
        drawn: "Satisfied visitors by week".to_owned(),
        told: "The share of satisfied visitors in each of the last eight weeks, in its 95 % band.",
        share: |card| &card.csat,
        beside: ("nps", "would recommend (NPS)", |card| Cell::nps(&card.nps)),
        mark: None,
    };
    let in_time = Trend {
        key: "trend_speed",
        title: "Speed in eight weeks",
        drawn: format!("First replies within {target:.0} s by week"),
        told: "The share of first replies in time in each of the last eight weeks, in its 95 % band.",
        share: |card| &card.first_reply_elsewhere.within,
        beside: ("frt_median", "first reply, median", |card| Cell::wait(&card.first_reply_elsewhere.times)),
        mark: Some(mark(0.8, "80 %")),
    };
    vec![satisfied.section(weeks, "satisfied (4-5)"), in_time.section(weeks, "first reply in time")]
}

/// A share by week, and a figure beside it in the table.
struct Trend {
    key: &'static str,
    title: &'static str,
    drawn: String,
    told: &'static str,
    share: fn(&Card) -> &ShareFigure,
    beside: (&'static str, &'static str, fn(&Card) -> Cell),
    mark: Option<Mark>,
}

impl Trend {
    fn section(self, weeks: &[Week], column: &str) -> Section {
        let day = |week: &Week| week.from.strftime("%-d %b").to_string();
        let point = |week: &Week| {
            let share = (self.share)(&week.card);
            Point { label: day(week), value: share.share, low: share.low, high: share.high }
        };
        let (key, title, cell) = self.beside;
        let row = |week: &Week| {
            let card = &week.card;
            let cells = vec![Cell::Count(card.conversations), Cell::share((self.share)(card)), cell(card)];
            Row::new(&week.from.strftime("%Y-%m-%d").to_string(), &format!("from {}", day(week)), cells)
        };
        let columns =
            vec![Column::plain("chats", "chats"), Column::plain("share", column), Column::plain(key, title)];
        Section {
            key: self.key,
            title: self.title.to_owned(),
            chart: Some(Chart {
                title: self.drawn,
                told: self.told.to_owned(),
                unit: Unit::Share,
                shape: Shape::Trend { points: weeks.iter().map(point).collect(), mark: self.mark },
            }),
            table: Some(Table { corner: "week", columns, rows: weeks.iter().map(row).collect() }),
            ..Section::default()
        }
    }
}

fn deep_dive(dive: &DeepDive, titles: &Titles) -> Section {
    let (now, change) = (&dive.now, &dive.change);
    let row = |key: &str, label: &str, cell: Cell, last: Cell| Row::new(key, label, vec![cell, last]);
    let rules = listed(&dive.rules, 4, |id| titles.rule(id).to_owned());
    let handoffs = listed(&now.handoffs, 4, spoken);
    let mut lines = Vec::new();
    if !handoffs.is_empty() {
        lines.push(format!("To a human because of: {handoffs}."));
    }
    if !rules.is_empty() {
        lines.push(format!("Rules that held: {rules}."));
    }
    Section {
        key: "deep_dive",
        title: format!("In depth: {}", titles.topic(&dive.topic)),
        note: format!("this week's topic; {} take turns", dive.of_topics),
        table: Some(Table {
            corner: "",
            columns: vec![Column::plain("now", "four weeks"), Column::plain("change", "change")],
            rows: vec![
                row("share_of_chats", "part of all chats", Cell::share(&dive.share_of_chats), Cell::Blank),
                row("csat", "satisfied (4-5)", Cell::share(&now.csat), changed(change.csat, Unit::Points)),
                row(
                    "frt_median",
                    "first reply, median",
                    Cell::wait(&now.first_reply_elsewhere.times),
                    Cell::time_gap(change.first_reply_elsewhere),
                ),
                row(
                    "resolution_median",
                    "solved, median",
                    Cell::wait(&now.solved),
                    Cell::time_gap(change.solved),
                ),
                row(
                    "reopened",
                    "came back within 72 h",
                    Cell::reopened(&now.reopened),
                    changed(change.reopened, Unit::Points),
                ),
                row("edited", "sent with changes, of AI-assisted", Cell::share(&dive.edited), Cell::Blank),
                row("judged_wrong", "a draft judged wrong", Cell::share(&dive.judged_wrong), Cell::Blank),
            ],
        }),
        lines,
        ..Section::default()
    }
}
