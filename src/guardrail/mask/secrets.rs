//! Finds keys, tokens and passwords, and e-mail addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::conceal::Kind;
use super::overlap::Hit;

/// What providers mark as theirs, PEM blocks, and JWTs. None is bordered by `\b`: a key may follow any sign.
const KEYS: &[&str] = &[
    r"-----BEGIN [A-Z0-9 ]{2,40}-----(?s:.{0,10000}?)(?:-----END [A-Z0-9 ]{2,40}-----|\z)",
    r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?",
    r"(?:sk|pk|rk)[-_](?:live[-_]|test[-_]|proj[-_]|ant[-_]|or[-_])?[A-Za-z0-9_-]{16,}",
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}",
    r"(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}",
    r"AIza[A-Za-z0-9_-]{30,}",
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",
    r"whsec_[A-Za-z0-9+/=]{16,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    r"[0-9]{8,10}:[A-Za-z0-9_-]{35}",
];
/// The secret follows its name: `my password is …`, `PIN: 1234`, `Bearer …`, `api_key=…`.
const NAMED: &str = r"(?xi)
    (?: pass(?:word|wort|code|phrase) | passwd | pwd | kennwort | contraseña | mot\sde\spasse
      | api[\s_-]?key | secret(?:[\s_-]?key)? | (?:access|auth|api|refresh)[\s_-]?token | pin(?:[\s_-]?code)? | cvv | cvc | otp | tan )
    (?: \s+ (?:for|of|to|at|on|zu|für|de) \s+ (?:my|the|your|this|mein|mi|mon)? \s* [\p{L}-]{1,20} )?
    \s* (?: : | = | \s (?:is|was|ist|lautet|war|es|est|are) (?:\s*:)? (?:\s(?:now|still|currently|just|jetzt))? ) \s*
    [\x22'`\u{201c}\u{201e}]? (?<secret> [^\s\x22'`\u{201c}\u{201d}<>]{3,200} )";
const BEARER: &str = r"(?i)(?:bearer|basic)\s+(?<secret>[A-Za-z0-9+/=._~-]{16,})";
const EMAIL: &str =
    r"(?i)[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_%+]@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[\p{L}]{2,24}";
/// `password is wrong` names no password.
const NO_SECRETS: &str = "
wrong not incorrect invalid expired correct right broken weak lost gone too being forgotten reset required needed rejected
refused accepted never always still unknown missing empty different the same set changed case long short ok fine working
falsch nicht abgelaufen ungültig vergessen weg blocked locked used stored saved sent no longer what where why
";

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(Patterns::compile);

struct Patterns {
    keys: Vec<Regex>,
    named: Regex,
    bearer: Regex,
    email: Regex,
}

impl Patterns {
    /// Constants; a test compiles them.
    fn compile() -> Option<Self> {
        let new = |pattern: &str| Regex::new(pattern).ok();
        let keys = KEYS.iter().map(|pattern| new(pattern)).collect::<Option<Vec<_>>>()?;
        Some(Self { keys, named: new(NAMED)?, bearer: new(BEARER)?, email: new(EMAIL)? })
    }
}

/// Keys and passwords in `text`; `None` when a pattern of ours is broken.
pub(super) fn secrets(text: &str) -> Option<Vec<Hit>> {
    let patterns = PATTERNS.as_ref()?;
    let mut hits: Vec<Hit> = Vec::new();
    for regex in &patterns.keys {
        hits.extend(regex.find_iter(text).map(|m| Hit {
            kind: Kind::Secret,
            start: m.start(),
            end: m.end(),
        }));
    }
    for regex in [&patterns.bearer, &patterns.named] {
        let named = regex.captures_iter(text).filter_map(|c| c.name("secret"));
        hits.extend(named.filter_map(|m| {
            let spelt = m.as_str().trim_end_matches(['.', ',', '!', '?', ';', ')']);
            let is_word = NO_SECRETS.split_whitespace().any(|word| spelt.eq_ignore_ascii_case(word));
            (!is_word).then_some(Hit { kind: Kind::Secret, start: m.start(), end: m.start() + spelt.len() })
        }));
    }
    Some(hits)
}

/// E-mail addresses in `text`; `None` when a pattern of ours is broken.
pub(super) fn emails(text: &str) -> Option<Vec<Hit>> {
    let found = PATTERNS.as_ref()?.email.find_iter(text);
    Some(found.map(|m| Hit { kind: Kind::Email, start: m.start(), end: m.end() }).collect())
}
