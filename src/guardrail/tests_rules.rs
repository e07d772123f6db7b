//! Promises about rule files: what is refused, and how the refusal reads.

use super::tests::{built_in, messages};
use super::{Layer, Rulebook};

fn rulebook(rules: &str) -> Result<Rulebook, Vec<String>> {
    let source = format!("version = 1\n{rules}");
    Rulebook::parse(&[("own.toml".to_owned(), source)])
        .map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn faults(rules: &str) -> Vec<String> {
    rulebook(rules).map_or_else(|faults| faults, |_| Vec::new())
}

const EXAMPLES: &str = r#"
[rules.examples]
must_match = ["a pineapple", "pineapple!"]
must_not_match = ["an apple", "a pine"]
"#;

#[test]
fn a_critical_rule_takes_no_exceptions() {
    let rule = format!(
        "[[rules]]\nid = \"a\"\ntitle = \"A\"\nseverity = \"critical\"\nwords = [\"pineapple\"]\n\
         exceptions = [\"pineapple pizza\"]\n{EXAMPLES}"
    );
    assert_eq!(
        faults(&rule),
        vec!["own.toml:3: rule a: a critical rule takes no exceptions; drop them, or its severity"]
    );
}

#[test]
fn an_example_that_fails_is_named_with_rule_line_and_what_to_do() {
    let rule = "[[rules]]\nid = \"fruit\"\ntitle = \"Fruit\"\nwords = [\"pineapple\"]\n[rules.examples]\n\
                must_match = [\"a pineapple\", \"a mango\"]\nmust_not_match = [\"a pine\", \"no pineapple\"]\n";
    assert_eq!(
        faults(rule),
        vec![
            "own.toml:7: rule fruit: must_match example \"a mango\" is not held by this rule (no rule \
             recognises anything in it); add a word or phrase for it, or move the example",
            "own.toml:8: rule fruit: must_not_match example \"no pineapple\" is held: \"pineapple\" at \
             bytes 3..12 reads as \"pineapple\" (word); narrow the rule, or except the exact phrase",
        ]
    );
}

#[test]
fn every_fault_of_every_file_is_told_at_once() {
    let bad = "[[rules]]\nid = \"Bad id\"\ntitle = \" \"\nwords = [\"two words\", \"ab\"]\nphrases = [\"... x\", \"<nope> x\"]\n\
               regex = [\"(\", \"x*\"]\n[rules.examples]\nmust_match = []\nmust_not_match = [\"a\", \"b\"]\n";
    let sources = [
        ("one.toml".to_owned(), "version = 1\nsurprise = 2\nrules = []\n".to_owned()),
        ("two.toml".to_owned(), format!("version = 2\n{bad}")),
    ];
    let found = Rulebook::parse(&sources).expect_err("both files are bad");
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    let said = said.join("\n");
    assert!(said.starts_with("one.toml:2: unknown field `surprise`"), "{said}");
    for fault in [
        "two.toml:1: version must be 1",
        "two.toml:3: rule Bad id: an id is made of",
        "two.toml:4: rule Bad id: the title is empty",
        "two.toml:5: rule Bad id: words: \"two words\" is not a single word",
        "two.toml:5: rule Bad id: words: \"ab\" needs at least 3 letters",
        "examples.must_match needs at least 2 examples",
    ] {
        assert!(said.contains(fault), "{fault} is missing in\n{said}");
    }
}

#[test]
fn a_pattern_that_does_not_compile_is_a_fault() {
    for (field, message) in [
        ("phrases = [\"... x\"]", "must begin and end with a word"),
        ("phrases = [\"<nope> x\"]", "<nope> is neither"),
        ("phrases = [\"{a b} x\"]", "is not understood"),
        ("phrases = [\"200 x\"]", "has no letters"),
        ("regex = [\"(\"]", "unclosed group"),
        ("regex = [\"x*\"]", "matches the empty text"),
        ("regex = [\"(a{500}){500}\"]", "size limit"),
        ("words = [\"pineapple\"]\nexceptions = [\"a ... pineapple\"]", "must be exact"),
        ("words = [\"pineapple\"]\nexceptions = [\"pineapple\"]", "must be two words or more"),
        ("words = [\"pineapple\"]\nsurprise = 1", "unknown field `surprise`"),
        ("", "needs at least one of"),
    ] {
        let rule = format!("[[rules]]\nid = \"a\"\ntitle = \"A\"\n{field}\n{EXAMPLES}");
        let said = faults(&rule).join("\n");
        assert!(said.contains(message), "{field}: {said}");
    }
}

#[test]
fn two_rules_of_one_id_and_a_reserved_id_are_refused() {
    let rule =
        |id: &str| format!("[[rules]]\nid = \"{id}\"\ntitle = \"A\"\nwords = [\"pineapple\"]\n{EXAMPLES}");
    assert!(faults(&(rule("a") + &rule("a"))).join("\n").contains("another rule has the same id"));
    assert!(faults(&rule("guardrail.no_text")).join("\n").contains("are taken"));
}

#[test]
fn a_rulebook_without_rules_is_refused() {
    assert!(Rulebook::parse(&[]).is_err());
    assert!(!faults("rules = []").is_empty());
}

#[test]
fn an_owner_adds_a_regex_over_the_folded_text() {
    let own = r#"version = 1
[[rules]]
id = "owner.legal"
title = "Legal threats"
regex = ['\blawyers?\b', '\bi will sue\b']
[rules.examples]
must_match = ["I will SUE you", "my làwyer"]
must_not_match = ["Sue is my name", "law"]
"#;
    let mut sources = Rulebook::built_in_sources();
    sources.push(("own.toml".to_owned(), own.to_owned()));
    let rulebook = Rulebook::parse(&sources).expect("sound");
    assert_ne!(rulebook.hash(), built_in().hash());
    let found = rulebook.screen(&messages(&["Talk to my ＬＡＷＹＥＲ"]));
    let found: Vec<_> = found.reasons().iter().map(|r| (r.layer, r.matched.as_str())).collect();
    assert_eq!(found, vec![(Layer::Pattern, "ＬＡＷＹＥＲ")]);
}

#[test]
fn a_rule_that_only_logs_holds_nothing_and_is_told_apart() {
    let rule = format!(
        "[[rules]]\nid = \"a\"\ntitle = \"A\"\naction = \"log\"\nwords = [\"pineapple\"]\n{EXAMPLES}"
    );
    let rulebook = rulebook(&rule).expect("sound");
    let turn = messages(&["a pineapple"]);
    assert!(!rulebook.screen(&turn).is_hold());
    let found: Vec<String> = rulebook.shadow(&turn).into_iter().map(|reason| reason.rule).collect();
    assert_eq!(found, vec!["a"]);
    assert_eq!(built_in().shadow(&messages(&["refund"])), vec![]);
}

#[test]
fn a_spelling_named_in_not_words_is_never_read_as_the_word() {
    let rule = "[[rules]]\nid = \"a\"\ntitle = \"A\"\nwords = [\"pineapple\"]\nnot_words = [\"pinaepple\"]\n\
                [rules.examples]\nmust_match = [\"pineaple\", \"a pineapple\"]\n\
                must_not_match = [\"a pinaepple\", \"a pine\", \"xpinaepplex\"]\n";
    assert_eq!(faults(rule), Vec::<String>::new());
}

#[test]
fn a_stem_with_a_star_is_open_at_both_sides() {
    let rule = "[[rules]]\nid = \"a\"\ntitle = \"A\"\nstems = [\"*apple\"]\n[rules.examples]\n\
                must_match = [\"pineapples\", \"apple\"]\nmust_not_match = [\"a pine\", \"apply\"]\n";
    assert_eq!(faults(rule), Vec::<String>::new());
}

#[test]
fn lint_remarks_on_short_words_neighbours_and_what_never_decides() {
    let rule = "[[rules]]\nid = \"a\"\ntitle = \"A\"\nwords = [\"sue\", \"billing\"]\nphrases = [\"sue ... you\"]\n\
                exceptions = [\"sue sue\"]\n[rules.examples]\nmust_match = [\"I sue\", \"billing\"]\n\
                must_not_match = [\"an apple\", \"a pine\"]\n";
    let remarks: Vec<String> =
        rulebook(rule).expect("sound").lint().iter().map(ToString::to_string).collect();
    let remarks = remarks.join("\n");
    for remark in ["\"sue\" has 3 letters", "\"billing\" is one letter from", "never decides", "own words"] {
        assert!(remarks.contains(remark), "{remark} is missing in\n{remarks}");
    }
}
