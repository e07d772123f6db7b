//! Which language a text is in, where it is long enough to tell.

use whatlang::Lang;

/// How sure the detector must be, 0..1.
const SURE: f64 = 0.9;
/// Fewer words tell no language.
const WORDS_MIN: usize = 5;

/// A language by its ISO 639-1 code, where it has one that we know; else the detector's own of three letters.
#[must_use]
pub fn language(text: &str) -> Option<&'static str> {
    detected(text).map(code)
}

/// Its English name, as a model is told it.
#[must_use]
pub fn language_name(text: &str) -> Option<&'static str> {
    detected(text).map(Lang::eng_name)
}

/// The one of these languages that a text is in rather than in English; two words tell none.
#[must_use]
pub fn language_among<'a>(text: &str, codes: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    text.split_whitespace().nth(2)?;
    let wanted: Vec<&str> = codes.collect();
    let known = Lang::all().iter().copied().filter(|lang| wanted.contains(&code(*lang)));
    let allowed: Vec<Lang> = known.chain([Lang::Eng]).collect();
    if allowed.len() < 2 {
        return None;
    }
    let found = whatlang::Detector::with_allowlist(allowed).detect_lang(text)?;
    Some(code(found)).filter(|code| wanted.contains(code))
}

fn detected(text: &str) -> Option<Lang> {
    text.split_whitespace().nth(WORDS_MIN - 1)?;
    whatlang::detect(text).filter(|found| found.confidence() >= SURE).map(|found| found.lang())
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Tur => "tr",
        Lang::Ell => "el",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        other => other.code(),
    }
}
