//! Plays past conversations again under other rules, prompts, models, articles or thresholds; sends nothing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::existing::existing;
use super::replay_trial::{policy_in_force, trial, with_tried};
use super::rules_diff::past_time;
use super::rules_own::in_force;
use super::say::say;
use crate::config::{Config, Rules};
use crate::domain::Timestamp;
use crate::domain::replay::{Replayed, Tried, markdown};
use crate::engine::{Progress, Replayer, Trial};
use crate::knowledge::{LiveKnowledge, put_path};
use crate::ports::{Clock as _, Knowledge};
use crate::store::{Db, Settings};

/// Without a date, ms: thirty days.
const SINCE_MS: i64 = 30 * 86_400_000;
/// More turns want a while; the newest are played.
const LIMIT: u64 = 2_000;
/// And at most so many.
const LIMIT_MAX: u64 = 100_000;
/// How often it is said how far it has come.
const TELL: Duration = Duration::from_secs(5);

/// `banister replay`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A folder of rules, in the place of `rules.path`. Alone, it makes no draft: exact, and free.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// A folder with another `reply.md`.
    #[arg(long, value_name = "DIR")]
    prompts: Option<PathBuf>,
    /// Another model.
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// Another model server; the configured key is not sent to it.
    #[arg(long, value_name = "URL", requires = "model")]
    base_url: Option<String>,
    /// A folder of articles in the place of those in the store.
    #[arg(long, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// What would have been sent by itself from this confidence on, 0 to 1, by confidence alone; without a number, by the
    /// thresholds that autopilot has in force.
    #[arg(long, value_name = "X", num_args = 0..=1, default_missing_value = IN_FORCE)]
    threshold: Option<Threshold>,
    /// Turns screened since this date (2026-11-01) or RFC 3339 time; thirty days without it.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// The newest turns, at most so many.
    #[arg(long, value_name = "N", default_value_t = LIMIT)]
    limit: u64,
    /// Drafts a turn, 1 to 20: a model does not say the same each time.
    #[arg(long, value_name = "K", default_value_t = 1)]
    runs: u32,
    /// Writes the report to a file: `.md` or `.json`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What stands for the thresholds in force, where no number does.
const IN_FORCE: &str = "in_force";

/// See [`Args::threshold`].
#[derive(Clone, Copy, Debug, PartialEq)]
enum Threshold {
    InForce,
    Confidence(f64),
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == IN_FORCE {
            return Ok(Self::InForce);
        }
        let number = text.parse().map_err(|_| format!("give a number from 0 to 1, or {IN_FORCE}"))?;
        Ok(Self::Confidence(number))
    }
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let tried = tried(&config, args)?;
    let as_json = args.out.as_deref().map(ending).transpose()?;
    let db = existing(call, &config).await?;
    let in_force_rules = in_force(&db, &config.rules).await?;
    let rulebook = match &args.rules {
        Some(folder) => {
            let path = Some(folder.clone());
            let rules = Rules { path, without_built_in: config.rules.without_built_in };
            Some(in_force(&db, &rules).await?)
        }
        None => None,
    };
    let policy = policy_in_force(&config, &db, in_force_rules).await?;
    let articles =
        if tried.drafts { Some(Articles::open(&db, args.knowledge.as_deref()).await?) } else { None };
    let knowledge = match &articles {
        Some(articles) => Some(articles.searchable(&config).await?),
        None => None,
    };
    let trial = trial(&config, &tried, &policy, rulebook, knowledge)?;
    let replayed = play(&db, &trial).await;
    if let Some(articles) = &articles {
        articles.close().await;
    }
    db.close().await;
    let replayed = replayed?;
    let json = serde_json::to_string_pretty(&replayed).context("the result cannot be written")?;
    let text = markdown(&replayed);
    if let (Some(file), Some(as_json)) = (&args.out, as_json) {
        let report = if as_json { &json } else { &text };
        std::fs::write(file, report).with_context(|| format!("cannot write {}", file.display()))?;
    }
    say!("{}", if call.json { json.as_str() } else { text.trim_end() });
    Ok(ExitCode::from(u8::from(replayed.verdicts.newly_cleared > 0)))
}

/// What is asked for, or what is wrong with it.
fn tried(config: &Config, args: &Args) -> Result<Tried, Usage> {
    let since = match args.since.as_deref() {
        Some(since) => past_time(since)?,
        None => SystemClock.now().minus_ms(SINCE_MS),
    };
    if args.limit > LIMIT_MAX {
        return Err(Usage(format!("--limit: give 1 to {LIMIT_MAX} turns")));
    }
    let named = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    // Rules and thresholds need no draft but those of then.
    let redrafts = args.prompts.is_some() || args.model.is_some() || args.knowledge.is_some();
    let tried = Tried {
        since,
        limit: args.limit,
        rules: named(&args.rules),
        own_rules: None,
        prompts: named(&args.prompts),
        model: args.model.clone(),
        base_url: args.base_url.clone(),
        knowledge: named(&args.knowledge),
        threshold: match args.threshold {
            Some(Threshold::Confidence(from)) => Some(from),
            Some(Threshold::InForce) | None => None,
        },
        gates: args.threshold == Some(Threshold::InForce),
        drafts: redrafts || (args.rules.is_none() && args.threshold.is_none()),
        runs: args.runs,
    };
    let tried = tried.checked().map_err(|bad| Usage(format!("--{}: {}", bad.field, bad.message)))?;
    let model = with_tried(config, &tried).model;
    if let Some(fault) = model.faults().into_iter().next().filter(|_| tried.drafts) {
        return Err(Usage(fault.to_string()));
    }
    if model.base_url.is_none() && (tried.prompts.is_some() || tried.runs > 1) {
        return Err(Usage(
            "prompts and runs are a model's affair, and no model is configured: name one in [model], or with --model \
             and --base-url"
                .to_owned(),
        ));
    }
    if let Some(folder) = args.prompts.as_ref().filter(|folder| !folder.join("reply.md").is_file()) {
        return Err(Usage(format!("--prompts: {} holds no reply.md", folder.display())));
    }
    Ok(tried)
}

/// Whether the report is JSON, by the name of its file.
fn ending(file: &Path) -> Result<bool, Usage> {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("json") => Ok(true),
        Some("md") => Ok(false),
        _ => Err(Usage(format!("--out: {} ends neither in .md nor in .json", file.display()))),
    }
}

async fn play(db: &Db, trial: &Trial) -> anyhow::Result<Replayed> {
    let replayer = Replayer {
        replays: Arc::new(db.clone()),
        ledger: Arc::new(db.clone()),
        clock: Arc::new(SystemClock),
    };
    let progress = Progress::default();
    let played = replayer.play(trial, &progress);
    tokio::pin!(played);
    loop {
        tokio::select! {
            outcome = &mut played => return Ok(outcome?),
            () = tokio::time::sleep(TELL) => {
                let (done, total) = progress.now();
                eprintln!("{done} of {total} turns");
            }
        }
    }
}

/// The articles to draft from: those of the store, or of a folder, which is taken into a store of its own.
struct Articles {
    db: Db,
    folder: Option<PathBuf>,
}

impl Articles {
    async fn open(store: &Db, folder: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = folder else { return Ok(Self { db: store.clone(), folder: None }) };
        let folder = std::env::temp_dir().join(format!("banister-replay-{}", std::process::id()));
        // A new folder: whatever lies there under that name is somebody else's.
        std::fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let db =
            Db::open(&Settings { url: format!("sqlite:{}", folder.join("articles.db").display()) }).await;
        let taken = match db {
            Ok(db) => match put_path(&db, path, Timestamp(1)).await {
                Ok(_) => return Ok(Self { db, folder: Some(folder) }),
                Err(error) => Usage(format!("--knowledge: {error}")).into(),
            },
            Err(error) => anyhow::Error::from(error),
        };
        // Best effort: the system clears its temporary folder.
        let _removed = std::fs::remove_dir_all(&folder);
        Err(taken)
    }

    async fn searchable(&self, config: &Config) -> anyhow::Result<Arc<dyn Knowledge>> {
        let encoder = super::encoder::encoder(&config.embedding)?;
        let knowledge = LiveKnowledge::open(Arc::new(self.db.clone()), encoder).await?;
        knowledge.warm().await;
        Ok(Arc::new(knowledge))
    }

    async fn close(&self) {
        if self.folder.is_some() {
            self.db.close().await;
        }
    }
}

impl Drop for Articles {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // Best effort, as above.
            let _removed = std::fs::remove_dir_all(folder);
        }
    }
}
