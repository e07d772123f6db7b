//! What is measured of an episode: written down as it happens, concluded by one pure function, and concluded once more
//! from the rows that are only ever added to. docs/metrics.md defines each figure.

mod account;
mod arrival;
mod figures;
mod mark;
mod measured;
mod raw;
mod recompute;
#[cfg(test)]
mod tests_arrival;
#[cfg(test)]
mod tests_figures;

pub use account::{Account, Line, differences};
pub use arrival::{campaign, page};
pub(in crate::domain) use figures::ten_thousandths;
pub use figures::{COMPLEX_TURNS, CONVERSION_WITHIN_MS, Metrics};
pub use mark::Mark;
pub use measured::{CONVERSIONS_MAX, Converted, Counted, Judgement, Measured, SAID_MAX, SURVEYS_MAX, Said};
pub use raw::{RawDraft, RawEpisode, RawMessage, RawRating, RawSuggestion};
pub use recompute::recompute;
