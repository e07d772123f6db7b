//! `banister check --staging`: a made-up chat through the door of the running service, over the network.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;

use super::clock::SystemClock;
use super::rules_own::in_force;
use crate::config::Config;
use crate::domain::survey::Way;
use crate::ports::{Caller, Clock as _};
use crate::relay::{GenericCaller, Secret};
use crate::store::Db;
use crate::web::staging::{Answered, Door, Staging, Step, run_name};

/// How long one knock may take.
const KNOCK: Duration = Duration::from_secs(10);

/// Beyond the pause for a typing visitor and the model's own time limit.
const MARGIN_MS: u64 = 15_000;

/// Who may call as each relay: one caller for each of its inbound secrets.
pub(super) fn callers(config: &Config) -> anyhow::Result<HashMap<String, Vec<Arc<dyn Caller>>>> {
    let mut all = HashMap::new();
    for relay in &config.relays {
        let caller = |text: &str| -> anyhow::Result<Arc<dyn Caller>> {
            let secret = Secret::parse(text).with_context(|| format!("relay `{}`: a secret", relay.name))?;
            Ok(Arc::new(GenericCaller::new(secret)))
        };
        all.insert(relay.name.clone(), relay.inbound().into_iter().map(caller).collect::<Result<_, _>>()?);
    }
    Ok(all)
}

/// Each relay with what was seen of it.
pub(super) async fn run(config: &Config, at: Option<&str>) -> anyhow::Result<Vec<(String, Vec<Step>)>> {
    let base = at.map_or_else(|| beside(&config.server.listen), str::to_owned);
    let db = Db::open_beside(&config.store).await?;
    let seen = each(config, &db, base.trim_end_matches('/')).await;
    db.close().await;
    seen
}

async fn each(config: &Config, db: &Db, base: &str) -> anyhow::Result<Vec<(String, Vec<Step>)>> {
    let callers = callers(config)?;
    let held = in_force(db, &config.rules).await?.held_example();
    let surveys = super::surveys::configured(config, false);
    let pause = u64::try_from(config.policy.debounce_max_ms).unwrap_or(0);
    let model = if config.model.base_url.is_some() { config.model.timeout_ms } else { 0 };
    let client = reqwest::Client::builder()
        .timeout(KNOCK)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .context("the HTTP client cannot be built")?;
    let mut all = Vec::new();
    for relay in &config.relays {
        let url = format!("{base}/v1/relays/{}/events", relay.name);
        let staging = Staging {
            relay: &relay.name,
            run: run_name(SystemClock.now()),
            callers: callers.get(&relay.name).map_or(&[], Vec::as_slice),
            door: &FarDoor { client: client.clone(), url },
            desk: db,
            surveys: db,
            clock: &SystemClock,
            held: held.clone(),
            asks: surveys.way(&relay.name) != Way::Off,
            patience: Duration::from_millis(pause + model + MARGIN_MS),
        };
        all.push((relay.name.clone(), staging.go().await?));
    }
    Ok(all)
}

/// Where a service that listens there is found from this machine.
fn beside(listen: &str) -> String {
    let address = listen.parse::<std::net::SocketAddr>().map(|mut address| {
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                std::net::IpAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                std::net::IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        address.to_string()
    });
    format!("http://{}", address.unwrap_or_else(|_| listen.to_owned()))
}

/// The door of a service somewhere.
struct FarDoor {
    client: reqwest::Client,
    url: String,
}

#[async_trait]
impl Door for FarDoor {
    async fn knock(&self, headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Result<Answered, String> {
        let mut request = self.client.post(&self.url).body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let unreachable = |error: reqwest::Error| {
            format!("nobody answers at {}: {}", self.url, super::check::causes(&error.without_url()))
        };
        let answer = request.send().await.map_err(unreachable)?;
        let status = answer.status().as_u16();
        let json: serde_json::Value = answer.json().await.unwrap_or_default();
        let detail = json["detail"].as_str().or(json["status"].as_str()).unwrap_or("nothing we can read");
        Ok(Answered { status, detail: detail.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_service_that_listens_everywhere_is_looked_for_on_this_machine() {
        assert_eq!(beside("127.0.0.1:8080"), "http://127.0.0.1:8080");
        assert_eq!(beside("0.0.0.0:8080"), "http://127.0.0.1:8080");
        assert_eq!(beside("[::]:8080"), "http://[::1]:8080");
    }
}
