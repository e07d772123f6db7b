//! What the configuration says about asking visitors afterwards.

use crate::config::Config;
use crate::domain::survey::{SurveySettings, Surveys, Way};

/// How the visitors of each relay are asked. In the demo by links, unless the operator says otherwise.
pub(super) fn configured(config: &Config, demo: bool) -> Surveys {
    let settings = config.survey.clone();
    let own = |relay: &crate::relay::Settings| relay.csat.map(|way| (relay.name.clone(), way));
    let mut relays: std::collections::BTreeMap<String, Way> = config.relays.iter().filter_map(own).collect();
    if demo {
        relays.insert("playground".to_owned(), settings.csat.unwrap_or(Way::Link));
    }
    // Whoever plays the demo sits at this machine.
    let here = || demo.then(|| format!("http://{}", config.server.listen));
    let base = config.server.public_url.clone().or_else(here);
    Surveys { settings, relays, base }
}

/// The same with what an owner chose on a page in place of `[survey]`. A relay with a `csat` of its own keeps it.
pub(super) fn chosen(configured: &Surveys, settings: SurveySettings, demo: bool) -> Surveys {
    let mut relays = configured.relays.clone();
    if demo {
        relays.insert("playground".to_owned(), settings.csat.unwrap_or(Way::Link));
    }
    Surveys { settings, relays, ..configured.clone() }
}

/// `[survey]` for a page, where each value must be one: what "not given" means here is said.
pub(super) fn as_read(config: &Config, demo: bool) -> SurveySettings {
    let unless_given = if demo { Way::Link } else { Way::Off };
    SurveySettings { csat: Some(config.survey.csat.unwrap_or(unless_given)), ..config.survey.clone() }
}

/// What works, but most likely not as it was meant.
pub(super) fn remarks(config: &Config) -> Vec<&'static str> {
    let surveys = configured(config, false);
    let wants = |wanted: Way| config.relays.iter().any(|relay| surveys.way(&relay.name) == wanted);
    if config.server.public_url.is_some() {
        return Vec::new();
    }
    match (wants(Way::Link), wants(Way::Relay)) {
        (true, _) => vec![
            "server.public_url is not set: survey.csat = \"link\" asks nobody, for there is no address to answer at",
        ],
        (false, true) => {
            vec!["server.public_url is not set: the relay is asked for surveys without a page to answer on"]
        }
        (false, false) => Vec::new(),
    }
}
