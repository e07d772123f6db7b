//! The statistics by name: one JSON object a line in, one a line out.

use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;

use super::cli::Usage;
use super::say::say;
use crate::stats::catalogue;

/// `banister stats`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The function.
    #[arg(required_unless_present = "list")]
    function: Option<String>,
    /// Prints the names of all functions.
    #[arg(long)]
    list: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.list {
        for name in catalogue::functions() {
            say!("{name}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let function = args.function.as_deref().unwrap_or_default();
    if !catalogue::functions().contains(&function) {
        return Err(Usage(format!("no function `{function}`; `banister stats --list` names them all")).into());
    }
    let mut out = std::io::stdout().lock();
    for (i, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("line {}: not UTF-8", i + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let input =
            serde_json::from_str(&line).map_err(|e| Usage(format!("line {}: not JSON: {e}", i + 1)))?;
        let output = catalogue::call(function, &input).map_err(|e| Usage(format!("line {}: {e}", i + 1)))?;
        writeln!(out, "{output}")?;
    }
    Ok(ExitCode::SUCCESS)
}
