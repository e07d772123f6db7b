//! How well questions find the article that answers them, by meaning and by words alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::cli::{Call, Usage};
use super::existing::existing;
use super::say::say;
use crate::domain::Timestamp;
use crate::knowledge::{LiveKnowledge, SentenceEncoder, put_path};
use crate::ports::{Articles as _, Knowledge as _};
use crate::stats::{CONFIDENCE_95, Share, wilson};
use crate::store::{Db, Settings};

/// `banister eval retrieval`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Lines `{"question":…,"article":SLUG}`.
    file: PathBuf,
    /// A folder of articles; without it, those of the store.
    #[arg(long, value_name = "PATH")]
    knowledge: Option<PathBuf>,
    /// Fails (exit code 1) when the right article comes first less often, 0..1.
    #[arg(long, value_name = "SHARE")]
    min_first: Option<f64>,
}

#[derive(Deserialize)]
struct Line {
    question: String,
    article: String,
}

/// Among how many the right article must be.
const AMONG: [usize; 3] = [1, 3, 5];
/// Passages looked at: several may belong to one article.
const PASSAGES_MAX: usize = 50;

#[derive(Default)]
struct Found {
    n: u64,
    hits: [u64; 3],
    micros: Vec<u128>,
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let Some(path) = &args.knowledge else {
        return with(&existing(call, &call.config()?).await?, call, args).await;
    };
    let folder = std::env::temp_dir().join(format!("banister-eval-{}", std::process::id()));
    // A new folder: whatever lies there under that name is somebody else's.
    std::fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let outcome = in_folder(&folder, path, call, args).await;
    // Best effort: the system clears its temporary folder.
    let _removed = std::fs::remove_dir_all(&folder);
    outcome
}

async fn in_folder(folder: &Path, articles: &Path, call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let url = format!("sqlite:{}", folder.join("eval.db").display());
    let db = Db::open(&Settings { url }).await?;
    put_path(&db, articles, Timestamp(1)).await.map_err(|error| Usage(error.to_string()))?;
    with(&db, call, args).await
}

async fn with(db: &Db, call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let encoder = super::encoder::encoder(&call.config()?.embedding)?;
    let meant = if encoder.is_some() { Some(measure(db, encoder, args).await?) } else { None };
    let words = measure(db, None, args).await?;
    db.close().await;
    if call.json {
        say!("{}", json!({ "by_meaning": meant.as_ref().map(Found::json), "by_words": words.json() }));
    } else {
        if let Some(meant) = &meant {
            meant.print("by meaning");
        }
        words.print("by words alone");
    }
    let first = meant.as_ref().unwrap_or(&words).share(0).map_or(0.0, Share::value);
    if let Some(floor) = args.min_first.filter(|floor| first < *floor) {
        say!("FAULT  the right article comes first in {first:.4}, below {floor}");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::disallowed_methods, reason = "a measurement states how long a search took")]
async fn measure(db: &Db, encoder: Option<Arc<dyn SentenceEncoder>>, args: &Args) -> anyhow::Result<Found> {
    let knowledge = LiveKnowledge::open(Arc::new(db.clone()), encoder).await?;
    knowledge.warm().await;
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let slugs: BTreeSet<String> = db.articles().await?.into_iter().map(|a| a.slug).collect();
    let mut found = Found::default();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .map_err(|e| Usage(format!("{}:{}: {e}", args.file.display(), i + 1)))?;
        let wanted = line.article.trim_end_matches(".md");
        if !slugs.contains(wanted) {
            return Err(
                Usage(format!("{}:{}: article: there is no `{wanted}`", args.file.display(), i + 1)).into()
            );
        }
        let start = std::time::Instant::now();
        let passages = knowledge.search(&line.question, PASSAGES_MAX).await;
        found.micros.push(start.elapsed().as_micros());
        let mut ranked: Vec<&str> = Vec::new();
        for slug in passages.iter().filter_map(|p| p.id.split('#').next()) {
            if !ranked.contains(&slug) {
                ranked.push(slug);
            }
        }
        let place = ranked.iter().position(|slug| *slug == wanted).unwrap_or(usize::MAX);
        found.n += 1;
        for (hits, among) in found.hits.iter_mut().zip(AMONG) {
            *hits += u64::from(place < among);
        }
    }
    if found.n == 0 {
        return Err(Usage(format!("{} holds no question", args.file.display())).into());
    }
    found.micros.sort_unstable();
    Ok(found)
}

impl Found {
    fn share(&self, at: usize) -> Option<Share> {
        Share::new(self.hits.get(at).copied()?, self.n)
    }

    /// Half of the searches took at most so long, the encoding of the question included, us.
    fn median_us(&self) -> u128 {
        self.micros.get(self.micros.len() / 2).copied().unwrap_or(0)
    }

    fn json(&self) -> serde_json::Value {
        let among = |at: usize| {
            self.share(at).map(|share| {
                let i = wilson(share, CONFIDENCE_95);
                json!({ "share": i.value, "low": i.low, "high": i.high })
            })
        };
        let median = u64::try_from(self.median_us()).unwrap_or(u64::MAX);
        json!({ "n": self.n, "first": among(0), "among_3": among(1), "among_5": among(2), "median_us": median })
    }

    fn print(&self, name: &str) {
        for (at, among) in AMONG.iter().enumerate() {
            let Some(share) = self.share(at) else { continue };
            let i = wilson(share, CONFIDENCE_95);
            say!(
                "{name:<16} right article among {among}: {:.1} % ({:.1} to {:.1}), {} of {}",
                100.0 * i.value,
                100.0 * i.low,
                100.0 * i.high,
                share.hits(),
                self.n
            );
        }
        say!("{name:<16} half of the searches within {} us", self.median_us());
    }
}
