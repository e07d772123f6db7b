//! The fact gate: is everything that a draft says backed by what it cites? Text in, findings out; no
//! model, no clock, no I/O. Read it in the order of a check:
//!
//! 1. `check` takes the draft and its material, asks every examiner and sorts what they find.
//! 2. `places` finds links, addresses and phone numbers; `lexer` cuts the rest into words, numbers and signs.
//! 3. `facts` reads them as claims in one spelling for many: `numerals`, `units` and `quantities` (a
//!    price, a duration, a share), `dates`, `clock`, `codes`. `backing` looks each up in the passages.
//! 4. `pieces` cuts text into sentences and clauses; `words`, `vocabulary` and `idioms` make their words
//!    comparable. `support` asks whether a passage speaks of it, `echoes` whether only the visitor does, `polarity` (with
//!    `stance`) and `weekdays` whether it says the same or the opposite, `nearness` whether a figure belongs to what it is said of, `promises` whether the draft commits the owner to something.
//! 5. `hidden`, `markup` and `notes` look for what no reader should get.

mod backing;
mod check;
mod clock;
mod codes;
mod dates;
mod echoes;
mod facts;
mod finding;
mod hidden;
mod idioms;
mod lexer;
mod markup;
mod nearness;
mod notes;
mod numerals;
mod pieces;
mod places;
mod polarity;
mod promises;
mod quantities;
mod stance;
mod support;
#[cfg(test)]
mod tests_corpus;
#[cfg(test)]
mod tests_facts;
#[cfg(test)]
mod tests_model;
#[cfg(test)]
mod tests_mutate;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_words;
mod units;
mod vocabulary;
mod weekdays;
mod words;

pub use check::{Bounds, Languages, Material, Source, check};
pub use finding::{Finding, Kind};
