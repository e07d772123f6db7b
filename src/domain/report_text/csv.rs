//! The comparison as CSV: one figure per row, so that a spreadsheet can filter; text cells cannot become formulas.

use super::super::report::{Adjusted, Comparison, Gap, Group, Sides, TimeFigure};
use crate::stats::real;

const HEADER: &str = "section,group,figure,n,value,low,high,unit\n";

/// A spreadsheet takes a cell that starts like this for a formula (OWASP, CSV injection).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Every count and figure of the comparison (RFC 4180 quoting, line ends LF). A value without enough data is empty beside
/// its n.
#[must_use]
pub fn comparison_csv(comparison: &Comparison) -> String {
    let mut sheet = Sheet(HEADER.to_owned());
    sheet.note("period", "from", &comparison.from.to_string());
    sheet.note("period", "to", &comparison.to.to_string());
    sheet.note("period", "sample_data", if comparison.sample_data { "true" } else { "false" });
    sheet.note("raw", "note", comparison.raw.note);
    sheet.group("raw", "ai_assisted", &comparison.raw.ai_assisted);
    sheet.group("raw", "human_only", &comparison.raw.human_only);
    sheet.group("raw", "blocked", &comparison.raw.blocked);
    sheet.group("kinds", "approved", &comparison.kinds.approved);
    sheet.group("kinds", "edited", &comparison.kinds.edited);
    sheet.group("kinds", "auto_sent", &comparison.kinds.auto_sent);
    sheet.differences(comparison);
    match &comparison.adjusted {
        Some(adjusted) => sheet.adjusted(adjusted),
        None => sheet.note("adjusted", "why", comparison.adjusted_why.unwrap_or_default()),
    }
    sheet.note("randomised", "why", comparison.randomised_why.unwrap_or_default());
    sheet.note("verdict", "sentence", &comparison.verdict.sentence);
    sheet.0
}

/// What a row measures: a value between its limits.
type Figure = (Option<f64>, Option<f64>, Option<f64>);

struct Sheet(String);

impl Sheet {
    fn row(&mut self, (section, group, figure): (&str, &str, &str), n: u64, seen: Figure, unit: &str) {
        let number = |value: Option<f64>| value.map(|number| number.to_string()).unwrap_or_default();
        let cells = [
            text(section),
            text(group),
            text(figure),
            n.to_string(),
            number(seen.0),
            number(seen.1),
            number(seen.2),
            text(unit),
        ];
        self.line(&cells);
    }

    /// A row that says something in words, in the column of the value.
    fn note(&mut self, section: &str, figure: &str, words: &str) {
        let empty = String::new;
        let cells = [text(section), empty(), text(figure), empty(), text(words), empty(), empty(), empty()];
        self.line(&cells);
    }

    fn line(&mut self, cells: &[String]) {
        self.0.push_str(&cells.join(","));
        self.0.push('\n');
    }

    fn group(&mut self, section: &str, name: &str, group: &Group) {
        let all = group.conversations;
        let (csat, mean, nps) = (&group.csat, &group.csat_mean, &group.nps);
        let back = &group.reopened;
        for (figure, n, count) in [
            ("conversations", all, all),
            ("rated", all, group.rated),
            ("csat_positive", csat.n, csat.positive),
            ("nps_promoters", nps.n, nps.promoters),
            ("nps_passives", nps.n, nps.passives),
            ("nps_detractors", nps.n, nps.detractors),
            ("reopened_chats", back.n, back.reopened),
            ("reopened_early", back.unknown, back.early),
            ("reopened_unknown", back.unknown, back.unknown),
        ] {
            self.row((section, name, figure), n, counted(count), "chats");
        }
        for (figure, n, seen, unit) in [
            ("csat", csat.n, (csat.share, csat.low, csat.high), "share"),
            ("csat_mean", mean.n, (mean.mean, mean.low, mean.high), "1 to 5"),
            ("nps", nps.n, (nps.score, nps.low, nps.high), "points"),
            ("reopened", back.n, (back.share, back.low, back.high), "share"),
        ] {
            self.row((section, name, figure), n, seen, unit);
        }
        let frt = ["frt_median", "frt_p90"];
        self.time((section, name), frt, &group.frt_seconds);
        let resolution = ["resolution_median", "resolution_p90"];
        self.time((section, name), resolution, &group.resolution_seconds);
    }

    fn time(&mut self, (section, name): (&str, &str), figures: [&str; 2], time: &TimeFigure) {
        let [median, ninety] = figures;
        let half = (time.median, time.median_low, time.median_high);
        self.row((section, name, median), time.n, half, "seconds");
        self.row((section, name, ninety), time.n, (time.p90, time.p90_low, time.p90_high), "seconds");
    }

    /// n = ratings on both sides.
    fn differences(&mut self, comparison: &Comparison) {
        let all = &comparison.difference;
        let both = |n: Sides| n.ai_assisted + n.human_only;
        for (figure, gap, n, unit) in [
            ("csat", all.csat, all.csat_n, "points"),
            ("csat_anytime", all.csat_anytime, all.csat_n, "points"),
            ("csat_mean", all.csat_mean, all.csat_n, "1 to 5"),
            ("nps", all.nps, all.nps_n, "points"),
            ("reopened", all.reopened, all.reopened_n, "points"),
        ] {
            self.row(("difference", "ai minus human", figure), both(n), limits(gap), unit);
        }
    }

    fn adjusted(&mut self, adjusted: &Adjusted) {
        let n = adjusted.n.ai_assisted + adjusted.n.human_only;
        let seen = (Some(adjusted.points), Some(adjusted.low), Some(adjusted.high));
        self.row(("adjusted", "ai minus human", "csat"), n, seen, "points");
        let coverage = (Some(adjusted.coverage), None, None);
        self.row(("adjusted", "ai_assisted", "coverage"), n, coverage, "share");
        for topic in &adjusted.strata {
            let (ai, human) = (counted(topic.ai_positive), counted(topic.human_positive));
            let name = topic.topic.as_str();
            self.row(("adjusted topic", name, "ai_csat_positive"), topic.ai_n, ai, "chats");
            self.row(("adjusted topic", name, "human_csat_positive"), topic.human_n, human, "chats");
        }
    }
}

fn counted(count: u64) -> Figure {
    (Some(real(count)), None, None)
}

fn limits(gap: Option<Gap>) -> Figure {
    (gap.map(|gap| gap.points), gap.map(|gap| gap.low), gap.map(|gap| gap.high))
}

/// A text cell: disarmed, then quoted when it must be. Numbers of our own never pass here, so a minus sign stays one.
fn text(words: &str) -> String {
    let armed = words.starts_with(FORMULA_STARTS);
    let disarmed = if armed { format!("'{words}") } else { words.to_owned() };
    if disarmed.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", disarmed.replace('"', "\"\""));
    }
    disarmed
}
