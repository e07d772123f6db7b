//! The rule miner: the shortest rule, counted by the guardrail, and never from too little.

use proptest::prelude::*;

use super::*;
use crate::domain::{ConversationId, RejectReason, Rulebook, SuggestionId, Timestamp};

const BOOK: &str = "version = 1\n[[rules]]\nid = \"shop.legal\"\ntitle = \"Lawyers\"\nwords = [\"lawyer\"]\n\
                    examples.must_match = [\"my lawyer\", \"a lawyer please\"]\n\
                    examples.must_not_match = [\"how large is it\", \"hello there\"]\n";

fn book() -> Rulebook {
    Rulebook::parse(&[("book.toml".to_owned(), BOOK.to_owned())]).unwrap()
}

fn decided(n: i64, question: &str, end: End) -> PastDecision {
    let at = Timestamp(1_700_000_000_000_000 + n * 1_000_000);
    PastDecision {
        suggestion: SuggestionId::derived(at, &[&n.to_string()]),
        conversation: ConversationId::of("shop", &n.to_string()),
        at,
        question: question.to_owned(),
        draft: "We ship.".to_owned(),
        drafter: "extractive".to_owned(),
        citations: Vec::new(),
        end,
    }
}

fn shop(rejected: &[&str], approved: &[&str]) -> Vec<PastDecision> {
    let person = || End::Rejected(RejectReason::NeedsAPerson);
    let rejected = (0_i64..).zip(rejected).map(|(n, text)| decided(n, text, person()));
    let approved = (100_i64..).zip(approved).map(|(n, text)| decided(n, text, End::Approved));
    rejected.chain(approved).collect()
}

fn mined(past: &[PastDecision]) -> Mined {
    let book = book();
    mine(Ground { in_force: &book, own: "", may_soften: false }, past)
}

const REJECTED: [&str; 4] = [
    "The glaze poisoned my daughter, she was ill after eating from the bowl",
    "I think the plate poisoned us both last week",
    "my dog got poisoned by a cup of yours, what now",
    "Somebody was poisoned? I read it in the newspaper about your pots",
];
const APPROVED: [&str; 6] = [
    "How long does shipping to Canada take for a bowl",
    "what glaze is on the plate",
    "is the cup safe for my dog to drink from",
    "Do you ship pots to Austria",
    "I read about your workshop in the newspaper, when is it open",
    "my daughter likes the small bowl, how large is it",
];

#[test]
fn one_word_that_tells_them_apart_is_offered_with_its_counts_and_examples() {
    let found = mined(&shop(&REJECTED, &APPROVED));
    assert_eq!((found.rejects, found.approved), (4, 6));
    let best = &found.rules[0];
    assert_eq!(best.rule.pattern, Pattern::Word("poisoned".to_owned()), "{:?}", found.rules);
    assert_eq!((best.caught.positive, best.caught.n), (4, 4));
    assert_eq!((best.false_holds.positive, best.false_holds.n), (0, 6));
    assert!(best.false_holds.high.unwrap() > 0.3, "six chats cannot say that it never happens");
    assert_eq!((best.rule.must_match.len(), best.rule.must_miss.len()), (2, 2));
    assert!(
        best.rule.must_match.iter().all(|text| text.split(' ').count() <= 9),
        "{:?}",
        best.rule.must_match
    );
    let with = book().with_own(&best.text, false).unwrap();
    assert!(
        with.screen(&["can one be poisonned by it".to_owned()]).is_hold(),
        "misspellings are read as in any rule"
    );
    assert!(with.screen(&["my lawyer".to_owned()]).is_hold());
}

#[test]
fn two_words_are_offered_where_one_would_hold_too_much() {
    let rejected = [
        "I want to talk about my broken bowl",
        "can I talk to you, the bowl is in two pieces",
        "we must talk of that bowl now",
    ];
    let approved = [
        "can you talk me through the glaze",
        "is the bowl blue",
        "may I talk to the potter on Saturday",
        "a bowl for soup please",
        "which bowl is the largest",
    ];
    let found = mined(&shop(&rejected, &approved));
    assert!(!found.rules.is_empty(), "{found:?}");
    for rule in &found.rules {
        assert_ne!(rule.rule.pattern.length(), 10, "one word holds a third of them: {rule:?}");
        assert_eq!((rule.caught.positive, rule.false_holds.positive), (3, 0), "{rule:?}");
    }
}

#[test]
fn too_few_rejects_one_chat_or_turns_that_are_held_already_give_no_rule() {
    assert_eq!(mined(&shop(&REJECTED[..2], &APPROVED)).rules, []);
    let mut past = shop(&REJECTED, &APPROVED);
    for one in &mut past {
        one.conversation = ConversationId::of("shop", "one");
    }
    assert_eq!(mined(&past).rules, []);
    let held = ["my lawyer says it is poisoned", "poisoned, says the lawyer", "lawyer: poisoned"];
    let found = mined(&shop(&held, &APPROVED));
    assert_eq!((found.rejects, found.rules.len()), (0, 0));
    let alike = mined(&shop(&APPROVED[..3], &APPROVED));
    assert!(alike.rules.is_empty(), "{alike:?}");
}

#[test]
fn own_rules_that_are_there_already_are_kept_and_ids_are_not_taken_twice() {
    let own = "version = 1\n[[rules]]\nid = \"learned.poisoned\"\ntitle = \"Old\"\nwords = [\"notary\"]\n\
               examples.must_match = [\"my notary\", \"a notary please\"]\n\
               examples.must_not_match = [\"how large is it\", \"hello there\"]\n";
    let book = book().with_own(own, false).unwrap();
    let past = shop(&REJECTED, &APPROVED);
    let found = mine(Ground { in_force: &book, own, may_soften: false }, &past);
    assert_eq!(found.rules[0].rule.id, "learned.poisoned-2");
    assert!(found.rules[0].text.starts_with(own.trim_end()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn every_count_is_what_the_compiled_rules_say(
        rejected in prop::collection::vec(prop::sample::subsequence(WORDS.to_vec(), 1..6), 3..7),
        approved in prop::collection::vec(prop::sample::subsequence(WORDS.to_vec(), 1..6), 0..12),
    ) {
        let text = |words: &Vec<&str>| format!("please say {}", words.join(" and "));
        let (rejected, approved): (Vec<String>, Vec<String>) =
            (rejected.iter().map(text).collect(), approved.iter().map(text).collect());
        let past = shop(
            &rejected.iter().map(String::as_str).collect::<Vec<_>>(),
            &approved.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        let found = mined(&past);
        for rule in &found.rules {
            let with = book().with_own(&rule.text, false).unwrap();
            let count = |end: &End| {
                past.iter().filter(|one| one.end == *end && with.screen(std::slice::from_ref(&one.question)).is_hold()).count()
            };
            let (caught, held) = (count(&End::Rejected(RejectReason::NeedsAPerson)), count(&End::Approved));
            prop_assert_eq!(u64::try_from(caught).unwrap(), rule.caught.positive);
            prop_assert_eq!(u64::try_from(held).unwrap(), rule.false_holds.positive);
            prop_assert!(rule.caught.positive >= 3);
        }
    }
}

const WORDS: [&str; 8] = ["garden", "window", "orange", "kitchen", "silver", "morning", "teacher", "bridge"];
