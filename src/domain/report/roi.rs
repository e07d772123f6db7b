//! What it is worth: minutes that owners did not spend, what visitors bought, what models cost. Measured where it can be;
//! what is assumed stands beside the figure and can be changed. How long owners write by hand is not measured, so what a chat
//! by hand costs is assumed, or nothing is said to be saved.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::campaigns::{CampaignRow, Campaigns};
use super::card::{CostTally, millionths};
use super::comparison::{caption, group_of};
use super::difference::{Gap, of_means};
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
    /// An owner's minutes with the drafts of an assisted chat, where measured.
    pub minutes_assisted: Minutes,
    /// The same with the drafts of a chat that was answered by hand after all. Not what writing took: that is not measured.
    pub minutes_unused: Minutes,
    /// Of those, all together.
    pub minutes_unused_total: f64,
    /// The assumed minutes by hand minus the measured ones of an assisted chat (Student's t); null where none are assumed, and
    /// below 20 measured.
    pub saved_each: Option<Gap>,
    /// How many more assisted chats have to be measured for that.
    pub saved_more: u64,
    /// Times the assisted chats, minus the minutes with drafts that were not used.
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
    /// The largest first.
    pub campaigns: Vec<CampaignRow>,
    /// Chats that came by none, of all.
    pub without_campaign: ShareFigure,
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
    correct: CostTally,
    assisted: Vec<f64>,
    unused: Vec<f64>,
    ai: u64,
    human: u64,
    tokens: u64,
    cost: f64,
    bought: BTreeMap<&'a str, Bought>,
    campaigns: Campaigns<'a>,
    sample: bool,
}

impl<'a> Seen<'a> {
    fn add(&mut self, row: &'a EpisodeRow, now: i64, settings: &ReportSettings) {
        self.sample |= row.sample;
        self.tokens += u64::from(row.tokens);
        self.cost += millionths(row.cost_micros);
        self.correct.add(row, now, settings);
        self.campaigns.add(row);
        let Some(group) = group_of(row) else { return };
        let is_ai = group == Handling::AiAssisted;
        let (count, minutes) =
            if is_ai { (&mut self.ai, &mut self.assisted) } else { (&mut self.human, &mut self.unused) };
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

/// Episodes of `[from, to)`, as known at `now` (unix microseconds).
#[must_use]
pub fn roi_report(from: i64, to: i64, now: i64, rows: &Episodes, settings: &ReportSettings) -> RoiReport {
    let mut seen = Seen::default();
    for row in rows.iter() {
        seen.add(row, now, settings);
    }
    let saved_each = saved(&seen, settings);
    let unused: f64 = seen.unused.iter().sum();
    let chats = real(seen.ai);
    let times = |gap: Gap, by: f64| Gap { points: gap.points * by, low: gap.low * by, high: gap.high * by };
    let less = |gap: Gap, by: f64| Gap { points: gap.points - by, low: gap.low - by, high: gap.high - by };
    let saved_minutes = saved_each.map(|gap| less(times(gap, chats), unused));
    let net = saved_minutes
        .filter(|_| settings.hour_cost > 0.0)
        .map(|minutes| less(times(minutes, settings.hour_cost / 60.0), seen.cost));
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
        minutes_unused: Minutes::of(&seen.unused),
        minutes_unused_total: unused,
        saved_each,
        saved_more: MIN_PER_ARM.saturating_sub(measured(&seen.assisted)),
        saved_minutes,
        net,
        model_cost: seen.cost,
        tokens: seen.tokens,
        cost_per_assisted: (seen.ai > 0).then(|| seen.cost / chats),
        cost_per_correct: seen.correct.per_correct(),
        conversions: seen.bought.iter().map(bought).collect(),
        campaigns: seen.campaigns.rows(),
        without_campaign: seen.campaigns.without(),
        assumptions: assumptions(settings, saved_each.is_some(), net.is_some()),
    }
}

/// What is assumed by hand minus what was measured with a draft.
fn saved(seen: &Seen<'_>, settings: &ReportSettings) -> Option<Gap> {
    let enough = measured(&seen.assisted) >= MIN_PER_ARM && settings.minutes_by_hand > 0.0;
    let assisted = Moments::of(&seen.assisted).filter(|_| enough)?;
    // A listed figure has no spread.
    let listed = Moments::of(&[settings.minutes_by_hand, settings.minutes_by_hand])?;
    of_means(listed, assisted)
}

fn measured(minutes: &[f64]) -> u64 {
    u64::try_from(minutes.len()).unwrap_or(u64::MAX)
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
                "minutes for a chat by hand: assumed, because writing is not measured"
            } else {
                "minutes for a chat by hand: not used, because fewer than 20 assisted chats were measured"
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
