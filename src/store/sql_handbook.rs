//! The statements about topics, saved replies and rubrics.

pub(super) const OWN_TOPICS: &str = "select slug, name, retired, keywords from topic order by case when retired then 1 else 0 end, position, slug";

pub(super) const PUT_TOPIC: &str = r"
insert into topic (slug, name, position, retired, updated_at, by_whom, keywords)
values ($1, $2, (select cast(coalesce(max(position), 0) + 1 as bigint) from topic), $3, $4, $5, $6)
on conflict (slug) do update set name = excluded.name, retired = excluded.retired,
    updated_at = excluded.updated_at, by_whom = excluded.by_whom, keywords = excluded.keywords";

pub(super) const SAVED_REPLIES: &str =
    "select name, body, updated_at, by_whom from saved_reply order by name";

pub(super) const PUT_SAVED_REPLY: &str = r"
insert into saved_reply (name, body, updated_at, by_whom) values ($1, $2, $3, $4)
on conflict (name) do update set body = excluded.body, updated_at = excluded.updated_at,
    by_whom = excluded.by_whom";

pub(super) const REMOVE_SAVED_REPLY: &str = "delete from saved_reply where name = $1";

pub(super) const PUT_RUBRIC: &str = r"
insert into rubric (episode_id, by_whom, conversation_id, clarity, correctness, empathy, at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (episode_id, by_whom) do update set clarity = excluded.clarity,
    correctness = excluded.correctness, empathy = excluded.empathy, at = excluded.at";

pub(super) const RUBRICS: &str = r"
select r.by_whom, r.clarity, r.correctness, r.empathy, r.at from rubric r
where r.episode_id = (select e.id from episode e where e.conversation_id = $1 order by e.started_at desc limit 1)
order by r.at desc";

/// What happened to a conversation, as the log has it; the newest, oldest first.
pub(super) const HAPPENINGS: &str = r"
select at, payload from (
    select seq, at, payload from event where conversation_id = $1 order by seq desc limit $2) as newest
order by seq";
