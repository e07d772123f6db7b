//! What in `[notify]` cannot be meant, and what would be right.

use std::net::IpAddr;

use lettre::message::Mailbox;
use url::{Host, Url};

use super::settings::{EmailSettings, Security, Settings, TelegramSettings, WebhookSettings};
use crate::domain::notice::is_zone;

/// The longest that a link to decide by may work, hours: a week.
const LINK_HOURS_MAX: u32 = 168;

/// The longest wait that is still called one, minutes: a week.
const OVERDUE_MINUTES_MAX: u32 = 10_080;

/// Shorter and no server answers, longer and the lease on a notice runs out, ms.
const TIMEOUT_MS: std::ops::RangeInclusive<u64> = 100..=10_000;

impl Settings {
    /// Whether there is any channel.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.email.is_some() || self.webhook.is_some() || self.telegram.is_some()
    }

    /// Every fault at once, as (key, sentence); the keys of a channel after its name.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut bad = |key: &str, message: String| faults.push((key.to_owned(), message));
        if self.overdue_minutes > OVERDUE_MINUTES_MAX {
            bad(
                "overdue_minutes",
                format!("is {}; give 0 (never) to {OVERDUE_MINUTES_MAX}", self.overdue_minutes),
            );
        }
        if !(1..=LINK_HOURS_MAX).contains(&self.link_hours) {
            bad("link_hours", format!("is {}; give 1 to {LINK_HOURS_MAX}", self.link_hours));
        }
        if !is_zone(&self.time_zone) {
            bad(
                "time_zone",
                format!("`{}` is not a time zone; write one like Europe/Berlin", self.time_zone),
            );
        }
        let channels = [
            ("email", self.email.as_ref().map(EmailSettings::faults)),
            ("webhook", self.webhook.as_ref().map(WebhookSettings::faults)),
            ("telegram", self.telegram.as_ref().map(TelegramSettings::faults)),
        ];
        for (channel, found) in channels {
            for (key, message) in found.unwrap_or_default() {
                bad(&format!("{channel}.{key}"), message);
            }
        }
        faults
    }
}

type Faults = Vec<(&'static str, String)>;

impl EmailSettings {
    fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        let host_ok = !self.host.is_empty() && Host::parse(self.host.trim_matches(['[', ']'])).is_ok();
        if !host_ok && ip(&self.host).is_none() {
            faults
                .push(("host", format!("`{}` is not a host; give the name of your mail server", self.host)));
        } else if self.security == Security::None && !is_near(&self.host) {
            let message = format!(
                "`none` would show mail and links to decide by to everybody on the way to {}; \
                 use \"starttls\" or \"tls\"",
                self.host
            );
            faults.push(("security", message));
        }
        if self.port == Some(0) {
            faults.push(("port", "is 0; leave it out, or give the server's port".to_owned()));
        }
        if self.username.is_some() != self.password.is_some() {
            faults.push(("username", "and password belong together; give both or neither".to_owned()));
        }
        if self.from.parse::<Mailbox>().is_err() {
            faults.push((
                "from",
                format!("`{}` is not an address; write Banister <desk@example.com>", self.from),
            ));
        }
        faults.extend(timeout(self.timeout_ms));
        faults
    }
}

impl WebhookSettings {
    fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        // The address is the secret: it is not repeated.
        if let Err(why) = safe_url(&self.url) {
            faults.push(("url", why));
        }
        if self.decide_as.as_ref().is_some_and(|email| !email.contains('@')) {
            faults.push(("decide_as", "is not an e-mail; give that of one of the users".to_owned()));
        }
        faults.extend(timeout(self.timeout_ms));
        faults
    }
}

impl TelegramSettings {
    fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        let is_token = self.token.split_once(':').is_some_and(|(id, key)| {
            !id.is_empty()
                && id.bytes().all(|b| b.is_ascii_digit())
                && key.len() >= 30
                && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        });
        if !is_token {
            faults.push((
                "token",
                "is not the token of a bot; it looks like 123456789:AA…, from @BotFather".to_owned(),
            ));
        }
        if let Err(why) = safe_url(&self.base_url) {
            faults.push(("base_url", why));
        }
        faults.extend(timeout(self.timeout_ms));
        faults
    }
}

fn timeout(ms: u64) -> Option<(&'static str, String)> {
    let (low, high) = TIMEOUT_MS.into_inner();
    (!TIMEOUT_MS.contains(&ms)).then(|| ("timeout_ms", format!("is {ms}; give {low} to {high}")))
}

/// `https`, or `http` to this machine: what is said there is not for listeners.
fn safe_url(text: &str) -> Result<(), String> {
    let Ok(url) = Url::parse(text) else {
        return Err("is not a URL; give https://… as you were given it".to_owned());
    };
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a name or password; leave them out".to_owned());
    }
    match url.scheme() {
        "https" if url.host().is_some() => Ok(()),
        "http" if here => Ok(()),
        _ => Err("must be https; plain http is taken for this machine alone (127.0.0.1)".to_owned()),
    }
}

fn ip(host: &str) -> Option<IpAddr> {
    host.trim_matches(['[', ']']).parse().ok()
}

/// This machine, an address of a private network, or a name without a dot, as such networks give them.
fn is_near(host: &str) -> bool {
    match ip(host) {
        Some(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Some(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        None => !host.contains('.'),
    }
}
