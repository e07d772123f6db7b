//! Cuts a text into words, numbers and signs, each with its place, so that nothing else needs to.

/// A word, number or sign of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Byte offsets in the text. The two words of a contraction (`don't`) share one span.
    pub span: (usize, usize),
    /// In lower case, contractions written out; digits of any script as ASCII.
    pub text: String,
    /// Touches the token before it.
    pub glued: bool,
    /// Begins with a capital.
    pub capital: bool,
    /// All of its letters are capitals.
    pub shout: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    /// Digits, with the separators between them.
    Number,
    /// Any other visible character.
    Sign,
    /// Stands for a link, an e-mail address or a phone number.
    Place,
    /// The end of a line.
    Break,
}

impl Token {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text == word
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == TokenKind::Sign && self.text.starts_with(sign)
    }

    /// A hyphen or dash of any length.
    pub(super) fn is_dash(&self) -> bool {
        self.kind == TokenKind::Sign && self.text.starts_with(is_dash)
    }
}

/// The tokens of `text`; each of the sorted `places` becomes one token.
pub(super) fn lex(text: &str, places: &[(usize, usize)]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut places = places.iter().copied().peekable();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let place = places.next_if(|p| p.0 <= at);
        let (kind, end) = match place {
            Some(place) if place.1 > at => (TokenKind::Place, place.1),
            _ if first == '\n' => (TokenKind::Break, at + 1),
            _ => {
                let rest = text.get(at..next_start(places.peek(), text.len())).unwrap_or_default();
                let (kind, length) = token_at(rest, first);
                (kind, at + length)
            }
        };
        if kind == TokenKind::Sign && first.is_whitespace() {
            at = end;
            continue;
        }
        let glued = tokens.last().is_some_and(|t| t.span.1 == at && t.kind != TokenKind::Break);
        push(&mut tokens, kind, text, (at, end), glued);
        at = end;
    }
    tokens
}

fn next_start(place: Option<&(usize, usize)>, end: usize) -> usize {
    place.map_or(end, |p| p.0)
}

/// The kind and the byte length of the token at the beginning of `rest`, whose first character is `first`.
fn token_at(rest: &str, first: char) -> (TokenKind, usize) {
    if digit(first).is_some() {
        return (TokenKind::Number, run(rest, |c| digit(c).is_some(), is_separator));
    }
    if first.is_alphabetic() {
        return (TokenKind::Word, run(rest, is_letter, |c| is_apostrophe(c) || c == '\u{ad}'));
    }
    (TokenKind::Sign, first.len_utf8())
}

/// The length of a run of `inside` characters, single `between` characters included when another follows.
fn run(rest: &str, inside: impl Fn(char) -> bool, between: impl Fn(char) -> bool) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = between(c) && chars.peek().is_some_and(|(_, next)| inside(*next));
        if !(inside(c) || joins && at > 0) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn push(tokens: &mut Vec<Token>, kind: TokenKind, text: &str, span: (usize, usize), glued: bool) {
    let spelt = text.get(span.0..span.1).unwrap_or_default();
    let capital = spelt.starts_with(char::is_uppercase);
    let shout = capital && !spelt.contains(char::is_lowercase);
    let new = |text: String, glued| Token { kind, span, text, glued, capital, shout };
    match kind {
        TokenKind::Word => {
            let lower: String = spelt.chars().filter(|c| *c != '\u{ad}').collect::<String>().to_lowercase();
            let lower = lower.replace(['\u{2019}', '\u{02bc}', '\u{2018}'], "'");
            let mut glued = glued;
            for part in written_out(&lower) {
                tokens.push(new(part, glued));
                glued = false;
            }
        }
        TokenKind::Number => {
            let ascii = spelt.chars().map(|c| digit(c).unwrap_or(c)).collect();
            tokens.push(new(ascii, glued));
        }
        _ => tokens.push(new(spelt.to_owned(), glued)),
    }
}

/// `don't` is two words, `Anna's` one.
fn written_out(word: &str) -> Vec<String> {
    let two = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    match word {
        "can't" | "cannot" => return two("can", "not"),
        "won't" => return two("will", "not"),
        "shan't" => return two("shall", "not"),
        "let's" => return two("let", "us"),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("n't") {
        return two(stem, "not");
    }
    let Some((stem, end)) = word.split_once('\'') else { return vec![word.to_owned()] };
    let end = match end {
        "ll" => "will",
        "ve" => "have",
        "re" => "are",
        "m" => "am",
        "d" => "would",
        "s" if is_pronoun(stem) => "is",
        "s" | "" => return vec![stem.to_owned()],
        _ => return vec![word.to_owned()],
    };
    two(stem, end)
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "it" | "he" | "she" | "that" | "there" | "what" | "here" | "who" | "where" | "how" | "everything"
    )
}

/// The ASCII digit that a decimal digit of a common script stands for.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 7] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// Joins the digits of one number, time or version.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ':' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{66b}' | '\u{66c}'
    )
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining(c)
}

/// Marks that belong to the letter before them.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}'..='\u{94d}' | '\u{5b0}'..='\u{5c7}' | '\u{64b}'..='\u{65f}')
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}' | '\u{2018}')
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
