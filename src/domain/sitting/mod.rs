//! Rehearsal: past questions that an owner judges in one sitting, to earn evidence faster. Nothing here can ask or send
//! anything: `candidate` says what was, `choose` picks, `looked` says why the others are left out, `meet` takes a draft to its gate, `judge` says what a word is worth.

mod candidate;
mod choose;
mod judge;
mod looked;
mod meet;
mod outlook;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_gate;

pub use candidate::{Candidate, Candidates, Given, Question};
pub use choose::{Chosen, Rehearsed, choose};
pub use judge::{Judgement, judged, said};
pub use looked::{LeftOut, Looked};
pub use meet::{Met, meet};
pub use outlook::{Outlook, outlook};
