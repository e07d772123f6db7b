//! The only loop: event, decide, commit, effect, event.

mod act;
mod draft;
mod gates;
mod handle;
mod looking;
mod notices;
mod notices_autopilot;
mod notices_bulletin;
mod notices_plan;
mod notices_run;
mod notices_send;
mod outbox;
mod perform;
mod rehearse;
mod replay;
mod run;
mod scope;
mod survey;

pub use act::ActError;
pub use gates::begin_epoch;
pub use handle::{Engine, World};
pub use looking::Looking;
pub use notices::{NoticeSettings, NoticeWorld, Notices};
pub use notices_run::NoticeLoops;
pub use rehearse::{BegunSitting, JudgedSitting, Rehearser};
pub use replay::{Drafting, Progress, Replayer, Trial};
pub use run::{Loops, Outcome};
