//! Where a conversation stands, in the word that the pages have a label for.

use crate::domain::{Conversation, Stage};

/// The stage's name; `needs_human` for a chat that waits for somebody and that nobody has taken.
pub(super) const fn stage_shown(c: &Conversation) -> &'static str {
    match &c.stage {
        Stage::WithHuman { turn: Some(_), .. } if c.silenced.is_none() => "needs_human",
        stage => stage.name(),
    }
}
