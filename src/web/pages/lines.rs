//! Two texts line by line: what is new, what is gone, what stayed.

/// A line of either text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// `same`, `added` or `removed`; `gap` where unchanged lines are left out.
    pub kind: &'static str,
    pub text: String,
}

/// Unchanged lines that are shown around a change.
const AROUND: usize = 3;
/// Longer texts are compared as wholes: the table would be too large.
const CELLS_MAX: usize = 4_000_000;

/// How the one text became the other, unchanged stretches left out.
pub(super) fn diff(before: &str, after: &str) -> Vec<Line> {
    shortened(compared(before, after))
}

/// The same with all that stayed.
pub(super) fn compared(before: &str, after: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(same..).unwrap_or_default(), new.get(same..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&str]| lines.len() - tail;
    let (old_middle, new_middle) = (
        old_rest.get(..middle(old_rest)).unwrap_or_default(),
        new_rest.get(..middle(new_rest)).unwrap_or_default(),
    );
    let mut lines: Vec<Line> = old.iter().take(same).map(|text| line("same", text)).collect();
    lines.extend(changed(old_middle, new_middle));
    lines.extend(new_rest.iter().skip(middle(new_rest)).map(|text| line("same", text)));
    lines
}

fn line(kind: &'static str, text: &str) -> Line {
    Line { kind, text: text.to_owned() }
}

/// By the longest common subsequence.
fn changed(old: &[&str], new: &[&str]) -> Vec<Line> {
    let width = new.len() + 1;
    if (old.len() + 1) * width > CELLS_MAX {
        let gone = old.iter().map(|text| line("removed", text));
        return gone.chain(new.iter().map(|text| line("added", text))).collect();
    }
    // `common[i * width + j]`: how many lines the rests after i and j have in common.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b {
                at(&common, i + 1, j + 1) + 1
            } else {
                at(&common, i + 1, j).max(at(&common, i, j + 1))
            };
            if let Some(cell) = common.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                lines.push(line("same", a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), b) if b.is_none() || at(&common, i + 1, j) >= at(&common, i, j + 1) => {
                lines.push(line("removed", a));
                i += 1;
            }
            (_, Some(b)) => {
                lines.push(line("added", b));
                j += 1;
            }
            (_, None) => return lines,
        }
    }
}

/// Keeps what is near a change.
fn shortened(lines: Vec<Line>) -> Vec<Line> {
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.kind != "same").map(|(at, _)| at).collect();
    let near = |at: usize| {
        let next = changed.partition_point(|change| *change + AROUND < at);
        changed.get(next).is_some_and(|change| change.abs_diff(at) <= AROUND)
    };
    let mut shown: Vec<Line> = Vec::new();
    for (at, one) in lines.into_iter().enumerate() {
        if near(at) {
            shown.push(one);
        } else if shown.last().is_some_and(|last| last.kind != "gap") || shown.is_empty() {
            shown.push(line("gap", ""));
        }
    }
    if changed.is_empty() { Vec::new() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let sign = |kind| match kind {
            "added" => "+",
            "removed" => "-",
            "gap" => "~",
            _ => " ",
        };
        let lines = diff(before, after);
        lines.iter().fold(String::new(), |all, line| all + sign(line.kind) + &line.text + "|")
    }

    #[test]
    fn what_changed_is_shown_with_a_little_around_it() {
        assert_eq!(shown("a\nb\nc", "a\nx\nc"), " a|-b|+x| c|");
        assert_eq!(shown("", "a\nb"), "+a|+b|");
        assert_eq!(shown("a\nb", ""), "-a|-b|");
        assert_eq!(shown("a\nb", "a\nb"), "");
        assert_eq!(shown("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n6\n7"), "~| 4| 5| 6|+7|");
        assert_eq!(shown("a\nb\nc\nd", "b\nc\nd\na"), "-a| b| c| d|+a|");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_on_the_way(before in "([abc]\n){0,12}", after in "([abc]\n){0,12}") {
            let lines = diff(&before, &after);
            let count = |kind: &str| lines.iter().filter(|line| line.kind == kind).count();
            prop_assert_eq!(
                before.lines().count() + count("added"),
                after.lines().count() + count("removed")
            );
            prop_assert_eq!(before == after, lines.is_empty());
        }
    }
}
