//! The accept loop: time limits for headers and bodies, a cap on connections, and a bounded end.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::timeout::RequestBodyDeadlineLayer;

use super::client::Peer;

/// A client that has not sent its whole request head by then is hung up on.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// A request body that has not arrived whole by then is given up.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections at once. More wait in the kernel's queue.
const CONNECTIONS_MAX: usize = 4_096;

/// How long open requests may take after the stop signal.
const DRAIN: Duration = Duration::from_secs(8);

/// Serves until `stop`, then lets open requests finish for a bounded time.
///
/// # Errors
/// When the listener itself fails.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> io::Result<()> {
    let router = router.layer(RequestBodyDeadlineLayer::new(BODY_TIMEOUT));
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: breathe, then go on.
                tracing::warn!(%error, "could not accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let watcher = graceful.watcher();
        let router = router.clone();
        tokio::spawn(async move {
            let _place = place;
            connection(stream, from, router, watcher).await;
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still open at the end and were cut off");
    }
    Ok(())
}

async fn connection(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let _best_effort = stream.set_nodelay(true);
    // A connection that sends nothing at all never starts hyper's own timer.
    let mut first = [0_u8; 1];
    match tokio::time::timeout(HEAD_TIMEOUT, stream.peek(&mut first)).await {
        Ok(Ok(1..)) => {}
        Ok(Ok(0) | Err(_)) | Err(_) => return,
    }
    // Not a layer: that would make every route anew for each connection, megabytes of them.
    let service = TowerToHyperService::new(router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(from));
        request
    }));
    let http = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(64 * 1_024)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = pin!(watcher.watch(http));
    if let Err(error) = served.as_mut().await {
        tracing::debug!(%from, %error, "connection ended early");
    }
}
