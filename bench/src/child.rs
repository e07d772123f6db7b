//! A server process that does not outlive us.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::net::TcpStream;

/// How long a server may take until it accepts connections.
const START: Duration = Duration::from_secs(15);

/// Killed when dropped.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_dead = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Server {
    /// Starts `command`, its errors going to `log`, and waits until `address` accepts.
    pub async fn start(command: &mut Command, address: String, log: &Path) -> anyhow::Result<Self> {
        let errors = std::fs::File::create(log).context("the server's log")?;
        let child = command
            // A reference server ends when this pipe does, even if we are killed with -9.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let mut server = Self { child, address };
        let begun = Instant::now();
        while TcpStream::connect(&server.address).await.is_err() {
            let ended = server.child.try_wait()?;
            if ended.is_some() || begun.elapsed() > START {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("{} does not serve ({ended:?}): {said}", command.get_program().display());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(server)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

/// An address of our own that was free a moment ago.
pub fn free_address() -> anyhow::Result<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").context("no free port")?;
    Ok(listener.local_addr()?.to_string())
}
