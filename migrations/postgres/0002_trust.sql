-- What drafts cost, what owners' decisions say about them, and every version of the articles they rest on.

-- Every call of a model: set aside before it is made, settled after. `settled` is false while it runs, or after a crash.
create table model_call (
    id                text collate "C" primary key,
    conversation_id   text collate "C" not null,
    at                bigint not null,
    model             text collate "C" not null,
    prompt            text collate "C" not null,
    prompt_tokens     bigint not null,
    completion_tokens bigint not null,
    cost_micros       bigint not null,
    settled           boolean not null,
    outcome           text collate "C" not null
);
create index model_call_at on model_call (at);

-- `read_ms`: how long it had been before the owner. `bad`: true or false where the decision says something, null elsewhere.
alter table suggestion add column read_ms bigint;
alter table suggestion add column bad boolean;
alter table suggestion add column label text collate "C";
create index suggestion_labelled on suggestion (closed_at, id) where bad is not null;

-- Which articles a suggestion cites.
create table citation (
    suggestion_id text collate "C" not null,
    slug          text collate "C" not null,
    primary key (suggestion_id, slug)
);
create index citation_slug on citation (slug);

-- The weights of the signals, learned from the owner's decisions; the one of most labels is in force.
create table score_model (
    labels   bigint primary key,
    at       bigint not null,
    weights  text collate "C" not null
);

-- `origin_hash`: what the article's source said when last read, so that an edit here survives until the source changes.
-- `removed`: taken away here, and not to come back unless its source changes.
alter table article add column origin_hash text collate "C" not null default '';
alter table article add column removed boolean not null default false;
alter table article add column by_whom text collate "C";
update article set origin_hash = hash;

create table article_version (
    slug     text collate "C" not null,
    number   bigint not null,
    title    text collate "C" not null,
    source   text collate "C" not null,
    body     text collate "C" not null,
    hash     text collate "C" not null,
    at       bigint not null,
    by_whom  text collate "C",
    primary key (slug, number)
);
insert into article_version (slug, number, title, source, body, hash, at)
select slug, 1, title, source, body, hash, updated_at from article;
