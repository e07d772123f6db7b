//! The owner's pages: view structs here, every word of them in `templates/`.

mod article;
mod audit;
mod because;
mod card;
pub(super) mod comparison;
mod conversation;
mod conversations;
pub(super) mod dead_letters;
pub(super) mod decision;
mod decision_page;
mod figures;
mod held;
pub(super) mod knowledge;
mod marked;
mod notices;
mod queue;
mod review;
mod routes;
mod settings;
mod shell;
mod source;
#[cfg(test)]
mod tests;
mod why;

pub(super) use routes::{ARTICLE_BYTES_MAX, router};
pub(super) use shell::{Bare, Sorry, page};
