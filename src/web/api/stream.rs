//! `/v1/stream`: server-sent events, one `change` whenever anything on the desk did.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::web::caller::Caller;
use crate::web::problem::Problem;
use crate::web::state::App;

/// One event `change` per change, with a growing number; ends when the service stops.
#[utoipa::path(get, path = "/v1/stream", tag = "stream",
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String),
        (status = 401, body = Problem)))]
pub(super) async fn stream(State(app): State<App>, _caller: Caller) -> Response {
    app.live.stream().into_response()
}
