//! The JSON API; `/openapi.json` is made from the same declarations that route it.

mod articles;
mod audit;
mod autopilot;
mod body;
mod confidence;
mod conversations;
mod dead_letters;
mod document;
mod fall_back;
mod knowledge;
mod lessons;
mod probes;
mod rehearsals;
mod replays;
mod reports;
mod rules;
mod shapes;
mod stream;
mod suggestions;
mod surveys;
#[cfg(test)]
mod tests;

pub(super) use document::router;
