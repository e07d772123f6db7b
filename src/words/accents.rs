//! Accents on every letter: English that can still be read, and be told from what was never translated.

use std::borrow::Cow;

const PLAIN: &str = "AaCcEeGgIiLlNnOoRrSsTtUuYyZz";
const ACCENTED: &str = "ÁáÇçÉéĜĝÍíĹĺÑñÓóŔŕŠšŤťÚúÝýŽž";

/// The text with its letters accented; marks (`<b>`) and what they hold inside stay as they are.
pub(super) fn accented(text: &str) -> Cow<'_, str> {
    let mut inside = false;
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
