//! The scorecard: the last week and the last four against those before, one topic in depth, one thing to do.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::card::{Card, CardTally, Changes, Counted, most_frequent};
use super::comparison::caption;
use super::figure::ShareFigure;
use super::group::lacks_answer;
use super::proposal::{Proposal, propose};
use super::settings::ReportSettings;
use super::{EpisodeRow, Episodes};

const WEEK_US: i64 = 7 * 86_400_000_000;

/// Weeks looked at: two times four.
const WEEKS: usize = 8;

/// Weeks in the longer window.
const LONG: usize = 4;

/// A topic with fewer chats in four weeks is not looked at in depth.
const DEEP_MIN: u64 = 10;

/// Unix time 0 was a Thursday: so many days after a Monday.
const MONDAY_US: i64 = 3 * 86_400_000_000;

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scorecard {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    /// The week and the four weeks, or the stretch that was asked for.
    pub windows: Vec<Window>,
    /// Eight weeks, oldest first; empty where a stretch was asked for.
    pub weeks: Vec<Week>,
    pub deep_dive: Option<DeepDive>,
    pub proposal: Proposal,
    pub settings: ReportSettings,
}

/// A stretch of time beside the one before, which is as long.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Window {
    /// `week`, `four_weeks` or `stretch`.
    pub name: &'static str,
    pub from: Timestamp,
    pub to: Timestamp,
    pub now: Card,
    pub before: Card,
    pub change: Changes,
}

/// One point of the lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Week {
    pub from: Timestamp,
    pub card: Card,
}

/// The topic of the week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeepDive {
    pub topic: String,
    /// Topics that take turns, one an ISO week.
    pub of_topics: u64,
    pub now: Card,
    pub change: Changes,
    /// Of all chats of the four weeks.
    pub share_of_chats: ShareFigure,
    /// Sent with changes, of the assisted ones.
    pub edited: ShareFigure,
    /// A draft of it was judged wrong, of the assisted ones.
    pub judged_wrong: ShareFigure,
    /// The rules that held most.
    pub rules: Vec<Counted>,
}

/// What has to be read for the scorecard of `to`: eight weeks; or, where a beginning is asked for, that stretch twice.
#[must_use]
pub const fn scorecard_reads(from: Option<i64>, to: i64) -> (i64, i64) {
    match from {
        Some(from) => (from.saturating_sub(to.saturating_sub(from)), to),
        None => (to.saturating_sub(8 * WEEK_US), to),
    }
}

/// The scorecard that ends at `to`, as known at `now` (unix microseconds); with `from`, that stretch against the one
/// before.
#[must_use]
pub fn scorecard(
    from: Option<i64>,
    to: i64,
    now: i64,
    rows: &Episodes,
    settings: &ReportSettings,
) -> Scorecard {
    let (reads, _) = scorecard_reads(from, to);
    let slices = if from.is_some() { 2 } else { WEEKS };
    let length = ((to - reads) / i64::try_from(slices).unwrap_or(1)).max(1);
    let mut seen = Seen::new(slices);
    for row in rows.iter().filter(|row| row.started_at >= reads && row.started_at < to) {
        // From the newest backwards.
        let at = usize::try_from((to - 1 - row.started_at) / length).unwrap_or(usize::MAX);
        seen.add(at, row, now, settings);
    }
    let window = |name, span: usize| {
        let (current, before) = (seen.joined(0..span), seen.joined(span..2 * span));
        let back = |slices: usize| to - length * i64::try_from(slices).unwrap_or(0);
        let id = format!("scorecard {name} {to}");
        Window {
            name,
            from: caption(back(span)),
            to: caption(to),
            now: current.card(settings),
            before: before.card(settings),
            change: current.change(&before, settings, &id),
        }
    };
    let windows = match from {
        Some(_) => vec![window("stretch", 1)],
        None => vec![window("week", 1), window("four_weeks", LONG)],
    };
    let weeks = match from {
        Some(_) => Vec::new(),
        None => (0..WEEKS)
            .rev()
            .filter_map(|at| {
                let start = to - length * i64::try_from(at + 1).unwrap_or(0);
                Some(Week { from: caption(start), card: seen.slices.get(at)?.card(settings) })
            })
            .collect(),
    };
    let span = if from.is_some() { 1 } else { LONG };
    Scorecard {
        from: caption(to - length * i64::try_from(span).unwrap_or(0)),
        to: caption(to),
        sample_data: seen.sample,
        deep_dive: deep_dive(&seen, span, to, length, (now, rows), settings),
        proposal: propose(windows.last(), &seen.topics, &seen.rules, settings),
        windows,
        weeks,
        settings: settings.clone(),
    }
}

/// What one pass counts.
struct Seen<'a> {
    slices: Vec<CardTally>,
    /// Of the current longer window.
    topics: BTreeMap<&'a str, TopicSigns>,
    rules: BTreeMap<&'a str, u64>,
    current: usize,
    sample: bool,
}

/// What a proposal looks at in a topic.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TopicSigns {
    pub chats: u64,
    pub unsure: u64,
    pub assisted: u64,
    pub edited: u64,
}

impl<'a> Seen<'a> {
    fn new(slices: usize) -> Self {
        Self {
            slices: vec![CardTally::default(); slices],
            topics: BTreeMap::new(),
            rules: BTreeMap::new(),
            current: slices / 2,
            sample: false,
        }
    }

    fn add(&mut self, at: usize, row: &'a EpisodeRow, now: i64, settings: &ReportSettings) {
        let Some(slice) = self.slices.get_mut(at) else { return };
        slice.add(row, now, settings);
        self.sample |= row.sample;
        if at >= self.current {
            return;
        }
        if let Some(topic) = row.topic.as_deref() {
            let signs = self.topics.entry(topic).or_default();
            signs.chats += 1;
            signs.unsure += u64::from(lacks_answer(row));
            signs.assisted += u64::from(row.kind.is_some());
            signs.edited += u64::from(row.kind == Some(super::AssistKind::Edited));
        }
        for rule in row.held_rules.iter() {
            *self.rules.entry(rule).or_default() += 1;
        }
    }

    fn of(&self, slices: std::ops::Range<usize>) -> &[CardTally] {
        self.slices.get(slices).unwrap_or_default()
    }

    /// One slice as it is: of a year of chats a copy takes as long as counting them.
    fn joined(&self, slices: std::ops::Range<usize>) -> Cow<'_, CardTally> {
        let slices = self.of(slices);
        if let [one] = slices {
            return Cow::Borrowed(one);
        }
        let mut all = CardTally::default();
        for slice in slices {
            all.join(slice);
        }
        Cow::Owned(all)
    }
}

/// Topics with enough chats take turns by ISO week.
fn deep_dive(
    seen: &Seen<'_>,
    span: usize,
    to: i64,
    length: i64,
    (now, rows): (i64, &Episodes),
    settings: &ReportSettings,
) -> Option<DeepDive> {
    let topics: Vec<&str> =
        seen.topics.iter().filter(|(_, signs)| signs.chats >= DEEP_MIN).map(|(topic, _)| *topic).collect();
    let week = (to - 1).saturating_add(MONDAY_US).div_euclid(WEEK_US);
    let turn = week.rem_euclid(i64::try_from(topics.len().max(1)).ok()?);
    let topic = *topics.get(usize::try_from(turn).ok()?)?;
    let stretch = length * i64::try_from(span).ok()?;
    let (mut current, mut before) = (CardTally::default(), CardTally::default());
    let mut rules: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.topic.as_deref() == Some(topic)) {
        if row.started_at >= to - stretch && row.started_at < to {
            current.add(row, now, settings);
            row.held_rules.iter().for_each(|rule| *rules.entry(rule).or_default() += 1);
        } else if row.started_at >= to - 2 * stretch && row.started_at < to {
            before.add(row, now, settings);
        }
    }
    let all: u64 = seen.of(0..span).iter().map(|slice| slice.all.conversations).sum();
    Some(DeepDive {
        topic: topic.to_owned(),
        of_topics: u64::try_from(topics.len()).unwrap_or(u64::MAX),
        change: current.change(&before, settings, &format!("deep dive {topic} {to}")),
        share_of_chats: ShareFigure::of(current.all.conversations, all),
        edited: ShareFigure::of(current.edited, current.ai),
        judged_wrong: ShareFigure::of(current.wrong.min(current.ai), current.ai),
        rules: most_frequent(&rules),
        now: current.card(settings),
    })
}
