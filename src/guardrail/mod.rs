//! Text in, verdict out: a rulebook holds any visitor turn about refund, charge, cancel or billing
//! for a human before a model is asked. The room knows nothing of conversations, does no I/O and
//! reads no clock. Read it in the order of a screening:
//!
//! 1. `turn` joins the messages and checks the limits; `history` blanks quoted mail and signatures.
//! 2. `traits` looks once over the text and tells which slower looks are worth while.
//! 3. `view` keeps the readings of a text: `fold` gives many spellings one (with a map back), `decode`
//!    and `encoded` undo escapes, tags, base64 and hex. `tokens` and `vocabulary` cut and number words;
//!    `readings` (misspelt, drawn out), `disguise` (reversed, turned, rotated), `runs` (signs for
//!    letters, holes) and `segment` (hashtags) tell which word a strange token stands for.
//! 4. `words`, `joined`, `phrase` and `owner_pattern` look for hits; `scan` drops what an exception
//!    contains; `explain` says why in one sentence.
//! 5. What no rule judges: `obscure` (unreadable) and `language` (unknown, by `small_words` and letters) send it to
//!    a human.
//!
//! `mask` keeps personal data and secrets from any model: placeholders out, values back in.
//!
//! `routing` is a second rulebook for visitors who get a human whatever they ask. It clears nothing.
//!
//! What is said in reply has a gate of its own: [`evidence`].
//!
//! `rule`, `compile`, `examples` and `packs` turn rule files into a `rulebook`; a file whose own
//! examples fail is refused as a whole. `lint` and `endurance` (with `mutate`) are for authors.

pub mod evidence;

mod compile;
mod decode;
mod dictionary;
mod disguise;
mod encoded;
mod endurance;
mod examples;
mod explain;
mod fault;
mod fold;
mod history;
mod joined;
mod language;
mod letters;
mod lint;
mod mask;
mod mutate;
mod obscure;
mod own;
mod owner_pattern;
mod packs;
mod pattern;
mod phrase;
mod readings;
mod routing;
mod rule;
mod rulebook;
mod runs;
mod scan;
mod segment;
mod small_words;
mod spelling;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_evasion;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_rules;
mod tokens;
mod traits;
mod turn;
mod verdict;
mod view;
mod vocabulary;
mod words;
mod writing;

pub use endurance::Endurance;
pub use fault::RuleFault;
pub use fold::folded;
pub use mask::Masked;
pub use own::OWN_RULES;
pub use routing::{Route, Routing};
pub use rule::{Action, Severity};
pub use rulebook::{RuleInfo, Rulebook};
pub use verdict::{Layer, Reason, Screened, Verdict};
