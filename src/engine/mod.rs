//! The only loop: event, decide, commit, effect, event.

mod act;
mod draft;
mod handle;
mod outbox;
mod perform;
mod run;

pub use act::ActError;
pub use handle::{Engine, World};
pub use run::{Loops, Outcome};
