//! What came of a replay: counts with their intervals, and the turns to look at.

use serde::{Deserialize, Serialize};

use super::tried::Tried;
use crate::stats::{CONFIDENCE_95, wilson};

/// What came of a replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replayed {
    /// What was tried.
    pub tried: Tried,
    /// The same in words.
    pub what: String,
    /// When, RFC 3339.
    pub at: String,
    /// Turns last screened since then, RFC 3339.
    pub since: String,
    /// The rules tried.
    pub rulebook: String,
    /// The rules in force meanwhile.
    pub rulebook_in_force: String,
    /// Turns played.
    pub turns: u64,
    /// There were more of them than were played: these are the newest.
    pub more: bool,
    /// What the rules said; exact.
    pub verdicts: Verdicts,
    /// What became of the drafts, where they were made anew.
    pub drafts: Option<Drafts>,
    /// What would have been sent by itself, where a threshold was tried.
    pub auto: Option<Auto>,
    /// What it cost.
    pub cost: Cost,
    /// The turns to look at, gravest first.
    pub listed: Vec<Listed>,
    /// Turns that belong there and are left out for length.
    pub unlisted: u64,
}

/// What the rules tried said, against the verdicts of then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// Held by the rules tried alone.
    pub newly_held: u64,
    /// Of these, held by the rules in force as well: not a matter of what is tried.
    pub newly_held_anyway: u64,
    /// Of the newly held, those whose draft the owner had judged good: what would be lost.
    pub newly_held_good: u64,
    /// Held then alone: what nobody would be asked about any more.
    pub newly_cleared: u64,
    /// Of these, clear under the rules in force as well.
    pub newly_cleared_anyway: u64,
    /// Held then and by the rules tried.
    pub held_by_both: u64,
    /// Clear then and under the rules tried.
    pub clear_under_both: u64,
}

/// What became of drafts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Drafts {
    /// Who drafted: the model's name, or `extractive`.
    pub drafter: String,
    /// The prompt's id, version and hash, where a model drafted.
    pub prompt: Option<String>,
    /// Drafts made for each turn.
    pub runs: u32,
    /// Turns for which a draft was asked, then and now.
    pub turns: u64,
    /// The same words in most runs.
    pub same: u64,
    /// Other words for the same in most runs.
    pub wording: u64,
    /// Something else said in most runs.
    pub meaning: u64,
    /// Something else said in some run, most or not.
    pub meaning_in_some_run: u64,
    /// Of the drafts changed in meaning, those of then that the owner had judged good.
    pub meaning_was_good: u64,
    /// And those judged bad.
    pub meaning_was_bad: u64,
    /// A draft where there had been none.
    pub appeared: u64,
    /// No draft any more where there had been one.
    pub vanished: u64,
    /// None, as there had been none.
    pub nothing: u64,
    /// Turns on which the runs do not agree.
    pub unsteady: u64,
    /// The share of the turns whose draft changed in meaning.
    pub meaning_share: Option<ShareOf>,
    /// Turns without an outcome: the model failed, or the budget is spent.
    pub failed: u64,
    /// Why, of the first of them.
    pub failure: Option<String>,
}

/// What would have been sent by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Auto {
    /// From this confidence on; of several thresholds in force the lowest.
    pub threshold: f64,
    /// By the thresholds that gates have in force, on topics that stand on auto; otherwise by confidence alone.
    #[serde(default)]
    pub by_gates: bool,
    /// Turns with a draft.
    pub drafts: u64,
    /// Of these, never sent by themselves: questions back, and drafts with a warning.
    #[serde(default)]
    pub never: u64,
    /// Of the others, at or above the threshold.
    pub above: u64,
    /// Of these, judged good then.
    pub good: u64,
    /// Judged bad then.
    pub bad: u64,
    /// Not judged then.
    pub unjudged: u64,
    /// Another draft than the one that was judged then.
    pub another: u64,
    /// The share of wrong ones among those that were judged.
    pub wrong_share: Option<ShareOf>,
}

/// A share with the interval that goes with it (95 %, Wilson 1927).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareOf {
    /// Hits.
    pub hits: u64,
    /// Out of.
    pub n: u64,
    /// 0..1.
    pub share: f64,
    /// From.
    pub low: f64,
    /// To.
    pub high: f64,
}

impl ShareOf {
    /// None where nobody was counted.
    #[must_use]
    pub fn new(hits: u64, n: u64) -> Option<Self> {
        let estimate = wilson(crate::stats::Share::new(hits, n)?, CONFIDENCE_95);
        Some(Self { hits, n, share: estimate.value, low: estimate.low, high: estimate.high })
    }
}

/// What a replay cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Drafts asked of a model.
    pub calls: u64,
    /// Drafts that an earlier replay had asked for.
    pub cached: u64,
    /// Tokens, read and written, of the calls.
    pub tokens: u64,
    /// Money of the calls, in millionths.
    pub cost_micros: u64,
}

/// Why a turn is listed; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was held, and would not be.
    NewlyCleared,
    /// Its draft would have been sent by itself, and the owner had judged it bad.
    WrongSent,
    /// It was clear, and would be held.
    NewlyHeld,
    /// Its draft says something else in some run.
    Meaning,
    /// Its draft is gone.
    Vanished,
    /// It has a draft now.
    Appeared,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::NewlyCleared, Self::WrongSent, Self::NewlyHeld, Self::Meaning, Self::Vanished, Self::Appeared];
}

/// A turn to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Why.
    pub what: What,
    /// Its conversation.
    pub conversation: String,
    /// When it was first screened, RFC 3339.
    pub at: String,
    /// The visitor's words, or their beginning.
    pub text: String,
    /// The rule, or why there is no draft.
    pub why: String,
    /// The rules in force say so as well.
    pub anyway: bool,
    /// `good` or `bad`, as the owner had judged the draft of then.
    pub judged: Option<String>,
    /// The draft of then.
    pub then: Option<String>,
    /// The draft of now, of the first run that stands for the change.
    pub now: Option<String>,
    /// The runs that came to this.
    pub of_runs: u32,
    /// All runs.
    pub runs: u32,
    /// The confidence of then.
    pub confidence_then: Option<f64>,
    /// The confidence of the first run.
    pub confidence_now: Option<f64>,
}
