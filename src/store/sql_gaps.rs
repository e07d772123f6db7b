//! What visitors asked and no article answered.

/// The last words of the visitor before a draft that was not fit to be a reply, or before nothing was found ($3 is the
/// outcome that says so). The relay's clock may run a minute before ours.
pub(super) const UNANSWERED: &str = r"
select d.at, d.conversation_id, e.topic,
       (select m.body from message m
        where m.conversation_id = d.conversation_id and m.author = 'visitor' and m.at <= d.at + 60000000
        order by m.at desc, m.external_id desc limit 1) as question
from episode e join draft_answer d on d.conversation_id = e.conversation_id and d.episode_id = e.id
where e.started_at >= $1 and e.started_at < $2
  and not (e.sample and exists (select 1 from conversation c where c.id = e.conversation_id
                                and c.external_id like 'banister-check-%'))
  and e.handoff in ('low_confidence', 'draft_unbacked', 'no_draft') and d.outcome in ('findings', $3)
order by d.at desc, d.order_id desc limit $4";
