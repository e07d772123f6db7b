-- What became of lessons that owners' edits and rejects teach: dismissed, or adopted. `id` is a hash of what the lesson says;
-- `n` is how many decisions it rested on then: a dismissed one comes back with twice as many.
create table lesson (
    id      text primary key,
    fate    text not null,
    n       integer not null,
    at      integer not null,
    by_whom text not null,
    words   text not null
) strict;

-- Decisions by their time: what is learned from is the newest.
create index suggestion_closed on suggestion (closed_at, id) where closed_at is not null;
