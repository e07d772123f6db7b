//! Replies that leave without an owner: what the owner allows, what was earned, and what left.

mod alpha;
mod fallen;
mod gated;
mod line;
mod meeting;
mod news;
mod pilot;
mod sent;
mod switch;
#[cfg(test)]
pub(in crate::domain) mod tests;
#[cfg(test)]
mod tests_news;
mod told;
mod when;

pub use alpha::Alpha;
pub use fallen::{Fall, Fallen, Overridden};
pub use gated::{Gated, LabelledBest, Ruling};
pub use line::{GateMove, Line};
pub use meeting::{fingerprint, is_evidence, made_with};
pub use news::{News, Tone, changes};
pub use pilot::{Autopilot, Books, Traffic};
pub use sent::{AUDIT_WITHIN_MS, AiReply, Judged, SentReply, SentState};
pub use switch::{Lever, Pull, Switch, UNDERSTOOD};
pub use told::{CertificateTold, LevelTold, TopicTold, certificates};
pub use when::{AutoWhen, Limits, TopicPolicy};
