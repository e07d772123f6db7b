//! Goes to a page as far as owner, robots.txt and redirects let us.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tokio::sync::{Mutex, OnceCell};
use url::Url;

use super::fetch::{Answer, Fetcher};
use super::refusal::Refusal;
use super::robots::Rules;

/// A page that moved more often is lost.
const REDIRECTS_MAX: usize = 5;

/// Goes to pages.
#[derive(Debug)]
pub(super) struct Visitor {
    fetcher: Fetcher,
    hosts: BTreeSet<String>,
    /// Each site's rules, asked for once.
    rules: Mutex<BTreeMap<String, Arc<OnceCell<Rules>>>>,
}

/// What lies at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Where it was found in the end.
    pub url: Url,
    /// Its content type, lower case.
    pub kind: String,
    /// Uncompressed.
    pub bytes: Vec<u8>,
}

impl Visitor {
    pub(super) fn new(fetcher: Fetcher, hosts: BTreeSet<String>) -> Self {
        Self { fetcher, hosts, rules: Mutex::default() }
    }

    pub(super) async fn visit(&self, url: &Url, bytes_max: usize) -> Result<Page, Refusal> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS_MAX {
            self.may(&url)?;
            self.rules(&url).await.admit(&url).await?;
            match self.fetcher.ask(&url, bytes_max).await? {
                Answer::Body { kind, bytes } => return Ok(Page { url, kind, bytes }),
                Answer::Moved(target) if url.scheme() == "https" && target.scheme() == "http" => {
                    return Err(Refusal::Downgraded);
                }
                Answer::Moved(mut target) => {
                    target.set_fragment(None);
                    url = target;
                }
            }
        }
        Err(Refusal::Redirects(REDIRECTS_MAX))
    }

    /// Whether the owner lets us go there.
    pub(super) fn may(&self, url: &Url) -> Result<(), Refusal> {
        let host = host_of(url).ok_or(Refusal::Address)?;
        if self.hosts.contains(&host) { Ok(()) } else { Err(Refusal::OtherHost(host)) }
    }

    async fn rules(&self, url: &Url) -> Admission {
        let site = url.origin().ascii_serialization();
        let cell = Arc::clone(self.rules.lock().await.entry(site).or_default());
        cell.get_or_init(|| Rules::of(&self.fetcher, url, |target| self.may(target))).await;
        Admission(cell)
    }
}

/// A site's rules, known by now.
struct Admission(Arc<OnceCell<Rules>>);

impl Admission {
    async fn admit(&self, url: &Url) -> Result<(), Refusal> {
        match self.0.get() {
            Some(rules) => rules.admit(url).await,
            None => Err(Refusal::RobotsUnreadable("it was not asked for".to_owned())),
        }
    }
}

/// A site's name: its host without `www.`, and its port if that is not the usual one.
pub(super) fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    Some(url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}
