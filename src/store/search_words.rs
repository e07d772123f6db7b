//! A text as the words it can be found by: one spelling for many, the beginnings of words, and scripts without blanks
//! by pairs of letters.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word is found by its beginning from so many letters on; a shorter one only whole.
pub(super) const BEGINNING_MIN: usize = 4;
/// Of a word these beginnings are kept, in letters; a longer word is told apart by the longest that it has.
const BEGINNINGS: [usize; 7] = [4, 5, 6, 7, 8, 10, 12];
/// See [`BEGINNINGS`].
const BEGINNING_MAX: usize = 12;
/// A code (a long word with a figure in it: an order's number, a token) is kept whole up to so many letters.
const CODE_MAX: usize = 40;
/// Of one message, so many bytes can be found.
const MESSAGE_BYTES_MAX: usize = 16 * 1024;
/// So many words of a query count.
const TERMS_MAX: usize = 48;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its folded letters, each with its place in the text, bytes.
    pub letters: Vec<(char, Range<usize>)>,
    /// Of a script that sets no blanks between words.
    pub dense: bool,
}

/// One spelling of what looks the same: composed, as the places of [`words`] count it.
pub(super) fn composed(text: &str) -> String {
    let narrow = |c: &char| ('\u{ff66}'..='\u{ff9f}').contains(c);
    if !text.chars().any(|c| narrow(&c)) {
        return text.nfc().collect();
    }
    // Narrow kana keep their marks apart; wide ones take them in.
    let mut wide = String::with_capacity(text.len());
    for c in text.chars() {
        if narrow(&c) { wide.extend(std::iter::once(c).nfkd()) } else { wide.push(c) }
    }
    wide.nfc().collect()
}

/// The words of a composed text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut open: Option<Kind> = None;
    for (at, c) in text.char_indices() {
        let place = at..at + c.len_utf8();
        let kind = match Kind::of(c) {
            Kind::Nothing => continue,
            // A mark belongs to the letter before it.
            Kind::Mark if open.is_some() => open.unwrap_or(Kind::Blank),
            kind => kind,
        };
        if matches!(kind, Kind::Blank | Kind::Mark) {
            open = None;
            continue;
        }
        if open != Some(kind) || kind == Kind::Sign {
            found.push(Word { letters: Vec::new(), dense: kind != Kind::Plain });
            open = Some(kind);
        }
        if let Some(word) = found.last_mut() {
            fold(c, |letter| word.letters.push((letter, place.clone())));
        }
    }
    found.retain(|word| !word.letters.is_empty());
    found
}

/// What a document of these texts is found by.
pub(super) fn tokens<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for text in texts {
        for word in words(&composed(start_of(text))) {
            let letters: Vec<char> = word.letters.iter().map(|(letter, _)| *letter).collect();
            if word.dense {
                tokens.extend(letters.iter().map(char::to_string));
                tokens.extend(pairs(&letters));
                continue;
            }
            tokens.insert(letters.iter().take(told_by(letters.len())).collect());
            let shorter = BEGINNINGS.iter().filter(|n| **n < letters.len());
            tokens.extend(shorter.map(|n| letters.iter().take(*n).collect::<String>()));
            if letters.len() > BEGINNING_MAX && is_code(&letters) {
                tokens.insert(letters.iter().take(CODE_MAX).collect());
            }
        }
    }
    tokens
}

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// The tokens that a document must have, all of them. Letters, figures and signs beyond ASCII only.
    pub terms: BTreeSet<String>,
    /// The words as they were typed, to be marked in what was found.
    pub needles: Vec<Needle>,
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle {
    pub letters: Vec<char>,
    pub dense: bool,
}

/// Reads a query. One without letters, figures or signs asks for nothing that could be found.
pub(super) fn query(text: &str) -> Query {
    let mut query = Query::default();
    for word in words(&composed(text)) {
        if query.terms.len() >= TERMS_MAX {
            break;
        }
        let letters: Vec<char> = word.letters.iter().map(|(letter, _)| *letter).collect();
        if !word.dense {
            let long = letters.len() > BEGINNING_MAX && is_code(&letters);
            let wanted = if long { CODE_MAX } else { told_by(letters.len()) };
            query.terms.insert(letters.iter().take(wanted).collect());
        } else if let [only] = letters.as_slice() {
            query.terms.insert(only.to_string());
        } else {
            query.terms.extend(pairs(&letters).take(TERMS_MAX));
        }
        query.needles.push(Needle { letters, dense: word.dense });
    }
    query
}

impl Needle {
    /// Whether a plain word of a text is the one meant.
    pub(super) fn begins(&self, word: &Word) -> bool {
        if word.dense || self.dense {
            return false;
        }
        let letters = |n: usize| word.letters.iter().map(|(letter, _)| *letter).take(n);
        if is_code(&self.letters) && self.letters.len() > BEGINNING_MAX {
            return letters(CODE_MAX).eq(self.letters.iter().copied().take(CODE_MAX));
        }
        let wanted = told_by(self.letters.len());
        let whole = self.letters.len() < BEGINNING_MIN && word.letters.len() != wanted;
        !whole && letters(wanted).eq(self.letters.iter().copied().take(wanted))
    }
}

/// By how many of its letters a word is told apart.
fn told_by(letters: usize) -> usize {
    BEGINNINGS.iter().copied().rev().find(|n| *n <= letters).unwrap_or(letters)
}

/// The pairs of neighbours in a run of letters.
pub(super) fn pairs(letters: &[char]) -> impl Iterator<Item = String> {
    letters.windows(2).map(|pair| pair.iter().collect())
}

fn is_code(letters: &[char]) -> bool {
    letters.iter().any(|letter| letter.is_numeric())
}

fn start_of(text: &str) -> &str {
    let end = (0..=MESSAGE_BYTES_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// What a letter is to the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Ends a word.
    Blank,
    /// Is not there: joiners, soft hyphens, marks of direction.
    Nothing,
    /// Stands upon the letter before it.
    Mark,
    Plain,
    Dense,
    /// A picture: a word of its own.
    Sign,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '\u{ad}'
            | '\u{34f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{640}' => Self::Nothing,
            '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Self::Sign,
            _ if is_combining_mark(c) => Self::Mark,
            _ if !c.is_alphanumeric() => Self::Blank,
            _ if is_dense(c) => Self::Dense,
            _ => Self::Plain,
        }
    }
}

/// Scripts that set no blanks between words, and Korean, whose words grow at their ends.
const fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1100}'..='\u{11ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}'
        | '\u{20000}'..='\u{3134f}')
}

/// One spelling for many: small letters without accents, wide and narrow forms as the usual ones.
fn fold(c: char, mut each: impl FnMut(char)) {
    if c.is_ascii() {
        return each(c.to_ascii_lowercase());
    }
    // Syllables of Korean stay whole.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        return each(c);
    }
    let plain: String = std::iter::once(c).nfkd().filter(|c| !is_accent(*c)).collect();
    for c in plain.chars().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)).nfc() {
        match c {
            'ß' => "ss".chars().for_each(&mut each),
            'æ' => "ae".chars().for_each(&mut each),
            'œ' => "oe".chars().for_each(&mut each),
            'þ' => "th".chars().for_each(&mut each),
            'ø' => each('o'),
            'ł' => each('l'),
            'đ' | 'ð' => each('d'),
            'ħ' => each('h'),
            'ı' => each('i'),
            'ς' => each('σ'),
            // Compatibility forms bring blanks and strokes along.
            c if c.is_alphanumeric() || is_combining_mark(c) || Kind::of(c) == Kind::Sign => each(c),
            _ => {}
        }
    }
}

/// Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. The vowel signs of Indian scripts are letters.
const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}
