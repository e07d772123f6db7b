//! What it is worth: minutes that owners did not spend, what visitors bought, what models cost. Measured where it can be;
//! what is assumed stands beside the figure and can be changed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::card::{CardTally, millionths};
use super::comparison::{caption, group_of};
use super::difference::{Gap, Sides, of_means};
use super::figure::{PerFigure, ShareFigure};
use super::settings::ReportSettings;
use super::{EpisodeRow, Episodes, Handling};
use crate::stats::{CONFIDENCE_95, MIN_PER_ARM, Moments, Scale, mean_on_scale, real};

/// An owner's time for a chat: what is measured ends at 49 days (32 bits of milliseconds).
const MINUTES: Scale = Scale { low: 0.0, high: 71_583.0 };

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoiReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    /// Of all money in it; empty where none is named.
    pub currency: String,
    pub ai_assisted: u64,
    pub human_only: u64,
    /// An owner's minutes for an assisted chat, where measured.
    pub minutes_assisted: Minutes,
    /// The same for a chat answered by hand.
    pub minutes_by_hand: Minutes,
    /// By hand minus assisted, minutes a chat (Welch); null below 20 measured on a side.
    pub saved_each: Option<Gap>,
    pub saved_n: Sides,
    /// Times the assisted chats.
    pub saved_minutes: Option<Gap>,
    /// In money, models paid: null where an hour has no price.
    pub net: Option<Gap>,
    pub model_cost: f64,
    pub tokens: u64,
    /// The models' cost of one assisted chat.
    pub cost_per_assisted: Option<f64>,
    pub cost_per_correct: PerFigure,
    /// What was bought within two hours of the last answer: chats chose themselves, so this compares nothing.
    pub conversions: Vec<Conversions>,
    pub assumptions: Vec<Assumption>,
}

/// A mean of measured minutes with its 95 % interval (Student's t); null below two.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Minutes {
    pub n: u64,
    pub mean: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// What was bought in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conversions {
    /// Empty where the relay gave none.
    pub currency: String,
    /// Chats with one, of all that were answered so.
    pub ai_assisted: ShareFigure,
    pub human_only: ShareFigure,
    pub ai_value: f64,
    pub human_value: f64,
    /// Purchases without a value.
    pub without_value: u64,
}

/// Something that was not measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// The key in `[report]` and in the address.
    pub key: &'static str,
    pub value: f64,
    /// Whether any figure stands on it.
    pub used: bool,
    pub sentence: String,
}

#[derive(Debug, Default)]
struct Bought {
    ai: u64,
    human: u64,
    ai_value: f64,
    human_value: f64,
    without_value: u64,
}

#[derive(Debug, Default)]
struct Seen<'a> {
    card: CardTally,
    assisted: Vec<f64>,
    by_hand: Vec<f64>,
    ai: u64,
    human: u64,
    tokens: u64,
    cost: f64,
    bought: BTreeMap<&'a str, Bought>,
    sample: bool,
}

impl<'a> Seen<'a> {
    fn add(&mut self, row: &'a EpisodeRow, now: i64, settings: &ReportSettings) {
        self.sample |= row.sample;
        self.tokens += u64::from(row.tokens);
        self.cost += millionths(row.cost_micros);
        self.card.add(row, now, settings);
        let Some(group) = group_of(row) else { return };
        let is_ai = group == Handling::AiAssisted;
        let (count, minutes) =
            if is_ai { (&mut self.ai, &mut self.assisted) } else { (&mut self.human, &mut self.by_hand) };
        *count += 1;
        minutes.extend(row.owner_ms.map(|ms| f64::from(ms) / 60_000.0));
        // A chat counts once a currency, its money as often as it was spent.
        for (at, one) in row.conversions.iter().enumerate() {
            let bought = self.bought.entry(&one.currency).or_default();
            let first = row.conversions.iter().take(at).all(|before| before.currency != one.currency);
            let (chats, value) = if is_ai {
                (&mut bought.ai, &mut bought.ai_value)
            } else {
                (&mut bought.human, &mut bought.human_value)
            };
            *chats += u64::from(first);
            *value += one.value.filter(|value| value.is_finite()).unwrap_or(0.0);
            bought.without_value += u64::from(one.value.is_none());
        }
    }
}

/// Episodes of `[from, to)` that no rule held, as known at `now` (unix microseconds).
#[must_use]
pub fn roi_report(from: i64, to: i64, now: i64, rows: &Episodes, settings: &ReportSettings) -> RoiReport {
    let mut seen = Seen::default();
    for row in rows.iter() {
        seen.add(row, now, settings);
    }
    let (saved_each, saved_n, assumed) = saved(&seen, settings);
    let chats = real(seen.ai);
    let times = |gap: Gap, by: f64| Gap { points: gap.points * by, low: gap.low * by, high: gap.high * by };
    let saved_minutes = saved_each.map(|gap| times(gap, chats));
    let net = saved_minutes.filter(|_| settings.hour_cost > 0.0).map(|minutes| {
        let Gap { points, low, high } = times(minutes, settings.hour_cost / 60.0);
        Gap { points: points - seen.cost, low: low - seen.cost, high: high - seen.cost }
    });
    let bought = |(currency, bought): (&&str, &Bought)| Conversions {
        currency: (*currency).to_owned(),
        ai_assisted: ShareFigure::of(bought.ai, seen.ai),
        human_only: ShareFigure::of(bought.human, seen.human),
        ai_value: bought.ai_value,
        human_value: bought.human_value,
        without_value: bought.without_value,
    };
    RoiReport {
        from: caption(from),
        to: caption(to),
        sample_data: seen.sample,
        currency: settings.currency.clone(),
        ai_assisted: seen.ai,
        human_only: seen.human,
        minutes_assisted: Minutes::of(&seen.assisted),
        minutes_by_hand: Minutes::of(&seen.by_hand),
        saved_each,
        saved_n,
        saved_minutes,
        net,
        model_cost: seen.cost,
        tokens: seen.tokens,
        cost_per_assisted: (seen.ai > 0).then(|| seen.cost / chats),
        cost_per_correct: seen.card.cost_per_correct(),
        conversions: seen.bought.iter().map(bought).collect(),
        assumptions: assumptions(settings, assumed, net.is_some()),
    }
}

/// Measured on both sides; or, where a time by hand is assumed and there are too few measured ones, against that. The last
/// value says which.
fn saved(seen: &Seen<'_>, settings: &ReportSettings) -> (Option<Gap>, Sides, bool) {
    let (assisted, by_hand) = (Moments::of(&seen.assisted), Moments::of(&seen.by_hand));
    let n = |moments: Option<Moments>| moments.map_or(0, Moments::n);
    let sides = Sides::new(n(assisted), n(by_hand), MIN_PER_ARM);
    if let (0, Some((assisted, by_hand))) = (sides.more, assisted.zip(by_hand)) {
        return (of_means(by_hand, assisted), sides, false);
    }
    let enough = assisted.filter(|moments| moments.n() >= MIN_PER_ARM && settings.minutes_by_hand > 0.0);
    let gap = enough.and_then(|assisted| {
        let listed = Moments::of(&[settings.minutes_by_hand, settings.minutes_by_hand])?;
        of_means(listed, assisted)
    });
    (gap, sides, gap.is_some())
}

fn assumptions(settings: &ReportSettings, by_hand: bool, money: bool) -> Vec<Assumption> {
    let assumption = |key, value: f64, used, sentence: &str| {
        let sentence =
            if value > 0.0 { sentence.to_owned() } else { "not given, so nothing stands on it".to_owned() };
        Assumption { key, value, used, sentence }
    };
    vec![
        assumption(
            "hour_cost",
            settings.hour_cost,
            money,
            "what an hour of an owner costs: given, not measured",
        ),
        assumption(
            "minutes_by_hand",
            settings.minutes_by_hand,
            by_hand,
            if by_hand {
                "minutes for an answer by hand: assumed, because fewer than 20 were measured"
            } else {
                "minutes for an answer by hand: not used, because it was measured or too little else was"
            },
        ),
    ]
}

impl Minutes {
    fn of(minutes: &[f64]) -> Self {
        let moments = Moments::of(minutes);
        let seen = moments.and_then(|moments| mean_on_scale(moments, MINUTES, CONFIDENCE_95));
        Self {
            n: moments.map_or(0, Moments::n),
            mean: seen.map(|mean| mean.value),
            low: seen.map(|mean| mean.low),
            high: seen.map(|mean| mean.high),
        }
    }
}
