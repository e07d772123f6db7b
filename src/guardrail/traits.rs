//! One quick look over a text that tells which of the slower looks are worth while.

/// What the bytes of a text say about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Traits {
    /// Signs that escapes, tags and emphasis are made of.
    pub(super) escapes: bool,
    /// A run of letters, digits and signs that are not all small letters and longer than a short word.
    pub(super) mixed: bool,
    /// A run that could be base64 or hex.
    pub(super) encoded: bool,
    /// A stretch without blanks that is long enough to be a blob.
    pub(super) long: bool,
}

const LETTER: u8 = 1;
/// Digits, and signs that stand for letters or hide them.
const SIGN: u8 = 2;
const CAPITAL: u8 = 4;
const DIGIT: u8 = 8;
const ESCAPE: u8 = 16;
const CODE: u8 = 32;
const BLANK: u8 = 64;
const LONG: usize = 16;

const KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    loop {
        let mut kind = 0;
        if byte.is_ascii_alphabetic() {
            kind |= LETTER | CODE;
        }
        if byte.is_ascii_uppercase() {
            kind |= CAPITAL;
        }
        if byte.is_ascii_digit() {
            kind |= SIGN | DIGIT | CODE;
        }
        if matches!(byte, b'*' | b'#' | b'_' | b'?' | b'.' | b'-' | b'~' | b'^' | b'%' | b'&' | b'=' | b'+')
            || matches!(byte, b'@' | b'$' | b'!' | b'|' | b'(')
        {
            kind |= SIGN;
        }
        if matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_') {
            kind |= CODE;
        }
        if matches!(byte, b'&' | b'%' | b'\\' | b'<' | b'*' | b'~' | b'`' | b'[') {
            kind |= ESCAPE;
        }
        if byte.is_ascii_whitespace() {
            kind |= BLANK;
        }
        kinds[byte as usize] = kind;
        if byte == u8::MAX {
            return kinds;
        }
        byte += 1;
    }
}

impl Traits {
    pub(super) fn of(text: &str) -> Self {
        let mut traits = Self::default();
        // Of the run so far: the kinds met, and whether a sign stands between letters.
        let (mut kinds, mut letter_sign) = (0_u8, false);
        let (mut code, mut odd) = (0_usize, false);
        let mut unbroken = 0_usize;
        for byte in text.bytes() {
            let kind = KINDS[usize::from(byte)];
            traits.escapes |= kind & ESCAPE != 0;
            if kind & BLANK != 0 {
                (kinds, letter_sign, code, odd, unbroken) = (0, false, 0, false, 0);
                continue;
            }
            unbroken += 1;
            traits.long |= unbroken >= LONG;
            if kind & (LETTER | SIGN) == 0 {
                (kinds, letter_sign) = (0, false);
            } else {
                // A sign at the end of a word is punctuation; between a letter and more it is not.
                let sign_first = kinds & SIGN != 0;
                traits.mixed |= kind & LETTER != 0 && sign_first
                    || letter_sign
                    || kind & DIGIT != 0 && kinds & LETTER != 0;
                letter_sign = kinds & LETTER != 0 && kinds & SIGN != 0 && kind & SIGN != 0;
                kinds |= kind;
            }
            if kind & CODE == 0 {
                (code, odd) = (0, false);
            } else {
                odd |= kind & DIGIT != 0 || kind & CAPITAL != 0 && code > 0;
                code += 1;
                traits.encoded |= odd && code >= super::encoded::MIN_RUN;
            }
        }
        traits
    }
}
