//! A PostgreSQL cluster of our own: a free port, a temporary folder, everything that makes a commit durable left on.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use crate::child::free_address;

/// Stopped when dropped.
pub struct Cluster {
    bin: PathBuf,
    data: PathBuf,
    port: u16,
    pub pid: u32,
    pub version: String,
    _folder: TempDir,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = as_postgres(&self.bin.join("pg_ctl"));
        let _best_effort =
            stop.arg("-D").arg(&self.data).args(["-m", "immediate", "-t", "20", "stop"]).status();
    }
}

/// The newest installed server's programs.
pub fn installed() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|e| {
            let path = e.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let bin = path.join("bin");
            bin.join("initdb").exists().then_some((version, bin))
        })
        .collect();
    found.sort_unstable();
    found.pop().map(|(_, bin)| bin)
}

impl Cluster {
    pub async fn start(bin: PathBuf) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("banister-bench-pg").tempdir()?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let data = folder.path().join("data");
        let initdb = ["-U", "bench", "-A", "trust", "--no-locale", "-E", "UTF8"];
        run(as_postgres(&bin.join("initdb")).arg("-D").arg(&data).args(initdb))?;
        let address = free_address()?;
        let port: u16 = address.rsplit(':').next().unwrap_or_default().parse()?;
        let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=");
        let mut start = as_postgres(&bin.join("pg_ctl"));
        start
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(folder.path().join("log"))
            .args(["-w", "-o", &options, "start"]);
        // From here on dropping it stops it; a stop of what never started harms nothing.
        let mut cluster = Self { bin, data, port, pid: 0, version: String::new(), _folder: folder };
        run(&mut start)?;
        let pid = std::fs::read_to_string(cluster.data.join("postmaster.pid"))?;
        cluster.pid = pid.lines().next().unwrap_or_default().trim().parse().context("postmaster.pid")?;
        cluster.version = cluster.durable_version().await?;
        Ok(cluster)
    }

    /// The version, after a look that nothing has switched durability off.
    async fn durable_version(&self) -> anyhow::Result<String> {
        let mut conn = PgConnection::connect(&self.url("postgres")).await?;
        for (setting, wanted) in [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")] {
            let is: String =
                sqlx::query_scalar("select current_setting($1)").bind(setting).fetch_one(&mut conn).await?;
            ensure!(is == wanted, "{setting} is {is}: nothing measured here would be durable");
        }
        Ok(sqlx::query_scalar("select current_setting('server_version')").fetch_one(&mut conn).await?)
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://bench@127.0.0.1:{}/{database}", self.port)
    }

    /// A fresh database in place of the last one.
    pub async fn fresh(&self) -> anyhow::Result<String> {
        let mut conn = PgConnection::connect(&self.url("postgres")).await?;
        for statement in ["drop database if exists cell with (force)", "create database cell", "checkpoint"] {
            sqlx::query(statement).execute(&mut conn).await?;
        }
        Ok(self.url("cell"))
    }
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}
