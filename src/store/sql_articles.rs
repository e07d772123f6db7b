//! The statements about articles.

pub(super) const ARTICLES: &str = r"
select slug, title, source, body, hash, updated_at, by_whom from article where not removed order by slug";

pub(super) const ARTICLE_SOURCES: &str = "select slug, source from article order by slug";

pub(super) const ARTICLE: &str = r"
select slug, title, source, body, hash, updated_at, by_whom from article where slug = $1 and not removed";

/// What is edited or removed here stays so while its source says what it said.
/// A file that only moved says what it said: its words are as old as they were.
pub(super) const PUT_ARTICLE: &str = r"
insert into article (slug, title, source, body, hash, updated_at, origin_hash, removed)
values ($1, $2, $3, $4, $5, $6, $5, false)
on conflict (slug) do update set title = excluded.title, source = excluded.source, body = excluded.body,
    hash = excluded.hash, origin_hash = excluded.origin_hash, removed = false, by_whom = null,
    updated_at = case when article.hash = excluded.hash and not article.removed
                      then article.updated_at else excluded.updated_at end
where article.origin_hash <> excluded.origin_hash or article.source <> excluded.source";

pub(super) const NEW_ARTICLE: &str = r"
insert into article (slug, title, source, body, hash, updated_at, by_whom, removed)
values ($1, $2, $3, $4, $5, $6, $7, false)
on conflict (slug) do update set title = excluded.title, source = excluded.source, body = excluded.body,
    hash = excluded.hash, updated_at = excluded.updated_at, by_whom = excluded.by_whom, removed = false
where article.removed";

pub(super) const EDIT_ARTICLE: &str = r"
update article set title = $2, body = $3, hash = $4, updated_at = $5, by_whom = $6
where slug = $1 and hash = $7 and not removed";

pub(super) const FORGET_ARTICLE: &str = "delete from article where slug = $1";

pub(super) const REMOVE_ARTICLE: &str = r"
update article set removed = true, updated_at = $2 where slug = $1 and not removed and ($3 = '' or hash = $3)";

pub(super) const ADD_ARTICLE_VERSION: &str = r"
insert into article_version (slug, number, title, source, body, hash, at, by_whom)
select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from article_version where slug = $1";

pub(super) const ARTICLE_VERSIONS: &str = r"
select slug, number, title, source, body, hash, at, by_whom from article_version
where slug = $1 order by number desc limit $2";

/// Every write adds a version, whatever the clock of whoever wrote it says.
pub(super) const ARTICLES_VERSION: &str = r"
select count(*), coalesce(max(updated_at), 0), coalesce(min(hash), ''), coalesce(max(hash), ''),
       cast(coalesce(sum(case when removed then 1 else 0 end), 0) as bigint),
       (select count(*) from article_version) from article";

pub(super) const ARTICLE_USES: &str = r"
select k.slug, count(*) as suggested,
       cast(sum(case when s.state in ('approved', 'edited') then 1 else 0 end) as bigint) as sent,
       cast(sum(case when s.bad is null then 0 else 1 end) as bigint) as judged,
       cast(sum(case when s.bad is null or s.bad then 0 else 1 end) as bigint) as good,
       cast(sum(case when s.reject_reason = 'outdated_source' then 1 else 0 end) as bigint) as outdated,
       max(s.created_at) as last_cited
from citation k join suggestion s on s.id = k.suggestion_id join conversation c on c.id = s.conversation_id
where s.created_at >= $1 and not c.sample group by k.slug order by k.slug";
