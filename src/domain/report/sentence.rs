//! What the report says in words (STATISTICS.md C5). Without a lottery it never says that AI helps or harms.

use serde::Serialize;

use super::adjusted::Adjusted;
use super::difference::{Gap, Sides};
use super::randomised::Randomised;
use crate::stats::{MARGIN, MIN_PER_ARM};

const ADVICE: &str = "Keep some chats human at random to know for sure.";

/// A difference in points that one decimal prints as 0.0.
const SHOWN_AS_ZERO: f64 = 0.05;

/// More ratings than this nobody will wait for.
const RATINGS_MAX: u64 = 5_000;

/// What kind of answer there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The lottery was not kept.
    Broken,
    /// Fewer than 20 ratings on a side.
    TooFew,
    /// By lottery: visitors of the AI arm are happier.
    Helps,
    /// By lottery: they are less happy.
    Harms,
    /// By lottery: within 5 points either way.
    NoRealDifference,
    /// By lottery: a loss of more than 5 points is ruled out.
    NotWorse,
    /// Not yet, or no similar chats to compare.
    CantTell,
    /// By lottery, but visitors of the two arms do not rate equally often.
    #[serde(rename = "cant_tell")]
    CantTellResponse,
    /// Similar chats were compared; who got AI was not left to chance.
    NotRandom,
}

impl Kind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::TooFew => "too_few",
            Self::Helps => "helps",
            Self::Harms => "harms",
            Self::NoRealDifference => "no_real_difference",
            Self::NotWorse => "not_worse",
            Self::CantTell | Self::CantTellResponse => "cant_tell",
            Self::NotRandom => "not_random",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub kind: Kind,
    pub sentence: String,
    /// What is known beside it.
    pub also: Vec<String>,
}

/// How many ratings it still takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RatingsToCome {
    /// Rounded up to tens.
    Few(u64),
    TooMany,
}

impl RatingsToCome {
    pub(super) fn of(more: Option<u64>) -> Self {
        match more {
            Some(more) if more <= RATINGS_MAX => Self::Few(more.next_multiple_of(10)),
            _ => Self::TooMany,
        }
    }
}

/// In order of trust: the lottery; where it has too few ratings (or there is none) similar chats; else nothing.
pub(super) fn tell(
    randomised: Option<&Randomised>,
    rated: Sides,
    adjusted: Result<&Adjusted, &&'static str>,
) -> Told {
    let told = |kind, sentence| Told { kind, sentence, also: Vec::new() };
    match (randomised, adjusted) {
        (Some(seen), _) if seen.kind != Kind::TooFew => by_lottery(seen),
        (Some(_) | None, Ok(adjusted)) if rated.more == 0 => told(Kind::NotRandom, not_random(adjusted)),
        (Some(seen), _) => told(Kind::TooFew, too_few(seen.csat_n)),
        (None, _) if rated.more > 0 => told(Kind::TooFew, too_few(rated)),
        (None, Err(why)) => told(
            Kind::CantTell,
            format!("Can't tell yet: {why}, so similar chats cannot be compared. {ADVICE}"),
        ),
        (None, Ok(_)) => told(Kind::TooFew, too_few(rated)),
    }
}

/// What follows by itself. Whether an owner has decided otherwise, a report cannot know.
const FALLS_BACK: &str = "Autopilot falls back to suggestions until you decide otherwise.";

fn by_lottery(seen: &Randomised) -> Told {
    let gap = seen.csat.unwrap_or(Gap { points: 0.0, low: -100.0, high: 100.0 });
    let margin = 100.0 * MARGIN.get();
    let sentence = match seen.kind {
        Kind::Broken => broken(seen),
        Kind::Helps => format!(
            "AI helps. Visitors in the AI group are happier by {} points (between {} and {}). Chance decided who got AI, \
             so this is cause, not luck of the draw.",
            size(gap.points),
            size(gap.low),
            size(gap.high)
        ),
        Kind::Harms => format!(
            "AI harms. Visitors in the AI group are less happy by {} points (between {} and {}). {FALLS_BACK}",
            size(gap.points),
            size(gap.high),
            size(gap.low)
        ),
        Kind::NoRealDifference => {
            format!("No real difference. Whatever gap exists is smaller than {margin:.0} points.")
        }
        Kind::NotWorse => format!(
            "AI does not hurt. It may help or change nothing; a loss of more than {margin:.0} points is ruled out."
        ),
        Kind::CantTellResponse => unequal_response(seen),
        Kind::CantTell | Kind::TooFew | Kind::NotRandom => cant_tell(seen, gap),
    };
    let also = match seen.differences.first_reply {
        Some(reply) if reply.clear && seen.kind != Kind::Broken => {
            let how = if reply.seconds < 0.0 { "faster" } else { "slower" };
            vec![format!("First replies are clearly {how}.")]
        }
        _ => Vec::new(),
    };
    Told { kind: seen.kind, sentence, also }
}

fn cant_tell(seen: &Randomised, gap: Gap) -> String {
    let needs = match seen.to_come {
        RatingsToCome::Few(more) => format!("needs about {} more ratings.", grouped(more)),
        RatingsToCome::TooMany => format!(
            "needs more than {} more ratings: not realistic here, look at speed and reopen rate instead.",
            grouped(RATINGS_MAX)
        ),
    };
    format!(
        "Can't tell yet: {needs} So far {} points, but anything from {} to {} is possible.",
        signed(gap.points, 0),
        signed(gap.low, 0),
        signed(gap.high, 0)
    )
}

fn broken(seen: &Randomised) -> String {
    let lottery = &seen.lottery;
    format!(
        "Assignment is broken. The lottery promised about {:.0} human chats of {}, and there are {}: chance alone does not \
         do that, so nothing can be concluded.",
        lottery.human_expected,
        grouped(lottery.ai_chats + lottery.human_chats),
        grouped(lottery.human_chats)
    )
}

fn unequal_response(seen: &Randomised) -> String {
    let (low, high) = seen.response.lee.map_or((-100.0, 100.0), |lee| (lee.low, lee.high));
    let percent = |rate: Option<f64>| format!("{:.0} %", 100.0 * rate.unwrap_or_default());
    format!(
        "Can't tell (ratings come back at different rates). {} of the AI group rate and {} of the human group; that alone \
         could make anything from {} to {} points.",
        percent(seen.ai_allowed.response.share),
        percent(seen.human_only.response.share),
        signed(low, 0),
        signed(high, 0)
    )
}

fn too_few(Sides { ai_assisted, human_only, more }: Sides) -> String {
    format!(
        "Can't tell yet: too few ratings (AI {ai_assisted}, human {human_only}; at least {MIN_PER_ARM} each). \
         Not enough data yet, about {more} more."
    )
}

fn not_random(adjusted: &Adjusted) -> String {
    let Adjusted { points, low, high, coverage, .. } = adjusted;
    let size = points.abs();
    let rate = match *points {
        _ if size < SHOWN_AS_ZERO => "the same".to_owned(),
        below if below < 0.0 => format!("{size:.1} points lower"),
        _ => format!("{size:.1} points higher"),
    };
    format!(
        "Not a random comparison. Among similar chats the AI ones rate {rate} \
         ({} to {}); {:.0} % of AI chats could be compared. {ADVICE}",
        signed(*low, 1),
        signed(*high, 1),
        100.0 * coverage
    )
}

/// Without its sign, one decimal.
pub(super) fn size(points: f64) -> String {
    format!("{:.1}", points.abs())
}

/// With a sign always, and never "-0".
pub(in crate::domain) fn signed(value: f64, digits: usize) -> String {
    let text = format!("{value:+.digits$}");
    if text.contains(|sign: char| ('1'..='9').contains(&sign)) {
        return text;
    }
    text.replace('-', "+")
}

/// 1004 as "1,004".
pub(in crate::domain) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
