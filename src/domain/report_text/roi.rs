//! What it is worth, in words: every assumption beside the figure that stands on it.

use super::super::report::{CampaignRow, Conversions, Gap, Minutes, RoiReport};
use super::document::{Cell, Column, Document, Figure, Row, Section, Table, Tone, Unit};

/// What it is worth, for reading.
#[must_use]
pub fn roi_document(report: &RoiReport) -> Document {
    let mut sections = vec![time(report), money(report, &report.currency)];
    if !report.conversions.is_empty() {
        sections.push(bought(report));
    }
    if !report.campaigns.is_empty() {
        sections.push(campaigns(report));
    }
    sections.push(assumed(report));
    Document {
        name: "roi",
        title: "What it is worth".to_owned(),
        from: report.from,
        to: report.to,
        sample: report.sample_data,
        said: None,
        sections,
        notes: vec![
            "Easy chats are quick by hand too: the minutes saved are worth no more than the minutes by hand that you assume for \
             just the chats that AI assists."
                .to_owned(),
        ],
    }
}

/// Fewer measured minutes have no mean.
const MINUTES_N_MIN: u64 = 2;

fn plain(value: f64, n: Option<u64>, unit: Unit) -> Cell {
    Cell::Figure(Figure { value, low: None, high: None, n, unit })
}

fn time(report: &RoiReport) -> Section {
    let minutes =
        |seen: &Minutes| Cell::seen((seen.mean, seen.low, seen.high), seen.n, MINUTES_N_MIN, Unit::Number);
    let rows = vec![
        Row::new(
            "minutes",
            "your minutes with drafts, a chat",
            vec![
                minutes(&report.minutes_assisted),
                minutes(&report.minutes_unused),
                saved(report, report.saved_each, Unit::NumberMore),
            ],
        ),
        Row::new(
            "chats",
            "chats",
            vec![Cell::Count(report.ai_assisted), Cell::Count(report.human_only), Cell::Blank],
        ),
        Row::new(
            "saved",
            "minutes saved in all",
            vec![Cell::Blank, Cell::Blank, saved(report, report.saved_minutes, Unit::Minutes)],
        ),
    ];
    Section {
        key: "time",
        title: "Your time".to_owned(),
        note: "not random: AI gets the easier chats".to_owned(),
        table: Some(Table {
            corner: "",
            columns: vec![
                Column::of("ai_assisted", "AI-assisted", Tone::Ai),
                Column::of("human_only", "answered by hand", Tone::Human),
                Column::plain("saved", "saved"),
            ],
            rows,
        }),
        lines: vec![
            "Measured is how long drafts were before you. What writing by hand takes is not: saved is the time that you assume \
             for a chat by hand, minus the measured one, times the AI-assisted chats, minus the time with drafts that were not \
             used."
                .to_owned(),
        ],
        ..Section::default()
    }
}

/// What was saved; or what is lacking to say it.
fn saved(report: &RoiReport, gap: Option<Gap>, unit: Unit) -> Cell {
    let given = report.assumptions.iter().any(|one| one.key == "minutes_by_hand" && one.value > 0.0);
    match gap {
        Some(_) => Cell::gap_or_blank(gap, unit),
        None if given && report.saved_more > 0 => {
            Cell::Lacking { n: report.minutes_assisted.n, more: report.saved_more }
        }
        None if given => Cell::words("no spread to measure"),
        None => Cell::words("not said: give the minutes that a chat by hand takes"),
    }
}

fn money(report: &RoiReport, currency: &str) -> Section {
    let title = if currency.is_empty() { "value".to_owned() } else { currency.to_owned() };
    let mut rows = vec![
        Row::new(
            "model_cost",
            "models, discarded drafts included",
            vec![plain(report.model_cost, None, Unit::Money)],
        ),
        Row::new("tokens", "tokens", vec![Cell::Count(report.tokens)]),
    ];
    if let Some(each) = report.cost_per_assisted {
        let cell = plain(each, Some(report.ai_assisted), Unit::Money);
        rows.push(Row::new("cost_per_assisted", "models, for an AI-assisted chat", vec![cell]));
    }
    rows.push(Row::new(
        "cost_per_correct",
        "cost per correct resolution",
        vec![Cell::per(&report.cost_per_correct)],
    ));
    if let Some(net) = report.net {
        let cell = Cell::Figure(Figure {
            value: net.points,
            low: Some(net.low),
            high: Some(net.high),
            n: Some(report.ai_assisted),
            unit: Unit::Money,
        });
        rows.push(Row::new("net", "time saved in money, models paid", vec![cell]));
    }
    Section {
        key: "money",
        title: "Money".to_owned(),
        table: Some(Table { corner: "", columns: vec![Column::plain("value", &title)], rows }),
        lines: vec![
            "Correct: AI-assisted, solved, quiet for 72 h and not judged wrong, of the assisted chats whose outcome is known. Its \
             cost counts the models for all chats and your time for the assisted ones."
                .to_owned(),
        ],
        ..Section::default()
    }
}

fn bought(report: &RoiReport) -> Section {
    let rows = report.conversions.iter().flat_map(|one: &Conversions| {
        let name = if one.currency.is_empty() { "no currency".to_owned() } else { one.currency.clone() };
        [
            Row::new(
                &format!("{name} chats"),
                &format!("chats with a purchase, {name}"),
                vec![Cell::share(&one.ai_assisted), Cell::share(&one.human_only)],
            ),
            Row::new(
                &format!("{name} value"),
                &format!("bought for, {name}"),
                vec![plain(one.ai_value, None, Unit::Money), plain(one.human_value, None, Unit::Money)],
            ),
        ]
    });
    Section {
        key: "conversions",
        title: "Bought within two hours of the last answer".to_owned(),
        note: "not a fair comparison: chats chose themselves".to_owned(),
        grey: true,
        table: Some(Table {
            corner: "",
            columns: vec![
                Column::of("ai_assisted", "AI-assisted", Tone::Ai),
                Column::of("human_only", "human only", Tone::Human),
            ],
            rows: rows.collect(),
        }),
        ..Section::default()
    }
}

fn campaigns(report: &RoiReport) -> Section {
    let row = |one: &CampaignRow| {
        let cells = vec![Cell::share(&one.share_of_chats), Cell::share(&one.csat), Cell::share(&one.bought)];
        Row::named(&one.campaign, cells)
    };
    Section {
        key: "campaigns",
        title: "By campaign".to_owned(),
        note: "not a fair comparison: each brings other visitors".to_owned(),
        grey: true,
        table: Some(Table {
            corner: "campaign, or the site they came from",
            columns: vec![
                Column::plain("share", "of all chats"),
                Column::plain("csat", "satisfied (4-5)"),
                Column::plain("bought", "bought within two hours"),
            ],
            rows: report.campaigns.iter().map(row).collect(),
        }),
        lines: vec![format!(
            "{} of {} chats came by no campaign and from no other site.",
            report.without_campaign.positive, report.without_campaign.n
        )],
        ..Section::default()
    }
}

fn assumed(report: &RoiReport) -> Section {
    let row = |one: &super::super::report::Assumption| {
        let label = if one.key == "hour_cost" { "an hour of yours" } else { "minutes by hand" };
        Row::new(
            one.key,
            label,
            vec![plain(one.value, None, Unit::Number), Cell::words(one.sentence.clone())],
        )
    };
    Section {
        key: "assumptions",
        title: "Assumed, not measured".to_owned(),
        note: "change them above, in the address, or under [report] in the configuration".to_owned(),
        table: Some(Table {
            corner: "assumption",
            columns: vec![Column::plain("value", "value"), Column::plain("words", "what it is")],
            rows: report.assumptions.iter().map(row).collect(),
        }),
        ..Section::default()
    }
}
