//! The statements about what owners chose on a page.

pub(super) const CHOSEN: &str =
    "select version, chosen, at, by_whom from preferences order by version desc limit 1";

/// Nothing is written when somebody else has made this version.
pub(super) const CHOOSE: &str = r"
insert into preferences (version, chosen, at, by_whom) values ($1, $2, $3, $4) on conflict do nothing";
