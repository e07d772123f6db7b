//! The lottery that keeps some visitors for humans, so that AI and human can be compared: who is drawn, and what it costs.
//! docs/holdout.md tells it to owners.

mod outlook;
mod period;
mod place;
mod settings;
#[cfg(test)]
mod tests;

pub use outlook::{DAYS, DROP_POINTS, Months, Outlook, Without};
pub use period::{Period, Salt, ticket};
pub use place::{Arm, Assignment, Drawn, Place, Watched};
pub use settings::{HoldoutSettings, SHARE_MAX};
