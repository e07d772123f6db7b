//! Labels as people write them: `[0, 0, 1]`, or `60 x good, 1 bad, 70 x good`.

use serde_json::Value;

use super::reading::{CallError, Fields, flag, wrong};

/// More labels than this are a typing error; it also bounds the time of an answer.
const LABELS_MAX: u64 = 1_000_000;

/// The same label so many times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub times: u64,
    pub bad: bool,
}

/// The field `labels`, as runs.
pub fn labels(fields: &Fields) -> Result<Vec<Run>, CallError> {
    if let Some(found @ Value::String(text)) = fields.find("labels") {
        let wanted = format!("runs as in \"60 x good, 1 bad\", at most {LABELS_MAX} labels in all");
        let runs: Option<Vec<Run>> = text.split(',').map(run).collect();
        let fits = |runs: &Vec<Run>| {
            runs.iter()
                .try_fold(0_u64, |sum, run| sum.checked_add(run.times))
                .is_some_and(|all| all <= LABELS_MAX)
        };
        return runs.filter(fits).ok_or_else(|| wrong("labels", found, &wanted));
    }
    fields.list("labels", 0, |field, value| Ok(Run { times: 1, bad: flag(field, value)? }))
}

/// `60 x good`, `1 bad`, `bad`.
fn run(text: &str) -> Option<Run> {
    let mut words = text.split_whitespace().filter(|word| !matches!(*word, "x" | "X" | "×")).peekable();
    let times = match words.peek()?.parse() {
        Ok(times) => {
            words.next();
            times
        }
        Err(_) => 1,
    };
    let bad = match words.next()? {
        "good" => false,
        "bad" => true,
        _ => return None,
    };
    words.next().is_none().then_some(Run { times, bad })
}
