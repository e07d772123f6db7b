//! Which words an owner took out of a draft, and which came in their place.

use std::ops::Range;

use super::words::Word;

/// Words times words that are compared one by one: two texts of a thousand.
const CELLS_MAX: usize = 1_000_000;

/// A draft of which less is kept was not corrected but written anew, of a hundred.
const KEPT_MIN: usize = 40;

/// Words of the draft that are gone, and words of the reply that came there. One of both may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub gone: Range<usize>,
    pub come: Range<usize>,
}

/// What was changed, in order; `None` where the reply was written anew.
pub(super) fn changes(draft: &[Word], sent: &[Word]) -> Option<Vec<Change>> {
    let kept = common(draft, sent)?;
    if draft.is_empty() || kept.len() * 100 < draft.len() * KEPT_MIN {
        return None;
    }
    let mut found: Vec<Change> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in kept.into_iter().chain([(draft.len(), sent.len())]) {
        if a > i || b > j {
            found.push(Change { gone: i..a, come: j..b });
        }
        (i, j) = (a + 1, b + 1);
    }
    Some(joined(found))
}

/// `6 to 9` made `4 to 7` is one change, not two.
fn joined(changes: Vec<Change>) -> Vec<Change> {
    let swaps = |change: &Change| !change.gone.is_empty() && !change.come.is_empty();
    let mut joined: Vec<Change> = Vec::new();
    for change in changes {
        match joined.last_mut() {
            Some(last) if swaps(last) && swaps(&change) && change.gone.start == last.gone.end + 1 => {
                last.gone.end = change.gone.end;
                last.come.end = change.come.end;
            }
            _ => joined.push(change),
        }
    }
    joined
}

/// A longest common subsequence of words, as pairs of places; `None` for texts that are too long to compare.
fn common(one: &[Word], other: &[Word]) -> Option<Vec<(usize, usize)>> {
    let same = |(a, b): &(&Word, &Word)| a.key == b.key;
    let ahead = one.iter().zip(other).take_while(same).count();
    let (left, right) = (one.get(ahead..)?, other.get(ahead..)?);
    let behind = left.iter().rev().zip(right.iter().rev()).take_while(same).count();
    let (n, m) = (left.len() - behind, right.len() - behind);
    let (left, right) = (left.get(..n)?, right.get(..m)?);
    if (n + 1).checked_mul(m + 1)? > CELLS_MAX {
        return None;
    }
    // lengths[i][j]: of the longest common to what follows i and j.
    let width = m + 1;
    let mut lengths = vec![0_u32; (n + 1) * width];
    let cell = |lengths: &[u32], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in left.iter().enumerate().rev() {
        for (j, b) in right.iter().enumerate().rev() {
            let best = if a.key == b.key {
                cell(&lengths, i + 1, j + 1) + 1
            } else {
                cell(&lengths, i + 1, j).max(cell(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = (0..ahead).map(|at| (at, at)).collect();
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        if a.key == b.key {
            pairs.push((ahead + i, ahead + j));
            (i, j) = (i + 1, j + 1);
        } else if cell(&lengths, i + 1, j) >= cell(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs.extend((0..behind).map(|at| (ahead + n + at, ahead + m + at)));
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::super::words::{core_of, words};
    use super::*;

    fn told(draft: &str, sent: &str) -> Option<Vec<(String, String)>> {
        let (a, b) = (words(draft), words(sent));
        let text = |text: &str, words: &[Word]| core_of(words).map_or("", |r| &text[r]).to_owned();
        let pairs = changes(&a, &b)?
            .into_iter()
            .map(|c| (text(draft, &a[c.gone.clone()]), text(sent, &b[c.come.clone()])));
        Some(pairs.collect())
    }

    #[test]
    fn changes_are_told_word_by_word() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        for (draft, sent, wanted) in [
            ("We ship in 6 to 9 days.", "We ship in 4 to 7 days.", vec![pair("6 to 9", "4 to 7")]),
            ("We ship it in 6 days.", "we  ship it in 6 days!", vec![]),
            ("Ships within 3 days.", "Ships within 3 working days.", vec![pair("", "working")]),
            ("Hello there. It costs 5 EUR.", "It costs 5 EUR.", vec![pair("Hello there", "")]),
            ("It costs 5 EUR.", "It costs 5 EUR. Let us know!", vec![pair("", "Let us know")]),
            ("a b c d e f", "a X c d Y f", vec![pair("b", "X"), pair("e", "Y")]),
        ] {
            assert_eq!(told(draft, sent), Some(wanted), "{draft} / {sent}");
        }
    }

    #[test]
    fn a_reply_written_anew_is_no_correction() {
        assert_eq!(told("We ship in 6 to 9 days.", "Could you tell me your order number?"), None);
        let long = "w ".repeat(2_000);
        assert_eq!(told(&format!("a {long} b"), &format!("c {long} d")).map(|c| c.len()), None);
    }

    proptest::proptest! {
        #[test]
        fn taking_out_and_putting_in_gives_what_was_sent(draft in "[abc]( [abc]){0,12}", sent in "[abc]( [abc]){0,12}") {
            let (a, b) = (words(&draft), words(&sent));
            if let Some(changes) = changes(&a, &b) {
                let (mut made, mut at) = (Vec::new(), 0);
                for change in changes {
                    made.extend(a[at..change.gone.start].iter().map(|w| w.key.clone()));
                    made.extend(b[change.come].iter().map(|w| w.key.clone()));
                    at = change.gone.end;
                }
                made.extend(a[at..].iter().map(|w| w.key.clone()));
                proptest::prop_assert_eq!(made, super::super::words::keys(&b));
            }
        }
    }
}
