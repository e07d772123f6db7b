//! What strangers write is shown as text, on every page that shows it.

use std::collections::BTreeMap;

use askama::Template;

use super::aside::Beside;
use super::card::{Card, Notice, Waiting};
use super::conversation::ThreadPage;
use super::held::Held;
use super::queue::Queue;
use super::shell::{Bare, Shell};
use crate::domain::{
    Author, Citation, Conversation, Decided, Draft, Event, Finding, FindingKind, Findings, Found,
    HandoffReason, Message, MessageKind, Passage, Refusal, Review, Rubric, Screening, Stage, Suggestion,
    SuggestionId, SuggestionState, Timestamp, Titles, Turn, TurnMessage, Usage,
};
use crate::guardrail::{Layer, Reason};
use crate::ports::{ConversationRow, GivenRubric, SavedReply, ScreeningRow, SuggestionRow, Thread, Topic};

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><iframe src=javascript:alert(1)>",
    "--><b onmouseover=alert(1)>",
];

fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        citations: vec![Citation {
            passage_id: text.to_owned(),
            article: text.to_owned(),
            quote: text.to_owned(),
        }],
        fit: 0.9,
        confidence: 0.92,
        confidence_range: None,
        weighed: std::collections::BTreeMap::new(),
        asks_back: false,
        needs_human: false,
        reason: text.to_owned(),
        signals: std::collections::BTreeMap::new(),
        drafter: text.to_owned(),
        prompt: None,
        behind: None,
        usage: Usage::default(),
        found: vec![Found {
            id: text.to_owned(),
            article: text.to_owned(),
            heading: text.to_owned(),
            score: 0.5,
        }],
        findings: vec![Finding {
            kind: FindingKind::Price,
            span: (0, text.len()),
            spelt: text.to_owned(),
            reason: text.to_owned(),
        }],
        rulebook_hash: String::new(),
        gated: None,
    }
}

fn suggestion(text: &str) -> Suggestion {
    Suggestion {
        id: SuggestionId::derived(NOW, &["one"]),
        revision: 3,
        draft: draft(text),
        turn_text: text.to_owned(),
        state: SuggestionState::Pending,
        at: NOW,
    }
}

fn suggestion_row(text: &str) -> SuggestionRow {
    SuggestionRow {
        suggestion: suggestion(text),
        closing: None,
        conversation: crate::domain::ConversationId::of("shop", text),
        revision: 3,
        relay: text.to_owned(),
        external_id: text.to_owned(),
        visitor_name: Some(text.to_owned()),
        heard_at: NOW,
        promise: None,
        sample: false,
    }
}

fn held_row(text: &str) -> ConversationRow {
    let message = TurnMessage {
        external_id: text.to_owned(),
        text: text.to_owned(),
        readable: true,
        at: NOW,
        heard_at: NOW,
        sequence: None,
    };
    let why = HandoffReason::Held { rules: vec![text.to_owned()], sentence: text.to_owned() };
    let mut conversation = Conversation::new(text, text, NOW);
    conversation.visitor_name = Some(text.to_owned());
    conversation.page_url = Some(text.to_owned());
    conversation.tags = vec![text.to_owned()];
    conversation.stage =
        Stage::WithHuman { turn: Some(Turn::opening(message)), why: why.clone(), since: NOW };
    let passage = Passage {
        id: text.to_owned(),
        article: text.to_owned(),
        heading: text.to_owned(),
        text: text.to_owned(),
        score: 0.5,
    };
    let findings = Findings { unknown: text.to_owned(), passages: vec![passage] };
    ConversationRow {
        conversation,
        handed_off: Some((why, Some(findings))),
        last_message: None,
        glimpse: None,
    }
}

fn holding_row(text: &str) -> ConversationRow {
    let mut row = held_row(text);
    let suggestion = suggestion(text);
    let decided =
        Decided { review: Review::Approve, by: text.to_owned(), at: NOW, label: None, unread: None };
    if let Some(turn) = row.conversation.stage.turn().cloned() {
        row.conversation.stage = Stage::Holding {
            turn,
            suggestion: suggestion.id,
            draft: Box::new(suggestion.draft),
            decided,
            until: NOW.plus_ms(5_000),
            since: NOW,
            waiting_told: false,
        };
    }
    row
}

fn beside(text: &str) -> Beside {
    let rubric = Rubric { clarity: 1, correctness: 2, empathy: 3 };
    Beside {
        topics: vec![Topic {
            slug: text.to_owned(),
            name: text.to_owned(),
            retired: false,
            keywords: String::new(),
        }],
        replies: vec![SavedReply {
            name: text.to_owned(),
            body: text.to_owned(),
            updated_at: NOW,
            by: Some(text.to_owned()),
        }],
        rubrics: vec![GivenRubric { by: text.to_owned(), rubric, at: NOW }],
        events: vec![(NOW, Event::TakenOver { by: text.to_owned(), why: Some(text.to_owned()) })],
        titles: Titles::of([(text.to_owned(), text.to_owned())], &[]),
    }
}

fn thread(text: &str) -> Thread {
    let row = held_row(text);
    let message = Message {
        external_id: text.to_owned(),
        author: Author::Owner,
        kind: MessageKind::Edited,
        private: true,
        text: text.to_owned(),
        at: NOW,
        suggestion: None,
        action: None,
        by: Some(text.to_owned()),
    };
    let reason = Reason {
        rule: text.to_owned(),
        title: text.to_owned(),
        layer: Layer::Word,
        message_index: 0,
        span: (0, 3),
        utf16: (0, 3),
        exceptions: vec![text.to_owned()],
        matched: text.to_owned(),
        normalised: text.to_owned(),
        explanation: text.to_owned(),
    };
    let screening = Screening {
        rulebook_hash: String::new(),
        message_ids: vec![text.to_owned()],
        reasons: vec![reason],
        at: NOW,
    };
    let screening = Some(ScreeningRow { conversation: row.conversation.id, screening });
    let pending = Some(suggestion_row(text));
    Thread { row, messages: vec![message], screening, pending, unread: BTreeMap::new() }
}

fn shell(text: &str) -> Shell {
    Shell {
        here: "inbox",
        name: text.to_owned(),
        owner: true,
        csrf: "csrf".to_owned(),
        demo: true,
        links: Bare::new(),
    }
}

fn notice(text: &str) -> Notice {
    let refusal = Refusal::Overtaken { why: text.to_owned() };
    Notice::of(&refusal, &suggestion("seen"), None, Some(text.to_owned()))
}

fn queue(text: &str) -> Queue {
    let row = suggestion_row(text);
    let passage = Passage {
        id: text.to_owned(),
        article: text.to_owned(),
        heading: text.to_owned(),
        text: format!("{text} {text}"),
        score: 0.5,
    };
    let mut card = Card::of(&row, &[passage], NOW, "csrf", "/");
    card.notice = Some(notice(text));
    let held = Held::of(&holding_row(text), NOW, "csrf", "/");
    assert!(held.is_some() && !card.marks.is_empty());
    Queue {
        shell: shell(text),
        cards: vec![card],
        cards_count: "1".to_owned(),
        waiting_count: "26".to_owned(),
        count: "27".to_owned(),
        undoable: held.into_iter().collect(),
        waiting: vec![Waiting::of(&held_row(text), NOW, "csrf", &Titles::default())],
        more_waiting: true,
        words_only: true,
        replies: vec![crate::ports::SavedReply {
            name: text.to_owned(),
            body: text.to_owned(),
            updated_at: NOW,
            by: Some(text.to_owned()),
        }],
        did: text.to_owned(),
        notice: Some(notice(text)),
    }
}

fn pages(text: &str) -> Vec<String> {
    let thread = ThreadPage::of(shell(text), &thread(text), &[], &beside(text), NOW, Some(notice(text)));
    vec![queue(text).render().unwrap_or_default(), thread.render().unwrap_or_default()]
}

#[test]
fn what_a_stranger_writes_never_becomes_markup() {
    for hostile in HOSTILE {
        for page in pages(hostile) {
            assert!(page.len() > 1_000, "the page was rendered");
            assert!(!page.contains(hostile), "{hostile} stands in the page as it is");
            for markup in ["<img", "<iframe", "<b on", "<svg/", "<script>"] {
                assert!(!page.contains(markup), "{markup} came through");
            }
        }
    }
}

#[test]
fn pages_have_no_inline_script_or_style() {
    for page in pages("plain") {
        for inline in [" style=", "<style", " onclick=", "<script>", "javascript:"] {
            assert!(!page.contains(inline), "{inline}");
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for page in pages("plain") {
        let forms: Vec<&str> =
            page.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")).collect();
        assert!(forms.len() > 3);
        for form in forms {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(form.contains("name=\"csrf\" value=\"csrf\""), "{form}");
        }
    }
}

#[test]
fn a_stale_decision_tells_what_changed_and_keeps_the_owners_words() {
    let mut fresh = suggestion("old draft");
    fresh.turn_text = "And to Norway?".to_owned();
    let refusal = Refusal::ChangedSinceSeen { revision: 4 };
    let told = Notice::of(&refusal, &suggestion("old draft"), Some(&fresh), Some("my words".to_owned()));
    assert_eq!(
        told,
        Notice {
            kind: "changed",
            detail: "changed since you looked: the conversation is at revision 4, or its draft is another"
                .to_owned(),
            visitor_wrote: true,
            draft_changed: false,
            sources_changed: false,
            your_words: Some("my words".to_owned()),
        }
    );
    let unchanged =
        Notice::of(&refusal, &suggestion("old draft"), Some(&fresh), Some("old draft".to_owned()));
    assert_eq!(unchanged.your_words, None);
}
