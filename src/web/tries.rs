//! How often somebody has tried to sign in lately, and whether they may try again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::Timestamp;

/// Tries per e-mail within the window.
const TRIES_MAX: u32 = 10;

/// The window, ms.
const WINDOW_MS: i64 = 300_000;

/// E-mails remembered at a time; beyond that the oldest windows are forgotten first.
const KEYS_MAX: usize = 10_000;

/// Counts tries per key. Unknown e-mails are counted like known ones, so that the answer tells nothing.
#[derive(Debug, Default)]
pub struct Tries {
    seen: Mutex<HashMap<String, Window>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Timestamp,
    tries: u32,
}

impl Tries {
    /// Counts one try; `false` when there were too many in this window.
    pub(super) fn allow(&self, key: &str, now: Timestamp) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= KEYS_MAX && !seen.contains_key(key) {
            make_room(&mut seen, now);
        }
        let window = seen.entry(key.to_owned()).or_insert(Window { began: now, tries: 0 });
        if now >= window.began.plus_ms(WINDOW_MS) {
            *window = Window { began: now, tries: 0 };
        }
        window.tries = window.tries.saturating_add(1);
        window.tries <= TRIES_MAX
    }

    /// Forgets a key: its owner has shown who they are.
    pub(super) fn forget(&self, key: &str) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

fn make_room(seen: &mut HashMap<String, Window>, now: Timestamp) {
    seen.retain(|_, window| now < window.began.plus_ms(WINDOW_MS));
    if seen.len() < KEYS_MAX {
        return;
    }
    let mut ages: Vec<Timestamp> = seen.values().map(|window| window.began).collect();
    ages.sort_unstable();
    let Some(middle) = ages.get(ages.len() / 2).copied() else { return };
    // Whole windows of the same age go together, so that there is room in any case.
    seen.retain(|_, window| window.began > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

    #[test]
    fn the_eleventh_try_within_five_minutes_is_refused() {
        let tries = Tries::default();
        assert!((0..10).all(|_| tries.allow("a@b.c", NOW)));
        assert!(!tries.allow("a@b.c", NOW.plus_ms(299_999)));
        assert!(tries.allow("other@b.c", NOW));
    }

    #[test]
    fn after_five_minutes_one_may_try_again() {
        let tries = Tries::default();
        for _ in 0..20 {
            tries.allow("a@b.c", NOW);
        }
        assert!(tries.allow("a@b.c", NOW.plus_ms(300_000)));
    }

    #[test]
    fn a_sign_in_starts_the_count_afresh() {
        let tries = Tries::default();
        for _ in 0..9 {
            tries.allow("a@b.c", NOW);
        }
        tries.forget("a@b.c");
        assert!((0..10).all(|_| tries.allow("a@b.c", NOW)));
    }

    #[test]
    fn a_flood_of_addresses_does_not_grow_without_end() {
        let tries = Tries::default();
        for n in 0..30_000 {
            tries.allow(&format!("{n}@b.c"), NOW);
        }
        assert!(tries.seen.lock().is_ok_and(|seen| seen.len() <= KEYS_MAX));
    }
}
