//! The owner's pages: view structs here, every word of them in `templates/`.

mod article;
mod aside;
mod audit;
mod audit_changes;
mod autopilot;
mod autopilot_scope;
mod autopilot_words;
mod because;
mod card;
mod charts;
mod charts_rows;
mod charts_time;
mod conversation;
mod conversations;
pub(super) mod dead_letters;
pub(super) mod decision;
mod decision_page;
mod handbook;
mod held;
mod holdout;
mod keys;
pub(super) mod knowledge;
mod learning;
mod learning_view;
mod lines;
mod log;
mod marked;
mod notices;
mod people;
mod preferences;
mod queue;
mod rehearsal;
mod replay;
mod replay_result;
mod reports;
mod reports_view;
mod review;
mod routes;
mod rules;
mod rules_effect;
mod second_factor;
mod settings;
mod shell;
mod source;
mod stage;
mod staging;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_settings;
pub(super) mod waiting;
mod why;
mod word_diff;
mod you;

pub(super) use routes::{ARTICLE_BYTES_MAX, router};
pub(super) use shell::{Bare, Sorry, page};
