//! What can be drawn of a report: values and limits on a scale, nothing yet of pixels. The table beside it has the same data.

use super::document::{Tone, Unit};

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub title: String,
    /// The same in a sentence, for who cannot see it.
    pub told: String,
    pub unit: Unit,
    pub shape: Shape,
}

/// Its form.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A point and its interval a row, on one scale.
    Whiskers {
        rows: Vec<Whisker>,
        /// A line to compare with: no difference, a target.
        mark: Option<Mark>,
    },
    /// A bar a row, of one or more parts.
    Bars { rows: Vec<Bar> },
    /// A point a step of time, in its band.
    Trend { points: Vec<Point>, mark: Option<Mark> },
    /// Shares that grow with time.
    Curves { lines: Vec<Line> },
}

/// See [`Shape::Whiskers`].
#[derive(Debug, Clone, PartialEq)]
pub struct Whisker {
    pub label: String,
    pub tone: Tone,
    /// Not to be believed: drawn without colour.
    pub grey: bool,
    pub value: f64,
    /// None: no limit known on that side.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// A line across a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub at: f64,
    pub label: String,
}

/// See [`Shape::Bars`].
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub label: String,
    /// (whose, how many).
    pub parts: Vec<(Tone, u64)>,
}

/// See [`Shape::Trend`].
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub label: String,
    /// None: not enough data there.
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// See [`Shape::Curves`].
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub label: String,
    pub tone: Tone,
    /// (x, share 0..1), x growing.
    pub points: Vec<(f64, f64)>,
}
