-- What conversations are searched and filtered by.

-- Messages of a conversation are found by chapters of some 30; null: not yet made findable.
alter table message add column chapter integer;
create index message_unread on message (conversation_id) where chapter is null;

-- One row a chapter. `docid`: the second of its last activity, ten bits to tell chapters of a second apart, so that newer
-- ones are greater. `from_at`, `until_at`: the times of its messages. `stale`: something was taken away or changed.
create table search_doc (
    docid           integer primary key,
    conversation_id text not null,
    chapter         integer not null,
    from_at         integer not null,
    until_at        integer not null,
    messages        integer not null,
    letters         integer not null,
    stale           integer not null default 0
) strict;
create unique index search_doc_chapter on search_doc (conversation_id, chapter);
create index search_doc_stale on search_doc (docid) where stale;

-- The words of a chapter, folded by us: the tokenizer only splits at blanks. No copy of the words is kept.
create virtual table search_words using fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- Whoever deletes or changes a message: its old words are found no more, at once.
create trigger search_doc_gone after delete on search_doc begin
    delete from search_words where rowid = old.docid;
end;
create trigger message_gone after delete on message when old.chapter is not null begin
    update search_doc set stale = 1 where conversation_id = old.conversation_id and chapter = old.chapter;
    delete from search_words where rowid in (
        select docid from search_doc where conversation_id = old.conversation_id and chapter = old.chapter);
end;
create trigger message_changed after update of body on message
when old.body <> new.body and old.chapter is not null begin
    update search_doc set stale = 1 where conversation_id = old.conversation_id and chapter = old.chapter;
    delete from search_words where rowid in (
        select docid from search_doc where conversation_id = old.conversation_id and chapter = old.chapter);
end;

-- `rated`: the visitor's last score: `low` (1, 2), `middle` (3), `high` (4, 5). `held_rule`: every rule that ever held a turn,
-- with the conversation's last activity.
alter table conversation add column rated text;
alter table conversation add column was_held integer not null default 0;
create table held_rule (
    conversation_id text not null references conversation (id) on delete cascade,
    rule            text not null,
    last_activity   integer not null,
    primary key (conversation_id, rule)
) strict;
create index held_rule_activity on held_rule (rule, last_activity, conversation_id);

insert into held_rule (conversation_id, rule, last_activity)
select distinct e.conversation_id, r.value, c.last_activity
from episode e join conversation c on c.id = e.conversation_id, json_each(e.held_rules) r
where e.held;
update conversation set was_held = 1 where id in (select conversation_id from held_rule);
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
