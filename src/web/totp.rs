//! Codes of authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, which all of them can do.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::csrf::same;
use crate::domain::Timestamp;

/// How long one code holds, seconds.
const STEP_S: i64 = 30;

/// Steps before and after the present one whose codes are taken: clocks differ, and people type slowly.
const DRIFT: i64 = 1;

/// Digits of a code.
const DIGITS: usize = 6;

/// RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret of 160 bits, as long as the hash is, base32.
pub(super) fn fresh_secret() -> String {
    base32(&rand::random::<[u8; 20]>())
}

/// The time step of the code that was given, if it is one of those that hold now.
pub(super) fn step_of(secret: &str, given: &str, now: Timestamp) -> Option<i64> {
    let key = unbase32(secret)?;
    let present = now.0.div_euclid(1_000_000 * STEP_S);
    let given: String = given.chars().filter(|c| !c.is_whitespace()).collect();
    // All of them are looked at, whichever fits: how long that takes tells nothing.
    let mut found = None;
    for step in present - DRIFT..=present + DRIFT {
        if code(&key, step).is_some_and(|wanted| same(&given, &wanted)) {
            found = Some(step);
        }
    }
    found
}

/// What an authenticator app reads from the picture.
pub(super) fn uri(secret: &str, email: &str) -> String {
    let email: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    format!(
        "otpauth://totp/Banister:{email}?secret={secret}&issuer=Banister&algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
    )
}

/// RFC 4226, section 5.3, of a time step.
fn code(key: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last()? & 0xf);
    let word: [u8; 4] = hash.get(offset..offset + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(word) & 0x7fff_ffff;
    Some(format!("{:0DIGITS$}", number % 1_000_000))
}

/// Without padding: our lengths have none.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        held = held << 5 | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 255).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The key of the test vectors, RFC 6238, appendix B.
    const KEY: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000_000)
    }

    #[test]
    fn the_vectors_of_the_rfc_come_out() {
        // Appendix B has eight digits; of the same number, the last six are ours.
        for (seconds, wanted) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(KEY, seconds / STEP_S).as_deref(), Some(&wanted[2..]), "at {seconds}");
        }
        // RFC 4226, appendix D.
        for (count, wanted) in [(0, "755224"), (1, "287082"), (2, "359152"), (9, "520489")] {
            assert_eq!(code(KEY, count).as_deref(), Some(wanted), "count {count}");
        }
    }

    #[test]
    fn a_code_holds_for_its_step_and_one_to_each_side() {
        let secret = base32(KEY);
        let now = 1_234_567_890;
        let given = code(KEY, now / STEP_S).unwrap_or_default();
        for (seconds, holds) in [(-61, false), (-30, true), (0, true), (29, true), (30, true), (61, false)] {
            let step = step_of(&secret, &given, at(now + seconds));
            assert_eq!(step, holds.then_some(now / STEP_S), "{seconds} s away");
        }
        let spaced = format!("{} {}", &given[..3], &given[3..]);
        assert!(step_of(&secret, &spaced, at(now)).is_some(), "apps show it in two groups");
        for wrong in ["", "0", "000000", &format!("{given}0"), "٠٠٥٩٢٤"] {
            assert_eq!(step_of(&secret, wrong, at(now)), None, "{wrong}");
        }
        assert_eq!(step_of("not base32!", &given, at(now)), None);
    }

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (plain, wanted) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
        ] {
            assert_eq!(base32(plain.as_bytes()), wanted);
        }
        assert_eq!(fresh_secret().len(), 32);
        assert_ne!(fresh_secret(), fresh_secret());
    }

    #[test]
    fn the_address_for_apps_names_us_and_escapes_what_could_end_it() {
        let uri = uri("ABC", "a+b&secret=x@example.com");
        assert!(uri.starts_with(
            "otpauth://totp/Banister:a%2Bb%26secret%3Dx%40example.com?secret=ABC&issuer=Banister"
        ));
    }

    proptest! {
        #[test]
        fn what_went_into_base32_comes_out_again(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(unbase32(&base32(&bytes)), Some(bytes));
        }
    }
}
