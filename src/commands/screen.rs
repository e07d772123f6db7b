//! Verdicts on texts: one from the command line, or many turns from standard input.

use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::cli::{Call, Usage};
use super::rules::{routing, rulebook};
use super::say::say;
use crate::guardrail::{Reason, Route, Routing, Rulebook, Verdict};

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
    let books = Books { rulebook: rulebook(&call.config()?.rules)?, routing: routing()? };
    if args.jsonl {
        return lines(&books);
    }
    let text = match &args.text {
        Some(text) => text.clone(),
        None => {
            std::io::read_to_string(std::io::stdin()).context("standard input cannot be read as UTF-8")?
        }
    };
    let answer = screened(&books, &[text]);
    if call.json {
        say!("{}", answer.line());
        return Ok(ExitCode::SUCCESS);
    }
    match &answer.route {
        _ if !answer.reasons.is_empty() => {}
        None => say!("clear: a draft may be asked for"),
        Some((route, reason)) => {
            say!("clear, and a human gets it at once: {} (\u{201c}{}\u{201d})", word(*route), reason.matched);
        }
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

fn lines(books: &Books) -> anyhow::Result<ExitCode> {
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
        writeln!(out, "{}", screened(books, &messages).line())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// What may speak against a draft.
struct Books {
    rulebook: Rulebook,
    routing: Routing,
}

struct Answer {
    /// Where a clear turn goes all the same.
    route: Option<(Route, Reason)>,
    reasons: Vec<Reason>,
    /// What rules with `action = "log"` found.
    logged: Vec<Reason>,
    micros: f64,
}

#[expect(clippy::disallowed_methods, reason = "the answer states how long the screening took")]
fn screened(books: &Books, messages: &[String]) -> Answer {
    let Books { rulebook, routing } = books;
    let start = Instant::now();
    let verdict = rulebook.screen(messages);
    let micros = start.elapsed().as_secs_f64() * 1e6;
    let reasons = match verdict {
        Verdict::Clear(_) => Vec::new(),
        Verdict::Hold(reasons) => reasons,
    };
    Answer { route: routing.route(messages), reasons, logged: rulebook.shadow(messages), micros }
}

impl Answer {
    fn line(&self) -> serde_json::Value {
        let told = |reasons: &[Reason]| reasons.iter().map(told).collect::<Vec<_>>();
        let (reasons, logged) = (told(&self.reasons), told(&self.logged));
        let verdict = if self.reasons.is_empty() { "clear" } else { "hold" };
        let route = self.route.as_ref().map(|(route, _)| route);
        json!({ "verdict": verdict, "reasons": reasons, "logged": logged, "route": route,
                "micros": (self.micros * 10.0).round() / 10.0 })
    }
}

const fn word(route: Route) -> &'static str {
    match route {
        Route::Danger => "danger",
        Route::Person => "asks for a human",
        Route::Anger => "angry",
    }
}

fn told(r: &Reason) -> serde_json::Value {
    json!({
        "rule": r.rule, "title": r.title, "layer": r.layer, "message_index": r.message_index,
        "span": [r.span.0, r.span.1], "utf16": [r.utf16.0, r.utf16.1], "matched": r.matched,
        "normalised": r.normalised, "exceptions": r.exceptions, "explanation": r.explanation,
    })
}
