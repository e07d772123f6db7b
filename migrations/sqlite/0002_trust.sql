-- What drafts cost, what owners' decisions say about them, and every version of the articles they rest on.

-- Every call of a model: set aside before it is made, settled after. `settled` is false while it runs, or after a crash.
create table model_call (
    id                text primary key,
    conversation_id   text not null,
    at                integer not null,
    model             text not null,
    prompt            text not null,
    prompt_tokens     integer not null,
    completion_tokens integer not null,
    cost_micros       integer not null,
    settled           integer not null,
    outcome           text not null
) strict;
create index model_call_at on model_call (at);

-- `read_ms`: how long it had been before the owner. `bad`: true or false where the decision says something, null elsewhere.
alter table suggestion add column read_ms integer;
alter table suggestion add column bad integer;
alter table suggestion add column label text;
create index suggestion_labelled on suggestion (closed_at, id) where bad is not null;

-- Which articles a suggestion cites.
create table citation (
    suggestion_id text not null,
    slug          text not null,
    primary key (suggestion_id, slug)
) strict;
create index citation_slug on citation (slug);

-- The weights of the signals, learned from the owner's decisions; the one of most labels is in force.
create table score_model (
    labels   integer primary key,
    at       integer not null,
    weights  text not null
) strict;

-- `origin_hash`: what the article's source said when last read, so that an edit here survives until the source changes.
-- `removed`: taken away here, and not to come back unless its source changes.
alter table article add column origin_hash text not null default '';
alter table article add column removed integer not null default 0;
alter table article add column by_whom text;
update article set origin_hash = hash;

create table article_version (
    slug     text not null,
    number   integer not null,
    title    text not null,
    source   text not null,
    body     text not null,
    hash     text not null,
    at       integer not null,
    by_whom  text,
    primary key (slug, number)
) strict;
insert into article_version (slug, number, title, source, body, hash, at)
select slug, 1, title, source, body, hash, updated_at from article;
