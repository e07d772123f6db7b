//! The generic contract's sample payloads become our events.

use banister::domain::{Author, Event, Instrument, RelayStatus, Timestamp};
use banister::ports::{BadCall, Call, Ear as _};
use banister::relay::{GenericEar, Secret};
use serde_json::{Value, json};

use crate::world::INBOUND;

const NOW: i64 = 1_795_348_800;

fn hear(event: &Value) -> Result<Call, BadCall> {
    let secret = Secret::parse(INBOUND).unwrap();
    let body = event.to_string();
    let id = event["id"].as_str().unwrap().to_owned();
    let signature = secret.sign(&id, NOW, body.as_bytes());
    let headers = move |name: &str| {
        Some(match name {
            "webhook-id" => id.clone(),
            "webhook-timestamp" => NOW.to_string(),
            "webhook-signature" => signature.clone(),
            _ => return None,
        })
    };
    GenericEar::new("shop".to_owned(), vec![secret]).hear(
        &headers,
        body.as_bytes(),
        Timestamp(NOW * 1_000_000),
    )
}

fn sample(kind: &str, data: Value) -> Value {
    json!({ "id": "evt_01JD", "type": kind, "schema": "1", "source": "relay:acme-site",
            "timestamp": "2026-11-22T12:00:04.120Z", "sequence": 2, "conversation_id": "c_8f2b", "data": data })
}

fn event(kind: &str, data: Value) -> Event {
    match hear(&sample(kind, data)).unwrap() {
        Call::Event(new) => {
            assert_eq!((new.relay.as_str(), new.external_conversation.as_str()), ("shop", "c_8f2b"));
            assert_eq!((new.sequence, new.at.rfc3339().as_str()), (Some(2), "2026-11-22T12:00:04.120Z"));
            new.event
        }
        Call::Ignored { kind } => panic!("{kind} was ignored"),
    }
}

#[test]
fn a_visitors_message_a_humans_message_and_our_echo_are_told_apart() {
    let message = |direction: &str, extra: Value| {
        let mut data = json!({ "message_id": "m_501", "direction": direction, "text": "How long?",
                               "content_type": "text/plain", "private": false,
                               "author": { "id": "s_41", "name": "quiet-river-17" }, "status": "bot" });
        data.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        match event("message_sent", data) {
            Event::MessageHeard(heard) => heard,
            other => panic!("{other:?}"),
        }
    };
    let visitor = message("from_user", json!({}));
    assert_eq!(
        (visitor.author, visitor.text.as_str(), visitor.readable),
        (Author::Visitor, "How long?", true)
    );
    assert_eq!(visitor.name.as_deref(), Some("quiet-river-17"));
    assert_eq!(message("from_owner", json!({})).author, Author::Owner);
    let echo = message("from_bot", json!({ "client_ref": "act_x" }));
    assert_eq!((echo.author, echo.client_ref.as_deref()), (Author::Assistant, Some("act_x")));
    assert!(message("from_owner", json!({ "private": true })).private);
    assert!(!message("from_user", json!({ "content_type": "image/png" })).readable);
    assert!(!message("from_user", json!({ "attachments": [{ "url": "x" }] })).readable);
    assert!(
        message("from_user", json!({ "surprise": { "new": [1] } })).readable,
        "unknown fields are ignored"
    );
}

#[test]
fn status_resolution_surveys_and_conversions_are_read() {
    let handoff =
        json!({ "status": "human", "previous_status": "bot", "by": { "kind": "bot", "id": "sidecar" } });
    let Event::StatusChanged { status, by } = event("status_changed", handoff) else { panic!() };
    assert_eq!((status, by.as_deref()), (RelayStatus::Human, Some("bot")));
    let owner = json!({ "status": "human", "by": { "kind": "owner", "id": "u_2" } });
    let Event::StatusChanged { by, .. } = event("status_changed", owner) else { panic!() };
    assert_eq!(by.as_deref(), Some("u_2"));
    let resolved =
        json!({ "resolution_time_ms": 595_880, "turns": 3, "tags": ["shipping"], "resolved_by": "owner" });
    assert_eq!(event("chat_resolved", resolved), Event::ChatResolved { by: "owner".to_owned() });
    let Event::Rated(csat) =
        event("csat_submitted", json!({ "survey_id": "sv", "score": 4, "comment": "ok" }))
    else {
        panic!()
    };
    assert_eq!((csat.instrument, csat.score, csat.comment.as_deref()), (Instrument::Csat, 4, Some("ok")));
    let Event::Rated(nps) = event("nps_submitted", json!({ "survey_id": "sv", "score": 0, "comment": null }))
    else {
        panic!()
    };
    assert_eq!((nps.instrument, nps.score, nps.comment), (Instrument::Nps, 0, None));
    let bought = event("conversion", json!({ "value": 49.9, "currency": "EUR" }));
    assert_eq!(bought, Event::Converted { value: Some(49.9), currency: Some("EUR".to_owned()) });
    let opened = event(
        "chat_opened",
        json!({ "session_id": "s", "user_id": null, "page_url": "https://x/pricing", "referrer": "https://y/" }),
    );
    let (page_url, referrer) = (Some("https://x/pricing".to_owned()), Some("https://y/".to_owned()));
    assert_eq!(opened, Event::ChatOpened { page_url, referrer });
}

#[test]
fn what_we_do_not_act_on_is_ignored_and_a_foreign_id_is_refused() {
    assert!(matches!(hear(&sample("coffee_spilled", json!({}))), Ok(Call::Ignored { .. })));
    let mut early = sample("chat_opened", json!({ "session_id": "s_41" }));
    early["conversation_id"] = Value::Null;
    assert!(matches!(hear(&early), Ok(Call::Ignored { .. })));
    let mut other =
        sample("message_sent", json!({ "message_id": "m", "direction": "from_user", "text": "x" }));
    other["schema"] = json!("2");
    assert!(matches!(hear(&other), Err(BadCall::Malformed { field, .. }) if field == "schema"));
}
