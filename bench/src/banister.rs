//! Banister under test: its configuration, and the levers we have from outside.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::child::{Server, free_address};
use crate::database::Database;
use crate::requests::{RELAY, SECRET};

const OUTBOUND: &str = "whsec_b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS1iZW5jaC0wMDE=";

/// A lease until the year 2100, us.
const PARKED_UNTIL: i64 = 4_102_444_800_000_000;

/// How long handling may go on after the load before it is left.
pub const DRAIN: Duration = Duration::from_secs(15);

/// `banister serve` as it comes, except that no draft is asked for.
pub async fn start(binary: &Path, folder: &Path, database: &Database, sink: &str) -> anyhow::Result<Server> {
    let address = free_address()?;
    let config = format!(
        "[server]\nlisten = \"{address}\"\n[store]\nurl = \"{}\"\n[policy]\nautonomy = \"off\"\n\
         [[relay]]\nname = \"{RELAY}\"\nkind = \"generic\"\ninbound_secret = \"{SECRET}\"\n\
         actions_url = \"{sink}\"\noutbound_secret = \"{OUTBOUND}\"\n",
        database.url()
    );
    let path = folder.join("banister.toml");
    std::fs::write(&path, config)?;
    let binary = binary.canonicalize().with_context(|| {
        format!("{} is missing; build it with `cargo build --release` in the repository", binary.display())
    })?;
    let mut command = Command::new(binary);
    command.args(["serve", "--config"]).arg(&path).current_dir(folder);
    // What the caller's shell says to a Banister of its own is not meant for this one.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|n| n.starts_with("BANISTER__")) {
            command.env_remove(name);
        }
    }
    Server::start(&mut command, address, &folder.join("banister.log")).await
}

/// Leases every conversation to a worker that never comes: events are kept and acknowledged, and nobody handles them.
pub async fn park(database: &Database) -> anyhow::Result<()> {
    database.change(&format!("update lane set lease_until = {PARKED_UNTIL}")).await
}

/// How many conversations have something left to be handled, and actions to be performed.
pub async fn backlog(database: &Database) -> anyhow::Result<i64> {
    let now = jiff::Timestamp::now().as_microsecond();
    database
        .number(&format!(
            "select (select count(*) from lane where due_at <= {now} and lease_until < {PARKED_UNTIL})
                  + (select count(*) from outbox where state in ('ready', 'leased'))"
        ))
        .await
}

/// Waits until nothing is left; says what was left when patience ended.
pub async fn drained(database: &Database) -> anyhow::Result<i64> {
    let begun = Instant::now();
    loop {
        let left = backlog(database).await?;
        if left == 0 || begun.elapsed() > DRAIN {
            return Ok(left);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The same, where nothing may be left.
pub async fn quiet(database: &Database) -> anyhow::Result<()> {
    match drained(database).await? {
        0 => Ok(()),
        left => bail!("{left} conversations and actions were still waiting before the load began"),
    }
}
