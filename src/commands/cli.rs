//! The command line. Exit codes: 0 done, 1 a check failed or nothing was found, 2 bad usage or configuration.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use super::rules::RuleFaults;
use crate::config::{self, Config, ConfigFaults};
use crate::store::OpenError;

/// AI-assisted replies for live-chat support, with a handrail.
#[derive(Debug, Parser)]
#[command(name = "banister", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The configuration file. Without it: ./banister.toml if there is one, else defaults.
    #[arg(long, short, global = true, value_name = "FILE", env = "BANISTER_CONFIG")]
    config: Option<PathBuf>,
    /// Answers for machines where a command has them.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The whole thing on one machine with a sample shop: no key, nothing to install.
    Demo(super::demo::Args),
    /// The service.
    Serve,
    /// Checks configuration, rules, knowledge, model and relays; names every fault at once.
    Check(super::check::Args),
    /// Screens a text, or turns from standard input, and says why one is held.
    Screen(super::screen::Args),
    /// Measures the guardrail, or the search for articles, against labelled lines.
    Eval(super::eval::Args),
    /// The rules: what is in force, and what others would change.
    Rules(super::rules_diff::Args),
    /// Plays past conversations again under other rules, prompts, models or articles, and says what would have been
    /// different. Sends nothing; ends with 1 if something held would be let pass.
    Replay(super::replay::Args),
    /// Checks the reports' figures: prints episodes chosen by chance with all arithmetic; ends with 1 if one is wrong.
    Audit(super::audit::Args),
    /// Replies that leave without an owner: how it stands, and the switch.
    Autopilot(super::autopilot::Args),
    /// Prints a report.
    Report(super::report::Args),
    /// What owners' edits and rejects teach: proposed changes, with what they rest on.
    Lessons,
    /// Computes a statistic: one JSON object a line in, one a line out.
    Stats(super::stats::Args),
    /// The owner's articles.
    Knowledge(super::knowledge::Args),
    /// Who may sign in.
    User(super::account::UserArgs),
    /// Tokens for the API.
    Token(super::token::TokenArgs),
}

/// What every command is given.
pub(super) struct Call {
    pub config_path: Option<PathBuf>,
    pub json: bool,
}

impl Call {
    pub(super) fn config(&self) -> Result<Config, ConfigFaults> {
        config::load(self.config_path.as_deref())
    }
}

/// Runs the command asked for.
///
/// # Errors
/// Whatever the command could not do; [`exit_code`] says how to end.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    // Without a provider the TLS library panics at its first use; a second installation is refused, harmlessly.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    let beside = PathBuf::from("banister.toml");
    let config_path = cli.config.or_else(|| beside.exists().then_some(beside));
    let call = Call { config_path, json: cli.json };
    match cli.command {
        Command::Screen(args) => super::screen::run(&call, &args),
        Command::Eval(args) => block_on(super::eval::run(&call, &args)),
        Command::Stats(args) => super::stats::run(&args),
        Command::Demo(args) => block_on(super::demo::run(&args)),
        Command::Serve => block_on(super::serve::run(&call)),
        Command::Check(args) => block_on(super::check::run(&call, &args)),
        Command::Rules(args) => block_on(super::rules_diff::run(&call, &args)),
        Command::Replay(args) => block_on(super::replay::run(&call, &args)),
        Command::Audit(args) => block_on(super::audit::run(&call, &args)),
        Command::Autopilot(args) => block_on(super::autopilot::run(&call, &args)),
        Command::Report(args) => block_on(super::report::run(&call, &args)),
        Command::Lessons => block_on(super::lessons::run(&call)),
        Command::Knowledge(args) => block_on(super::knowledge::run(&call, &args)),
        Command::User(args) => block_on(super::account::user(&call, &args)),
        Command::Token(args) => block_on(super::token::token(&call, &args)),
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?
        .block_on(work)
}

/// How the process ends on an error: 2 where the operator must mend something, 1 otherwise.
#[must_use]
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    let mend = error.downcast_ref::<ConfigFaults>().is_some()
        || error.downcast_ref::<RuleFaults>().is_some()
        || error.downcast_ref::<Usage>().is_some()
        || matches!(error.downcast_ref(), Some(OpenError::UnknownScheme(_) | OpenError::InUse(..)));
    ExitCode::from(if mend { 2 } else { 1 })
}

/// The command was not called as it must be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub String);
