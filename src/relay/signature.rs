//! Standard Webhooks signatures, in and out (specification at standardwebhooks.com, symmetric `v1`).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::domain::Timestamp;
use crate::ports::Headers;

/// How far a signature's time may be from ours, seconds (the libraries' constant).
const TOLERANCE_S: i64 = 300;

/// Signatures read from one header at most: a rotation needs two.
const SIGNATURES_MAX: usize = 16;

/// A shared secret. Never printed.
#[derive(Clone)]
pub struct Secret {
    key: Vec<u8>,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSecret {
    /// Not base64.
    #[error("is not `whsec_` and base64; make one with: openssl rand -base64 32 | sed 's/^/whsec_/'")]
    NotBase64,
    /// Too weak or too long.
    #[error("holds {0} bytes; Standard Webhooks wants 24 to 64 random bytes")]
    Length(usize),
}

impl Secret {
    /// Reads `whsec_…` (or the base64 alone).
    ///
    /// # Errors
    /// See [`BadSecret`].
    pub fn parse(text: &str) -> Result<Self, BadSecret> {
        let text = text.trim();
        let key =
            STANDARD.decode(text.strip_prefix("whsec_").unwrap_or(text)).map_err(|_| BadSecret::NotBase64)?;
        if !(24..=64).contains(&key.len()) {
            return Err(BadSecret::Length(key.len()));
        }
        Ok(Self { key })
    }

    fn mac(&self, id: &str, timestamp: i64, body: &[u8]) -> Vec<u8> {
        // HMAC takes keys of any length, so this cannot fail; an empty MAC would match nothing.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return Vec::new() };
        mac.update(id.as_bytes());
        mac.update(b".");
        mac.update(timestamp.to_string().as_bytes());
        mac.update(b".");
        mac.update(body);
        mac.finalize().into_bytes().to_vec()
    }

    /// The `webhook-signature` header of a message.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp_s: i64, body: &[u8]) -> String {
        format!("v1,{}", STANDARD.encode(self.mac(id, timestamp_s, body)))
    }
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// A header is not there.
    #[error("the header `{0}` is missing")]
    Missing(&'static str),
    /// The id cannot be signed unambiguously.
    #[error("`webhook-id` must be 1 to 255 characters without `.`")]
    BadId,
    /// The time is no time.
    #[error("`webhook-timestamp` is not a whole number of unix seconds")]
    BadTime,
    /// Too old or too new.
    #[error("`webhook-timestamp` is more than {TOLERANCE_S} s away from now; check the sender's clock")]
    OutOfTime,
    /// No signature matches.
    #[error("no signature in `webhook-signature` matches; check the secret")]
    NoMatch,
}

/// Checks the three headers over the raw body. Any of the secrets may have signed: that is how they are rotated.
///
/// # Errors
/// See [`Unsigned`].
pub fn verify(
    secrets: &[Secret],
    headers: Headers<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<String, Unsigned> {
    let header = |name| headers(name).ok_or(Unsigned::Missing(name));
    let id = header("webhook-id")?;
    let timestamp = header("webhook-timestamp")?;
    let signatures = header("webhook-signature")?;
    if id.is_empty() || id.len() > 255 || id.contains('.') {
        return Err(Unsigned::BadId);
    }
    let timestamp: i64 = timestamp.trim().parse().map_err(|_| Unsigned::BadTime)?;
    if (now.0 / 1_000_000).saturating_sub(timestamp).saturating_abs() > TOLERANCE_S {
        return Err(Unsigned::OutOfTime);
    }
    let given: Vec<Vec<u8>> = signatures
        .split(' ')
        .take(SIGNATURES_MAX)
        .filter_map(|s| s.strip_prefix("v1,"))
        .filter_map(|s| STANDARD.decode(s).ok())
        .filter(|s| s.len() == 32)
        .collect();
    // Every pair is compared, whatever matches first: the time taken tells nothing.
    let mut matched = subtle::Choice::from(0);
    for secret in secrets {
        let expected = secret.mac(&id, timestamp, body);
        for signature in &given {
            matched |= expected.ct_eq(signature);
        }
    }
    if bool::from(matched) { Ok(id) } else { Err(Unsigned::NoMatch) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers<'a>(id: &'a str, ts: &'a str, sig: &'a str) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            let value = match name {
                "webhook-id" => id,
                "webhook-timestamp" => ts,
                "webhook-signature" => sig,
                _ => return None,
            };
            (!value.is_empty()).then(|| value.to_owned())
        }
    }

    // The published vector of the specification's libraries.
    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const ID: &str = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
    const TS: &str = "1649367553";
    const BODY: &[u8] = br#"{"email":"test@example.com","username":"test_user"}"#;
    const SIG: &str = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000_000)
    }

    fn secret() -> Secret {
        Secret::parse(SECRET).unwrap()
    }

    #[test]
    fn the_published_vector_verifies_and_signs_the_same() {
        let now = at(1_649_367_553);
        assert_eq!(verify(&[secret()], &headers(ID, TS, SIG), BODY, now), Ok(ID.to_owned()));
        assert_eq!(secret().sign(ID, 1_649_367_553, BODY), SIG);
    }

    #[test]
    fn one_valid_signature_among_several_is_enough() {
        let several = format!("v1,AAAA v1a,xyz v2,abc {SIG}");
        let other = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert!(verify(&[other, secret()], &headers(ID, TS, &several), BODY, at(1_649_367_553)).is_ok());
    }

    #[test]
    fn what_is_missing_old_or_forged_is_refused_by_name() {
        let now = at(1_649_367_553);
        let s = [secret()];
        let cases: [(&str, &str, &str, Timestamp, Unsigned); 9] = [
            ("", TS, SIG, now, Unsigned::Missing("webhook-id")),
            (ID, "", SIG, now, Unsigned::Missing("webhook-timestamp")),
            (ID, TS, "", now, Unsigned::Missing("webhook-signature")),
            (ID, "yesterday", SIG, now, Unsigned::BadTime),
            (ID, TS, SIG, at(1_649_367_553 + 301), Unsigned::OutOfTime),
            (ID, TS, SIG, at(1_649_367_553 - 301), Unsigned::OutOfTime),
            (ID, TS, "v1,", now, Unsigned::NoMatch),
            (ID, TS, "v1,tZ1I4/hDygAJgO5T", now, Unsigned::NoMatch),
            ("msg_other", TS, SIG, now, Unsigned::NoMatch),
        ];
        for (id, ts, sig, now, expected) in cases {
            assert_eq!(verify(&s, &headers(id, ts, sig), BODY, now), Err(expected));
        }
        assert_eq!(verify(&s, &headers(ID, TS, SIG), b"{}", now), Err(Unsigned::NoMatch));
        assert_eq!(verify(&[], &headers(ID, TS, SIG), BODY, now), Err(Unsigned::NoMatch));
    }

    #[test]
    fn a_time_at_the_edge_of_the_tolerance_still_holds() {
        for shift in [-300, 300] {
            assert!(verify(&[secret()], &headers(ID, TS, SIG), BODY, at(1_649_367_553 + shift)).is_ok());
        }
    }

    #[test]
    fn a_weak_secret_is_refused_and_never_printed() {
        assert!(matches!(Secret::parse("whsec_c2hvcnQ="), Err(BadSecret::Length(5))));
        assert!(matches!(Secret::parse("whsec_not base64!"), Err(BadSecret::NotBase64)));
        assert!(!format!("{:?}", secret()).contains("C2FV"));
    }
}
