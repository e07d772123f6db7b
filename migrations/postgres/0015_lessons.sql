-- What became of lessons that owners' edits and rejects teach: dismissed, or adopted. `id` is a hash of what the lesson says;
-- `n` is how many decisions it rested on then: a dismissed one comes back with twice as many.
create table lesson (
    id      text collate "C" primary key,
    fate    text collate "C" not null,
    n       bigint not null,
    at      bigint not null,
    by_whom text collate "C" not null,
    words   text collate "C" not null
);

-- Decisions by their time: what is learned from is the newest.
create index suggestion_closed on suggestion (closed_at, id) where closed_at is not null;
