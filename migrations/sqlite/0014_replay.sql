-- Replays of the past. `open` is 1 while one waits or runs, and null afterwards: there is at most one such row. `beat_at`: when
-- whoever works on it last said so. `tried` and `result` are JSON.
create table replay (
    id       text primary key,
    at       integer not null,
    by_whom  text not null,
    tried    text not null,
    state    text not null,
    open     integer unique,
    done     integer not null,
    total    integer not null,
    beat_at  integer not null,
    ended_at integer,
    error    text,
    result   text
) strict;
create index replay_at on replay (at, id);

-- What a drafter answered in a replay, by a hash of all that it was asked: the same replay again asks nobody.
create table replay_answer (
    key    text primary key,
    at     integer not null,
    answer text not null
) strict;
