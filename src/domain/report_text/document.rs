//! A report ready for reading: what is said, tables, and what can be drawn. Text, CSV and pages are made from it alike.

use jiff::Timestamp;

use super::super::report::{
    Gap, MEAN_N_MIN, MEDIAN_N_MIN, MeanFigure, NPS_N_MIN, NpsFigure, P90_N_MIN, PerFigure, ReopenedFigure,
    ShareFigure, Sides, TimeFigure, TimeGap, WaitFigure,
};
use super::chart::Chart;
use crate::stats::MIN_PER_ARM;

/// One report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// As in its address: `scorecard`.
    pub name: &'static str,
    pub title: String,
    pub from: Timestamp,
    pub to: Timestamp,
    /// Some of it is made up for the demo.
    pub sample: bool,
    pub said: Option<Said>,
    pub sections: Vec<Section>,
    /// How to read it.
    pub notes: Vec<String>,
}

/// What the report comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// `Verdict`, `Proposed`.
    pub label: &'static str,
    /// For its looks: `helps`, `harms`, `not_random` ...
    pub kind: &'static str,
    pub sentence: String,
    pub also: Vec<String>,
}

/// A part of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Its name in CSV, and its place on the page.
    pub key: &'static str,
    pub title: String,
    /// Said beside the title: how far it may be trusted.
    pub note: String,
    /// Shown last and without colour: not to be believed.
    pub grey: bool,
    /// For who wants to recompute: a page shows it on request.
    pub folded: bool,
    pub chart: Option<Chart>,
    pub table: Option<Table>,
    /// Sentences below.
    pub lines: Vec<String>,
}

/// Figures in rows and columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Heads the names of the rows.
    pub corner: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in CSV.
    pub key: &'static str,
    pub title: String,
    pub tone: Tone,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name in CSV: of a figure, or what the label says.
    pub key: String,
    pub label: String,
    /// It stands for itself, a topic or a rule, and is written as it is.
    pub named: bool,
    pub cells: Vec<Cell>,
}

/// Whose figures they are: a colour, and a name for who sees none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Ai,
    Human,
    Blocked,
}

/// One figure, or what stands where there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    Words(String),
    Count(u64),
    Figure(Figure),
    /// Not enough data yet.
    Lacking {
        n: u64,
        more: u64,
    },
    /// There is enough, and still nothing can be said.
    Nothing {
        n: Option<u64>,
        why: &'static str,
    },
}

/// A value between its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// None where the row has two, one a side.
    pub n: Option<u64>,
    pub unit: Unit,
}

/// What a value is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 0..1, shown as percent.
    Share,
    /// Percentage points, with a sign.
    Points,
    /// 1 to 5.
    Stars,
    /// A difference of those, with a sign.
    StarsMore,
    /// Net promoter score, with a sign.
    Nps,
    Seconds,
    /// A difference of seconds: what is less is faster.
    Faster,
    /// A number with a decimal.
    Number,
    /// A difference of those, with a sign.
    NumberMore,
    /// A difference of counts, with a sign.
    CountMore,
    /// Money in whatever currency the report names.
    Money,
    /// Minutes saved, with a sign.
    Minutes,
}

impl Unit {
    /// Its name in CSV.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Points | Self::Nps => "points",
            Self::Stars | Self::StarsMore => "1 to 5",
            Self::Seconds | Self::Faster => "seconds",
            Self::Number | Self::NumberMore => "number",
            Self::CountMore => "count",
            Self::Money => "money",
            Self::Minutes => "minutes",
        }
    }
}

const NOT_REACHED: &str = "not reached: fewer than half are over";
const NOT_REACHED_P90: &str = "not reached: fewer than nine in ten are over";
const NO_SPREAD: &str = "no spread to measure";
const NONE_GOOD: &str = "none ended well yet";
const NO_VALUE: &str = "no value can be given";

/// So many are enough for a figure that says something: as many as a comparison wants of each side. Most figures are shown
/// from fewer on, with an interval that tells how little they say; but "one more" beside an n of one would promise what two
/// cannot hold.
const ENOUGH: u64 = MIN_PER_ARM;

impl Cell {
    /// A value with limits and n; where there is no value, how many more make it worth reading, at the least `least` in all.
    #[must_use]
    pub fn seen(seen: (Option<f64>, Option<f64>, Option<f64>), n: u64, least: u64, unit: Unit) -> Self {
        match seen.0 {
            Some(value) => Self::Figure(Figure { value, low: seen.1, high: seen.2, n: Some(n), unit }),
            None => match least.max(ENOUGH).saturating_sub(n) {
                0 => Self::Nothing { n: Some(n), why: NO_VALUE },
                more => Self::Lacking { n, more },
            },
        }
    }

    /// A share of counts.
    #[must_use]
    pub fn share(seen: &ShareFigure) -> Self {
        Self::seen((seen.share, seen.low, seen.high), seen.n, 1, Unit::Share)
    }

    /// Chats that came back.
    #[must_use]
    pub fn reopened(seen: &ReopenedFigure) -> Self {
        Self::seen((seen.share, seen.low, seen.high), seen.n, 1, Unit::Share)
    }

    /// An average rating.
    #[must_use]
    pub fn mean(seen: &MeanFigure) -> Self {
        Self::seen((seen.mean, seen.low, seen.high), seen.n, MEAN_N_MIN, Unit::Stars)
    }

    /// A net promoter score.
    #[must_use]
    pub fn nps(seen: &NpsFigure) -> Self {
        Self::seen((seen.score, seen.low, seen.high), seen.n, NPS_N_MIN, Unit::Nps)
    }

    /// Of those in which it happened.
    #[must_use]
    pub fn median(seen: &TimeFigure) -> Self {
        let limits = (seen.median, seen.median_low, seen.median_high);
        Self::seen(limits, seen.n, MEDIAN_N_MIN, Unit::Seconds)
    }

    /// See [`Cell::median`].
    #[must_use]
    pub fn p90(seen: &TimeFigure) -> Self {
        Self::seen((seen.p90, seen.p90_low, seen.p90_high), seen.n, P90_N_MIN, Unit::Seconds)
    }

    /// With those in which it has not happened.
    #[must_use]
    pub fn wait(seen: &WaitFigure) -> Self {
        if seen.median.is_none() && seen.n >= MEDIAN_N_MIN {
            return Self::Nothing { n: Some(seen.n), why: NOT_REACHED };
        }
        let limits = (seen.median, seen.median_low, seen.median_high);
        Self::seen(limits, seen.n, MEDIAN_N_MIN, Unit::Seconds)
    }

    /// See [`Cell::wait`].
    #[must_use]
    pub fn wait_p90(seen: &WaitFigure) -> Self {
        if seen.p90.is_none() && seen.n >= P90_N_MIN {
            return Self::Nothing { n: Some(seen.n), why: NOT_REACHED_P90 };
        }
        Self::seen((seen.p90, seen.p90_low, seen.p90_high), seen.n, P90_N_MIN, Unit::Seconds)
    }

    /// A sum over cases that ended well.
    #[must_use]
    pub fn per(seen: &PerFigure) -> Self {
        if seen.good == 0 && seen.n > 0 {
            return Self::Nothing { n: Some(seen.n), why: NONE_GOOD };
        }
        Self::seen((seen.each, seen.low, seen.high), seen.n, 1, Unit::Money)
    }

    /// A difference, or how many more answers it takes.
    #[must_use]
    pub const fn gap(gap: Option<Gap>, n: Sides, unit: Unit) -> Self {
        match gap {
            Some(Gap { points, low, high }) => {
                Self::Figure(Figure { value: points, low: Some(low), high: Some(high), n: None, unit })
            }
            None if n.more > 0 => Self::Lacking { n: n.ai_assisted + n.human_only, more: n.more },
            None => Self::Nothing { n: None, why: NO_SPREAD },
        }
    }

    /// A difference whose sides stand beside it.
    #[must_use]
    pub fn gap_or_blank(gap: Option<Gap>, unit: Unit) -> Self {
        gap.map_or(Self::Blank, |gap| {
            Self::gap(Some(gap), Sides { ai_assisted: 0, human_only: 0, more: 0 }, unit)
        })
    }

    /// A difference of two medians.
    #[must_use]
    pub fn time_gap(gap: Option<TimeGap>) -> Self {
        gap.map_or(Self::Blank, |gap| {
            let TimeGap { seconds, low, high, .. } = gap;
            Self::Figure(Figure { value: seconds, low, high, n: None, unit: Unit::Faster })
        })
    }

    /// Some words, or nothing.
    #[must_use]
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }
}

impl Row {
    /// A row whose name in CSV is that of its figure.
    #[must_use]
    pub fn new(key: &str, label: &str, cells: Vec<Cell>) -> Self {
        Self { key: key.to_owned(), label: label.to_owned(), named: false, cells }
    }

    /// A row that stands for itself.
    #[must_use]
    pub fn named(label: &str, cells: Vec<Cell>) -> Self {
        Self::called(label, label, cells)
    }

    /// A row that stands for itself, and that people call otherwise than programs: a topic, a rule.
    #[must_use]
    pub fn called(key: &str, label: &str, cells: Vec<Cell>) -> Self {
        Self { named: true, ..Self::new(key, label, cells) }
    }
}

impl Column {
    /// A column without a colour.
    #[must_use]
    pub fn plain(key: &'static str, title: &str) -> Self {
        Self { key, title: title.to_owned(), tone: Tone::Plain }
    }

    /// A column of somebody's.
    #[must_use]
    pub fn of(key: &'static str, title: &str, tone: Tone) -> Self {
        Self { key, title: title.to_owned(), tone }
    }
}
