//! Charts of rows: a value and its interval each, or a bar.

use super::charts::{
    Canvas, Drawn, LETTER, Scale, Spaced, Stroke, cut, letters, line, place, text, tick, tone,
};
use crate::domain::report_text::{Bar, Figure, Mark, Unit, Whisker, say};

/// Height of a row: with its label beside it, and with its label above.
const ROW: f64 = 38.0;
const ROW_TALL: f64 = 54.0;

/// Below the rows, for the axis.
const AXIS: f64 = 30.0;

/// So many letters of a label are shown at least, and at most.
const LABEL_LETTERS: std::ops::RangeInclusive<usize> = 8..=60;

/// Half the height of the ends of a whisker.
const CAP: f64 = 7.0;

/// More rows nobody compares by eye.
const ROWS_MAX: usize = 24;

struct Grid {
    canvas: Canvas,
    row: f64,
    rows: usize,
}

impl Grid {
    fn new(canvas: Canvas, rows: usize) -> Self {
        Self { canvas, row: if canvas.is_narrow() { ROW_TALL } else { ROW }, rows: rows.min(ROWS_MAX) }
    }

    fn stretch(&self) -> (f64, f64) {
        (self.canvas.labels + 10.0, self.canvas.width - self.canvas.numbers - 10.0)
    }

    /// The middle of a row's stroke.
    fn middle(&self, at: usize) -> f64 {
        let top = self.row * count(at);
        if self.canvas.is_narrow() { top + 36.0 } else { top + self.row / 2.0 }
    }

    fn bottom(&self) -> f64 {
        self.row * count(self.rows)
    }

    /// Its label, and its number in words.
    fn words(&self, at: usize, label: &str, number: &str) -> [Stroke; 2] {
        let (middle, canvas) = (self.middle(at), self.canvas);
        let line = if canvas.is_narrow() { middle - 18.0 } else { middle + 5.0 };
        [
            text((0.0, line), "start", "label", &cut(label, self.room(number))),
            text((canvas.width, line), "end", "number", number),
        ]
    }

    /// Letters of a label that fit: into the room at the left, or where it stands above beside its number.
    fn room(&self, number: &str) -> usize {
        let room = if self.canvas.is_narrow() {
            self.canvas.width - LETTER * (letters(number) + 2.0)
        } else {
            self.canvas.labels
        };
        let fitting = LABEL_LETTERS.take_while(|n| LETTER * count(*n) <= room);
        fitting.last().unwrap_or(*LABEL_LETTERS.start())
    }

    fn axis(&self, scale: &Scale, unit: Unit) -> Vec<Stroke> {
        let (bottom, mut strokes, mut spaced) = (self.bottom(), Vec::new(), Spaced::new());
        for at in scale.ticks(if self.canvas.is_narrow() { 3 } else { 5 }) {
            let (x, words) = (scale.at(at), tick(at, unit));
            strokes.push(line((x, 0.0), (x, bottom), "grid"));
            if spaced.fits(x, &words) {
                strokes.push(text((x, bottom + 20.0), "middle", "tick", &words));
            }
        }
        strokes
    }
}

#[expect(clippy::cast_precision_loss, reason = "rows of a chart")]
const fn count(n: usize) -> f64 {
    n as f64
}

/// A point and its interval a row; an end that is not known has no cap.
pub(super) fn whiskers(canvas: Canvas, unit: Unit, rows: &[Whisker], mark: Option<&Mark>) -> Drawn {
    let grid = Grid::new(canvas, rows.len());
    let scale = Scale::new(span(unit, rows, mark), grid.stretch());
    let mut strokes = grid.axis(&scale, unit);
    if let Some(mark) = mark {
        let x = scale.at(mark.at);
        strokes.push(line((x, 0.0), (x, grid.bottom()), "mark"));
    }
    for (at, row) in rows.iter().take(grid.rows).enumerate() {
        let y = grid.middle(at);
        let class = if row.grey { "grey" } else { tone(row.tone) };
        let (low, high) = (row.low.map(|low| scale.at(low)), row.high.map(|high| scale.at(high)));
        let (start, end) = grid.stretch();
        let mut d = format!("M{} {}H{}", place(low.unwrap_or(start)), place(y), place(high.unwrap_or(end)));
        for cap in [low, high].into_iter().flatten() {
            d = format!("{d}M{} {}V{}", place(cap), place(y - CAP), place(y + CAP));
        }
        strokes.push(Stroke::Path { d, class: format!("whisker {class}") });
        strokes.push(Stroke::Dot {
            x: place(scale.at(row.value)),
            y: place(y),
            class: format!("dot {class}"),
        });
        strokes.extend(grid.words(at, &row.label, &number(row, unit)));
    }
    (strokes, grid.bottom() + AXIS)
}

fn number(row: &Whisker, unit: Unit) -> String {
    let figure = Figure { value: row.value, low: row.low, high: row.high, n: None, unit };
    let value = match unit {
        Unit::Points => say::plain(row.value, unit),
        _ => say::value(&figure),
    };
    say::interval(&figure).map_or(value.clone(), |range| format!("{value} ({range})"))
}

/// Shares from 0 to 1, stars from 1 to 5, times from 0; all others as far as they reach, with the mark.
fn span(unit: Unit, rows: &[Whisker], mark: Option<&Mark>) -> (f64, f64) {
    match unit {
        Unit::Share => return (0.0, 1.0),
        Unit::Stars => return (1.0, 5.0),
        Unit::Nps => return (-100.0, 100.0),
        _ => {}
    }
    let values = rows.iter().flat_map(|row| [Some(row.value), row.low, row.high]).flatten();
    let all = values.chain(mark.map(|mark| mark.at));
    let (low, high) =
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let low = if matches!(unit, Unit::Seconds | Unit::Money | Unit::Number) { low.min(0.0) } else { low };
    let room = (high - low) * 0.05;
    if low.is_finite() && high.is_finite() {
        (if low < 0.0 { low - room } else { low }, high + room)
    } else {
        (0.0, 1.0)
    }
}

/// A bar a row, its parts side by side.
pub(super) fn bars(canvas: Canvas, rows: &[Bar]) -> Drawn {
    let grid = Grid::new(canvas, rows.len());
    let sum = |bar: &Bar| bar.parts.iter().map(|(_, n)| *n).sum::<u64>();
    let largest = rows.iter().map(sum).max().unwrap_or(0).max(1);
    let (start, end) = grid.stretch();
    let scale = Scale::new(
        (0.0, real(largest)),
        (start, if canvas.is_narrow() { end } else { end + canvas.numbers - 70.0 }),
    );
    let mut strokes = Vec::new();
    for (at, bar) in rows.iter().take(grid.rows).enumerate() {
        let y = grid.middle(at);
        let mut before = 0;
        for (whose, n) in bar.parts.iter().filter(|(_, n)| *n > 0) {
            let (from, to) = (scale.at(real(before)), scale.at(real(before + n)));
            strokes.push(Stroke::Rect {
                x: place(from),
                y: place(y - 8.0),
                width: place((to - from - 1.0).max(1.0)),
                height: place(16.0),
                class: format!("part {}", tone(*whose)),
            });
            before += n;
        }
        strokes.extend(grid.words(at, &bar.label, &sum(bar).to_string()));
    }
    (strokes, grid.bottom() + 6.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of chats, for drawing")]
const fn real(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::super::charts::{NARROW, WIDE};
    use super::*;

    #[test]
    fn a_long_label_leaves_room_for_its_number() {
        let label = "Payments the visitor did not make or does not know";
        let shown = |canvas: Canvas, number: &str| Grid::new(canvas, 1).room(number).min(label.len());
        for (canvas, number) in [(NARROW, "3"), (NARROW, "12.5 min (10.2 to 14.8)"), (WIDE, "3")] {
            let taken = LETTER * count(shown(canvas, number));
            let free =
                if canvas.is_narrow() { canvas.width - LETTER * letters(number) } else { canvas.labels };
            assert!(taken <= free, "{number}: {taken} of {free}");
        }
        assert!(shown(NARROW, "3") > shown(NARROW, "12.5 min (10.2 to 14.8)"));
    }
}
