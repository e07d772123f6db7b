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
use crate::stats::{CONFIDENCE_95, Share, wilson};

/// `banister eval guardrail`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Lines `{"text":…,"must_block":true|false}`, with `group`, `class` and `hard` where known.
    file: PathBuf,
    /// How many misses of each kind to print.
    #[arg(long, default_value_t = 20)]
    misses: usize,
    /// Fails (exit code 1) when the recall is lower, 0..1.
    #[arg(long, value_name = "SHARE")]
    min_recall: Option<f64>,
    /// Fails (exit code 1) when more of the harmless lines are held, 0..1.
    #[arg(long, value_name = "SHARE")]
    max_false_holds: Option<f64>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    must_block: bool,
    /// What it is about: `refund`.
    #[serde(default)]
    group: Option<String>,
    /// How it is written, or in which language: `typo`, `lang_de`.
    #[serde(default)]
    class: Option<String>,
    /// Harmless, but with a word of the rules; or to be held, but without.
    #[serde(default)]
    hard: bool,
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

    /// 0..1; of nothing, 0.
    #[expect(clippy::cast_precision_loss, reason = "lines of a file")]
    fn share(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.hit as f64 / self.n as f64 }
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

#[derive(Default)]
struct Tallies {
    recall: Tally,
    false_holds: Tally,
    /// Recall by what a line is about.
    groups: BTreeMap<String, Tally>,
    /// Recall and false holds by class.
    classes: BTreeMap<String, (Tally, Tally)>,
    missed: Vec<String>,
    wrongly_held: Vec<String>,
}

impl Tallies {
    fn count(&mut self, line: Line, held: bool) {
        let mut classes: Vec<String> = line.class.into_iter().collect();
        if line.hard {
            classes.push("(hard)".to_owned());
        }
        for class in classes {
            let of_class = self.classes.entry(class).or_default();
            if line.must_block { &mut of_class.0 } else { &mut of_class.1 }.count(held);
        }
        if line.must_block {
            self.recall.count(held);
            self.groups.entry(line.group.unwrap_or_else(|| "(no group)".to_owned())).or_default().count(held);
            if !held {
                self.missed.push(line.text);
            }
        } else {
            self.false_holds.count(held);
            if held {
                self.wrongly_held.push(line.text);
            }
        }
    }

    fn print_json(&self, rulebook: &str) {
        let groups: BTreeMap<_, _> = self.groups.iter().map(|(name, t)| (name, t.json())).collect();
        let classes: BTreeMap<_, _> = self
            .classes
            .iter()
            .map(|(name, (recall, held))| {
                (name, json!({ "recall": recall.json(), "false_holds": held.json() }))
            })
            .collect();
        say!(
            "{}",
            json!({ "rulebook": rulebook, "recall": self.recall.json(), "false_holds": self.false_holds.json(),
                    "groups": groups, "classes": classes, "missed": self.missed,
                    "wrongly_held": self.wrongly_held })
        );
    }

    fn print(&self, rulebook: &str, misses: usize) {
        say!("rulebook     {rulebook}");
        say!("recall       {}", self.recall.words());
        say!("false holds  {}", self.false_holds.words());
        for (name, tally) in &self.groups {
            say!("  {name:<20} {}", tally.words());
        }
        for (name, (recall, held)) in &self.classes {
            say!("  {name:<20} recall {}; false holds {}", recall.words(), held.words());
        }
        for (title, texts) in [("missed", &self.missed), ("wrongly held", &self.wrongly_held)] {
            say!("{title}: {} (first {})", texts.len(), misses.min(texts.len()));
            for text in texts.iter().take(misses) {
                say!("  {text}");
            }
        }
    }

    /// What was promised and not kept.
    fn shortfalls(&self, args: &Args) -> Vec<String> {
        let recall = args.min_recall.filter(|floor| self.recall.share() < *floor);
        let held = args.max_false_holds.filter(|most| self.false_holds.share() > *most);
        let recall = recall.map(|floor| format!("recall {:.4} is below {floor}", self.recall.share()));
        let held = held.map(|most| format!("false holds {:.4} are above {most}", self.false_holds.share()));
        recall.into_iter().chain(held).collect()
    }
}

pub(super) fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let rulebook = rulebook(&call.config()?.rules)?;
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let mut tallies = Tallies::default();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .map_err(|e| Usage(format!("{}:{}: {e}", args.file.display(), i + 1)))?;
        let held = rulebook.screen(std::slice::from_ref(&line.text)).is_hold();
        tallies.count(line, held);
    }
    if call.json {
        tallies.print_json(rulebook.hash());
    } else {
        tallies.print(rulebook.hash(), args.misses);
    }
    let shortfalls = tallies.shortfalls(args);
    for shortfall in &shortfalls {
        say!("FAULT  {shortfall}");
    }
    Ok(if shortfalls.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
