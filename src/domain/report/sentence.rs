//! What the report says in words. Without a lottery it never says that AI helps or harms.

use serde::Serialize;

use super::adjusted::Adjusted;
use super::difference::Sides;
use crate::stats::MIN_PER_ARM;

const ADVICE: &str = "Keep some chats human at random to know for sure.";

/// A difference in points that one decimal prints as 0.0.
const SHOWN_AS_ZERO: f64 = 0.05;

/// What kind of answer there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Fewer than 20 ratings on a side.
    TooFew,
    /// Enough ratings, but no similar chats to compare.
    CantTell,
    /// Similar chats were compared; who got AI was not left to chance.
    NotRandom,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub kind: Kind,
    pub sentence: String,
}

pub(super) fn tell(rated: Sides, adjusted: Result<&Adjusted, &&'static str>) -> Told {
    if rated.more > 0 {
        return Told { kind: Kind::TooFew, sentence: too_few(rated) };
    }
    match adjusted {
        Ok(adjusted) => Told { kind: Kind::NotRandom, sentence: not_random(adjusted) },
        Err(why) => Told {
            kind: Kind::CantTell,
            sentence: format!("Can't tell yet: {why}, so similar chats cannot be compared. {ADVICE}"),
        },
    }
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

/// With a sign always, and never "-0".
pub(in crate::domain) fn signed(value: f64, digits: usize) -> String {
    let text = format!("{value:+.digits$}");
    if text.contains(|sign: char| ('1'..='9').contains(&sign)) {
        return text;
    }
    text.replace('-', "+")
}
