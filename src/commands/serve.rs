//! The service: loops, pages and the relays' door, until a signal.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::account;
use super::assemble::{House, assemble};
use super::cli::Call;
use super::clock::SystemClock;
use super::findable::keep_findable;
use super::learning::Learning;
use super::preferences::PreferencesWatch;
use super::rehearsal_loop::keep_rehearsing;
use super::rules_watch::RulesWatch;
use super::scope::keep_in_scope;
use super::sweep::keep_swept;
use crate::config::{Config, Rules};
use crate::engine::{Engine, Loops, NoticeLoops};
use crate::knowledge::{LiveKnowledge, PastQuestions, sync_folder};
use crate::ports::{Accounts, Clock as _, Role};
use crate::store::Db;
use crate::telemetry;
use crate::web::{self, Site};

/// Who owns a Banister that was never signed in to.
const FIRST_OWNER: &str = "owner@localhost";

/// How the first owner signs until they choose a name; not a word that a key is likely to be called by.
const FIRST_NAME: &str = "Site owner";

/// How often articles are looked at for changes.
const WATCH: Duration = Duration::from_secs(2);

/// How often earlier questions are read again.
const REMEMBER: Duration = Duration::from_secs(5);

/// One hour, ms.
const HOUR_MS: i64 = 3_600_000;

/// How long the loops may take to end after a signal.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn run(call: &Call) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    telemetry::start_logging(config.server.log == "json");
    let db = Db::open(&config.store).await?;
    if let Some(path) = &config.knowledge.path {
        let report = sync_folder(&db, path, SystemClock.now()).await.context("knowledge.path")?;
        tracing::info!(changed = report.put.len(), removed = report.removed.len(), "knowledge is up to date");
    }
    let house = assemble(&config, db, site(&config, false), telemetry::start_metrics()).await?;
    let listener = bind(&config).await?;
    let address =
        config.server.public_url.clone().unwrap_or_else(|| format!("http://{}", config.server.listen));
    let address = address.trim_end_matches('/');
    eprintln!("banister {} on {address} ({})", env!("CARGO_PKG_VERSION"), house.db.engine());
    if config.server.public_url.is_some() && config.server.trusted_proxies.is_empty() {
        eprintln!(
            "behind a proxy? name it in server.trusted_proxies, so that guessing is slowed by address, too."
        );
    }
    if config.relays.is_empty() {
        eprintln!("no [[relay]] is configured yet: nothing will be heard. See docs/relays.md.");
    }
    for remark in super::notices::remarks(&config).into_iter().chain(super::surveys::remarks(&config)) {
        eprintln!("{remark}");
    }
    super::notices::remark_on_people(&config, &house.db).await?;
    if let Some(token) = first_sign_in(&house.db).await? {
        eprintln!("first start: sign in at {address}/login/link?token={token}");
        eprintln!("(works once, for 24 hours; `banister user add` makes further accounts)");
    }
    until_signal(house, listener, config.knowledge.path.as_deref(), config.rules.clone()).await?;
    Ok(ExitCode::SUCCESS)
}

/// What pages need to know of the configuration.
pub(super) fn site(config: &Config, demo: bool) -> Site {
    let server = &config.server;
    Site {
        public_url: server.public_url.clone(),
        listen: server.listen.clone(),
        secure_cookies: server.public_url.as_deref().is_some_and(|url| url.starts_with("https://")),
        session_ms: server.session_hours * HOUR_MS,
        session_idle_ms: server.session_idle_hours * HOUR_MS,
        trusted_proxies: server.proxies(),
        demo,
    }
}

pub(super) async fn bind(config: &Config) -> anyhow::Result<TcpListener> {
    let listen = &config.server.listen;
    TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}; is another program there? Set server.listen or BANISTER__SERVER__LISTEN")
    })
}

/// Runs a house until SIGINT or SIGTERM, then ends it in order: door, loops, store.
pub(super) async fn until_signal(
    house: House,
    listener: TcpListener,
    knowledge: Option<&Path>,
    rules: Rules,
) -> anyhow::Result<()> {
    let stop = house.stop.clone();
    let mut watching = Watch {
        db: house.db.clone(),
        engine: house.engine.clone(),
        knowledge: house.knowledge.clone(),
        folder: knowledge.map(Path::to_owned),
        rules: RulesWatch::new(rules),
        learning: Learning::default(),
        preferences: house.preferences,
    };
    // What was learned before the start is known from the first message on.
    if let Err(error) = watching.learning.look(&watching.db, &watching.engine).await {
        tracing::warn!(%error, "what was learned could not be read yet");
    }
    let warmed = tokio::spawn(keep_warm(
        house.knowledge.clone(),
        house.precedents.clone(),
        house.engine.clone(),
        stop.clone(),
    ));
    let watched = tokio::spawn(watch(watching, stop.clone()));
    let findable = tokio::spawn(keep_findable(house.db.clone(), stop.clone()));
    let swept = tokio::spawn(keep_swept(house.db.clone(), stop.clone()));
    let scoped = tokio::spawn(keep_in_scope(house.engine.clone(), house.db.clone(), stop.clone()));
    let replayed = tokio::spawn(house.replaying.run(stop.clone()));
    let rehearsed =
        tokio::spawn(keep_rehearsing(house.engine.clone(), house.app.rehearser.clone(), stop.clone()));
    let signalled = tokio::spawn(signal(stop.clone()));
    let loops = Loops::start(&house.engine);
    let telling = NoticeLoops::start(&house.notices);
    let served = web::server::serve(listener, web::router(house.app), stop.clone()).await;
    stop.cancel();
    tokio::join!(loops.stop(PATIENCE), telling.stop(PATIENCE));
    let _ended = tokio::join!(watched, warmed, findable, swept, scoped, replayed, rehearsed, signalled);
    house.db.close().await;
    tracing::info!("stopped");
    served.context("the listener failed")
}

async fn signal(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::error!("signals cannot be caught; stop with kill -9, nothing will be lost");
        return;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = stop.cancelled() => {}
    }
    stop.cancel();
}

/// What is looked at every now and then: polling sees what file events miss.
struct Watch {
    db: Db,
    engine: Arc<Engine>,
    knowledge: Arc<LiveKnowledge>,
    folder: Option<PathBuf>,
    rules: RulesWatch,
    learning: Learning,
    preferences: PreferencesWatch,
}

/// Encodes articles as they come. On its own, so that neither rules nor a stop wait for it.
async fn keep_warm(
    knowledge: Arc<LiveKnowledge>,
    precedents: Arc<PastQuestions>,
    engine: Arc<Engine>,
    stop: CancellationToken,
) {
    let one_round = async || {
        knowledge.warm().await;
        let policy = engine.policy();
        let is_clear = move |question: &str| !policy.rulebook.screen(&[question.to_owned()]).is_hold();
        if let Err(error) = precedents.refresh(is_clear).await {
            tracing::debug!(%error, "earlier questions could not be read; what is remembered stays");
        }
        tokio::time::sleep(REMEMBER).await;
    };
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = one_round() => {}
        }
    }
}

async fn watch(mut watch: Watch, stop: CancellationToken) {
    let mut last_fault = String::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = watch.engine.looking().until_asked(WATCH) => {}
        }
        let asked = watch.engine.looking().asked();
        match watch.rules.look(&watch.engine, &watch.db).await {
            Ok(false) => {}
            Ok(true) => {
                tracing::info!(rulebook = watch.engine.policy().rulebook.hash(), "new rules are in force")
            }
            Err(faults) => {
                tracing::error!(%faults, "the rules have changed and are refused; the old ones stay in force")
            }
        }
        let chosen = watch.preferences.look(&watch.db, &watch.engine).await;
        if chosen.is_ok() {
            watch.engine.looking().looked(asked);
        }
        match chosen {
            Ok(true) => tracing::info!("what was chosen on a page is in force"),
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "what was chosen could not be read; the old choices stay"),
        }
        if let Err(error) = watch.learning.look(&watch.db, &watch.engine).await {
            tracing::debug!(%error, "what was decided could not be read; the weights in force stay");
        }
        let fault = watch.articles().await.err().unwrap_or_default();
        // Once per kind of trouble, not every two seconds.
        if !fault.is_empty() && fault != last_fault {
            tracing::warn!(
                error = fault,
                "knowledge could not be brought up to date; the old one stays in use"
            );
        }
        last_fault = fault;
    }
}

impl Watch {
    async fn articles(&self) -> Result<(), String> {
        if let Some(folder) = &self.folder {
            let report = sync_folder(&self.db, folder, SystemClock.now()).await.map_err(|e| e.to_string())?;
            if report.changed() {
                tracing::info!(
                    changed = report.put.len(),
                    removed = report.removed.len(),
                    "knowledge has changed"
                );
            }
        }
        self.knowledge.reload_if_changed().await.map(drop).map_err(|e| e.to_string())
    }
}

/// At the first start there is nobody who could sign in: makes the owner, and a link that works once.
async fn first_sign_in(db: &Db) -> anyhow::Result<Option<String>> {
    let users = db.users().await?;
    let owner = match users.as_slice() {
        [] => {
            account::add(db, FIRST_OWNER, FIRST_NAME, Role::Owner, None, account::OURSELVES).await?;
            db.user_by_email(FIRST_OWNER).await?
        }
        // Nobody has had the chance to sign in and add an account yet.
        [only] if only.email == FIRST_OWNER => Some(only.clone()),
        _ => None,
    };
    let Some(owner) = owner else { return Ok(None) };
    account::link(db, &owner, account::OURSELVES).await.map(Some)
}
