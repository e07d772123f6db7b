-- What falls back to suggestions because the lottery showed that AI harms there. `topic` is empty for everything;
-- `evidence` is what was seen when it began. Open until it is no longer shown; an owner may send all the same meanwhile.
create table fall_back (
    seq           bigint generated always as identity primary key,
    topic         text collate "C" not null,
    since         bigint not null,
    evidence      text collate "C" not null,
    overridden_by text collate "C",
    overridden_at bigint,
    why           text collate "C",
    closed_at     bigint
);
create unique index fall_back_open on fall_back (topic) where closed_at is null;
