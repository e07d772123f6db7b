//! Whether passages hold the kind of thing that a question asks for. Meaning and words tell what a passage is about,
//! not whether it answers: "how much does a mug cost?" is as close to the mug's weight as to its price.
//!
//! ```text
//! 0.0   a price, a time, a number or a measure is asked for, and the passages hold none
//! 0.0   the visitor puts a claim in somebody's mouth ("you said ..."): a quotation neither confirms nor denies it
//! 0.5   "do you sell X", "is there X", and the passages have no word of X; they may call it by another name
//! 1.0   otherwise, and whenever the question is not in these English words
//! ```

use unicode_segmentation::UnicodeSegmentation as _;

use super::words::content_words;
use crate::domain::Passage;

/// What a question that is asked in vain counts, and one about a thing that the passages do not name.
const MISSING: f64 = 0.0;
const UNNAMED: f64 = 0.5;

/// A kind of fact. Cues are words or phrases between commas; `^` is where a sentence starts, `*` any words.
struct Fact {
    asks: &'static str,
    /// Asks for another kind after all.
    unless: &'static str,
    holds: &'static str,
    /// Characters that are as good as a word of `holds`.
    signs: fn(char) -> bool,
}

const MONEY: &str = "euro, euros, eur, dollar, dollars, usd, pound, pounds, gbp, franc, francs, chf, cent, cents, free, cost, \
     costs, charge, charged, price, prices, fee, fees";
const NUMBERS: &str = "one, two, three, four, five, six, seven, eight, nine, ten, half, both, once, twice, \
     all, any, every, no, none, however";
const TIMES: &str = "one, two, three, four, five, six, seven, eight, nine, ten, half, both, once, twice, \
     minute, minutes, hour, hours, day, days, daily, week, weeks, weekly, month, months, monthly, year, years, yearly, \
     monday, mondays, tuesday, tuesdays, wednesday, wednesdays, thursday, thursdays, friday, fridays, saturday, \
     saturdays, sunday, sundays, january, february, march, april, may, june, july, august, september, october, \
     november, december, immediately, soon, until, before, after, when, always, never";

const FACTS: [Fact; 10] = [
    Fact {
        asks: "how much is, how much are, how much would, how much will, how much does, how much do, how much to, \
               how much for",
        unless: "hold, holds, fit, fits, weigh, weighs, contain, contains, take, takes, time, water, room, space, differ",
        holds: MONEY,
        signs: is_money,
    },
    Fact {
        asks: "what * cost, what * costs, what * price, what * prices, what * fee, what * fees, what * surcharge, \
               price of, price for, how expensive",
        unless: "",
        holds: MONEY,
        signs: is_money,
    },
    Fact {
        asks: "^ when, when is, when are, when do, when does, when did, when will, when would, when can, when could, \
               when should, when must, when may, how long, how soon, how quickly, how fast, how often, what time",
        unless: "",
        holds: TIMES,
        signs: char::is_numeric,
    },
    Fact { asks: "how many", unless: "", holds: NUMBERS, signs: char::is_numeric },
    measure("how tall, how high, height", "tall, high, height"),
    measure("how wide, how broad, width, diameter", "wide, width, diameter, broad, across"),
    measure("how deep, depth", "deep, depth"),
    measure("how thick, thickness", "thick, thickness"),
    measure(
        "how heavy, weigh, weighs, weight, weights",
        "heavy, weigh, weighs, weight, weights, g, gram, grams, kg, kilo, kilos, oz, ounce, ounces, lb, lbs, pound, pounds",
    ),
    measure(
        "capacity, volume, ml, litre, litres, liter, liters",
        "capacity, volume, ml, cl, l, litre, litres, liter, liters, oz",
    ),
];

/// Somebody is said to have said something, or the shop to do something.
const CLAIMED: &str = "said, told, promised, claimed, assured, site says, website says, page says, according to you, \
     according to your, ^ since you, ^ since your, ^ because you, ^ because your, ^ as you, ^ as your";

/// "Do you ... X?"
const HAVING: &str =
    "sell, make, have, offer, stock, carry, take, accept, do, use, serve, provide, produce, run";
/// X ends before these.
const AFTER_THING: &str = "in, on, for, with, to, at, of, from, or, and, that, which, when, by, as, so, who, if, about, near, \
     into, without, before, after, until";
/// X is no thing of its own with one of these.
const NO_THING: &str = "anything, something, my, your, it, this, these, them";

/// How far the `cited` passages hold what the question asks for, 0..1.
pub(super) fn asked(question: &str, cited: &[&Passage]) -> f64 {
    let sentences = sentences(question);
    let asking = line(&sentences);
    let text = cited.iter().map(|p| format!("{}\n{}", p.heading, p.text)).collect::<Vec<_>>().join("\n");
    let given = line(&self::sentences(&text));
    let in_vain = |fact: &Fact| {
        any(&asking, fact.asks)
            && !any(&asking, fact.unless)
            && !any(&given, fact.holds)
            && !text.chars().any(fact.signs)
    };
    if any(&asking, CLAIMED) || FACTS.iter().any(in_vain) {
        return MISSING;
    }
    let articles = cited.iter().map(|p| p.article.as_str()).collect::<Vec<_>>().join("\n");
    let known = content_words(&format!("{articles}\n{text}"));
    let unnamed = |sentence: &Vec<String>| {
        let thing = content_words(&thing(sentence).join(" "));
        !thing.is_empty() && thing.is_disjoint(&known)
    };
    if sentences.iter().any(unnamed) { UNNAMED } else { 1.0 }
}

const fn measure(asks: &'static str, holds: &'static str) -> Fact {
    Fact { asks, unless: "", holds, signs: |_| false }
}

const fn is_money(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '¥' | '%')
}

/// What "do you sell ..." or "is there ..." is about; nothing for any other sentence.
fn thing(sentence: &[String]) -> Vec<&str> {
    let words: Vec<&str> = sentence.iter().map(String::as_str).collect();
    let rest = match words.as_slice() {
        ["do" | "did", "you" | "u", "still" | "also" | "even", verb, rest @ ..]
        | ["do" | "did", "you" | "u", verb, rest @ ..]
            if has(HAVING, verb) =>
        {
            rest
        }
        ["is" | "are", "there", rest @ ..] => rest,
        _ => return Vec::new(),
    };
    let thing: Vec<&str> = rest.iter().copied().take_while(|word| !has(AFTER_THING, word)).collect();
    if thing.iter().any(|word| has(NO_THING, word)) { Vec::new() } else { thing }
}

/// The lower-case words of each sentence, without digits and without what follows an apostrophe.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    let words = |sentence: &str| -> Vec<String> {
        let whole = sentence.unicode_words().map(|word| word.split('\'').next().unwrap_or(word));
        let letters = whole.flat_map(|word| word.split(|c: char| !c.is_alphabetic()));
        letters.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    lower.split(['.', '?', '!', '\n']).map(words).filter(|words| !words.is_empty()).collect()
}

/// All words in one line with blanks around each, and `^` where a sentence starts.
fn line(sentences: &[Vec<String>]) -> String {
    let marked: Vec<String> = sentences.iter().map(|words| format!("^ {} ", words.join(" "))).collect();
    format!(" {}^ ", marked.concat())
}

/// Whether one of the `cues` stands in a line.
fn any(line: &str, cues: &str) -> bool {
    cues.split(',').map(str::trim).filter(|cue| !cue.is_empty()).any(|cue| stands_in(line, cue))
}

fn stands_in(line: &str, cue: &str) -> bool {
    let mut rest = line;
    cue.split(" * ").all(|part| {
        let part = format!(" {part} ");
        let found = rest.find(&part);
        // The blank behind one part is the one before the next.
        rest = found.and_then(|at| rest.get(at + part.len() - 1..)).unwrap_or_default();
        found.is_some()
    })
}

fn has(list: &str, word: &str) -> bool {
    list.split(',').any(|listed| listed.trim() == word)
}
