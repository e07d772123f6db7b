//! What single characters mean to the guardrail: which vanish, which are one letter in disguise.

use unicode_normalization::char::decompose_compatible;

/// Writes the folded form of one character; nothing for a character that only decorates or hides.
pub(super) fn fold_char(c: char, out: &mut String) {
    if is_ignorable(c) {
        return;
    }
    // Hangul syllables stay whole: in pieces, one syllable would be a prefix of another. Ideographs
    // and plain Cyrillic letters are only spared the tables.
    if matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' | 'а'..='и' | 'к'..='я') {
        out.push(c);
        return;
    }
    if let Some(letter) = enclosed_letter(c) {
        out.push(letter);
        return;
    }
    decompose_compatible(c, |part| {
        for low in part.to_lowercase() {
            if is_ignorable(low) || is_dropped_mark(low) {
                continue;
            }
            match respelled(low) {
                Some(spelling) => out.push_str(spelling),
                None => out.push(low),
            }
        }
    });
}

/// `Default_Ignorable_Code_Point`: shown as nothing, so read as nothing.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Accents and points of Latin, Greek, Cyrillic, Hebrew and Arabic. Marks of Indic scripts and Thai
/// are vowels and stay.
fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'
        | '\u{5C1}'..='\u{5C2}' | '\u{5C4}'..='\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}'
        | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Letters in boxes and discs, and flags' letters, which Unicode does not decompose.
fn enclosed_letter(c: char) -> Option<char> {
    let offset = match c {
        '\u{1F130}'..='\u{1F149}' => u32::from(c) - 0x1F130,
        '\u{1F150}'..='\u{1F169}' => u32::from(c) - 0x1F150,
        '\u{1F170}'..='\u{1F189}' => u32::from(c) - 0x1F170,
        '\u{1F1E6}'..='\u{1F1FF}' => u32::from(c) - 0x1F1E6,
        _ => return None,
    };
    char::from_u32(u32::from('a') + offset)
}

/// Lower-case letters and signs with a plain spelling that compatibility decomposition lacks.
fn respelled(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    Some(match c {
        'ß' => "ss",
        'æ' | 'ᴁ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' | 'ᴉ' | 'ɪ' | 'ɩ' | 'ɨ' => "i",
        'ς' => "σ",
        'ᴀ' | 'ɐ' | 'ɑ' => "a",
        'ʙ' | 'ƀ' | 'ɓ' => "b",
        'ᴄ' | 'ɔ' | 'ȼ' | 'ƈ' => "c",
        'đ' | 'ð' | 'ᴅ' | 'ɖ' | 'ɗ' => "d",
        'ᴇ' | 'ǝ' | 'ɛ' | 'ɇ' | 'ə' => "e",
        'ꜰ' | 'ƒ' | 'ɟ' => "f",
        'ɢ' | 'ƃ' | 'ᵷ' | 'ǥ' | 'ɡ' | 'ɠ' => "g",
        'ʜ' | 'ħ' | 'ɥ' => "h",
        'ᴊ' | 'ɉ' | 'ȷ' => "j",
        'ᴋ' | 'ĸ' | 'ƙ' | 'ʞ' => "k",
        'ʟ' | 'ł' | 'ƚ' | 'ɫ' | 'ɭ' => "l",
        'ᴍ' | 'ɯ' | 'ɱ' => "m",
        'ɴ' | 'ŋ' | 'ɲ' | 'ƞ' | 'ɳ' => "n",
        'ᴏ' | 'ø' | 'ɵ' => "o",
        'ᴘ' | 'ƥ' => "p",
        'ʀ' | 'ɍ' | 'ɹ' | 'ɾ' | 'ɽ' => "r",
        'ꜱ' | 'ʂ' | 'ȿ' => "s",
        'ᴛ' | 'ŧ' | 'ƭ' | 'ʇ' | 'ʈ' => "t",
        'ᴜ' | 'ʉ' => "u",
        'ᴠ' | 'ʌ' | 'ʋ' => "v",
        'ᴡ' | 'ʍ' => "w",
        'ʏ' | 'ƴ' | 'ʎ' | 'ɏ' => "y",
        'ᴢ' | 'ƶ' | 'ȥ' | 'ʐ' => "z",
        '‘' | '’' | '‛' | 'ʼ' | '′' | '`' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '\u{2800}' => " ",
        _ => return None,
    })
}

/// The ASCII letter that a folded Greek or Cyrillic (or Armenian) letter is drawn like.
pub(super) fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'ь' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' | 'ժ' => 'd',
        'е' | 'є' | 'ε' | 'ҽ' => 'e',
        'ғ' | 'ք' => 'f',
        'ԍ' | 'ց' => 'g',
        'һ' | 'н' | 'հ' => 'h',
        'і' | 'ι' | 'ӏ' | 'Ӏ' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ⅼ' | 'լ' | 'ן' => 'l',
        'м' | 'μ' => 'm',
        'п' | 'η' | 'ո' | 'ռ' => 'n',
        'о' | 'ο' | 'σ' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' | 'զ' => 'q',
        'г' | 'я' => 'r',
        'ѕ' | 'ꜱ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' | 'ц' => 'u',
        'ѵ' | 'ν' => 'v',
        'ԝ' | 'ω' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ү' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

/// The scripts whose change ends a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    /// Written without blanks between words (Han, Kana, Hangul, Thai, Lao, Khmer): every place may
    /// be a word edge.
    Unspaced,
    Other,
}

/// The script of a letter, or nothing for what is not a letter (digits, `_`, signs).
pub(super) fn script_of(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    Some(match c {
        '\u{0E01}'..='\u{0E3A}'
        | '\u{0E40}'..='\u{0E4E}'
        | '\u{0E81}'..='\u{0ECD}'
        | '\u{1780}'..='\u{17D3}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FA}'
        | '\u{30FC}'..='\u{31FF}'
        | '\u{3400}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Script::Unspaced,
        // Signs between Indic letters (virama and the like) belong to the word.
        '\u{0900}'..='\u{0963}' | '\u{0971}'..='\u{0DF3}' if !c.is_numeric() => Script::Other,
        _ if !c.is_alphabetic() => return None,
        '\u{0080}'..='\u{02AF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' => Script::Latin,
        '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{0400}'..='\u{052F}' => Script::Cyrillic,
        '\u{0590}'..='\u{05FF}' => Script::Hebrew,
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}' => Script::Arabic,
        _ => Script::Other,
    })
}
