//! The proof without which nothing is sent, and the message on its way that carries it.

use serde::{Deserialize, Serialize};

use super::autopilot::{Alpha, Autopilot, Gated};
use super::gate::{Certificate, Statement};
use super::id::{ActionId, SuggestionId};
use super::message::MessageKind;
use super::time::Timestamp;

/// Who allowed a reply to leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
enum Clearance {
    /// An owner approved or edited a suggestion.
    Review { suggestion: SuggestionId, draft_hash: String, by: String, at: Timestamp },
    /// An owner wrote it.
    Words { by: String, at: Timestamp },
    /// A gate let it go.
    Certificate { alpha: Alpha, statement: Box<Statement>, at: Timestamp },
}

/// Proof that a reply may leave: nothing is sent without one.
///
/// Only `Cleared::by_owner`, `Cleared::in_owners_words` and `Cleared::by_certificate` make one, inside the decision core, and
/// the last of them takes a [`Certificate`], which only an open gate makes. It cannot be made by hand:
///
/// ```compile_fail
/// let forged = banister::domain::Cleared { outgoing: todo!() };
/// ```
///
/// nor read back from bytes:
///
/// ```compile_fail
/// fn wants<T: serde::de::DeserializeOwned>() {}
/// wants::<banister::domain::Cleared>();
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cleared {
    outgoing: Outgoing,
}

impl Cleared {
    /// The owner let a suggestion go, as it stood or in other words.
    pub(in crate::domain) fn by_owner(
        action: ActionId,
        review: &Approval<'_>,
        answers: Vec<String>,
        based_on: Option<i64>,
    ) -> Self {
        Self {
            outgoing: Outgoing {
                action,
                text: review.text.to_owned(),
                kind: if review.edited { MessageKind::Edited } else { MessageKind::Approved },
                suggestion: Some(review.suggestion),
                by: Some(review.by.to_owned()),
                answers,
                based_on,
                cancelled: false,
                edit: Some(review.edit),
                template: None,
                gated: review.gated.map(|gated| Box::new(gated.clone())),
                clearance: Clearance::Review {
                    suggestion: review.suggestion,
                    draft_hash: review.draft_hash.to_owned(),
                    by: review.by.to_owned(),
                    at: review.at,
                },
            },
        }
    }

    /// The owner wrote the reply.
    pub(in crate::domain) fn in_owners_words(
        action: ActionId,
        by: &str,
        text: &str,
        at: Timestamp,
        answers: Vec<String>,
        template: Option<String>,
    ) -> Self {
        Self {
            outgoing: Outgoing {
                action,
                text: text.to_owned(),
                kind: MessageKind::Human,
                suggestion: None,
                by: Some(by.to_owned()),
                answers,
                based_on: None,
                cancelled: false,
                edit: None,
                template,
                gated: None,
                clearance: Clearance::Words { by: by.to_owned(), at },
            },
        }
    }

    /// A gate let a draft go, and its certificate is live.
    pub(in crate::domain) fn by_certificate(
        action: ActionId,
        departure: Departure<'_>,
        certificate: &Certificate,
        answers: Vec<String>,
        based_on: Option<i64>,
    ) -> Self {
        let Departure { suggestion, text, gated, at } = departure;
        let (alpha, statement) = (gated.alpha, Box::new(certificate.statement().clone()));
        Self {
            outgoing: Outgoing {
                action,
                text: text.to_owned(),
                kind: MessageKind::AutoSent,
                suggestion: Some(suggestion),
                by: None,
                answers,
                based_on,
                cancelled: false,
                edit: Some(0),
                template: None,
                gated: Some(Box::new(gated)),
                clearance: Clearance::Certificate { alpha, statement, at },
            },
        }
    }

    /// The one way back from the store: the conversation itself still wants this send, and a certificate that it rests on is
    /// live. A takeover, a new visitor message or a resolution has cancelled it by then.
    #[must_use]
    pub(in crate::domain) fn still_wanted(outgoing: &Outgoing, pilot: Option<&Autopilot>) -> Option<Self> {
        let live = match &outgoing.clearance {
            Clearance::Review { .. } | Clearance::Words { .. } => true,
            Clearance::Certificate { alpha, statement, .. } => {
                pilot.is_some_and(|pilot| pilot.vouches(*alpha, statement).is_some())
            }
        };
        (live && !outgoing.cancelled).then(|| Self { outgoing: outgoing.clone() })
    }

    /// What may leave.
    #[must_use]
    pub const fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }
}

/// An owner's approval as [`Cleared::by_owner`] wants it.
pub(in crate::domain) struct Approval<'a> {
    pub suggestion: SuggestionId,
    pub draft_hash: &'a str,
    pub text: &'a str,
    pub edited: bool,
    pub edit: u16,
    pub by: &'a str,
    pub at: Timestamp,
    pub gated: Option<&'a Gated>,
}

/// A draft that its gate let go, as [`Cleared::by_certificate`] wants it.
pub(in crate::domain) struct Departure<'a> {
    pub suggestion: SuggestionId,
    pub text: &'a str,
    pub gated: Gated,
    pub at: Timestamp,
}

/// A message on its way to the relay, kept in the conversation until its outcome is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The action that sends it; idempotency key and `client_ref`.
    pub action: ActionId,
    /// The words.
    pub text: String,
    /// How it came to be.
    pub kind: MessageKind,
    /// The suggestion it came from.
    pub suggestion: Option<SuggestionId>,
    /// Who approved or wrote it.
    pub by: Option<String>,
    /// The visitor messages it answers.
    pub answers: Vec<String>,
    /// The relay's sequence it was decided on.
    pub based_on: Option<i64>,
    /// No longer wanted; kept until we know whether it had already left.
    pub cancelled: bool,
    /// How far it is from the draft it came of, ten-thousandths.
    #[serde(default)]
    pub edit: Option<u16>,
    /// The saved reply that a human's words began with.
    #[serde(default)]
    pub template: Option<String>,
    /// The draft's place at its gate, where it met one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gated: Option<Box<Gated>>,
    clearance: Clearance,
}
