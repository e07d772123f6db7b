//! Past turns played again under other rules, prompts, models, articles or thresholds, and what would have been different.
//! Nothing here can ask or send anything: `past` says what was, `trial` decides again, `tally` counts.

mod change;
mod in_force;
mod past;
mod result;
mod tally;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_tally;
mod trial;
mod tried;
mod words;

pub use change::Change;
pub use in_force::GatesInForce;
pub use past::{PastCase, Recorded, RecordedDraft, RecordedSuggestion, RecordedTurn, Then};
pub use result::{Auto, Cost, Drafts, Listed, Replayed, ShareOf, Verdicts, What};
pub use tally::{About, Redrafted, Screening, Tally};
pub use trial::{Now, order, played, trial_policy};
pub use tried::{BadTry, OwnText, RUNS_MAX, Tried};
pub use words::{heading, markdown, sentences};
