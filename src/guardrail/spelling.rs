//! Spellings as numbers: hashes from which those of all one-letter deletions follow, and edit distance.

use std::hash::{BuildHasherDefault, Hasher};

/// Longer tokens are not misspelt keywords.
pub(super) const MAX_LETTERS: usize = 32;
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The letters of a token on the stack: folded, without apostrophes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    letters: [char; MAX_LETTERS],
    len: usize,
}

impl Letters {
    /// Nothing if the token is too long to be looked at.
    pub(super) fn of(token: &str) -> Option<Self> {
        let mut letters = ['\0'; MAX_LETTERS];
        let mut len = 0;
        for c in token.chars().filter(|c| *c != '\'') {
            *letters.get_mut(len)? = c;
            len += 1;
        }
        Some(Self { letters, len })
    }

    pub(super) fn as_slice(&self) -> &[char] {
        self.letters.get(..self.len).unwrap_or_default()
    }
}

/// The number of a spelling.
pub(super) fn number_of(letters: impl IntoIterator<Item = char>) -> u64 {
    letters.into_iter().fold(0, next)
}

/// The number of a spelling with one more letter at its end.
pub(super) fn next(number: u64, letter: char) -> u64 {
    number.wrapping_mul(BASE).wrapping_add(u64::from(letter) + 1)
}

/// Calls `found` with the number of the spelling and of every spelling with one letter less.
pub(super) fn with_deletions(letters: &[char], mut found: impl FnMut(u64)) {
    let whole = number_of(letters.iter().copied());
    found(whole);
    let mut before = 0_u64;
    let mut power = letters.iter().skip(1).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    // The inverse of BASE modulo 2^64 takes one factor off the power at each step.
    let inverse = inverse_of_base();
    let mut last = None;
    for letter in letters {
        let through = next(before, *letter);
        // Either of two equal neighbours gone is the same spelling.
        if last != Some(*letter) {
            let after = whole.wrapping_sub(through.wrapping_mul(power));
            found(before.wrapping_mul(power).wrapping_add(after));
        }
        last = Some(*letter);
        before = through;
        power = power.wrapping_mul(inverse);
    }
}

const fn inverse_of_base() -> u64 {
    // Newton's iteration doubles the number of right bits.
    let mut inverse = BASE;
    let mut rounds = 0;
    while rounds < 6 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(BASE.wrapping_mul(inverse)));
        rounds += 1;
    }
    inverse
}

/// Whether one insertion, deletion, replacement or swap of neighbours leads from one to the other.
pub(super) fn one_edit_apart(one: &[char], other: &[char]) -> bool {
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = one.iter().zip(other).take_while(|(left, right)| left == right).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    let same = one.iter().rev().zip(other.iter().rev()).take_while(|(left, right)| left == right).count();
    let inner = |letters: &[char]| letters.len().saturating_sub(same);
    match (one.get(..inner(one)), other.get(..inner(other))) {
        (Some([_] | []), Some([_] | [])) => true,
        (Some([first, second]), Some([swapped, with])) => first == with && second == swapped,
        _ => false,
    }
}

/// Insertions, deletions, replacements and swaps of neighbours from `a` to `b`, counted up to `limit`.
pub(super) fn edits(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit || b.len() > MAX_LETTERS {
        return None;
    }
    // Three rows of the usual table: the one before last is needed for swaps.
    let mut rows = [[0_usize; MAX_LETTERS + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at;
    }
    let mut above = '\0';
    for (i, x) in a.iter().enumerate() {
        let [before_last, last, current] = rows_for(&mut rows, i);
        current[0] = i + 1;
        let mut row_best = i + 1;
        let mut left = '\0';
        for (j, y) in b.iter().enumerate() {
            let replaced = cell(last, j) + usize::from(x != y);
            let mut best = replaced.min(cell(last, j + 1) + 1).min(cell(current, j) + 1);
            if i > 0 && j > 0 && *x == left && above == *y {
                best = best.min(cell(before_last, j - 1) + 1);
            }
            if let Some(cell) = current.get_mut(j + 1) {
                *cell = best;
            }
            row_best = row_best.min(best);
            left = *y;
        }
        if row_best > limit {
            return None;
        }
        above = *x;
    }
    let distance = rows.get(a.len() % 3).map(|row| cell(row, b.len()))?;
    (distance <= limit).then_some(distance)
}

type Row = [usize; MAX_LETTERS + 1];

fn cell(row: &Row, at: usize) -> usize {
    row.get(at).copied().unwrap_or(usize::MAX / 2)
}

/// The row before last, the last and the one to fill for letter `i`.
fn rows_for(rows: &mut [Row; 3], i: usize) -> [&mut Row; 3] {
    let [a, b, c] = rows;
    match i % 3 {
        0 => [c, a, b],
        1 => [a, b, c],
        _ => [b, c, a],
    }
}

/// Spellings are hashed already.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AsIs(u64);

/// For maps whose keys are spellings.
pub(super) type BySpelling = BuildHasherDefault<AsIs>;

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(BASE).wrapping_add(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (number ^ (number >> 32)).wrapping_mul(BASE);
        self.0 = mixed ^ (mixed >> 29);
    }
}
