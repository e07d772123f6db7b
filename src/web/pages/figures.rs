//! The figures of the comparison as a table's cells: value, interval, n, and a bar on the scale of its row.

use crate::domain::report::{Group, MEAN_N_MIN, MEDIAN_N_MIN, NPS_N_MIN, P90_N_MIN, TimeFigure};
use crate::web::moment::stretch;

/// Width of a bar's canvas, in units of its own.
const CANVAS: f64 = 200.0;

/// The least that a stroke is wide, so that it can be seen.
const STROKE_MIN: f64 = 2.0;

/// One figure of the three groups.
pub(super) struct Figure {
    /// What it is; the template has the words.
    pub key: &'static str,
    pub cells: Vec<Cell>,
}

/// One figure of one group.
pub(super) struct Cell {
    /// Which group; the template has the words.
    pub group: &'static str,
    pub n: u64,
    /// Nothing while there is not enough data.
    pub value: Option<String>,
    pub interval: Option<String>,
    /// How many more it takes.
    pub lacking: u64,
    pub bar: Option<Bar>,
}

/// An interval drawn on a canvas 200 wide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar {
    pub x: String,
    pub width: String,
    pub dot: String,
}

/// A figure before it is put into words.
#[derive(Clone, Copy, Default)]
struct Seen {
    n: u64,
    least: u64,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

type Words = fn(f64) -> String;

const GROUPS: [&str; 3] = ["ai", "human", "blocked"];

/// All figures, row by row.
pub(super) fn figures(groups: [&Group; 3]) -> Vec<Figure> {
    let row =
        |key, scale, words: Words, seen: fn(&Group) -> Seen| figure(key, scale, words, groups.map(seen));
    vec![
        row("csat", Some((0.0, 1.0)), percent, |g| Seen {
            n: g.csat.n,
            least: 1,
            value: g.csat.share,
            low: g.csat.low,
            high: g.csat.high,
        }),
        row("csat_mean", Some((1.0, 5.0)), stars, |g| Seen {
            n: g.csat_mean.n,
            least: MEAN_N_MIN,
            value: g.csat_mean.mean,
            low: g.csat_mean.low,
            high: g.csat_mean.high,
        }),
        row("nps", Some((-100.0, 100.0)), points, |g| Seen {
            n: g.nps.n,
            least: NPS_N_MIN,
            value: g.nps.score,
            low: g.nps.low,
            high: g.nps.high,
        }),
        row("frt_median", None, stretch, |g| median(&g.frt_seconds)),
        row("frt_p90", None, stretch, |g| ninety(&g.frt_seconds)),
        row("resolution_median", None, stretch, |g| median(&g.resolution_seconds)),
        row("resolution_p90", None, stretch, |g| ninety(&g.resolution_seconds)),
        row("reopened", Some((0.0, 1.0)), percent, |g| Seen {
            n: g.reopened.n,
            least: 1,
            value: g.reopened.share,
            low: g.reopened.low,
            high: g.reopened.high,
        }),
    ]
}

const fn median(figure: &TimeFigure) -> Seen {
    Seen {
        n: figure.n,
        least: MEDIAN_N_MIN,
        value: figure.median,
        low: figure.median_low,
        high: figure.median_high,
    }
}

const fn ninety(figure: &TimeFigure) -> Seen {
    Seen { n: figure.n, least: P90_N_MIN, value: figure.p90, low: figure.p90_low, high: figure.p90_high }
}

/// Without a scale of its own a row is drawn from 0 to its largest number.
fn figure(key: &'static str, scale: Option<(f64, f64)>, words: Words, seen: [Seen; 3]) -> Figure {
    let largest = seen.iter().flat_map(|s| [s.value, s.high]).flatten().fold(0.0, f64::max);
    let (from, to) = scale.unwrap_or((0.0, largest));
    let cells = GROUPS.into_iter().zip(seen).map(|(group, seen)| Cell {
        group,
        n: seen.n,
        value: seen.value.map(words),
        interval: seen.value.map(|_| interval(seen.low.map(words), seen.high.map(words))),
        lacking: seen.least.saturating_sub(seen.n).max(1),
        bar: seen.value.and_then(|value| bar(from, to, value, seen.low, seen.high)),
    });
    Figure { key, cells: cells.collect() }
}

fn interval(low: Option<String>, high: Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "no limit known".to_owned(),
    }
}

/// An end that is not known runs to the end of the scale.
fn bar(from: f64, to: f64, value: f64, low: Option<f64>, high: Option<f64>) -> Option<Bar> {
    let length = to - from;
    if !(length.is_finite() && length > 0.0) {
        return None;
    }
    let place = |at: f64| (CANVAS * (at - from) / length).clamp(0.0, CANVAS);
    let (start, end) = (place(low.unwrap_or(from)), place(high.unwrap_or(to)));
    Some(Bar {
        x: format!("{start:.1}"),
        width: format!("{:.1}", (end - start).max(STROKE_MIN)),
        dot: format!("{:.1}", place(value).clamp(4.0, CANVAS - 4.0)),
    })
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn stars(mean: f64) -> String {
    format!("{mean:.2}")
}

/// With a sign, and never "-0".
pub(super) fn points(points: f64) -> String {
    let rounded = points.round();
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded:+.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_stays_on_its_canvas() {
        assert_eq!(
            bar(0.0, 1.0, 0.5, Some(0.25), Some(0.75)),
            Some(Bar { x: "50.0".to_owned(), width: "100.0".to_owned(), dot: "100.0".to_owned() })
        );
        let beyond = bar(0.0, 1.0, 7.0, Some(-3.0), None);
        assert_eq!(
            beyond,
            Some(Bar { x: "0.0".to_owned(), width: "200.0".to_owned(), dot: "196.0".to_owned() })
        );
        assert_eq!(bar(0.0, 0.0, 0.0, None, None), None);
        assert_eq!(bar(0.0, f64::NAN, 0.0, None, None), None);
    }

    #[test]
    fn points_never_read_minus_nought() {
        assert_eq!(points(-0.2), "0");
        assert_eq!(points(3.6), "+4");
        assert_eq!(points(-12.4), "-12");
    }
}
