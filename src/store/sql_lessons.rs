//! The statements about what decisions teach.

/// The newest decisions since a time that cannot be undone any more. A reply that had left by itself and was called wrong counts
/// as edited into the first words that a person wrote within a day of it; without such words it teaches nothing.
pub(super) const DECISIONS: &str = r"
select s.id as id, s.conversation_id as conversation_id, s.state as state, s.draft as draft, s.turn_text as turn_text,
       s.closed_at as closed_at, s.reject_reason as reject_reason, s.edited_text as edited_text
from suggestion s join conversation c on c.id = s.conversation_id
where s.closed_at >= $1 and s.state in ('approved', 'edited', 'rejected') and not c.sample and c.stage <> 'holding'
union all
select s.id, s.conversation_id, 'edited', s.draft, s.turn_text, r.judged_at, s.reject_reason,
       (select m.body from message m
        where m.conversation_id = r.conversation_id and m.author = 'owner' and m.kind = 'human' and not m.private
            and m.at > r.at and m.at < r.at + 86400000000
        order by m.at, m.external_id limit 1)
from sent_reply r join suggestion s on s.id = r.suggestion_id join conversation c on c.id = r.conversation_id
where r.judged_at >= $1 and r.judged = 'wrong' and not c.sample
order by closed_at desc, id desc limit $2";

pub(super) const LESSONS_REMEMBERED: &str =
    "select id, fate, n, at, by_whom, words from lesson order by at desc, id";

pub(super) const REMEMBER_LESSON: &str = r"
insert into lesson (id, fate, n, at, by_whom, words) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set fate = excluded.fate, n = excluded.n, at = excluded.at,
    by_whom = excluded.by_whom, words = excluded.words";
