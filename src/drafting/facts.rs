//! Numbers, links and addresses in a reply that no cited passage knows: what a model most often makes up.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// A price, percentage, time or bare number, with the unit beside it where that changes what it claims.
const NUMBER: &str = r"(?x)
    (?<before>[€$£])? \s?
    (?<digits>\d{1,2}:\d{2} | \d+(?:[.,]\d+)*)
    (?: \s? (?<after>%|percent\b|per\scent\b|€|\$|£|eur\b|euros?\b|usd\b|dollars?\b|gbp\b|pounds?\b) )?";
const URL: &str = r"(?i)\b(?:https?://|www\.)[^\s<>()\x22\]]+";
/// A host name written without `https://`.
const DOMAIN: &str = r"\b(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,24}\b(?:/[^\s<>()\x22\]]*)?";
const EMAIL: &str = r"(?i)[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*";
/// The number of a line of a list claims nothing.
const LIST_MARK: &str = r"(?m)^\s*\d{1,2}[.)]\s";

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(Patterns::compile);

struct Patterns {
    number: Regex,
    url: Regex,
    domain: Regex,
    email: Regex,
    list_mark: Regex,
}

impl Patterns {
    /// Constants that a test compiles; `None` makes every reply unsupported, never supported.
    fn compile() -> Option<Self> {
        let new = |pattern| Regex::new(pattern).ok();
        Some(Self {
            number: new(NUMBER)?,
            url: new(URL)?,
            domain: new(DOMAIN)?,
            email: new(EMAIL)?,
            list_mark: new(LIST_MARK)?,
        })
    }
}

/// A claim in one spelling for many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Number { value: String, unit: &'static str },
    Place(String),
}

/// The numbers, URLs and e-mail addresses of `reply` that stand in none of `passages`, as the reply spells them.
pub(super) fn unsupported(reply: &str, passages: &[&str]) -> Vec<String> {
    let Some(patterns) = PATTERNS.as_ref() else {
        return vec!["(the check of facts itself failed)".to_owned()];
    };
    let known: BTreeSet<Fact> =
        passages.iter().flat_map(|p| facts(patterns, p)).map(|(fact, _)| fact).collect();
    let backed = |fact: &Fact| match fact {
        Fact::Number { value, unit: "" } => {
            known.iter().any(|k| matches!(k, Fact::Number { value: v, .. } if v == value))
        }
        other => known.contains(other),
    };
    let mut missing: Vec<String> = Vec::new();
    for (fact, spelt) in facts(patterns, &patterns.list_mark.replace_all(reply, "")) {
        if !backed(&fact) && !missing.contains(&spelt) {
            missing.push(spelt);
        }
    }
    missing
}

fn facts(patterns: &Patterns, text: &str) -> Vec<(Fact, String)> {
    let mut found = Vec::new();
    let mut rest = text.to_owned();
    for pattern in [&patterns.url, &patterns.email, &patterns.domain] {
        for hit in pattern.find_iter(&rest) {
            let spelt = hit.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '/']);
            found.push((Fact::Place(place(spelt)), spelt.to_owned()));
        }
        rest = pattern.replace_all(&rest, " ").into_owned();
    }
    for hit in patterns.number.captures_iter(&rest) {
        let part = |name| hit.name(name).map_or("", |m| m.as_str());
        let unit = unit(if part("after").is_empty() { part("before") } else { part("after") });
        let spelt = hit.get(0).map_or("", |m| m.as_str()).trim().to_owned();
        found.push((Fact::Number { value: value(part("digits")), unit }, spelt));
    }
    for word in rest.split(|c: char| !c.is_alphabetic()) {
        if let Some(value) = spelt_out(&word.to_lowercase()) {
            found.push((Fact::Number { value: value.to_owned(), unit: "" }, word.to_owned()));
        }
    }
    found
}

fn place(spelt: &str) -> String {
    let lower = spelt.to_lowercase();
    let bare = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    bare.strip_prefix("www.").unwrap_or(bare).to_owned()
}

/// `4,90` and `4.9`, `1,240` and `1240`, `10:00` and `10` are the same number.
fn value(digits: &str) -> String {
    if let Some(hour) = digits.strip_suffix(":00") {
        return hour.trim_start_matches('0').to_owned();
    }
    let groups: Vec<&str> = digits.split(['.', ',']).collect();
    let (first, rest) = groups.split_first().unwrap_or((&digits, &[]));
    let thousands = !rest.is_empty() && first.len() <= 3 && rest.iter().all(|g| g.len() == 3);
    if thousands {
        return groups.concat();
    }
    let plain = digits.replace(',', ".");
    if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.').to_owned() } else { plain }
}

fn unit(spelt: &str) -> &'static str {
    match spelt.to_lowercase().as_str() {
        "" => "",
        "%" | "percent" | "per cent" => "%",
        "€" | "eur" | "euro" | "euros" => "€",
        "£" | "gbp" | "pound" | "pounds" => "£",
        _ => "$",
    }
}

/// English number words; `one` and `a` are too often no number.
fn spelt_out(word: &str) -> Option<&'static str> {
    Some(match word {
        "two" | "twice" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "fifteen" => "15",
        "twenty" => "20",
        "thirty" => "30",
        "forty" => "40",
        "fifty" => "50",
        "sixty" => "60",
        "seventy" => "70",
        "eighty" => "80",
        "ninety" => "90",
        "hundred" => "100",
        "thousand" => "1000",
        _ => return None,
    })
}
