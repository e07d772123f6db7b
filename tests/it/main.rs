//! Tests against the real thing: the binary, real databases, real HTTP peers.

mod architecture;
mod config_faults;
mod kill;
mod ports_at_the_door;
mod postgres;
mod relay_payloads;
mod standard_webhooks;
mod store_contract;
mod store_statements;
mod stories;
mod two_processes;
mod world;
