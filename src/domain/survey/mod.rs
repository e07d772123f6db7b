//! Asking visitors how it was: whether, with which instrument, by what way, and in which words.

mod choice;
mod link;
mod page_words;
mod plan;
mod record;
mod say;
mod settings;
#[cfg(test)]
mod tests_choice;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_words;
mod withheld;

pub use choice::{Asked, FLOOR_MS, NpsRules, Past, choose};
pub use link::{COMMENT_CHARS_MAX, LINK_MS, TOKEN_CHARS, cut_links, is_token, link_in};
pub use page_words::{PageWords, best_language};
pub use plan::{AskedFor, LATE_MS, NotAsked, Planned, still_wanted, visitor_of};
pub use record::{SurveyRecord, SurveyState};
pub use settings::{DELAY_MS_MAX, Scale, SurveySettings, Surveys, Way};
pub use withheld::Withheld;
