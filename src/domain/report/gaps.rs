//! Gaps in the knowledge: questions that no article answers, those that ask the same put together.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Serialize;

use super::Episodes;
use super::comparison::caption;
use super::figure::ShareFigure;
use super::group::lacks_answer;
use crate::domain::Masked;

/// Questions looked at: the newest.
pub const QUESTIONS_MAX: i64 = 2_000;

/// Groups shown.
const GROUPS_MAX: usize = 40;

/// Questions of a group that are shown with it.
const SHOWN_MAX: usize = 3;

/// A question is shown so far.
const QUESTION_CHARS_MAX: usize = 200;

/// Two questions ask the same when so large a part of their words, weighted by rarity, is common to both (weighted Jaccard).
const SAME_FROM: f64 = 0.4;

/// Words of a question that are looked at.
const WORDS_MAX: usize = 40;

/// Letters of an ending that do not tell words apart: plurals, and "-ing" of English.
const ENDINGS: [&str; 5] = ["ings", "ing", "ies", "es", "s"];

/// Small words that say nothing of what is asked.
const SMALL_WORDS: &str = "a an the and or but if of to in on at for from with without by as is are was were be been am do \
    does did done can could will would shall should may might must have has had i me my mine we us our you your yours it its \
    he she they them their this that these those there here what which who whom whose when where why how much many any some \
    no not yes please hello hi hey thanks thank dear about into over under than then so just also too very really need want \
    like know tell get got give let see say go";

/// A question that was not answered from the knowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// Unix microseconds.
    pub at: i64,
    /// The conversation's id.
    pub conversation: String,
    /// What the visitor asked, personal data left out.
    pub question: String,
    pub topic: Option<String>,
}

impl Unanswered {
    /// A question with personal data and secrets left out, cut to what a report shows; `None` where that cannot be done.
    #[must_use]
    pub fn new(at: i64, conversation: String, question: &str, topic: Option<String>) -> Option<Self> {
        let masked = Masked::new(&[question])?.texts.into_iter().next()?;
        let one_line = masked.split_whitespace().collect::<Vec<_>>().join(" ");
        let question = one_line.chars().take(QUESTION_CHARS_MAX).collect();
        Some(Self { at, conversation, question, topic })
    }
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapsReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    /// Chats for which no draft came, or none sure enough, of those that no rule held.
    pub unsure: ShareFigure,
    /// Questions looked at; the newest, at most 2,000.
    pub questions: u64,
    /// The largest first; of equal ones the newest.
    pub groups: Vec<QuestionGroup>,
    /// Questions that nobody else asked.
    pub alone: u64,
}

/// Questions that ask the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionGroup {
    /// The one that has most in common with the others.
    pub question: String,
    pub n: u64,
    pub last_at: Timestamp,
    /// The most frequent one.
    pub topic: Option<String>,
    /// Chats in which it was asked, newest first, at most three.
    pub conversations: Vec<String>,
}

/// Groups the questions of `[from, to)`.
#[must_use]
pub fn gaps_report(from: i64, to: i64, rows: &Episodes, questions: &[Unanswered]) -> GapsReport {
    let (mut free, mut unsure, mut sample) = (0, 0, false);
    for row in rows.iter().filter(|row| !row.held) {
        free += 1;
        sample |= row.sample;
        unsure += u64::from(lacks_answer(row));
    }
    let mut newest: Vec<&Unanswered> = questions.iter().collect();
    newest.sort_by(|one, other| other.at.cmp(&one.at).then(one.conversation.cmp(&other.conversation)));
    newest.truncate(usize::try_from(QUESTIONS_MAX).unwrap_or(usize::MAX));
    let groups = grouped(&newest);
    let alone = groups.iter().filter(|group| group.len() == 1).count();
    let mut shown: Vec<QuestionGroup> =
        groups.iter().filter(|group| group.len() > 1).map(|group| told(&newest, group)).collect();
    shown.sort_by(|one, other| other.n.cmp(&one.n).then(other.last_at.cmp(&one.last_at)));
    shown.truncate(GROUPS_MAX);
    GapsReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        unsure: ShareFigure::of(unsure, free),
        questions: u64::try_from(newest.len()).unwrap_or(u64::MAX),
        groups: shown,
        alone: u64::try_from(alone).unwrap_or(u64::MAX),
    }
}

/// Each question joins the group whose first question it is most like, or begins one. Newest first, so the same questions
/// always make the same groups.
fn grouped(questions: &[&Unanswered]) -> Vec<Vec<usize>> {
    let words: Vec<Vec<String>> = questions.iter().map(|one| words_of(&one.question)).collect();
    let weights = rarity(&words);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // Which groups' first questions hold a word.
    let mut holding: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, own) in words.iter().enumerate() {
        let mut candidates: Vec<usize> =
            own.iter().filter_map(|word| holding.get(word.as_str())).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let alike = |group: &usize| {
            let first = groups.get(*group).and_then(|group| group.first())?;
            Some((*group, likeness(own, words.get(*first)?, &weights)))
        };
        let best =
            candidates.iter().filter_map(alike).fold(None, |best: Option<(usize, f64)>, one| match best {
                Some(best) if best.1 >= one.1 => Some(best),
                _ => Some(one),
            });
        if let Some((group, _)) = best.filter(|(_, alike)| *alike >= SAME_FROM) {
            groups.get_mut(group).into_iter().for_each(|group| group.push(at));
        } else {
            for word in own {
                holding.entry(word).or_default().push(groups.len());
            }
            groups.push(vec![at]);
        }
    }
    groups
}

fn told(questions: &[&Unanswered], group: &[usize]) -> QuestionGroup {
    let of = |at: &usize| questions.get(*at).copied();
    let members: Vec<&Unanswered> = group.iter().filter_map(of).collect();
    let mut topics: BTreeMap<&str, u64> = BTreeMap::new();
    for topic in members.iter().filter_map(|one| one.topic.as_deref()) {
        *topics.entry(topic).or_default() += 1;
    }
    // The shortest says it with the fewest words beside the matter.
    let question = members.iter().min_by_key(|one| one.question.chars().count());
    QuestionGroup {
        question: question.map(|one| one.question.clone()).unwrap_or_default(),
        n: u64::try_from(members.len()).unwrap_or(u64::MAX),
        last_at: caption(members.iter().map(|one| one.at).max().unwrap_or(0)),
        topic: topics.iter().max_by_key(|(_, n)| **n).map(|(topic, _)| (*topic).to_owned()),
        conversations: members.iter().take(SHOWN_MAX).map(|one| one.conversation.clone()).collect(),
    }
}

/// The words that matter, without endings, each once, in order. A question of small words alone keeps them.
fn words_of(question: &str) -> Vec<String> {
    let lower = question.to_lowercase();
    let all: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let small = |word: &&str| SMALL_WORDS.split_whitespace().any(|small| small == *word);
    let telling: Vec<&str> = all.iter().copied().filter(|word| !small(word)).collect();
    let kept = if telling.is_empty() { all } else { telling };
    let mut words: Vec<String> = kept.into_iter().take(WORDS_MAX).map(stem).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// "telescope" and "telescopes" alike: an ending off, then an `e`.
fn stem(word: &str) -> String {
    let long_enough = |stem: &str| stem.chars().count() >= 3;
    let cut = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| long_enough(stem)));
    let cut = cut.unwrap_or(word);
    cut.strip_suffix('e').filter(|stem| long_enough(stem)).unwrap_or(cut).to_owned()
}

/// `ln(1 + questions / questions with the word)`.
fn rarity(words: &[Vec<String>]) -> HashMap<&str, f64> {
    let mut counts: HashMap<&str, f64> = HashMap::new();
    for word in words.iter().flatten() {
        *counts.entry(word).or_default() += 1.0;
    }
    let all = f64::from(u32::try_from(words.len()).unwrap_or(u32::MAX));
    for count in counts.values_mut() {
        *count = (1.0 + all / *count).ln();
    }
    counts
}

fn likeness(one: &[String], other: &[String], weights: &HashMap<&str, f64>) -> f64 {
    let weigh = |word: &String| weights.get(word.as_str()).copied().unwrap_or(0.0);
    let common: f64 = one.iter().filter(|word| other.binary_search(word).is_ok()).map(weigh).sum();
    let all: f64 = one.iter().map(weigh).sum::<f64>() + other.iter().map(weigh).sum::<f64>() - common;
    if all > 0.0 { common / all } else { 0.0 }
}
