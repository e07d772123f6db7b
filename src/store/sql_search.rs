//! The statements that list, filter and find conversations, and those that make messages findable.
//!
//! Every list walks an index from the newest on and stops early: at a full page, or after so many rows looked at.

/// What is filtered by beside the index that is walked: $1 stage, $2 handling, $3 topic, $4 relay, $6 waiting for a human,
/// $7 rule, $8 rating.
macro_rules! fits {
    () => {
        "($1 = '' or k.stage = $1) and ($2 = '' or k.handling = $2) and ($3 = '' or k.topic = $3)
    and ($4 = '' or k.relay = $4) and (not $6 or k.needs_human)
    and ($7 = '' or exists (select 1 from held_rule r where r.conversation_id = k.id and r.rule = $7))
    and ($8 = '' or coalesce(k.rated, 'none') = $8)"
    };
}

/// The chapter d has the words $5, and no newer one of its conversation that the list reaches ($13) has them.
macro_rules! has {
    (sqlite $doc:literal) => {
        concat!("exists (select 1 from search_words where search_words match $5 and rowid = ", $doc, ")")
    };
    (postgres $doc:literal) => {
        concat!(
            "exists (select 1 from search_words w where w.docid = ",
            $doc,
            " and w.words @@ cast(cast($5 as text) as tsquery))"
        )
    };
}
macro_rules! newest {
    ($db:tt) => {
        concat!(
            "not exists (select 1 from search_doc e where e.conversation_id = d.conversation_id
        and e.docid > d.docid and e.docid < $13 and ",
            has!($db "e.docid"),
            ")"
        )
    };
}

macro_rules! shown {
    ($found:expr) => {
        concat!(
            "select c.state, c.handed_off, f.docid, f.chapter, f.from_at, f.until_at from (",
            $found,
            " limit $12) f join conversation c on c.id = f.conversation_id order by f.docid desc"
        )
    };
}

/// Chapters with the words $5, newest first: from $9 on, before $10, at most $11 of them looked at. $14: the relay's id.
macro_rules! found {
    ($db:tt, $hits:literal) => {
        shown!(concat!(
            "
select d.docid, d.conversation_id, d.chapter, d.from_at, d.until_at
from (",
            $hits,
            ") hit cross join search_doc d cross join conversation k
where d.docid = hit.docid and k.id = d.conversation_id and ",
            fits!(),
            " and ($14 = '' or k.external_id = $14) and ",
            newest!($db)
        ))
    };
}
pub(super) const FOUND_SQLITE: &str = found!(
    sqlite,
    "select rowid as docid from search_words where search_words match $5 and rowid >= $9 and rowid < $10
     order by rowid desc limit $11"
);
/// Among the newest: looked through one by one, which finds common words at once.
pub(super) const FOUND_NEWEST_POSTGRES: &str = found!(
    postgres,
    "select docid from search_words where words @@ cast(cast($5 as text) as tsquery) and docid >= $9 and docid < $10
     order by docid desc limit $11"
);
/// Among all: by the index of words, which knows no order. Left to itself, the planner walks from the newest on,
/// through everything where a word is rare.
pub(super) const FOUND_POSTGRES: &str = found!(
    postgres,
    "with m as materialized (
        select docid from search_words
        where words @@ cast(cast($5 as text) as tsquery) and docid >= $9 and docid < $10)
     select docid from m order by docid desc limit $11"
);

/// The last chapter that was looked at, where $4 and more were.
pub(super) const FOUND_EDGE_SQLITE: &str = r"
select rowid as docid from search_words where search_words match $1 and rowid >= $2 and rowid < $3
order by rowid desc limit 1 offset $4";
pub(super) const FOUND_EDGE_POSTGRES: &str = r"
with m as materialized (
    select docid from search_words
    where words @@ cast(cast($1 as text) as tsquery) and docid >= $2 and docid < $3)
select docid from m order by docid desc limit 1 offset $4";

/// The chapter that so many newer ones stand before: PostgreSQL looks for common words among the newest first.
pub(super) const DOC_BEHIND: &str = r"
select docid from search_doc where docid < $1 order by docid desc limit 1 offset $2";

/// An index of conversations, newest first, and what is asked of it.
pub(super) struct Walk {
    /// A page: $9 not before, then those before $10 and $11, $12 of them looked at, $13 wanted.
    pub list: &'static str,
    /// Where the looking ended: $1 the key, $2 not before, those before $3 and $4, after $5 of them.
    pub edge: &'static str,
    /// The words $5 in all conversations of the index ($14: the key), where those are few ($11).
    pub rare_sqlite: &'static str,
    /// See `rare_sqlite`.
    pub rare_postgres: &'static str,
}

/// $key: what the index is entered by, as what stands before and behind the value.
macro_rules! walk {
    ($from:literal, ($key:literal, $end:literal), $at:literal, $id:literal) => {
        Walk {
            list: concat!(
                "select c.state, c.handed_off from (select k.id from (",
                walk!(inner $from, $key, "$5", $end),
                " and ", $at, " >= $9 and (", $at, ", ", $id, ") < ($10, $11)
    order by ", $at, " desc, ", $id, " desc limit $12) k where ", fits!(), " limit $13) f
join conversation c on c.id = f.id order by c.last_activity desc, c.id desc"
            ),
            edge: concat!(
                "select ", $at, " as last_activity, ", $id, " as id from ", $from, " where ", $key, "$1", $end,
                " and ", $at, " >= $2 and (", $at, ", ", $id, ") < ($3, $4)
order by ", $at, " desc, ", $id, " desc limit 1 offset $5"
            ),
            rare_sqlite: walk!(rare sqlite, walk!(inner $from, $key, "$14", $end), $at, $id),
            rare_postgres: walk!(rare postgres, walk!(inner $from, $key, "$14", $end), $at, $id),
        }
    };
    (inner $from:literal, $key:literal, $value:literal, $end:literal) => {
        concat!(
            "select c.id, c.last_activity, c.stage, c.handling, c.topic, c.relay, c.needs_human, c.rated
    from ", $from, " where ", $key, $value, $end
        )
    };
    (rare $db:tt, $inner:expr, $at:literal, $id:literal) => {
        shown!(concat!(
            "select d.docid, d.conversation_id, d.chapter, d.from_at, d.until_at from (",
            $inner, " order by ", $at, " desc, ", $id, " desc limit $11) k
join search_doc d on d.conversation_id = k.id
where d.docid >= $9 and d.docid < $10 and ", fits!(), " and ", has!($db "d.docid"), " and ", newest!($db),
            " order by d.docid desc"
        ))
    };
}

pub(super) const ALL_OF_THEM: Walk =
    walk!("conversation c", ("cast(", " as text) = ''"), "c.last_activity", "c.id");
pub(super) const WAITING: Walk =
    walk!("conversation c", ("c.needs_human and cast(", " as text) = ''"), "c.last_activity", "c.id");
pub(super) const OF_STAGE: Walk = walk!(
    "conversation c",
    ("c.stage = ", " and c.stage not in ('quiet', 'resolved')"),
    "c.last_activity",
    "c.id"
);
pub(super) const OF_TOPIC: Walk = walk!("conversation c", ("c.topic = ", ""), "c.last_activity", "c.id");
pub(super) const RATED: Walk = walk!("conversation c", ("c.rated = ", ""), "c.last_activity", "c.id");
pub(super) const HELD_BY: Walk = walk!(
    "held_rule h join conversation c on c.id = h.conversation_id",
    ("h.rule = ", ""),
    "h.last_activity",
    "h.conversation_id"
);
pub(super) const OF_EXTERNAL_ID: Walk =
    walk!("conversation c", ("c.external_id = ", ""), "c.last_activity", "c.id");

/// What there is to choose from, by a jump from each value to the next.
macro_rules! values_of {
    ($column:literal, $table:literal) => {
        concat!(
            "with recursive v(value) as (
    select min(",
            $column,
            ") from ",
            $table,
            " where ",
            $column,
            " is not null union all
    select (select min(t.",
            $column,
            ") from ",
            $table,
            " t where t.",
            $column,
            " > v.value)
    from v where v.value is not null)
select value from v where value is not null limit $1"
        )
    };
}
pub(super) const TOPICS: &str = values_of!("topic", "conversation");
pub(super) const RELAYS: &str = values_of!("relay", "conversation");
pub(super) const RULES_THAT_HELD: &str = values_of!("rule", "held_rule");

/// Kept once: an edit changes its words. It counts once too, and an answer that turns out to be a draft's becomes one.
pub(super) const PUT_MESSAGE: &str = r"
insert into message (conversation_id, external_id, author, kind, private, body, at,
                     suggestion_id, action_id, by_whom, chapter, episode_id, counted_at, counted_as, template)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (conversation_id, external_id) do update set
    body = case when message.kind = excluded.kind and excluded.at < message.at then message.body
                else excluded.body end,
    author = excluded.author, kind = excluded.kind,
    suggestion_id = coalesce(message.suggestion_id, excluded.suggestion_id),
    action_id = coalesce(message.action_id, excluded.action_id),
    episode_id = coalesce(message.episode_id, excluded.episode_id),
    counted_at = coalesce(message.counted_at, excluded.counted_at),
    counted_as = coalesce(excluded.counted_as, message.counted_as),
    template = coalesce(excluded.template, message.template)
where (message.kind = excluded.kind and excluded.at >= message.at) or excluded.counted_as is not null
returning chapter";

pub(super) const LAST_CHAPTER: &str = r"
select docid, chapter, from_at, until_at, messages, letters from search_doc
where conversation_id = $1 order by chapter desc limit 1";

pub(super) const CHAPTER: &str = r"
select docid, chapter, from_at, until_at, messages, letters from search_doc
where conversation_id = $1 and chapter = $2";

pub(super) const CHAPTER_MESSAGES: &str = r"
select external_id, author, kind, private, body, at, suggestion_id, action_id, by_whom
from message where conversation_id = $1 and at >= $2 and at <= $3 and chapter = $4 order by at, external_id";

/// Its words go with it.
pub(super) const DROP_DOC: &str = "delete from search_doc where docid = $1";

pub(super) const ADD_DOC: &str = r"
insert into search_doc (docid, conversation_id, chapter, from_at, until_at, messages, letters)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (docid) do nothing";

pub(super) const ADD_WORDS_SQLITE: &str = "insert into search_words (rowid, words) values ($1, $2)";
pub(super) const ADD_WORDS_POSTGRES: &str = r"
insert into search_words (docid, words) values ($1, array_to_tsvector(string_to_array($2, ' ')))";

/// Orders us against whoever decides about the conversation.
pub(super) const HOLD_LANE: &str = "update lane set token = token where conversation_id = $1";

pub(super) const STALE_CHAPTERS: &str = r"
select conversation_id, chapter from search_doc where stale order by docid limit $1";

pub(super) const UNREAD: &str = r"
select distinct conversation_id from message where chapter is null order by conversation_id limit $1";

pub(super) const UNREAD_OF: &str = r"
select external_id, at from message where conversation_id = $1 and chapter is null order by at, external_id limit $2";

pub(super) const ASSIGN_CHAPTER: &str = r"
update message set chapter = $3 where conversation_id = $1 and external_id = $2";

pub(super) const ADD_HELD_RULE: &str = r"
insert into held_rule (conversation_id, rule, last_activity) values ($1, $2, $3)
on conflict (conversation_id, rule) do nothing";

pub(super) const MOVE_HELD_RULES: &str =
    "update held_rule set last_activity = $2 where conversation_id = $1 and last_activity <> $2";

pub(super) const SET_RATED: &str = r"
update conversation set rated = (
    select case when r.score <= 2 then 'low' when r.score = 3 then 'middle' else 'high' end
    from rating r where r.conversation_id = $1 and r.instrument = 'csat' order by r.at desc limit 1)
where id = $1";
