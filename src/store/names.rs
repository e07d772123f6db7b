//! Names that decisions and threads are signed with: no two people share one, and no key has that of a person.

use super::db::{Conn, away, on};
use super::sql_accounts;
use crate::ports::StoreError;

/// Everybody's name; it stays so until the end of the transaction, for whoever asks waits for it.
pub(super) struct Names {
    people: Vec<Person>,
}

#[derive(sqlx::FromRow)]
struct Person {
    id: String,
    email: String,
    name: String,
}

impl Names {
    /// Reads them. Two who choose a name at once wait for each other; SQLite has one writer anyway.
    pub(super) async fn lock(conn: &mut Conn) -> Result<Self, StoreError> {
        if let Conn::Postgres(connection) = conn {
            sqlx::query(sql_accounts::LOCK_NAMES_POSTGRES).execute(&mut **connection).await.map_err(away)?;
        }
        let people = on!(conn, c => sqlx::query_as(sql_accounts::NAMES).fetch_all(c).await).map_err(away)?;
        Ok(Self { people })
    }

    pub(super) fn has_email(&self, email: &str) -> bool {
        self.people.iter().any(|person| person.email == email)
    }

    /// Whether somebody but the one of this id is called so, or signs in with it.
    pub(super) fn has(&self, name: &str, but: &str) -> bool {
        let name = folded(name);
        let is_so = |person: &Person| [&person.name, &person.email].into_iter().any(|n| folded(n) == name);
        self.people.iter().any(|person| person.id != but && is_so(person))
    }

    /// Whether this name is that of a key, or of somebody but the one of this id.
    pub(super) async fn taken(&self, conn: &mut Conn, id: &str, name: &str) -> Result<bool, StoreError> {
        if self.has(name, id) {
            return Ok(true);
        }
        let keys: Vec<(String,)> =
            on!(conn, c => sqlx::query_as(sql_accounts::TOKEN_NAMES).fetch_all(c).await).map_err(away)?;
        let name = folded(name);
        Ok(keys.iter().any(|(key,)| folded(key) == name))
    }
}

/// What two names that read alike have in common.
fn folded(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_that_differ_in_case_and_white_space_are_the_same() {
        assert_eq!(folded("  Ada \u{a0} LOVELACE"), folded("ada lovelace"));
        assert_eq!(folded("ÄNNE"), folded("änne"));
        assert_ne!(folded("Ada Lovelace"), folded("AdaLovelace"));
    }
}
