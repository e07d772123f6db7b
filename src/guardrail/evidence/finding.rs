//! What the fact gate says about a draft: where, what kind, and why, in words for the owner.

use serde::{Deserialize, Serialize};

/// One thing in a draft that is not backed, or must not stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// Byte offsets in the draft; `(0, 0)` when it concerns the draft as a whole.
    pub span: (usize, usize),
    /// The draft's own spelling of the span.
    pub spelt: String,
    /// One plain sentence for the owner.
    pub reason: String,
}

/// The kinds of findings, facts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A web address that no cited passage has, or a host that is not allowed.
    Link,
    /// An e-mail address that no cited passage has.
    Email,
    /// A phone number that no cited passage has.
    Phone,
    /// An amount of money that no cited passage has.
    Price,
    /// A percentage that no cited passage has.
    Percentage,
    /// A number, with or without a measure, that no cited passage has.
    Number,
    /// A length of time that no cited passage has.
    Duration,
    /// Days where the passage says working days, or the reverse.
    WorkingDays,
    /// A date, month or weekday that no cited passage has.
    Date,
    /// A time of day that no cited passage has.
    Time,
    /// A product, voucher or version code that no cited passage has.
    Code,
    /// A sentence that no cited passage speaks of.
    Unsupported,
    /// A sentence that says the opposite of the passage nearest to it.
    Polarity,
    /// A promise or a claim to have acted that no cited passage makes.
    Promise,
    /// A citation of something that was not retrieved in this run, or no citation at all.
    Citation,
    /// Too short, too long, or too much to check.
    Length,
    /// Another language than the question's.
    Language,
    /// Words of a private note.
    PrivateNote,
    /// Signs that a relay may render or run.
    Markup,
    /// Characters that a reader does not see, or that turn the direction of writing.
    HiddenCharacter,
}

impl Kind {
    /// Whether a finding of this kind is a fact about the draft. The others compare meanings by their words,
    /// and flag about one true draft in six that they were not tuned on: show them, but do not take them for proof.
    #[must_use]
    pub const fn is_certain(self) -> bool {
        !matches!(self, Self::Unsupported | Self::Polarity)
    }
}

impl Finding {
    /// One plain sentence: what the draft says and what is wrong with it.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.spelt.is_empty() {
            return format!("The draft {}.", self.reason);
        }
        format!("\u{201c}{}\u{201d}: {}.", self.spelt.trim(), self.reason)
    }

    /// A finding about `draft[start..end]`.
    pub(super) fn at(kind: Kind, draft: &str, span: (usize, usize), reason: &str) -> Self {
        let spelt = draft.get(span.0..span.1).unwrap_or_default().to_owned();
        Self { kind, span, spelt, reason: reason.to_owned() }
    }

    /// A finding about the draft as a whole, or about what came with it.
    pub(super) fn whole(kind: Kind, spelt: &str, reason: &str) -> Self {
        Self { kind, span: (0, 0), spelt: spelt.to_owned(), reason: reason.to_owned() }
    }
}
