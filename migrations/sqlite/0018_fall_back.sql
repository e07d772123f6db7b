-- What falls back to suggestions because the lottery showed that AI harms there. `topic` is empty for everything;
-- `evidence` is what was seen when it began. Open until it is no longer shown; an owner may send all the same meanwhile.
create table fall_back (
    seq           integer primary key autoincrement,
    topic         text not null,
    since         integer not null,
    evidence      text not null,
    overridden_by text,
    overridden_at integer,
    why           text,
    closed_at     integer
) strict;
create unique index fall_back_open on fall_back (topic) where closed_at is null;
