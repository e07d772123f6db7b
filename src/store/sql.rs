//! The engine's statements, named by intent. The few that the two databases cannot share stand side by side.

/// A lane that is due already is left alone; on PostgreSQL it is written all the same, for its row lock.
pub(super) const WAKE_SQLITE: &str = r"
insert into lane (conversation_id, due_at)
select value, $2 from json_each($1) where true
on conflict (conversation_id) do update set due_at = excluded.due_at
where lane.due_at > excluded.due_at";

pub(super) const WAKE_POSTGRES: &str = r"
insert into lane (conversation_id, due_at)
select value, $2 from json_array_elements_text($1::json)
on conflict (conversation_id) do update
set due_at = case when lane.due_at > excluded.due_at then excluded.due_at else lane.due_at end";

pub(super) const APPEND_SQLITE: &str = r"
insert into event (conversation_id, relay, external_conversation, key, second_key,
                   at, heard_at, sequence, sample, decided, payload)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing";

pub(super) const NEWEST_KEYS: &str = "select key from event order by seq desc limit $1";

pub(super) const APPEND_POSTGRES: &str = r"
insert into event (conversation_id, relay, external_conversation, key, second_key,
                   at, heard_at, sequence, sample, decided, payload)
select conversation_id, relay, external_conversation, key, second_key,
       at, heard_at, sequence, sample, $10::boolean, payload
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
            $6::bigint[], $7::bigint[], $8::bigint[], $9::boolean[], $11::text[])
  as e(conversation_id, relay, external_conversation, key, second_key, at, heard_at, sequence, sample, payload)
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

/// A lane that was woken for an event that turned out to be known elsewhere: nothing will ever be due there.
pub(super) const REST_LANE: &str = r"
update lane set lease_until = 0, due_at = cast($3 as bigint)
where conversation_id = $1 and token = $2
  and not exists (select 1 from event e where e.conversation_id = $1)";

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
                          sample, last_activity, updated_at, state, waiting_since, promised_until, urgent,
                          was_held)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (id) do update set revision = excluded.revision, stage = excluded.stage,
    handling = excluded.handling, topic = excluded.topic, needs_human = excluded.needs_human,
    last_activity = excluded.last_activity, updated_at = excluded.updated_at, state = excluded.state,
    waiting_since = excluded.waiting_since, promised_until = excluded.promised_until, urgent = excluded.urgent,
    was_held = conversation.was_held or excluded.was_held
returning was_held";

pub(super) const ADD_SCREENING: &str = r"
insert into screening (conversation_id, at, rulebook_hash, message_ids, held, reasons, episode_id)
values ($1, $2, $3, $4, $5, $6, $7)";

pub(super) const ADD_SUGGESTION: &str = r"
insert into suggestion (id, conversation_id, state, revision, draft_hash, draft, turn_text, created_at, episode_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(super) const CLOSE_SUGGESTION: &str = r"
update suggestion set state = $2, closed_at = $3, closed_by = coalesce($4, closed_by),
    reject_reason = $5, edited_text = coalesce($6, edited_text), read_ms = coalesce($7, read_ms),
    bad = coalesce($8, bad), label = coalesce($9, label)
where id = $1";

pub(super) const REOPEN_SUGGESTION: &str = r"
update suggestion set state = 'pending', closed_at = null, closed_by = null, reject_reason = null,
    edited_text = null, read_ms = null, bad = null, label = null
where id = $1";

pub(super) const ADD_DRAFT_ANSWER: &str = r"
insert into draft_answer (order_id, conversation_id, outcome, draft, at, episode_id)
values ($1, $2, $3, $4, $5, $6)
on conflict (order_id) do nothing";

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

/// Only where no other process can be alive: SQLite's file is locked by this one.
pub(super) const FREE_LANES: &str = "update lane set lease_until = 0 where lease_until > 0";
/// See [`FREE_LANES`].
pub(super) const FREE_ACTIONS: &str = "update outbox set due_at = 0 where state = 'leased'";
