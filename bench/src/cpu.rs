//! CPU time of a process and everything below it, from `/proc/PID/stat`.

use std::collections::HashMap;

use anyhow::Context as _;

/// Microseconds a clock tick; the kernel tells user space 100 a second on every Linux we know.
const TICK_US: u64 = 10_000;

struct Stat {
    parent: u32,
    ticks: u64,
}

/// User and system time of the tree under `root`, us. Children that have ended are in their parent's account.
pub fn tree_us(root: u32) -> anyhow::Result<u64> {
    let all = processes()?;
    let ticks: u64 = all.iter().filter(|(pid, _)| descends(&all, **pid, root)).map(|(_, s)| s.ticks).sum();
    Ok(ticks * TICK_US)
}

fn descends(all: &HashMap<u32, Stat>, mut pid: u32, root: u32) -> bool {
    // A tree of processes is not deep; the bound guards against a process that ends while we look.
    for _ in 0..64 {
        if pid == root {
            return true;
        }
        let Some(stat) = all.get(&pid) else { return false };
        pid = stat.parent;
    }
    false
}

fn processes() -> anyhow::Result<HashMap<u32, Stat>> {
    let mut all = HashMap::new();
    for entry in std::fs::read_dir("/proc").context("no /proc: this benchmark needs Linux")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|n| n.parse().ok()) else { continue };
        // Gone meanwhile: then its parent has its time.
        let Ok(text) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        if let Some(stat) = parsed(&text) {
            all.insert(pid, stat);
        }
    }
    Ok(all)
}

/// The name in parentheses may hold anything, so fields are counted from the last one on.
fn parsed(text: &str) -> Option<Stat> {
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    // state ppid … utime(11) stime(12) cutime(13) cstime(14)
    let ticks = (11..=14).map(number).sum::<Option<u64>>()?;
    Some(Stat { parent: u32::try_from(number(1)?).ok()?, ticks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        let stat = parsed("7 (a ) b) S 3 7 7 0 -1 0 1 2 3 4 100 20 3 1 20 0 1 0").unwrap();
        assert_eq!((stat.parent, stat.ticks), (3, 124));
    }
}
