//! Reads a phrase as an owner writes it: `money ... back`, `{close|shut} my? account`, `<money>`.

use std::collections::BTreeMap;

use super::fold::fold_pattern;
use super::phrase::{Part, Phrase};
use super::tokens::{MONEY, NUMBER, words_of};
use super::vocabulary::Vocabulary;

/// What a phrase may refer to while it is read.
pub(super) struct Reader<'a> {
    pub(super) vocabulary: &'a mut Vocabulary,
    pub(super) sets: &'a BTreeMap<String, Vec<String>>,
}

impl Reader<'_> {
    /// Compiles one phrase, or says what is wrong with it.
    pub(super) fn phrase(&mut self, source: &str) -> Result<Phrase, String> {
        let mut parts = Vec::new();
        for item in source.split_whitespace() {
            if item == "..." || item == "…" {
                parts.push(Part::Gap);
                continue;
            }
            let (item, optional) = match item.strip_suffix('?') {
                Some(item) => (item, true),
                None => (item, false),
            };
            for ids in self.item(item).map_err(|message| format!("phrase {source:?}: {message}"))? {
                parts.push(if optional { Part::Maybe(ids) } else { Part::One(ids) });
            }
        }
        Phrase::new(parts).map_err(|message| format!("phrase {source:?} {message}"))
    }

    /// The tokens that one item stands for; a hyphenated word is several places.
    fn item(&mut self, item: &str) -> Result<Vec<Vec<u32>>, String> {
        if let Some(name) = item.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            return self.class(name).map(|ids| vec![ids]);
        }
        if let Some(choice) = item.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let mut ids = Vec::new();
            for word in choice.split('|') {
                match word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
                    Some(name) => ids.extend(self.class(name)?),
                    None => ids.push(self.one_word(word)?),
                }
            }
            return Ok(vec![sorted(ids)]);
        }
        if item.contains(['{', '}', '<', '>', '|', '*']) {
            return Err(format!(
                "{item:?} is not understood; write {{a|b}} without blanks, <set>, or a word"
            ));
        }
        let folded = fold_pattern(item);
        let words = words_of(&folded);
        if words.is_empty() {
            return Err(format!("{item:?} has no letters; a number is written <number> or <money>"));
        }
        Ok(words.into_iter().map(|word| vec![self.vocabulary.learn(word)]).collect())
    }

    fn class(&mut self, name: &str) -> Result<Vec<u32>, String> {
        match name {
            "money" => Ok(vec![MONEY]),
            "number" => Ok(vec![NUMBER, MONEY]),
            _ => {
                let words = self
                    .sets
                    .get(name)
                    .ok_or_else(|| format!("<{name}> is neither <money>, <number> nor a set of this file"))?;
                Ok(sorted(words.iter().map(|word| self.vocabulary.learn(word)).collect()))
            }
        }
    }

    fn one_word(&mut self, word: &str) -> Result<u32, String> {
        let folded = fold_pattern(word);
        match words_of(&folded).as_slice() {
            [single] => Ok(self.vocabulary.learn(single)),
            _ => Err(format!("alternative {word:?} must be a single word")),
        }
    }
}

fn sorted(mut ids: Vec<u32>) -> Vec<u32> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
