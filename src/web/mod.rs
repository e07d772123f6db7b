//! HTTP in: the owner's pages, the JSON API, the playground and the relays' door.

mod api;
mod assets;
mod audit;
mod browser;
mod caller;
mod choosing;
mod client;
mod cookies;
mod csrf;
mod deeds;
mod fields;
mod filter;
mod host;
mod live;
mod may;
mod moment;
mod pages;
mod password;
mod playground;
mod problem;
mod proof;
mod qr;
mod replies;
mod reports;
mod routes;
mod rules;
pub mod server;
mod session;
mod sign_in;
mod sign_in_code;
mod sorting;
mod state;
#[cfg(test)]
mod tests;
mod told;
mod totp;
mod tries;
mod visitor;
mod webhook;

pub use live::Live;
pub use password::{hash_password, verify};
pub use routes::router;
pub use rules::Rehearsals;
pub use session::{fresh_key, fresh_token, token_hash};
pub use state::{App, Configured, Site};
pub use told::{email_of, name_for, password_for};
