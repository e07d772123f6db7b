//! Our own relays' door, knocked at from inside: the same route, without the network before it.

use async_trait::async_trait;
use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt as _;

use super::staging::{Answered, Door};
use super::state::App;

/// An answer of the door is short, bytes.
const ANSWER_BYTES_MAX: usize = 65_536;

/// The door of this very service.
pub(super) struct OwnDoor {
    pub app: App,
    pub relay: String,
}

#[async_trait]
impl Door for OwnDoor {
    async fn knock(&self, headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Result<Answered, String> {
        let mut request = Request::post(format!("/v1/relays/{}/events", self.relay));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body)).map_err(|error| error.to_string())?;
        let door = super::webhook::router().with_state(self.app.clone());
        let answer = match door.oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), ANSWER_BYTES_MAX).await;
        Ok(Answered { status, detail: words_of(&body.unwrap_or_default()) })
    }
}

/// What the door says, of its JSON.
pub(super) fn words_of(body: &[u8]) -> String {
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    json["detail"].as_str().or(json["status"].as_str()).unwrap_or("nothing we can read").to_owned()
}
