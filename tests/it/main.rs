//! Tests against the real thing: the binary, real databases, real HTTP peers.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::needless_pass_by_value,
    clippy::doc_markdown,
    clippy::assigning_clones,
    clippy::similar_names,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on has failed; it lives in real time, and its helpers read better with plain values"
)]

mod architecture;
mod attacks;
mod config_faults;
mod kill;
mod notices_of_all;
mod notices_tick;
mod page_texts;
mod ports_at_the_door;
mod postgres;
mod questions;
mod relay_payloads;
mod rules_change;
mod standard_webhooks;
mod store_contract;
mod store_contract_accounts;
mod store_contract_autopilot;
mod store_contract_lessons;
mod store_contract_notices;
mod store_promises;
mod store_queue;
mod store_replays;
mod store_search;
mod store_sittings;
mod store_statements;
mod stories;
mod two_processes;
mod world;
