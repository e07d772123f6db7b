//! What a holdout costs and gives, from what was measured and nothing else.

use super::place::Arm;
use super::settings::HoldoutSettings;
use crate::domain::episode::Handling;
use crate::domain::report::{EpisodeRow, Episodes};
use crate::stats::{ALPHA_5, CONFIDENCE_95, Probability, Share, real, sample_size_two_proportions, wilson};

/// So many days are looked back on.
pub const DAYS: i64 = 90;

/// The drop in satisfied visitors that is asked for, percentage points.
pub const DROP_POINTS: u32 = 15;

/// Fewer ratings than this say nothing of a share (STATISTICS.md C4).
const RATINGS_MIN: u64 = 20;

/// Fewer days than this say nothing of a month.
const DAYS_MIN: f64 = 14.0;

const DAY_US: f64 = 86_400e6;

/// Days in a month, on average.
const MONTH_DAYS: f64 = 30.44;

/// A rating of 4 or 5 is a satisfied visitor.
const SATISFIED_FROM: u8 = 4;

/// How long until the drop shows: 80 % power, two-sided 5 %, one look (Fleiss, Levin & Paik 2003), at the present pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// Months, rounded up.
    pub months: u64,
    /// Ratings that takes, both arms together.
    pub ratings: u64,
}

/// Why no time can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// Nobody is kept for humans.
    NoLottery,
    /// Fewer than two weeks of chats.
    TooYoung,
    /// Fewer than 20 ratings of chats that could get a draft: so many there are.
    Pace(u64),
    /// Fewer than 20 ratings of chats that people answered: so many there are.
    Humans(u64),
    /// Too few are satisfied for such a drop.
    NoRoom,
}

/// What is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Days looked back on, as far as there were chats.
    pub days: f64,
    /// Chats in that time that got a draft, or a place in the lottery.
    pub eligible: u64,
    /// Those of them that were rated.
    pub rated: u64,
    /// Ratings of chats that people answered, and how many of them were 4 or 5.
    pub by_people: (u64, u64),
    /// How long until the drop shows.
    pub months: Result<Months, Without>,
}

impl Outlook {
    /// Of the episodes of the last [`DAYS`], made-up ones left out. `now` in unix microseconds.
    #[must_use]
    pub fn of(settings: &HoldoutSettings, now: i64, rows: &Episodes) -> Self {
        let mut seen =
            Self { days: 0.0, eligible: 0, rated: 0, by_people: (0, 0), months: Err(Without::NoLottery) };
        let (mut drawn, mut others) = ((0, 0), (0, 0));
        for row in rows.iter().filter(|row| !row.sample) {
            seen.days = seen.days.max(days(now, row.started_at));
            if could_get_a_draft(row) {
                seen.eligible += 1;
                seen.rated += u64::from(row.csat.is_some());
            }
            let Some(stars) = row.csat else { continue };
            let happy = u64::from(stars >= SATISFIED_FROM);
            if row.assigned.is_some_and(|place| place.arm == Arm::HumanOnly) {
                drawn = (drawn.0 + 1, drawn.1 + happy);
            } else if row.handling == Handling::HumanOnly && !row.held {
                others = (others.0 + 1, others.1 + happy);
            }
        }
        // Those whom chance chose say more of people's answers than those whom it did not.
        seen.by_people =
            if drawn.0 >= RATINGS_MIN { drawn } else { (drawn.0 + others.0, drawn.1 + others.1) };
        seen.months = seen.until_it_shows(settings.share);
        seen
    }

    /// Satisfied visitors of people, in percent, with the ends of the 95 % interval (Wilson); none without ratings.
    #[must_use]
    pub fn satisfied(&self) -> Option<[f64; 3]> {
        let (n, happy) = self.by_people;
        let seen = wilson(Share::new(happy, n)?, CONFIDENCE_95);
        Some([seen.value, seen.low, seen.high].map(|share| 100.0 * share))
    }

    /// Days looked back on, begun ones counted whole.
    #[must_use]
    pub fn whole_days(&self) -> u64 {
        whole(self.days.ceil())
    }

    /// Chats a month that people would answer alone; none where too little was seen.
    #[must_use]
    pub fn a_month(&self, share: f64) -> Option<u64> {
        let known = self.days >= DAYS_MIN && self.eligible >= RATINGS_MIN;
        known.then(|| whole((real(self.eligible) / self.days * MONTH_DAYS * share).round()))
    }

    pub(super) fn until_it_shows(&self, share: f64) -> Result<Months, Without> {
        if share <= 0.0 {
            return Err(Without::NoLottery);
        }
        if self.days < DAYS_MIN {
            return Err(Without::TooYoung);
        }
        if self.rated < RATINGS_MIN {
            return Err(Without::Pace(self.rated));
        }
        let (n, happy) = self.by_people;
        if n < RATINGS_MIN {
            return Err(Without::Humans(n));
        }
        // All of them satisfied is not certainty: half a visitor is not.
        let satisfied = (real(happy) / real(n)).min(1.0 - 0.5 / real(n));
        let shares =
            Probability::new(satisfied).zip(Probability::new(satisfied - f64::from(DROP_POINTS) / 100.0));
        let (human, ai) = shares.ok_or(Without::NoRoom)?;
        let power = Probability::new(0.8).ok_or(Without::NoRoom)?;
        let needed = sample_size_two_proportions(human, ai, (1.0 - share) / share, ALPHA_5, power);
        let needed = needed.ok_or(Without::NoRoom)?;
        let ratings = needed.human.saturating_add(needed.ai);
        let a_month = real(self.rated) / self.days * MONTH_DAYS;
        let months = whole((real(ratings) / a_month).ceil());
        Ok(Months { months: months.max(1), ratings })
    }
}

fn whole(count: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut at both ends")]
    let whole = count.clamp(0.0, 1e9) as u64;
    whole
}

fn days(now: i64, then: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "microseconds of some months are far from 2^52")]
    let micros = now.saturating_sub(then).max(0) as f64;
    micros / DAY_US
}

/// It has a place, or a draft of it came back.
fn could_get_a_draft(row: &EpisodeRow) -> bool {
    row.assigned.is_some() || row.confidence.is_some() || row.handling == Handling::AiAssisted
}
