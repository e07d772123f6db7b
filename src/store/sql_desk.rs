//! The statements of the reading side and of accounts.

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

pub(super) const CONVERSATIONS: &str = r"
select state, handed_off from conversation
where ($1 = '' or stage = $1) and ($2 = '' or handling = $2) and ($3 = '' or topic = $3)
  and ($4 = '' or relay = $4) and ($5 = '' or external_id = $5) and (not $6 or needs_human)
  and (last_activity < $7 or (last_activity = $7 and id < $8))
order by last_activity desc, id desc limit $9";

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

pub(super) const USERS: &str =
    "select id, email, name, role, password_hash, created_at from app_user order by created_at, id";
pub(super) const USER_BY_EMAIL: &str =
    "select id, email, name, role, password_hash, created_at from app_user where email = $1";
pub(super) const USER: &str =
    "select id, email, name, role, password_hash, created_at from app_user where id = $1";
pub(super) const ADD_USER: &str = r"
insert into app_user (id, email, name, role, password_hash, created_at)
values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
pub(super) const SET_PASSWORD: &str = "update app_user set password_hash = $2 where id = $1";
pub(super) const ADD_SESSION: &str = r"
insert into session (token_hash, user_id, csrf, created_at, expires_at) values ($1, $2, $3, $4, $5)";
pub(super) const SESSION: &str = r"
select token_hash, user_id, csrf, created_at, expires_at from session
where token_hash = $1 and expires_at > $2";
pub(super) const END_SESSION: &str = "delete from session where token_hash = $1";
pub(super) const END_SESSIONS_OF: &str = "delete from session where user_id = $1";
pub(super) const ADD_TOKEN: &str = "insert into api_token (token_hash, name, created_at) values ($1, $2, $3)";
pub(super) const TOKEN: &str = "select token_hash, name, created_at from api_token where token_hash = $1";
pub(super) const ADD_LINK: &str =
    "insert into signin_link (token_hash, user_id, expires_at) values ($1, $2, $3)";
pub(super) const USE_LINK: &str =
    "delete from signin_link where token_hash = $1 and expires_at > $2 returning user_id";

/// The turns screened since a time, oldest first; the last verdict on a growing turn comes last.
pub(super) const PAST_TURNS: &str = r"
select conversation_id, message_ids, held from screening where at >= $1 order by id limit $2";
