//! Reports on the console.

use std::process::ExitCode;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::say::say;
use crate::domain::Timestamp;
use crate::domain::report::compare;
use crate::domain::report_text::{comparison_csv, comparison_text};
use crate::ports::{Clock as _, Desk as _, Since};
use crate::store::Db;

/// `banister report`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which report.
    #[arg(value_parser = ["comparison"])]
    report: String,
    /// Start: a date (2026-11-01) or an RFC 3339 time. Default: 30 days before the end.
    #[arg(long)]
    from: Option<String>,
    /// End, excluded. Default: now.
    #[arg(long)]
    to: Option<String>,
    /// `text`, `json` or `csv`.
    #[arg(long, default_value = "text", value_parser = ["text", "json", "csv"])]
    format: String,
}

/// The stretch a report covers by default, ms.
const STRETCH_MS: i64 = 30 * 86_400_000;

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let now = SystemClock.now();
    let to = args.to.as_deref().map(|t| moment("--to", t)).transpose()?.unwrap_or(now);
    let from =
        args.from.as_deref().map(|t| moment("--from", t)).transpose()?.unwrap_or(to.minus_ms(STRETCH_MS));
    if from >= to {
        return Err(Usage("--from must lie before --to".to_owned()).into());
    }
    let db = Db::open_beside(&config.store).await?;
    let episodes = db.episodes(Since { from, to }).await?;
    let comparison = compare(from.0, to.0, now.0, &episodes);
    match (call.json, args.format.as_str()) {
        (true, _) | (_, "json") => say!("{}", serde_json::to_string_pretty(&comparison)?),
        (_, "csv") => say!("{}", comparison_csv(&comparison).trim_end()),
        _ => say!("{}", comparison_text(&comparison).trim_end()),
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

fn moment(flag: &str, text: &str) -> Result<Timestamp, Usage> {
    Timestamp::parse_rfc3339(text)
        .or_else(|| Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z")))
        .ok_or_else(|| Usage(format!("{flag}: `{text}` is neither a date (2026-11-01) nor an RFC 3339 time")))
}
