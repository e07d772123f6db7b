-- What conversations are searched and filtered by.

-- Messages of a conversation are found by chapters of some 30; null: not yet made findable.
alter table message add column chapter bigint;
create index message_unread on message (conversation_id) where chapter is null;

-- One row a chapter. `docid`: the second of its last activity, ten bits to tell chapters of a second apart, so that newer
-- ones are greater. `from_at`, `until_at`: the times of its messages. `stale`: something was taken away or changed.
create table search_doc (
    docid           bigint primary key,
    conversation_id text collate "C" not null,
    chapter         bigint not null,
    from_at         bigint not null,
    until_at        bigint not null,
    messages        bigint not null,
    letters         bigint not null,
    stale           boolean not null default false
);
create unique index search_doc_chapter on search_doc (conversation_id, chapter);
create index search_doc_stale on search_doc (docid) where stale;

-- The words of a chapter, folded by us.
create table search_words (
    docid bigint primary key references search_doc (docid) on delete cascade,
    words tsvector not null
);
create index search_words_words on search_words using gin (words) with (gin_pending_list_limit = 1024);

-- Whoever deletes or changes a message: its old words are found no more, at once.
create function message_unfound() returns trigger language plpgsql as $$
begin
    update search_doc set stale = true where conversation_id = old.conversation_id and chapter = old.chapter;
    delete from search_words where docid in (
        select docid from search_doc where conversation_id = old.conversation_id and chapter = old.chapter);
    return null;
end $$;
create trigger message_gone after delete on message for each row
when (old.chapter is not null) execute function message_unfound();
create trigger message_changed after update of body on message for each row
when (old.body <> new.body and old.chapter is not null) execute function message_unfound();

-- `rated`: the visitor's last score: `low` (1, 2), `middle` (3), `high` (4, 5). `held_rule`: every rule that ever held a turn,
-- with the conversation's last activity.
alter table conversation add column rated text collate "C";
alter table conversation add column was_held boolean not null default false;
create table held_rule (
    conversation_id text collate "C" not null references conversation (id) on delete cascade,
    rule            text collate "C" not null,
    last_activity   bigint not null,
    primary key (conversation_id, rule)
);
create index held_rule_activity on held_rule (rule, last_activity, conversation_id);

insert into held_rule (conversation_id, rule, last_activity)
select distinct e.conversation_id, r.value, c.last_activity
from episode e join conversation c on c.id = e.conversation_id, json_array_elements_text(e.held_rules::json) r
where e.held;
update conversation set was_held = true where id in (select conversation_id from held_rule);
update conversation set rated = (
    select case when r.score <= 2 then 'low' when r.score = 3 then 'middle' else 'high' end
    from rating r where r.conversation_id = conversation.id and r.instrument = 'csat' order by r.at desc limit 1)
where id in (select conversation_id from rating where instrument = 'csat');

-- All that is filtered by, in the order of the list: a filter is tried without a look at the rows.
drop index conversation_activity;
create index conversation_activity
    on conversation (last_activity, id, stage, handling, topic, relay, needs_human, rated);
create index conversation_stage on conversation (stage, last_activity, id) where stage not in ('quiet', 'resolved');
create index conversation_topic on conversation (topic, last_activity, id) where topic is not null;
create index conversation_rated on conversation (rated, last_activity, id) where rated is not null;
create index conversation_external_id on conversation (external_id);
