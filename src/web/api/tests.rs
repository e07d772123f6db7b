//! The description says what is served, and what it says a body looks like is accepted.

use super::body::{ApproveBody, EditBody, RejectBody, ReplyBody};
use super::document::described;
use crate::web::deeds::{Deed, reject_reason, seen};
use crate::web::fields::Fields;

fn read(body: &impl serde::Serialize, known: &[&str]) -> Option<Fields> {
    Fields::from_json(&serde_json::to_vec(body).ok()?, known).ok()
}

#[test]
fn documented_bodies_are_accepted() {
    let (revision, draft_hash) = (3, "abc".to_owned());
    let approve = read(
        &ApproveBody { revision, draft_hash: draft_hash.clone(), read_ms: Some(1), undoable: Some(true) },
        &["revision", "draft_hash", "read_ms", "undoable"],
    );
    assert!(approve.is_some_and(|fields| seen(&fields).is_ok_and(|seen| seen.revision == 3)));
    let edit = EditBody {
        revision,
        draft_hash: draft_hash.clone(),
        text: "words".to_owned(),
        only_tone: Some(true),
        read_ms: None,
        undoable: None,
    };
    assert!(
        read(&edit, &["revision", "draft_hash", "text", "only_tone", "read_ms", "undoable"])
            .is_some_and(|fields| fields.needed("text").is_ok())
    );
    let reject = RejectBody {
        revision,
        draft_hash,
        reason: "wrong_fact".to_owned(),
        read_ms: Some(1),
        undoable: Some(true),
    };
    assert!(
        read(&reject, &["revision", "draft_hash", "reason", "read_ms", "undoable"])
            .is_some_and(|fields| reject_reason(&fields).is_ok())
    );
    let reply = read(
        &ReplyBody { text: "words".to_owned(), read_ms: None, template: None },
        &["text", "read_ms", "template"],
    );
    assert!(reply.is_some_and(|fields| Deed::Reply.event("me", &fields).is_ok()));
}

#[test]
fn the_contract_is_served() {
    let paths = described().into_openapi().paths.paths;
    for path in [
        "/v1/conversations",
        "/v1/conversations/{id}",
        "/v1/conversations/{id}/takeover",
        "/v1/conversations/{id}/resume",
        "/v1/conversations/{id}/resolve",
        "/v1/conversations/{id}/reply",
        "/v1/suggestions",
        "/v1/suggestions/{id}",
        "/v1/suggestions/{id}/approve",
        "/v1/suggestions/{id}/edit",
        "/v1/suggestions/{id}/reject",
        "/v1/reports/comparison",
        "/v1/reports/promises",
        "/v1/knowledge/articles",
        "/v1/knowledge/search",
        "/v1/dead-letters",
        "/v1/dead-letters/{id}/replay",
        "/v1/stream",
        "/healthz",
        "/readyz",
        "/metrics",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
}
