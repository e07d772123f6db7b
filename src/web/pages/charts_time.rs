//! Charts along time: a line in its band, and curves of shares that grow.

use super::charts::{Canvas, Drawn, Scale, Spaced, Stroke, line, place, text, tick, tone};
use crate::domain::report_text::{Line, Mark, Point, Unit};

/// Height of the drawing, and of what stands below.
const HEIGHT: f64 = 180.0;
const BELOW: f64 = 30.0;

/// Above the highest line.
const TOP: f64 = 10.0;

/// Room for the numbers of the upright axis.
const UPRIGHT: f64 = 48.0;

/// Times that the axis of a curve may name, seconds.
const TIMES: [f64; 10] = [1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 86_400.0, 604_800.0];

struct Frame {
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    const fn of(canvas: Canvas) -> Self {
        Self { x: (UPRIGHT, canvas.width - 16.0), y: (TOP + HEIGHT, TOP) }
    }

    /// Lines across, with their numbers.
    fn across(&self, scale: &Scale, unit: Unit) -> Vec<Stroke> {
        let lines = scale.ticks(4).into_iter().flat_map(|at| {
            let y = scale.at(at);
            let number = tick(at, unit);
            [
                line((self.x.0, y), (self.x.1, y), "grid"),
                text((self.x.0 - 8.0, y + 4.0), "end", "tick", &number),
            ]
        });
        lines.collect()
    }
}

/// A point a step, joined where neighbours are known, in the band of their intervals.
pub(super) fn trend(canvas: Canvas, unit: Unit, points: &[Point], mark: Option<&Mark>) -> Drawn {
    let frame = Frame::of(canvas);
    let last = points.len().saturating_sub(1).max(1);
    let across = Scale::new((0.0, count(last)), (frame.x.0 + 14.0, frame.x.1 - 14.0));
    let upright = Scale::new(span(unit, points), frame.y);
    let mut strokes = frame.across(&upright, unit);
    if let Some(mark) = mark {
        let y = upright.at(mark.at);
        strokes.push(line((frame.x.0, y), (frame.x.1, y), "mark"));
    }
    let every = if canvas.is_narrow() { 2 } else { 1 };
    for (at, point) in
        points.iter().enumerate().filter(|(at, _)| (last - at.min(&last)).is_multiple_of(every))
    {
        strokes.push(text((across.at(count(at)), TOP + HEIGHT + 20.0), "middle", "tick", &point.label));
    }
    for run in runs(points) {
        let place_of = |(at, value): (usize, f64)| (across.at(count(at)), upright.at(value));
        let ends = |pick: fn(&Known) -> f64| run.iter().map(move |known| (known.at, pick(known)));
        let up: Vec<_> = ends(|known| known.high).map(place_of).collect();
        let down: Vec<_> = ends(|known| known.low).rev().map(place_of).collect();
        let middle: Vec<_> = ends(|known| known.value).map(place_of).collect();
        if run.len() > 1 {
            let band = format!("{}{}Z", path(&up, 'M'), path(&down, 'L'));
            strokes.push(Stroke::Path { d: band, class: "band".to_owned() });
            strokes.push(Stroke::Path { d: path(&middle, 'M'), class: "run plain".to_owned() });
        } else if let (Some(high), Some(low)) = (up.first(), down.first()) {
            let d = format!("M{} {}V{}", place(high.0), place(high.1), place(low.1));
            strokes.push(Stroke::Path { d, class: "whisker plain".to_owned() });
        }
        let dots = middle.iter().map(|(x, y)| Stroke::Dot {
            x: place(*x),
            y: place(*y),
            class: "dot plain".to_owned(),
        });
        strokes.extend(dots);
    }
    (strokes, TOP + HEIGHT + BELOW)
}

struct Known {
    at: usize,
    value: f64,
    low: f64,
    high: f64,
}

/// Neighbours that are known.
fn runs(points: &[Point]) -> Vec<Vec<Known>> {
    let mut runs: Vec<Vec<Known>> = vec![Vec::new()];
    for (at, point) in points.iter().enumerate() {
        match (point.value, runs.last_mut()) {
            (Some(value), Some(run)) => {
                let (low, high) = (point.low.unwrap_or(value), point.high.unwrap_or(value));
                run.push(Known { at, value, low, high });
            }
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn span(unit: Unit, points: &[Point]) -> (f64, f64) {
    if unit == Unit::Share {
        return (0.0, 1.0);
    }
    let values = points.iter().flat_map(|point| [point.value, point.high]).flatten();
    (0.0, values.fold(1.0, f64::max))
}

/// Shares that grow, over times that grow ever faster.
pub(super) fn curves(canvas: Canvas, lines: &[Line]) -> Drawn {
    let frame = Frame::of(canvas);
    let times = lines.iter().flat_map(|line| line.points.iter().map(|(time, _)| time.max(1.0)));
    let (first, last) = times.fold((f64::INFINITY, 1.0_f64), |(low, high), t| (low.min(t), high.max(t)));
    let first = if first.is_finite() { first } else { 1.0 };
    let across = Scale::new((first.ln(), last.max(first * 2.0).ln()), frame.x);
    let upright = Scale::new((0.0, 1.0), frame.y);
    let (mut strokes, mut spaced) = (frame.across(&upright, Unit::Share), Spaced::new());
    for time in TIMES.into_iter().filter(|time| *time >= first && *time <= last * 1.02) {
        let (x, words) = (across.at(time.ln()), whole(time));
        strokes.push(line((x, TOP), (x, TOP + HEIGHT), "grid"));
        if spaced.fits(x, &words) {
            strokes.push(text((x, TOP + HEIGHT + 20.0), "middle", "tick", &words));
        }
    }
    for (at, one) in lines.iter().enumerate() {
        let class = tone(one.tone);
        strokes
            .push(Stroke::Path { d: stairs(&one.points, &across, &upright), class: format!("run {class}") });
        let (x, y) = (frame.x.0 + 16.0, TOP + 14.0 + 20.0 * count(at));
        strokes.push(Stroke::Path {
            d: format!("M{} {}h24", place(x), place(y)),
            class: format!("run {class}"),
        });
        strokes.push(text((x + 32.0, y + 5.0), "start", "label", &one.label));
    }
    (strokes, TOP + HEIGHT + BELOW)
}

/// A share holds until the next one is reached.
fn stairs(points: &[(f64, f64)], across: &Scale, upright: &Scale) -> String {
    let mut d = String::new();
    for (time, share) in points {
        let (x, y) = (place(across.at(time.max(1.0).ln())), place(upright.at(*share)));
        d = if d.is_empty() { format!("M{x} {y}") } else { format!("{d}H{x}V{y}") };
    }
    d
}

fn path(places: &[(f64, f64)], first: char) -> String {
    let mut d = String::new();
    for (x, y) in places {
        let step = if d.is_empty() { first } else { 'L' };
        d = format!("{d}{step}{} {}", place(*x), place(*y));
    }
    d
}

/// `5 min`: the times of the axis are whole ones.
fn whole(seconds: f64) -> String {
    match seconds {
        s if s < 60.0 => format!("{s:.0} s"),
        s if s < 3_600.0 => format!("{:.0} min", s / 60.0),
        s if s < 86_400.0 => format!("{:.0} h", s / 3_600.0),
        s => format!("{:.0} d", s / 86_400.0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "points of a chart")]
const fn count(n: usize) -> f64 {
    n as f64
}
