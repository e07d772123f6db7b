-- Who did what; second factors; sessions that can be seen and ended; tokens with scopes; sign-in tries that outlive a restart.

-- Append-only: no statement of ours changes or removes a row. `detail` is a JSON object and holds no secrets.
create table audit (
    id      bigint generated always as identity primary key,
    at      bigint not null,
    by_whom text collate "C" not null,
    what    text collate "C" not null,
    subject text collate "C" not null,
    detail  text collate "C" not null,
    reason  text collate "C"
);
create index audit_by_whom on audit (by_whom, id);

-- `totp_secret` without `totp_since` was shown and not yet confirmed. `totp_step` is the last step a code was used for.
alter table app_user add column totp_secret text collate "C";
alter table app_user add column totp_since bigint;
alter table app_user add column totp_step bigint not null default 0;
alter table app_user add column last_sign_in_at bigint;

create table recovery_code (
    user_id   text collate "C" not null references app_user (id),
    code_hash text collate "C" not null,
    primary key (user_id, code_hash)
);

-- `began_by`: `password`, `link` or `demo`.
alter table session add column last_used_at bigint not null default 0;
alter table session add column browser text collate "C" not null default '';
alter table session add column began_by text collate "C" not null default 'password';
update session set last_used_at = created_at;
create index session_of on session (user_id);

-- Password or link was right; the second factor is still to come.
create table signin_half (
    token_hash text collate "C" primary key,
    user_id    text collate "C" not null references app_user (id),
    began_by   text collate "C" not null,
    expires_at bigint not null
);

-- Scopes are words with spaces between them; `full` is all there are, also those to come.
alter table api_token add column scopes text collate "C" not null default 'full';
alter table api_token add column made_by text collate "C" not null default '';
alter table api_token add column last_used_at bigint;

-- How often somebody tried, by a hash of who: an e-mail, an address, a second factor.
create table signin_try (
    key      text collate "C" primary key,
    began_at bigint not null,
    tries    bigint not null
);
create index signin_try_began on signin_try (began_at);
