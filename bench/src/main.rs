//! Durable acknowledgements a second and what they cost: Banister beside a bare group-commit server and a naive one.

mod args;
mod banister;
mod child;
mod cluster;
mod cpu;
mod database;
mod load;
mod machine;
mod measure;
mod reference;
mod requests;
mod sink;
mod table;
mod verdict;

use std::time::Duration;

use anyhow::bail;
use clap::Parser as _;
use tokio::signal::unix::{SignalKind, signal};

use args::{Args, Command};

/// How long one measurement may take beside its load: start, opening events, drain, counting, stop.
const AROUND_A_CELL: Duration = Duration::from_secs(25);

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    match &args.command {
        // As many threads as Banister's own runtime: one a core.
        Some(Command::Reference(wanted)) => tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(reference::serve(wanted)),
        // One thread for the load: the cores belong to the servers.
        None => tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?
            .block_on(bounded(&args)),
    }
}

/// Whatever ends this future (an error, a signal, the time limit) drops it, and with it every child.
async fn bounded(args: &Args) -> anyhow::Result<()> {
    let plan = measure::plan(args);
    let cells = u32::try_from(plan.len())?;
    let limit = (args.load_time() + AROUND_A_CELL) * cells * args.rounds() + Duration::from_mins(1);
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        done = measure::all(args, &plan) => table::print(args, &done?),
        () = tokio::time::sleep(limit) => bail!("not done after {limit:?}; stopped everything"),
        _ = interrupt.recv() => bail!("interrupted; stopped everything"),
        _ = terminate.recv() => bail!("terminated; stopped everything"),
    }
}
