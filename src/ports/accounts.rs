//! Who may come in: people, their sessions and second factors, and keys for the API. Secrets are kept as hashes, all but
//! the second factor's, which has to be computed with.

use std::fmt;

use async_trait::async_trait;

use super::audit::Note;
use super::rights::{Role, Scopes};
use super::store::StoreError;
use crate::domain::Timestamp;

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Row id.
    pub id: String,
    /// What they sign in with, lower case.
    pub email: String,
    /// What colleagues read.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id, PHC string; empty while they have set no password.
    pub password_hash: String,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// The second factor, once there is one.
    pub second_factor: Option<SecondFactor>,
}

/// The secret that a person's authenticator app shares with us.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret, base32.
    pub secret: String,
    /// Since when it is asked for; none while it waits for its first code.
    pub since: Option<Timestamp>,
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondFactor").field("since", &self.since).finish_non_exhaustive()
    }
}

impl User {
    /// The secret of the second factor, when it is asked for.
    #[must_use]
    pub fn secret_in_force(&self) -> Option<&str> {
        self.second_factor
            .as_ref()
            .filter(|factor| factor.since.is_some())
            .map(|factor| factor.secret.as_str())
    }
}

/// How a session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Began {
    /// With the password.
    Password,
    /// With a link that somebody handed over.
    Link,
    /// With the demo's button.
    Demo,
}

impl Began {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
            Self::Demo => "demo",
        }
    }

    /// The one of this word; a password where the word is not known.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "link" => Self::Link,
            "demo" => Self::Demo,
            _ => Self::Password,
        }
    }
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token, hexadecimal.
    pub token_hash: String,
    /// Whose.
    pub user_id: String,
    /// What every form must carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
    /// When a page was last opened or something done, to the minute.
    pub last_used_at: Timestamp,
    /// The browser, in a few words: `Firefox on Linux`.
    pub browser: String,
    /// How it began.
    pub began: Began,
}

/// A sign-in that still wants the second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSession {
    /// SHA-256 of the cookie's token, hexadecimal.
    pub token_hash: String,
    /// Whose.
    pub user_id: String,
    /// How it began.
    pub began: Began,
    /// When it is given up.
    pub expires_at: Timestamp,
}

/// A link that signs somebody in, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInLink {
    /// SHA-256 of the token in it, hexadecimal.
    pub token_hash: String,
    /// Whom it signs in.
    pub user_id: String,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// A token for the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// What it is for.
    pub name: String,
    /// What its holder may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom; empty where nobody knows any more.
    pub made_by: String,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// What became of a wish that would take an owner away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerChange {
    /// It is done.
    Done,
    /// There is no such person.
    Unknown,
    /// They are the last owner; nothing was changed.
    LastOwner,
}

/// What became of a wish to be called something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It is done.
    Done,
    /// There is no such person.
    Unknown,
    /// Somebody signs in with that e-mail already; nothing was changed.
    EmailTaken,
    /// Somebody else, or a key, is called so, upper and lower case and white space aside; nothing was changed.
    NameTaken,
}

/// People. What takes a [`Note`] is noted in the same transaction, or not done.
#[async_trait]
pub trait Accounts: Send + Sync + fmt::Debug {
    /// Everybody who may sign in, oldest first.
    async fn users(&self) -> Result<Vec<User>, StoreError>;
    /// By e-mail, lower case.
    async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError>;
    /// By id.
    async fn user(&self, id: &str) -> Result<Option<User>, StoreError>;
    /// Adds a user. Several at once never get the same name.
    async fn add_user(&self, user: &User, note: &Note) -> Result<Naming, StoreError>;
    /// Changes the name. Several at once never get the same.
    async fn rename(&self, user_id: &str, name: &str, note: &Note) -> Result<Naming, StoreError>;
    /// Changes the role, in force with the next request. Several at once never leave nobody who is an owner.
    /// Who is no owner any more loses the keys they made; the note says how many (`keys_revoked`).
    async fn set_role(&self, user_id: &str, role: Role, note: &Note) -> Result<OwnerChange, StoreError>;
    /// Removes a user with their sessions, links, second factor and the keys they made. As for the last owner and the
    /// note, see `set_role`.
    async fn remove_user(&self, user_id: &str, note: &Note) -> Result<OwnerChange, StoreError>;
    /// Replaces a password hash, and ends the user's sessions and unused links; `false` when there is no such user.
    async fn set_password(&self, user_id: &str, password_hash: &str, note: &Note)
    -> Result<bool, StoreError>;
    /// Keeps a single-use sign-in link for a user.
    async fn add_link(&self, link: &SignInLink, note: &Note) -> Result<(), StoreError>;
    /// Uses a link up: the user id when it was there and has not expired.
    async fn use_link(&self, token_hash: &str, now: Timestamp) -> Result<Option<String>, StoreError>;
    /// Keeps a secret that waits for its first code; `false` when a second factor is in force already.
    async fn offer_second_factor(&self, user_id: &str, secret: &str) -> Result<bool, StoreError>;
    /// Puts the secret in force that waits, with hashes of its recovery codes. `secret` is the one that the code was checked
    /// against, `step` the code's time step: no code of it or before is taken again. `false` when that secret does not wait.
    async fn confirm_second_factor(
        &self,
        user_id: &str,
        secret: &str,
        step: i64,
        codes: &[String],
        note: &Note,
    ) -> Result<bool, StoreError>;
    /// Replaces the recovery codes; `false` when no second factor is in force.
    async fn set_recovery_codes(
        &self,
        user_id: &str,
        codes: &[String],
        note: &Note,
    ) -> Result<bool, StoreError>;
    /// Takes the second factor and its recovery codes away; `false` when there was none in force.
    async fn remove_second_factor(&self, user_id: &str, note: &Note) -> Result<bool, StoreError>;
    /// Uses a time step up; `false` when it, or a later one, was used before.
    async fn use_step(&self, user_id: &str, step: i64) -> Result<bool, StoreError>;
    /// Uses a recovery code up; `false`, and nothing noted, when there is no such code.
    async fn use_recovery_code(
        &self,
        user_id: &str,
        code_hash: &str,
        note: &Note,
    ) -> Result<bool, StoreError>;
    /// How many recovery codes are left.
    async fn recovery_codes_left(&self, user_id: &str) -> Result<i64, StoreError>;
}

/// Signed-in browsers, and how often somebody tried to become one.
#[async_trait]
pub trait Sessions: Send + Sync + fmt::Debug {
    /// Begins a session, and keeps that its user signed in. What has ended by then is swept out.
    async fn add_session(&self, session: &Session) -> Result<(), StoreError>;
    /// A session that has not ended by `now` and was used after `idle_since`.
    async fn session(
        &self,
        token_hash: &str,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<Session>, StoreError>;
    /// A user's sessions of that kind, last used first.
    async fn sessions(
        &self,
        user_id: &str,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Session>, StoreError>;
    /// Keeps that a session was used.
    async fn touch_session(&self, token_hash: &str, now: Timestamp) -> Result<(), StoreError>;
    /// Ends a session.
    async fn end_session(&self, token_hash: &str) -> Result<(), StoreError>;
    /// Ends a session of this user; `false` when they have none of that hash.
    async fn end_own_session(&self, user_id: &str, token_hash: &str) -> Result<bool, StoreError>;
    /// Ends a user's sessions but the one of the token hash `keep`; says how many.
    async fn end_sessions(&self, user_id: &str, keep: Option<&str>, note: &Note) -> Result<u64, StoreError>;
    /// Keeps a sign-in that wants the second factor.
    async fn add_half(&self, half: &HalfSession) -> Result<(), StoreError>;
    /// One that has not been given up by `now`.
    async fn half(&self, token_hash: &str, now: Timestamp) -> Result<Option<HalfSession>, StoreError>;
    /// Ends one.
    async fn end_half(&self, token_hash: &str) -> Result<(), StoreError>;
    /// Counts one try under `key`, also across processes and restarts: how many there were with it since `window_began`,
    /// or since the first one after it.
    async fn count_try(&self, key: &str, now: Timestamp, window_began: Timestamp) -> Result<i64, StoreError>;
    /// Forgets all tries of a key: whoever tried has shown who they are.
    async fn forgive(&self, key: &str) -> Result<(), StoreError>;
    /// Takes one try back: it was a good one.
    async fn forgive_one(&self, key: &str) -> Result<(), StoreError>;
}

/// Keys for the API.
#[async_trait]
pub trait Tokens: Send + Sync + fmt::Debug {
    /// Adds one; `false`, and nothing noted, when a person is called so. Keys may share a name.
    async fn add_token(&self, token: &ApiToken, note: &Note) -> Result<bool, StoreError>;
    /// By hash.
    async fn token(&self, token_hash: &str) -> Result<Option<ApiToken>, StoreError>;
    /// All of them, newest first.
    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError>;
    /// Keeps that one was used.
    async fn touch_token(&self, token_hash: &str, now: Timestamp) -> Result<(), StoreError>;
    /// Takes one out of use, at once and for good; `false` when there is none.
    async fn revoke_token(&self, token_hash: &str, note: &Note) -> Result<bool, StoreError>;
}
