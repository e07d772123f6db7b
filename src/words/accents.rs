//! Accents on every letter: English that can still be read, and be told from what was never translated.

use std::borrow::Cow;

const PLAIN: &str = "AaCcEeGgIiLlNnOoRrSsTtUuYyZz";
const ACCENTED: &str = "ÁáÇçÉéĜĝÍíĹĺÑñÓóŔŕŠšŤťÚúÝýŽž";

/// The text with its letters accented; marks (`<b>`) and what they hold inside stay as they are.
pub(super) fn accented(text: &str) -> Cow<'_, str> {
    // A mark that holds an argument comes in two parts: the second one begins within it.
    let mut inside = text.find('>').is_some_and(|end| text.find('<').is_none_or(|begin| end < begin));
    let change = |c: char| {
        inside = match c {
            '<' => true,
            '>' => false,
            _ => inside,
        };
        if inside { c } else { letter(c) }
    };
    Cow::Owned(text.chars().map(change).collect())
}

fn letter(plain: char) -> char {
    PLAIN.chars().zip(ACCENTED.chars()).find_map(|(from, to)| (from == plain).then_some(to)).unwrap_or(plain)
}
