//! Holds every rule to its own examples, through the whole engine.

use super::fault::Faults;
use super::rule::{Rule, RuleFile};
use super::scan::{Engine, Hit};

/// Notes a fault for every example that the engine decides otherwise. `rules` numbers the rules
/// through all files, as the engine does.
pub(super) fn check(files: &[RuleFile], engine: &Engine, faults: &mut [Faults<'_>]) {
    let ids: Vec<&str> =
        files.iter().flat_map(|file| &file.rules).map(|rule| rule.id.get_ref().as_str()).collect();
    let mut number = 0;
    for (file, faults) in files.iter().zip(faults.iter_mut()) {
        for rule in &file.rules {
            check_rule(number, rule, &ids, engine, faults);
            number += 1;
        }
    }
}

fn check_rule(number: usize, rule: &Rule, ids: &[&str], engine: &Engine, faults: &mut Faults<'_>) {
    let id = rule.id.get_ref().as_str();
    for example in &rule.examples.must_match {
        let hits = engine.hits(example.get_ref());
        if hits.iter().any(|hit| hit.rule == number) {
            continue;
        }
        let message = missed(example.get_ref(), &hits, ids);
        faults.at(example.span().start, Some(id), "examples.must_match", message);
    }
    for example in &rule.examples.must_not_match {
        let hits = engine.hits(example.get_ref());
        if let Some(hit) = hits.iter().find(|hit| hit.rule == number) {
            let message = held(example.get_ref(), hit);
            faults.at(example.span().start, Some(id), "examples.must_not_match", message);
        }
    }
}

fn missed(example: &str, hits: &[Hit], ids: &[&str]) -> String {
    let mut others: Vec<&str> = hits.iter().filter_map(|hit| ids.get(hit.rule).copied()).collect();
    others.dedup();
    let why = if others.is_empty() {
        "no rule recognises anything in it".to_owned()
    } else {
        format!("only {} does", others.join(", "))
    };
    format!(
        "must_match example {example:?} is not held by this rule ({why}); \
         add a word or phrase for it, or move the example"
    )
}

fn held(example: &str, hit: &Hit) -> String {
    let (start, end) = hit.span;
    let matched = example.get(start..end).unwrap_or_default();
    format!(
        "must_not_match example {example:?} is held: {matched:?} at bytes {start}..{end} \
         reads as {:?} ({}); narrow the rule, or except the exact phrase",
        hit.normalised,
        hit.layer.describe()
    )
}
