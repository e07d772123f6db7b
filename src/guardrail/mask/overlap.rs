//! A found piece of text, and the rule that no two may share a byte.

use super::conceal::Kind;

/// Bytes of a text that must not leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// Adds those of `hits` that touch none of `kept`, which stays sorted.
pub(super) fn add(kept: &mut Vec<Hit>, hits: impl Iterator<Item = Hit>) {
    for hit in hits.filter(|hit| hit.start < hit.end) {
        let at = kept.partition_point(|k| k.start < hit.start);
        let after = kept.get(at).is_none_or(|k| hit.end <= k.start);
        let before = at.checked_sub(1).and_then(|i| kept.get(i)).is_none_or(|k| k.end <= hit.start);
        if after && before {
            kept.insert(at, hit);
        }
    }
}
