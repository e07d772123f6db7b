//! What came of a replay, as its page shows it.

use askama::Template;

use super::replay::Row;
use super::shell::Shell;
use super::word_diff::{Stretch, word_diff};
use crate::domain::Titles;
use crate::domain::replay::{Listed, OwnText, Replayed, What, sentences};
use crate::web::filters;
use crate::web::moment::iso_day;
use crate::web::spoken;
use crate::words::Text;

#[derive(Template)]
#[template(path = "replay_result.html")]
pub(super) struct ResultPage {
    pub shell: Shell,
    pub tab: &'static str,
    pub script: String,
    pub row: Row,
    pub done: u64,
    pub total: u64,
    pub error: Option<String>,
    pub shown: Option<Shown>,
    /// The own rules that were tried: whoever was writing them may go on.
    pub written: Option<OwnText>,
}

/// A result.
pub(super) struct Shown {
    pub turns: u64,
    pub more: bool,
    pub since: String,
    pub newly_held: u64,
    pub newly_cleared: u64,
    pub meaning: Option<u64>,
    pub wrong_sent: Option<u64>,
    pub sentences: Vec<String>,
    pub kinds: Vec<Kind>,
    pub unlisted: u64,
}

/// Turns listed for the same reason.
pub(super) struct Kind {
    pub heading: Text,
    /// Nobody would look at these any more.
    pub danger: bool,
    pub turns: Vec<Turn>,
}

pub(super) struct Turn {
    pub conversation: String,
    pub text: String,
    pub why: String,
    pub anyway: bool,
    pub judged: Option<String>,
    /// The drafts of then and now against each other, where there are both.
    pub changes: Vec<Stretch>,
    pub then: Option<String>,
    pub now: Option<String>,
    /// Of how many runs.
    pub runs: Option<(u32, u32)>,
    /// How sure Banister was of the drafts, in words.
    pub confidence: Option<Text>,
}

impl Shown {
    pub(super) fn of(result: &Replayed, titles: &Titles) -> Self {
        let kinds = What::ALL.into_iter().filter_map(|what| {
            let turns: Vec<Turn> = result
                .listed
                .iter()
                .filter(|one| one.what == what)
                .map(|one| Turn::of(one, titles))
                .collect();
            let danger = matches!(what, What::NewlyCleared | What::WrongSent);
            (!turns.is_empty()).then_some(Kind { heading: heading(what), danger, turns })
        });
        Self {
            turns: result.turns,
            more: result.more,
            since: iso_day(result.tried.since),
            newly_held: result.verdicts.newly_held,
            newly_cleared: result.verdicts.newly_cleared,
            meaning: result.drafts.as_ref().map(|drafts| drafts.meaning),
            wrong_sent: result.auto.as_ref().map(|auto| auto.bad),
            sentences: sentences(result),
            kinds: kinds.collect(),
            unlisted: result.unlisted,
        }
    }
}

/// What the turns of a kind have in common.
fn heading(what: What) -> Text {
    spoken::text(match what {
        What::NewlyCleared => "replay-result-kind-newly-cleared",
        What::WrongSent => "replay-result-kind-wrong-sent",
        What::NewlyHeld => "replay-result-kind-newly-held",
        What::Meaning => "replay-result-kind-meaning",
        What::Vanished => "replay-result-kind-vanished",
        What::Appeared => "replay-result-kind-appeared",
    })
}

impl Turn {
    fn of(one: &Listed, titles: &Titles) -> Self {
        let both = one.then.as_ref().zip(one.now.as_ref());
        let changes = both.map(|(then, now)| word_diff(then, now)).unwrap_or_default();
        let confidence = match (one.confidence_then, one.confidence_now) {
            (Some(then), Some(now)) => Some(
                spoken::text("replay-result-confidence-both")
                    .with("then", &format!("{then:.2}"))
                    .with("now", &format!("{now:.2}")),
            ),
            (None, Some(now)) => {
                Some(spoken::text("replay-result-confidence").with("now", &format!("{now:.2}")))
            }
            (_, None) => None,
        };
        Self {
            conversation: one.conversation.clone(),
            text: one.text.clone(),
            why: titles.explained(&one.why),
            anyway: one.anyway,
            judged: one.judged.clone(),
            then: one.then.clone().filter(|_| changes.is_empty()),
            now: one.now.clone().filter(|_| changes.is_empty()),
            changes,
            runs: (one.runs > 1).then_some((one.of_runs, one.runs)),
            confidence,
        }
    }
}
