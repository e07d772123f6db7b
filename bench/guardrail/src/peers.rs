//! Plain matchers with forty obvious words: what most chat systems do.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// The words that anybody would list.
const WORDS: &[&str] = &[
    "refund", "refunds", "refunded", "refunding", "reimburse", "reimbursed", "reimbursement", "chargeback", "charge",
    "charges", "charged", "charging", "overcharged", "cancel", "cancels", "canceled", "cancelled", "canceling",
    "cancelling", "cancellation", "unsubscribe", "subscription", "bill", "bills", "billed", "billing", "invoice",
    "invoices", "invoiced", "fee", "fees", "dispute", "disputes", "disputed", "money back", "close my account",
    "delete my account", "double charged", "payment", "unauthorized",
];

pub struct Peer {
    pub name: &'static str,
    pub holds: Box<dyn Fn(&str) -> bool>,
}

pub fn all() -> anyhow::Result<Vec<Peer>> {
    let plain = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(WORDS)?;
    let bounded = plain.clone();
    let regex = Regex::new(&format!(r"(?i)\b(?:{})\b", WORDS.join("|")))?;
    let mut trie = rustrict::Trie::new();
    for word in WORDS {
        trie.set(word, rustrict::Type::PROFANE & rustrict::Type::SEVERE);
    }
    // The crate wants it for as long as the program runs.
    let trie: &'static rustrict::Trie = Box::leak(Box::new(trie));
    Ok(vec![
        Peer { name: "aho-corasick, substrings", holds: Box::new(move |text| plain.is_match(text)) },
        Peer { name: "aho-corasick, ASCII word edges", holds: Box::new(move |text| bounded_match(&bounded, text)) },
        Peer { name: "regex, Unicode \\b", holds: Box::new(move |text| regex.is_match(text)) },
        Peer {
            name: "rustrict, own trie",
            holds: Box::new(move |text| {
                let mut censor = rustrict::Censor::from_str(text);
                censor.with_trie(trie);
                censor.analyze().is(rustrict::Type::ANY)
            }),
        },
    ])
}

fn bounded_match(words: &AhoCorasick, text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    words.find_iter(text).any(|hit| !(hit.start() > 0 && is_letter(hit.start() - 1)) && !is_letter(hit.end()))
}
