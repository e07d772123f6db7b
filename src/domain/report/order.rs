//! Order statistics of many times without sorting them: counted into buckets first, and only the buckets that matter are
//! put in order.

/// Bits of a number below its highest one that choose the bucket.
const FINE_BITS: u32 = 5;

/// Buckets enough for every 64-bit number.
const BUCKETS: usize = ((64 - FINE_BITS as usize) + 1) << FINE_BITS;

/// Up to so many values are simply sorted.
const SORTED_MAX: usize = 2_048;

/// Not one of the buckets that matter.
const NOWHERE: u8 = u8::MAX;

/// What is known of a list's order: small ones are sorted, of large ones the buckets are counted.
#[derive(Debug, Clone)]
pub(super) enum Ordered {
    Sorted(Vec<u64>),
    Counted(Vec<usize>),
}

impl Ordered {
    pub(super) fn of(values: &[u64]) -> Self {
        if values.len() <= SORTED_MAX {
            let mut sorted = values.to_vec();
            sorted.sort_unstable();
            return Self::Sorted(sorted);
        }
        let mut counts = vec![0_usize; BUCKETS];
        for value in values {
            if let Some(count) = counts.get_mut(bucket(*value)) {
                *count += 1;
            }
        }
        Self::Counted(counts)
    }

    /// The values at `ranks` (from 0, ascending in size) of the list that this was made of; `None` for a rank beyond the last
    /// value. Ranks in any order, at most 254 different ones.
    pub(super) fn at(&self, values: &[u64], ranks: &[usize]) -> Vec<Option<u64>> {
        let counts = match self {
            Self::Sorted(sorted) => return ranks.iter().map(|rank| sorted.get(*rank).copied()).collect(),
            Self::Counted(counts) => counts,
        };
        // For each rank: which bucket, and how many values lie before it.
        let found: Vec<Option<(usize, usize)>> = ranks.iter().map(|rank| bucket_of(counts, *rank)).collect();
        let (kept, slots) = gathered(values, &found);
        let value = |rank: &usize, found: &Option<(usize, usize)>| {
            let (bucket, before) = (*found)?;
            let slot = usize::from(*slots.get(bucket)?);
            kept.get(slot)?.get(rank - before).copied()
        };
        ranks.iter().zip(&found).map(|(rank, found)| value(rank, found)).collect()
    }
}

/// The buckets that matter, each in order; and where each of them is.
fn gathered(values: &[u64], found: &[Option<(usize, usize)>]) -> (Vec<Vec<u64>>, Vec<u8>) {
    let mut slots = vec![NOWHERE; BUCKETS];
    let mut kept: Vec<Vec<u64>> = Vec::new();
    for (bucket, _) in found.iter().flatten() {
        if let (Some(slot), Ok(next)) = (slots.get_mut(*bucket), u8::try_from(kept.len()))
            && *slot == NOWHERE
        {
            *slot = next;
            kept.push(Vec::new());
        }
    }
    for value in values {
        let slot = slots.get(bucket(*value)).copied().unwrap_or(NOWHERE);
        if slot != NOWHERE
            && let Some(list) = kept.get_mut(usize::from(slot))
        {
            list.push(*value);
        }
    }
    for list in &mut kept {
        list.sort_unstable();
    }
    (kept, slots)
}

/// A sorted list that is asked often: how many of it are smaller than a number.
pub(super) struct Places<'a> {
    sorted: &'a [u64],
    /// Where each bucket begins in it; one more at the end.
    begins: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(sorted: &'a [u64]) -> Self {
        let begins = (0..=BUCKETS).map(|at| sorted.partition_point(|value| bucket(*value) < at)).collect();
        Self { sorted, begins }
    }

    pub(super) fn below(&self, number: u64) -> usize {
        let at = bucket(number);
        let begin = self.begins.get(at).copied().unwrap_or(0);
        let end = self.begins.get(at + 1).copied().unwrap_or(self.sorted.len());
        let within = self.sorted.get(begin..end).unwrap_or_default();
        begin + within.partition_point(|value| *value < number)
    }
}

fn bucket_of(counts: &[usize], rank: usize) -> Option<(usize, usize)> {
    let mut before = 0;
    for (bucket, count) in counts.iter().enumerate() {
        if rank < before + count {
            return Some((bucket, before));
        }
        before += count;
    }
    None
}

/// Grows with the number: its highest bit, and the [`FINE_BITS`] below that.
fn bucket(value: u64) -> usize {
    let fine = 1_u64 << FINE_BITS;
    if value < fine {
        return usize::try_from(value).unwrap_or(0);
    }
    let highest = value.ilog2();
    let below = (value >> (highest - FINE_BITS)) & (fine - 1);
    let bucket = u64::from(highest - FINE_BITS + 1) * fine + below;
    usize::try_from(bucket).unwrap_or(BUCKETS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_grow_with_the_numbers_and_hold_the_largest() {
        let numbers = [0, 1, 31, 32, 33, 63, 64, 65, 1_000, 1_000_000, u64::MAX / 2, u64::MAX];
        let buckets: Vec<usize> = numbers.iter().map(|n| bucket(*n)).collect();
        assert!(buckets.is_sorted(), "{buckets:?}");
        assert!(bucket(u64::MAX) < BUCKETS);
    }

    #[test]
    fn many_values_give_the_same_order_as_a_sort() {
        let mut state = 7_u64;
        let mut values = Vec::new();
        for at in 0..20_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            values.push(if at % 3 == 0 { 5_000_000 } else { state >> (at % 50) });
        }
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let ranks = [0, 1, 9_999, 10_000, 18_000, 19_999, 20_000];
        let wanted: Vec<Option<u64>> = ranks.iter().map(|r| sorted.get(*r).copied()).collect();
        assert_eq!(Ordered::of(&values).at(&values, &ranks), wanted);
        assert_eq!(Ordered::of(&[]).at(&[], &[0]), [None]);
    }
}
