//! Every setting: name, default, check. Composed of each room's own `Settings`.

mod keys;
mod read;
mod settings;

pub use read::{ConfigFaults, Fault, load, parse};
pub use settings::{Config, Rules, Server};
