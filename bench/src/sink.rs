//! Where Banister's own actions (labels, handoffs, notices) go while it is measured: a relay that says yes.

use anyhow::Context as _;
use axum::Router;
use axum::routing::post;
use tokio::task::JoinHandle;

/// Stops when dropped.
pub struct Sink {
    pub url: String,
    task: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Sink {
    pub async fn start() -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.context("the sink's port")?;
        let url = format!("http://{}/actions", listener.local_addr()?);
        let router = Router::new().route("/actions", post(|| async { axum::Json(serde_json::json!({})) }));
        let task = tokio::spawn(async move {
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self { url, task })
    }
}
