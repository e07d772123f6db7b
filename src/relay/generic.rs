//! The generic relay's calls: our own contract, signed by Standard Webhooks, read into our events.

use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::signature::{Secret, verify};
use crate::domain::staging::is_staged;
use crate::domain::{Author, ConversationId, Event, Heard, Instrument, Rating, RelayStatus, Timestamp};
use crate::ports::{BadCall, Call, Ear, Headers, NewEvent};

/// Bounds of the contract.
const ID_CHARS_MAX: usize = 128;
const TEXT_BYTES_MAX: usize = 32_768;
const COMMENT_BYTES_MAX: usize = 4_096;

/// Hears one generic relay.
#[derive(Debug)]
pub struct GenericEar {
    name: String,
    secrets: Vec<Secret>,
}

impl GenericEar {
    /// An ear for the relay `name`; any of `secrets` may sign.
    #[must_use]
    pub const fn new(name: String, secrets: Vec<Secret>) -> Self {
        Self { name, secrets }
    }
}

impl Ear for GenericEar {
    fn hear(&self, headers: Headers<'_>, body: &[u8], now: Timestamp) -> Result<Call, BadCall> {
        let id = verify(&self.secrets, headers, body, now).map_err(|e| BadCall::Unsigned(e.to_string()))?;
        let text =
            std::str::from_utf8(body).map_err(|e| malformed("body", &format!("is not UTF-8 ({e})")))?;
        if let Some(fault) = super::json_guard::fault(text) {
            return Err(malformed("body", fault));
        }
        let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|e| json_fault("body", &e))?;
        if envelope.id != id {
            return Err(malformed("id", "must equal the header `webhook-id`"));
        }
        if envelope.schema.split('.').next() != Some("1") {
            return Err(malformed("schema", "is not \"1\"; this server speaks version 1"));
        }
        for (field, value) in [("id", &envelope.id), ("source", &envelope.source)] {
            bounded(field, value, ID_CHARS_MAX)?;
        }
        let at = Timestamp::parse_rfc3339(&envelope.timestamp)
            .ok_or_else(|| malformed("timestamp", "is not RFC 3339, e.g. 2026-11-22T12:00:04.120Z"))?;
        let Some((event, second)) = read(&envelope)? else {
            return Ok(Call::Ignored { kind: envelope.kind.chars().take(64).collect() });
        };
        let conversation = envelope.conversation_id.as_deref().ok_or_else(|| {
            malformed("conversation_id", "is missing; give the conversation's id (1 to 128 characters)")
        })?;
        bounded("conversation_id", conversation, ID_CHARS_MAX)?;
        let scope = |what: &str| format!("{}:{}:{what}", self.name, envelope.source);
        Ok(Call::Event(Box::new(NewEvent {
            conversation: ConversationId::of(&self.name, conversation),
            relay: self.name.clone(),
            external_conversation: conversation.to_owned(),
            key: scope(&format!("id:{}", envelope.id)),
            second_key: second.map(|s| scope(&format!("{conversation}:{s}"))),
            at,
            heard_at: now,
            sequence: envelope.sequence,
            sample: is_staged(conversation),
            event,
        })))
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    schema: String,
    source: String,
    timestamp: String,
    #[serde(default)]
    sequence: Option<i64>,
    #[serde(default)]
    conversation_id: Option<String>,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct Person {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct MessageData {
    message_id: String,
    direction: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    content_type: Option<String>,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    author: Option<Person>,
    #[serde(default)]
    client_ref: Option<String>,
    #[serde(default)]
    attachments: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct By {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    id: Option<String>,
}

#[derive(Deserialize)]
struct StatusData {
    status: String,
    #[serde(default)]
    by: Option<By>,
}

#[derive(Deserialize)]
struct OpenedData {
    #[serde(default)]
    page_url: Option<String>,
    #[serde(default)]
    referrer: Option<String>,
}

#[derive(Deserialize)]
struct ResolvedData {
    #[serde(default)]
    resolved_by: Option<String>,
}

#[derive(Deserialize)]
struct SurveyData {
    survey_id: String,
    score: i64,
    #[serde(default)]
    comment: Option<String>,
}

#[derive(Deserialize)]
struct ConversionData {
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    currency: Option<String>,
}

/// The event, and the key under which the same thing may come again; `None` for a type we do not act on.
fn read(envelope: &Envelope<'_>) -> Result<Option<(Event, Option<String>)>, BadCall> {
    let json = envelope.data.get();
    Ok(Some(match envelope.kind.as_str() {
        // A chat that has no conversation yet has nothing to wait for.
        "chat_opened" if envelope.conversation_id.is_none() => return Ok(None),
        "chat_opened" => {
            let data: OpenedData = data(json)?;
            let cut = |url: String| url.chars().take(2_000).collect();
            let (page_url, referrer) = (data.page_url.map(cut), data.referrer.map(cut));
            (Event::ChatOpened { page_url, referrer }, None)
        }
        "message_sent" => message(data(json)?, false, &envelope.timestamp)?,
        "message_updated" => message(data(json)?, true, &envelope.timestamp)?,
        "status_changed" => (status(data(json)?)?, None),
        "chat_resolved" => {
            let data: ResolvedData = data(json)?;
            (Event::ChatResolved { by: data.resolved_by.unwrap_or_else(|| "unknown".to_owned()) }, None)
        }
        "csat_submitted" => rating(data(json)?, Instrument::Csat, 1..=5, &envelope.timestamp)?,
        "nps_submitted" => rating(data(json)?, Instrument::Nps, 0..=10, &envelope.timestamp)?,
        "conversion" => {
            let data: ConversionData = data(json)?;
            (Event::Converted { value: data.value, currency: data.currency }, None)
        }
        _ => return Ok(None),
    }))
}

fn data<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, BadCall> {
    serde_json::from_str(json).map_err(|e| json_fault("data", &e))
}

fn message(m: MessageData, edited: bool, timestamp: &str) -> Result<(Event, Option<String>), BadCall> {
    let author = match m.direction.as_str() {
        "from_user" => Author::Visitor,
        "from_owner" => Author::Owner,
        "from_bot" => Author::Assistant,
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(malformed(
                "data.direction",
                &format!("is `{other}`; use from_user, from_owner or from_bot"),
            ));
        }
    };
    bounded("data.message_id", &m.message_id, ID_CHARS_MAX)?;
    let text = m.text.unwrap_or_default();
    if text.len() > TEXT_BYTES_MAX {
        return Err(malformed(
            "data.text",
            &format!("is {} bytes; at most {TEXT_BYTES_MAX} are taken", text.len()),
        ));
    }
    let plain = m.content_type.as_deref().is_none_or(|t| t == "text" || t.starts_with("text/plain"));
    let readable = plain && m.attachments.is_empty();
    let second = if edited {
        // Relays with whole seconds give two edits one time: the words tell them apart.
        let words = Sha256::digest(text.as_bytes()).iter().take(8).fold(0_u64, |n, b| n << 8 | u64::from(*b));
        format!("message:{}:{timestamp}:{words:016x}", m.message_id)
    } else {
        format!("message:{}", m.message_id)
    };
    let (author_id, name) = m.author.map_or((None, None), |a| (a.id, a.name));
    let author_id = author_id.filter(|id| !id.is_empty()).map(|id| id.chars().take(200).collect::<String>());
    let name = name.map(|n| n.chars().take(200).collect()).or_else(|| author_id.clone());
    let client_ref = m.client_ref.map(|r| r.chars().take(ID_CHARS_MAX).collect());
    let heard = Heard {
        message_id: m.message_id,
        author,
        private: m.private,
        text,
        readable,
        name,
        author_id,
        client_ref,
        edited,
    };
    Ok((Event::MessageHeard(heard), Some(second)))
}

fn status(s: StatusData) -> Result<Event, BadCall> {
    let status = match s.status.as_str() {
        "bot" => RelayStatus::Bot,
        "human" => RelayStatus::Human,
        "resolved" => RelayStatus::Resolved,
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(malformed("data.status", &format!("is `{other}`; use bot, human or resolved")));
        }
    };
    let by = s.by.and_then(|b| match b.kind.as_deref() {
        Some("bot") => Some("bot".to_owned()),
        _ => b.id.or(b.kind),
    });
    Ok(Event::StatusChanged { status, by: by.map(|b| b.chars().take(200).collect()) })
}

fn rating(
    s: SurveyData,
    instrument: Instrument,
    scale: std::ops::RangeInclusive<u8>,
    timestamp: &str,
) -> Result<(Event, Option<String>), BadCall> {
    bounded("data.survey_id", &s.survey_id, ID_CHARS_MAX)?;
    let score = u8::try_from(s.score).ok().filter(|score| scale.contains(score)).ok_or_else(|| {
        malformed(
            "data.score",
            &format!("is {}; give a whole number from {} to {}", s.score, scale.start(), scale.end()),
        )
    })?;
    if s.comment.as_ref().is_some_and(|c| c.len() > COMMENT_BYTES_MAX) {
        return Err(malformed("data.comment", &format!("is longer than {COMMENT_BYTES_MAX} bytes")));
    }
    let kind = if instrument == Instrument::Csat { "csat" } else { "nps" };
    let second = format!("{kind}:{}:{timestamp}", s.survey_id);
    let comment = s.comment.filter(|c| !c.trim().is_empty());
    Ok((Event::Rated(Rating { instrument, survey_id: s.survey_id, score, comment }), Some(second)))
}

fn bounded(field: &str, value: &str, chars_max: usize) -> Result<(), BadCall> {
    if value.is_empty() || value.chars().count() > chars_max {
        return Err(malformed(field, &format!("must be 1 to {chars_max} characters")));
    }
    Ok(())
}

fn malformed(field: &str, message: &str) -> BadCall {
    BadCall::Malformed { field: field.to_owned(), message: message.to_owned() }
}

/// serde names the field in its sentence; its place is given by line and column.
fn json_fault(at: &str, error: &serde_json::Error) -> BadCall {
    let sentence = error.to_string();
    let field = sentence.split('`').nth(1).filter(|_| sentence.starts_with("missing field"));
    let field = match (at, field) {
        ("body", Some(name)) => name.to_owned(),
        (_, Some(name)) => format!("{at}.{name}"),
        (_, None) => at.to_owned(),
    };
    BadCall::Malformed { field, message: sentence }
}
