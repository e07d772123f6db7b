//! What other rules would have done to turns of the past, before anybody is affected.

use crate::guardrail::{Reason, Rulebook, Verdict};

/// How two sets of rules differ on some turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rehearsal {
    /// Turns tried.
    pub turns: usize,
    /// Held by the new rules alone.
    pub newly_held: usize,
    /// Held by the old rules alone: what nobody would have read any more.
    pub newly_cleared: usize,
    /// Held by both.
    pub held_by_both: usize,
}

/// How the new rules differ from the old ones on one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// The new ones hold it.
    Held,
    /// The new ones let it pass.
    Cleared,
}

/// Tries both on every turn; `each` hears of every difference: the turn's number, and why the one set holds it.
pub fn rehearse<'a>(
    old: &Rulebook,
    new: &Rulebook,
    turns: impl Iterator<Item = &'a [String]>,
    mut each: impl FnMut(usize, Shift, &[Reason]),
) -> Rehearsal {
    let mut sums = Rehearsal::default();
    for (n, turn) in turns.enumerate() {
        sums.turns += 1;
        match (old.screen(turn), new.screen(turn)) {
            (Verdict::Clear(_), Verdict::Hold(reasons)) => {
                sums.newly_held += 1;
                each(n, Shift::Held, &reasons);
            }
            (Verdict::Hold(reasons), Verdict::Clear(_)) => {
                sums.newly_cleared += 1;
                each(n, Shift::Cleared, &reasons);
            }
            (Verdict::Hold(_), Verdict::Hold(_)) => sums.held_by_both += 1,
            (Verdict::Clear(_), Verdict::Clear(_)) => {}
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(word: &str) -> Rulebook {
        let text = format!(
            "version = 1\n[[rules]]\nid = \"shop.word\"\ntitle = \"A word\"\nwords = [\"{word}\"]\n\
             examples.must_match = [\"my {word}\", \"a {word} please\"]\n\
             examples.must_not_match = [\"how large is it\", \"hello there\"]\n"
        );
        Rulebook::parse(&[("book.toml".to_owned(), text)]).expect("sound")
    }

    #[test]
    fn each_turn_counts_once_and_differences_come_with_their_reasons() {
        let turns: Vec<Vec<String>> = ["my lawyer", "my notary", "lawyer or notary", "hello there"]
            .map(|text| vec![text.to_owned()])
            .to_vec();
        let mut told = Vec::new();
        let sums = rehearse(
            &book("lawyer"),
            &book("notary"),
            turns.iter().map(Vec::as_slice),
            |n, shift, reasons| told.push((n, shift, reasons[0].matched.clone())),
        );
        assert_eq!(sums, Rehearsal { turns: 4, newly_held: 1, newly_cleared: 1, held_by_both: 1 });
        let lawyer = (0, Shift::Cleared, "lawyer".to_owned());
        assert_eq!(told, [lawyer, (1, Shift::Held, "notary".to_owned())]);
    }
}
