//! What somebody had before them when they wished something of a whole conversation.

use super::conversation::Conversation;
use super::decision::Refusal;
use super::time::Timestamp;

/// The wish is granted only while it is still so; nothing is asked of what is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsSeen {
    /// The conversation's revision.
    pub revision: Option<u64>,
    /// Since when a human had it for themselves, by our own clock; the beginning of time where nobody had.
    pub in_hand: Option<Timestamp>,
}

impl AsSeen {
    /// What [`AsSeen::in_hand`] is for whoever looks at this now.
    #[must_use]
    pub fn in_hand_of(conversation: &Conversation) -> Timestamp {
        conversation.silenced.as_ref().map_or(Timestamp(0), |silence| silence.at)
    }

    /// # Errors
    /// [`Refusal`] where it is not so any more. That a human gave it back since is no reason.
    pub fn still(&self, now: &Conversation) -> Result<(), Refusal> {
        if self.revision.is_some_and(|seen| seen != now.revision) {
            return Err(Refusal::ChangedSinceSeen { revision: now.revision });
        }
        match (&now.silenced, self.in_hand) {
            (Some(silence), Some(seen)) if silence.at != seen => Err(Refusal::NotNow {
                why: format!("{} has answered or taken over this chat since you looked", silence.by),
            }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::conversation::Silence;

    #[test]
    fn what_changed_since_one_looked_refuses_and_says_so() {
        let mut chat = Conversation::new("shop", "chat-1", Timestamp(5));
        let looked = AsSeen { revision: Some(chat.revision), in_hand: Some(AsSeen::in_hand_of(&chat)) };
        assert_eq!(looked.still(&chat), Ok(()));
        chat.silenced = Some(Silence { by: "Bob".to_owned(), at: Timestamp(7) });
        let refused = looked.still(&chat).map_err(|refusal| refusal.to_string());
        assert_eq!(refused, Err("Bob has answered or taken over this chat since you looked".to_owned()));
        assert_eq!(AsSeen::default().still(&chat), Ok(()));
        let mine = AsSeen { in_hand: Some(AsSeen::in_hand_of(&chat)), ..AsSeen::default() };
        assert_eq!(mine.still(&chat), Ok(()));
        // Given back since: whoever knew that Bob had it may answer.
        chat.silenced = None;
        assert_eq!(mine.still(&chat), Ok(()));
        chat.revision += 1;
        let changed = AsSeen { revision: Some(chat.revision - 1), in_hand: None };
        assert_eq!(changed.still(&chat), Err(Refusal::ChangedSinceSeen { revision: chat.revision }));
    }
}
