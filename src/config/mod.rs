//! Every setting: name, default, check. Composed of each room's own `Settings`.

mod keys;
mod raw;
mod read;
mod server;
mod settings;

pub use read::{ConfigFaults, Fault, load, parse};
pub use server::Server;
pub use settings::{Config, Rules};
