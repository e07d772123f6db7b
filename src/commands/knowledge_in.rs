//! `banister knowledge add`: files, folders and the web, with progress and everything that was passed over.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::say::say;
use crate::knowledge::{Progress, SyncReport, Web, WebReport, WebSyncError, put_path, sync_web};
use crate::ports::Clock as _;
use crate::store::Db;

#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// A file or folder (.md, .txt, .html, .csv, .jsonl …), or the address of a page, a sitemap or a list of pages.
    what: String,
    /// At most so many pages of the web.
    #[arg(long, default_value_t = Web::PAGES_MAX, value_name = "N")]
    pages: usize,
    /// A further host whose pages may be read; may be given several times.
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// Lets pages of your own network be read (127.0.0.1, 10.x, 192.168.x …).
    #[arg(long)]
    allow_private: bool,
}

pub(super) async fn add(call: &Call, db: &Db, add: &Add) -> anyhow::Result<ExitCode> {
    if add.what.starts_with("http://") || add.what.starts_with("https://") {
        return from_web(call, db, add).await;
    }
    let report = put_path(db, Path::new(&add.what), SystemClock.now())
        .await
        .map_err(|error| Usage(error.to_string()))?;
    let total = report.put.len() + report.unchanged + report.clashes.len();
    if call.json {
        say!("{}", json!({ "articles": total, "changed": report.put.len(), "clashes": report.clashes }));
    } else {
        say!("{total} articles read, {} new or changed", report.put.len());
        clashes(&report);
    }
    Ok(ExitCode::SUCCESS)
}

async fn from_web(call: &Call, db: &Db, add: &Add) -> anyhow::Result<ExitCode> {
    let web = Web {
        urls: vec![add.what.clone()],
        hosts: add.hosts.clone(),
        pages_max: add.pages,
        allow_private: add.allow_private,
    };
    let mut show = |p: Progress<'_>| match p.skipped {
        None => eprintln!("{} of {}  {}", p.n, p.of, p.url),
        Some(why) => eprintln!("{} of {}  {} {why}", p.n, p.of, p.url),
    };
    let report = match sync_web(db, &web, SystemClock.now(), &mut show).await {
        Ok(report) => report,
        Err(WebSyncError::Web(error)) => return Err(Usage(error.to_string()).into()),
        Err(error) => return Err(error.into()),
    };
    told(call, &report);
    Ok(ExitCode::SUCCESS)
}

fn told(call: &Call, report: &WebReport) {
    let WebReport { sync, skipped, left_out } = report;
    let total = sync.put.len() + sync.unchanged;
    if call.json {
        let skipped: Vec<String> = skipped.iter().map(ToString::to_string).collect();
        say!(
            "{}",
            json!({ "articles": total, "changed": sync.put.len(), "removed": sync.removed.len(),
                    "clashes": sync.clashes, "skipped": skipped, "left_out": left_out })
        );
        return;
    }
    say!("{total} pages read, {} new or changed, {} gone", sync.put.len(), sync.removed.len());
    if !skipped.is_empty() {
        say!("{} not taken:", skipped.len());
        for skipped in skipped {
            say!("  {skipped}");
        }
    }
    if *left_out > 0 {
        say!("{left_out} more are listed; give --pages {} to read them all", total + left_out);
    }
    clashes(sync);
}

fn clashes(report: &SyncReport) {
    for slug in &report.clashes {
        say!("{slug}: not taken, an article from elsewhere has this slug; remove that one first");
    }
}
