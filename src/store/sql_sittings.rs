//! The statements behind rehearsals.

pub(super) const SENT_JUDGED_OF: &str =
    "select at from sent_reply where conversation_id = $1 and judged is not null order by at";

pub(super) const REHEARSED_BEFORE: &str = r"
select distinct conversation_id, alpha, epoch from sitting_question where epoch is not null";

/// Nothing while another one is open: `open` is unique.
pub(super) const BEGIN_SITTING: &str =
    "insert into sitting (id, at, by_whom, open) values ($1, $2, $3, 1) on conflict do nothing";

pub(super) const ADD_QUESTION: &str = r"
insert into sitting_question (id, sitting_id, place, conversation_id, asked, alpha, state, claimed_until)
values ($1, $2, $3, $4, $5, $6, 'waiting', 0)";

pub(super) const END_SITTING: &str =
    "update sitting set open = null, ended_at = $2 where id = $1 and open is not null";

pub(super) const SITTINGS: &str = r"
select s.id, s.at, s.by_whom, s.ended_at, count(q.id) as chosen,
       coalesce(sum(case when q.state = 'waiting' then 1 else 0 end), 0) as waiting,
       coalesce(sum(case when q.state = 'ready' then 1 else 0 end), 0) as ready,
       coalesce(sum(case when q.state = 'skipped' then 1 else 0 end), 0) as skipped,
       coalesce(sum(case when q.state = 'judged' then 1 else 0 end), 0) as judged,
       coalesce(sum(case when q.bad is not null then 1 else 0 end), 0) as counted,
       coalesce(sum(case when q.bad then 1 else 0 end), 0) as wrong
from sitting s left join sitting_question q on q.sitting_id = s.id
group by s.id, s.at, s.by_whom, s.ended_at
order by s.at desc, s.id desc limit $1";

macro_rules! questions {
    ($which:literal) => {
        concat!(
            "select q.id, q.sitting_id, q.place, q.asked, q.alpha, q.state, q.draft, q.why, q.judgement, q.reason, q.bad,
       q.label, q.judged_by, q.judged_at, s.ended_at
from sitting_question q join sitting s on s.id = q.sitting_id ",
            $which
        )
    };
}

pub(super) const QUESTIONS: &str = questions!("where q.sitting_id = $1 order by q.place");

pub(super) const QUESTION: &str = questions!("where q.id = $1");

/// The first that waits and that nobody has at the time ($1), for whoever asks until $2.
pub(super) const CLAIM_QUESTION: &str = r"
update sitting_question set claimed_until = $2
where state = 'waiting' and claimed_until <= $1 and id = (
    select q.id from sitting_question q join sitting s on s.id = q.sitting_id
    where q.state = 'waiting' and q.claimed_until <= $1 and s.open is not null
    order by q.place, q.id limit 1)
returning id";

pub(super) const QUESTION_DRAFTED: &str = r"
update sitting_question set state = 'ready', draft = $2, epoch = $3
where id = $1 and state = 'waiting'
  and sitting_id in (select id from sitting where open is not null)";

pub(super) const QUESTION_NOT_DRAFTED: &str =
    "update sitting_question set state = 'skipped', why = $2 where id = $1 and state = 'waiting'";

pub(super) const QUESTION_JUDGED: &str = r"
update sitting_question set state = 'judged', judgement = $2, reason = $3, bad = $4, label = $5, judged_by = $6, judged_at = $7
where id = $1 and state = 'ready'
  and sitting_id in (select id from sitting where open is not null)";

/// The drafts of a conversation whose judgement said something.
pub(super) const REHEARSED_OF: &str =
    "select draft from sitting_question where conversation_id = $1 and bad is not null and draft is not null";
