//! The statements of the reading side.

pub(super) const DEAD_LETTERS: &str = r"
select id, conversation_id, relay, kind, body, attempt, coalesce(error, '') as error, asked_at,
       coalesce(ended_at, asked_at) as ended_at
from outbox where state = 'dead' order by ended_at desc limit $1";

pub(super) const REPLAY: &str = r"
update outbox set state = 'ready', due_at = $2, attempt = 0, ended_at = null
where id = $1 and state = 'dead'";

/// Leaves out what is kept of a chat that the lottery keeps for humans, as long as that chat is not over.
macro_rules! unsealed {
    ($condition:literal) => {
        concat!(
            $condition,
            r"
and not (s.state = 'shadow' and exists (
    select 1 from episode e where e.id = s.episode_id and e.arm = 'human_only' and e.resolved_at is null))"
        )
    };
}

macro_rules! suggestion_rows {
    ($where:expr, $rest:literal) => {
        concat!(
            r"
select s.id, s.conversation_id, s.state, s.revision, s.draft, s.turn_text, s.created_at, s.closed_at,
       s.closed_by, s.reject_reason, s.edited_text, s.read_ms, s.bad, s.label, c.state as conversation_state
from suggestion s join conversation c on c.id = s.conversation_id ",
            $where,
            $rest
        )
    };
}

pub(super) const SUGGESTIONS: &str = suggestion_rows!(
    unsealed!("where s.state = $1 and (s.created_at > $2 or (s.created_at = $2 and s.id > $3))"),
    r"
order by s.created_at, s.id limit $4"
);
pub(super) const SUGGESTION: &str = suggestion_rows!(unsealed!("where s.id = $1"), "");
pub(super) const PENDING_OF: &str = suggestion_rows!(
    "where s.conversation_id = $1 and s.state = 'pending' ",
    "order by s.created_at desc limit 1"
);

pub(super) const SAID_NOTHING_OF: &str = suggestion_rows!(
    "where s.conversation_id = $1 and s.state in ('approved', 'edited') and s.bad is null",
    ""
);

pub(super) const CONVERSATION: &str = "select state, handed_off from conversation where id = $1";

pub(super) const MESSAGES: &str = r"
select external_id, author, kind, private, body, at, suggestion_id, action_id, by_whom
from message where conversation_id = $1 order by at, external_id";

pub(super) const LAST_MESSAGE: &str = r"
select external_id, author, kind, private, body, at, suggestion_id, action_id, by_whom
from message where conversation_id = $1 and kind <> 'notice' order by at desc, external_id desc limit 1";

pub(super) const LAST_SCREENING: &str = r"
select at, rulebook_hash, message_ids, reasons from screening
where conversation_id = $1 order by id desc limit 1";

pub(super) const VERSION: &str = "select coalesce(max(updated_at), 0) from conversation";

/// The turns screened since a time, oldest first; the last verdict on a growing turn comes last.
pub(super) const PAST_TURNS: &str = r"
select conversation_id, message_ids, held from screening where at >= $1 order by id limit $2";
