//! The statements of the reading side.

pub(super) const DEAD_LETTERS: &str = r"
select id, conversation_id, relay, kind, body, attempt, coalesce(error, '') as error, asked_at,
       coalesce(ended_at, asked_at) as ended_at
from outbox where state = 'dead' order by ended_at desc limit $1";

pub(super) const REPLAY: &str = r"
update outbox set state = 'ready', due_at = $2, attempt = 0, ended_at = null
where id = $1 and state = 'dead'";

macro_rules! suggestion_rows {
    ($rest:literal) => {
        concat!(
            r"
select s.id, s.conversation_id, s.state, s.revision, s.draft, s.turn_text, s.created_at, s.closed_at,
       s.closed_by, s.reject_reason, s.edited_text, s.read_ms, s.bad, s.label, c.state as conversation_state
from suggestion s join conversation c on c.id = s.conversation_id ",
            $rest
        )
    };
}

pub(super) const SUGGESTIONS: &str = suggestion_rows!(
    r"where s.state = $1 and (s.created_at > $2 or (s.created_at = $2 and s.id > $3))
order by s.created_at, s.id limit $4"
);
pub(super) const SUGGESTION: &str = suggestion_rows!("where s.id = $1");
pub(super) const PENDING_OF: &str = suggestion_rows!(
    "where s.conversation_id = $1 and s.state = 'pending' order by s.created_at desc limit 1"
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

pub(super) const EPISODES: &str = r"
select handling, kind, held, topic, csat, nps, started_at, first_response_at, resolved_at, reopened_at, sample
from episode where started_at >= $1 and started_at < $2 order by started_at, id";

pub(super) const VERSION: &str = "select coalesce(max(updated_at), 0) from conversation";

/// The turns screened since a time, oldest first; the last verdict on a growing turn comes last.
pub(super) const PAST_TURNS: &str = r"
select conversation_id, message_ids, held from screening where at >= $1 order by id limit $2";
