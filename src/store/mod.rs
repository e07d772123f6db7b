//! Where everything is kept: SQLite in one file, or PostgreSQL by URL. One file per intent; SQL is written once.

mod accounts;
mod append;
mod articles;
mod commit;
mod conversations;
mod db;
mod facts;
mod judgements;
mod lanes;
mod ledger;
mod open;
mod outbox;
mod past;
mod queue;
mod reports;
mod rows;
mod sql;
mod sql_articles;
mod sql_catalogue;
mod sql_desk;
mod sql_queue;
mod sql_trust;
mod suggestions;
mod thread;
mod writer;

pub use db::Db;
pub use open::{OpenError, Settings};
pub use sql_catalogue::{ALL as ALL_STATEMENTS, Dialect};
