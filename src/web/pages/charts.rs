//! Charts as SVG, made on the server: values become strokes on a canvas; colours are the style sheet's.
//!
//! Each chart is drawn twice, for a desk and for a phone, so that its letters stay readable; the page shows one of them.

use super::charts_rows::{bars, whiskers};
use super::charts_time::{curves, trend};
use crate::domain::report_text::{Chart, Shape, Tone, Unit, say};

/// A chart, ready for the template.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    /// For `aria-labelledby`: the section's key and the canvas.
    pub id: String,
    /// `wide` or `narrow`.
    pub size: &'static str,
    pub title: String,
    pub told: String,
    pub width: String,
    pub height: String,
    pub strokes: Vec<Stroke>,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stroke {
    Line { x1: String, y1: String, x2: String, y2: String, class: &'static str },
    Rect { x: String, y: String, width: String, height: String, class: String },
    Dot { x: String, y: String, class: String },
    Path { d: String, class: String },
    Text { x: String, y: String, anchor: &'static str, class: &'static str, text: String },
}

/// A canvas of some width, in units of its own: a pixel where there is room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Canvas {
    pub width: f64,
    /// Room for labels at the left; none on a phone, where they stand above.
    pub labels: f64,
    /// Room for numbers at the right.
    pub numbers: f64,
}

pub(super) const WIDE: Canvas = Canvas { width: 860.0, labels: 210.0, numbers: 190.0 };
pub(super) const NARROW: Canvas = Canvas { width: 330.0, labels: 0.0, numbers: 0.0 };

impl Canvas {
    pub(super) fn is_narrow(&self) -> bool {
        self.labels <= 0.0
    }
}

/// Strokes, and the height they need.
pub(super) type Drawn = (Vec<Stroke>, f64);

/// Both sizes.
pub(super) fn drawings(key: &str, chart: &Chart) -> Vec<Drawing> {
    [("wide", WIDE), ("narrow", NARROW)].map(|(size, canvas)| drawing(key, chart, size, canvas)).to_vec()
}

fn drawing(key: &str, chart: &Chart, size: &'static str, canvas: Canvas) -> Drawing {
    let (strokes, height) = match &chart.shape {
        Shape::Whiskers { rows, mark } => whiskers(canvas, chart.unit, rows, mark.as_ref()),
        Shape::Bars { rows } => bars(canvas, rows),
        Shape::Trend { points, mark } => trend(canvas, chart.unit, points, mark.as_ref()),
        Shape::Curves { lines } => curves(canvas, lines),
    };
    Drawing {
        id: format!("{key}-{size}"),
        size,
        title: chart.title.clone(),
        told: chart.told.clone(),
        width: place(canvas.width),
        height: place(height),
        strokes,
    }
}

/// A coordinate; what is no number lies at 0.
pub(super) fn place(at: f64) -> String {
    format!("{:.1}", if at.is_finite() { at } else { 0.0 })
}

pub(super) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Ai => "ai",
        Tone::Human => "human",
        Tone::Blocked => "blocked",
    }
}

pub(super) fn line((x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &'static str) -> Stroke {
    Stroke::Line { x1: place(x1), y1: place(y1), x2: place(x2), y2: place(y2), class }
}

pub(super) fn text((x, y): (f64, f64), anchor: &'static str, class: &'static str, text: &str) -> Stroke {
    Stroke::Text { x: place(x), y: place(y), anchor, class, text: text.to_owned() }
}

/// A number of an axis: nought has no sign.
pub(super) fn tick(value: f64, unit: Unit) -> String {
    let words = say::plain(value, unit);
    if value == 0.0 { words.trim_start_matches('+').to_owned() } else { words }
}

/// How wide a letter of a label and of an axis' number is at most, on the average of a word.
pub(super) const LETTER: f64 = 7.6;
const TICK_LETTER: f64 = 6.8;

/// The axis' numbers that have room beside each other, from the left.
pub(super) struct Spaced {
    taken_to: f64,
}

impl Spaced {
    pub(super) const fn new() -> Self {
        Self { taken_to: f64::NEG_INFINITY }
    }

    /// Whether a number fits around this place; then it has it.
    pub(super) fn fits(&mut self, x: f64, words: &str) -> bool {
        let half = TICK_LETTER * (letters(words) + 1.0) / 2.0;
        if x - half < self.taken_to {
            return false;
        }
        self.taken_to = x + half;
        true
    }
}

#[expect(clippy::cast_precision_loss, reason = "letters of a word")]
pub(super) fn letters(words: &str) -> f64 {
    words.chars().count() as f64
}

/// Cut to so many letters, where it is longer.
pub(super) fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

/// A scale from values to places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// From the values' span to a stretch of the canvas. A span of nothing is widened.
    pub(super) fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        let (from, to) = if to > from { (from, to) } else { (from - 0.5, from + 0.5) };
        Self { from, to, start, end }
    }

    /// Where a value lies; beyond the ends at the ends.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.start + part * (self.end - self.start)
    }

    /// Round numbers inside, about so many.
    pub(super) fn ticks(&self, about: u32) -> Vec<f64> {
        let rough = (self.to - self.from) / f64::from(about.max(1));
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough);
        let step = step.filter(|step| step.is_finite() && *step > 0.0).unwrap_or(1.0);
        let mut ticks = Vec::new();
        let mut tick = (self.from / step).ceil() * step;
        while tick <= self.to + step * 1e-9 && ticks.len() < 30 {
            // "-0" is nobody's number.
            ticks.push(if tick.abs() < step * 1e-9 { 0.0 } else { tick });
            tick += step;
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_lie_inside() {
        assert_eq!(Scale::new((-22.0, 31.0), (0.0, 1.0)).ticks(5), [-20.0, 0.0, 20.0]);
        assert_eq!(Scale::new((0.0, 1.0), (0.0, 1.0)).ticks(4), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(Scale::new((0.0, 0.0), (0.0, 1.0)).ticks(2), [-0.5, 0.0, 0.5]);
        assert!(Scale::new((f64::NAN, f64::NAN), (0.0, 1.0)).ticks(2).len() < 31);
    }

    #[test]
    fn what_lies_beyond_the_scale_is_drawn_at_its_end() {
        let scale = Scale::new((0.0, 10.0), (100.0, 200.0));
        assert_eq!([-5.0, 5.0, 50.0].map(|value| place(scale.at(value))), ["100.0", "150.0", "200.0"]);
        assert_eq!(place(f64::INFINITY), "0.0");
        assert_eq!(cut("abcdef", 4), "abc…");
    }

    #[test]
    fn a_number_of_an_axis_that_would_touch_the_one_before_is_left_out() {
        let mut spaced = Spaced::new();
        let ticks = [(0.0, "1 s"), (20.0, "5 s"), (40.0, "15 s"), (60.0, "1 min"), (100.0, "5 min")];
        let shown: Vec<&str> =
            ticks.into_iter().filter(|(x, w)| spaced.fits(*x, w)).map(|(_, w)| w).collect();
        assert_eq!(shown, ["1 s", "15 s", "5 min"]);
    }
}
