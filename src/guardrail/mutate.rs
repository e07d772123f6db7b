//! Ways to write a word so that a plain list would miss it: how the rules fare under each is told.

use super::disguise::disguises;
use super::verdict::Layer;

/// One way to write.
pub(super) struct Mutation {
    pub(super) name: &'static str,
    write: fn(&str) -> String,
    /// Shorter words cannot be told from others when written so.
    pub(super) min_letters: usize,
}

impl Mutation {
    /// The text with the word at `start..end` written so; nothing if that changes nothing.
    pub(super) fn apply(&self, text: &str, (start, end): (usize, usize)) -> Option<String> {
        let word = text.get(start..end)?;
        let written = (self.write)(word);
        let whole = format!("{}{written}{}", text.get(..start)?, text.get(end..)?);
        (written != word).then_some(whole)
    }
}

const fn way(name: &'static str, min_letters: usize, write: fn(&str) -> String) -> Mutation {
    Mutation { name, write, min_letters }
}

/// All ways, each with a stable name.
pub(super) const MUTATIONS: &[Mutation] = &[
    way("upper case", 3, str::to_uppercase),
    way("full width", 3, |word| shifted(word, 0xFF41)),
    way("bold letters", 3, |word| shifted(word, 0x1D41A)),
    way("letters in discs", 3, |word| shifted(word, 0x24D0)),
    way("letters in boxes", 3, |word| shifted(word, 0x1F170)),
    way("flag letters", 3, |word| joined(word, "\u{200B}", 0x1F1E6)),
    way("small capitals", 3, |word| each(word, small_capital)),
    way("accents", 3, |word| after_each(word, "\u{301}")),
    way("two marks a letter", 3, |word| after_each(word, "\u{323}\u{336}")),
    way("zero width", 3, |word| between(word, "\u{200B}")),
    way("soft hyphen", 3, |word| split(word, "\u{AD}")),
    way("word joiner", 3, |word| between(word, "\u{2060}")),
    way("look-alike letters", 3, |word| each(word, cyrillic)),
    way("one look-alike letter", 3, one_cyrillic),
    way("blanks", 3, |word| between(word, " ")),
    way("dots", 3, |word| between(word, ".")),
    way("hyphens", 3, |word| between(word, "-")),
    way("underscores", 3, |word| between(word, "_")),
    way("stars", 3, |word| between(word, "*")),
    way("faces", 3, |word| between(word, "\u{1F600}")),
    way("wide blanks", 3, |word| between(word, "\u{A0}\u{2003}")),
    way("lines", 3, |word| between(word, "\n")),
    way("cut by hyphen", 6, |word| split(word, "-")),
    way("cut by blank", 6, |word| split(word, " ")),
    way("cut by line end", 6, |word| split(word, "-\n")),
    way("repeated letters", 5, |word| {
        each(word, |c| if is_vowel(c) { format!("{c}{c}{c}") } else { c.into() })
    }),
    way("all letters doubled", 5, |word| each(word, |c| format!("{c}{c}"))),
    way("hashtag", 6, |word| format!("#{word}please")),
    way("glued behind", 6, |word| format!("qx{word}")),
    way("digits behind", 3, |word| format!("{word}123")),
    way("underscored", 3, |word| format!("my_{word}_now")),
    way("other script around", 3, |word| format!("我{word}谢")),
    way("leet vowels", 4, |word| each(word, leet)),
    way("one sign for a letter", 4, one_leet),
    way("hole", 5, |word| replaced(word, word.len() / 2, "*")),
    way("wide hole", 6, |word| replaced(word, word.len() / 2, "##")),
    way("backwards", 5, |word| disguise(word, Layer::Reversed, 0)),
    way("upside down", 5, upside_down),
    way("rot13", 5, |word| disguise(word, Layer::Rotated, 0)),
    way("decimal entities", 3, |word| each(word, |c| format!("&#{};", u32::from(c)))),
    way("hex entities", 3, |word| each(word, |c| format!("&#x{:x};", u32::from(c)))),
    way("tags", 3, |word| split(word, "<b></b>")),
    way("comment", 3, |word| split(word, "<!-- x -->")),
    way("emphasis", 3, |word| split(word, "****")),
    way("link", 3, |word| format!("[{word}](https://example.org)")),
    way("percent", 3, |word| each(word, |c| format!("%{:02X}", u32::from(c)))),
    way("one percent", 3, |word| replaced_with(word, 1, |c| format!("%{:02x}", u32::from(c)))),
    way("percent twice", 3, |word| each(word, |c| format!("%25{:02X}", u32::from(c)))),
    way("backslash x", 3, |word| each(word, |c| format!("\\x{:02x}", u32::from(c)))),
    way("backslash u", 3, |word| each(word, |c| format!("\\u{:04x}", u32::from(c)))),
    way("base64", 6, base64),
    way("hex", 4, |word| each(word, |c| format!("{:02x}", u32::from(c)))),
    way("letter missing", 6, |word| replaced(word, word.len() / 2, "")),
    way("letter swapped", 5, |word| swapped(word, word.len() / 2)),
    way("first letters swapped", 6, |word| swapped(word, 0)),
    way("letter wrong", 6, |word| replaced(word, word.len() / 2, "x")),
    way("first letter wrong", 6, |word| replaced(word, 0, "z")),
    way("letter added", 5, |word| split(word, "q")),
    way("two letters wrong", 8, |word| swapped(&replaced(word, word.len() - 3, ""), 2)),
];

fn each<T: Into<String>>(word: &str, write: impl Fn(char) -> T) -> String {
    word.chars().map(|c| write(c).into()).collect()
}

fn shifted(word: &str, base: u32) -> String {
    each(word, |c| if c.is_ascii_lowercase() { moved(c, base) } else { c })
}

fn moved(c: char, base: u32) -> char {
    char::from_u32(base + u32::from(c) - u32::from('a')).unwrap_or(c)
}

fn joined(word: &str, sign: &str, base: u32) -> String {
    between(&shifted(word, base), sign)
}

fn after_each(word: &str, marks: &str) -> String {
    each(word, |c| format!("{c}{marks}"))
}

fn between(word: &str, sign: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(sign)
}

fn split(word: &str, sign: &str) -> String {
    let middle = word.char_indices().nth(word.chars().count() / 2).map_or(0, |(at, _)| at);
    let (left, right) = word.split_at(middle);
    format!("{left}{sign}{right}")
}

fn replaced(word: &str, place: usize, with: &str) -> String {
    word.chars().enumerate().map(|(at, c)| if at == place { with.to_owned() } else { c.into() }).collect()
}

fn replaced_with(word: &str, place: usize, write: impl Fn(char) -> String) -> String {
    word.chars().enumerate().map(|(at, c)| if at == place { write(c) } else { c.into() }).collect()
}

fn swapped(word: &str, place: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if place + 1 < letters.len() {
        letters.swap(place, place + 1);
    }
    letters.into_iter().collect()
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn leet(c: char) -> char {
    match c {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        's' => '$',
        't' => '7',
        other => other,
    }
}

fn one_leet(word: &str) -> String {
    let place = word.chars().position(|c| leet(c) != c);
    place.map_or_else(|| word.to_owned(), |place| replaced_with(word, place, |c| leet(c).into()))
}

fn cyrillic(c: char) -> char {
    match c {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'o' => 'о',
        'p' => 'р',
        's' => 'ѕ',
        'x' => 'х',
        'y' => 'у',
        other => other,
    }
}

fn one_cyrillic(word: &str) -> String {
    let place = word.chars().position(|c| cyrillic(c) != c);
    place.map_or_else(|| word.to_owned(), |place| replaced_with(word, place, |c| cyrillic(c).into()))
}

fn small_capital(c: char) -> char {
    match c {
        'a' => 'ᴀ',
        'c' => 'ᴄ',
        'd' => 'ᴅ',
        'e' => 'ᴇ',
        'f' => 'ꜰ',
        'g' => 'ɢ',
        'i' => 'ɪ',
        'l' => 'ʟ',
        'n' => 'ɴ',
        'r' => 'ʀ',
        'u' => 'ᴜ',
        other => other,
    }
}

fn upside_down(word: &str) -> String {
    let turned = |c: char| match c {
        'a' => 'ɐ',
        'b' => 'q',
        'c' => 'ɔ',
        'd' => 'p',
        'e' => 'ǝ',
        'f' => 'ɟ',
        'g' => 'ƃ',
        'h' => 'ɥ',
        'i' => 'ᴉ',
        'k' => 'ʞ',
        'm' => 'ɯ',
        'n' => 'u',
        'p' => 'd',
        'r' => 'ɹ',
        't' => 'ʇ',
        'u' => 'n',
        'v' => 'ʌ',
        'y' => 'ʎ',
        other => other,
    };
    word.chars().rev().map(turned).collect()
}

fn disguise(word: &str, layer: Layer, which: usize) -> String {
    let forms = disguises(word, true);
    let mut alike = forms.into_iter().filter(|(_, other)| *other == layer);
    alike.nth(which).map_or_else(|| word.to_owned(), |(form, _)| form)
}

fn base64(word: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in word.as_bytes().chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for place in 0..=chunk.len() {
            let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            out.extend(ALPHABET.get(index).map(|byte| char::from(*byte)));
        }
        out.extend(std::iter::repeat_n('=', 3 - chunk.len()));
    }
    out
}
