//! The load: raw keep-alive HTTP/1.1, one request in flight a connection, and no answer but 202 is accepted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// An answer that is not there by then is counted as none.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where in the prepared requests we are; each is sent once.
#[derive(Clone)]
pub struct Supply {
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
}

/// What a load came to. Every request sent was answered with 202.
pub struct Load {
    pub acks: usize,
    pub elapsed: Duration,
    /// Sorted.
    latencies_us: Vec<u32>,
}

impl Supply {
    pub fn new(requests: Arc<Vec<Vec<u8>>>) -> Self {
        Self { requests, next: Arc::new(AtomicUsize::new(0)) }
    }

    fn take(&self, end: usize) -> Option<&[u8]> {
        let end = end.min(self.requests.len());
        // Not past the end: what is counted as sent must have been sent.
        let taken =
            self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| (n < end).then_some(n + 1));
        self.requests.get(taken.ok()?).map(Vec::as_slice)
    }

    /// How many have been sent.
    pub fn sent(&self) -> usize {
        self.next.load(Ordering::Relaxed)
    }
}

impl Load {
    /// The latency that `share` of the answers did not exceed, ms.
    pub fn quantile_ms(&self, share: f64) -> f64 {
        let last = self.latencies_us.len().saturating_sub(1);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let at = ((last as f64) * share).ceil() as usize;
        self.latencies_us.get(at.min(last)).map_or(f64::NAN, |us| f64::from(*us) / 1_000.0)
    }
}

/// Sends until `time` is over or request `end` has been sent, then waits for what is in flight.
pub async fn run(
    address: &str,
    supply: &Supply,
    connections: usize,
    time: Duration,
    end: usize,
) -> anyhow::Result<Load> {
    let mut streams = Vec::with_capacity(connections);
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for stream in streams {
        tasks.spawn(one(stream, supply.clone(), begun + time, end));
    }
    let mut latencies_us = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies_us.extend(done??);
    }
    let elapsed = begun.elapsed();
    latencies_us.sort_unstable();
    Ok(Load { acks: latencies_us.len(), elapsed, latencies_us })
}

async fn one(mut stream: TcpStream, supply: Supply, until: Instant, end: usize) -> anyhow::Result<Vec<u32>> {
    let mut latencies = Vec::new();
    let mut answer = Vec::with_capacity(4_096);
    loop {
        let begun = Instant::now();
        if begun >= until {
            return Ok(latencies);
        }
        let Some(request) = supply.take(end) else { return Ok(latencies) };
        stream.write_all(request).await?;
        answer.clear();
        tokio::time::timeout(PATIENCE, read_answer(&mut stream, &mut answer))
            .await
            .context("no answer in time")??;
        latencies.push(u32::try_from(begun.elapsed().as_micros())?);
        ensure!(
            answer.starts_with(b"HTTP/1.1 202 "),
            "not acknowledged: {}",
            String::from_utf8_lossy(&answer)
        );
    }
}

async fn read_answer(stream: &mut TcpStream, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    loop {
        if stream.read_buf(answer).await? == 0 {
            bail!("the server hung up; it had said: {}", String::from_utf8_lossy(answer));
        }
        if is_whole(answer)? {
            return Ok(());
        }
    }
}

fn is_whole(answer: &[u8]) -> anyhow::Result<bool> {
    let Some(head) = answer.windows(4).position(|w| w == b"\r\n\r\n") else { return Ok(false) };
    let text = std::str::from_utf8(&answer[..head])?.to_ascii_lowercase();
    let length = text.split("\r\n").find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.context("an answer without content-length")?.trim().parse()?;
    Ok(answer.len() >= head + 4 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_with_its_last_byte() {
        let answer = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}";
        assert!(is_whole(answer).unwrap());
        assert!(!is_whole(&answer[..answer.len() - 1]).unwrap());
        assert!(!is_whole(b"HTTP/1.1 202 Accepted\r\n").unwrap());
    }

    #[test]
    fn a_supply_gives_each_once_and_counts_only_what_it_gave() {
        let supply = Supply::new(Arc::new(vec![vec![1], vec![2]]));
        assert_eq!((supply.take(9), supply.take(9), supply.take(9)), (Some(&[1][..]), Some(&[2][..]), None));
        assert_eq!(supply.sent(), 2);
    }
}
