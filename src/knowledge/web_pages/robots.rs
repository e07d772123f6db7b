//! What a site's robots.txt lets us read, and how fast.

use std::time::Duration;

use robotxt::{BYTE_LIMIT, Robots};
use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};
use url::Url;

use super::fetch::{Answer, Fetcher};
use super::refusal::Refusal;

/// The name that a site's rules know us by.
const NAME: &str = "Banister";
/// A longer pause between requests is not kept.
const PAUSE_MAX: Duration = Duration::from_secs(10);
/// Redirects of a robots.txt.
const REDIRECTS_MAX: usize = 5;

/// One site's rules.
#[derive(Debug)]
pub(super) struct Rules {
    robots: Result<Robots, String>,
    pause: Option<Mutex<Interval>>,
}

impl Rules {
    /// Asks the site. `may` says which addresses a redirect may lead to.
    pub(super) async fn of(fetcher: &Fetcher, site: &Url, may: impl Fn(&Url) -> Result<(), Refusal>) -> Self {
        let robots = read(fetcher, site, may).await;
        let pause = robots.as_ref().ok().and_then(Robots::crawl_delay).filter(|pause| !pause.is_zero());
        let pause = pause.map(|pause| {
            let mut turns = interval(pause.min(PAUSE_MAX));
            turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
            Mutex::new(turns)
        });
        Self { robots, pause }
    }

    /// Waits for our turn, if we may read this at all.
    pub(super) async fn admit(&self, url: &Url) -> Result<(), Refusal> {
        let robots = self.robots.as_ref().map_err(|why| Refusal::RobotsUnreadable(why.clone()))?;
        if !robots.is_url_allowed(url) {
            return Err(Refusal::Robots);
        }
        if let Some(pause) = &self.pause {
            pause.lock().await.tick().await;
        }
        Ok(())
    }
}

/// As RFC 9309 has it: no such file means no rules; no answer means no visit.
async fn read(
    fetcher: &Fetcher,
    site: &Url,
    may: impl Fn(&Url) -> Result<(), Refusal>,
) -> Result<Robots, String> {
    let mut url = site.join("/robots.txt").map_err(|e| e.to_string())?;
    for _ in 0..=REDIRECTS_MAX {
        match fetcher.ask(&url, BYTE_LIMIT).await {
            Ok(Answer::Body { bytes, .. }) => return Ok(Robots::parse(&bytes, NAME)),
            Ok(Answer::Moved(target)) => {
                may(&target).map_err(|why| format!("it {why}"))?;
                url = target;
            }
            Err(Refusal::Status(400..=428 | 430..=499)) => return Ok(Robots::allow_all()),
            Err(why) => return Err(format!("it {why}")),
        }
    }
    Err(format!("it {}", Refusal::Redirects(REDIRECTS_MAX)))
}
