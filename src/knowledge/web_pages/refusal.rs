//! Why a page is not taken.

use std::net::IpAddr;

/// Why a page is not taken. Each says what an owner could do about it, if anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not `http` or `https`, or with a name and password in it.
    #[error("is no plain http or https address")]
    Address,
    /// It leads into a network that is not public.
    #[error("leads to {0} ({1}), which is not public; give --allow-private if it is of your own network")]
    NotPublic(IpAddr, &'static str),
    /// Neither the sitemap's host nor one that the owner listed.
    #[error("lies on another host, {0}; give --host {0} if its pages are wanted")]
    OtherHost(String),
    /// The site's robots.txt says so.
    #[error("is closed to Banister by the site's robots.txt")]
    Robots,
    /// Without its rules, no page of a site is read.
    #[error("is not read, since the site's robots.txt could not be: {0}")]
    RobotsUnreadable(String),
    /// Redirected in a circle, or too often.
    #[error("is redirected more than {0} times")]
    Redirects(usize),
    /// Redirected from `https` to `http`.
    #[error("is redirected from https back to http")]
    Downgraded,
    /// The site answered with something else than the page.
    #[error("answers {0}")]
    Status(u16),
    /// No answer, or not in time.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// Larger than a page or all sitemaps may be.
    #[error("is too large: at most {0} bytes are read")]
    TooLarge(usize),
    /// Neither HTML nor text nor Markdown.
    #[error("is {0}, not HTML, text or Markdown")]
    Kind(String),
    /// In another encoding.
    #[error("is not UTF-8 ({0}); serve it as UTF-8")]
    NotUtf8(String),
    /// No words in it.
    #[error("holds nothing to read; is it put together by a script?")]
    Empty,
    /// Another address leads to it as well.
    #[error("is the same page as {0}")]
    Same(String),
    /// No sitemap and no list of addresses.
    #[error("is a damaged sitemap: {0}")]
    Sitemap(String),
    /// Sitemaps within sitemaps within sitemaps.
    #[error("is a sitemap more than {0} deep")]
    Depth(usize),
    /// More sitemaps than anybody needs.
    #[error("is one sitemap too many: at most {0} are read")]
    Sitemaps(usize),
    /// The time for all pages was over.
    #[error("was not reached within {0} minutes; read fewer pages")]
    Late(u64),
}

impl Refusal {
    /// Whether the page is gone for good, rather than out of reach for now.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Status(404 | 410))
    }
}
