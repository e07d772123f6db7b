//! What pages and notices say, in the reader's language. The texts stand in `messages/pages/`, a folder a language, a
//! file a page (Project Fluent's format, <https://projectfluent.org>); templates and code name them by their keys.

mod accents;
mod catalogue;
mod language;
mod text;

#[cfg(test)]
mod tests;

pub use language::Language;
pub use text::{Argument, Markup, Text, Value};
