//! Rounds: every contestant once in each, one after the other, each with a fresh database.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde::Serialize;

use crate::args::{Args, Kind, Method};
use crate::banister;
use crate::child::{Server, free_address};
use crate::cluster::{Cluster, installed};
use crate::cpu::tree_us;
use crate::database::Database;
use crate::load::{self, Supply};
use crate::machine::Machine;
use crate::requests::{self, CONVERSATIONS, Speaker};
use crate::sink::Sink;

/// Connections at once.
const CONNECTIONS: [usize; 2] = [1, 64];

/// More than anybody here can acknowledge in a second; when they run out a load just ends early.
const REQUESTS_A_SECOND: f64 = 60_000.0;

/// For the opening events, which are not measured.
const OPENING: Duration = Duration::from_secs(15);

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contestant {
    /// One writer (SQLite) or two (PostgreSQL) that commit for all who wait, and nothing else.
    Group,
    /// One transaction a request.
    Naive,
    /// The real binary, its conversations leased away: the way of an acknowledgement alone.
    BanisterAck,
    /// The real binary, handling a human's messages behind the acknowledgements.
    BanisterOwner,
    /// The real binary under `autonomy = "off"`, handling visitors' messages behind the acknowledgements.
    BanisterVisitor,
}

pub const CONTESTANTS: [Contestant; 5] = [
    Contestant::Group,
    Contestant::BanisterAck,
    Contestant::BanisterOwner,
    Contestant::BanisterVisitor,
    Contestant::Naive,
];

/// One line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cell {
    pub store: Kind,
    pub connections: usize,
    pub contestant: Contestant,
}

/// What one measurement came to.
#[derive(Clone, Serialize)]
pub struct Sample {
    pub acks: usize,
    pub seconds: f64,
    pub acks_per_s: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// User and system time of the server's process tree, while the load ran.
    pub cpu_us_per_ack: f64,
    /// The same of all PostgreSQL processes.
    pub database_cpu_us_per_ack: Option<f64>,
    /// Server and database together until everything acknowledged was also handled.
    pub cpu_us_per_ack_handled: Option<f64>,
    pub drain_seconds: Option<f64>,
    /// Conversations and actions still waiting when the drain's time was over.
    pub left_unhandled: Option<i64>,
}

/// Everything measured.
#[derive(Serialize)]
pub struct Results {
    pub machine: Machine,
    pub load_average_after: String,
    pub postgres: Option<String>,
    pub rounds: u32,
    pub seconds: f64,
    pub cells: Vec<(Cell, Vec<Sample>)>,
}

/// What is measured in a round, neighbours being compared.
pub fn plan(args: &Args) -> Vec<Cell> {
    let mut cells = Vec::new();
    for store in [Kind::Sqlite, Kind::Postgres] {
        if args.only.is_some_and(|only| only != store) {
            continue;
        }
        for connections in CONNECTIONS {
            cells.extend(CONTESTANTS.map(|contestant| Cell { store, connections, contestant }));
        }
    }
    cells
}

struct Bench<'a> {
    args: &'a Args,
    cluster: Option<Cluster>,
    sink: Sink,
}

pub async fn all(args: &Args, plan: &[Cell]) -> anyhow::Result<Results> {
    let machine = Machine::look();
    let mut cells: Vec<(Cell, Vec<Sample>)> = plan.iter().map(|c| (*c, Vec::new())).collect();
    let wanted = cells.iter().any(|(c, _)| c.store == Kind::Postgres);
    let cluster = match installed() {
        Some(bin) if wanted => Some(Cluster::start(bin).await.context("PostgreSQL")?),
        _ => None,
    };
    if wanted && cluster.is_none() {
        eprintln!(
            "!!! PostgreSQL IS NOT INSTALLED (no /usr/lib/postgresql/*/bin): ITS ROWS ARE LEFT OUT !!!"
        );
        cells.retain(|(c, _)| c.store != Kind::Postgres);
    }
    let bench = Bench { args, cluster, sink: Sink::start().await? };
    for round in 0..args.rounds() {
        bench.round(round, &mut cells).await?;
    }
    cells.sort_by_key(|(cell, _)| plan.iter().position(|c| c == cell));
    Ok(Results {
        machine,
        load_average_after: crate::machine::load_average(),
        postgres: bench.cluster.as_ref().map(|c| c.version.clone()),
        rounds: args.rounds(),
        seconds: args.load_time().as_secs_f64(),
        cells,
    })
}

impl Bench<'_> {
    async fn round(&self, round: u32, cells: &mut [(Cell, Vec<Sample>)]) -> anyhow::Result<()> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        let many = (self.args.load_time().as_secs_f64() * REQUESTS_A_SECOND) as usize + CONVERSATIONS;
        // Signed anew each round: a signature holds for five minutes.
        let owner = Arc::new(requests::make(Speaker::Owner, many)?);
        let visitor = Arc::new(requests::make(Speaker::Visitor, many)?);
        for group in cells.chunks_mut(CONTESTANTS.len()) {
            // Each round begins with another one, so that nobody always goes first.
            group.rotate_left(1);
            for (cell, samples) in group {
                let requests = if cell.contestant == Contestant::BanisterOwner { &owner } else { &visitor };
                let sample = self.cell(*cell, requests).await.with_context(|| cell.name())?;
                eprintln!(
                    "round {}: {}: {:.0} acks/s, {:.0} us CPU",
                    round + 1,
                    cell.name(),
                    sample.acks_per_s,
                    sample.cpu_us_per_ack
                );
                samples.push(sample);
            }
        }
        Ok(())
    }

    async fn cell(&self, cell: Cell, requests: &Arc<Vec<Vec<u8>>>) -> anyhow::Result<Sample> {
        let folder = tempfile::Builder::new().prefix("banister-bench").tempdir()?;
        let database = match (&self.cluster, cell.store) {
            (Some(cluster), Kind::Postgres) => Database::Postgres(cluster.fresh().await?),
            _ => Database::Sqlite(folder.path().join("cell.db")),
        };
        let server = self.start(cell, folder.path(), &database).await?;
        let supply = Supply::new(Arc::clone(requests));
        load::run(&server.address, &supply, 16, OPENING, CONVERSATIONS).await.context("opening")?;
        ensure!(supply.sent() == CONVERSATIONS, "only {} opening events were taken", supply.sent());
        if cell.contestant.is_banister() {
            banister::quiet(&database).await?;
        }
        if cell.contestant == Contestant::BanisterAck {
            banister::park(&database).await?;
        }
        let sample = self.measured(cell, &server, &database, &supply).await?;
        database.check(cell.contestant.is_banister(), supply.sent()).await?;
        Ok(sample)
    }

    async fn start(
        &self,
        cell: Cell,
        folder: &std::path::Path,
        database: &Database,
    ) -> anyhow::Result<Server> {
        let method = match cell.contestant {
            Contestant::Group => Method::Group,
            Contestant::Naive => Method::Naive,
            _ => return banister::start(&self.args.banister, folder, database, &self.sink.url).await,
        };
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("reference").arg("--method").arg(if method == Method::Group { "group" } else { "naive" });
        command.arg("--store").arg(database.url()).arg("--listen").arg(&address);
        Server::start(&mut command, address, &folder.join("reference.log")).await
    }

    async fn measured(
        &self,
        cell: Cell,
        server: &Server,
        database: &Database,
        supply: &Supply,
    ) -> anyhow::Result<Sample> {
        let keeper = self.cluster.as_ref().filter(|_| cell.store == Kind::Postgres).map(|c| c.pid);
        let cpu = || anyhow::Ok((tree_us(server.pid())?, keeper.map(tree_us).transpose()?));
        let before = cpu()?;
        let load =
            load::run(&server.address, supply, cell.connections, self.args.load_time(), usize::MAX).await?;
        let after = cpu()?;
        #[expect(clippy::cast_precision_loss, reason = "thousands of acks, seconds of microseconds")]
        let each = |us: u64| us as f64 / load.acks.max(1) as f64;
        let mut sample = Sample {
            acks: load.acks,
            seconds: load.elapsed.as_secs_f64(),
            acks_per_s: 1e6 / each(u64::try_from(load.elapsed.as_micros())?),
            p50_ms: load.quantile_ms(0.5),
            p99_ms: load.quantile_ms(0.99),
            cpu_us_per_ack: each(after.0 - before.0),
            database_cpu_us_per_ack: after.1.zip(before.1).map(|(a, b)| each(a.saturating_sub(b))),
            cpu_us_per_ack_handled: None,
            drain_seconds: None,
            left_unhandled: None,
        };
        if matches!(cell.contestant, Contestant::BanisterOwner | Contestant::BanisterVisitor) {
            let begun = Instant::now();
            sample.left_unhandled = Some(banister::drained(database).await?);
            sample.drain_seconds = Some(begun.elapsed().as_secs_f64());
            let end = cpu()?;
            let database_us = end.1.zip(before.1).map_or(0, |(a, b)| a.saturating_sub(b));
            sample.cpu_us_per_ack_handled = Some(each(end.0 - before.0 + database_us));
        }
        Ok(sample)
    }
}

impl Contestant {
    pub fn is_banister(self) -> bool {
        !matches!(self, Self::Group | Self::Naive)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "bare group commit",
            Self::Naive => "naive",
            Self::BanisterAck => "Banister, ack alone",
            Self::BanisterOwner => "Banister, owner's messages",
            Self::BanisterVisitor => "Banister, visitors', autonomy off",
        }
    }
}

impl Cell {
    pub fn name(&self) -> String {
        format!("{:?} c={} {}", self.store, self.connections, self.contestant.name())
    }
}
