//! Puts the rooms together: the only place that knows all of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::clock::SystemClock;
use super::drafter::drafter;
use super::preferences::PreferencesWatch;
use super::redraft::Quoting;
use super::replay_loop::ReplayLoop;
use super::rules::routing;
use super::rules_own::in_force;
use crate::config::Config;
use crate::domain::{Budgets, Policy, Scorer};
use crate::engine::{Engine, Notices, Rehearser, World};
use crate::guardrail::Rulebook;
use crate::knowledge::{LiveKnowledge, PastQuestions};
use crate::ports::{Clock, Drafter, Ear, Relay};
use crate::relay::{GenericEar, GenericRelay, PlaygroundRelay, RelayKind, Secret};
use crate::store::Db;
use crate::web::{App, Configured, Live, Site};

/// A whole Banister, put together and not yet running.
#[derive(Debug)]
pub struct House {
    /// The store.
    pub db: Db,
    /// The loop.
    pub engine: Arc<Engine>,
    /// The articles.
    pub knowledge: Arc<LiveKnowledge>,
    /// Earlier questions.
    pub precedents: Arc<PastQuestions>,
    /// What is told away from the desk.
    pub notices: Arc<Notices>,
    /// What the pages and the API reach.
    pub app: App,
    /// What owners choose on a page.
    pub(super) preferences: PreferencesWatch,
    /// What plays the past again.
    pub(super) replaying: ReplayLoop,
    /// Ends whatever runs in it.
    pub stop: CancellationToken,
}

type Relays = HashMap<String, Arc<dyn Relay>>;
type Ears = HashMap<String, Arc<dyn Ear>>;

/// Puts everything together over an open store.
///
/// # Errors
/// When rules, relays, prompts or knowledge do not allow it.
pub async fn assemble(
    config: &Config,
    db: Db,
    site: Site,
    metrics: Arc<dyn Fn() -> String + Send + Sync>,
) -> anyhow::Result<House> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let rulebook = Arc::new(in_force(&db, &config.rules).await?);
    let encoder = super::encoder::encoder(&config.embedding)?;
    let knowledge = Arc::new(LiveKnowledge::open(Arc::new(db.clone()), encoder).await?);
    let drafter = drafter(config)?;
    let (relays, ears) = relays(config, &clock, site.demo)?;
    let precedents = Arc::new(knowledge.precedents(Arc::new(db.clone())));
    let world = world(&db, &knowledge, &precedents, drafter, relays, &clock);
    let engine = Arc::new(Engine::new(world, policy(config, rulebook, site.demo)?));
    let notices = super::notices::notices(config, &engine, &db, &clock)?;
    let stop = CancellationToken::new();
    let demo = site.demo;
    let app = App {
        engine: engine.clone(),
        notices: notices.clone(),
        decision_links: Arc::new(db.clone()),
        store: Arc::new(db.clone()),
        desk: Arc::new(db.clone()),
        judgements: Arc::new(db.clone()),
        ledger: Arc::new(db.clone()),
        surveys: Arc::new(db.clone()),
        promises: Arc::new(db.clone()),
        autopilots: Arc::new(db.clone()),
        accounts: Arc::new(db.clone()),
        sessions: Arc::new(db.clone()),
        tokens: Arc::new(db.clone()),
        audit: Arc::new(db.clone()),
        handbook: Arc::new(db.clone()),
        own_rules: Arc::new(db.clone()),
        replays: Arc::new(db.clone()),
        rehearsals: Arc::default(),
        rehearser: Arc::new(Rehearser::of(&engine, Arc::new(db.clone()))),
        chooser: Arc::new(db.clone()),
        lessons: Arc::new(db.clone()),
        redrafter: Arc::new(Quoting(knowledge.clone())),
        taught: Arc::default(),
        configured: Arc::new(configured(config, site.demo)),
        knowledge: knowledge.clone(),
        articles: Arc::new(db.clone()),
        clock,
        ears: Arc::new(ears),
        callers: Arc::new(super::staging::callers(config)?),
        site: Arc::new(site),
        metrics,
        live: Live::start(Arc::new(db.clone()), stop.clone()),
    };
    let mut preferences = PreferencesWatch::new(config, demo);
    // What was chosen before the start is in force from the first message on.
    preferences.look(&db, &engine).await?;
    let replaying = ReplayLoop::new(config, &db, &engine, knowledge.clone());
    Ok(House { db, engine, knowledge, precedents, notices, app, preferences, replaying, stop })
}

fn world(
    db: &Db,
    knowledge: &Arc<LiveKnowledge>,
    precedents: &Arc<PastQuestions>,
    drafter: Arc<dyn Drafter>,
    relays: Relays,
    clock: &Arc<dyn Clock>,
) -> World {
    World {
        store: Arc::new(db.clone()),
        knowledge: knowledge.clone(),
        precedents: precedents.clone(),
        drafter,
        ledger: Arc::new(db.clone()),
        surveys: Arc::new(db.clone()),
        autopilots: Arc::new(db.clone()),
        relays: Arc::new(relays),
        clock: clock.clone(),
    }
}

/// What the configuration file allows; what was learned and chosen comes over it.
pub(super) fn policy(config: &Config, rulebook: Arc<Rulebook>, demo: bool) -> anyhow::Result<Policy> {
    Ok(Policy {
        settings: config.policy.clone(),
        style: config.reply.clone(),
        rulebook,
        routing: Arc::new(routing()?),
        scorer: Scorer::default(),
        topics: Arc::default(),
        waiting: super::waiting::configured(config)?,
        survey: super::surveys::configured(config, demo),
        budgets: None,
        holdout: None,
        autopilot: None,
    })
}

fn configured(config: &Config, demo: bool) -> Configured {
    Configured {
        messages: config.messages.clone(),
        policy: config.policy.clone(),
        hours: config.hours.clone(),
        holdout: config.holdout,
        lessons: config.lessons,
        report: config.report.clone(),
        survey: super::surveys::as_read(config, demo),
        model: config.model.base_url.is_some().then(|| config.model.name.clone()).flatten(),
        budgets: Budgets { tokens: config.model.daily_token_budget, cost: config.model.daily_cost_budget },
    }
}

fn relays(config: &Config, clock: &Arc<dyn Clock>, demo: bool) -> anyhow::Result<(Relays, Ears)> {
    let mut relays: Relays = HashMap::new();
    let mut ears: Ears = HashMap::new();
    for settings in &config.relays {
        let name = &settings.name;
        let secret = |text: &str| Secret::parse(text).with_context(|| format!("relay `{name}`: a secret"));
        let inbound = settings.inbound().into_iter().map(secret).collect::<Result<Vec<_>, _>>()?;
        match settings.kind {
            RelayKind::Generic => {
                let url = settings
                    .actions_url
                    .clone()
                    .with_context(|| format!("relay `{name}`: no actions_url"))?;
                let outbound = secret(settings.outbound_secret.as_deref().unwrap_or_default())?;
                let timeout = Duration::from_millis(settings.timeout_ms);
                let relay =
                    GenericRelay::new(url, outbound, settings.deduplicates, timeout, Arc::clone(clock))
                        .with_context(|| format!("relay `{name}`: the HTTP client"))?;
                relays.insert(name.clone(), Arc::new(relay));
                ears.insert(name.clone(), Arc::new(GenericEar::new(name.clone(), inbound)));
            }
        }
    }
    if demo {
        relays.insert("playground".to_owned(), Arc::new(PlaygroundRelay));
    }
    Ok((relays, ears))
}
