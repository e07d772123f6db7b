//! Why a visitor was not asked. Kept with the survey that did not leave, so that silence can be told from refusal.

use serde::{Deserialize, Serialize};

/// See the file's first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// Nobody had answered them.
    NobodyAnswered,
    /// They were in danger: nobody asks them for stars.
    InDanger,
    /// It was resolved by quiet alone, and `survey.after_quiet` is false.
    Quiet,
    /// The resolution lies too far back.
    TooLate,
    /// The chat was open again before the question left.
    Reopened,
    /// They were asked something less than 24 hours ago.
    AskedLately,
    /// Links are wanted, and `server.public_url` is not set.
    NoPublicUrl,
    /// Surveys were switched off before the question left.
    SwitchedOff,
    /// The relay did not take it.
    NotDelivered,
    /// It may or may not have reached them, and is not sent again blindly.
    DeliveryUncertain,
    /// They would have been asked; but the staging check made them up.
    MadeUp,
}

impl Withheld {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NobodyAnswered => "nobody_answered",
            Self::InDanger => "in_danger",
            Self::Quiet => "quiet",
            Self::TooLate => "too_late",
            Self::Reopened => "reopened",
            Self::AskedLately => "asked_lately",
            Self::NoPublicUrl => "no_public_url",
            Self::SwitchedOff => "switched_off",
            Self::NotDelivered => "not_delivered",
            Self::DeliveryUncertain => "delivery_uncertain",
            Self::MadeUp => "made_up",
        }
    }

    /// One plain sentence for the owner.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NobodyAnswered => "nobody had answered the visitor",
            Self::InDanger => "the visitor was in danger",
            Self::Quiet => "nobody said that it was resolved (survey.after_quiet is off)",
            Self::TooLate => "the resolution was too long ago",
            Self::Reopened => "the chat was open again",
            Self::AskedLately => "the visitor was asked something within the last 24 hours",
            Self::NoPublicUrl => "links need server.public_url, which is not set",
            Self::SwitchedOff => "surveys were switched off",
            Self::NotDelivered => "the chat system did not take the question",
            Self::DeliveryUncertain => "the question may or may not have arrived, and is not sent twice",
            Self::MadeUp => "the chat was made up by the staging check; a visitor would have been asked",
        }
    }
}
