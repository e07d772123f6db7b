//! Values in words: the same on paper and on a page.

use super::super::report::{grouped, signed};
use super::document::{Cell, Figure, Unit};

/// From here on a stretch is told in minutes, and from there on in hours; seconds.
const MINUTES_FROM: f64 = 90.0;
const HOURS_FROM: f64 = 5_400.0;

/// Less money than this is told with four decimals.
const CENTS_FROM: f64 = 0.1;

/// A figure's value and, apart, its interval.
#[must_use]
pub fn value(figure: &Figure) -> String {
    match figure.unit {
        Unit::Seconds => {
            let scale = Scale::of(figure.value);
            format!("{} {}", scale.show(figure.value), scale.name)
        }
        Unit::Faster => faster(figure.value),
        Unit::Share => format!("{:.0} %", 100.0 * figure.value),
        Unit::Points => format!("{} points", signed(figure.value, 0)),
        Unit::Minutes => format!("{} min", signed_whole(figure.value)),
        unit => plain(figure.value, unit),
    }
}

/// `81 to 91`; nothing where there are no limits at all.
#[must_use]
pub fn interval(figure: &Figure) -> Option<String> {
    // What is faster is less: the limits change places.
    let (low, high) = match figure.unit {
        Unit::Faster if figure.value < 0.0 => (figure.high.map(|h| -h), figure.low.map(|l| -l)),
        _ => (figure.low, figure.high),
    };
    let scale = Scale::of(figure.value.abs());
    let show = |limit: f64| match figure.unit {
        Unit::Seconds | Unit::Faster => scale.show(limit),
        Unit::Share => format!("{:.0}", 100.0 * limit),
        unit => plain(limit, unit),
    };
    match (low.map(show), high.map(show)) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("at least {low}")),
        (None, Some(high)) => Some(format!("at most {high}")),
        (None, None) => None,
    }
}

/// What stands where there is no figure.
#[must_use]
pub fn lacking(more: u64) -> String {
    format!("not enough data yet, about {} more", grouped(more))
}

/// A whole cell on one line.
#[must_use]
pub fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Words(words) => words.clone(),
        Cell::Count(count) => grouped(*count),
        Cell::Lacking { n, more } => format!("n {}: {}", grouped(*n), lacking(*more)),
        Cell::Nothing { n: Some(n), why } => format!("n {}: {why}", grouped(*n)),
        Cell::Nothing { n: None, why } => (*why).to_owned(),
        Cell::Figure(figure) => {
            let range = interval(figure).map(|range| format!(" ({range})")).unwrap_or_default();
            let n = figure.n.map(|n| format!(", n {}", grouped(n))).unwrap_or_default();
            format!("{}{range}{n}", value(figure))
        }
    }
}

/// A value for an axis or a limit, without the name of its unit.
#[must_use]
pub fn plain(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{:.0} %", 100.0 * value),
        Unit::Points | Unit::Nps => signed(value, 0),
        Unit::Minutes | Unit::CountMore => signed_whole(value),
        Unit::Money if value.abs() < CENTS_FROM => format!("{value:.4}"),
        Unit::Stars | Unit::Money => format!("{value:.2}"),
        Unit::StarsMore => signed(value, 2),
        Unit::NumberMore => signed(value, 1),
        Unit::Number => format!("{value:.1}"),
        Unit::Seconds | Unit::Faster => {
            let scale = Scale::of(value);
            format!("{} {}", scale.show(value), scale.name)
        }
    }
}

/// With a sign, and its thousands apart.
fn signed_whole(value: f64) -> String {
    let text = signed(value, 0);
    let digits = text.get(1..).and_then(|digits| digits.parse().ok());
    digits.map_or(text.clone(), |digits: u64| {
        format!("{}{}", text.get(..1).unwrap_or_default(), grouped(digits))
    })
}

fn faster(seconds: f64) -> String {
    let scale = Scale::of(seconds.abs());
    let size = scale.show(seconds.abs());
    let how = match size.as_str() {
        "0" => return "as fast".to_owned(),
        _ if seconds < 0.0 => "faster",
        _ => "slower",
    };
    format!("{size} {} {how}", scale.name)
}

/// Seconds below 90, then minutes, from 90 minutes on hours.
#[derive(Clone, Copy)]
struct Scale {
    unit: f64,
    name: &'static str,
    digits: usize,
}

impl Scale {
    fn of(seconds: f64) -> Self {
        match seconds {
            s if s < MINUTES_FROM => Self { unit: 1.0, name: "s", digits: 0 },
            s if s < HOURS_FROM => Self { unit: 60.0, name: "min", digits: 1 },
            _ => Self { unit: 3_600.0, name: "h", digits: 1 },
        }
    }

    fn show(self, seconds: f64) -> String {
        let text = format!("{:.*}", self.digits, seconds / self.unit);
        if text.contains(|digit: char| ('1'..='9').contains(&digit)) { text } else { text.replace('-', "") }
    }
}
