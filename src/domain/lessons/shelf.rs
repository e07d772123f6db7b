//! Articles, cut into sentences, in which the words of a draft are found again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::past::ArticleText;
use super::pieces::Swap;
use super::words::{Word, core_of, is_heading, places, sentences, squeezed, whole_of, words};

/// Of a draft's sentence, so many words of a hundred must stand in the article's for both to be the same.
const SAME_FROM: usize = 50;

/// An article with one sentence changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The article.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The version that this is a change of.
    pub hash: String,
    /// The sentence as it stands; empty for one that is added.
    pub before: String,
    /// The sentence as it would stand; with what it follows, for one that is added.
    pub after: String,
    /// The whole article as it would stand, Markdown.
    pub body: String,
}

/// All articles.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    by_slug: BTreeMap<String, Standing>,
}

#[derive(Debug)]
struct Standing {
    article: ArticleText,
    words: Vec<Word>,
    sentences: Vec<Range<usize>>,
}

impl Shelf {
    pub(super) fn new(articles: &[ArticleText]) -> Self {
        let cut = |article: &ArticleText| {
            let words = words(&article.body);
            let sentences = sentences(&article.body, &words);
            (article.slug.clone(), Standing { article: article.clone(), words, sentences })
        };
        Self { by_slug: articles.iter().map(cut).collect() }
    }

    pub(super) fn title(&self, slug: &str) -> Option<&str> {
        self.by_slug.get(slug).map(|standing| standing.article.title.as_str())
    }

    /// The article with the same words exchanged in the sentence that the draft's rests on.
    pub(super) fn mend(&self, slug: &str, swap: &Swap) -> Option<Mend> {
        let standing = self.by_slug.get(slug)?;
        let (sentence, at) = standing.found(&swap.from_keys, swap)?;
        let body = &standing.article.body;
        let gone = standing.words.get(at..at + swap.from_keys.len()).and_then(core_of)?;
        let own = standing.words.get(sentence.clone()).and_then(whole_of)?;
        // A sentence that is taken out takes its full stop along.
        let gone =
            if swap.to.is_empty() && sentence.len() == swap.from_keys.len() { own.clone() } else { gone };
        // What is taken out leaves one blank, not two.
        let start = match swap.to.as_str() {
            "" => body.get(..gone.start)?.trim_end_matches(' ').len(),
            _ => gone.start,
        };
        let mended = format!("{}{}{}", body.get(..start)?, swap.to, body.get(gone.end..)?);
        let kept = body.get(own.start..start.max(own.start))?;
        let after = format!("{kept}{}{}", swap.to, body.get(gone.end..own.end)?);
        Some(standing.mended(squeezed(body, own), squeezed(&after, 0..after.len()), mended))
    }

    /// Whether the article says already what the owner wrote.
    pub(super) fn says(&self, slug: &str, swap: &Swap) -> bool {
        let Some(standing) = self.by_slug.get(slug) else { return false };
        !swap.to_keys.is_empty() && standing.found(&swap.to_keys, swap).is_some()
    }

    /// Whether these words stand in the article, one after the other.
    pub(super) fn holds(&self, slug: &str, keys: &[String]) -> bool {
        self.by_slug.get(slug).is_some_and(|standing| !places(&standing.words, keys).is_empty())
    }

    /// The article with a sentence more, behind what was cited of it.
    pub(super) fn extend(&self, slug: &str, quote: &str, sentence: &str) -> Option<Mend> {
        let standing = self.by_slug.get(slug)?;
        let body = &standing.article.body;
        let wanted: Vec<String> = words(quote).into_iter().map(|word| word.key).collect();
        let first = *places(&standing.words, &wanted).first()?;
        let cited = standing.words.get(first..first + wanted.len())?;
        let end = whole_of(cited)?.end;
        let last = standing.sentences.iter().find(|range| range.contains(&(first + wanted.len() - 1)))?;
        let own = standing.words.get(last.clone()).and_then(whole_of)?;
        let line = body.get(..own.start)?.rfind('\n').map_or(0, |at| at + 1);
        let in_a_list = body.get(line..end)?.trim_start().starts_with(['-', '*', '+', '|', '>', '#'])
            || body.get(line..end)?.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let between = if in_a_list { "\n\n" } else { " " };
        // A sentence is never put into a table's row or before a mark that belongs to the last word.
        let end = if in_a_list { body.get(end..)?.find('\n').map_or(body.len(), |at| end + at) } else { end };
        let mended = format!("{}{between}{sentence}{}", body.get(..end)?, body.get(end..)?);
        let after = format!("{} {sentence}", squeezed(body, own));
        Some(standing.mended(String::new(), after, mended))
    }
}

impl Standing {
    fn mended(&self, before: String, after: String, body: String) -> Mend {
        let ArticleText { slug, title, hash, .. } = self.article.clone();
        Mend { slug, title, hash, before, after, body }
    }

    /// The sentence most like the draft's that has these words, and where in the article they stand.
    fn found(&self, wanted: &[String], swap: &Swap) -> Option<(Range<usize>, usize)> {
        let outside = |key: &&String| !swap.from_keys.contains(key);
        let around: BTreeSet<&String> = swap.sentence.iter().filter(outside).collect();
        let mut best: Option<(usize, Range<usize>, usize)> = None;
        for sentence in &self.sentences {
            let Some(own) = self.words.get(sentence.clone()) else { continue };
            let heading = own.first().is_some_and(|word| is_heading(&self.article.body, word));
            let places = places(own, wanted);
            let Some(first) = places.first().copied().filter(|_| !heading) else { continue };
            let common = around.iter().filter(|key| own.iter().any(|word| word.key == ***key)).count();
            if common * 100 < around.len() * SAME_FROM {
                continue;
            }
            if best.as_ref().is_none_or(|(most, ..)| common > *most) {
                let beside = |at: &usize| {
                    let key = |at: Option<usize>| at.and_then(|at| own.get(at)).map(|word| word.key.as_str());
                    let before = key(at.checked_sub(1)) == swap.before.as_deref();
                    let after = key(at.checked_add(wanted.len())) == swap.after.as_deref();
                    usize::from(before) + usize::from(after)
                };
                // Of equals the first.
                let at = places.iter().rev().max_by_key(|at| beside(at)).copied().unwrap_or(first);
                best = Some((common, sentence.clone(), sentence.start + at));
            }
        }
        best.map(|(_, sentence, at)| (sentence, at))
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::{Piece, pieces};
    use super::*;

    const BODY: &str = "# Shipping\n\n## How long does it take to Canada?\n\nWe ship to **Canada** in 6 to 9 working\ndays. \
                        Every parcel has a number.\n\nParcels to Austria take 6 days.\n\n- bowls: 6 EUR\n- plates: 9 EUR\n";

    fn shelf() -> Shelf {
        let article = ArticleText {
            slug: "shipping".to_owned(),
            title: "Shipping".to_owned(),
            body: BODY.to_owned(),
            hash: "h".to_owned(),
        };
        Shelf::new(&[article])
    }

    fn swap(draft: &str, sent: &str) -> Swap {
        match pieces(draft, sent).unwrap().remove(0) {
            Piece::Swap(swap) => swap,
            Piece::Add(add) => panic!("{add:?}"),
        }
    }

    #[test]
    fn a_changed_fact_is_changed_in_the_sentence_that_the_draft_rests_on_and_nowhere_else() {
        let mend = shelf()
            .mend(
                "shipping",
                &swap(
                    "We ship to Canada in 6 to 9 working days.",
                    "We ship to Canada in 4 to 7 working days.",
                ),
            )
            .unwrap();
        assert_eq!(mend.before, "We ship to **Canada** in 6 to 9 working days.");
        assert_eq!(mend.after, "We ship to **Canada** in 4 to 7 working days.");
        assert_eq!(mend.body, BODY.replace("6 to 9", "4 to 7"));
        let austria = swap("Parcels to Austria take 6 days.", "Parcels to Austria take 3 days.");
        assert_eq!(shelf().mend("shipping", &austria).unwrap().body, BODY.replace("take 6", "take 3"));
        let gone = swap("Every parcel has a number.", "Every parcel has.");
        assert_eq!(shelf().mend("shipping", &gone).unwrap().after, "Every parcel has.");
        let whole = swap("We ship in some days. Every parcel has a number.", "We ship in some days.");
        let mend = shelf().mend("shipping", &whole).unwrap();
        assert_eq!((mend.after.as_str(), mend.body), ("", BODY.replace(" Every parcel has a number.", "")));
    }

    #[test]
    fn what_the_article_does_not_say_is_not_changed() {
        let other = swap(
            "Orders to Norway leave in 6 days after payment.",
            "Orders to Norway leave in 3 days after payment.",
        );
        assert_eq!(shelf().mend("shipping", &other), None);
        assert_eq!(shelf().mend("returns", &other), None);
        let said = swap("Parcels to Austria take 8 days.", "Parcels to Austria take 6 days.");
        assert!(shelf().mend("shipping", &said).is_none() && shelf().says("shipping", &said));
    }

    #[test]
    fn a_sentence_is_added_behind_what_was_cited() {
        let quote = "We ship to **Canada** in 6 to 9 working\ndays. Every parcel has a number.";
        let mend = shelf().extend("shipping", quote, "Customs may take longer.").unwrap();
        assert_eq!(mend.body, BODY.replace("a number.", "a number. Customs may take longer."));
        assert_eq!(
            (mend.before.as_str(), mend.after.as_str()),
            ("", "Every parcel has a number. Customs may take longer.")
        );
        let list = shelf().extend("shipping", "- bowls: 6 EUR\n- plates: 9 EUR", "Cups are out.").unwrap();
        assert!(list.body.ends_with("- plates: 9 EUR\n\nCups are out.\n"), "{}", list.body);
        assert_eq!(shelf().extend("shipping", "Nothing of it.", "X."), None);
    }
}
