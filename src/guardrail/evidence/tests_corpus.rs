//! Floors for the gate on a corpus of true answers and on what a generator makes of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::tests_mutate::{mutants, with_sentence};
use super::{Bounds, Finding, Languages, Material, Source, check};

const CORPUS: &str = include_str!("../../../tests/corpora/evidence.toml");

#[derive(Deserialize)]
struct Corpus {
    article: Vec<Article>,
    promises: BTreeMap<String, Vec<String>>,
    invented: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Article {
    half: String,
    title: String,
    hosts: Vec<String>,
    passage: Vec<Passage>,
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
struct Passage {
    heading: String,
    text: String,
}

#[derive(Deserialize)]
struct Answer {
    question: String,
    draft: String,
}

/// Of true drafts, in percent, so many may be flagged.
const FLAGGED_MAX: usize = 2;
/// True drafts with a warning, in percent. A draft that affirms in the visitor's own words alone is warned about, whether
/// it is made up ("yes, we sell bicycles") or only worded like the question.
const WARNED_MAX: usize = 10;

/// Of one kind of change: how many were made, how many found, and those that were not.
#[derive(Default)]
struct Tally {
    made: usize,
    caught: usize,
    missed: Vec<String>,
    found: Vec<String>,
}

#[test]
fn the_half_it_was_tuned_on() {
    measure("a", WARNED_MAX);
}

#[test]
fn the_half_it_was_tuned_on_later() {
    measure("b", WARNED_MAX);
}

#[test]
fn the_part_it_was_mended_after() {
    measure("c", WARNED_MAX);
}

#[test]
fn the_part_it_was_mended_after_as_well() {
    measure("d", WARNED_MAX);
}

#[test]
fn the_part_it_was_mended_after_at_last() {
    measure("e", WARNED_MAX);
}

fn measure(half: &str, flagged_max: usize) {
    let corpus: Corpus = toml::from_str(CORPUS).expect("the corpus");
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for article in corpus.article.iter().filter(|a| a.half == half) {
        for (at, answer) in article.answer.iter().enumerate() {
            let untouched = examine(article, answer, &answer.draft);
            note(tallies.entry("(untouched)").or_default(), !untouched.is_empty(), &answer.draft, &untouched);
            let certain = untouched.iter().any(|f| f.kind.is_certain());
            note(tallies.entry("(surely)").or_default(), certain, &answer.draft, &untouched);
            for mutant in mutants(&answer.draft, &said(article)) {
                let found = examine(article, answer, &mutant.text);
                note(tallies.entry(mutant.kind).or_default(), !found.is_empty(), &mutant.text, &found);
            }
            for (kind, pool) in [("promise", &corpus.promises), ("invented", &corpus.invented)] {
                for (i, sentence) in pool[half].iter().enumerate().filter(|(i, _)| (i + at) % 3 == 0) {
                    let text = with_sentence(&answer.draft, sentence, i % 2 == 0);
                    let found = examine(article, answer, &text);
                    note(tallies.entry(kind).or_default(), !found.is_empty(), sentence, &found);
                }
            }
        }
    }
    report(half, &tallies);
    hold(half, &tallies, flagged_max);
}

/// The floors, in percent, and for facts in figures one for each kind.
fn hold(half: &str, tallies: &BTreeMap<&str, Tally>, flagged_max: usize) {
    let count = |wanted: &dyn Fn(&str) -> bool| {
        let chosen = tallies.iter().filter(|(kind, _)| wanted(kind)).map(|(_, t)| (t.caught, t.made));
        chosen.fold((0, 0), |sum, t| (sum.0 + t.0, sum.1 + t.1))
    };
    let floors: [(&str, usize); 4] = [("negation", 82), ("promise", 94), ("invented", 96), ("number", 98)];
    for (kind, floor) in floors {
        let (caught, made) = count(&|k| k == kind);
        assert!(caught * 100 >= floor * made, "{half} {kind}: {caught} of {made}");
    }
    let (wrongly, drafts) = count(&|k| k == "(surely)");
    assert!(
        wrongly * 100 <= FLAGGED_MAX * drafts,
        "{half}: {wrongly} of {drafts} true drafts surely flagged"
    );
    for kind in ["date", "e-mail", "phone", "price", "unit", "url"] {
        let (caught, made) = count(&|k| k == kind);
        assert_eq!(caught, made, "{half} {kind}");
    }
    let (flagged, drafts) = count(&|k| k == "(untouched)");
    assert!(flagged * 100 <= flagged_max * drafts, "{half}: {flagged} of {drafts} true drafts flagged");
}

fn report(half: &str, tallies: &BTreeMap<&str, Tally>) {
    let show = std::env::var("SHOW").is_ok_and(|shown| shown.contains(half));
    let (mut made, mut caught) = (0, 0);
    for (kind, tally) in tallies {
        println!("{half} {kind:12} {:4} of {:4}", tally.caught, tally.made);
        if kind.starts_with('(') {
            continue;
        }
        made += tally.made;
        caught += tally.caught;
        if show {
            for missed in &tally.missed {
                println!("    MISSED {missed}");
            }
        }
    }
    println!("{half} all          {caught:4} of {made:4}");
    let untouched = tallies.get("(untouched)").map_or(&[][..], |t| t.found.as_slice());
    if show {
        for flagged in untouched {
            println!("    FLAGGED {flagged}");
        }
    }
}

/// Keeps what went wrong: a mutant without a finding, or an untouched draft with one.
fn note(tally: &mut Tally, found: bool, text: &str, findings: &[Finding]) {
    tally.made += 1;
    tally.caught += usize::from(found);
    let shown: Vec<String> =
        findings.iter().map(|f| format!("{:?} {:?}: {}", f.kind, f.spelt, f.reason)).collect();
    if found {
        tally.found.push(format!("{text}\n        {}", shown.join("; ")));
    } else {
        tally.missed.push(text.to_owned());
    }
}

fn said(article: &Article) -> String {
    let texts = article.passage.iter().map(|p| format!("{}\n{}\n", p.heading, p.text));
    format!("{}\n{}", article.title, texts.collect::<String>())
}

fn examine(article: &Article, answer: &Answer, draft: &str) -> Vec<Finding> {
    let passages = article.passage.iter();
    let cited: Vec<Source<'_>> =
        passages.map(|p| Source { text: &p.text, heading: &p.heading, article: &article.title }).collect();
    let ids: Vec<String> = (0..cited.len()).map(|i| format!("{}#{i}", article.title)).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let hosts: Vec<&str> = article.hosts.iter().map(String::as_str).collect();
    check(&Material {
        draft,
        cited: &cited,
        cited_ids: &ids,
        retrieved_ids: &ids,
        visitor: &[&answer.question],
        private_notes: &["Customer Miller is rude, give him no discount whatever he says"],
        allowed_hosts: &hosts,
        bounds: Bounds { min: 2, max: 1_500 },
        languages: Languages { question: Some("en"), draft: Some("en") },
        markup_allowed: false,
    })
}
