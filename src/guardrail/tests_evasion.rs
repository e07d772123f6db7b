//! Promises about texts that hide what they say, and about texts that nobody can read.

use super::tests::{hits, messages, reasons};
use super::{Layer, Rulebook};

fn read_as(text: &str) -> Vec<(Layer, String)> {
    reasons(&[text]).into_iter().map(|reason| (reason.layer, reason.normalised)).collect()
}

fn read_once(text: &str, layer: Layer, normalised: &str) {
    assert_eq!(read_as(text), vec![(layer, normalised.to_owned())], "{text:?}");
}

#[test]
fn a_word_of_the_rules_is_read_out_of_its_misspellings() {
    for text in ["refnud", "rfund", "refuund", "refumd", "erfund", "trefund"] {
        assert!(read_as(text).iter().any(|(_, word)| word == "refund"), "{text:?} {:?}", read_as(text));
    }
    read_once("please reimbuse it", Layer::Typo, "reimburse");
    read_once("a cancelaltion of it", Layer::Word, "cancelaltion");
    read_once("I want compenstion", Layer::Typo, "compensation");
}

#[test]
fn an_english_word_is_no_misspelling() {
    for text in [
        "I changed my address",
        "a relay",
        "she is willing to help",
        "the filling is good",
        "he is charming",
        "cancer research",
        "the debate was long",
        "give me charles' number",
        "I want help changng the plan",
    ] {
        assert_eq!(hits(text), vec![], "{text:?}");
    }
}

#[test]
fn drawn_out_masked_signed_and_glued_words_are_read() {
    read_once("reeefuuund", Layer::Repeated, "refund");
    read_once("I want a r3fund", Layer::Leet, "refund");
    read_once("c4nc3l it", Layer::Leet, "cancel");
    read_once("a re*und please", Layer::Masked, "refund");
    read_once("a ref##nd please", Layer::Masked, "refund");
    read_once("pleaserefund", Layer::Glued, "refund");
    assert!(!hits("#closemyaccount").is_empty());
    assert!(!hits("I want my m0ney b4ck").is_empty());
}

#[test]
fn reversed_turned_and_rotated_words_are_read() {
    read_once("dnufer", Layer::Reversed, "refund");
    read_once("pun\u{25F}\u{1DD}\u{279}", Layer::Reversed, "refund");
    read_once("ershaq", Layer::Rotated, "refund");
}

#[test]
fn what_escapes_tags_and_codes_hide_is_read_and_pointed_at() {
    for (text, matched) in [
        ("I want a &#114;efund now", "&#114;efund"),
        ("I want a re<b>fund</b> now", "re<b>fund"),
        ("I want a re<!-- x -->fund now", "re<!-- x -->fund"),
        ("I want a %72efund now", "%72efund"),
        ("I want a \\x72efund now", "\\x72efund"),
        ("I want a \\u0072efund now", "\\u0072efund"),
        ("I want a cmVmdW5k now", "cmVmdW5k"),
        ("I want a 726566756e64 now", "726566756e64"),
        ("I want a %2572efund now", "%2572efund"),
    ] {
        let found: Vec<_> = reasons(&[text]).into_iter().map(|r| (r.layer, r.matched)).collect();
        assert_eq!(found, vec![(Layer::Decoded, matched.to_owned())], "{text:?}");
    }
}

#[test]
fn ids_numbers_addresses_and_emoticons_are_not_read_as_words() {
    for text in [
        "my order is BwMAF4G and 1337 and 5U8",
        "tracking number 1Z999AA10123456784",
        "order 370795561790 from 2026-11-25",
        "see https://example.org/a?b=c&d=e#f",
        "uuid 123e4567-e89b-12d3-a456-426614174000",
        "it costs me 3 minutes <3 :-)",
        "C:\\new folder\\file.txt",
        "my e-mail is jane.doe@example.org",
        "iPhone15ProMax256GB",
        "50% off?",
    ] {
        assert_eq!(hits(text), vec![], "{text:?}");
    }
}

#[test]
fn what_cannot_be_read_goes_to_a_human() {
    for text in [
        "h\u{435}llo th\u{435}re",
        "hello \u{202E}olleh",
        "hello \u{E0061}\u{E0062}",
        "he\u{301}\u{302}\u{303}\u{304}llo",
        "hello aGVsbG8Kx9Z1qP3vT7wB8nM2 there",
    ] {
        let found: Vec<_> = reasons(&[text]).into_iter().map(|r| (r.rule, r.layer)).collect();
        assert_eq!(found, vec![("guardrail.obscured".to_owned(), Layer::Unreadable)], "{text:?}");
    }
    assert_eq!(hits("go \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"), vec![]);
}

#[test]
fn a_language_without_rules_goes_to_a_human() {
    for text in [
        "שלום מה שלומך",
        "สวัสดีครับ",
        "Haluaisin kysyä toimituksen aikataulusta huomenna",
        "Kur ir mans sūtījums, lūdzu pasakiet",
    ] {
        let found: Vec<_> = reasons(&[text]).into_iter().map(|r| r.layer).collect();
        assert_eq!(found, vec![Layer::Language], "{text:?}");
    }
}

#[test]
fn an_owner_may_let_unknown_languages_and_unreadable_texts_pass() {
    let own = "version = 1\non_unknown_language = \"allow\"\non_unreadable = \"allow\"\nrules = []\n";
    let mut sources = Rulebook::built_in_sources();
    sources.push(("own.toml".to_owned(), own.to_owned()));
    let rulebook = Rulebook::parse(&sources).expect("sound");
    for text in ["שלום מה שלומך", "h\u{435}llo th\u{435}re"] {
        assert!(!rulebook.screen(&messages(&[text])).is_hold(), "{text:?}");
    }
}

#[test]
fn quoted_mail_and_signatures_are_not_the_visitors_words() {
    let mail = "Thanks, that works.\n\nOn Monday, Ada <ada@example.org> wrote:\n> you asked for a refund\n";
    assert_eq!(hits(mail), vec![]);
    assert_eq!(hits("all good\n> I want a refund\n> and my money back\n"), vec![]);
    assert_eq!(hits("where is my parcel?\n-- \nJane Doe\nBilling manager"), vec![]);
}

#[test]
fn a_visitors_own_words_are_screened_beside_quotes() {
    for text in [
        "> I want a refund",
        "> I want a refund\n> now",
        "hello\n> refund me",
        "> your parcel is late\n> sorry\nthen refund me",
        "On Monday I wrote:\nrefund me",
        "hello\n--\nrefund me",
    ] {
        assert!(!hits(text).is_empty(), "{text:?}");
    }
    let found = reasons(&["> your parcel is late\n> sorry\nthen refund me"]);
    assert_eq!(found.first().map(|reason| reason.span), Some((35, 41)));
}

#[test]
fn our_examples_are_held_in_every_way_of_writing() {
    let english = Rulebook::built_in_sources().into_iter().take(1).collect::<Vec<_>>();
    let rulebook = Rulebook::parse(&english).expect("sound");
    let results = rulebook.endurance();
    for result in &results {
        assert!(result.tried > 5, "{} was hardly tried", result.way);
        assert!(result.held * 100 >= result.tried * 97, "{}: {:?}", result.way, result.missed);
    }
    let (held, tried) =
        results.iter().fold((0, 0), |sum, result| (sum.0 + result.held, sum.1 + result.tried));
    assert!(held * 1000 >= tried * 995, "{held} of {tried}");
}
