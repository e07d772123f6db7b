//! `[server]`: where we listen, how we are reached, and how long people stay signed in.

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize};

/// `[server]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port.
    pub listen: String,
    /// How browsers reach us, e.g. `https://banister.example.com`. Cookies are `Secure` when it is https.
    pub public_url: Option<String>,
    /// Addresses and networks of the proxies before us: what they say in `X-Forwarded-For` is believed. A list, or a text
    /// with commas.
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Vec<String>,
    /// How long a browser stays signed in at most, hours.
    pub session_hours: i64,
    /// How long one stays signed in that nobody uses, hours.
    pub session_idle_hours: i64,
    /// `text` or `json`.
    pub log: String,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            public_url: None,
            trusted_proxies: Vec::new(),
            session_hours: 336,
            session_idle_hours: 72,
            log: "text".to_owned(),
        }
    }
}

/// Longer sessions are not had: a year, hours.
const HOURS_MAX: i64 = 8_784;

impl Server {
    /// The trusted proxies that can be read; the others are faults.
    #[must_use]
    pub fn proxies(&self) -> Vec<IpNet> {
        self.trusted_proxies.iter().filter_map(|text| network(text)).collect()
    }

    /// Everything that cannot be meant, as (key, sentence).
    pub(super) fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if self.listen.parse::<std::net::SocketAddr>().is_err() {
            let message = format!("`{}` is not an address and port, e.g. 127.0.0.1:8080", self.listen);
            faults.push(("listen", message));
        }
        if let Some(text) = &self.public_url {
            let fits = url::Url::parse(text).is_ok_and(|u| {
                matches!(u.scheme(), "http" | "https")
                    && u.host().is_some()
                    && u.path() == "/"
                    && u.query().is_none()
            });
            if !fits {
                faults.push(("public_url", format!("`{text}` is not an http(s) URL without a path")));
            }
        }
        for text in self.trusted_proxies.iter().filter(|text| network(text).is_none()) {
            let message = format!("`{text}` is neither an address nor a network, e.g. 10.0.0.0/8");
            faults.push(("trusted_proxies", message));
        }
        for (key, hours) in
            [("session_hours", self.session_hours), ("session_idle_hours", self.session_idle_hours)]
        {
            if !(1..=HOURS_MAX).contains(&hours) {
                faults.push((key, format!("{hours} is not within 1 and {HOURS_MAX} hours")));
            }
        }
        if !matches!(self.log.as_str(), "text" | "json") {
            faults.push(("log", format!("`{}`; use \"text\" or \"json\"", self.log)));
        }
        faults
    }
}

/// A list, or as the environment has it: one text, with commas between.
fn list<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Text(String),
        List(Vec<String>),
    }
    Ok(match Given::deserialize(from)? {
        Given::Text(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
        Given::List(list) => list,
    })
}

/// A network, or an address as a network of one.
fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    let net = text.parse().or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from));
    // Everybody would be a proxy of ours, and anybody could claim any address.
    net.ok().filter(|net| net.prefix_len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_addresses_or_networks_and_never_the_whole_internet() {
        let read = |text: &str| network(text).map(|net| net.to_string());
        assert_eq!(read("10.0.0.0/8").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(read(" 127.0.0.1 ").as_deref(), Some("127.0.0.1/32"));
        assert_eq!(read("fd00::/8").as_deref(), Some("fd00::/8"));
        for bad in ["0.0.0.0/0", "::/0", "proxy.local", "10.0.0.0/33", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn proxies_are_given_as_a_list_or_with_commas() {
        let read = |text: &str| toml::from_str::<Server>(text).map(|server| server.trusted_proxies);
        let wanted = vec!["127.0.0.1".to_owned(), "10.0.0.0/8".to_owned()];
        assert_eq!(read("trusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]"), Ok(wanted.clone()));
        assert_eq!(read("trusted_proxies = \"127.0.0.1, 10.0.0.0/8\""), Ok(wanted));
        assert!(read("trusted_proxies = 7").is_err());
    }

    #[test]
    fn every_fault_names_its_key() {
        let server = Server {
            trusted_proxies: vec!["nginx".to_owned()],
            session_hours: 0,
            session_idle_hours: 1_000_000,
            ..Server::default()
        };
        let keys: Vec<_> = server.faults().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["trusted_proxies", "session_hours", "session_idle_hours"]);
        assert_eq!(Server::default().faults(), []);
    }
}
