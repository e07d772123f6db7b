//! Finds phrases: short patterns over tokens, with alternatives, optional words and bounded gaps.

use super::tokens::{Token, UNKNOWN};

/// How many tokens a `...` may skip.
pub(super) const GAP: u32 = 3;
/// The longest stretch of tokens one phrase may cover; a match is tracked in the bits of a `u64`.
const MAX_TOKENS: u32 = 60;

/// A phrase, ready to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    parts: Vec<Part>,
    /// One bit of each must be set in the signature of a text that it can match.
    needs: [u128; 2],
}

/// One place in a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One of these tokens; sorted.
    One(Vec<u32>),
    /// One of these tokens, or nothing; sorted.
    Maybe(Vec<u32>),
    /// Up to [`GAP`] tokens of any kind.
    Gap,
}

impl Phrase {
    /// A phrase begins and ends with a word, and is short enough to track.
    pub(super) fn new(parts: Vec<Part>) -> Result<Self, &'static str> {
        let ends_in_words =
            matches!(parts.first(), Some(Part::One(_))) && matches!(parts.last(), Some(Part::One(_)));
        if !ends_in_words {
            return Err("must begin and end with a word that is not optional");
        }
        let longest: u32 = parts.iter().map(|part| if *part == Part::Gap { GAP } else { 1 }).sum();
        if longest > MAX_TOKENS {
            return Err("is too long; split it");
        }
        let mut needed = parts.iter().rev().filter_map(|part| match part {
            Part::One(ids) => Some(ids.iter().fold(0, |bits, id| bits | signature(*id))),
            Part::Maybe(_) | Part::Gap => None,
        });
        let last = needed.next().unwrap_or(u128::MAX);
        let needs = [last, needed.next().unwrap_or(u128::MAX)];
        Ok(Self { parts, needs })
    }

    pub(super) fn has_gap(&self) -> bool {
        self.parts.contains(&Part::Gap)
    }

    /// Whether one token can match all of it.
    pub(super) fn is_single(&self) -> bool {
        let needed = self.parts.iter().filter(|part| matches!(part, Part::One(_)));
        needed.count() < 2
    }

    /// Whether it may begin with a token.
    fn begins_with(&self, id: u32) -> bool {
        matches!(self.parts.first(), Some(Part::One(ids)) if contains(ids, id))
    }

    /// The part that the fewest texts have, by what each token costs, and how many tokens can stand before it.
    fn anchor(&self, cost: impl Fn(u32) -> u32) -> (&[u32], usize) {
        let mut before = 0;
        let mut best: Option<(u32, &[u32], usize)> = None;
        for part in &self.parts {
            if let Part::One(ids) = part {
                let sum = ids.iter().map(|id| cost(*id)).fold(0, u32::saturating_add);
                if best.is_none_or(|(least, ..)| sum < least) {
                    best = Some((sum, ids, before));
                }
            }
            before += if *part == Part::Gap { GAP as usize } else { 1 };
        }
        best.map_or((&[], 0), |(_, ids, before)| (ids, before))
    }

    /// How many tokens the shortest match from the first of `tokens` covers.
    ///
    /// Bit n of `reached` says that the parts so far can be matched by exactly n tokens: all ways
    /// through the gaps at once, so no text can make it slow.
    fn match_here(&self, tokens: &[Token]) -> Option<usize> {
        let mut reached = 1_u64;
        for part in &self.parts {
            reached = match part {
                Part::Gap => reached | reached << 1 | reached << 2 | reached << GAP,
                Part::One(ids) => step(ids, reached, tokens),
                Part::Maybe(ids) => reached | step(ids, reached, tokens),
            };
            if reached == 0 {
                return None;
            }
        }
        usize::try_from(reached.trailing_zeros()).ok()
    }
}

fn step(ids: &[u32], reached: u64, tokens: &[Token]) -> u64 {
    let mut next = 0;
    let mut rest = reached;
    while rest != 0 {
        let bit = rest.trailing_zeros();
        rest &= rest - 1;
        let token = tokens.get(bit as usize);
        let id = token.map_or(UNKNOWN, |token| token.id);
        if id != UNKNOWN && contains(ids, id) {
            next |= 1_u64.checked_shl(bit + 1).unwrap_or(0);
        }
    }
    next
}

fn contains(ids: &[u32], id: u32) -> bool {
    match ids {
        [only] => *only == id,
        [first, .., last] => *first <= id && id <= *last && ids.binary_search(&id).is_ok(),
        [] => false,
    }
}

/// The bit of a token; many tokens share one.
fn signature(id: u32) -> u128 {
    1 << (id % 128)
}

/// Many phrases of many rules, looked up by their rarest part.
#[derive(Clone, Debug, Default)]
pub(super) struct PhraseIndex {
    phrases: Vec<(usize, Phrase)>,
    /// For each token the phrases it is the rarest of, and how far before it they may begin.
    by_anchor: Vec<Vec<(u32, u32)>>,
}

/// A phrase found: the rule it belongs to and the folded bytes it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PhraseHit {
    pub(super) rule: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl PhraseIndex {
    /// `vocabulary_size` bounds the token ids that occur; `cost` says how common each is.
    pub(super) fn new(
        phrases: Vec<(usize, Phrase)>,
        vocabulary_size: usize,
        cost: impl Fn(u32) -> u32,
    ) -> Self {
        let mut by_anchor = vec![Vec::new(); vocabulary_size];
        for (number, (_, phrase)) in (0_u32..).zip(&phrases) {
            let (ids, before) = phrase.anchor(&cost);
            for id in ids {
                if let Some(list) = by_anchor.get_mut(*id as usize) {
                    list.push((number, u32::try_from(before).unwrap_or(MAX_TOKENS)));
                }
            }
        }
        Self { phrases, by_anchor }
    }

    /// Calls `found` for every phrase of every place in the text.
    pub(super) fn find(&self, tokens: &[Token], mut found: impl FnMut(PhraseHit)) {
        let present = tokens.iter().filter(|token| token.id != UNKNOWN);
        let present = present.fold(0, |bits, token| bits | signature(token.id));
        for (at, token) in tokens.iter().enumerate() {
            for (number, before) in self.by_anchor.get(token.id as usize).into_iter().flatten() {
                let Some((rule, phrase)) = self.phrases.get(*number as usize) else { continue };
                if phrase.needs.iter().any(|needs| needs & present == 0) {
                    continue;
                }
                for start in at.saturating_sub(*before as usize)..=at {
                    let here = tokens.get(start..).unwrap_or_default();
                    let Some(first) = here.first().filter(|first| phrase.begins_with(first.id)) else {
                        continue;
                    };
                    let last = phrase.match_here(here).and_then(|n| here.get(n.saturating_sub(1)));
                    if let Some(last) = last {
                        found(PhraseHit { rule: *rule, start: first.start, end: last.end });
                    }
                }
            }
        }
    }
}
