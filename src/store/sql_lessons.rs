//! The statements about what decisions teach.

/// The newest decisions since a time that cannot be undone any more.
pub(super) const DECISIONS: &str = r"
select s.id, s.conversation_id, s.state, s.draft, s.turn_text, s.closed_at, s.reject_reason, s.edited_text
from suggestion s join conversation c on c.id = s.conversation_id
where s.closed_at >= $1 and s.state in ('approved', 'edited', 'rejected') and not c.sample and c.stage <> 'holding'
order by s.closed_at desc, s.id desc limit $2";

pub(super) const LESSONS_REMEMBERED: &str =
    "select id, fate, n, at, by_whom, words from lesson order by at desc, id";

pub(super) const REMEMBER_LESSON: &str = r"
insert into lesson (id, fate, n, at, by_whom, words) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set fate = excluded.fate, n = excluded.n, at = excluded.at,
    by_whom = excluded.by_whom, words = excluded.words";
