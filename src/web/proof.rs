//! Whether somebody is who they say: a code of their authenticator app or a recovery code, or their password once more.

use super::fields::Fields;
use super::password::verify;
use super::problem::Problem;
use super::session::{Person, token_hash};
use super::state::App;
use super::totp;
use super::tries::{self, Trier};
use crate::ports::{Began, Note, StoreError, User};

/// Recovery codes at a time.
const RECOVERY_CODES: usize = 10;

/// Letters of a recovery code, five bits each: 80 bits.
const RECOVERY_LETTERS: usize = 16;

/// A link proves who somebody is for so long, ms: enough to set a password by.
const LINK_PROVES_MS: i64 = 3_600_000;

/// What came of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// They are who they say.
    Given,
    /// It does not fit, or was used before.
    Wrong,
    /// Too many tries lately; it was not looked at.
    TooMany,
}

impl Proof {
    /// The word that pages know it by.
    pub(super) const fn fault(self) -> &'static str {
        match self {
            Self::Given => "",
            Self::Wrong => "wrong",
            Self::TooMany => "too_many",
        }
    }
}

/// Takes a code of the authenticator app, or a recovery code; each is taken once.
pub(super) async fn by_code(app: &App, user: &User, given: &str) -> Result<Proof, StoreError> {
    let trier = [Trier::Code(&user.id)];
    if !tries::allow(app, &trier).await? {
        return Ok(Proof::TooMany);
    }
    let Some(secret) = user.secret_in_force() else { return Ok(Proof::Wrong) };
    let now = app.clock.now();
    let is_good = match totp::step_of(secret, given, now) {
        Some(step) => app.accounts.use_step(&user.id, step).await?,
        None => by_recovery_code(app, user, given).await?,
    };
    if !is_good {
        return Ok(Proof::Wrong);
    }
    tries::forgive(app, &trier).await?;
    Ok(Proof::Given)
}

async fn by_recovery_code(app: &App, user: &User, given: &str) -> Result<bool, StoreError> {
    let plain = plain(given);
    if plain.len() != RECOVERY_LETTERS {
        return Ok(false);
    }
    let note = Note::new(app.clock.now(), &user.email, "sign_in.recovery_code_used", &user.email);
    app.accounts.use_recovery_code(&user.id, &token_hash(&plain), &note).await
}

/// Takes the password, where it has to be given once more; counted together with sign-ins.
pub(super) async fn by_password(app: &App, person: &Person, fields: &Fields) -> Result<Proof, Problem> {
    if !wants_password(app, person) {
        return Ok(Proof::Given);
    }
    let given = fields.text("current")?.unwrap_or_default();
    let trier = [Trier::Email(&person.user.email)];
    if !tries::allow(app, &trier).await? {
        return Ok(Proof::TooMany);
    }
    if !verify(given, Some(&person.user.password_hash)).await {
        return Ok(Proof::Wrong);
    }
    tries::forgive(app, &trier).await?;
    Ok(Proof::Given)
}

/// Whether the password has to be given once more: not where there is none, and not right after a link or in the demo.
pub(super) fn wants_password(app: &App, person: &Person) -> bool {
    let by_link = match person.session.began {
        Began::Password => false,
        Began::Link => app.clock.now() < person.session.created_at.plus_ms(LINK_PROVES_MS),
        Began::Demo => true,
    };
    !person.user.password_hash.is_empty() && !by_link
}

/// Fresh recovery codes: as they are shown, and as they are kept.
pub(super) fn recovery_codes() -> (Vec<String>, Vec<String>) {
    let codes = (0..RECOVERY_CODES).map(|_| {
        let plain = totp::base32(&rand::random::<[u8; 10]>()).to_lowercase();
        let shown: Vec<&str> =
            (0..RECOVERY_LETTERS).step_by(4).filter_map(|at| plain.get(at..at + 4)).collect();
        (shown.join("-"), token_hash(&plain))
    });
    codes.unzip()
}

/// A recovery code as it is hashed, however it was typed.
fn plain(given: &str) -> String {
    given.chars().filter(char::is_ascii_alphanumeric).take(100).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovery_codes_are_found_again_however_they_are_typed() {
        let (shown, kept) = recovery_codes();
        assert_eq!((shown.len(), kept.len()), (10, 10));
        for (shown, kept) in shown.iter().zip(&kept) {
            assert_eq!(shown.len(), 19, "{shown}");
            for typed in
                [shown.clone(), shown.to_uppercase(), shown.replace('-', " "), format!(" {shown}\r\n")]
            {
                assert_eq!(&token_hash(&plain(&typed)), kept, "{typed}");
            }
        }
        let mut different = kept;
        different.dedup();
        assert_eq!(different.len(), 10);
    }
}
