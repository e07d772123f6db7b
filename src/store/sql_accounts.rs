//! The statements of accounts and of the list of what people did.

pub(super) const ADD_NOTE: &str = r"
insert into audit (at, by_whom, what, subject, detail, reason) values ($1, $2, $3, $4, $5, $6)";
pub(super) const NOTES: &str = r"
select id, at, by_whom, what, subject, detail, reason from audit
where id < $1 and ($2 = '' or by_whom = $2) and ($3 = '' or substr(what, 1, length($3)) = $3)
order by id desc limit $4";
