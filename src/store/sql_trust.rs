//! The statements about what drafts cost and what decisions say about them.

/// One at a time may look at the day's sum and add to it, across all processes.
pub(super) const LOCK_LEDGER_POSTGRES: &str = "select pg_advisory_xact_lock(72061992084439041)";

pub(super) const SPENT_SINCE: &str = r"
select cast(coalesce(sum(prompt_tokens), 0) as bigint), cast(coalesce(sum(completion_tokens), 0) as bigint),
       cast(coalesce(sum(cost_micros), 0) as bigint)
from model_call where at >= $1";

pub(super) const PUT_MODEL_CALL: &str = r"
insert into model_call (id, conversation_id, at, model, prompt, prompt_tokens, completion_tokens,
                        cost_micros, settled, outcome)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (id) do update set prompt_tokens = excluded.prompt_tokens,
    completion_tokens = excluded.completion_tokens, cost_micros = excluded.cost_micros,
    settled = excluded.settled, outcome = excluded.outcome";

pub(super) const FORGET_MODEL_CALL: &str = "delete from model_call where id = $1";

pub(super) const SPENT_BY_DAY: &str = r"
select at - at % 86400000000 as day, model, count(*) as calls,
       cast(coalesce(sum(case when settled then 0 else 1 end), 0) as bigint) as open,
       cast(sum(prompt_tokens) as bigint) as prompt_tokens,
       cast(sum(completion_tokens) as bigint) as completion_tokens,
       cast(sum(cost_micros) as bigint) as cost_micros
from model_call where at >= $1 and at < $2
group by at - at % 86400000000, model order by 1, 2";

pub(super) const ADD_CITATION: &str =
    "insert into citation (suggestion_id, slug) values ($1, $2) on conflict do nothing";

macro_rules! judged {
    ($rest:literal) => {
        concat!(
            "select s.draft, s.bad from suggestion s join conversation c on c.id = s.conversation_id
where s.bad is not null and not c.sample and c.stage <> 'holding' ",
            $rest
        )
    };
}

pub(super) const FIRST_JUDGED: &str = judged!("order by s.closed_at, s.id limit $1");
pub(super) const LATEST_JUDGED: &str = judged!("order by s.closed_at desc, s.id desc limit $1");
pub(super) const JUDGED_COUNT: &str = r"
select count(*) from (
    select 1 from suggestion s join conversation c on c.id = s.conversation_id
    where s.bad is not null and not c.sample and c.stage <> 'holding' limit $1) as judged";

pub(super) const ASKED: &str = r"
select s.id, s.turn_text, s.bad from suggestion s join conversation c on c.id = s.conversation_id
where not c.sample order by s.created_at desc, s.id desc limit $1";

pub(super) const WEIGHTS: &str = "select weights from score_model order by labels desc limit 1";
pub(super) const PUT_WEIGHTS: &str =
    "insert into score_model (labels, at, weights) values ($1, $2, $3) on conflict do nothing";
