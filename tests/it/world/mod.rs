//! A shop one can play: the real binary, a relay that records, a model that says what the test wrote.

mod away;
mod browser;
mod model;
mod relay;
mod service;
mod worst_case;

pub use away::{Mailbox, Met, Sink};
pub use browser::{Browser, PASSWORD, Shown, person};
pub use model::{Model, Say};
pub use relay::{Mood, RecordingRelay};
pub use service::{INBOUND, OUTBOUND, Service, Setup, event, fresh, run, said, unix_now};

use std::time::{Duration, Instant};

/// How long a test waits for something that will come, on a machine that may be busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until `probe` answers with something.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut probe: impl FnMut() -> F) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for: {what}");
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

/// Lets a moment pass in which something wrong could happen.
pub async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(700)).await;
}

/// The TLS library wants a provider, once per process.
pub fn tls() {
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
}
