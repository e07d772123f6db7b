//! What people, drafters and effects say in the stories.

use std::collections::BTreeMap;

use super::world::BUILT_IN;
use crate::domain::{ActionId, Author, Citation, Draft, Effect, Event, Heard, Passage, Usage};

/// An effect in words.
pub(super) fn words(effect: &Effect) -> String {
    match effect {
        Effect::Draft { messages, .. } => format!("draft: {}", messages.join(" / ")),
        Effect::Send(cleared) => format!("send: {}", cleared.outgoing().text),
        Effect::Acknowledge(notice) => format!("tell: {}", notice.as_str().replace('_', " ")),
        Effect::Survey { .. } => "ask how it was".to_owned(),
        Effect::ChangeLabels { add, remove } => {
            let add = add.iter().map(|l| format!("+{l}"));
            add.chain(remove.iter().map(|l| format!("-{l}"))).collect::<Vec<_>>().join(" ")
        }
        Effect::HandOff { reason, .. } => format!("hand off: {reason}"),
    }
}

pub(super) fn said(author: Author, id: &str, text: &str) -> Event {
    Event::MessageHeard(Heard {
        message_id: id.to_owned(),
        author,
        private: false,
        text: text.to_owned(),
        readable: true,
        name: None,
        author_id: None,
        client_ref: None,
        edited: false,
    })
}

/// The same message, but for one thing.
pub(super) fn change(event: Event, what: impl FnOnce(&mut Heard)) -> Event {
    let Event::MessageHeard(mut heard) = event else { panic!("only a message can be changed") };
    what(&mut heard);
    Event::MessageHeard(heard)
}

/// Our own message as the relay tells it back.
pub(super) fn echo(author: Author, id: &str, text: &str, action: ActionId) -> Event {
    change(said(author, id, text), |h| h.client_ref = Some(action.to_string()))
}

pub(super) fn passage() -> Passage {
    Passage {
        id: "shipping#1".to_owned(),
        article: "Delivery".to_owned(),
        heading: String::new(),
        text: "Canada: three days.".to_owned(),
        score: 0.9,
    }
}

pub(super) fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        citations: vec![Citation {
            passage_id: "shipping#1".to_owned(),
            article: "Delivery".to_owned(),
            quote: "Canada: three days.".to_owned(),
        }],
        fit: 0.9,
        confidence: 0.0,
        confidence_range: None,
        weighed: std::collections::BTreeMap::new(),
        asks_back: false,
        needs_human: false,
        reason: String::new(),
        signals: BTreeMap::new(),
        drafter: "extractive".to_owned(),
        prompt: None,
        behind: None,
        usage: Usage::default(),
        found: Vec::new(),
        findings: Vec::new(),
        rulebook_hash: BUILT_IN.hash().to_owned(),
        gated: None,
    }
}
