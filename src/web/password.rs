//! Passwords: Argon2id, off the async threads and few at a time.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::told::PASSWORD_BYTES_MAX;

/// Hashes at the same time; each wants 19 MiB and a core.
const HASHES_AT_ONCE: usize = 2;

static PLACES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(HASHES_AT_ONCE));

/// What the password of an unknown e-mail is compared with, so that both answers take the same time.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("nobody has this password"));

/// Hashes a password into a PHC string with a fresh salt; `None` when it is too long or no randomness is to be had.
pub async fn hash_password(password: &str) -> Option<String> {
    if password.len() > PASSWORD_BYTES_MAX {
        return None;
    }
    let password = password.to_owned();
    off_thread(move || hash_now(&password)).await.flatten()
}

/// Whether `password` belongs to the PHC string `hash`. Without a hash it takes as long and says no.
pub async fn verify(password: &str, hash: Option<&str>) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    off_thread(move || {
        if let Some(hash) = hash {
            return verify_now(&password, &hash);
        }
        let _same_time = NOBODY.as_deref().map(|hash| verify_now(&password, hash));
        false
    })
    .await
    .unwrap_or(false)
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _place = PLACES.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}

fn hash_now(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
