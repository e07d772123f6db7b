//! People, their links and second factors. Only hashes of secrets are kept, all but the second factor's own.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::names::Names;
use super::rows::inconsistent;
use super::{audit, sql_accounts};
use crate::domain::Timestamp;
use crate::ports::{Accounts, Naming, Note, OwnerChange, Role, SecondFactor, SignInLink, StoreError, User};

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    email: String,
    name: String,
    role: String,
    password_hash: String,
    created_at: i64,
    last_sign_in_at: Option<i64>,
    totp_secret: Option<String>,
    totp_since: Option<i64>,
}

impl Row {
    fn user(self) -> Result<User, StoreError> {
        let role = Role::parse(&self.role)
            .ok_or_else(|| inconsistent("app_user.role", &format_args!("`{}` is no role", self.role)))?;
        let since = self.totp_since.map(Timestamp);
        Ok(User {
            id: self.id,
            email: self.email,
            name: self.name,
            role,
            password_hash: self.password_hash,
            created_at: Timestamp(self.created_at),
            last_sign_in_at: self.last_sign_in_at.map(Timestamp),
            second_factor: self.totp_secret.map(|secret| SecondFactor { secret, since }),
        })
    }
}

/// Runs one writing statement on a connection: how many rows it touched.
macro_rules! touched {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::db::on!($conn, c => sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|done| done.rows_affected()))
            .map_err($crate::store::db::away)
    };
}
pub(super) use touched;

#[async_trait]
impl Accounts for Db {
    async fn users(&self) -> Result<Vec<User>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> =
            on!(&mut conn, c => sqlx::query_as(sql_accounts::USERS).fetch_all(c).await).map_err(away)?;
        rows.into_iter().map(Row::user).collect()
    }

    async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        one(self, sql_accounts::USER_BY_EMAIL, email).await
    }

    async fn user(&self, id: &str) -> Result<Option<User>, StoreError> {
        one(self, sql_accounts::USER, id).await
    }

    async fn add_user(&self, user: &User, note: &Note) -> Result<Naming, StoreError> {
        let (u, note) = (user.clone(), note.clone());
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let names = Names::lock(conn).await?;
                if names.has_email(&u.email) {
                    return Ok(Naming::EmailTaken);
                }
                if names.taken(conn, &u.id, &u.name).await? {
                    return Ok(Naming::NameTaken);
                }
                let (role, at) = (u.role.as_str(), u.created_at.0);
                let add = sql_accounts::ADD_USER;
                if touched!(conn, add, u.id, u.email, u.name, role, u.password_hash, at)? == 0 {
                    return Ok(Naming::EmailTaken);
                }
                audit::keep(conn, &note).await.map(|()| Naming::Done)
            })
        }))
        .await
    }

    async fn rename(&self, user_id: &str, name: &str, note: &Note) -> Result<Naming, StoreError> {
        let (id, name, note) = (user_id.to_owned(), name.to_owned(), note.clone());
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                if Names::lock(conn).await?.taken(conn, &id, &name).await? {
                    return Ok(Naming::NameTaken);
                }
                if touched!(conn, sql_accounts::RENAME_USER, id, name)? == 0 {
                    return Ok(Naming::Unknown);
                }
                audit::keep(conn, &note).await.map(|()| Naming::Done)
            })
        }))
        .await
    }

    async fn set_role(&self, user_id: &str, role: Role, note: &Note) -> Result<OwnerChange, StoreError> {
        let (id, note) = (user_id.to_owned(), note.clone());
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                if role != Role::Owner && !others_own(conn, &id).await? {
                    return Ok(OwnerChange::LastOwner);
                }
                if touched!(conn, sql_accounts::SET_ROLE, &id, role.as_str())? == 0 {
                    return Ok(OwnerChange::Unknown);
                }
                let note = if role == Role::Owner { note } else { without_keys(conn, &id, note).await? };
                audit::keep(conn, &note).await.map(|()| OwnerChange::Done)
            })
        }))
        .await
    }

    async fn remove_user(&self, user_id: &str, note: &Note) -> Result<OwnerChange, StoreError> {
        let (id, note) = (user_id.to_owned(), note.clone());
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                if !others_own(conn, &id).await? {
                    return Ok(OwnerChange::LastOwner);
                }
                for statement in [
                    sql_accounts::END_LINKS_OF,
                    sql_accounts::END_HALVES_OF,
                    sql_accounts::FORGET_RECOVERY_CODES,
                ] {
                    touched!(conn, statement, &id)?;
                }
                touched!(conn, sql_accounts::END_SESSIONS_OF, &id, "")?;
                let note = without_keys(conn, &id, note).await?;
                if touched!(conn, sql_accounts::REMOVE_USER, &id)? == 0 {
                    return Ok(OwnerChange::Unknown);
                }
                audit::keep(conn, &note).await.map(|()| OwnerChange::Done)
            })
        }))
        .await
    }

    async fn set_password(
        &self,
        user_id: &str,
        password_hash: &str,
        note: &Note,
    ) -> Result<bool, StoreError> {
        let (id, hash) = (user_id.to_owned(), password_hash.to_owned());
        self.noted(note, move |conn| {
            Box::pin(async move {
                touched!(conn, sql_accounts::END_SESSIONS_OF, &id, "")?;
                touched!(conn, sql_accounts::END_HALVES_OF, &id)?;
                touched!(conn, sql_accounts::END_LINKS_OF, &id)?;
                touched!(conn, sql_accounts::SET_PASSWORD, id, hash)
            })
        })
        .await
    }

    async fn add_link(&self, link: &SignInLink, note: &Note) -> Result<(), StoreError> {
        let l = link.clone();
        self.noted(note, move |conn| {
            Box::pin(async move {
                touched!(conn, sql_accounts::ADD_LINK, l.token_hash, l.user_id, l.expires_at.0)
            })
        })
        .await
        .map(drop)
    }

    async fn use_link(&self, token_hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        let hash = token_hash.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let row: Option<(String,)> = on!(conn, c => sqlx::query_as(sql_accounts::USE_LINK)
                    .bind(hash).bind(now.0).fetch_optional(c).await)
                .map_err(away)?;
                Ok(row.map(|(id,)| id))
            })
        }))
        .await
    }

    async fn offer_second_factor(&self, user_id: &str, secret: &str) -> Result<bool, StoreError> {
        let (id, secret) = (user_id.to_owned(), secret.to_owned());
        self.changed(move |conn| {
            Box::pin(async move { touched!(conn, sql_accounts::OFFER_SECOND_FACTOR, id, secret) })
        })
        .await
    }

    async fn confirm_second_factor(
        &self,
        user_id: &str,
        secret: &str,
        step: i64,
        codes: &[String],
        note: &Note,
    ) -> Result<bool, StoreError> {
        let (id, secret) = (user_id.to_owned(), secret.to_owned());
        let (codes, at) = (codes.to_vec(), note.at.0);
        self.noted(note, move |conn| {
            Box::pin(async move {
                let rows = touched!(conn, sql_accounts::CONFIRM_SECOND_FACTOR, &id, at, step, secret)?;
                if rows == 1 {
                    put_codes(conn, &id, &codes).await?;
                }
                Ok(rows)
            })
        })
        .await
    }

    async fn set_recovery_codes(
        &self,
        user_id: &str,
        codes: &[String],
        note: &Note,
    ) -> Result<bool, StoreError> {
        let (id, codes) = (user_id.to_owned(), codes.to_vec());
        self.noted(note, move |conn| {
            Box::pin(async move {
                let (rows,): (i64,) = on!(conn, c => sqlx::query_as(sql_accounts::HAS_SECOND_FACTOR)
                    .bind(&id).fetch_one(c).await)
                .map_err(away)?;
                if rows == 1 {
                    put_codes(conn, &id, &codes).await?;
                }
                Ok(rows.unsigned_abs())
            })
        })
        .await
    }

    async fn remove_second_factor(&self, user_id: &str, note: &Note) -> Result<bool, StoreError> {
        let id = user_id.to_owned();
        self.noted(note, move |conn| {
            Box::pin(async move {
                touched!(conn, sql_accounts::FORGET_RECOVERY_CODES, &id)?;
                touched!(conn, sql_accounts::REMOVE_SECOND_FACTOR, id)
            })
        })
        .await
    }

    async fn use_step(&self, user_id: &str, step: i64) -> Result<bool, StoreError> {
        let id = user_id.to_owned();
        self.changed(move |conn| Box::pin(async move { touched!(conn, sql_accounts::USE_STEP, id, step) }))
            .await
    }

    async fn use_recovery_code(
        &self,
        user_id: &str,
        code_hash: &str,
        note: &Note,
    ) -> Result<bool, StoreError> {
        let (id, hash) = (user_id.to_owned(), code_hash.to_owned());
        self.noted(note, move |conn| {
            Box::pin(async move { touched!(conn, sql_accounts::USE_RECOVERY_CODE, id, hash) })
        })
        .await
    }

    async fn recovery_codes_left(&self, user_id: &str) -> Result<i64, StoreError> {
        let mut conn = self.read().await?;
        let (left,): (i64,) = on!(&mut conn, c => sqlx::query_as(sql_accounts::COUNT_RECOVERY_CODES)
            .bind(user_id).fetch_one(c).await)
        .map_err(away)?;
        Ok(left)
    }
}

async fn one(db: &Db, statement: &'static str, key: &str) -> Result<Option<User>, StoreError> {
    let mut conn = db.read().await?;
    let row: Option<Row> =
        on!(&mut conn, c => sqlx::query_as(statement).bind(key).fetch_optional(c).await).map_err(away)?;
    row.map(Row::user).transpose()
}

/// Who is an owner stays so until the end of the transaction.
pub(super) async fn lock_owners(conn: &mut Conn) -> Result<(), StoreError> {
    if let Conn::Postgres(connection) = conn {
        sqlx::query(sql_accounts::LOCK_OWNERS_POSTGRES).execute(&mut **connection).await.map_err(away)?;
    }
    Ok(())
}

/// Whether somebody but this one is an owner; it stays so until the end of the transaction.
async fn others_own(conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
    lock_owners(conn).await?;
    let (others,): (i64,) =
        on!(conn, c => sqlx::query_as(sql_accounts::OTHER_OWNERS).bind(id).fetch_one(c).await)
            .map_err(away)?;
    Ok(others > 0)
}

/// Revokes the keys that somebody made: the note, with how many there were.
async fn without_keys(conn: &mut Conn, id: &str, note: Note) -> Result<Note, StoreError> {
    let revoked = touched!(conn, sql_accounts::REVOKE_TOKENS_OF, id)?;
    Ok(if revoked == 0 { note } else { note.with("keys_revoked", revoked) })
}

async fn put_codes(conn: &mut Conn, id: &str, codes: &[String]) -> Result<(), StoreError> {
    touched!(conn, sql_accounts::FORGET_RECOVERY_CODES, id)?;
    for code in codes {
        touched!(conn, sql_accounts::ADD_RECOVERY_CODE, id, code)?;
    }
    Ok(())
}
