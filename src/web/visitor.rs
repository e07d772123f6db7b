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
use crate::domain::{Author, ConversationId, Event, Heard, Instrument, Rating, Timestamp};
use crate::ports::NewEvent;

/// The relay that playground conversations live in.
pub(super) const RELAY: &str = "playground";

/// A longer message is refused, bytes.
const TEXT_BYTES_MAX: usize = 4_000;

/// A longer comment is refused, bytes.
const COMMENT_BYTES_MAX: usize = 1_000;

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
            client_ref: None,
            edited: false,
        })
    }))
}

/// Their rating: `csat` (1 to 5, with a comment if they like) or `nps` (0 to 10).
pub(super) fn rated(fields: &Fields, survey: &str) -> Result<Event, BadField> {
    let (instrument, name, low, high) = if fields.text("nps")?.is_some() {
        (Instrument::Nps, "nps", 0, 10)
    } else {
        (Instrument::Csat, "csat", 1, 5)
    };
    let given = fields.within(name, low, high, -1)?;
    let score = u8::try_from(given).map_err(|_| BadField::new(name, "is missing: choose a score"))?;
    let comment = short(fields, "comment", COMMENT_BYTES_MAX)?;
    let comment = Some(comment).filter(|comment| !comment.is_empty());
    Ok(Event::Rated(Rating { instrument, survey_id: format!("{survey}:{name}"), score, comment }))
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

    fn score(form: &str) -> Result<Event, String> {
        rated(&Fields::from_form(form.as_bytes()), "s").map_err(|bad| bad.field)
    }

    #[test]
    fn scores_off_their_scale_are_refused_by_name() {
        for (form, field) in
            [("csat=0", "csat"), ("csat=6", "csat"), ("csat=", "csat"), ("nps=11", "nps"), ("", "csat")]
        {
            assert_eq!(score(form), Err(field.to_owned()), "{form}");
        }
        assert!(score("csat=5&comment=fine").is_ok());
        assert!(score("nps=0").is_ok());
    }

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
