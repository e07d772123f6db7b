//! Notices out of the house: mail, an incoming webhook, a Telegram bot; their words are in `templates/`.

mod email;
mod filters;
mod post;
mod settings;
mod settings_faults;
mod telegram;
#[cfg(test)]
mod tests_settings;
#[cfg(test)]
mod tests_words;
mod webhook;
mod words;
mod words_of_all;

pub use email::EmailNotifier;
pub use settings::{EmailSettings, Security, Settings, TelegramSettings, WebhookSettings};
pub use telegram::TelegramNotifier;
pub use webhook::WebhookNotifier;
