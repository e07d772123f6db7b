//! Verdicts on texts: one from the command line, or many turns from standard input.

use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::cli::{Call, Usage};
use super::rules::rulebook;
use super::say::say;
use crate::guardrail::{Reason, Rulebook, Verdict};

/// `banister screen`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The text. Without it, standard input is read whole.
    text: Option<String>,
    /// Reads lines `{"text":…}` or `{"messages":[…]}` and answers each with a line.
    #[arg(long)]
    jsonl: bool,
}

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    messages: Option<Vec<String>>,
}

pub(super) fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let rulebook = rulebook(&call.config()?.rules)?;
    if args.jsonl {
        return lines(&rulebook);
    }
    let text = match &args.text {
        Some(text) => text.clone(),
        None => {
            std::io::read_to_string(std::io::stdin()).context("standard input cannot be read as UTF-8")?
        }
    };
    let answer = screened(&rulebook, &[text]);
    if call.json {
        say!("{}", answer.line());
        return Ok(ExitCode::SUCCESS);
    }
    if answer.reasons.is_empty() {
        say!("clear: a draft may be asked for");
    }
    for reason in &answer.reasons {
        say!("{}", reason.explanation);
    }
    for reason in &answer.logged {
        // A rule with `action = "log"` is watched before it counts.
        say!("{}", reason.explanation.replacen("held for a human", "only logged", 1));
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(rulebook: &Rulebook) -> anyhow::Result<ExitCode> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (i, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("line {}: not UTF-8", i + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let turn: Line = serde_json::from_str(&line)
            .map_err(|e| Usage(format!("line {}: not a JSON object: {e}", i + 1)))?;
        let messages = match (turn.text, turn.messages) {
            (Some(text), None) => vec![text],
            (None, Some(messages)) => messages,
            _ => return Err(Usage(format!("line {}: give either `text` or `messages`", i + 1)).into()),
        };
        writeln!(out, "{}", screened(rulebook, &messages).line())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

struct Answer {
    reasons: Vec<Reason>,
    /// What rules with `action = "log"` found.
    logged: Vec<Reason>,
    micros: f64,
}

#[expect(clippy::disallowed_methods, reason = "the answer states how long the screening took")]
fn screened(rulebook: &Rulebook, messages: &[String]) -> Answer {
    let start = Instant::now();
    let verdict = rulebook.screen(messages);
    let micros = start.elapsed().as_secs_f64() * 1e6;
    let reasons = match verdict {
        Verdict::Clear(_) => Vec::new(),
        Verdict::Hold(reasons) => reasons,
    };
    Answer { reasons, logged: rulebook.shadow(messages), micros }
}

impl Answer {
    fn line(&self) -> serde_json::Value {
        let told = |reasons: &[Reason]| reasons.iter().map(told).collect::<Vec<_>>();
        let (reasons, logged) = (told(&self.reasons), told(&self.logged));
        let verdict = if self.reasons.is_empty() { "clear" } else { "hold" };
        json!({ "verdict": verdict, "reasons": reasons, "logged": logged, "micros": (self.micros * 10.0).round() / 10.0 })
    }
}

fn told(r: &Reason) -> serde_json::Value {
    json!({
        "rule": r.rule, "title": r.title, "layer": r.layer, "message_index": r.message_index,
        "span": [r.span.0, r.span.1], "utf16": [r.utf16.0, r.utf16.1], "matched": r.matched,
        "normalised": r.normalised, "exceptions": r.exceptions, "explanation": r.explanation,
    })
}
