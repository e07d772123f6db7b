//! An inverted index with BM25 weights over all passages, in memory, the same on every machine and every run.
//!
//! A passage's score for a question is its BM25 sum divided by what the question could reach at most:
//!
//! ```text
//! score = h  *  sum over the question's distinct words t of  w(t) idf(t) f(t)   /   sum of  w(t) idf(t)
//! f(t)  = tf / (tf + K (1 - B + B len / mean len)),  tf counting a word of the heading HEADING times
//! h     = 1 - ASIDE + ASIDE * share of the heading's words, by idf, that the question names
//! ```
//!
//! so it lies in 0..1 whatever the corpus, and says which share of the question, weighted by rarity, the passage
//! speaks about: 0.5 means about half. A word that the corpus does not know weighs the most and lowers every score.
//! `h` tells two passages with the same words apart by whether the question is the one in the heading.
//!
//! With a sentence encoder, meaning ranks and words only help, for names and codes that an encoder does not know:
//!
//! ```text
//! score = (cosine(question, passage) + WORDS * the score by words - NOTHING) / (ALL - NOTHING), within 0..1
//! ```
//!
//! where NOTHING and ALL are the encoder's scale (see `encoder::Scale`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use ndarray::ArrayView1;
use sha2::{Digest, Sha256};

use super::markdown;
use super::meaning::Rows;
use super::synonyms;
use super::tokens::{names_a_subject, tokens, weight};
use crate::domain::Passage;
use crate::ports::Article;

/// How soon repetitions of a word stop counting; low, since passages are short.
const K: f64 = 0.5;
/// How much a passage's length counts against it.
const B: f64 = 0.3;
/// What a word of the passage's own heading counts beside one of its text: a heading is often the question itself.
const HEADING: f64 = 3.0;
/// The same for the article's title and the headings above.
const TITLE: f64 = 1.5;
/// How much of its score a passage loses whose heading is about something else altogether.
const ASIDE: f64 = 0.30;
/// What a synonym counts beside the word itself.
const SYNONYM: f64 = 0.75;
/// What a near miss counts, where the word itself is unknown: visitors mistype.
const NEAR_MISS: f64 = 0.85;
/// Words shorter than this are not guessed at, letters.
const NEAR_MISS_LETTERS_MIN: usize = 5;
/// Distinct words of a question that are looked up; the rest of a very long turn is ignored.
const QUESTION_WORDS_MAX: usize = 64;
/// Below this score a passage does not fit at all.
const FITS_AT_ALL: f64 = 0.08;
/// What the score by words counts beside the cosine. On 120 paraphrases for the sample shop 0.1 to 0.3 are alike.
const WORDS: f64 = 0.2;
/// Hexadecimal digits of a passage's hash in its id.
const ID_HASH_DIGITS: usize = 12;

/// All passages, ready to be searched. Built once, then only read.
#[derive(Debug, Default)]
pub(super) struct Index {
    passages: Vec<Passage>,
    /// Id to its place among the passages.
    ids: HashMap<String, usize>,
    /// Stem to (passage, weighted count). Ordered, so that near misses come in one order everywhere.
    postings: BTreeMap<String, Vec<(usize, f64)>>,
    /// `K (1 - B + B len / mean len)` of each passage.
    norms: Vec<f64>,
    /// Distinct stems of each passage's heading.
    headings: Vec<BTreeSet<String>>,
}

impl Index {
    /// Cuts and indexes the articles. Takes a few ms for a small shop, seconds for 10,000 passages.
    pub(super) fn build(articles: &[Article]) -> Self {
        let mut index = Self::default();
        let mut lengths = Vec::new();
        for article in articles {
            for (number, cut) in markdown::cut(&article.body).cuts.iter().enumerate() {
                lengths.push(index.add(article, number + 1, cut));
            }
        }
        let mean = lengths.iter().sum::<f64>() / as_f64(lengths.len().max(1));
        index.norms = lengths.iter().map(|len| K * (1.0 - B + B * len / mean.max(1.0))).collect();
        index
    }

    /// The passages, in the order of the rows that say what they mean.
    pub(super) fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// How many passages there are.
    pub(super) const fn len(&self) -> usize {
        self.passages.len()
    }

    /// Whether every one of these is a passage as it stands now.
    pub(super) fn knows(&self, ids: &[String]) -> bool {
        ids.iter().all(|id| self.ids.contains_key(id))
    }

    /// The passage of this id.
    pub(super) fn passage(&self, id: &str) -> Option<&Passage> {
        self.passages.get(*self.ids.get(id)?)
    }

    /// The passages that fit best, best first; equal scores in the order of their ids. `meant` is what the question
    /// means, and what each passage does.
    pub(super) fn search(
        &self,
        question: &str,
        meant: Option<(&[f32], &Rows)>,
        limit: usize,
    ) -> Vec<Passage> {
        let mut seen = BTreeSet::new();
        let words: Vec<String> = tokens(question).into_iter().filter(|t| seen.insert(t.clone())).collect();
        let by_words = self.by_words(&words);
        let mut ranked: Vec<(usize, f64)> = match meant.filter(|(_, rows)| rows.matrix.nrows() == self.len())
        {
            Some((meaning, rows)) => by_meaning(&by_words, rows, meaning),
            // "How much?" and "thank you very much" ask for nothing that could be looked up.
            None if !words.iter().any(|word| names_a_subject(word)) => return Vec::new(),
            None => by_words.into_iter().collect(),
        };
        ranked.retain(|(_, score)| *score >= FITS_AT_ALL);
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.id(a.0).cmp(self.id(b.0))));
        ranked.truncate(limit);
        let scored = |(passage, score): (usize, f64)| {
            self.passages.get(passage).map(|p| Passage { score: score.clamp(0.0, 1.0), ..p.clone() })
        };
        ranked.into_iter().filter_map(scored).collect()
    }

    /// Every passage that a word of the question stands in, with its score.
    fn by_words(&self, words: &[String]) -> BTreeMap<usize, f64> {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        let mut most = 0.0;
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for word in words.iter().take(QUESTION_WORDS_MAX) {
            let hits = self.hits(word);
            let worth = weight(word) * self.idf(hits.len());
            most += worth;
            named.extend(std::iter::once(word.as_str()).chain(synonyms::of(word).iter().map(String::as_str)));
            for (passage, fit) in hits {
                *sums.entry(passage).or_default() += worth * fit;
            }
        }
        sums.into_iter().map(|(p, sum)| (p, self.asked(p, &named) * sum / most)).collect()
    }

    fn add(&mut self, article: &Article, number: usize, cut: &markdown::Cut) -> f64 {
        let passage = Passage {
            id: format!("{}#{number}@{}", article.slug, passage_hash(&article.title, cut)),
            article: article.title.clone(),
            heading: cut.heading.clone(),
            text: cut.text.clone(),
            score: 0.0,
        };
        let place = self.passages.len();
        self.headings.push(tokens(&cut.heading).into_iter().collect());
        let text = tokens(&markdown::words(&cut.text));
        let length = as_f64(text.len());
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        let above = format!("{} {}", article.title, cut.above);
        for (words, worth) in [(text, 1.0), (tokens(&cut.heading), HEADING), (tokens(&above), TITLE)] {
            for word in words {
                *counts.entry(word).or_default() += worth;
            }
        }
        for (word, count) in counts {
            self.postings.entry(word).or_default().push((place, count));
        }
        self.ids.insert(passage.id.clone(), place);
        self.passages.push(passage);
        length
    }

    fn id(&self, passage: usize) -> &str {
        self.passages.get(passage).map_or("", |p| p.id.as_str())
    }

    /// `h`: whether the heading asks what the question asks. A passage without a heading is in the middle.
    fn asked(&self, passage: usize, named: &BTreeSet<&str>) -> f64 {
        let worth = |stem: &&String| weight(stem) * self.idf(self.postings.get(*stem).map_or(0, Vec::len));
        let heading = self.headings.get(passage);
        let all: f64 = heading.into_iter().flatten().map(|s| worth(&s)).sum();
        let hit: f64 =
            heading.into_iter().flatten().filter(|s| named.contains(s.as_str())).map(|s| worth(&s)).sum();
        let share = if all > 0.0 { hit / all } else { 0.5 };
        1.0 - ASIDE + ASIDE * share
    }

    fn idf(&self, found_in: usize) -> f64 {
        let (all, with) = (as_f64(self.len()), as_f64(found_in));
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// Where a word stands, under any of its names, with how well it stands there, 0..1.
    fn hits(&self, word: &str) -> BTreeMap<usize, f64> {
        let mut names: Vec<(&str, f64)> = vec![(word, 1.0)];
        names.extend(synonyms::of(word).iter().map(|s| (s.as_str(), SYNONYM)));
        if !names.iter().any(|(name, _)| self.postings.contains_key(*name)) {
            names.extend(self.near_misses(word).into_iter().map(|s| (s, NEAR_MISS)));
        }
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        for (name, worth) in names {
            for (passage, count) in self.postings.get(name).into_iter().flatten() {
                let norm = self.norms.get(*passage).copied().unwrap_or(K);
                let fit = worth * count / (count + norm);
                let known = best.entry(*passage).or_default();
                *known = known.max(fit);
            }
        }
        best
    }

    /// Known words one slip away from an unknown one, with the same first letter.
    fn near_misses(&self, word: &str) -> Vec<&str> {
        let letters: Vec<char> = word.chars().collect();
        let Some(first) = letters.first().filter(|_| letters.len() >= NEAR_MISS_LETTERS_MIN) else {
            return Vec::new();
        };
        if !letters.iter().all(|c| c.is_alphabetic()) {
            return Vec::new();
        }
        let from = first.to_string();
        self.postings
            .range(from..)
            .map(|(known, _)| known.as_str())
            .take_while(|known| known.starts_with(*first))
            .filter(|known| one_slip(&letters, &known.chars().collect::<Vec<_>>()))
            .collect()
    }
}

fn by_meaning(by_words: &BTreeMap<usize, f64>, rows: &Rows, meaning: &[f32]) -> Vec<(usize, f64)> {
    let Rows { matrix, scale } = rows;
    if matrix.ncols() != meaning.len() {
        return by_words.iter().map(|(passage, score)| (*passage, *score)).collect();
    }
    let cosines = matrix.dot(&ArrayView1::from(meaning));
    let score = |(passage, cosine): (usize, &f32)| {
        let words = by_words.get(&passage).copied().unwrap_or(0.0);
        (passage, (f64::from(*cosine) + WORDS * words - scale.nothing) / (scale.all - scale.nothing))
    };
    cosines.iter().enumerate().map(score).collect()
}

/// One letter more, less or other, or two neighbours swapped.
fn one_slip(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (short.get(same..).unwrap_or_default(), long.get(same..).unwrap_or_default());
    let rest = |n: usize, m: usize| short.get(n..) == long.get(m..);
    if short.len() < long.len() {
        return rest(0, 1);
    }
    let swapped =
        short.len() > 1 && short.first() == long.get(1) && short.get(1) == long.first() && rest(2, 2);
    rest(1, 1) || swapped
}

/// Everything a reader sees of a passage: if any of it changes, it is another passage.
fn passage_hash(title: &str, cut: &markdown::Cut) -> String {
    let mut hasher = Sha256::new();
    for part in [title, &cut.above, &cut.heading, &cut.text] {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    let mut hex = hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    hex.truncate(ID_HASH_DIGITS);
    hex
}

#[expect(clippy::cast_precision_loss, reason = "counts of passages and words stay far below 2^52")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}
