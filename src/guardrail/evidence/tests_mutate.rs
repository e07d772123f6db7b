//! Makes wrong replies out of true ones: one changed fact each, at every place where it can be changed.

use regex::{Captures, Regex};

/// A wrong reply and how it was made.
pub(super) struct Mutant {
    pub kind: &'static str,
    pub text: String,
}

/// All single changes of `draft`; `said` is what the passages say, so that no change stays true by chance.
pub(super) fn mutants(draft: &str, said: &str) -> Vec<Mutant> {
    let mut all = Vec::new();
    let mut add = |kind, pattern: &str, change: &dyn Fn(&Captures<'_>) -> Option<String>| {
        for text in each(draft, pattern, change) {
            all.push(Mutant { kind, text });
        }
    };
    add("number", r"\d+(?:[:.,]\d+)*", &|c| {
        let first = c[0].split([':', '.', ',']).next()?;
        (first == &c[0]).then(|| other_number(first, said))
    });
    add("number", NUMBER_WORDS, &|c| swapped_word(&c[0], &["three", "seventeen", "nineteen"], said));
    add("price", r"(?:[€$£]\s?|CHF )(\d+)(?:[.,]\d+)?|(\d+)(?:[.,]\d+)?(?: ?€| CHF| euros?)", &|c| {
        let whole = c.get(1).or_else(|| c.get(2))?.as_str();
        Some(c[0].replacen(whole, &other_number(whole, said), 1))
    });
    add("unit", UNITS, &|c| {
        let unit = c.get(1).or_else(|| c.get(2))?.as_str();
        let before = c[0].strip_suffix(unit)?.to_owned();
        Some(before + other_unit(unit)?)
    });
    add("url", r"(?:https?://|www\.)?[a-z0-9-]+\.[a-z]+\.?[a-z]*/[a-z]+", &|c| {
        Some(format!("{}-new", &c[0]))
    });
    add("url", r"(?:https?://|www\.)[a-z.]+\.example", &|_| Some("https://evil.test".to_owned()));
    add("e-mail", r"([a-z]+)@[a-z.]+", &|c| Some(c[0].replacen(&c[1], "info", 1)));
    add("e-mail", r"@([a-z]+)\.example", &|_| Some("@mail.test".to_owned()));
    add("phone", r"\+?\d[\d ]{7,}\d", &|c| Some(format!("{}7", &c[0][..c[0].len() - 1])));
    add("date", r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", &|c| other_day(&c[0], said));
    add("date", r"(?:January|April|June|July|October|December)", &|_| Some("November".to_owned()));
    add("date", r"(\d+)(?:st|nd|rd|th)", &|c| Some(format!("{}th", other_number(&c[1], said))));
    add("time", r"\d (am|pm)", &|c| Some(c[0].replace(&c[1], if &c[1] == "am" { "pm" } else { "am" })));
    add("time", r"(\d+)(:\d\d)? ?(?:am|pm)|(\d+):\d\d", &|c| {
        let hour = c.get(1).or_else(|| c.get(3))?.as_str();
        Some(c[0].replacen(hour, &other_hour(hour, said), 1))
    });
    for (pattern, with) in FLIPS {
        add("negation", pattern, &|c| (!is_courteous(draft, c.get(0)?.start())).then(|| expand(c, with)));
    }
    all
}

/// `draft` with a sentence more.
pub(super) fn with_sentence(draft: &str, sentence: &str, first: bool) -> String {
    if first { format!("{sentence} {draft}") } else { format!("{} {sentence}", draft.trim_end()) }
}

const NUMBER_WORDS: &str = r"\b(?:two|three|four|five|six|seven|eight|nine|ten)\b";
const UNITS: &str = r"\d[\d.,]*[ -]?(?:working )?(%|€|percent|days?|hours?|minutes|weeks|months?|years|km|cm|GB|g\b|kg|kWh)|(?:two|three|five|six|seven|eight|nine|ten|12|30)[ -](working days|days|day|weeks|months|years)";

/// What is denied, or no longer; `$1` and so on as in a regular expression.
const FLIPS: &[(&str, &str)] = &[
    (r"\b(can|could|may|must|should|will)\b (?:not )?", "$1|not "),
    (r"\bcannot\b", "can"),
    (r"\b(ca|wo)n['’]t\b", "can"),
    (r"\b(do|does|is|are)n['’]t\b", "$1"),
    (r"\b(is|are)\b (?:not )?", "$1|not "),
    (r"\b(do|does) not\b", "$1"),
    (r"\bwe (ship|pay|grind|roast|have|count|never ask|ask)\b", "we do not $1"),
    (r"\bwithout\b", "with"),
    (r"\bwith an adult\b", "without an adult"),
    (r"\bnever\b", "always"),
    (r"\bno (minimum|charge|Linux|extra)", "some $1"),
    (r"\bonly\b", "not only"),
    (r"\b(costs|takes|runs|needs|starts|begins|includes|comes|covers|allows|ends)\b", "never $1"),
];

fn expand(c: &Captures<'_>, with: &str) -> String {
    // `can ` becomes `can not `, `can not ` becomes `can `.
    if let Some((_, not)) = with.split_once('|') {
        let word = &c[1];
        return if c[0].contains(" not ") { format!("{word} ") } else { format!("{word} {not}") };
    }
    with.replace("$1", c.get(1).map_or("", |m| m.as_str()))
}

/// Denying a courtesy or a question changes no fact.
fn is_courteous(draft: &str, at: usize) -> bool {
    let start = draft[..at].rfind(['.', '!', '?', ':']).map_or(0, |i| i + 1);
    let end = draft[at..].find(['.', '!', '?']).map_or(draft.len(), |i| at + i);
    let sentence = draft[start..end].trim().to_lowercase();
    if sentence.contains("unsure") || sentence.contains("not sure") {
        return true;
    }
    let courteous = [
        "let me know",
        "i hope",
        "sorry",
        "i'm sorry",
        "we look forward",
        "if you need",
        "is there",
        "thanks",
        "please try",
    ];
    draft[end..].starts_with('?')
        || courteous.iter().any(|c| sentence.starts_with(c)) && !sentence.contains(',')
}

/// One mutated text for every match whose replacement differs.
fn each(draft: &str, pattern: &str, change: &dyn Fn(&Captures<'_>) -> Option<String>) -> Vec<String> {
    let regex = Regex::new(pattern).expect("a pattern of the generator");
    let changed = regex.captures_iter(draft).filter_map(|c| {
        let whole = c.get(0)?;
        let inside_place =
            draft[..whole.start()].rsplit(' ').next().is_some_and(|w| w.contains('/') || w.contains("ns"));
        if inside_place && pattern.starts_with(r"\d+") {
            return None;
        }
        Some(format!("{}{}{}", &draft[..whole.start()], change(&c)?, &draft[whole.end()..]))
    });
    changed.filter(|text| text != draft).collect()
}

fn other_number(digits: &str, said: &str) -> String {
    let value: u64 = digits.parse().unwrap_or(1);
    let steps = [1, 3, 5, 13, 21, 37, 41, 57].map(|step| (value + step).to_string());
    steps.into_iter().find(|n| !has_number(said, n)).unwrap_or_else(|| "987".to_owned())
}

fn other_hour(digits: &str, said: &str) -> String {
    let value: u64 = digits.parse().unwrap_or(1);
    let hours = [1, 2, 3, 4, 5].map(|step| (value + step - 1) % 12 + 1);
    let free = |h: &u64| !has_number(said, &h.to_string()) && !has_number(said, &(h + 12).to_string());
    hours.into_iter().find(free).map_or_else(|| "12".to_owned(), |h| h.to_string())
}

fn has_number(said: &str, number: &str) -> bool {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = number.parse().ok().and_then(|n: usize| WORDS.get(n));
    said.split(|c: char| !c.is_ascii_digit()).any(|n| n.trim_start_matches('0') == number)
        || word.is_some_and(|w| said.to_lowercase().contains(w))
}

fn swapped_word(word: &str, others: &[&str], said: &str) -> Option<String> {
    let digit = |w: &str| match w {
        "three" => "3",
        "seventeen" => "17",
        _ => "19",
    };
    others
        .iter()
        .find(|o| **o != word && !said.contains(**o) && !has_number(said, digit(o)))
        .map(|o| (*o).to_owned())
}

fn other_day(day: &str, said: &str) -> Option<String> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let spanned = said.contains("Monday to") || said.contains("Tuesday to");
    let free =
        |d: &&&str| **d != day && !said.contains(**d) && !(spanned && **d != "Monday" && **d != "Sunday");
    DAYS.iter().find(free).map(|d| (*d).to_owned())
}

fn other_unit(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "%" | "percent" => "€",
        "€" => "%",
        "working days" | "hour" | "hours" => "days",
        "day" | "days" => "weeks",
        "minutes" => "hours",
        "weeks" | "years" => "months",
        "month" | "months" => "years",
        "km" => "miles",
        "cm" => "mm",
        "GB" => "MB",
        "g" => "kg",
        "kg" => "g",
        "kWh" => "km",
        _ => return None,
    })
}
