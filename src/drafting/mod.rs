//! Writes drafts, by a model behind any OpenAI-compatible server or without a model at all. In the order of a draft's
//! way: `settings` choose the drafter, `prompt` says what a model is told, `transport` carries it there and back within
//! limits, `answer` reads what comes back, `openai` turns it into a draft, `meter` counts what it costs and `breaker` leaves a failing server alone; `extractive` drafts without a model;
//! `words` and `signals` are what confidence is made of; `plain` makes Markdown readable in a chat.

mod answer;
mod ask_back;
mod asked;
mod breaker;
mod choose;
mod extractive;
mod judge;
mod meter;
mod openai;
mod plain;
mod prompt;
mod settings;
mod signals;
#[cfg(test)]
mod tests_asked;
#[cfg(test)]
mod tests_extractive;
#[cfg(test)]
mod tests_meter;
#[cfg(test)]
mod tests_openai;
#[cfg(test)]
mod tests_prompt;
#[cfg(test)]
mod tests_quirks;
#[cfg(test)]
mod tests_setup;
#[cfg(test)]
mod tests_signals;
mod transport;
mod words;

pub use choose::drafter;
pub use extractive::Extractive;
pub use openai::OpenAi;
pub use prompt::{PromptFault, Prompts};
pub use settings::{BadSetting, Settings};
