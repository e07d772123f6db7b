//! The words around what a search found, with the hits marked.

use std::ops::Range;

use super::search_words::{Needle, Query, Word, composed, pairs, words};
use crate::domain::Message;
use crate::ports::Glimpse;

/// Letters of the glimpse.
const CHARS_MAX: usize = 160;
/// Of them, before the first hit.
const BEFORE_CHARS: usize = 40;
/// Of a long message so many bytes are looked at: as many as can be found.
const LOOKED_AT_MAX: usize = 16 * 1024;

/// Of these messages, oldest first, the one that has most of what was asked for; the newest of several.
pub(super) fn glimpse(messages: &[Message], query: &Query) -> Option<Glimpse> {
    let mut best: Option<(usize, &Message, String, Vec<Range<usize>>)> = None;
    for message in messages {
        let line = one_line(&message.text);
        let (found, marks) = hits(&line, &query.needles);
        if found > 0 && best.as_ref().is_none_or(|(most, ..)| found >= *most) {
            best = Some((found, message, line, marks));
        }
    }
    let (_, message, line, marks) = best?;
    let (text, marks) = cut(&line, &marks);
    Some(Glimpse { author: message.author, text, marks })
}

fn one_line(text: &str) -> String {
    let end = (0..=LOOKED_AT_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = text.get(..end).unwrap_or_default();
    composed(&start.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// How much of what was asked for stands in a line, and where.
fn hits(line: &str, needles: &[Needle]) -> (usize, Vec<Range<usize>>) {
    let words = words(line);
    let (mut found, mut marks) = (0, Vec::new());
    for needle in needles {
        let before = marks.len();
        let whole = words.iter().filter(|word| needle.begins(word)).filter_map(all_of);
        marks.extend(whole);
        marks.extend(runs(&words, &needle.letters, needle.dense));
        if marks.len() > before {
            found += 2;
            continue;
        }
        for pair in pairs(&needle.letters).filter(|_| needle.dense) {
            let pair: Vec<char> = pair.chars().collect();
            marks.extend(runs(&words, &pair, true));
        }
        found += usize::from(marks.len() > before);
    }
    (found, merged(marks))
}

fn all_of(word: &Word) -> Option<Range<usize>> {
    Some(word.letters.first()?.1.start..word.letters.last()?.1.end)
}

/// Where these letters stand in a row, in scripts without blanks.
fn runs(words: &[Word], wanted: &[char], dense: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for word in words.iter().filter(|word| word.dense && dense && !wanted.is_empty()) {
        for row in word.letters.windows(wanted.len()) {
            if row.iter().map(|(letter, _)| letter).eq(wanted)
                && let (Some((_, first)), Some((_, last))) = (row.first(), row.last())
            {
                found.push(first.start..last.end);
            }
        }
    }
    found
}

/// In order, and joined where they touch or overlap.
fn merged(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}

fn cut(line: &str, marks: &[Range<usize>]) -> (String, Vec<(usize, usize)>) {
    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
    let first = marks.first().map_or(0, |mark| mark.start);
    let at = places.partition_point(|place| *place < first);
    let fits = places.len() <= CHARS_MAX + 1;
    let from = if fits { 0 } else { at.saturating_sub(BEFORE_CHARS).min(places.len() - 1 - CHARS_MAX) };
    let (from, to) =
        (places.get(from).copied().unwrap_or(0), places.get(from + CHARS_MAX).copied().unwrap_or(line.len()));
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < line.len() { "…" } else { "" };
    let text = format!("{lead}{}{tail}", line.get(from..to).unwrap_or_default());
    let shown = marks.iter().filter(|mark| mark.start >= from && mark.start < to);
    let marks = shown.map(|mark| (mark.start - from + lead.len(), mark.end.min(to) - from + lead.len()));
    (text, marks.collect())
}
