//! Banister: AI-assisted replies for live-chat support, with a handrail. The rooms in reading order:
//!
//! 1. [`guardrail`]: text in, verdict out. Makes the `Screened` proof without which nothing is drafted.
//! 2. [`stats`]: numbers in, honest numbers out.
//! 3. [`words`]: what pages and notices say, in the reader's language.
//! 4. [`domain`]: the nouns of a support conversation, and `decide`: one event in, effects out. Makes `Cleared`.
//! 5. [`ports`]: what we ask of the world, as contracts.
//! 6. [`engine`]: the only loop. Event, decide, commit, effect, event.
//! 7. [`store`], [`knowledge`], [`drafting`], [`relay`], [`notify`], [`web`]: the world, one adapter a room; none knows
//!    another.
//! 8. [`config`], [`telemetry`], [`commands`]: settings, logs, and what an operator can do.
#![forbid(unsafe_code)]

pub mod commands;
pub mod config;
pub mod domain;
pub mod drafting;
pub mod engine;
pub mod knowledge;
pub mod notify;
pub mod ports;
pub mod relay;
pub mod stats;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod words;

pub use banister_guardrail as guardrail;
