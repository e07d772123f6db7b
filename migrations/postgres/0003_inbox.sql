-- What the inbox is ordered by, and what visitors were promised.

-- `waiting_since`: when the open turn began. `promised_until`: the time told to its visitor. `urgent`: somebody may be in danger.
alter table conversation add column waiting_since bigint;
alter table conversation add column promised_until bigint;
alter table conversation add column urgent boolean not null default false;
create index conversation_holding on conversation (updated_at) where stage = 'holding';

-- A visitor was told that somebody will answer. `until` is null where no time could be given; `kept` is null while open,
-- and where nobody needed an answer any more.
create table promise (
    conversation_id text collate "C" not null,
    told_at         bigint not null,
    until           bigint,
    answered_at     bigint,
    ended_at        bigint,
    kept            boolean,
    sample          boolean not null,
    primary key (conversation_id, told_at)
);
create index promise_told on promise (told_at);
create index promise_open on promise (told_at) where ended_at is null;
