//! Identifiers, one type each, so that a suggestion's id does not fit where an action's is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::time::Timestamp;

/// A text that is not an identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {wanted}")]
pub struct BadId {
    given: String,
    wanted: &'static str,
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $wanted:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// An id that follows from its inputs alone: deciding the same thing twice names it the same.
            #[must_use]
            pub fn derived(now: Timestamp, parts: &[&str]) -> Self {
                Self(derived_v7(now, parts))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                text.strip_prefix($prefix)
                    .and_then(|rest| Uuid::parse_str(rest).ok())
                    .map(Self)
                    .ok_or_else(|| BadId { given: text.chars().take(80).collect(), wanted: $wanted })
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

uuid_id!(
    /// A conversation. Derived from relay name and the relay's own id, so that hearing needs no look-up
    /// and two replicas agree without asking each other.
    ConversationId, "con_", "a conversation id (con_ and a UUID)"
);
uuid_id!(
    /// A suggestion put before the owner.
    SuggestionId, "sug_", "a suggestion id (sug_ and a UUID)"
);
uuid_id!(
    /// One thing asked of the world; also the idempotency key and `client_ref` of what is sent.
    ActionId, "act_", "an action id (act_ and a UUID)"
);
uuid_id!(
    /// One episode: from a first visitor message to a resolution.
    EpisodeId, "epi_", "an episode id (epi_ and a UUID)"
);
uuid_id!(
    /// One question to a visitor about one episode.
    SurveyId, "svy_", "a survey id (svy_ and a UUID)"
);
uuid_id!(
    /// One message to somebody away from the desk.
    NoticeId, "ntc_", "a notice id (ntc_ and a UUID)"
);

uuid_id!(
    /// One replay of the past.
    ReplayId, "rpl_", "a replay id (rpl_ and a UUID)"
);
uuid_id!(
    /// One sitting in which past questions are rehearsed.
    SittingId, "reh_", "a rehearsal id (reh_ and a UUID)"
);
uuid_id!(
    /// One past question in a sitting.
    QuestionId, "req_", "the id of a rehearsed question (req_ and a UUID)"
);

impl EpisodeId {
    /// Its 128 bits, which order as the ids do.
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0.as_u128()
    }
}

impl ConversationId {
    /// The id of the conversation that `relay` calls `external_id`.
    #[must_use]
    pub fn of(relay: &str, external_id: &str) -> Self {
        let digest = Sha256::digest(format!("{relay}\u{1f}{external_id}").as_bytes());
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// A UUIDv7 whose time is `now` and whose random bits are a hash of `parts`.
fn derived_v7(now: Timestamp, parts: &[&str]) -> Uuid {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    let digest = hasher.finalize();
    let mut bits = [0_u8; 10];
    bits.copy_from_slice(&digest[..10]);
    let ms = u64::try_from(now.0 / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &bits).into_uuid()
}
