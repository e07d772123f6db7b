//! What there is to tell of a conversation at each stage, and in which words.

use super::{Alarms, Kind, Line, Matter, excerpt, matters};
use crate::domain::waiting::Promise;
use crate::domain::{
    ActionId, Conversation, Decided, Draft, Episode, EpisodeId, HandoffReason, Review, Route, Silence, Stage,
    SuggestionId, Timestamp, Turn, TurnMessage,
};

const T0: Timestamp = Timestamp(1_790_000_000_000_000);
const ALARMS: Alarms = Alarms { overdue_ms: Some(900_000) };

fn turn(text: &str) -> Turn {
    Turn::opening(TurnMessage {
        external_id: "m1".to_owned(),
        text: text.to_owned(),
        readable: true,
        at: T0,
        heard_at: T0,
        sequence: None,
    })
}

fn draft(text: &str) -> Draft {
    serde_json::from_value(serde_json::json!({
        "text": text, "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive", "prompt": null,
        "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "",
        "citations": [{ "passage_id": "shipping#0@1", "article": "Shipping\ntimes", "quote": "q" }],
    }))
    .unwrap()
}

fn at_stage(stage: Stage) -> Conversation {
    let mut c = Conversation::new("shop", "external-000042", T0);
    c.stage = stage;
    c.visitor_name = Some("Ada".to_owned());
    c.episode = Some(Episode::starting(EpisodeId::derived(T0, &["e"]), T0));
    c
}

fn in_review(question: &str, words: &str) -> Conversation {
    at_stage(Stage::InReview {
        turn: turn(question),
        suggestion: SuggestionId::derived(T0, &["s"]),
        draft: Box::new(draft(words)),
        since: T0.plus_ms(2_000),
        waiting_told: false,
    })
}

fn with_human(why: HandoffReason) -> Conversation {
    at_stage(Stage::WithHuman { turn: Some(turn("Hello?")), why, since: T0.plus_ms(5_000) })
}

fn kinds(c: &Conversation) -> Vec<Kind> {
    matters(c, ALARMS).iter().map(|m| m.kind).collect()
}

fn danger() -> HandoffReason {
    HandoffReason::Routed { route: Route::Danger, sentence: "The visitor may be in danger.".to_owned() }
}

#[test]
fn each_stage_gives_what_there_is_to_tell_and_nothing_else() {
    let order = ActionId::derived(T0, &["o"]);
    let held = HandoffReason::Held { rules: vec!["refund".to_owned()], sentence: "About money.".to_owned() };
    let table = [
        (at_stage(Stage::Quiet), vec![]),
        (at_stage(Stage::Resolved { at: T0 }), vec![]),
        (at_stage(Stage::Gathering { turn: turn("Hi"), due: T0 }), vec![Kind::NewChat]),
        (at_stage(Stage::Drafting { turn: turn("Hi"), order, deadline: T0 }), vec![Kind::NewChat]),
        (at_stage(Stage::Sending { turn: turn("Hi"), action: order }), vec![Kind::NewChat]),
        (in_review("Hi", "Hello"), vec![Kind::NewChat, Kind::Suggestion, Kind::Overdue]),
        (with_human(held), vec![Kind::NewChat, Kind::Handoff, Kind::Overdue]),
        (with_human(HandoffReason::TakenOver { by: "Eve".to_owned() }), vec![Kind::NewChat, Kind::Overdue]),
        (with_human(HandoffReason::RelaySaysHuman), vec![Kind::NewChat, Kind::Overdue]),
        (at_stage(Stage::WithHuman { turn: None, why: danger(), since: T0 }), vec![]),
    ];
    for (c, expected) in table {
        assert_eq!(kinds(&c), expected, "{}", c.stage.name());
    }
    assert!(matters(&in_review("Hi", "Hello"), Alarms::default()).iter().all(|m| m.kind != Kind::Overdue));
}

#[test]
fn what_was_decided_and_may_be_taken_back_waits_for_nobody() {
    let decided =
        Decided { review: Review::Approve, by: "Eve".to_owned(), at: T0, label: None, unread: None };
    let c = at_stage(Stage::Holding {
        turn: turn("Hi"),
        suggestion: SuggestionId::derived(T0, &["s"]),
        draft: Box::new(draft("Hello")),
        decided,
        until: T0,
        since: T0,
        waiting_told: false,
    });
    assert_eq!(kinds(&c), [Kind::NewChat]);
}

#[test]
fn a_promise_is_an_alarm_before_its_end_whoever_has_the_chat_and_stays_one() {
    let mut c = with_human(HandoffReason::TakenOver { by: "Eve".to_owned() });
    let until = T0.plus_ms(3_600_000);
    c.promise = Some(Promise { told_at: T0, until: Some(until), alarmed: false, lag_ms: 0 });
    let alarm =
        |c: &Conversation| matters(c, Alarms::default()).into_iter().find(|m| m.kind == Kind::Promise);
    let told = alarm(&c).unwrap();
    assert!(told.since > T0 && told.since < until, "{told:?}");
    assert_eq!(Line::of(&c, &told).unwrap().promised, Some(until));
    c.promise = Some(Promise { told_at: T0, until: Some(until), alarmed: true, lag_ms: 0 });
    assert_eq!(alarm(&c), Some(told), "noted by the conversation, and still the case");
    c.promise = Some(Promise { told_at: T0, until: None, alarmed: false, lag_ms: 0 });
    assert_eq!(alarm(&c), None, "no time was given");
}

#[test]
fn what_somebody_has_answered_or_taken_is_no_news_and_made_up_chats_never_are() {
    let mut answered = in_review("Hi", "Hello");
    answered.episode.as_mut().unwrap().first_response_at = Some(T0);
    assert_eq!(kinds(&answered), [Kind::Suggestion, Kind::Overdue]);
    let mut taken = with_human(HandoffReason::AskedAgain);
    taken.silenced = Some(Silence { by: "Eve".to_owned(), at: T0 });
    assert_eq!(kinds(&taken), [Kind::Overdue]);
    let mut in_danger = with_human(danger());
    in_danger.silenced = Some(Silence { by: "Eve".to_owned(), at: T0 });
    assert_eq!(kinds(&in_danger), [Kind::Handoff, Kind::Overdue], "danger is told whoever has it");
    let mut sample = in_review("Hi", "Hello");
    sample.sample = true;
    assert!(kinds(&sample).is_empty());
}

#[test]
fn more_words_to_the_same_question_are_no_other_matter_and_danger_is() {
    let key = |c: &Conversation, kind| {
        matters(c, ALARMS).into_iter().find(|m| m.kind == kind).map(|m: Matter| m.subject)
    };
    let before = with_human(HandoffReason::AskedAgain);
    let mut after = before.clone();
    if let Stage::WithHuman { turn: Some(turn), since, .. } = &mut after.stage {
        *since = T0.plus_ms(60_000);
        turn.put(TurnMessage {
            external_id: "m2".to_owned(),
            text: "And?".to_owned(),
            readable: true,
            at: T0.plus_ms(60_000),
            heard_at: T0.plus_ms(60_000),
            sequence: None,
        });
    }
    assert_eq!(key(&before, Kind::Handoff), key(&after, Kind::Handoff));
    assert_eq!(key(&before, Kind::Overdue), key(&after, Kind::Overdue));
    let mut worse = after;
    if let Stage::WithHuman { why, .. } = &mut worse.stage {
        *why = danger();
    }
    assert_ne!(key(&before, Kind::Handoff), key(&worse, Kind::Handoff));
    assert!(matters(&worse, ALARMS).iter().any(|m| m.danger));
}

#[test]
fn a_line_says_what_is_asked_and_suggested_without_secrets_and_cannot_leave_its_line() {
    let mut c =
        in_review("My card is 4111 1111 1111 1111,\r\nhow long?\u{202e}\u{0007}", "Three days to Canada.");
    c.visitor_name = Some("Ada\r\nBcc: everybody@example.com\t".to_owned());
    let matter = matters(&c, ALARMS).into_iter().find(|m| m.kind == Kind::Suggestion).unwrap();
    let line = Line::of(&c, &matter).unwrap();
    assert_eq!(line.visitor.as_deref(), Some("Ada Bcc: everybody@example.com"));
    assert_eq!(line.question, "My card is [CARD_1],\nhow long?");
    assert_eq!(line.draft.as_deref(), Some("Three days to Canada."));
    assert_eq!((line.sources, line.short.as_str()), (vec!["Shipping times".to_owned()], "000042"));
    c.stage = Stage::Quiet;
    assert_eq!(Line::of(&c, &matter), None);
}

#[test]
fn an_excerpt_is_no_longer_than_it_may_be_and_says_that_there_is_more() {
    assert_eq!(excerpt("a\n\n\n\n\nb", 100), "a\n\nb");
    assert_eq!(excerpt("four words of it", 10), "four word\u{2026}");
    assert_eq!(excerpt("日本語日本語", 4), "日本語\u{2026}");
    assert_eq!(excerpt("  x  ", 1), "x");
}
