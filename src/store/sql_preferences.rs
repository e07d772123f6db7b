//! The statements about what owners chose on a page.

pub(super) const CHOSEN: &str =
    "select version, chosen, at, by_whom from preferences order by version desc limit 1";

/// Nothing is written when it is not the version after the newest, or somebody else makes it at the same moment.
pub(super) const CHOOSE: &str = r"
insert into preferences (version, chosen, at, by_whom)
select cast($1 as bigint), $2, cast($3 as bigint), $4
where cast($1 as bigint) = (select coalesce(max(version), 0) + 1 from preferences)
on conflict do nothing";
