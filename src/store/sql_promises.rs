//! The statements about what waiting visitors were promised, and whether it was kept.

/// Told again, the time is added where there was none.
pub(super) const PUT_PROMISE: &str = r"
insert into promise (conversation_id, told_at, until, sample, episode_id) values ($1, $2, $3, $4, $5)
on conflict (conversation_id, told_at) do update set until = coalesce(promise.until, excluded.until)";

pub(super) const END_PROMISE: &str = r"
update promise set answered_at = $3, ended_at = $4, kept = $5
where conversation_id = $1 and told_at = $2 and ended_at is null";

pub(super) const LATEST_WAITS: &str = r"
select told_at, answered_at, ended_at from promise
where not sample order by told_at desc, conversation_id limit $1";

/// $3: now. A time that is over is broken, also while its visitor still waits.
pub(super) const PROMISE_COUNTS: &str = r"
select count(*) as told, count(until) as promised,
       cast(coalesce(sum(case when kept then 1 else 0 end), 0) as bigint) as kept,
       cast(coalesce(sum(case when not kept or (ended_at is null and until < $3) then 1 else 0 end), 0) as bigint)
           as broken,
       cast(coalesce(sum(case when ended_at is null and until >= $3 then 1 else 0 end), 0) as bigint) as open
from promise where not sample and told_at >= $1 and told_at < $2";
