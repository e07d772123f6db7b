//! Edits that say the same, put together: each group is a lesson.

use std::collections::{BTreeMap, BTreeSet};

use super::habit::{HABIT_CHARS_MAX, Habit, HabitKind, says_a_fact};
use super::lesson::{Lesson, LessonKind, Wish, id_of, newest_first};
use super::past::{Fate, PastDecision, Remembered};
use super::pieces::{Add, Piece, Swap, pieces};
use super::settings::LessonSettings;
use super::shelf::{Mend, Shelf};
use crate::domain::language::language;

/// A sentence that so many of a hundred add to replies from one article belongs into that article.
const OF_ONE_ARTICLE: usize = 80;
/// A greeting has few words.
const GREETING_WORDS_MAX: usize = 6;
/// A wording of fewer letters would be found everywhere.
const WORDING_LETTERS_MIN: usize = 5;

/// What makes two pieces say the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Slug, sentence, words gone, words come.
    InArticle(String, String, String, String),
    /// Slug, words gone, words come: they stand in no article.
    Nowhere(String, String, String),
    /// Words gone, words come.
    Wording(String, String),
    /// The sentence added.
    Added(String),
}

/// One edit that says so.
struct Evidence<'a> {
    by: &'a PastDecision,
    from: String,
    to: String,
    mend: Option<Mend>,
    begins: bool,
}

/// What owners' edits teach, those of most evidence first; and how many replies were written anew, which teach nothing.
pub(super) fn corrections(
    past: &[PastDecision],
    shelf: &Shelf,
    remembered: &[Remembered],
    settings: LessonSettings,
) -> (Vec<Lesson>, usize) {
    let mut edits: Vec<&PastDecision> = past.iter().filter(|one| one.edited().is_some()).collect();
    edits.sort_by_key(|one| (one.at, one.suggestion));
    edits.dedup_by_key(|one| one.suggestion);
    let mut groups: BTreeMap<Key, Vec<Evidence<'_>>> = BTreeMap::new();
    let mut anew = 0;
    for edit in edits {
        let Some(pieces) = pieces(&edit.draft, edit.edited().unwrap_or_default()) else {
            anew += 1;
            continue;
        };
        let mut said = BTreeSet::new();
        for (key, evidence) in pieces.into_iter().filter_map(|piece| sorted(edit, piece, shelf)) {
            // Twice in one reply is one edit.
            if said.insert(key.clone()) {
                groups.entry(key).or_default().push(evidence);
            }
        }
    }
    let lesson = |(key, evidence): (Key, Vec<Evidence<'_>>)| {
        let known = remembered.iter().find(|known| known.id == key.id());
        let since_adopted = |one: &Evidence<'_>| match known {
            Some(known) if known.fate == Fate::Adopted => one.by.at > known.at,
            _ => true,
        };
        let evidence: Vec<_> = evidence.into_iter().filter(since_adopted).collect();
        let lesson = taught(&key, &evidence, shelf, settings)?;
        let hidden = known
            .is_some_and(|known| known.fate == Fate::Dismissed && lesson.n() < known.n.saturating_mul(2));
        (!hidden).then_some(lesson)
    };
    let mut lessons: Vec<Lesson> = groups.into_iter().filter_map(lesson).collect();
    lessons.sort_by(|one, other| other.n().cmp(&one.n()).then_with(|| one.id.cmp(&other.id)));
    (lessons, anew)
}

impl Key {
    fn id(&self) -> String {
        match self {
            Self::InArticle(slug, sentence, from, to) => id_of(&["article", slug, sentence, from, to]),
            Self::Nowhere(slug, from, to) => id_of(&["nowhere", slug, from, to]),
            Self::Wording(from, to) => id_of(&["wording", from, to]),
            Self::Added(sentence) => id_of(&["added", sentence]),
        }
    }
}

/// Words as they are compared. A number on both sides is not what was changed.
fn folded(keys: &[String], other: &[String]) -> String {
    let one = |key: &String| {
        let counts = key.chars().any(char::is_numeric) && other.contains(key);
        if counts { "#".to_owned() } else { key.clone() }
    };
    keys.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Where a piece belongs; nowhere when the article says already what the owner wrote.
fn sorted<'a>(by: &'a PastDecision, piece: Piece, shelf: &Shelf) -> Option<(Key, Evidence<'a>)> {
    match piece {
        Piece::Swap(swap) => exchanged(by, swap, shelf),
        Piece::Add(add) => {
            let key = Key::Added(add.keys.join(" "));
            let Add { text, begins, .. } = add;
            Some((key, Evidence { by, from: String::new(), to: text, mend: None, begins }))
        }
    }
}

fn exchanged<'a>(by: &'a PastDecision, swap: Swap, shelf: &Shelf) -> Option<(Key, Evidence<'a>)> {
    let (from, to) = (folded(&swap.from_keys, &swap.to_keys), folded(&swap.to_keys, &swap.from_keys));
    let slugs: Vec<&str> = by.citations.iter().map(crate::domain::Citation::slug).collect();
    let mend = slugs.iter().find_map(|slug| shelf.mend(slug, &swap));
    let key = if let Some(mend) = &mend {
        Key::InArticle(mend.slug.clone(), mend.before.to_lowercase(), from, to)
    } else if slugs.iter().any(|slug| shelf.says(slug, &swap)) {
        return None;
    } else if is_fact(&swap) {
        Key::Nowhere(slugs.first().copied().unwrap_or_default().to_owned(), from, to)
    } else if swap.from.chars().filter(|c| c.is_alphabetic()).count() >= WORDING_LETTERS_MIN {
        Key::Wording(from, to)
    } else {
        return None;
    };
    Some((key, Evidence { by, from: swap.from, to: swap.to, mend, begins: false }))
}

/// A number, link, denial, or the name of somebody or something.
fn is_fact(swap: &Swap) -> bool {
    if says_a_fact(&swap.from, &swap.to) {
        return true;
    }
    // The first word of a sentence has a capital of its own.
    let names = |text: &str, first: bool| {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let named = |(at, word): (usize, &String)| {
            (at > 0 || !first) && word.chars().next().is_some_and(char::is_uppercase)
        };
        words
            .iter()
            .enumerate()
            .filter(|one| named(*one))
            .map(|(_, word)| word.to_lowercase())
            .collect::<BTreeSet<_>>()
    };
    let begins = swap.before.is_none();
    names(&swap.from, begins) != names(&swap.to, begins)
}

/// The lesson of a group, if there is enough of it.
fn taught(key: &Key, evidence: &[Evidence<'_>], shelf: &Shelf, settings: LessonSettings) -> Option<Lesson> {
    let enough = |decided: &[&PastDecision]| {
        let conversations: BTreeSet<_> = decided.iter().map(|one| one.conversation).collect();
        settings.enough(decided.len(), conversations.len())
    };
    if !enough(&evidence.iter().map(|one| one.by).collect::<Vec<_>>()) {
        return None;
    }
    let from = usual(evidence.iter().map(|one| one.from.as_str()));
    let to = usual(evidence.iter().map(|one| one.to.as_str()));
    let (kind, wish) = match key {
        Key::InArticle(..) => {
            // The mend that brings the usual words, not one in other capitals.
            let usual = evidence.iter().find(|one| one.to == to && one.from == from);
            let mend = usual.or(evidence.first())?.mend.clone()?;
            let kind = if differs_in_fact(&from, &to, &mend) { LessonKind::Fact } else { LessonKind::Tone };
            (kind, Wish::Article(mend))
        }
        Key::Nowhere(slug, ..) => (LessonKind::Fact, by_hand(slug, shelf)),
        Key::Wording(..) => {
            let habit = habit(HabitKind::Wording, &from, &to, evidence);
            (LessonKind::Tone, Wish::Habit(habit.filter(|habit| habit.fault().is_none())?))
        }
        Key::Added(sentence) => added(sentence, &to, evidence, shelf, &enough)?,
    };
    let conversations = newest_first(evidence.iter().map(|one| (one.by.at, one.by.conversation)));
    let last_at = evidence.iter().map(|one| one.by.at).max()?;
    let suggestions = evidence.iter().map(|one| one.by.suggestion).collect();
    Some(Lesson { id: key.id(), kind, from, to, wish, suggestions, conversations, last_at })
}

/// A fact where numbers, links, denials or names differ; the article shows what begins a sentence.
fn differs_in_fact(from: &str, to: &str, mend: &Mend) -> bool {
    let begins = mend.before.to_lowercase().starts_with(&from.to_lowercase());
    let swap = Swap {
        from: from.to_owned(),
        to: to.to_owned(),
        from_keys: Vec::new(),
        to_keys: Vec::new(),
        sentence: Vec::new(),
        before: (!begins).then(String::new),
        after: None,
    };
    is_fact(&swap)
}

fn by_hand(slug: &str, shelf: &Shelf) -> Wish {
    Wish::ByHand(shelf.title(slug).map(|title| (slug.to_owned(), title.to_owned())))
}

/// A sentence that is added to replies from one article belongs there; one that is added to all, to how drafts speak.
fn added(
    sentence: &str,
    text: &str,
    evidence: &[Evidence<'_>],
    shelf: &Shelf,
    enough: &dyn Fn(&[&PastDecision]) -> bool,
) -> Option<(LessonKind, Wish)> {
    let begins = evidence.iter().filter(|one| one.begins).count() * 2 > evidence.len();
    let factual = says_a_fact("", text);
    let greets = begins && !factual && text.split_whitespace().count() <= GREETING_WORDS_MAX;
    let slugs = evidence.iter().filter_map(|one| Some((one.by.citations.first()?.slug(), one)));
    let mut by_slug: BTreeMap<&str, Vec<&Evidence<'_>>> = BTreeMap::new();
    for (slug, one) in slugs {
        by_slug.entry(slug).or_default().push(one);
    }
    let top = by_slug.into_iter().max_by(|(a, one), (b, other)| one.len().cmp(&other.len()).then(b.cmp(a)));
    let of_one =
        top.filter(|(_, of)| !greets && (factual || of.len() * 100 >= evidence.len() * OF_ONE_ARTICLE));
    if let Some((slug, of)) = of_one {
        let keys: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
        if shelf.holds(slug, &keys) {
            return None;
        }
        let quotes = of.iter().filter_map(|one| one.by.citations.first()).map(|cited| cited.quote.as_str());
        let mend = if enough(&of.iter().map(|one| one.by).collect::<Vec<_>>()) {
            shelf.extend(slug, &usual(quotes), text)
        } else {
            None
        };
        return Some((LessonKind::Addition, mend.map_or_else(|| by_hand(slug, shelf), Wish::Article)));
    }
    if factual {
        return Some((LessonKind::Addition, Wish::ByHand(None)));
    }
    let kind = if begins { HabitKind::Greeting } else { HabitKind::Closing };
    let habit = habit(kind, "", text, evidence).filter(|habit| habit.fault().is_none())?;
    let kind = if greets { LessonKind::Tone } else { LessonKind::Addition };
    Some((kind, Wish::Habit(habit)))
}

fn habit(kind: HabitKind, from: &str, to: &str, evidence: &[Evidence<'_>]) -> Option<Habit> {
    if from.chars().count().max(to.chars().count()) > HABIT_CHARS_MAX {
        return None;
    }
    let spoken = |one: &Evidence<'_>| language(one.by.edited()?).or_else(|| language(&one.by.question));
    let codes = evidence.iter().filter_map(spoken);
    let code = Some(usual(codes)).filter(|code| code.len() == 2);
    Some(Habit { kind, language: code, from: from.to_owned(), to: to.to_owned() })
}

/// The most frequent of some texts; of equals the first by its letters.
fn usual<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then(b.cmp(a)));
    most.map(|(text, _)| text.to_owned()).unwrap_or_default()
}
