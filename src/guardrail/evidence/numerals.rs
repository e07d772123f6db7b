//! Reads numbers: digits in the world's spellings, and number words of four languages.

use super::lexer::{Token, TokenKind};

/// Values are kept in millionths, so that prices and shares compare exactly.
pub(super) const ONE: u128 = 1_000_000;
/// Decimals kept.
const DECIMALS: usize = 6;
/// Longer runs of digits are tracking or account numbers, not amounts.
const DIGITS_MAX: usize = 15;

/// A number read from tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// All possible values, in millionths; never empty.
    pub values: Vec<u128>,
    /// The token after it.
    pub next: usize,
    /// Written in letters.
    pub in_words: bool,
}

/// The number at token `at`, in digits or words.
pub(super) fn numeral_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let token = tokens.get(at)?;
    let mut numeral = match token.kind {
        TokenKind::Number => Numeral { values: values(&token.text), next: at + 1, in_words: false },
        TokenKind::Word => words_at(tokens, at)?,
        _ => return None,
    };
    if numeral.values.is_empty() {
        return None;
    }
    if let Some((times, next)) = tokens.get(numeral.next).and_then(|t| magnitude(t, numeral.next)) {
        numeral.values.iter_mut().for_each(|v| *v = v.saturating_mul(times));
        numeral.next = next;
    }
    Some(numeral)
}

/// All values that `digits` may have, in millionths; none for times, versions and very long numbers.
pub(super) fn values(digits: &str) -> Vec<u128> {
    let count = digits.chars().filter(char::is_ascii_digit).count();
    if count == 0 || count > DIGITS_MAX || digits.contains(':') {
        return Vec::new();
    }
    let groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return Vec::new() };
    let whole = parse(&groups.concat(), "");
    let thousands = first.len() <= 3 && groups.iter().skip(1).all(|g| g.len() == 3);
    let decimal = || parse(&groups.iter().take(groups.len() - 1).copied().collect::<String>(), last);
    match signs.as_slice() {
        [] => whole.into_iter().collect(),
        [sign] if thousands && is_blank(*sign) => whole.into_iter().collect(),
        [_] if thousands && *first != "0" => whole.into_iter().chain(decimal()).collect(),
        [_] => decimal().into_iter().collect(),
        [a, .., b] if a != b => decimal().into_iter().collect(),
        _ if thousands => whole.into_iter().collect(),
        _ => Vec::new(),
    }
}

fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\'' | '\u{2019}')
}

fn parse(whole: &str, fraction: &str) -> Option<u128> {
    let kept: String = fraction.chars().chain("000000".chars()).take(DECIMALS).collect();
    let whole: u128 = whole.parse().ok()?;
    whole.checked_mul(ONE)?.checked_add(kept.parse().ok()?)
}

/// `twenty-four`, `one hundred`, `two thousand`.
fn words_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let value = word_value(&tokens.get(at)?.text)?;
    let mut total = value;
    let mut next = at + 1;
    if (20..100).contains(&value) && value % 10 == 0 {
        let hyphen = usize::from(tokens.get(next).is_some_and(|t| t.is_sign('-') && t.glued));
        let unit = tokens.get(next + hyphen).filter(|t| t.kind == TokenKind::Word);
        if let Some(unit) = unit.and_then(|t| word_value(&t.text)).filter(|u| (1..10).contains(u)) {
            total += unit;
            next += hyphen + 1;
        }
    }
    Some(Numeral { values: vec![total.saturating_mul(ONE)], next, in_words: true })
}

fn magnitude(token: &Token, at: usize) -> Option<(u128, usize)> {
    let times = match token.text.as_str() {
        "hundred" => 100,
        "thousand" | "tausend" | "mil" | "mille" => 1_000,
        "k" if token.glued => 1_000,
        "million" | "millionen" | "millions" => 1_000_000,
        _ => return None,
    };
    (token.kind == TokenKind::Word).then_some((times, at + 1))
}

/// Number words; those that are more often something else (`once`, `a`, `ein`, `neuf`, `sept`) are left out.
fn word_value(word: &str) -> Option<u128> {
    Some(match word {
        "zero" | "null" | "cero" => 0,
        "one" => 1,
        "two" | "zwei" | "dos" | "deux" | "twice" => 2,
        "three" | "drei" | "tres" | "trois" => 3,
        "four" | "vier" | "cuatro" | "quatre" => 4,
        "five" | "fünf" | "cinco" | "cinq" => 5,
        "six" | "sechs" | "seis" => 6,
        "seven" | "sieben" | "siete" | "sept" => 7,
        "eight" | "acht" | "ocho" | "huit" => 8,
        "nine" | "neun" | "nueve" | "neuf" => 9,
        "ten" | "zehn" | "diez" | "dix" => 10,
        "eleven" | "elf" | "onze" => 11,
        "twelve" | "dozen" | "zwölf" | "doce" | "douze" => 12,
        "thirteen" => 13,
        "fourteen" | "vierzehn" | "catorce" | "quatorze" => 14,
        "fifteen" | "fünfzehn" | "quince" | "quinze" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" | "zwanzig" | "veinte" | "vingt" => 20,
        "thirty" | "dreißig" | "treinta" | "trente" => 30,
        "forty" | "vierzig" | "cuarenta" | "quarante" => 40,
        "fifty" | "fünfzig" | "cincuenta" | "cinquante" => 50,
        "sixty" | "sechzig" | "sesenta" | "soixante" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        "hundred" | "hundert" | "cien" | "cent" => 100,
        "thousand" | "tausend" => 1_000,
        _ => return None,
    })
}
