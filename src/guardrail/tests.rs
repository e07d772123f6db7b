//! Promises about the shipped rules and about turns, kept as tests.

use super::{Layer, Reason, Rulebook, Screened, Verdict};

pub(super) fn built_in() -> Rulebook {
    match Rulebook::built_in() {
        Ok(rulebook) => rulebook,
        Err(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        }
    }
}

pub(super) fn messages(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(super) fn reasons(texts: &[&str]) -> Vec<Reason> {
    built_in().screen(&messages(texts)).reasons().to_vec()
}

/// The (rule, matched text) of every reason.
pub(super) fn hits(text: &str) -> Vec<(String, String)> {
    reasons(&[text]).into_iter().map(|reason| (reason.rule, reason.matched)).collect()
}

pub(super) fn hit(rule: &str, matched: &str) -> (String, String) {
    (rule.to_owned(), matched.to_owned())
}

// --- the shipped rules ---------------------------------------------------------------------------

#[test]
fn the_shipped_rules_keep_their_own_promises() {
    let ids: Vec<String> = built_in().rules().iter().map(|rule| rule.id.clone()).collect();
    for id in ["billing.refund", "billing.charge", "billing.cancel", "billing.billing"] {
        assert!(ids.iter().any(|known| known == id), "{id} is missing");
    }
}

#[test]
fn the_four_words_hold_a_turn_however_they_are_dressed() {
    for text in [
        "refund",
        "REFUND",
        "Refund.",
        "ref\u{200B}und",
        "re\u{AD}fund",
        "r\u{301}efund",
        "ｒｅｆｕｎｄ",
        "𝐫𝐞𝐟𝐮𝐧𝐝",
        "ⓡⓔⓕⓤⓝⓓ",
        "🅡🅔🅕🅤🅝🅓",
        "ʀᴇꜰᴜɴᴅ",
        "rеfund",
        "r e f u n d",
        "r.e.f.u.n.d",
        "r-e-f-u-n-d",
        "re-fund",
        "re fund",
        "r\ne\nf\nu\nn\nd",
        "refund_request",
        "status=refund_request",
        "refund2",
        "4refund",
        "我要refund谢谢",
        "charge",
        "Çharge",
        "CANCEL",
        "cancellation",
        "BİLLİNG",
        "bıllıng",
        "billing",
        "diſpute",
        "invoice",
        "in-voice",
    ] {
        assert!(built_in().screen(&messages(&[text])).is_hold(), "{text:?} passes");
    }
}

#[test]
fn harmless_lines_are_clear() {
    for text in [
        "where is my parcel?",
        "Do you ship to Norway",
        "my phone charger is broken",
        "the fund was refined",
        "is it free of charge?",
        "my feed does not load",
        "coffee machine",
        "I changed my address",
        "can celery be frozen",
        "who are fun dogs",
        "ΑΒΓ",
        "привет",
        "नमस्ते",
        "你好",
        "👍 ok",
    ] {
        assert_eq!(hits(text), vec![], "{text:?}");
    }
}

// --- exceptions ----------------------------------------------------------------------------------

#[test]
fn a_free_of_charge_phrase_does_not_excuse_a_refund_elsewhere() {
    let found = hits("I got it free of charge last year. Now refund my 200 dollars");
    assert!(found.iter().all(|(rule, _)| rule == "billing.refund"), "{found:?}");
    assert!(!found.is_empty());
}

#[test]
fn a_free_of_charge_phrase_does_not_excuse_another_charge() {
    assert_eq!(hits("free of charge, and then a charge"), vec![hit("billing.charge", "charge")]);
}

#[test]
fn an_exception_written_with_dots_or_over_two_messages_excuses_nothing() {
    assert!(!hits("free.of.charge").is_empty());
    assert!(!reasons(&["free of", "charge"]).is_empty());
}

#[test]
fn no_exception_of_the_shipped_rules_lets_an_ordinary_complaint_pass() {
    for text in [
        "don't charge it to my card",
        "I have a bill to pay",
        "there is an error on the bill for June",
        "email bill please",
        "2 bills in one month?",
        "I clicked cancel but it is still active",
        "the cancel button does not work",
        "please hold the charge",
        "the full charge was wrong",
        "you have no right to charge the card",
        "my show got cancelled",
        "his bill is too high",
        "cancel the dinner at 7 for four people",
        "the bank is charging 5 euros",
        "never mind cancel the flight",
        "please cancel the job booked for the 12th",
        "you cancelled the show, what happens with my tickets",
        "cancel my alarm contract",
        "cancel my call plan",
        "we were fully charged although the room was unusable",
        "I'm cancelling headphones I ordered yesterday",
        "why did you charge my car for parking",
        "the rental car is charged for two extra days",
        "the hotel holds a charge on my card",
        "delivery should be free of charge, it was not",
        "how do I charge it to the other card",
        "can I split the bill into two",
        "who foots the bill for the damage",
        "please cancel repeat delivery",
    ] {
        assert!(!hits(text).is_empty(), "{text}");
    }
}

#[test]
fn everyday_questions_about_things_that_sound_like_money_are_clear() {
    for text in [
        "does it have noise cancellation?",
        "the speaker won't charge",
        "where is the charge port?",
        "is the vacuum fully charged when it arrives",
        "is it free of charge?",
        "please remove me from the waiting list",
        "can you get me from the station?",
        "I don't want an account, can I order as a guest?",
        "I know nothing about cameras",
        "never heard of you, where are you based?",
        "I placed a small order yesterday",
        "the parcel fell through the letterbox",
        "do you have a new supplier for the yarn?",
        "cancel my alarm for tomorrow",
    ] {
        assert_eq!(hits(text), vec![], "{text}");
    }
}

// --- turns ---------------------------------------------------------------------------------------

#[test]
fn a_word_split_over_two_messages_is_found_and_anchored_at_the_first() {
    let found = reasons(&["hello, re", "fund please"]);
    let expected = Reason {
        rule: "billing.refund".to_owned(),
        title: "Refunds and money back".to_owned(),
        layer: Layer::Joined,
        message_index: 0,
        span: (7, 9),
        utf16: (7, 9),
        matched: "re".to_owned(),
        normalised: "refund".to_owned(),
        exceptions: Vec::new(),
        explanation: "held for a human: 're•fund' reads as 'refund' \
                      (rule billing.refund, letters separated)"
            .to_owned(),
    };
    assert_eq!(found, vec![expected]);
}

#[test]
fn a_hit_that_begins_on_the_line_feeds_between_messages_is_placed_in_one_that_has_words() {
    let texts = messages(&["", "", "cmVmdW5ka&#x72;refnudr3fre"]);
    let verdict = built_in().screen(&texts);
    assert!(verdict.is_hold());
    for reason in verdict.reasons() {
        assert_eq!((reason.message_index, reason.matched.is_empty()), (2, false), "{reason:?}");
    }
}

#[test]
fn a_hit_in_a_later_message_is_placed_in_that_message() {
    let found = reasons(&["", "hi", "a réfund"]);
    let placed: Vec<_> = found.iter().map(|r| (r.message_index, r.span, r.matched.as_str())).collect();
    assert_eq!(placed, vec![(2, (2, 9), "réfund")]);
}

#[test]
fn a_span_is_told_in_bytes_and_in_the_units_that_browsers_count() {
    let found = reasons(&["é€😀 refund"]);
    let spans: Vec<_> = found.iter().map(|r| (r.span, r.utf16)).collect();
    assert_eq!(spans, [((10, 16), (5, 11))]);
}

#[test]
fn an_exception_that_was_considered_is_told() {
    let found = reasons(&["free of charge, and then a charge"]);
    assert_eq!(found.first().map(|r| r.exceptions.clone()), Some(vec!["free of charge".to_owned()]));
    assert_eq!(
        found.first().map(|r| r.explanation.as_str()),
        Some("held for a human: 'charge' (rule billing.charge, word; 'free of charge' excuses only itself)")
    );
}

#[test]
fn a_phrase_over_two_messages_is_found() {
    assert!(!reasons(&["I want my money", "back"]).is_empty());
}

#[test]
fn what_cannot_be_screened_is_held() {
    let rule = |messages: &[String]| -> Vec<String> {
        built_in().screen(messages).reasons().iter().map(|reason| reason.rule.clone()).collect()
    };
    assert_eq!(rule(&[]), vec!["guardrail.no_text"]);
    assert_eq!(rule(&messages(&["", "  "])), vec!["guardrail.no_text"]);
    assert_eq!(rule(&messages(&["\u{200B}\u{200B}"])), vec!["guardrail.unreadable"]);
    assert_eq!(rule(&messages(&["?!…"])), vec!["guardrail.unreadable"]);
    assert_eq!(rule(&["a".repeat(64 * 1024 + 1)]), vec!["guardrail.too_long"]);
    assert_eq!(rule(&vec!["a".to_owned(); 101]), vec!["guardrail.too_many_messages"]);
}

#[test]
fn a_text_of_exactly_the_limit_is_screened() {
    assert!(!built_in().screen(&["a ".repeat(32 * 1024)]).is_hold());
    assert!(!built_in().screen(&vec!["a".to_owned(); 100]).is_hold());
}

#[test]
fn a_clear_turn_carries_its_text_and_the_rulebook_that_cleared_it() {
    let rulebook = built_in();
    let verdict = rulebook.screen(&messages(&["where is", "my parcel"]));
    let expected = Screened::new("where is\nmy parcel".to_owned(), rulebook.hash());
    assert_eq!(verdict, Verdict::Clear(expected));
}

#[test]
fn a_draft_of_ours_is_screened_by_the_same_rules() {
    assert_eq!(built_in().screen_reply("We ship on Mondays."), vec![]);
    assert!(!built_in().screen_reply("We have refunded you.").is_empty());
    assert!(!built_in().screen_reply("").is_empty());
}

#[test]
fn a_reason_survives_a_round_trip_through_json() {
    let before = reasons(&["please re-fund me"]);
    let json = serde_json::to_string(&before).expect("reasons are plain data");
    let after: Vec<Reason> = serde_json::from_str(&json).expect("what we wrote");
    assert_eq!(before, after);
}

#[test]
fn nested_hits_of_one_rule_are_told_once() {
    assert_eq!(hits("my money, refunded, back"), vec![hit("billing.refund", "money, refunded, back")]);
}

#[test]
fn a_flood_of_hits_is_told_in_a_bounded_number_of_reasons() {
    assert_eq!(reasons(&["refund ".repeat(5_000).as_str()]).len(), 16);
}
