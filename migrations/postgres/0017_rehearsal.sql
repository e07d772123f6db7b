-- Rehearsals: sittings in which past questions are judged. `open` is 1 until one is ended, and null afterwards: there is at
-- most one such row.
create table sitting (
    id       text collate "C" primary key,
    at       bigint not null,
    by_whom  text collate "C" not null,
    open     bigint unique,
    ended_at bigint
);
create index sitting_at on sitting (at, id);

-- A past question of a sitting. `asked` (JSON) is all that its draft depends on. `state`: waiting, skipped (`why`), ready,
-- judged. `alpha` (percent) and `epoch` say which gate its draft met, and when. `bad` and `label` are null where the judgement
-- says nothing.
create table sitting_question (
    id              text collate "C" primary key,
    sitting_id      text collate "C" not null references sitting (id),
    place           bigint not null,
    conversation_id text collate "C" not null,
    asked           text collate "C" not null,
    alpha           bigint not null,
    state           text collate "C" not null,
    claimed_until   bigint not null,
    epoch           bigint,
    draft           text collate "C",
    why             text collate "C",
    judgement       text collate "C",
    reason          text collate "C",
    bad             boolean,
    label           text collate "C",
    judged_by       text collate "C",
    judged_at       bigint
);
create unique index sitting_question_place on sitting_question (sitting_id, place);
create index sitting_question_waiting on sitting_question (place, id) where state = 'waiting';
create index sitting_question_conversation on sitting_question (conversation_id) where bad is not null;
