//! First replies by how long they took, against what visitors said: is faster better here?

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;

use super::adjusted::Pair;
use super::comparison::{caption, group_of};
use super::difference::{Gap, Sides, of_shares};
use super::figure::{NpsFigure, Recommending, ShareFigure, Stars};
use super::group::{rating, satisfied};
use super::{Episodes, Handling};
use crate::stats::{MIN_PER_ARM, Stratum, mantel_haenszel};

/// Ends of the buckets, seconds; what took longer is the last one.
const ENDS: [u32; 3] = [30, 60, 180];

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpeedReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    pub buckets: Vec<Bucket>,
    /// Chats that nobody has answered: in no bucket.
    pub unanswered: u64,
    /// AI minus human in satisfied visitors at equal speed and topic (Mantel-Haenszel), points. Speed is one of AI's effects:
    /// this says nothing of what AI does, only of what is left when its speed is taken away.
    pub equal_speed: Option<Gap>,
    pub equal_speed_n: Sides,
}

/// Chats whose first reply took so long.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bucket {
    pub above_seconds: u32,
    /// Null: without end.
    pub to_seconds: Option<u32>,
    pub conversations: u64,
    pub csat: ShareFigure,
    pub nps: NpsFigure,
    pub ai_csat: ShareFigure,
    pub human_csat: ShareFigure,
    /// AI minus human in this bucket, points; null below 20 on a side.
    pub gap: Option<Gap>,
}

#[derive(Debug, Clone, Default)]
struct BucketTally {
    conversations: u64,
    stars: Stars,
    recommending: Recommending,
    pair: Pair,
}

/// Answered episodes of `[from, to)` that no rule held, by first response time.
#[must_use]
pub fn speed_report(from: i64, to: i64, rows: &Episodes) -> SpeedReport {
    let mut tallies = vec![BucketTally::default(); ENDS.len() + 1];
    let mut strata: HashMap<(&str, usize), Pair> = HashMap::new();
    let (mut unanswered, mut sample) = (0, false);
    for row in rows.iter().filter(|row| !row.held) {
        sample |= row.sample;
        let Some(wait) = row.frt_us.filter(|wait| *wait >= 0) else {
            unanswered += 1;
            continue;
        };
        let at = ENDS.iter().filter(|end| wait > i64::from(**end) * 1_000_000).count();
        let Some(tally) = tallies.get_mut(at) else { continue };
        tally.conversations += 1;
        if let Some(stars) = rating(row) {
            tally.stars.add(stars);
        }
        tally.recommending.add(row.nps);
        if let Some(group) = group_of(row) {
            let is_ai = group == Handling::AiAssisted;
            tally.pair.add(is_ai, satisfied(row));
            if let Some(topic) = row.topic.as_deref() {
                strata.entry((topic, at)).or_default().add(is_ai, satisfied(row));
            }
        }
    }
    let (equal_speed, equal_speed_n) = equal_speed(&strata);
    SpeedReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        buckets: tallies.iter().enumerate().map(|(at, tally)| tally.bucket(at)).collect(),
        unanswered,
        equal_speed,
        equal_speed_n,
    }
}

impl BucketTally {
    fn bucket(&self, at: usize) -> Bucket {
        let ai = ShareFigure::of(self.pair.ai_positive, self.pair.ai_n);
        let human = ShareFigure::of(self.pair.human_positive, self.pair.human_n);
        Bucket {
            above_seconds: at.checked_sub(1).and_then(|before| ENDS.get(before)).copied().unwrap_or(0),
            to_seconds: ENDS.get(at).copied(),
            conversations: self.conversations,
            csat: self.stars.share(),
            nps: self.recommending.figure(),
            ai_csat: ai,
            human_csat: human,
            gap: of_shares(ai, human, MIN_PER_ARM),
        }
    }
}

fn equal_speed(strata: &HashMap<(&str, usize), Pair>) -> (Option<Gap>, Sides) {
    let mut sorted: Vec<_> = strata.iter().collect();
    sorted.sort_by_key(|(key, _)| **key);
    let strata: Vec<Stratum> = sorted.into_iter().filter_map(|(_, pair)| pair.stratum()).collect();
    let n = Sides::new(
        strata.iter().map(|stratum| stratum.ai.n()).sum(),
        strata.iter().map(|stratum| stratum.human.n()).sum(),
        MIN_PER_ARM,
    );
    let seen = mantel_haenszel(&strata).filter(|_| n.more == 0);
    let gap = seen.and_then(|seen| {
        let limits = seen.risk?;
        Some(Gap::percent(seen.risk_difference, limits.low, limits.high))
    });
    (gap, n)
}
