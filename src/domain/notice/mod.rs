//! What people are told away from the desk: what there is to tell, what each wants to hear, what to send now.

mod autopilot;
mod choices;
mod digest;
mod hours;
mod kind;
mod line;
mod link;
mod matter;
mod plan;
#[cfg(test)]
mod tests_autopilot;
#[cfg(test)]
mod tests_choices;
#[cfg(test)]
mod tests_matters;
#[cfg(test)]
mod tests_plan;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_weekly;
mod weekly;

pub use autopilot::{NEWS_MS, autopilot_matters};
pub use choices::{BATCH_MINUTES_MAX, BadChoice, Choices};
pub use digest::{DayFigures, digest_matter};
pub use hours::{Quiet, Weekday, day_minute, is_zone};
pub use kind::{Channel, Kind};
pub use line::{Line, excerpt};
pub use link::{DecisionLink, LinkState, link_hash};
pub use matter::{Alarms, Matter, Subject, matters};
pub use plan::{Plan, Planned, Still, Told, plan, still};
pub use weekly::{WeekBefore, scorecard_matter, week_before};
