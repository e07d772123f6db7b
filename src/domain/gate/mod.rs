//! Autonomy that is earned: the state of a gate, and what changes it.

mod audits;
mod canary;
mod certificate;
mod certify;
mod epoch;
mod event;
mod input;
mod label;
mod level;
mod on_draft;
mod on_label;
mod rehearsed;
mod soft;
mod source;
mod state;
mod terms;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_audits;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_scores;
#[cfg(test)]
mod tests_words;
mod verdict;
mod words;

pub use audits::{Audits, OUTSTANDING_MAX, Pause};
pub use certificate::{Bound, Certificate, Statement};
pub use certify::Standing;
pub use epoch::EpochReason;
pub use event::{GateEvent, ProbationReason};
pub use input::{GateInput, Source};
pub use label::{GateLabel, LabelSource};
pub use level::{Level, Missing};
pub use on_draft::{GateDraft, Site};
pub use soft::{Aftermath, SoftSignal};
pub use source::CitedSource;
pub use state::{Begun, Gate, Mode};
pub use terms::{BadTerms, Floors, GivenTerms, LevelTerms, Terms};
pub use verdict::{GateVerdict, WhyNot};
pub use words::{GateWords, rounded_up, share_words, sign, words};
