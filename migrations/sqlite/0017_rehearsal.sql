-- Rehearsals: sittings in which past questions are judged. `open` is 1 until one is ended, and null afterwards: there is at
-- most one such row.
create table sitting (
    id       text primary key,
    at       integer not null,
    by_whom  text not null,
    open     integer unique,
    ended_at integer
) strict;
create index sitting_at on sitting (at, id);

-- A past question of a sitting. `asked` (JSON) is all that its draft depends on. `state`: waiting, skipped (`why`), ready,
-- judged. `alpha` (percent) and `epoch` say which gate its draft met, and when. `bad` and `label` are null where the judgement
-- says nothing.
create table sitting_question (
    id              text primary key,
    sitting_id      text not null references sitting (id),
    place           integer not null,
    conversation_id text not null,
    asked           text not null,
    alpha           integer not null,
    state           text not null,
    claimed_until   integer not null,
    epoch           integer,
    draft           text,
    why             text,
    judgement       text,
    reason          text,
    bad             integer,
    label           text,
    judged_by       text,
    judged_at       integer
) strict;
create unique index sitting_question_place on sitting_question (sitting_id, place);
create index sitting_question_waiting on sitting_question (place, id) where state = 'waiting';
create index sitting_question_conversation on sitting_question (conversation_id) where bad is not null;
