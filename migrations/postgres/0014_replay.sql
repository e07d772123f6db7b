-- Replays of the past. `open` is 1 while one waits or runs, and null afterwards: there is at most one such row. `beat_at`: when
-- whoever works on it last said so. `tried` and `result` are JSON.
create table replay (
    id       text collate "C" primary key,
    at       bigint not null,
    by_whom  text collate "C" not null,
    tried    text collate "C" not null,
    state    text collate "C" not null,
    open     bigint unique,
    done     bigint not null,
    total    bigint not null,
    beat_at  bigint not null,
    ended_at bigint,
    error    text collate "C",
    result   text collate "C"
);
create index replay_at on replay (at, id);

-- What a drafter answered in a replay, by a hash of all that it was asked: the same replay again asks nobody.
create table replay_answer (
    key    text collate "C" primary key,
    at     bigint not null,
    answer text collate "C" not null
);
