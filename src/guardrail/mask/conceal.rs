//! Puts placeholders in the place of personal data, the same for the same value, and puts the data back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::overlap::{Hit, add};
use super::{addresses, numbers, secrets};

/// A placeholder, or what looks like one.
const PLACEHOLDER: &str = r"\[(?:SECRET|CARD|IBAN|EMAIL|PHONE|ADDRESS)_[0-9]{1,9}\]";

/// How often a text is looked through at most.
const ROUNDS_MAX: usize = 4;

static PLACEHOLDERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PLACEHOLDER).ok());

/// What is concealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A password, key or token.
    Secret,
    /// The number of a payment card.
    Card,
    /// The number of a bank account.
    Iban,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A street address.
    Address,
}

impl Kind {
    /// The word in its placeholders.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "SECRET",
            Self::Card => "CARD",
            Self::Iban => "IBAN",
            Self::Email => "EMAIL",
            Self::Phone => "PHONE",
            Self::Address => "ADDRESS",
        }
    }
}

/// The placeholders of one conversation. It holds the data in clear: never store, log or send it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Mask {
    values: BTreeMap<String, String>,
    placeholders: BTreeMap<(Kind, String), String>,
    /// Placeholders that somebody typed; never given to a value.
    typed: BTreeSet<String>,
    counts: BTreeMap<Kind, u32>,
}

/// Says how many values it holds, never which.
impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mask").field("values", &self.values.len()).finish_non_exhaustive()
    }
}

/// Texts as a model may see them, and what their placeholders stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// In the order given.
    pub texts: Vec<String>,
    /// What puts the data back.
    pub map: Mask,
}

impl Masked {
    /// Conceals all `texts` of a conversation at once (question, history, subject), so that what anyone typed as
    /// a placeholder is known before the first one is given out. `None` when a pattern of ours is broken: then
    /// nothing may be sent.
    #[must_use]
    pub fn new(texts: &[&str]) -> Option<Self> {
        let regex = PLACEHOLDERS.as_ref()?;
        let mut map = Mask::default();
        for text in texts {
            map.typed.extend(regex.find_iter(text).map(|m| m.as_str().to_owned()));
        }
        let masked = texts.iter().map(|text| map.conceal(text)).collect::<Option<Vec<_>>>()?;
        Some(Self { texts: masked, map })
    }

    /// The reply with the data back in the place of its placeholders; one that was never given out stays as it is.
    #[must_use]
    pub fn restore(&self, reply: &str) -> String {
        self.map.restore(reply)
    }
}

impl Mask {
    /// `text` with placeholders; the same value has the same one in all texts of this mask.
    fn conceal(&mut self, text: &str) -> Option<String> {
        let mut masked = self.conceal_once(text)?;
        // What one value hid by touching it shows once that value is gone.
        for _ in 1..ROUNDS_MAX {
            let again = self.conceal_once(&masked)?;
            if again == masked {
                break;
            }
            masked = again;
        }
        Some(masked)
    }

    fn conceal_once(&mut self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for hit in hits(text)? {
            out.push_str(text.get(at..hit.start).unwrap_or_default());
            let value = text.get(hit.start..hit.end).unwrap_or_default();
            out.push_str(&self.placeholder(hit.kind, value));
            at = hit.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Some(out)
    }

    /// Exact spellings are kept apart, so that restoring gives back every byte.
    fn placeholder(&mut self, kind: Kind, value: &str) -> String {
        let key = (kind, value.to_owned());
        if let Some(known) = self.placeholders.get(&key) {
            return known.clone();
        }
        let count = self.counts.entry(kind).or_default();
        let placeholder = loop {
            *count += 1;
            let next = format!("[{}_{count}]", kind.as_str());
            if !self.typed.contains(&next) {
                break next;
            }
        };
        self.values.insert(placeholder.clone(), value.to_owned());
        self.placeholders.insert(key, placeholder.clone());
        placeholder
    }

    /// `reply` with the data in the place of the placeholders given out; all others stay.
    #[must_use]
    pub fn restore(&self, reply: &str) -> String {
        let Some(regex) = PLACEHOLDERS.as_ref() else { return reply.to_owned() };
        let value = |found: &Captures<'_>| {
            let spelt = found.get(0).map_or("", |m| m.as_str());
            self.values.get(spelt).map_or_else(|| spelt.to_owned(), Clone::clone)
        };
        // One pass: a value that looks like a placeholder is not restored again.
        regex.replace_all(reply, value).into_owned()
    }

    /// How many values of a kind are concealed; this may be logged.
    #[must_use]
    #[cfg(test)]
    pub fn count(&self, kind: Kind) -> usize {
        self.placeholders.keys().filter(|(k, _)| *k == kind).count()
    }
}

/// What to conceal in `text`, in order. What is surely secret comes first, what is only likely last.
fn hits(text: &str) -> Option<Vec<Hit>> {
    let mut kept = Vec::new();
    add(&mut kept, secrets::secrets(text)?.into_iter());
    add(&mut kept, secrets::emails(text)?.into_iter());
    add(&mut kept, numbers::ibans(text)?.into_iter());
    add(&mut kept, numbers::cards(text)?.into_iter());
    add(&mut kept, numbers::phones(text)?.into_iter());
    add(&mut kept, addresses::addresses(text)?.into_iter());
    // What somebody typed as a placeholder is no data, and must stay to be seen as what it is.
    let typed: Vec<(usize, usize)> =
        PLACEHOLDERS.as_ref()?.find_iter(text).map(|m| (m.start(), m.end())).collect();
    kept.retain(|hit| !typed.iter().any(|(start, end)| hit.start < *end && *start < hit.end));
    Some(kept)
}
