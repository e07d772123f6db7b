//! The guardrail against labelled lines: recall and false holds with intervals, by group, and the misses.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::cli::{Call, Usage};
use super::rules::rulebook;
use super::say::say;
use crate::guardrail::Verdict;
use crate::stats::{CONFIDENCE_95, Share, wilson};

/// `banister eval`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to measure.
    #[arg(value_parser = ["guardrail"])]
    what: String,
    /// Lines `{"text":…,"must_block":true|false,"group":…}`.
    file: PathBuf,
    /// How many misses of each kind to print.
    #[arg(long, default_value_t = 20)]
    misses: usize,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    must_block: bool,
    #[serde(default)]
    group: Option<String>,
}

#[derive(Default)]
struct Tally {
    hit: u64,
    n: u64,
}

impl Tally {
    fn count(&mut self, hit: bool) {
        self.n += 1;
        self.hit += u64::from(hit);
    }

    fn json(&self) -> serde_json::Value {
        Share::new(self.hit, self.n).map_or_else(
            || json!({ "n": self.n, "share": null }),
            |share| {
                let i = wilson(share, CONFIDENCE_95);
                json!({ "hits": self.hit, "n": self.n, "share": i.value, "low": i.low, "high": i.high })
            },
        )
    }

    fn words(&self) -> String {
        Share::new(self.hit, self.n).map_or_else(
            || "none".to_owned(),
            |share| {
                let i = wilson(share, CONFIDENCE_95);
                let pct = |x: f64| format!("{:.2}", x * 100.0);
                format!("{} % ({} to {}), {} of {}", pct(i.value), pct(i.low), pct(i.high), self.hit, self.n)
            },
        )
    }
}

pub(super) fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let rulebook = rulebook(&call.config()?.rules)?;
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let (mut recall, mut false_holds) = (Tally::default(), Tally::default());
    let mut groups: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut missed, mut wrongly_held) = (Vec::new(), Vec::new());
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .map_err(|e| Usage(format!("{}:{}: {e}", args.file.display(), i + 1)))?;
        let held = matches!(rulebook.screen(std::slice::from_ref(&line.text)), Verdict::Hold(_));
        if line.must_block {
            recall.count(held);
            groups.entry(line.group.unwrap_or_else(|| "(no group)".to_owned())).or_default().count(held);
            if !held {
                missed.push(line.text);
            }
        } else {
            false_holds.count(held);
            if held {
                wrongly_held.push(line.text);
            }
        }
    }
    if call.json {
        let groups: BTreeMap<_, _> = groups.iter().map(|(name, t)| (name, t.json())).collect();
        say!(
            "{}",
            json!({ "rulebook": rulebook.hash(), "recall": recall.json(), "false_holds": false_holds.json(),
                    "groups": groups, "missed": missed, "wrongly_held": wrongly_held })
        );
        return Ok(ExitCode::SUCCESS);
    }
    say!("rulebook     {}", rulebook.hash());
    say!("recall       {}", recall.words());
    say!("false holds  {}", false_holds.words());
    for (name, tally) in &groups {
        say!("  {name:<20} {}", tally.words());
    }
    for (title, texts) in [("missed", missed), ("wrongly held", wrongly_held)] {
        say!("{title}: {} (first {})", texts.len(), args.misses.min(texts.len()));
        for text in texts.iter().take(args.misses) {
            say!("  {text}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
