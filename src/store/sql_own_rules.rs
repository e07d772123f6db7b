//! The statements behind the owner's own rules.

macro_rules! own_rules {
    ($rest:literal) => {
        concat!("select number, body, may_soften, reason, by_whom, at from own_rules ", $rest)
    };
}

pub(super) const OWN_RULES: &str = own_rules!("order by number desc limit $1");
pub(super) const OWN_RULES_VERSION: &str = own_rules!("where number = $1");

/// The next number and no other.
pub(super) const ADD_OWN_RULES: &str = r"
insert into own_rules (number, body, may_soften, reason, by_whom, at)
select cast($1 as bigint), $2, $3, $4, $5, cast($6 as bigint)
where cast($1 as bigint) = (select coalesce(max(number), 0) + 1 from own_rules)
on conflict (number) do nothing";

/// The newest verdicts since a time, newest first.
pub(super) const PAST_TURNS_NEWEST: &str = r"
select conversation_id, message_ids, held from screening where at >= $1 order by at desc, id desc limit $2";
