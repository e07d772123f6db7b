//! Cuts a text into sentences, and sentences into clauses: the pieces that can be compared with one another.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

use super::facts::Reading;
use super::idioms::{LONGEST, idiom_at};
use super::lexer::{Token, TokenKind};
use super::numerals::{ONE, numeral_at};
use super::places::link;
use super::words::{is_content, stem};

/// A clause with fewer content words belongs to its neighbour.
const CLAUSE_WORDS_MIN: usize = 2;
/// Words after `and` among which a verb or a subject makes it the beginning of a clause.
const VERB_WINDOW: usize = 6;

/// Words before `and` among which it is looked for, so that a long sentence takes no longer.
const WINDOW_BEFORE: usize = 24;

/// A sentence of a text.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    /// Byte offsets in the text.
    pub span: (usize, usize),
    pub clauses: Vec<Clause>,
    pub is_question: bool,
}

/// A clause of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// Byte offsets in the text.
    pub span: (usize, usize),
    /// All words in order, in lower case, idioms replaced.
    pub words: Vec<String>,
    /// Stems of the content words; numbers and places behind a `#`.
    pub stems: BTreeSet<String>,
}

impl Sentence {
    /// The stems of all clauses.
    pub(super) fn stems(&self) -> BTreeSet<String> {
        self.clauses.iter().flat_map(|clause| clause.stems.iter().cloned()).collect()
    }
}

/// The sentences of `text`, read as `reading`.
pub(super) fn sentences(text: &str, reading: &Reading) -> Vec<Sentence> {
    let mut tokens = reading.tokens.as_slice();
    let mut found = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        // A place may run across what looks like the end of a sentence.
        let count = tokens.partition_point(|t| t.span.0 < end);
        let (own, rest) = tokens.split_at_checked(count).unwrap_or((tokens, &[]));
        tokens = rest;
        let clauses = clauses(own);
        if clauses.is_empty() {
            continue;
        }
        let span = (start, start + sentence.trim_end().len());
        found.push(Sentence { span, clauses, is_question: sentence.trim_end().ends_with(['?', '\u{ff1f}']) });
    }
    found
}

fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let mut parts: Vec<&[Token]> = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        if is_border(tokens, at) {
            parts.push(tokens.get(start..at).unwrap_or_default());
            start = at;
        }
    }
    parts.push(tokens.get(start..).unwrap_or_default());
    let mut found: Vec<Clause> = Vec::new();
    for clause in parts.into_iter().filter_map(clause) {
        match found.last_mut() {
            Some(last) if is_fragment(&clause) && !last.stems.is_empty() => last.join(clause),
            Some(last) if is_fragment(last) && !last.stems.is_empty() => last.join(clause),
            _ => found.push(clause),
        }
    }
    found
}

/// Too little to be compared on its own, unless it denies something.
fn is_fragment(clause: &Clause) -> bool {
    let opens = clause.words.first().is_some_and(|w| {
        matches!(w.as_str(), "if" | "unless" | "when" | "should" | "i" | "sorry" | "thanks" | "once")
    });
    let denies =
        clause.words.iter().any(|w| matches!(w.as_str(), "not" | "no" | "never" | "without" | "only"));
    let kept = opens || denies && !clause.stems.is_empty();
    !kept && clause.stems.len() < CLAUSE_WORDS_MIN
}

impl Clause {
    fn join(&mut self, other: Self) {
        self.span.1 = other.span.1.max(self.span.1);
        self.words.extend(other.words);
        self.stems.extend(other.stems);
    }
}

fn clause(tokens: &[Token]) -> Option<Clause> {
    let first = tokens.first()?;
    let last = tokens.last()?;
    let (words, stems) = read(tokens);
    let says = !words.is_empty() || !stems.is_empty();
    says.then_some(Clause { span: (first.span.0, last.span.1), words, stems })
}

/// Words with idioms replaced, and the stems among them that carry meaning.
fn read(tokens: &[Token]) -> (Vec<String>, BTreeSet<String>) {
    let mut words: Vec<String> = Vec::new();
    let mut stems = BTreeSet::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(number) = numeral_at(tokens, at) {
            stems.extend(number.values.first().filter(|v| **v != ONE).map(|v| format!("#{v}")));
            words.push("#".to_owned());
            at = number.next.max(at + 1);
            continue;
        }
        if token.kind != TokenKind::Word {
            let figure = match token.kind {
                TokenKind::Number => Some(token.text.clone()),
                TokenKind::Place => Some(link(&token.text).to_lowercase()),
                _ => None,
            };
            stems.extend(figure.map(|figure| format!("#{figure}")));
            at += 1;
            continue;
        }
        let ahead = tokens.iter().skip(at).take(LONGEST).take_while(|t| t.kind == TokenKind::Word);
        let ahead: Vec<&str> = ahead.map(|t| t.text.as_str()).collect();
        let (instead, count) = idiom_at(&ahead).map_or_else(
            || (vec![token.text.clone()], 1),
            |(i, n)| (i.into_iter().map(str::to_owned).collect(), n),
        );
        for word in instead {
            // `free` says little in `feel free`, much where something costs nothing.
            if is_content(&word) || word == "free" {
                stems.insert(stem(&word));
            }
            words.push(word);
        }
        at += count;
    }
    (words, stems)
}

/// Whether a new clause begins at token `at`.
fn is_border(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    match token.kind {
        TokenKind::Sign => {
            let dash = token.is_dash() && !token.glued;
            dash || matches!(token.text.as_str(), "," | ";" | ":" | "(" | ")" | "•" | "!" | "?" | "." | "*")
        }
        TokenKind::Word => match token.text.as_str() {
            "but" | "however" | "although" | "though" | "whereas" | "otherwise" | "because" | "if"
            | "when" | "unless" | "once" | "provided" => true,
            "as" => tokens.get(at + 1).is_some_and(|t| t.is_word("long")) || begins_clause(tokens, at),
            "and" | "so" | "or" | "while" => begins_clause(tokens, at),
            _ => false,
        },
        TokenKind::Break => true,
        TokenKind::Number | TokenKind::Place => false,
    }
}

/// A verb or subject stands on both sides: `bags and cameras are not allowed` is one clause.
fn begins_clause(tokens: &[Token], at: usize) -> bool {
    let after = tokens.iter().skip(at + 1).take(VERB_WINDOW).take_while(|t| t.kind == TokenKind::Word);
    let before = tokens.iter().take(at).rev().take_while(|t| t.kind != TokenKind::Break && !t.is_sign(','));
    let own = tokens.get(at + 1).is_some_and(|t| is_subject(&t.text));
    after.into_iter().any(|t| is_verb_or_subject(&t.text))
        && (own || before.take(WINDOW_BEFORE).any(|t| is_verb_or_subject(&t.text)))
}

fn is_subject(word: &str) -> bool {
    matches!(word, "we" | "you" | "it" | "they" | "i" | "he" | "she" | "there" | "please")
}

fn is_verb_or_subject(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "be"
            | "can"
            | "could"
            | "will"
            | "would"
            | "shall"
            | "should"
            | "may"
            | "might"
            | "must"
            | "do"
            | "does"
            | "did"
            | "has"
            | "have"
            | "had"
            | "need"
            | "needs"
            | "cost"
            | "costs"
            | "we"
            | "you"
            | "it"
            | "they"
            | "i"
            | "he"
            | "she"
            | "there"
            | "please"
            | "takes"
            | "get"
            | "gets"
    )
}
