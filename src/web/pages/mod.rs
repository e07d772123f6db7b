//! The owner's pages: view structs here, every word of them in `templates/`.

mod article;
mod because;
mod card;
pub(super) mod comparison;
mod conversation;
mod conversations;
pub(super) mod dead_letters;
mod figures;
pub(super) mod knowledge;
mod queue;
mod review;
mod routes;
mod shell;
#[cfg(test)]
mod tests;

pub(super) use routes::{ARTICLE_BYTES_MAX, router};
pub(super) use shell::{Bare, Sorry, page};
