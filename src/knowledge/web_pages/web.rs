//! What an owner asks of the web, and what comes of it.

use super::refusal::Refusal;
use crate::knowledge::Found;

/// What to read from the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// Sitemaps (also compressed, also an index of them), text lists of addresses, or single pages.
    pub urls: Vec<String>,
    /// Further hosts whose pages may be read; those of `urls` always may, with and without `www.`.
    pub hosts: Vec<String>,
    /// At most this many pages; [`Web::PAGES_MAX`] is a good number.
    pub pages_max: usize,
    /// Whether addresses of the owner's own network may be read.
    pub allow_private: bool,
}

impl Web {
    /// Pages that are read when nobody says how many.
    pub const PAGES_MAX: usize = 500;

    /// One address, public, with the usual number of pages.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { urls: vec![url.into()], hosts: Vec::new(), pages_max: Self::PAGES_MAX, allow_private: false }
    }
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebRead {
    /// The pages, by slug; their source is their address.
    pub found: Vec<Found>,
    /// What was not taken, and why.
    pub skipped: Vec<Skipped>,
    /// Pages that were listed beyond `pages_max`.
    pub left_out: usize,
}

/// A page or sitemap that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{url} {why}")]
pub struct Skipped {
    /// Its address, as it was listed.
    pub url: String,
    /// Why not.
    pub why: Refusal,
}

/// How far it is: after each page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// Pages done.
    pub n: usize,
    /// Pages listed.
    pub of: usize,
    /// The page's address.
    pub url: &'a str,
    /// Why it was not taken, if it was not.
    pub skipped: Option<&'a Refusal>,
}

/// Why nothing was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebError {
    /// None of what was named, or none of the pages that it lists, could be taken.
    #[error("no page could be taken:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Nothing(Vec<Skipped>),
    /// What was named lists no page.
    #[error("no page is listed there")]
    NoPages,
    /// No connection can be made at all, as without TLS.
    #[error("the web cannot be read: {0}")]
    Client(String),
}
