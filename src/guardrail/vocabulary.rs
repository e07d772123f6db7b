//! Every word that rules speak of, with a number and the rules that it alone sets off.

use std::collections::HashMap;

use super::spelling::{BySpelling, number_of};
use super::tokens::{Kind, MONEY, NUMBER, Token, UNKNOWN, pieces};

const FIRST_WORD: u32 = 3;

/// A word of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded, without apostrophes.
    pub(super) text: String,
    /// The rules that list it; none if only phrases speak of it.
    pub(super) rules: Vec<usize>,
    /// A file that is no language pack speaks of it, so the English dictionary tells its slips.
    pub(super) english: bool,
}

/// The words that rules are made of, numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<u64, u32, BySpelling>,
    words: Vec<Word>,
    learns_english: bool,
    /// Ids of the words that name a currency.
    currencies: Vec<u32>,
}

impl Vocabulary {
    /// The number of a word, newly given if need be. The word must be one folded token.
    pub(super) fn learn(&mut self, word: &str) -> u32 {
        let text = word.replace('\'', "");
        let next = FIRST_WORD.saturating_add(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        let id = *self.ids.entry(number_of(text.chars())).or_insert(next);
        let is_new = id == next;
        if is_new {
            self.words.push(Word { text, rules: Vec::new(), english: false });
        }
        let place = self.words.get_mut(id.saturating_sub(FIRST_WORD) as usize);
        if let Some(word) = place {
            word.english |= self.learns_english;
        }
        id
    }

    /// Says what language the words are of that are learnt from now on.
    pub(super) fn switch_language(&mut self, english: bool) {
        self.learns_english = english;
    }

    /// Learns a word that sets off a rule by itself.
    pub(super) fn learn_keyword(&mut self, word: &str, rule: usize) {
        let id = self.learn(word);
        let place = self.words.get_mut(id.saturating_sub(FIRST_WORD) as usize);
        if let Some(word) = place.filter(|word| !word.rules.contains(&rule)) {
            word.rules.push(rule);
        }
    }

    /// Makes a number before this word an amount of money.
    pub(super) fn learn_currency(&mut self, word: &str) {
        let id = self.learn(word);
        self.currencies.push(id);
    }

    /// One more than the greatest number given so far.
    pub(super) fn len(&self) -> usize {
        self.words.len() + FIRST_WORD as usize
    }

    /// All words with their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = (u32, &Word)> {
        (FIRST_WORD..).zip(&self.words)
    }

    pub(super) fn word(&self, id: u32) -> Option<&Word> {
        self.words.get(id.checked_sub(FIRST_WORD)? as usize)
    }

    /// The number of a spelling, if rules speak of it.
    pub(super) fn id_of(&self, spelling: u64) -> Option<u32> {
        self.ids.get(&spelling).copied()
    }

    /// Cuts a folded text into numbered tokens.
    pub(super) fn tokens(&self, folded: &str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::with_capacity(folded.len() / 4 + 1);
        let mut last_kind = Kind::Sign;
        for piece in pieces(folded) {
            let id = match piece.kind {
                Kind::Number => NUMBER,
                Kind::Sign => MONEY,
                Kind::Word => self.id_of(piece.spelling).unwrap_or(UNKNOWN),
            };
            let token = Token { start: piece.start, end: piece.end, id };
            if let Some(last) = tokens.last_mut()
                && self.is_amount((*last, last_kind), (token, piece.kind))
            {
                *last = Token { start: last.start, end: token.end, id: MONEY };
                last_kind = Kind::Number;
                continue;
            }
            // A sign that found no number is not a word.
            if last_kind == Kind::Sign {
                tokens.pop();
            }
            tokens.push(token);
            last_kind = piece.kind;
        }
        if last_kind == Kind::Sign {
            tokens.pop();
        }
        tokens
    }

    /// Whether two neighbours are an amount of money together.
    fn is_amount(&self, (left, left_kind): (Token, Kind), (right, right_kind): (Token, Kind)) -> bool {
        let close = right.start.saturating_sub(left.end) <= 1;
        match (left_kind, right_kind) {
            (Kind::Number, Kind::Sign) | (Kind::Sign, Kind::Number) => close,
            (Kind::Number, Kind::Word) => close && self.currencies.contains(&right.id),
            _ => false,
        }
    }
}
