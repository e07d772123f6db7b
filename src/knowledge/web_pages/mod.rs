//! Articles from the web. `crawl` reads what an owner named, `visit` goes where it may, with the rules of `robots`, `fetch`
//! makes one request to an address that `addresses` lets through, `sitemap` and `page` read what comes back.

mod addresses;
mod crawl;
mod fetch;
mod page;
mod refusal;
mod robots;
mod sitemap;
mod visit;
mod web;

#[cfg(test)]
pub(super) use addresses::forbidden;
pub use crawl::read_web;
pub use refusal::Refusal;
pub use web::{Progress, Skipped, Web, WebError, WebRead};
