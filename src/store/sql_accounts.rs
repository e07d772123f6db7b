//! The statements of people, their sessions, keys for the API, and of the list of what people did.

pub(super) const ADD_NOTE: &str = r"
insert into audit (at, by_whom, what, subject, detail, reason) values ($1, $2, $3, $4, $5, $6)";
pub(super) const NOTES: &str = r"
select id, at, by_whom, what, subject, detail, reason from audit
where id < $1 and ($2 = '' or by_whom = $2) and ($3 = '' or substr(what, 1, length($3)) = $3)
order by id desc limit $4";

macro_rules! user_rows {
    ($rest:literal) => {
        concat!(
            r"
select id, email, name, role, password_hash, created_at, last_sign_in_at, totp_secret, totp_since from app_user ",
            $rest
        )
    };
}

pub(super) const USERS: &str = user_rows!("order by created_at, id");
pub(super) const USER_BY_EMAIL: &str = user_rows!("where email = $1");
pub(super) const USER: &str = user_rows!("where id = $1");
pub(super) const ADD_USER: &str = r"
insert into app_user (id, email, name, role, password_hash, created_at)
values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
pub(super) const RENAME_USER: &str = "update app_user set name = $2 where id = $1";
pub(super) const SET_ROLE: &str = "update app_user set role = $2 where id = $1";
pub(super) const SET_PASSWORD: &str = "update app_user set password_hash = $2 where id = $1";
pub(super) const SIGNED_IN: &str = "update app_user set last_sign_in_at = $2 where id = $1";
pub(super) const REMOVE_USER: &str = "delete from app_user where id = $1";
/// Held to the end of the transaction: two who take an owner away wait for each other. SQLite has one writer anyway.
pub(super) const LOCK_OWNERS_POSTGRES: &str = "select pg_advisory_xact_lock(72061992084439042)";
/// Held to the end of the transaction: two who choose a name wait for each other.
pub(super) const LOCK_NAMES_POSTGRES: &str = "select pg_advisory_xact_lock(72061992084439043)";
pub(super) const NAMES: &str = "select id, email, name from app_user";
pub(super) const TOKEN_NAMES: &str = "select name from api_token";
pub(super) const OTHER_OWNERS: &str = "select count(*) from app_user where role = 'owner' and id <> $1";

pub(super) const OFFER_SECOND_FACTOR: &str =
    "update app_user set totp_secret = $2 where id = $1 and totp_since is null";
pub(super) const CONFIRM_SECOND_FACTOR: &str = r"
update app_user set totp_since = $2, totp_step = $3 where id = $1 and totp_since is null and totp_secret = $4";
pub(super) const REMOVE_SECOND_FACTOR: &str = r"
update app_user set totp_secret = null, totp_since = null where id = $1 and totp_since is not null";
pub(super) const HAS_SECOND_FACTOR: &str =
    "select count(*) from app_user where id = $1 and totp_since is not null";
/// The step stays when a second factor goes: no code that was used is taken again under the same secret.
pub(super) const USE_STEP: &str = r"
update app_user set totp_step = $2 where id = $1 and totp_step < $2 and totp_since is not null";
pub(super) const ADD_RECOVERY_CODE: &str = "insert into recovery_code (user_id, code_hash) values ($1, $2)";
pub(super) const USE_RECOVERY_CODE: &str = "delete from recovery_code where user_id = $1 and code_hash = $2";
pub(super) const FORGET_RECOVERY_CODES: &str = "delete from recovery_code where user_id = $1";
pub(super) const COUNT_RECOVERY_CODES: &str = "select count(*) from recovery_code where user_id = $1";

pub(super) const ADD_SESSION: &str = r"
insert into session (token_hash, user_id, csrf, created_at, expires_at, last_used_at, browser, began_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(super) const SESSION: &str = r"
select token_hash, user_id, csrf, created_at, expires_at, last_used_at, browser, began_by from session
where token_hash = $1 and expires_at > $2 and last_used_at > $3";
pub(super) const SESSIONS_OF: &str = r"
select token_hash, user_id, csrf, created_at, expires_at, last_used_at, browser, began_by from session
where user_id = $1 and expires_at > $2 and last_used_at > $3 order by last_used_at desc, token_hash limit 100";
pub(super) const TOUCH_SESSION: &str =
    "update session set last_used_at = $2 where token_hash = $1 and last_used_at < $2";
pub(super) const END_SESSION: &str = "delete from session where token_hash = $1";
pub(super) const END_OWN_SESSION: &str = "delete from session where user_id = $1 and token_hash = $2";
pub(super) const END_SESSIONS_OF: &str = "delete from session where user_id = $1 and token_hash <> $2";
pub(super) const SWEEP_SESSIONS: &str = "delete from session where expires_at <= $1";

pub(super) const ADD_HALF: &str =
    "insert into signin_half (token_hash, user_id, began_by, expires_at) values ($1, $2, $3, $4)";
pub(super) const HALF: &str = r"
select token_hash, user_id, began_by, expires_at from signin_half where token_hash = $1 and expires_at > $2";
pub(super) const END_HALF: &str = "delete from signin_half where token_hash = $1";
pub(super) const END_HALVES_OF: &str = "delete from signin_half where user_id = $1";
pub(super) const SWEEP_HALVES: &str = "delete from signin_half where expires_at <= $1";

pub(super) const ADD_LINK: &str =
    "insert into signin_link (token_hash, user_id, expires_at) values ($1, $2, $3)";
pub(super) const USE_LINK: &str =
    "delete from signin_link where token_hash = $1 and expires_at > $2 returning user_id";
pub(super) const END_LINKS_OF: &str = "delete from signin_link where user_id = $1";

/// A window that is over begins afresh.
pub(super) const COUNT_TRY: &str = r"
insert into signin_try (key, began_at, tries) values ($1, $2, 1)
on conflict (key) do update set
  tries = case when signin_try.began_at <= $3 then 1 else signin_try.tries + 1 end,
  began_at = case when signin_try.began_at <= $3 then excluded.began_at else signin_try.began_at end
returning tries";
pub(super) const SWEEP_TRIES_SQLITE: &str = "delete from signin_try where began_at <= $1 and key <> $2";
/// Never waits: a row that somebody else counts in, or sweeps, is theirs.
pub(super) const SWEEP_TRIES_POSTGRES: &str = r"
delete from signin_try where key in
  (select key from signin_try where began_at <= $1 and key <> $2 order by key for update skip locked)";
pub(super) const FORGIVE: &str = "delete from signin_try where key = $1";
pub(super) const FORGIVE_ONE: &str = "update signin_try set tries = tries - 1 where key = $1 and tries > 0";

macro_rules! token_rows {
    ($rest:literal) => {
        concat!("select token_hash, name, scopes, created_at, made_by, last_used_at from api_token ", $rest)
    };
}

/// Nothing where the owner who makes it is one no more.
pub(super) const ADD_TOKEN: &str = r"
insert into api_token (token_hash, name, scopes, created_at, made_by)
select $1, $2, $3, cast($4 as bigint), $5
where $5 not like '%@%' or exists (select 1 from app_user where email = $5 and role = 'owner')";
pub(super) const TOKEN: &str = token_rows!("where token_hash = $1");
pub(super) const TOKENS: &str = token_rows!("order by created_at desc, token_hash");
pub(super) const TOUCH_TOKEN: &str = r"
update api_token set last_used_at = $2 where token_hash = $1 and (last_used_at is null or last_used_at < $2)";
/// Keys made by commands are nobody's: `made_by` is no e-mail there.
pub(super) const REVOKE_TOKENS_OF: &str =
    "delete from api_token where made_by = (select email from app_user where id = $1)";
pub(super) const REVOKE_TOKEN: &str = "delete from api_token where token_hash = $1";
