//! Chat systems, one file a product, in and out.

mod caller;
mod generic;
mod generic_out;
mod json_guard;
mod playground;
mod settings;
mod signature;

pub use caller::GenericCaller;
pub use generic::GenericEar;
pub use generic_out::GenericRelay;
pub use playground::PlaygroundRelay;
pub use settings::{RelayKind, Settings};
pub use signature::{BadSecret, Secret, Unsigned};
