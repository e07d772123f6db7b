//! What visitors asked and no article answered.

/// The last words of the visitor before a chat went to a human because the draft was not sure enough. The relay's clock may
/// run a minute before ours.
pub(super) const UNANSWERED: &str = r"
select k.at, k.conversation_id, e.topic,
       (select m.body from message m
        where m.conversation_id = k.conversation_id and m.author = 'visitor' and m.at <= k.at + 60000000
        order by m.at desc, m.external_id desc limit 1) as question
from episode e join episode_mark k on k.conversation_id = e.conversation_id and k.episode_id = e.id
where e.started_at >= $1 and e.started_at < $2 and e.handoff = 'low_confidence' and k.kind = 'handed_off'
order by k.at desc, k.id desc limit $3";
