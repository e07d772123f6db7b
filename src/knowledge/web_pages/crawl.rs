//! Reads what an owner named on the web: first the lists, then the pages that they list.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::fetch::Fetcher;
use super::page;
use super::refusal::Refusal;
use super::sitemap::{Listing, listing};
use super::visit::{Page, Visitor, host_of};
use super::web::{Progress, Skipped, Web, WebError, WebRead};
use crate::knowledge::{Found, slug};

/// A page, bytes.
const PAGE_BYTES_MAX: usize = 1024 * 1024;
/// All sitemaps together, uncompressed, bytes.
const SITEMAP_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Sitemaps that are read.
const SITEMAPS_MAX: usize = 200;
/// An index that lists indexes that list sitemaps.
const DEPTH_MAX: usize = 3;
/// For everything, minutes.
const MINUTES_MAX: u64 = 10;
/// Pages that are asked for at the same time.
const AT_ONCE: usize = 2;

/// Reads sitemaps and pages. A page that cannot be taken is passed over and told of.
///
/// # Errors
/// When not a single page could be taken.
pub async fn read_web(
    web: &Web,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<WebRead, WebError> {
    let fetcher = Fetcher::new(web.allow_private).map_err(|e| WebError::Client(e.to_string()))?;
    let visitor = Visitor::new(fetcher, hosts(web));
    let until = Instant::now() + Duration::from_secs(60 * MINUTES_MAX);
    let mut lists = Lists::default();
    for url in &web.urls {
        lists.want(url, 0);
    }
    lists.read(&visitor, web.pages_max, until).await;
    let Lists { pages, mut skipped, left_out, .. } = lists;
    if pages.is_empty() {
        return Err(if skipped.is_empty() { WebError::NoPages } else { WebError::Nothing(skipped) });
    }
    let found = read_pages(&visitor, pages, &mut skipped, until, progress).await;
    if found.is_empty() {
        return Err(WebError::Nothing(skipped));
    }
    Ok(WebRead { found, skipped, left_out })
}

fn hosts(web: &Web) -> BTreeSet<String> {
    let listed = web.hosts.iter().filter_map(|host| {
        let with_scheme = if host.contains("://") { host.clone() } else { format!("https://{host}") };
        Url::parse(&with_scheme).ok()
    });
    let named = web.urls.iter().filter_map(|url| Url::parse(url.trim()).ok());
    named.chain(listed).filter_map(|url| host_of(&url)).collect()
}

/// A page to take: already here if it was named itself.
enum Wanted {
    Listed(Url),
    Here(Box<(Url, Page)>),
}

/// The lists that are read, and the pages they have listed so far.
#[derive(Default)]
struct Lists {
    waiting: VecDeque<(Url, usize)>,
    /// Every address ever met: lists that list each other end here.
    met: BTreeSet<String>,
    read: usize,
    bytes: usize,
    pages: Vec<Wanted>,
    left_out: usize,
    skipped: Vec<Skipped>,
}

impl Lists {
    /// Takes note of an address that may hold a list.
    fn want(&mut self, url: &str, depth: usize) {
        let Some(address) = address(url) else { return self.skip(url, Refusal::Address) };
        if !self.met.insert(address.to_string()) {
            return;
        }
        if depth > DEPTH_MAX {
            return self.skip(address.as_str(), Refusal::Depth(DEPTH_MAX));
        }
        self.waiting.push_back((address, depth));
    }

    async fn read(&mut self, visitor: &Visitor, pages_max: usize, until: Instant) {
        while let Some((url, depth)) = self.waiting.pop_front() {
            if self.read == SITEMAPS_MAX {
                self.skip(url.as_str(), Refusal::Sitemaps(SITEMAPS_MAX));
                continue;
            }
            self.read += 1;
            let left = SITEMAP_BYTES_MAX - self.bytes;
            let visit = timeout_at(until, visitor.visit(&url, left)).await;
            match visit.unwrap_or(Err(Refusal::Late(MINUTES_MAX))) {
                Ok(page) => self.take(url, page, depth, visitor, pages_max),
                Err(Refusal::TooLarge(_)) => self.skip(url.as_str(), Refusal::TooLarge(SITEMAP_BYTES_MAX)),
                Err(why) => self.skip(url.as_str(), why),
            }
        }
    }

    fn take(&mut self, url: Url, page: Page, depth: usize, visitor: &Visitor, pages_max: usize) {
        match listing(&page.kind, &page.bytes) {
            Ok(Listing::Sitemaps(urls)) => {
                self.bytes += page.bytes.len();
                for url in &urls {
                    self.want(url, depth + 1);
                }
            }
            Ok(Listing::Pages(urls)) => {
                self.bytes += page.bytes.len();
                for url in &urls {
                    self.list(url, visitor, pages_max);
                }
            }
            Ok(Listing::Page) if depth > 0 => {
                self.skip(url.as_str(), Refusal::Sitemap("it is a page".to_owned()))
            }
            Ok(Listing::Page) if page.bytes.len() > PAGE_BYTES_MAX => {
                self.skip(url.as_str(), Refusal::TooLarge(PAGE_BYTES_MAX));
            }
            Ok(Listing::Page) if self.pages.len() >= pages_max => self.left_out += 1,
            Ok(Listing::Page) => self.pages.push(Wanted::Here(Box::new((url, page)))),
            Err(why) => self.skip(url.as_str(), Refusal::Sitemap(why)),
        }
    }

    /// Takes note of a page.
    fn list(&mut self, url: &str, visitor: &Visitor, pages_max: usize) {
        let Some(page) = address(url) else { return self.skip(url, Refusal::Address) };
        if !self.met.insert(page.to_string()) {
            return;
        }
        match visitor.may(&page) {
            Err(why) => self.skip(page.as_str(), why),
            Ok(()) if self.pages.len() >= pages_max => self.left_out += 1,
            Ok(()) => self.pages.push(Wanted::Listed(page)),
        }
    }

    fn skip(&mut self, url: &str, why: Refusal) {
        self.skipped.push(Skipped { url: url.to_owned(), why });
    }
}

fn address(url: &str) -> Option<Url> {
    let mut url = Url::parse(url.trim()).ok().filter(|url| ["http", "https"].contains(&url.scheme()))?;
    url.set_fragment(None);
    Some(url)
}

async fn read_pages(
    visitor: &Visitor,
    pages: Vec<Wanted>,
    skipped: &mut Vec<Skipped>,
    until: Instant,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Vec<Found> {
    let of = pages.len();
    let mut taken: BTreeMap<String, Found> = BTreeMap::new();
    let visits = pages.into_iter().map(async |wanted| match wanted {
        Wanted::Here(here) => (here.0, Ok(here.1)),
        Wanted::Listed(url) => {
            let visit = timeout_at(until, visitor.visit(&url, PAGE_BYTES_MAX)).await;
            (url, visit.unwrap_or(Err(Refusal::Late(MINUTES_MAX))))
        }
    });
    let mut visits = futures_util::stream::iter(visits).buffered(AT_ONCE);
    let mut n = 0;
    while let Some((url, page)) = visits.next().await {
        n += 1;
        let why = page.and_then(|page| page::article(&page)).and_then(|found| keep(&mut taken, found)).err();
        progress(Progress { n, of, url: url.as_str(), skipped: why.as_ref() });
        skipped.extend(why.map(|why| Skipped { url: url.to_string(), why }));
    }
    named(taken)
}

fn keep(taken: &mut BTreeMap<String, Found>, found: Found) -> Result<(), Refusal> {
    if taken.contains_key(&found.source) {
        return Err(Refusal::Same(found.source));
    }
    taken.insert(found.source.clone(), found);
    Ok(())
}

/// Gives each page a slug of its own; of two alike, the one whose address sorts first keeps the plain one.
fn named(taken: BTreeMap<String, Found>) -> Vec<Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for mut article in taken.into_values() {
        if found.contains_key(&article.slug) {
            article.slug = slug::told_apart(&article.slug, &article.source);
        }
        found.insert(article.slug.clone(), article);
    }
    found.into_values().collect()
}
