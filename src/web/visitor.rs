//! A playground visitor: the cookie that names their conversation, and what they do as events.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use super::cookies::Crumb;
use super::csrf;
use super::fields::{BadField, Fields};
use super::pages::Sorry;
use super::problem::Problem;
use super::state::App;
use crate::domain::{Author, ConversationId, Event, Heard, Timestamp};
use crate::ports::NewEvent;

/// The relay that playground conversations live in.
pub(super) const RELAY: &str = "playground";

/// A longer message is refused, bytes.
const TEXT_BYTES_MAX: usize = 4_000;

/// The visitor of this browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visitor {
    /// 128 random bits; also what the relay calls the conversation.
    pub token: String,
}

impl Visitor {
    /// Somebody new.
    pub(super) fn fresh() -> Self {
        Self { token: uuid::Uuid::from_bytes(rand::random()).simple().to_string() }
    }

    pub(super) fn conversation(&self) -> ConversationId {
        ConversationId::of(RELAY, &self.token)
    }

    /// What a form of theirs must carry.
    pub(super) fn csrf(&self) -> String {
        csrf::bound_to(&self.token)
    }

    /// Something they did, now.
    pub(super) fn did(&self, event: Event, now: Timestamp) -> NewEvent {
        NewEvent {
            conversation: self.conversation(),
            relay: RELAY.to_owned(),
            external_conversation: self.token.clone(),
            key: format!("playground:{}", uuid::Uuid::now_v7()),
            second_key: None,
            at: now,
            heard_at: now,
            sequence: None,
            sample: false,
            event,
        }
    }
}

/// What a visitor may read or do exists in the demo only.
pub(super) fn only_in_demo(app: &App) -> Result<(), Sorry> {
    if app.site.demo { Ok(()) } else { Err(Problem::missing("page").into()) }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Sorry> {
        only_in_demo(app)?;
        let token = Crumb::Visitor.read(&app.site, &parts.headers);
        token
            .map(|token| Self { token })
            .ok_or_else(|| Problem::missing("chat; open /playground first").into())
    }
}

/// A form that the visitor sent from the playground.
#[derive(Debug)]
pub(super) struct Sent {
    pub visitor: Visitor,
    pub fields: Fields,
}

impl FromRequest<App> for Sent {
    type Rejection = Sorry;

    async fn from_request(request: Request, app: &App) -> Result<Self, Sorry> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let from_here = csrf::from_here(&app.site, &parts.headers);
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, app).await.map_err(|_| Sorry(Problem::too_large()))?;
        let fields = Fields::from_form(&body);
        let given = fields.text("csrf").ok().flatten().unwrap_or_default();
        if !from_here || !csrf::same(given, &visitor.csrf()) {
            return Err(Problem::forbidden("this form is from another chat; open /playground again").into());
        }
        Ok(Self { visitor, fields })
    }
}

/// What they wrote; nothing when it is blank.
pub(super) fn said(fields: &Fields) -> Result<Option<Event>, BadField> {
    let text = short(fields, "text", TEXT_BYTES_MAX)?;
    Ok((!text.is_empty()).then(|| {
        Event::MessageHeard(Heard {
            message_id: format!("playground-{}", uuid::Uuid::now_v7()),
            author: Author::Visitor,
            private: false,
            text,
            readable: true,
            name: Some("Playground visitor".to_owned()),
            author_id: None,
            client_ref: None,
            edited: false,
        })
    }))
}

fn short(fields: &Fields, name: &str, bytes_max: usize) -> Result<String, BadField> {
    let text = fields.text(name)?.unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
    if text.len() > bytes_max {
        return Err(BadField::new(name, format!("is over {bytes_max} bytes; shorten it")));
    }
    if text.contains('\0') {
        return Err(BadField::new(name, "contains a NUL character; remove it"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_browser_has_a_conversation_of_its_own() {
        let (one, other) = (Visitor::fresh(), Visitor::fresh());
        assert_eq!(one.token.len(), 32);
        assert_ne!(one.conversation(), other.conversation());
        assert_ne!(one.csrf(), other.csrf());
    }

    #[test]
    fn a_blank_message_says_nothing() {
        assert_eq!(said(&Fields::from_form(b"text=%20%0D%0A")), Ok(None));
    }
}
