//! Every statement, named by intent. The few that the two databases cannot share stand side by side.

/// All statements with the database they are for: a test prepares each on the real schema.
pub const ALL: &[(&str, &str, Dialect)] = &[
    ("WAKE_SQLITE", WAKE_SQLITE, Dialect::Sqlite),
    ("WAKE_POSTGRES", WAKE_POSTGRES, Dialect::Postgres),
    ("APPEND_SQLITE", APPEND_SQLITE, Dialect::Sqlite),
    ("APPEND_POSTGRES", APPEND_POSTGRES, Dialect::Postgres),
    ("CLAIM_LANES_SQLITE", CLAIM_LANES_SQLITE, Dialect::Sqlite),
    ("CLAIM_LANES_POSTGRES", CLAIM_LANES_POSTGRES, Dialect::Postgres),
    ("CLAIM_LANE", CLAIM_LANE, Dialect::Both),
    ("LOCK_LANE", LOCK_LANE, Dialect::Both),
    ("RELEASE_LANE", RELEASE_LANE, Dialect::Both),
    ("GIVE_BACK_LANE", GIVE_BACK_LANE, Dialect::Both),
    ("LANE", LANE, Dialect::Both),
    ("PENDING", PENDING, Dialect::Both),
    ("FIRST_EVENT", FIRST_EVENT, Dialect::Both),
    ("CONVERSATION_STATE", CONVERSATION_STATE, Dialect::Both),
    ("PUT_CONVERSATION", PUT_CONVERSATION, Dialect::Both),
    ("PUT_MESSAGE", PUT_MESSAGE, Dialect::Both),
    ("ADD_SCREENING", ADD_SCREENING, Dialect::Both),
    ("ADD_SUGGESTION", ADD_SUGGESTION, Dialect::Both),
    ("CLOSE_SUGGESTION", CLOSE_SUGGESTION, Dialect::Both),
    ("ADD_DRAFT_ANSWER", ADD_DRAFT_ANSWER, Dialect::Both),
    ("PUT_EPISODE", PUT_EPISODE, Dialect::Both),
    ("REOPEN_EPISODE", REOPEN_EPISODE, Dialect::Both),
    ("PUT_RATING", PUT_RATING, Dialect::Both),
    ("PUT_HANDED_OFF", PUT_HANDED_OFF, Dialect::Both),
    ("ADD_ACTION", ADD_ACTION, Dialect::Both),
    ("SETTLE_ACTION", SETTLE_ACTION, Dialect::Both),
    ("CLAIM_ACTIONS_SQLITE", CLAIM_ACTIONS_SQLITE, Dialect::Sqlite),
    ("CLAIM_ACTIONS_POSTGRES", CLAIM_ACTIONS_POSTGRES, Dialect::Postgres),
    ("FINISH_ACTION", FINISH_ACTION, Dialect::Both),
    ("LANES_DUE", LANES_DUE, Dialect::Both),
    ("ACTIONS_DUE", ACTIONS_DUE, Dialect::Both),
    ("DEAD_LETTERS", DEAD_LETTERS, Dialect::Both),
    ("REPLAY", REPLAY, Dialect::Both),
    ("FREE_LANES", FREE_LANES, Dialect::Sqlite),
    ("FREE_ACTIONS", FREE_ACTIONS, Dialect::Sqlite),
    ("SUGGESTIONS", SUGGESTIONS, Dialect::Both),
    ("SUGGESTION", SUGGESTION, Dialect::Both),
    ("PENDING_OF", PENDING_OF, Dialect::Both),
    ("CONVERSATIONS", CONVERSATIONS, Dialect::Both),
    ("CONVERSATION", CONVERSATION, Dialect::Both),
    ("MESSAGES", MESSAGES, Dialect::Both),
    ("LAST_MESSAGE", LAST_MESSAGE, Dialect::Both),
    ("LAST_SCREENING", LAST_SCREENING, Dialect::Both),
    ("EPISODES", EPISODES, Dialect::Both),
    ("VERSION", VERSION, Dialect::Both),
    ("ARTICLES", ARTICLES, Dialect::Both),
    ("PUT_ARTICLE", PUT_ARTICLE, Dialect::Both),
    ("REMOVE_ARTICLE", REMOVE_ARTICLE, Dialect::Both),
    ("ARTICLES_VERSION", ARTICLES_VERSION, Dialect::Both),
    ("USERS", USERS, Dialect::Both),
    ("USER_BY_EMAIL", USER_BY_EMAIL, Dialect::Both),
    ("USER", USER, Dialect::Both),
    ("ADD_USER", ADD_USER, Dialect::Both),
    ("SET_PASSWORD", SET_PASSWORD, Dialect::Both),
    ("ADD_SESSION", ADD_SESSION, Dialect::Both),
    ("SESSION", SESSION, Dialect::Both),
    ("END_SESSION", END_SESSION, Dialect::Both),
    ("ADD_TOKEN", ADD_TOKEN, Dialect::Both),
    ("TOKEN", TOKEN, Dialect::Both),
    ("ADD_LINK", ADD_LINK, Dialect::Both),
    ("USE_LINK", USE_LINK, Dialect::Both),
];

/// Which database a statement is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The shared subset.
    Both,
    /// SQLite only.
    Sqlite,
    /// PostgreSQL only.
    Postgres,
}

pub(super) const WAKE_SQLITE: &str = r"
insert into lane (conversation_id, due_at)
select value, $2 from json_each($1) where true
on conflict (conversation_id) do update
set due_at = case when lane.due_at > excluded.due_at then excluded.due_at else lane.due_at end";

pub(super) const WAKE_POSTGRES: &str = r"
insert into lane (conversation_id, due_at)
select value, $2 from json_array_elements_text($1::json)
on conflict (conversation_id) do update
set due_at = case when lane.due_at > excluded.due_at then excluded.due_at else lane.due_at end";

pub(super) const APPEND_SQLITE: &str = r"
insert into event (conversation_id, relay, external_conversation, key, second_key,
                   at, heard_at, sequence, sample, decided, payload)
select value ->> 'conversation_id', value ->> 'relay', value ->> 'external_conversation',
       value ->> 'key', value ->> 'second_key', value ->> 'at', value ->> 'heard_at',
       value ->> 'sequence', value ->> 'sample', value ->> 'decided', value ->> 'payload'
from json_each($1) where true
on conflict do nothing
returning key";

pub(super) const APPEND_POSTGRES: &str = r"
insert into event (conversation_id, relay, external_conversation, key, second_key,
                   at, heard_at, sequence, sample, decided, payload)
select conversation_id, relay, external_conversation, key, second_key,
       at, heard_at, sequence, sample, decided, payload
from json_to_recordset($1::json)
  as e(conversation_id text, relay text, external_conversation text, key text, second_key text,
       at bigint, heard_at bigint, sequence bigint, sample boolean, decided boolean, payload text)
on conflict do nothing
returning key";

pub(super) const CLAIM_LANES_SQLITE: &str = r"
update lane set lease_until = $2, token = token + 1
where conversation_id in (
    select conversation_id from lane where due_at <= $1 and lease_until <= $1 order by due_at limit $3)
returning conversation_id, token";

pub(super) const CLAIM_LANES_POSTGRES: &str = r"
update lane set lease_until = $2, token = token + 1
where conversation_id in (
    select conversation_id from lane where due_at <= $1 and lease_until <= $1 order by due_at limit $3
    for update skip locked)
returning conversation_id, token";

pub(super) const CLAIM_LANE: &str = r"
update lane set lease_until = $3, token = token + 1
where conversation_id = $1 and lease_until <= $2
returning conversation_id, token";

pub(super) const LOCK_LANE: &str = r"
update lane set token = token where conversation_id = $1 and token = $2 and lease_until > 0";

pub(super) const RELEASE_LANE: &str = r"
update lane set lease_until = 0, handled_seq = $3,
    due_at = case when exists (select 1 from event e
                               where e.conversation_id = $1 and e.seq > $3 and not e.decided)
             then cast($4 as bigint) else cast($5 as bigint) end
where conversation_id = $1 and token = $2";

pub(super) const GIVE_BACK_LANE: &str = r"
update lane set lease_until = 0, due_at = case when due_at < cast($3 as bigint) then due_at else cast($3 as bigint) end
where conversation_id = $1 and token = $2";

pub(super) const LANE: &str = "select handled_seq from lane where conversation_id = $1";

pub(super) const PENDING: &str = r"
select seq, at, heard_at, sequence, payload from event
where conversation_id = $1 and seq > $2 and not decided
order by seq limit 1000";

pub(super) const FIRST_EVENT: &str = r"
select relay, external_conversation, sample from event where conversation_id = $1 order by seq limit 1";

pub(super) const CONVERSATION_STATE: &str = "select state from conversation where id = $1";

pub(super) const PUT_CONVERSATION: &str = r"
insert into conversation (id, relay, external_id, revision, stage, handling, topic, needs_human,
                          sample, last_activity, updated_at, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (id) do update set revision = excluded.revision, stage = excluded.stage,
    handling = excluded.handling, topic = excluded.topic, needs_human = excluded.needs_human,
    last_activity = excluded.last_activity, updated_at = excluded.updated_at, state = excluded.state";

pub(super) const PUT_MESSAGE: &str = r"
insert into message (conversation_id, external_id, author, kind, private, body, at,
                     suggestion_id, action_id, by_whom)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (conversation_id, external_id) do update set body = excluded.body
where message.kind = excluded.kind";

pub(super) const ADD_SCREENING: &str = r"
insert into screening (conversation_id, at, rulebook_hash, message_ids, held, reasons)
values ($1, $2, $3, $4, $5, $6)";

pub(super) const ADD_SUGGESTION: &str = r"
insert into suggestion (id, conversation_id, state, revision, draft_hash, draft, turn_text, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) const CLOSE_SUGGESTION: &str = r"
update suggestion set state = $2, closed_at = $3, closed_by = coalesce($4, closed_by),
    reject_reason = $5, edited_text = coalesce($6, edited_text)
where id = $1";

pub(super) const ADD_DRAFT_ANSWER: &str = r"
insert into draft_answer (order_id, conversation_id, outcome, draft, at)
values ($1, $2, $3, $4, $5)
on conflict (order_id) do nothing";

pub(super) const PUT_EPISODE: &str = r"
insert into episode (id, conversation_id, started_at, first_response_at, resolved_at, resolution,
                     reopened_at, handling, kind, held, held_rules, csat, csat_at, nps, nps_at,
                     comment, topic, sample)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
on conflict (id) do update set first_response_at = excluded.first_response_at,
    resolved_at = excluded.resolved_at, resolution = excluded.resolution,
    reopened_at = excluded.reopened_at, handling = excluded.handling, kind = excluded.kind,
    held = excluded.held, held_rules = excluded.held_rules, csat = excluded.csat,
    csat_at = excluded.csat_at, nps = excluded.nps, nps_at = excluded.nps_at,
    comment = excluded.comment, topic = excluded.topic";

pub(super) const REOPEN_EPISODE: &str = "update episode set reopened_at = $2 where id = $1";

pub(super) const PUT_RATING: &str = r"
insert into rating (conversation_id, instrument, survey_id, episode_id, score, comment, at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (conversation_id, instrument, survey_id) do update
set score = excluded.score, comment = coalesce(excluded.comment, rating.comment), at = excluded.at
where excluded.at >= rating.at";

pub(super) const PUT_HANDED_OFF: &str = "update conversation set handed_off = $2 where id = $1";

pub(super) const ADD_ACTION: &str = r"
insert into outbox (id, conversation_id, relay, external_conversation, kind, speaks, body, state,
                    due_at, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, $8)";

pub(super) const SETTLE_ACTION: &str = r"
update outbox set state = 'done', ended_at = $2 where id = $1 and state in ('ready', 'leased')";

macro_rules! claim_actions {
    ($lock:literal) => {
        concat!(
            r"
update outbox set unsure = unsure or state = 'leased', state = 'leased', due_at = $2,
    token = token + 1, attempt = attempt + 1
where id in (
    select o.id from outbox o
    where o.state in ('ready', 'leased') and o.due_at <= $1 and (o.kind = 'draft') = $4
      and not (o.speaks and exists (
          select 1 from outbox p
          where p.conversation_id = o.conversation_id and p.speaks
            and p.state in ('ready', 'leased') and p.id < o.id))
    order by o.due_at limit $3 ",
            $lock,
            r")
returning id, conversation_id, relay, external_conversation, body, attempt, unsure, token, asked_at"
        )
    };
}

pub(super) const CLAIM_ACTIONS_SQLITE: &str = claim_actions!("");
pub(super) const CLAIM_ACTIONS_POSTGRES: &str = claim_actions!("for update skip locked");

pub(super) const FINISH_ACTION: &str = r"
update outbox set state = $3, due_at = $4, error = coalesce($5, error), ended_at = $6
where id = $1 and token = $2 and state = 'leased'";

/// A look by index alone, however many conversations rest.
pub(super) const LANES_DUE: &str = r"
select 1 from lane where due_at <= $1 and lease_until <= $1 limit 1";
pub(super) const ACTIONS_DUE: &str = r"
select 1 from outbox where state in ('ready', 'leased') and due_at <= $1 limit 1";

pub(super) const DEAD_LETTERS: &str = r"
select id, conversation_id, relay, kind, body, attempt, coalesce(error, '') as error, asked_at,
       coalesce(ended_at, asked_at) as ended_at
from outbox where state = 'dead' order by ended_at desc limit $1";

pub(super) const REPLAY: &str = r"
update outbox set state = 'ready', due_at = $2, attempt = 0, ended_at = null
where id = $1 and state = 'dead'";

/// Only where no other process can be alive: SQLite's file is locked by this one.
pub(super) const FREE_LANES: &str = "update lane set lease_until = 0 where lease_until > 0";
/// See [`FREE_LANES`].
pub(super) const FREE_ACTIONS: &str = "update outbox set due_at = 0 where state = 'leased'";

macro_rules! suggestion_rows {
    ($rest:literal) => {
        concat!(
            r"
select s.id, s.conversation_id, s.state, s.revision, s.draft, s.turn_text, s.created_at, s.closed_at,
       s.closed_by, s.reject_reason, s.edited_text, c.state as conversation_state
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
from message where conversation_id = $1 order by at desc, external_id desc limit 1";

pub(super) const LAST_SCREENING: &str = r"
select at, rulebook_hash, message_ids, reasons from screening
where conversation_id = $1 order by id desc limit 1";

pub(super) const EPISODES: &str = r"
select handling, kind, held, topic, csat, nps, started_at, first_response_at, resolved_at, reopened_at, sample
from episode where started_at >= $1 and started_at < $2 order by started_at, id";

pub(super) const VERSION: &str = "select coalesce(max(updated_at), 0) from conversation";

pub(super) const ARTICLES: &str =
    "select slug, title, source, body, hash, updated_at from article order by slug";
pub(super) const PUT_ARTICLE: &str = r"
insert into article (slug, title, source, body, hash, updated_at) values ($1, $2, $3, $4, $5, $6)
on conflict (slug) do update set title = excluded.title, source = excluded.source,
    body = excluded.body, hash = excluded.hash, updated_at = excluded.updated_at
where article.hash <> excluded.hash or article.source <> excluded.source";
pub(super) const REMOVE_ARTICLE: &str = "delete from article where slug = $1";
pub(super) const ARTICLES_VERSION: &str = r"
select count(*), coalesce(max(updated_at), 0), coalesce(min(hash), ''), coalesce(max(hash), '') from article";

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
pub(super) const ADD_TOKEN: &str = "insert into api_token (token_hash, name, created_at) values ($1, $2, $3)";
pub(super) const TOKEN: &str = "select token_hash, name, created_at from api_token where token_hash = $1";
pub(super) const ADD_LINK: &str =
    "insert into signin_link (token_hash, user_id, expires_at) values ($1, $2, $3)";
pub(super) const USE_LINK: &str =
    "delete from signin_link where token_hash = $1 and expires_at > $2 returning user_id";
