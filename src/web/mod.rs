//! HTTP in: the owner's pages, the JSON API, the playground and the relays' door.

mod api;
mod assets;
mod audit;
mod caller;
mod cookies;
mod csrf;
mod deeds;
mod fields;
mod filter;
mod live;
mod moment;
mod pages;
mod password;
mod playground;
mod problem;
mod routes;
pub mod server;
mod session;
mod sign_in;
mod state;
#[cfg(test)]
mod tests;
mod tries;
mod visitor;
mod webhook;

pub use live::Live;
pub use password::{hash_password, verify};
pub use routes::router;
pub use session::{fresh_token, token_hash};
pub use state::{App, Site};
pub use tries::Tries;
