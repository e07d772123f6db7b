//! Chats that the staging check makes up: a name that no relay gives, by which they are known everywhere.

/// How a relay's conversation id begins when it is one of the check's. Reserved: what is heard of such a chat is a sample,
/// and nothing is ever asked of the relay for it.
pub const STAGED: &str = "banister-check-";

/// Whether the check made this conversation up.
#[must_use]
pub fn is_staged(external_id: &str) -> bool {
    external_id.starts_with(STAGED)
}
