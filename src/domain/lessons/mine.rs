//! The rule miner: the shortest rules that would have held the turns that owners said need a person, counted with the
//! guardrail itself.

use std::collections::BTreeSet;

use super::candidates::{Bag, candidates, letters};
use super::mined::{MinedRule, Pattern, RuleDraft, example};
use super::past::{End, PastDecision};
use crate::domain::report::ShareFigure;
use crate::domain::{ConversationId, OWN_RULES, RejectReason, Rulebook, SuggestionId};
use crate::stats::Edit;

/// Fewer say nothing, in turns and in chats.
pub const REJECTS_MIN: usize = 3;
/// A rule that would hold more of the approved is no rule, of a hundred.
const FALSE_HOLDS_MAX: usize = 10;
/// Rules offered.
const OFFERED_MAX: usize = 4;
/// Rules counted with all others in force, the most promising: each count compiles all rules.
const EXACT_MAX: usize = 6;
/// Turns looked at of each kind, the newest.
const TURNS_MAX: usize = 1_000;
/// Examples of each kind that a rule is given.
const EXAMPLES: usize = 2;
/// Words around what a rule finds that its examples show.
const AROUND: usize = 4;
/// Examples for a shop that has too few approved chats of its own.
const NEUTRAL: [&str; 4] =
    ["how large is it", "when are you open", "which colours are there", "is it in stock"];
/// Chats shown that a rule would have held for nothing.
const SHOWN_MAX: usize = 3;

/// The rules of today.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// All of them.
    pub in_force: &'a Rulebook,
    /// The owner's own, as text.
    pub own: &'a str,
    /// Whether these may let pass what the others hold.
    pub may_soften: bool,
}

/// What the miner found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mined {
    /// Turns that owners said need a person, and that no rule of today holds.
    pub rejects: usize,
    /// Turns whose draft went out as it was, or nearly so, and that no rule of today holds.
    pub approved: usize,
    /// None of them better than another in everything: what it catches, what it holds for nothing, how short it is.
    pub rules: Vec<MinedRule>,
}

/// A turn.
struct Case<'a> {
    suggestion: SuggestionId,
    conversation: ConversationId,
    text: &'a str,
    bag: Bag,
}

/// Looks for rules. Takes the processor a while: every count is the guardrail's own.
#[must_use]
pub fn mine(ground: Ground<'_>, past: &[PastDecision]) -> Mined {
    let wanted = cases(ground, past, |one| one.end == End::Rejected(RejectReason::NeedsAPerson));
    let unwanted = cases(ground, past, went_out);
    let mined = Mined { rejects: wanted.len(), approved: unwanted.len(), rules: Vec::new() };
    let chats: BTreeSet<_> = wanted.iter().map(|case| case.conversation).collect();
    if wanted.len() < REJECTS_MIN || chats.len() < REJECTS_MIN {
        return mined;
    }
    let bags = |cases: &[Case<'_>]| cases.iter().map(|case| Bag::of(case.text)).collect::<Vec<_>>();
    let patterns = candidates(&bags(&wanted), &bags(&unwanted), REJECTS_MIN);
    let mut rough: Vec<(usize, usize, Pattern)> = patterns
        .into_iter()
        .map(|pattern| {
            let count = |cases: &[Case<'_>]| cases.iter().filter(|case| case.bag.has(&pattern)).count();
            (count(&wanted), count(&unwanted), pattern)
        })
        .filter(|(_, held, _)| held * 100 <= unwanted.len() * FALSE_HOLDS_MAX)
        .collect();
    keep_best(&mut rough, |(caught, held, pattern)| (*caught, *held, pattern));
    rough.truncate(EXACT_MAX);
    let mut rules: Vec<MinedRule> = rough
        .into_iter()
        .filter_map(|(.., pattern)| counted(ground, pattern, &wanted, &unwanted))
        .filter(|rule| {
            let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            whole(rule.caught.positive) >= REJECTS_MIN
                && whole(rule.false_holds.positive) * 100 <= unwanted.len() * FALSE_HOLDS_MAX
        })
        .collect();
    keep_best(&mut rules, |rule| {
        let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        (whole(rule.caught.positive), whole(rule.false_holds.positive), &rule.rule.pattern)
    });
    rules.truncate(OFFERED_MAX);
    Mined { rules, ..mined }
}

/// A draft that an owner sent as it stood, or with a stroke of the pen: its turn needed no rule.
fn went_out(one: &PastDecision) -> bool {
    match &one.end {
        End::Approved => true,
        End::Edited(sent) => {
            let edit = Edit::between(&one.draft, sent);
            edit.is_none() || edit.is_cosmetic()
        }
        End::Rejected(_) => false,
    }
}

/// The turns of some decisions, each once in its conversation, the newest; what a rule of today holds is left out.
fn cases<'a>(
    ground: Ground<'_>,
    past: &'a [PastDecision],
    counts: impl Fn(&PastDecision) -> bool,
) -> Vec<Case<'a>> {
    let mut chosen: Vec<&PastDecision> = past.iter().filter(|one| counts(one)).collect();
    chosen.sort_by_key(|one| std::cmp::Reverse((one.at, one.suggestion)));
    let mut seen = BTreeSet::new();
    chosen.retain(|one| seen.insert((one.conversation, one.question.to_lowercase())));
    chosen
        .into_iter()
        .take(TURNS_MAX)
        .filter(|one| !ground.in_force.screen(std::slice::from_ref(&one.question)).is_hold())
        .map(|one| Case {
            suggestion: one.suggestion,
            conversation: one.conversation,
            text: &one.question,
            bag: Bag::of(&one.question),
        })
        .collect()
}

/// Sorts by what is caught, then by what is held for nothing, then by shortness; and drops what another beats or equals in
/// all three.
fn keep_best<T>(all: &mut Vec<T>, of: impl Fn(&T) -> (usize, usize, &Pattern)) {
    all.sort_by(|a, b| {
        let (a, b) = (of(a), of(b));
        b.0.cmp(&a.0)
            .then(a.1.cmp(&b.1))
            .then(a.2.length().cmp(&b.2.length()))
            .then_with(|| letters(b.2).cmp(&letters(a.2)))
            .then_with(|| a.2.cmp(b.2))
    });
    let mut kept: Vec<(usize, usize, usize)> = Vec::new();
    all.retain(|one| {
        let (caught, held, pattern) = of(one);
        let length = pattern.length();
        let beaten = kept.iter().any(|(c, h, l)| *c >= caught && *h <= held && *l <= length);
        if !beaten {
            kept.push((caught, held, length));
        }
        !beaten
    });
}

/// The rule of a pattern with its examples, compiled with all rules of today, and what it holds of both kinds of turns.
/// Nothing where it does not go with them.
fn counted(
    ground: Ground<'_>,
    pattern: Pattern,
    wanted: &[Case<'_>],
    unwanted: &[Case<'_>],
) -> Option<MinedRule> {
    let alone = alone(&pattern, wanted)?;
    let spot = |text: &str| {
        let held = alone.screen(&[text.to_owned()]);
        held.reasons().iter().find(|reason| reason.rule == TRIAL).map(|reason| reason.span)
    };
    let hits = |case: &&Case<'_>| spot(case.text).is_some();
    let shown = wanted.iter().filter_map(|case| example(case.text, Some(spot(case.text)?), AROUND));
    let must_match: Vec<String> = distinct(shown.filter(|text| spot(text).is_some()));
    // What is most like the turns to be held, and is not.
    let mut near: Vec<&Case<'_>> = unwanted.iter().filter(|case| !hits(case)).collect();
    near.sort_by_key(|case| {
        std::cmp::Reverse(wanted.iter().map(|other| other.bag.common(&case.bag)).sum::<usize>())
    });
    let passed = near.into_iter().filter_map(|case| example(case.text, None, AROUND));
    let passed = passed.chain(NEUTRAL.map(str::to_owned));
    let must_miss = distinct(passed.filter(|text| spot(text).is_none()));
    let taken: Vec<&str> = ground.in_force.rules().iter().map(|rule| rule.id.as_str()).collect();
    let rule = RuleDraft::new(pattern, must_match, must_miss, &taken);
    let text = rule.upon(ground.own);
    let book = ground.in_force.with_own(&text, ground.may_soften).ok()?;
    let holds = |case: &&Case<'_>| book.screen(&[case.text.to_owned()]).is_hold();
    let caught: Vec<&Case<'_>> = wanted.iter().filter(holds).collect();
    let held: Vec<&Case<'_>> = unwanted.iter().filter(holds).collect();
    let whole = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Some(MinedRule {
        rule,
        text,
        caught: ShareFigure::of(whole(caught.len()), whole(wanted.len())),
        caught_in: caught.iter().map(|case| case.suggestion).collect(),
        false_holds: ShareFigure::of(whole(held.len()), whole(unwanted.len())),
        held_for_nothing: held.iter().take(SHOWN_MAX).map(|case| case.conversation).collect(),
    })
}

/// The id of a rule while it is tried alone.
const TRIAL: &str = "learned.trial";

/// The pattern as the only rule there is: says where in a text it hits.
fn alone(pattern: &Pattern, wanted: &[Case<'_>]) -> Option<Rulebook> {
    let whole = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut examples = wanted.iter().filter(|case| case.bag.has(pattern)).map(|case| whole(case.text));
    let (one, other) = (examples.next()?, examples.next()?);
    let trial = RuleDraft {
        id: TRIAL.to_owned(),
        title: "A trial".to_owned(),
        pattern: pattern.clone(),
        must_match: vec![one, other],
        must_miss: vec!["zzzz".to_owned(), "zzzz zzzz".to_owned()],
    };
    Rulebook::parse(&[(OWN_RULES.to_owned(), trial.upon(""))]).ok()
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| seen.insert(text.to_lowercase())).take(EXAMPLES).collect()
}
