//! Rules from the command line; above all what other rules would change, before anybody is affected.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::existing::existing;
use super::rules::rulebook;
use super::rules_own;
use super::say::say;
use crate::config::Rules;
use crate::domain::{Rehearsal, Shift, Timestamp, rehearse};
use crate::guardrail::{Reason, Rulebook};
use crate::ports::{Clock as _, Desk as _};

/// `banister rules`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Lists the rules in force.
    List,
    /// Prints the own rules that were written in the browser.
    Own,
    /// Keeps a file as the own rules, as the page for rules does.
    Put(rules_own::PutArgs),
    /// Compares two sets of rules: OLD and NEW are folders of rule files, or `built-in` for the built-in rules alone.
    Diff {
        /// The rules as they are.
        old: PathBuf,
        /// The rules as they would be.
        new: PathBuf,
        /// Lines `{"text":…}` or `{"messages":[…]}` to try both on.
        #[arg(long, value_name = "FILE", conflicts_with = "since", required_unless_present = "since")]
        on: Option<PathBuf>,
        /// Tries both on the turns the store has screened since this date (2026-11-01) or RFC 3339 time.
        #[arg(long)]
        since: Option<String>,
    },
}

/// Past turns looked at, at most.
const TURNS_MAX: i64 = 100_000;

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    messages: Option<Vec<String>>,
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let (old, new, on, since) = match &args.command {
        Command::List => return list(call),
        Command::Own => return rules_own::own(call).await,
        Command::Put(put) => return rules_own::put(call, put).await,
        Command::Diff { old, new, on, since } => (old, new, on, since),
    };
    let (old, new) = (book(old)?, book(new)?);
    let turns = match (on, since) {
        (Some(file), _) => from_file(file)?,
        (None, since) => from_store(call, since.as_deref().unwrap_or_default()).await?,
    };
    let all = turns.iter().map(Vec::as_slice);
    let sums = rehearse(&old, &new, all, |n, shift, reasons| {
        let what = match shift {
            Shift::Held => "newly held",
            Shift::Cleared => "NEWLY CLEARED",
        };
        show(call, what, turns.get(n).map(Vec::as_slice).unwrap_or_default(), reasons);
    });
    let Rehearsal { turns, newly_held, newly_cleared, held_by_both } = sums;
    if call.json {
        say!(
            "{}",
            json!({ "turns": turns, "newly_held": newly_held, "newly_cleared": newly_cleared,
                    "held_by_both": held_by_both, "old": old.hash(), "new": new.hash() })
        );
    } else {
        say!(
            "{turns} turns: {newly_held} newly held, {newly_cleared} newly cleared, {held_by_both} held by both"
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn list(call: &Call) -> anyhow::Result<ExitCode> {
    let book = rulebook(&call.config()?.rules)?;
    for rule in book.rules() {
        say!("{}\t{}\t{}", rule.id, rule.title, rule.file);
    }
    Ok(ExitCode::SUCCESS)
}

/// A folder stands beside the built-in rules, as `[rules] path` does.
fn book(path: &std::path::Path) -> anyhow::Result<Rulebook> {
    let path = (path != std::path::Path::new("built-in")).then(|| path.to_owned());
    Ok(rulebook(&Rules { path, without_built_in: false })?)
}

fn from_file(file: &std::path::Path) -> anyhow::Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut turns = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let place = || format!("{}:{}", file.display(), i + 1);
        let line: Line = serde_json::from_str(line).map_err(|e| Usage(format!("{}: {e}", place())))?;
        turns.push(match (line.text, line.messages) {
            (Some(text), None) => vec![text],
            (None, Some(messages)) => messages,
            _ => return Err(Usage(format!("{}: give either `text` or `messages`", place())).into()),
        });
    }
    Ok(turns)
}

async fn from_store(call: &Call, since: &str) -> anyhow::Result<Vec<Vec<String>>> {
    let since = past_time(since)?;
    let db = existing(call, &call.config()?).await?;
    let turns = db.past_turns(since, TURNS_MAX).await?;
    db.close().await;
    Ok(turns.into_iter().map(|t| t.messages).collect())
}

/// What `--since` says.
pub(super) fn past_time(since: &str) -> Result<Timestamp, Usage> {
    Timestamp::parse_rfc3339(since)
        .or_else(|| Timestamp::parse_rfc3339(&format!("{since}T00:00:00Z")))
        .filter(|t| *t <= SystemClock.now())
        .ok_or_else(|| {
            Usage(format!("--since: `{since}` is neither a past date (2026-11-01) nor an RFC 3339 time"))
        })
}

fn show(call: &Call, what: &str, turn: &[String], reasons: &[Reason]) {
    let why = reasons.first().map(|r| r.explanation.clone()).unwrap_or_default();
    if call.json {
        say!("{}", json!({ "change": what.to_lowercase(), "messages": turn, "why": why }));
    } else {
        say!("{what}: {}\n    {why}", turn.join(" / "));
    }
}
