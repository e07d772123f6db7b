//! What people may call themselves, sign in with and keep secret: the same for pages and the command line.

use std::fmt;

use super::spoken;
use crate::words::Text;

/// Longer e-mail addresses are none (RFC 5321), bytes.
const EMAIL_BYTES_MAX: usize = 254;

/// Longer names do not fit where they are shown, letters.
pub(super) const NAME_CHARS_MAX: usize = 100;

/// Shorter passwords are refused, letters.
const PASSWORD_CHARS_MIN: usize = 10;

/// Longer passwords are refused: hashing is priced by time, not by length.
pub(super) const PASSWORD_BYTES_MAX: usize = 1_024;

/// Passwords that are tried first, at least ten letters long.
const COMMON: &[&str] = &[
    "1234567890",
    "12345678910",
    "0123456789",
    "0987654321",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty1234",
    "qwerty12345",
    "qwertyuiop123",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "passwort123",
    "iloveyou12",
    "iloveyou123",
    "letmein123",
    "welcome123",
    "welcome1234",
    "admin12345",
    "administrator",
    "changeme123",
    "abcdefghij",
    "abcdefghijk",
    "correcthorsebatterystaple",
];

/// What is wrong with one of them. A command line reads it as the end of an English sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// No e-mail address; its letters, as far as they can be shown.
    Email(String),
    Name,
    /// Colleagues would take the name for another's.
    NameTaken,
    PasswordShort,
    PasswordLong,
    /// Among the first that are tried.
    PasswordCommon,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(shown) => write!(f, "`{shown}` is not an e-mail address"),
            Self::Name => write!(f, "must be 1 to {NAME_CHARS_MAX} letters, all of them visible"),
            Self::NameTaken => f.write_str("is that of somebody else or of a key; take another"),
            Self::PasswordShort => write!(f, "needs at least {PASSWORD_CHARS_MIN} characters"),
            Self::PasswordLong => write!(f, "is over {PASSWORD_BYTES_MAX} bytes"),
            Self::PasswordCommon => f.write_str("is one of the first that anybody would try; take another"),
        }
    }
}

impl Unfit {
    /// A whole sentence, for a page.
    pub(super) fn said(&self) -> Text {
        match self {
            Self::Email(shown) => spoken::text("told-email").with("email", shown),
            Self::Name => spoken::text("told-name").with("n", &NAME_CHARS_MAX),
            Self::NameTaken => spoken::text("told-name-taken"),
            Self::PasswordShort => spoken::text("told-password-short").with("n", &PASSWORD_CHARS_MIN),
            Self::PasswordLong => spoken::text("told-password-long").with("n", &PASSWORD_BYTES_MAX),
            Self::PasswordCommon => spoken::text("told-password-common"),
        }
    }
}

/// An e-mail address as it is kept.
///
/// # Errors
/// What is wrong with it.
pub fn email_of(text: &str) -> Result<String, Unfit> {
    let email = text.trim().to_lowercase();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"'(),;:\\[]".contains(c);
    let halves = email.split_once('@').filter(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.')
    });
    if halves.is_none() || email.len() > EMAIL_BYTES_MAX || email.contains(odd) {
        let shown: String = email.chars().take(80).filter(|c| !c.is_control()).collect();
        return Err(Unfit::Email(shown));
    }
    Ok(email)
}

/// A name as it is kept: of a person, or of a key.
///
/// # Errors
/// What is wrong with it.
pub fn name_for(text: &str) -> Result<String, Unfit> {
    let name = text.trim();
    // Marks that turn the direction of writing around could make one name look like another.
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.contains(unseen) {
        return Err(Unfit::Name);
    }
    Ok(name.to_owned())
}

/// Whether a password will do.
///
/// # Errors
/// What is wrong with it.
pub fn password_for(email: &str, password: &str) -> Result<(), Unfit> {
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default();
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Unfit::PasswordShort);
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(Unfit::PasswordLong);
    }
    let one_letter = lower.chars().all(|c| lower.starts_with(c));
    if one_letter || COMMON.contains(&lower.as_str()) || lower == email || lower == name {
        return Err(Unfit::PasswordCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses_are_kept_in_one_spelling_and_what_is_none_is_refused() {
        assert_eq!(email_of("  Ada@Example.COM ").as_deref(), Ok("ada@example.com"));
        assert_eq!(email_of("owner@localhost").as_deref(), Ok("owner@localhost"));
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in
            ["", "ada", "@example.com", "ada@", "a b@c.de", "a@b@c", "a@.b", "a\u{0}@b.c", "<a>@b.c", &long]
        {
            assert!(email_of(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn names_are_visible() {
        assert_eq!(name_for(" Grace Hopper ").as_deref(), Ok("Grace Hopper"));
        assert_eq!(name_for("日本 Ä").as_deref(), Ok("日本 Ä"));
        let long = "x".repeat(101);
        for bad in ["", "  ", "a\nb", "renwO \u{202e}", "a\u{200b}", &long] {
            assert!(name_for(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn passwords_that_everybody_tries_are_refused() {
        for bad in [
            "short",
            "Password123",
            "aaaaaaaaaaaa",
            "ada.lovelace",
            "ada.lovelace@example.com",
            &"x1".repeat(600),
        ] {
            assert!(password_for("ada.lovelace@example.com", bad).is_err(), "{bad:?}");
        }
        assert_eq!(password_for("ada@example.com", "äöü äöü äöü"), Ok(()));
        assert_eq!(password_for("ada@example.com", "lamp river stone"), Ok(()));
    }
}
