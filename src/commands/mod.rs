//! What an operator can do: one file a command.

mod account;
mod assemble;
mod check;
mod cli;
mod clock;
mod demo;
mod drafter;
mod encoder;
mod eval;
mod eval_guardrail;
mod eval_retrieval;
mod findable;
mod knowledge;
mod knowledge_edit;
mod knowledge_in;
mod learning;
mod notices;
mod preferences;
mod report;
mod rules;
mod rules_diff;
mod rules_own;
mod rules_watch;
mod say;
mod screen;
mod seed;
mod serve;
mod shop;
mod stats;
mod surveys;
mod token;
mod waiting;

pub use assemble::{House, assemble};
pub use cli::{Cli, exit_code, run};
pub use clock::{ManualClock, SystemClock};
pub use rules::rulebook;
