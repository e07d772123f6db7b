//! Honest waiting: opening hours, measured waits, what a visitor is told meanwhile, and whether it was kept.

mod announced;
mod hours;
mod hours_settings;
mod measure;
mod promise;
mod report;
mod say;
mod spoken;
#[cfg(test)]
mod tests_announced;
#[cfg(test)]
mod tests_hours;
#[cfg(test)]
mod tests_measure;
#[cfg(test)]
mod tests_say;
#[cfg(test)]
mod tests_spoken;
#[cfg(test)]
mod tests_texts;
mod texts;
mod texts_check;

pub use announced::Announced;
pub use hours::Hours;
pub use hours_settings::HoursSettings;
pub use measure::{Measured, WAITS_MAX, WAITS_MIN, Wait};
pub use promise::{Promise, Told, rounded_up_ms};
pub use report::{KEPT_N_MIN, PromiseCounts, PromiseReport, WaitFigure};
pub use say::{NOTICES_PER_WAIT_MAX, Said, Waiting};
pub use spoken::spoken;
pub use texts::{MessagesSettings, TEXT_KEYS, TextKey, Texts, text_keys, text_languages};
