//! The comparison for reading (plain text) and for spreadsheets (CSV).

use std::fmt::Write as _;

use jiff::Timestamp;

use super::report::{
    Comparison, Gap, Group, MEAN_N_MIN, MEDIAN_N_MIN, NOT_FAIR, NPS_N_MIN, P90_N_MIN, Sides, TimeFigure,
    signed,
};
use crate::stats::real;

mod csv;
#[cfg(test)]
mod tests;

pub use csv::comparison_csv;

/// Width of the names of the figures, and of each column.
const LABEL_WIDTH: usize = 30;
const COLUMN_WIDTH: usize = 41;

/// How a group shows one figure.
type Cell = fn(&Group) -> String;

/// The report as plain text: every figure with its n and interval, or with how many more answers it takes.
#[must_use]
pub fn comparison_text(comparison: &Comparison) -> String {
    let mut lines = vec![format!("AI AND HUMAN: {} - {} (UTC)", day(comparison.from), day(comparison.to))];
    if comparison.sample_data {
        lines.push("SAMPLE DATA: made up for the demo, says nothing about your visitors.".to_owned());
    }
    lines.push(String::new());
    lines.push(lottery(comparison));
    lines.push(similar(comparison));
    lines.push(String::new());
    lines.extend(raw(comparison));
    lines.push(String::new());
    lines.extend(kinds(comparison));
    lines.push(String::new());
    lines.push(format!("  VERDICT  {}", comparison.verdict.sentence));
    lines.push(String::new());
    lines.push("  In round brackets: 95 % intervals. n = answers counted.".to_owned());
    lines.join("\n") + "\n"
}

fn lottery(comparison: &Comparison) -> String {
    let why = comparison.randomised_why.unwrap_or("not part of this report");
    format!("FAIR COMPARISON (lottery): none, {why}")
}

fn similar(comparison: &Comparison) -> String {
    let Some(adjusted) = &comparison.adjusted else {
        let why = comparison.adjusted_why.unwrap_or("nothing to compare");
        return format!("SIMILAR CHATS (not random): none, {why}");
    };
    format!(
        "SIMILAR CHATS (not random; same {}): satisfied {} points ({} to {}), AI n {}, human n {}; \
         {:.0} % of AI's rated chats could be compared",
        adjusted.by,
        signed(adjusted.points, 1),
        signed(adjusted.low, 1),
        signed(adjusted.high, 1),
        grouped(adjusted.n.ai_assisted),
        grouped(adjusted.n.human_only),
        100.0 * adjusted.coverage
    )
}

fn raw(comparison: &Comparison) -> Vec<String> {
    let gap = &comparison.difference;
    let mut lines = vec![
        format!("RAW SPLIT ({NOT_FAIR})"),
        columns("", &["AI-assisted", "human only", "difference"].map(str::to_owned)),
    ];
    // What each side shows, and the difference where there is one.
    let rows: [(&str, Cell, String); 11] = [
        ("chats", chats, String::new()),
        ("rated", rated, String::new()),
        ("satisfied (4-5)", satisfied, points(gap.csat, gap.csat_n)),
        ("  looked at any time", blank, points(gap.csat_anytime, gap.csat_n)),
        ("average rating", mean, stars(gap.csat_mean, gap.csat_n)),
        ("would recommend (NPS)", nps, points(gap.nps, gap.nps_n)),
        ("first reply, median", first_reply, String::new()),
        ("first reply, 90 of 100 within", |group| ninety(&group.frt_seconds), String::new()),
        ("solved, median", |group| median(&group.resolution_seconds), String::new()),
        ("solved, 90 of 100 within", |group| ninety(&group.resolution_seconds), String::new()),
        ("came back within 72 h", reopened, points(gap.reopened, gap.reopened_n)),
    ];
    let (ai, human) = (&comparison.raw.ai_assisted, &comparison.raw.human_only);
    lines.extend(rows.map(|(label, cell, last)| columns(label, &[cell(ai), cell(human), last])));
    lines
}

fn kinds(comparison: &Comparison) -> Vec<String> {
    let kinds = &comparison.kinds;
    let line = |label: &str, group: &Group| {
        columns(label, &[grouped(group.conversations), satisfied(group), median(&group.frt_seconds)])
    };
    vec![
        format!("BY KIND ({NOT_FAIR})"),
        columns("", &["chats", "satisfied (4-5)", "first reply, median"].map(str::to_owned)),
        line("approved", &kinds.approved),
        line("edited", &kinds.edited),
        line("auto-sent", &kinds.auto_sent),
        line("held for a human", &comparison.raw.blocked),
    ]
}

fn columns(label: &str, cells: &[String]) -> String {
    let mut line = format!("  {label:<LABEL_WIDTH$}");
    for cell in cells {
        // Writing to a String cannot fail.
        let _ = write!(line, "{cell:<COLUMN_WIDTH$}");
    }
    line.trim_end().to_owned()
}

fn chats(group: &Group) -> String {
    grouped(group.conversations)
}

fn blank(_: &Group) -> String {
    String::new()
}

fn first_reply(group: &Group) -> String {
    median(&group.frt_seconds)
}

fn rated(group: &Group) -> String {
    if group.conversations == 0 {
        return grouped(group.rated);
    }
    let percent = 100.0 * real(group.rated) / real(group.conversations);
    format!("{} ({percent:.0} %)", grouped(group.rated))
}

fn satisfied(group: &Group) -> String {
    let csat = &group.csat;
    share(csat.share.zip(csat.low).zip(csat.high), csat.n)
}

fn reopened(group: &Group) -> String {
    let reopened = &group.reopened;
    share(reopened.share.zip(reopened.low).zip(reopened.high), reopened.n)
}

fn share(seen: Option<((f64, f64), f64)>, n: u64) -> String {
    let Some(((value, low), high)) = seen else {
        return missing(n, 1);
    };
    format!("{:.0} % ({:.0} to {:.0}), n {}", 100.0 * value, 100.0 * low, 100.0 * high, grouped(n))
}

fn mean(group: &Group) -> String {
    let figure = &group.csat_mean;
    let Some(((value, low), high)) = figure.mean.zip(figure.low).zip(figure.high) else {
        return missing(figure.n, MEAN_N_MIN);
    };
    format!("{value:.2} ({low:.2} to {high:.2}), n {}", grouped(figure.n))
}

fn nps(group: &Group) -> String {
    let figure = &group.nps;
    let Some(((value, low), high)) = figure.score.zip(figure.low).zip(figure.high) else {
        return missing(figure.n, NPS_N_MIN);
    };
    let [value, low, high] = [value, low, high].map(|points| signed(points, 0));
    format!("{value} ({low} to {high}), n {}", grouped(figure.n))
}

fn median(figure: &TimeFigure) -> String {
    let Some(value) = figure.median else {
        return missing(figure.n, MEDIAN_N_MIN);
    };
    duration(value, figure.median_low, figure.median_high, figure.n)
}

fn ninety(figure: &TimeFigure) -> String {
    let Some(value) = figure.p90 else {
        return missing(figure.n, P90_N_MIN);
    };
    duration(value, figure.p90_low, figure.p90_high, figure.n)
}

/// All three in the unit that suits the value: seconds below 90, then minutes, from 90 minutes on hours.
fn duration(value: f64, low: Option<f64>, high: Option<f64>, n: u64) -> String {
    let (unit, name, digits) = match value {
        seconds if seconds < 90.0 => (1.0, "s", 0),
        seconds if seconds < 5400.0 => (60.0, "min", 1),
        _ => (3600.0, "h", 1),
    };
    let show = |seconds: f64| format!("{:.digits$}", seconds / unit);
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", show(low), show(high)),
        (Some(low), None) => format!("at least {}", show(low)),
        (None, Some(high)) => format!("at most {}", show(high)),
        (None, None) => "no limit known".to_owned(),
    };
    format!("{} {name} ({range}), n {}", show(value), grouped(n))
}

fn points(gap: Option<Gap>, n: Sides) -> String {
    gap.map_or_else(
        || no_gap(n),
        |gap| format!("{} points ({} to {})", signed(gap.points, 0), signed(gap.low, 0), signed(gap.high, 0)),
    )
}

fn stars(gap: Option<Gap>, n: Sides) -> String {
    gap.map_or_else(
        || no_gap(n),
        |gap| format!("{} ({} to {})", signed(gap.points, 2), signed(gap.low, 2), signed(gap.high, 2)),
    )
}

fn no_gap(n: Sides) -> String {
    if n.more == 0 {
        return "no spread to measure".to_owned();
    }
    format!("not enough data yet, about {} more", grouped(n.more))
}

fn missing(n: u64, least: u64) -> String {
    format!("n {n}: not enough data yet, about {} more", least.saturating_sub(n))
}

/// 1004 as "1,004".
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn day(time: Timestamp) -> String {
    time.strftime("%-d %b %Y").to_string()
}
