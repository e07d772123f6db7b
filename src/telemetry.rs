//! Logs to standard error and metrics for Prometheus. Neither ever carries a visitor's words.

use std::io::IsTerminal as _;
use std::sync::Arc;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_FILTER: &str = "info,sqlx::postgres::notice=off,hyper=warn";

/// The model client writes whole bodies, visitors' words included, when it cannot read one: never, whatever is asked.
const NEVER: &str = "async_openai=off";

/// Starts logging. A second call changes nothing.
pub fn start_logging(json: bool) {
    let asked = std::env::var("RUST_LOG").ok().filter(|wish| EnvFilter::try_new(wish).is_ok());
    let filter = EnvFilter::new(format!("{},{NEVER}", asked.as_deref().unwrap_or(DEFAULT_FILTER)));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    let _already_started = if json { builder.json().try_init() } else { builder.compact().try_init() };
}

/// Starts metrics and answers with what renders them.
#[must_use]
pub fn start_metrics() -> Arc<dyn Fn() -> String + Send + Sync> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle: PrometheusHandle = recorder.handle();
    // A second recorder in one process (tests) renders what it alone has seen: nothing.
    let _already_set = metrics::set_global_recorder(recorder);
    Arc::new(move || {
        handle.run_upkeep();
        handle.render()
    })
}
