//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

/// Measures durable acknowledgements of signed webhooks.
#[derive(Parser)]
#[command(version)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Rounds; every contestant is measured once in each, and medians are compared.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Seconds of load for each measurement.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// One round of one second: does everything run?
    #[arg(long)]
    quick: bool,
    /// The table goes to standard error, and everything measured to standard output as JSON.
    #[arg(long)]
    pub json: bool,
    /// Only this store.
    #[arg(long)]
    pub only: Option<Kind>,
    /// The binary to be measured.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/banister"))]
    pub banister: PathBuf,
}

#[derive(Subcommand)]
pub enum Command {
    /// One of the servers Banister is compared with; started by the benchmark itself.
    #[command(hide = true)]
    Reference(Reference),
}

#[derive(clap::Args)]
pub struct Reference {
    #[arg(long)]
    pub method: Method,
    /// `sqlite:PATH` or `postgres://…`.
    #[arg(long)]
    pub store: String,
    #[arg(long)]
    pub listen: String,
}

/// How a reference server writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// All who wait share one commit.
    Group,
    /// One transaction a request.
    Naive,
}

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Args {
    pub fn rounds(&self) -> u32 {
        if self.quick { 1 } else { self.rounds.clamp(1, 100) }
    }

    pub fn load_time(&self) -> Duration {
        Duration::from_secs_f64(if self.quick { 1.0 } else { self.seconds.clamp(0.2, 60.0) })
    }
}
