//! Counts what became of each turn, and picks the ones to look at.

use super::super::autopilot::is_evidence;
use super::super::confidence::Scorer;
use super::super::reply::Draft;
use super::change::Change;
use super::in_force::GatesInForce;
use super::past::PastCase;
use super::result::{Auto, Cost, Drafts, Listed, Replayed, ShareOf, Verdicts, What};
use super::trial::Now;
use super::tried::Tried;
use crate::guardrail::{Reason, Rulebook, Verdict};

/// So many turns of each kind are listed.
const LISTED_MAX: usize = 200;
/// Of a visitor's words, letters.
const TEXT_CHARS: usize = 400;
/// Of a draft, letters.
const DRAFT_CHARS: usize = 2_000;

/// What the rules say of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    /// Why the rules tried hold it; empty when they do not.
    pub reasons: Vec<Reason>,
    /// Whether the rules in force hold it.
    pub held_in_force: bool,
}

impl Screening {
    /// Exact, and free.
    #[must_use]
    pub fn of(in_force: &Rulebook, tried: &Rulebook, case: &PastCase) -> Self {
        let reasons = match tried.screen(&case.messages) {
            Verdict::Clear(_) => Vec::new(),
            Verdict::Hold(reasons) => reasons,
        };
        Self { reasons, held_in_force: in_force.screen(&case.messages).is_hold() }
    }
}

/// What became of a turn's draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Redrafted {
    /// None was asked for: none had been then, or a rule holds the turn.
    NotAsked,
    /// One outcome a run; never empty.
    Runs(Vec<Now>),
    /// No outcome: why.
    Failed(String),
}

/// What a replay counts.
#[derive(Debug)]
pub struct Tally {
    tried: Tried,
    scorer: Scorer,
    gates: Option<GatesInForce>,
    turns: u64,
    verdicts: Verdicts,
    drafts: Drafts,
    auto: Auto,
    listed: Vec<Listed>,
    unlisted: u64,
}

/// What a result says beside the counts.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// When, RFC 3339.
    pub at: String,
    /// The hash of the rules tried.
    pub rulebook: String,
    /// And of those in force.
    pub rulebook_in_force: String,
    /// There were more turns.
    pub more: bool,
    /// Who drafted.
    pub drafter: String,
    /// How often.
    pub runs: u32,
    /// What it cost.
    pub cost: Cost,
}

impl Tally {
    /// Nothing counted yet. `scorer` says how sure we are today of a draft of then; `gates` what would leave today, where that
    /// is tried.
    #[must_use]
    pub fn new(tried: Tried, scorer: Scorer, gates: Option<GatesInForce>) -> Self {
        let gates = gates.filter(|_| tried.gates);
        let lowest = gates.as_ref().map(GatesInForce::lowest);
        let threshold = tried.threshold.or(lowest).unwrap_or_default();
        let auto = Auto { threshold, by_gates: tried.gates, ..Auto::default() };
        Self {
            tried,
            scorer,
            gates,
            turns: 0,
            verdicts: Verdicts::default(),
            drafts: Drafts::default(),
            auto,
            listed: Vec::new(),
            unlisted: 0,
        }
    }

    /// Counts a turn.
    pub fn add(&mut self, case: &PastCase, screening: &Screening, redrafted: &Redrafted) {
        self.turns += 1;
        self.verdict(case, screening);
        if !screening.reasons.is_empty() || case.was_held() {
            return;
        }
        let change = self.redrafted(case, redrafted);
        self.threshold(case, redrafted, change);
    }

    fn verdict(&mut self, case: &PastCase, screening: &Screening) {
        let counts = &mut self.verdicts;
        match (case.was_held(), !screening.reasons.is_empty()) {
            (true, true) => counts.held_by_both += 1,
            (false, false) => counts.clear_under_both += 1,
            (false, true) => {
                counts.newly_held += 1;
                counts.newly_held_anyway += u64::from(screening.held_in_force);
                counts.newly_held_good += u64::from(judged(case) == Some("good"));
                let (why, anyway) = (first(&screening.reasons), screening.held_in_force);
                self.list(Listed { why, anyway, ..listed(What::NewlyHeld, case) });
            }
            (true, false) => {
                counts.newly_cleared += 1;
                counts.newly_cleared_anyway += u64::from(!screening.held_in_force);
                let (why, anyway) = (first(&case.reasons), !screening.held_in_force);
                self.list(Listed { why, anyway, ..listed(What::NewlyCleared, case) });
            }
        }
    }

    fn redrafted(&mut self, case: &PastCase, redrafted: &Redrafted) -> Option<Change> {
        let runs = match redrafted {
            Redrafted::NotAsked => return None,
            Redrafted::Failed(why) => {
                self.drafts.failed += 1;
                self.drafts.failure.get_or_insert_with(|| why.clone());
                return None;
            }
            Redrafted::Runs(runs) => runs,
        };
        let then = case.then.as_ref().and_then(|then| then.draft.as_ref());
        let changes: Vec<Change> = runs.iter().map(|now| Change::between(then, now.draft.as_ref())).collect();
        let change = Change::of_runs(&changes)?;
        if self.drafts.prompt.is_none() {
            self.drafts.prompt = runs.iter().find_map(|run| run.draft.as_ref()?.prompt.clone());
        }
        let counts = &mut self.drafts;
        counts.turns += 1;
        counts.unsteady += u64::from(changes.iter().any(|one| *one != change));
        counts.meaning_in_some_run += u64::from(changes.contains(&Change::Meaning));
        match change {
            Change::Nothing => counts.nothing += 1,
            Change::Same => counts.same += 1,
            Change::Wording => counts.wording += 1,
            Change::Appeared => counts.appeared += 1,
            Change::Vanished => counts.vanished += 1,
            Change::Meaning => {
                counts.meaning += 1;
                counts.meaning_was_good += u64::from(judged(case) == Some("good"));
                counts.meaning_was_bad += u64::from(judged(case) == Some("bad"));
            }
        }
        for (kind, what) in [
            (Change::Meaning, What::Meaning),
            (Change::Vanished, What::Vanished),
            (Change::Appeared, What::Appeared),
        ] {
            let Some(at) = changes.iter().position(|one| *one == kind) else { continue };
            let of_runs = changes.iter().filter(|one| **one == kind).count();
            let Some(now) = runs.get(at) else { continue };
            self.list(Listed {
                why: now.why.clone(),
                now: now.draft.as_ref().map(|draft| start(&draft.text, DRAFT_CHARS)),
                of_runs: short(of_runs),
                runs: short(runs.len()),
                confidence_now: runs.first().and_then(|run| run.draft.as_ref()).map(|d| d.confidence),
                ..listed(what, case)
            });
        }
        Some(change)
    }

    /// A draft that was not made anew is weighed by what is known today.
    fn threshold(&mut self, case: &PastCase, redrafted: &Redrafted, change: Option<Change>) {
        if !self.tried.sends() {
            return;
        }
        let then = case.then.as_ref().and_then(|then| then.draft.as_ref());
        let (draft, confidence) = match redrafted {
            Redrafted::Failed(_) => return,
            Redrafted::NotAsked => {
                let Some(draft) = then else { return };
                (draft, self.today(draft))
            }
            Redrafted::Runs(runs) => {
                let Some(draft) = runs.first().and_then(|run| run.draft.as_ref()) else { return };
                (draft, draft.confidence)
            }
        };
        self.auto.drafts += 1;
        // Whatever the threshold: a question back, or a draft with a warning, never leaves.
        if !is_evidence(draft) {
            self.auto.never += 1;
            return;
        }
        let topic = case.then.as_ref().map_or("", |then| then.topic.as_str());
        let goes = match (self.tried.threshold, &self.gates) {
            (Some(threshold), _) => confidence >= threshold,
            (None, Some(gates)) => gates.lets_go(topic, draft),
            (None, None) => false,
        };
        if !goes {
            return;
        }
        self.auto.above += 1;
        let same = match change {
            None => true,
            Some(_) => matches!(Change::between(then, Some(draft)), Change::Same | Change::Wording),
        };
        match (same, judged(case)) {
            (false, _) => self.auto.another += 1,
            (true, Some("good")) => self.auto.good += 1,
            (true, Some(_)) => {
                self.auto.bad += 1;
                let now = Some(start(&draft.text, DRAFT_CHARS));
                let confidence_now = Some(confidence);
                self.list(Listed { now, confidence_now, ..listed(What::WrongSent, case) });
            }
            (true, None) => self.auto.unjudged += 1,
        }
    }

    fn today(&self, draft: &Draft) -> f64 {
        if draft.weighed.is_empty() { draft.confidence } else { self.scorer.confidence(&draft.weighed).value }
    }

    fn list(&mut self, one: Listed) {
        if self.listed.iter().filter(|known| known.what == one.what).count() < LISTED_MAX {
            self.listed.push(one);
        } else {
            self.unlisted += 1;
        }
    }

    /// The result.
    #[must_use]
    pub fn result(mut self, about: About) -> Replayed {
        self.listed.sort_by_key(|one| one.what);
        let Self { tried, turns, verdicts, mut drafts, mut auto, listed, unlisted, .. } = self;
        drafts.drafter = about.drafter;
        drafts.runs = about.runs;
        drafts.meaning_share = ShareOf::new(drafts.meaning, drafts.turns);
        auto.wrong_share = ShareOf::new(auto.bad, auto.good + auto.bad);
        Replayed {
            what: tried.sentence(),
            at: about.at,
            since: tried.since.rfc3339(),
            rulebook: about.rulebook,
            rulebook_in_force: about.rulebook_in_force,
            turns,
            more: about.more,
            verdicts,
            drafts: tried.drafts.then_some(drafts),
            auto: tried.sends().then_some(auto),
            cost: about.cost,
            listed,
            unlisted,
            tried,
        }
    }
}

fn listed(what: What, case: &PastCase) -> Listed {
    let then = case.then.as_ref().and_then(|then| then.draft.as_ref());
    Listed {
        what,
        conversation: case.conversation.to_string(),
        at: case.at.rfc3339(),
        text: start(&case.messages.join(" / "), TEXT_CHARS),
        why: String::new(),
        anyway: false,
        judged: judged(case).map(str::to_owned),
        then: then.map(|draft| start(&draft.text, DRAFT_CHARS)),
        now: None,
        of_runs: 0,
        runs: 0,
        confidence_then: then.map(|draft| draft.confidence),
        confidence_now: None,
    }
}

fn judged(case: &PastCase) -> Option<&'static str> {
    let label = case.then.as_ref()?.label?;
    Some(if label.bad { "bad" } else { "good" })
}

fn first(reasons: &[Reason]) -> String {
    reasons.first().map(|reason| reason.explanation.clone()).unwrap_or_default()
}

/// Without anything a terminal would obey.
fn start(text: &str, chars: usize) -> String {
    let plain = |c: char| if c == '\n' || !c.is_control() { c } else { ' ' };
    let cut = text.chars().count() > chars;
    text.chars().map(plain).take(chars).chain(cut.then_some('…')).collect()
}

fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
