//! What an owner's decision says about a draft: would it have been sent as it stood?

use serde::{Deserialize, Serialize};

use super::reply::RejectReason;
use crate::stats::Edit;

/// Nobody reads a reply faster, ms.
const READ_MS_MIN: u64 = 2_000;

/// Reading time per character, ms: 40 characters a second is twice as fast as people read.
const READ_MS_PER_CHAR: u64 = 25;

/// A draft that was visible for less than this did not influence what the owner typed beside it, ms.
const BESIDE_MS_MIN: u64 = 2_000;

/// What the owner did with a draft before him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// Sent as it stood.
    Approved,
    /// Sent in his words.
    Edited {
        /// What was sent.
        sent: &'a str,
        /// He said that only tone or style were wrong.
        only_tone: bool,
    },
    /// Not sent.
    Rejected(RejectReason),
    /// He typed a reply of his own while the draft was visible.
    Typed {
        /// What was sent.
        sent: &'a str,
    },
}

/// What is learned from a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The owner would not have sent it as it stood.
    pub bad: bool,
    /// Why it is said to be so.
    pub why: LabelReason,
}

/// Why a draft counts as good or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelReason {
    /// Good: read and sent as it stood.
    Approved,
    /// Good: few letters changed, no fact and no negation.
    CosmeticEdit,
    /// Good: right, but not in the owner's voice.
    ToneOnly,
    /// Bad: something else was sent.
    Changed,
    /// Bad: not sent.
    Rejected,
}

impl LabelReason {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Approved, Self::CosmeticEdit, Self::ToneOnly, Self::Changed, Self::Rejected];

    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::CosmeticEdit => "cosmetic_edit",
            Self::ToneOnly => "tone_only",
            Self::Changed => "changed",
            Self::Rejected => "rejected",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    const fn label(self) -> Label {
        Label { bad: matches!(self, Self::Changed | Self::Rejected), why: self }
    }
}

/// Why a reply that an owner let go says nothing of its draft, and so earns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// It came faster than anybody reads.
    TooQuick,
    /// Nobody knows how long it was read.
    Untimed,
}

impl Unread {
    /// Why there is no label where a reply was let go, see [`label`].
    pub(super) const fn why(read_ms: Option<u64>) -> Self {
        if read_ms.is_some() { Self::TooQuick } else { Self::Untimed }
    }

    /// The word shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooQuick => "too_quick",
            Self::Untimed => "untimed",
        }
    }
}

/// The label of a draft that was before the owner for `read_ms`; `None` when the decision says nothing about it.
///
/// Good labels are dropped when in doubt and bad ones kept: what is learned may be too strict, never too kind.
#[must_use]
pub fn label(draft: &str, outcome: &Outcome<'_>, read_ms: Option<u64>) -> Option<Label> {
    match outcome {
        Outcome::Approved => approved(draft, read_ms),
        Outcome::Edited { sent, only_tone } => edited(draft, sent, *only_tone, read_ms),
        Outcome::Rejected(reason) => Some(rejected(*reason).label()),
        Outcome::Typed { sent } if read_ms? >= BESIDE_MS_MIN => edited(draft, sent, false, read_ms),
        Outcome::Typed { .. } => None,
    }
}

/// An approval faster than reading is a reflex.
fn approved(draft: &str, read_ms: Option<u64>) -> Option<Label> {
    let chars = u64::try_from(draft.chars().count()).unwrap_or(u64::MAX);
    let needed = chars.saturating_mul(READ_MS_PER_CHAR).max(READ_MS_MIN);
    (read_ms? >= needed).then(|| LabelReason::Approved.label())
}

fn edited(draft: &str, sent: &str, only_tone: bool, read_ms: Option<u64>) -> Option<Label> {
    let edit = Edit::between(draft, sent);
    if edit.is_none() {
        // Opened, and sent as it was: an approval by another button, and no more read than one.
        return approved(draft, read_ms);
    }
    // Other facts, or a denial more or less, are never a matter of tone.
    let same_content = edit.facts_equal && edit.negations_equal;
    let why = match (edit.is_cosmetic(), only_tone && same_content) {
        (true, _) => LabelReason::CosmeticEdit,
        (false, true) => LabelReason::ToneOnly,
        (false, false) => return Some(LabelReason::Changed.label()),
    };
    // A stroke of the pen faster than reading is as much a reflex as an approval.
    (read_ms? >= READ_MS_MIN).then(|| why.label())
}

/// `Tone` says of a rejection what `only_tone` says of an edit, and counts the same: the draft was right. Good drafts that
/// count as bad for their wording are the costly noise: in simulations 2 % of them cut what is automated from 40 % to 12 %.
const fn rejected(reason: RejectReason) -> LabelReason {
    match reason {
        RejectReason::Tone => LabelReason::ToneOnly,
        RejectReason::WrongFact
        | RejectReason::WrongTopic
        | RejectReason::NeedsAPerson
        | RejectReason::OutdatedSource => LabelReason::Rejected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 35 characters: 2 s to read.
    const DRAFT: &str = "Hi! Your order ships within 3 days.";
    const READ: Option<u64> = Some(60_000);

    fn said(outcome: Outcome<'_>, read_ms: Option<u64>) -> Option<(bool, &'static str)> {
        label(DRAFT, &outcome, read_ms).map(|label| (label.bad, label.why.as_str()))
    }

    fn edited(sent: &str, only_tone: bool) -> Outcome<'_> {
        Outcome::Edited { sent, only_tone }
    }

    #[test]
    fn every_decision_on_a_read_draft_has_its_label() {
        for (outcome, wanted) in [
            (Outcome::Approved, (false, "approved")),
            (edited("hi!  your ORDER ships within 3 days.", false), (false, "approved")),
            (edited("Hi! Your order ships within 3 days", false), (false, "cosmetic_edit")),
            (edited("Hi! Your order ships within 5 days.", false), (true, "changed")),
            (edited("Could you send me your order number?", false), (true, "changed")),
            (edited("Hello dear, your parcel leaves within 3 days!", true), (false, "tone_only")),
            (edited("Hi! Your order ships within 3 days", true), (false, "cosmetic_edit")),
            (edited("", false), (true, "changed")),
            (Outcome::Typed { sent: "Hi! Your order ships within 3 days" }, (false, "cosmetic_edit")),
            (Outcome::Typed { sent: "It left yesterday." }, (true, "changed")),
            (Outcome::Rejected(RejectReason::WrongFact), (true, "rejected")),
            (Outcome::Rejected(RejectReason::WrongTopic), (true, "rejected")),
            (Outcome::Rejected(RejectReason::Tone), (false, "tone_only")),
            (Outcome::Rejected(RejectReason::NeedsAPerson), (true, "rejected")),
            (Outcome::Rejected(RejectReason::OutdatedSource), (true, "rejected")),
        ] {
            assert_eq!(said(outcome, READ), Some(wanted), "{outcome:?}");
        }
    }

    #[test]
    fn an_approval_counts_from_the_time_on_that_reading_takes() {
        for (chars, needed) in [(1, 2_000), (80, 2_000), (81, 2_025), (1_000, 25_000)] {
            let draft = "é".repeat(chars);
            let seen = |read_ms| label(&draft, &Outcome::Approved, read_ms);
            assert_eq!(seen(Some(needed)), Some(Label { bad: false, why: LabelReason::Approved }));
            assert_eq!(seen(Some(needed - 1)), None);
            assert_eq!(seen(None), None);
        }
    }

    #[test]
    fn an_edit_that_changes_nothing_must_be_read_like_an_approval() {
        assert_eq!(said(edited(DRAFT, false), Some(1_999)), None);
        assert_eq!(said(edited(DRAFT, true), None), None);
        assert_eq!(said(edited(DRAFT, false), Some(2_000)), Some((false, "approved")));
    }

    #[test]
    fn a_bad_label_counts_however_fast_it_came() {
        for read_ms in [None, Some(0)] {
            assert_eq!(said(edited("No.", false), read_ms), Some((true, "changed")));
            assert_eq!(said(Outcome::Rejected(RejectReason::WrongFact), read_ms), Some((true, "rejected")));
        }
    }

    #[test]
    fn a_reply_typed_before_the_draft_could_be_seen_says_nothing() {
        let typed = Outcome::Typed { sent: "It left yesterday." };
        assert_eq!(said(typed, Some(2_000)), Some((true, "changed")));
        assert_eq!(said(typed, Some(1_999)), None);
        assert_eq!(said(typed, None), None);
    }

    #[test]
    fn a_reason_is_read_back_from_its_word() {
        assert!(
            LabelReason::ALL.into_iter().all(|reason| LabelReason::parse(reason.as_str()) == Some(reason))
        );
        assert_eq!(LabelReason::parse("good"), None);
        let json = serde_json::to_value(LabelReason::CosmeticEdit.label()).unwrap();
        assert_eq!(json, serde_json::json!({"bad": false, "why": "cosmetic_edit"}));
    }
}
