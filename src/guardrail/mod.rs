//! Text in, verdict out: a rulebook holds any visitor turn about refund, charge, cancel or billing
//! for a human before a model is asked. The room knows nothing of conversations, does no I/O and
//! reads no clock. Read it in the order of a screening: `turn` joins the messages and checks the
//! limits, `fold` gives many spellings one (with a map back), `view` keeps the readings of a text,
//! `words`, `joined`, `phrase` and owner patterns look for hits, `scan` drops what an exception
//! contains, `explain` says why in one sentence. `rule`, `compile` and `examples` turn rule files
//! into a `rulebook`; a file whose own examples fail is refused as a whole.

mod compile;
mod examples;
mod explain;
mod fault;
mod fold;
mod joined;
mod letters;
mod pattern;
mod phrase;
mod rule;
mod rulebook;
mod scan;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_rules;
mod tokens;
mod turn;
mod verdict;
mod view;
mod words;

pub use fault::RuleFault;
pub use rule::Severity;
pub use rulebook::{RuleInfo, Rulebook};
pub use verdict::{Layer, Reason, Screened, Verdict};
