//! What a screening says: a proof that a turn is clear, or the reasons to hold it.

use serde::{Deserialize, Serialize};

/// The outcome of screening a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No rule speaks against asking a model.
    Clear(Screened),
    /// A human answers. Never empty.
    Hold(Vec<Reason>),
}

impl Verdict {
    /// Whether a human must answer.
    #[must_use]
    pub fn is_hold(&self) -> bool {
        matches!(self, Self::Hold(_))
    }

    /// The reasons to hold; none when the turn is clear.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Clear(_) => &[],
            Self::Hold(reasons) => reasons,
        }
    }
}

/// Proof that a text went through a rulebook and came out clear.
///
/// Only [`Rulebook::screen`](super::Rulebook::screen) makes one: there is no constructor, no
/// `Default` and no `Deserialize`, so no text can reach a drafter around the guardrail.
///
/// ```compile_fail,E0451
/// let forged = banister_guardrail::Screened {
///     text: String::from("please refund me"),
///     rulebook_hash: String::from("sha256:0"),
/// };
/// ```
///
/// ```compile_fail,E0277
/// let forged: banister_guardrail::Screened =
///     serde_json::from_str(r#"{"text":"refund me","rulebook_hash":"sha256:0"}"#).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screened {
    text: String,
    rulebook_hash: String,
}

impl Screened {
    pub(super) fn new(text: String, rulebook_hash: &str) -> Self {
        Self { text, rulebook_hash: rulebook_hash.to_owned() }
    }

    /// The messages that were screened, joined with line feeds.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rulebook that found them clear.
    #[must_use]
    pub fn rulebook_hash(&self) -> &str {
        &self.rulebook_hash
    }
}

/// Why a text is held: which rule, where in the original, and how it was read.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The id of the rule, or a `guardrail.*` id for a limit of the guardrail itself.
    pub rule: String,
    /// The rule's title, for people.
    pub title: String,
    /// How the rule recognised the text.
    pub layer: Layer,
    /// The message in which the hit begins.
    pub message_index: usize,
    /// Byte offsets in that message's original UTF-8; a hit that runs into the next message is
    /// clipped to this one.
    pub span: (usize, usize),
    /// The same span in UTF-16 code units, as browsers count.
    #[serde(default)]
    pub utf16: (usize, usize),
    /// The original text of the span.
    pub matched: String,
    /// What the matched text reads as after folding.
    pub normalised: String,
    /// Exceptions of the rule that stand in the text, but do not contain what is held.
    #[serde(default)]
    pub exceptions: Vec<String>,
    /// One plain sentence for the person who takes over.
    pub explanation: String,
}

/// How a hit was found.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// A listed word, or a word that begins with a listed stem.
    Word,
    /// A phrase of several words.
    Phrase,
    /// A pattern (regular expression) of the owner.
    Pattern,
    /// A listed word whose letters were separated: `r e f u n d`, `re-fund`.
    Joined,
    /// A hit that only shows once look-alike letters of other scripts are read as Latin ones.
    Lookalike,
    /// A misspelt word: one letter wrong, missing, added or swapped; two in a long word.
    Typo,
    /// Letters drawn out: `reffuuund`.
    Repeated,
    /// Digits and signs in place of letters: `r3fund`.
    Leet,
    /// A letter hidden: `re*und`.
    Masked,
    /// A word glued to others: `#refundme`.
    Glued,
    /// Written backwards or upside down.
    Reversed,
    /// Every letter moved on by half the alphabet (rot13).
    Rotated,
    /// Only shows once entities, tags, escapes, base64 or hex are undone.
    Decoded,
    /// No rule was asked: nobody can be sure to read what is written.
    Unreadable,
    /// No rule was asked: no rule speaks the language.
    Language,
    /// No rule was asked: a limit of the guardrail itself speaks.
    Limit,
}

impl Layer {
    /// The words for this layer inside an explanation.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Phrase => "phrase",
            Self::Pattern => "pattern",
            Self::Joined => "letters separated",
            Self::Lookalike => "look-alike letters",
            Self::Typo => "misspelt",
            Self::Repeated => "letters repeated",
            Self::Leet => "signs for letters",
            Self::Masked => "letter hidden",
            Self::Glued => "words run together",
            Self::Reversed => "backwards or upside down",
            Self::Rotated => "letters rotated",
            Self::Decoded => "decoded",
            Self::Unreadable => "not readable",
            Self::Language => "unknown language",
            Self::Limit => "limit",
        }
    }
}
