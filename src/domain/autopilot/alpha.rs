//! How many of the replies that leave without an owner may be wrong.

use serde::{Deserialize, Serialize};

use crate::domain::gate::{GivenTerms, Terms};

/// At most this share of what is sent may be wrong: 1, 2, 5 or 10 %.
///
/// Below 1 % no site of a human size ever gathers the evidence; above 10 % nobody should send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub enum Alpha {
    /// 1 %.
    One,
    /// 2 %.
    Two,
    /// 5 %.
    #[default]
    Five,
    /// 10 %.
    Ten,
}

impl Alpha {
    /// All of them, strictest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Five, Self::Ten];

    /// In percent.
    #[must_use]
    pub const fn percent(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Five => 5,
            Self::Ten => 10,
        }
    }

    /// The same as a word, for forms and addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
            Self::Five => "5",
            Self::Ten => "10",
        }
    }

    /// Of a whole number of percent; `None` for any other.
    #[must_use]
    pub fn of_percent(percent: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|alpha| i64::from(alpha.percent()) == percent)
    }

    /// 0..1.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.percent()) / 100.0
    }

    /// The terms of its gate.
    #[must_use]
    pub fn terms(self) -> Terms {
        // Each of the four is within the bounds of terms, which a test holds them to.
        Terms::new(GivenTerms { alpha: self.share(), ..GivenTerms::default() }).unwrap_or_default()
    }
}

impl TryFrom<f64> for Alpha {
    type Error = String;

    fn try_from(share: f64) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|alpha| (alpha.share() - share).abs() < 1e-9)
            .ok_or_else(|| format!("{share} is no alpha; give 0.01, 0.02, 0.05 or 0.1"))
    }
}

impl From<Alpha> for f64 {
    fn from(alpha: Alpha) -> Self {
        alpha.share()
    }
}
