//! All lessons of the decisions of the past.

use std::collections::BTreeSet;

use super::corrections::corrections;
use super::lesson::{Lesson, LessonKind, Wish, id_of, newest_first};
use super::mine::{Ground, Mined, mine};
use super::past::{ArticleText, End, Fate, PastDecision, Remembered};
use super::settings::LessonSettings;
use super::shelf::Shelf;
use crate::domain::RejectReason;

/// What was found, and what it was looked for in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lessons {
    /// Corrections first, those of most evidence; then rules.
    pub lessons: Vec<Lesson>,
    /// Decisions looked at.
    pub decisions: u64,
    /// Edits among them.
    pub edits: u64,
    /// Edits that wrote the reply anew: they teach nothing.
    pub written_anew: u64,
    /// Turns that owners said need a person, and that no rule holds today.
    pub rejects: u64,
    /// Turns whose draft went out, and that no rule holds today.
    pub approved: u64,
}

/// Learns from decisions; the same ones teach the same in any order.
#[must_use]
pub fn learn(
    past: &[PastDecision],
    articles: &[ArticleText],
    remembered: &[Remembered],
    ground: Ground<'_>,
    settings: LessonSettings,
) -> Lessons {
    let whole = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let (mut lessons, anew) = corrections(past, &Shelf::new(articles), remembered, settings);
    let mined = mine(ground, past);
    let (rejects, approved) = (whole(mined.rejects), whole(mined.approved));
    lessons.extend(rules(mined, past, remembered));
    Lessons {
        lessons,
        decisions: whole(past.len()),
        edits: whole(past.iter().filter(|one| one.edited().is_some()).count()),
        written_anew: whole(anew),
        rejects,
        approved,
    }
}

fn rules(mined: Mined, past: &[PastDecision], remembered: &[Remembered]) -> Vec<Lesson> {
    let rejected: Vec<&PastDecision> =
        past.iter().filter(|one| one.end == End::Rejected(RejectReason::NeedsAPerson)).collect();
    let lesson = |rule: super::mined::MinedRule| {
        let id = id_of(&["rule", &rule.rule.pattern.says()]);
        let n = rule.caught.positive;
        let hidden = remembered
            .iter()
            .any(|known| known.id == id && known.fate == Fate::Dismissed && n < known.n.saturating_mul(2));
        if hidden {
            return None;
        }
        let caught: BTreeSet<_> = rule.caught_in.iter().copied().collect();
        let of: Vec<&&PastDecision> =
            rejected.iter().filter(|one| caught.contains(&one.suggestion)).collect();
        Some(Lesson {
            id,
            kind: LessonKind::Rule,
            from: String::new(),
            to: rule.says(),
            suggestions: rule.caught_in.clone(),
            conversations: newest_first(of.iter().map(|one| (one.at, one.conversation))),
            last_at: of.iter().map(|one| one.at).max()?,
            wish: Wish::Rule(Box::new(rule)),
        })
    };
    mined.rules.into_iter().filter_map(lesson).collect()
}
