//! Replies that leave without an owner: what the owner allows, what was earned, and what left.

mod alpha;
mod gated;
mod line;
mod pilot;
mod sent;
mod switch;
#[cfg(test)]
pub(in crate::domain) mod tests;
mod told;
mod when;

pub use alpha::Alpha;
pub use gated::{Gated, LabelledBest, Ruling};
pub use line::{GateMove, Line};
pub use pilot::{Autopilot, Books, Traffic};
pub use sent::{AUDIT_WITHIN_MS, AiReply, Judged, SentReply, SentState};
pub use switch::{Lever, Switch};
pub use told::{CertificateTold, LevelTold, TopicTold, certificates};
pub use when::{AutoWhen, Limits, TopicPolicy};
