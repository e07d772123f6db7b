//! The statements behind the inbox: what waits, in the order of what waiting costs.

/// $1: a promise that ends before this comes first. $2: who was heard from since then is here still.
macro_rules! by_cost {
    ($since:literal) => {
        concat!(
            "case when c.promised_until < $1 then 0 when c.last_activity >= $2 then 1 else 2 end,
    case when c.promised_until < $1 then c.promised_until else ",
            $since,
            " end"
        )
    };
}

/// Only the keys are put in order; what is shown of them is read after.
pub(super) const QUEUE_SUGGESTIONS: &str = concat!(
    "select s.id, s.conversation_id, s.state, s.revision, s.draft, s.turn_text, s.created_at, s.closed_at,
       s.closed_by, s.reject_reason, s.edited_text, s.read_ms, s.bad, s.label, c.state as conversation_state
from suggestion s join conversation c on c.id = s.conversation_id
where s.id in (
    select s.id from suggestion s join conversation c on c.id = s.conversation_id
    where s.state = 'pending' order by ",
    by_cost!("s.created_at"),
    ", s.id limit $3)
order by ",
    by_cost!("s.created_at"),
    ", s.id"
);

pub(super) const QUEUE_WAITING: &str = concat!(
    "select c.state, c.handed_off from conversation c
where c.id in (
    select c.id from conversation c where c.needs_human
    order by case when c.urgent then 0 else 1 end, ",
    by_cost!("coalesce(c.waiting_since, c.last_activity)"),
    ", c.id limit $3)
order by case when c.urgent then 0 else 1 end, ",
    by_cost!("coalesce(c.waiting_since, c.last_activity)"),
    ", c.id"
);

/// $1: whose decisions. Their own before what leaves by itself, the newest first.
macro_rules! holding {
    ($decided_by:literal) => {
        concat!(
            "select state, handed_off from conversation
where stage in ('holding', 'countdown') and (stage = 'countdown' or ",
            $decided_by,
            " = $1)
order by case when stage = 'holding' then 0 else 1 end, updated_at desc, id limit $2"
        )
    };
}

pub(super) const QUEUE_HOLDING_SQLITE: &str = holding!("json_extract(state, '$.stage.decided.by')");
pub(super) const QUEUE_HOLDING_POSTGRES: &str = holding!("state::json #>> '{stage,decided,by}'");

pub(super) const QUEUE_COUNTS: &str = r"
select (select count(*) from (select 1 from suggestion where state = 'pending' limit $1) as s) as suggestions,
       (select count(*) from (select 1 from conversation where needs_human limit $1) as c) as waiting";
