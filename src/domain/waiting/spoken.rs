//! Which language a visitor writes, told even of a short message: by its writing, its small words and its letters.
//!
//! A fixed message in the wrong language is worse than one in the shop's own, so that doubt means none.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

/// Two words tell none.
const WORDS_MIN: usize = 3;
/// One small word may be a name or a slip.
const SIGNS_MIN: u32 = 2;
/// What speaks for the likeliest language must weigh so much,
const WEIGHT_MIN: f64 = 1.4;
/// so much more than what speaks for any other,
const MARGIN: f64 = 0.35;
/// and so much more than what speaks for English, from which everybody borrows.
const MARGIN_OVER_ENGLISH: f64 = 1.2;
/// What the detector of letter groups adds at most; it is unsure of short texts.
const DETECTOR_WEIGHT: f64 = 0.8;
/// Below this sureness it adds nothing.
const DETECTOR_SURE: f64 = 0.2;
/// A word with a letter by which one knows a language.
const LETTER_WEIGHT: f64 = 0.7;

/// Written otherwise, or alike to too many, or written to no shop.
const NOT_BY_WORDS: &[&str] = &[
    "ar", "bn", "br", "el", "eo", "eu", "fa", "ga", "gu", "ha", "he", "hi", "hy", "ja", "ko", "ku", "la",
    "mr", "so", "st", "sw", "th", "ur", "yo", "zh", "zu",
];
/// In the lists of small words, and everywhere else.
const BORROWED: &[&str] = &["email", "online", "pro", "start"];

/// Letters by which one knows a language, or a few.
const LETTERS: &[(&str, &[&str])] = &[
    ("ł\u{105}ężźśćń", &["pl"]),
    ("ß", &["de"]),
    ("ñ", &["es", "gl"]),
    ("åæø", &["da", "no"]),
    ("å", &["sv"]),
    ("äö", &["de", "sv", "fi", "et", "sk", "hu"]),
    ("ğış", &["tr"]),
    ("ãõ", &["pt"]),
    ("řěů", &["cs"]),
    ("űő", &["hu"]),
    ("șțăţ", &["ro"]),
    ("ç", &["fr", "pt", "ca", "tr"]),
    ("êèâîôû", &["fr", "pt"]),
    ("ìòù", &["it"]),
    ("āēīūļņķģ", &["lv", "lt"]),
    ("čšž", &["hr", "sl", "sk", "cs", "lt", "lv", "et"]),
];

/// The languages that the detector may choose among.
const DETECTED: &[(&str, Lang)] = &[
    ("bg", Lang::Bul),
    ("ca", Lang::Cat),
    ("cs", Lang::Ces),
    ("da", Lang::Dan),
    ("de", Lang::Deu),
    ("en", Lang::Eng),
    ("es", Lang::Spa),
    ("et", Lang::Est),
    ("fi", Lang::Fin),
    ("fr", Lang::Fra),
    ("hr", Lang::Hrv),
    ("hu", Lang::Hun),
    ("id", Lang::Ind),
    ("it", Lang::Ita),
    ("lt", Lang::Lit),
    ("lv", Lang::Lav),
    ("nl", Lang::Nld),
    ("no", Lang::Nob),
    ("pl", Lang::Pol),
    ("pt", Lang::Por),
    ("ro", Lang::Ron),
    ("ru", Lang::Rus),
    ("sk", Lang::Slk),
    ("sl", Lang::Slv),
    ("sv", Lang::Swe),
    ("tr", Lang::Tur),
    ("uk", Lang::Ukr),
    ("vi", Lang::Vie),
];

/// Small words with the languages they belong to, as bits in the order of the lists.
static SMALL_WORDS: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
    let mut words: HashMap<String, u64> = HashMap::new();
    for (number, language) in lists() {
        for word in stop_words::lookup(language).unwrap_or_default() {
            for part in parts(word).filter(|part| part.chars().nth(1).is_some()) {
                if !BORROWED.contains(&part.as_str()) {
                    *words.entry(part).or_default() |= 1 << number;
                }
            }
        }
    }
    words
});

fn lists() -> impl Iterator<Item = (usize, &'static str)> {
    let all = stop_words::available_languages().iter().copied().take(64).enumerate();
    all.filter(|(_, language)| !NOT_BY_WORDS.contains(language))
}

fn parts(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).map(str::to_lowercase)
}

/// The language of a visitor's words by its ISO 639-1 code; none where it cannot be told.
#[must_use]
pub fn spoken(text: &str) -> Option<&'static str> {
    match writing(text)? {
        Writing::Of(language) => Some(language),
        Writing::Unknown => None,
        Writing::Cyrillic => by_cyrillic_letters(text).or_else(|| by_words(text, 1)),
        Writing::Latin => by_words(text, WORDS_MIN),
    }
}

enum Writing {
    /// Only one language that we know is written so.
    Of(&'static str),
    Latin,
    Cyrillic,
    Unknown,
}

/// The writing that most of a text is in; none where there are no letters.
fn writing(text: &str) -> Option<Writing> {
    let (mut latin, mut greek, mut cyrillic, mut arabic, mut indic) = (0, 0, 0, 0, 0);
    let (mut han, mut kana, mut hangul, mut other) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        // A sign for a syllable or a word says more than a letter.
        match c {
            'A'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => greek += 1,
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => arabic += 1,
            '\u{900}'..='\u{97f}' => indic += 1,
            '\u{3040}'..='\u{30ff}' => kana += 2,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => hangul += 2,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => han += 2,
            _ => other += 1,
        }
    }
    let east = han + kana + hangul;
    let most = [latin, greek, cyrillic, arabic, indic, east, other].into_iter().max().filter(|n| *n > 1)?;
    Some(match most {
        n if n == latin => Writing::Latin,
        n if n == east && hangul >= han.max(kana) => Writing::Of("ko"),
        n if n == east && kana > 0 => Writing::Of("ja"),
        n if n == east => Writing::Of("zh"),
        n if n == cyrillic => Writing::Cyrillic,
        n if n == greek => Writing::Of("el"),
        n if n == indic => Writing::Of("hi"),
        // Persian and Urdu have letters of their own.
        n if n == arabic && !text.contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ٹ', 'ڈ', 'ے', 'ں']) => {
            Writing::Of("ar")
        }
        _ => Writing::Unknown,
    })
}

/// Russian and Ukrainian by the letters that the other does not have; ў is Belarusian, ъ mostly Bulgarian.
fn by_cyrillic_letters(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let (russian, ukrainian) = (text.contains(['ы', 'э', 'ё']), text.contains(['і', 'ї', 'є', 'ґ']));
    match (russian, ukrainian, text.contains(['ў', 'ј', 'ъ'])) {
        (true, false, false) => Some("ru"),
        (false, true, false) => Some("uk"),
        _ => None,
    }
}

/// What speaks for each language.
struct Weights {
    weight: [f64; 64],
    /// How many different words or letters say so.
    signs: [u32; 64],
}

impl Weights {
    fn add(&mut self, number: usize, weight: f64, signs: u32) {
        if let (Some(w), Some(s)) = (self.weight.get_mut(number), self.signs.get_mut(number)) {
            *w += weight;
            *s += signs;
        }
    }
}

fn by_words(text: &str, least: usize) -> Option<&'static str> {
    let words: Vec<String> = parts(text).collect();
    if words.len() < least {
        return None;
    }
    let weights = weighed(text, &words);
    let of = |number: usize| weights.weight.get(number).copied().unwrap_or_default();
    let mut order: Vec<(usize, &'static str)> = lists().collect();
    order.sort_by(|(a, _), (b, _)| of(*b).total_cmp(&of(*a)));
    let (best, language) = *order.first()?;
    let alike = |other: &str| matches!((language, other), ("da", "no") | ("no", "da"));
    let others = |wanted: fn(&str) -> bool| {
        let rivals = order.iter().skip(1).filter(|(_, other)| !alike(other) && wanted(other));
        rivals.map(|(number, _)| of(*number)).fold(0.0, f64::max)
    };
    let sure = of(best) >= WEIGHT_MIN
        && weights.signs.get(best).is_some_and(|signs| *signs >= SIGNS_MIN)
        && of(best) - others(|_| true) >= MARGIN
        && (language == "en" || of(best) - others(|other| other == "en") >= MARGIN_OVER_ENGLISH);
    sure.then_some(language)
}

fn weighed(text: &str, words: &[String]) -> Weights {
    let mut weights = Weights { weight: [0.0; 64], signs: [0; 64] };
    let mut seen = BTreeSet::new();
    for word in words {
        let languages = SMALL_WORDS.get(word).copied().unwrap_or_default();
        let first = u32::from(seen.insert(word));
        // What only a few share says more; words of two letters are alike in many.
        let share = 1.0 + 1.0 / f64::from(languages.count_ones().max(1));
        let weight = if word.chars().nth(2).is_none() { share / 2.0 } else { share };
        for (number, language) in lists() {
            if languages >> number & 1 == 1 {
                weights.add(number, weight, first);
            }
            let lettered = |(letters, of): &(&str, &[&str])| {
                of.contains(&language) && word.contains(|c| letters.contains(c))
            };
            if !word.is_ascii() && LETTERS.iter().any(lettered) {
                weights.add(number, LETTER_WEIGHT, 1);
            }
        }
    }
    let allowed = DETECTED.iter().map(|(_, lang)| *lang).collect();
    if let Some(found) = Detector::with_allowlist(allowed).detect(text)
        && found.confidence() > DETECTOR_SURE
        && let Some((code, _)) = DETECTED.iter().find(|(_, lang)| *lang == found.lang())
        && let Some((number, _)) = lists().find(|(_, language)| language == code)
    {
        weights.add(number, DETECTOR_WEIGHT * found.confidence(), 0);
    }
    weights
}
