//! Routing by the shipped rules, compiled once for all tests.

use std::sync::{Arc, LazyLock};

use crate::guardrail::Routing;

pub(super) fn routing() -> Arc<Routing> {
    static ROUTING: LazyLock<Arc<Routing>> = LazyLock::new(|| Arc::new(Routing::built_in().unwrap()));
    ROUTING.clone()
}
