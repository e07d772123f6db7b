//! One request: to a checked address, with no redirect followed, and never more read than asked for.

use std::error::Error as _;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use url::{Host, Url};

use super::addresses::{CheckedNames, Forbidden, forbidden};
use super::refusal::Refusal;

/// For a whole request, from the name's lookup to the last byte.
const REQUEST_MAX: Duration = Duration::from_secs(15);
const CONNECT_MAX: Duration = Duration::from_secs(5);
const USER_AGENT: &str = concat!("Banister/", env!("CARGO_PKG_VERSION"));

/// Makes requests.
#[derive(Clone, Debug)]
pub(super) struct Fetcher {
    http: reqwest::Client,
    private: bool,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The page itself.
    Body {
        /// Lower case, as in the header, with its parameters.
        kind: String,
        /// Uncompressed.
        bytes: Vec<u8>,
    },
    /// It is elsewhere.
    Moved(Url),
}

impl Fetcher {
    pub(super) fn new(private: bool) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .timeout(REQUEST_MAX)
            .connect_timeout(CONNECT_MAX)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .dns_resolver(Arc::new(CheckedNames { private }))
            .user_agent(USER_AGENT)
            .build()?;
        Ok(Self { http, private })
    }

    /// Asks once; a body of more than `bytes_max` is refused, compressed or not.
    pub(super) async fn ask(&self, url: &Url, bytes_max: usize) -> Result<Answer, Refusal> {
        self.check(url)?;
        let mut response = self.http.get(url.clone()).send().await.map_err(|e| unreachable(&e))?;
        let status = response.status();
        if status.is_redirection() {
            return moved(url, response.headers()).map(Answer::Moved).ok_or(Refusal::Status(status.as_u16()));
        }
        if !status.is_success() {
            return Err(Refusal::Status(status.as_u16()));
        }
        let kind = header(response.headers(), CONTENT_TYPE).to_ascii_lowercase();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| unreachable(&e))? {
            if bytes.len() + chunk.len() > bytes_max {
                return Err(Refusal::TooLarge(bytes_max));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Answer::Body { kind, bytes: unpacked(bytes, bytes_max)? })
    }

    /// Numbers in the place of a name never come to the resolver.
    fn check(&self, url: &Url) -> Result<(), Refusal> {
        let plain = url.username().is_empty() && url.password().is_none();
        let address = match url.host() {
            Some(Host::Ipv4(v4)) => v4.into(),
            Some(Host::Ipv6(v6)) => v6.into(),
            Some(Host::Domain(_)) if plain && ["http", "https"].contains(&url.scheme()) => return Ok(()),
            _ => return Err(Refusal::Address),
        };
        if !plain || !["http", "https"].contains(&url.scheme()) {
            return Err(Refusal::Address);
        }
        forbidden(address, self.private).map_or(Ok(()), |why| Err(Refusal::NotPublic(address, why)))
    }
}

fn moved(from: &Url, headers: &HeaderMap) -> Option<Url> {
    let target = header(headers, LOCATION);
    if target.is_empty() { None } else { from.join(&target).ok() }
}

fn header(headers: &HeaderMap, name: reqwest::header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().trim().to_owned()
}

/// Sitemaps are often kept compressed; some servers compress without being asked to.
fn unpacked(bytes: Vec<u8>, bytes_max: usize) -> Result<Vec<u8>, Refusal> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut whole = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(bytes.as_slice())
        .take(limit)
        .read_to_end(&mut whole)
        .map_err(|_| Refusal::Kind("damaged gzip".to_owned()))?;
    if whole.len() > bytes_max { Err(Refusal::TooLarge(bytes_max)) } else { Ok(whole) }
}

fn unreachable(error: &reqwest::Error) -> Refusal {
    if error.is_timeout() {
        return Refusal::Unreachable(format!("no answer within {} s", REQUEST_MAX.as_secs()));
    }
    let mut cause = error.source();
    let mut last = String::new();
    while let Some(source) = cause {
        if let Some(Forbidden { address, why }) = source.downcast_ref() {
            return Refusal::NotPublic(*address, why);
        }
        last = source.to_string();
        cause = source.source();
    }
    Refusal::Unreachable(if last.is_empty() { "the connection broke".to_owned() } else { last })
}
