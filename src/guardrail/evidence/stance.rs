//! What a clause denies, restricts and demands, told from its small words.

/// What a clause denies and restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own, and any may stand beside any")]
pub(super) struct Stance {
    /// An odd number of denials.
    pub denied: bool,
    /// Any denial at all.
    pub denies: bool,
    /// `only`, `exclusively`, `unless`.
    pub restricts: bool,
    /// `only for`, `only if`, `only in`: a restriction that a reader acts on.
    pub narrows: bool,
    /// `not only`, and what must follow it: `but`, `also`.
    pub widens: bool,
    pub adds: bool,
    /// `without`, which may stand for a denial of what follows it.
    pub lacks: bool,
    /// `need`, `must`.
    pub demands: bool,
    /// `always`, `never`, `any time`.
    pub absolute: bool,
}

/// The stance of a clause, from its words in lower case.
pub(super) fn stance(words: &[String]) -> Stance {
    let mut denials = 0_usize;
    let mut restricts = false;
    let mut narrows = false;
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let lacks = has("without");
    let (widens, adds) = (has("notonly"), has("but") || has("also"));
    let mut absolute = false;
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            // The first word of an answer (`No, …`) speaks to the question.
            "no" if at == 0 && words.get(1).is_none_or(|next| is_subject(next)) => {}
            "only" | "solely" | "exclusively" | "merely" | "unless" | "except" => {
                restricts = true;
                narrows |= word != "unless" && words.get(at + 1).is_some_and(|next| is_condition(next));
            }
            "always" | "anytime" => absolute = true,
            word if is_denial(word) => denials += 1,
            _ => {}
        }
    }
    // `not … unless` is `only if`.
    if words.iter().any(|word| word == "unless" || word == "except") && denials > 0 {
        denials += 1;
    }
    Stance {
        denied: denials % 2 == 1,
        denies: denials > 0,
        restricts,
        narrows,
        widens,
        adds,
        lacks,
        demands: demands(words),
        absolute,
    }
}

/// `You need a card` is said by `without a card we cannot …`.
fn demands(words: &[String]) -> bool {
    words.iter().any(|w| {
        matches!(
            w.as_str(),
            "need" | "needs" | "must" | "bring" | "require" | "requires" | "required" | "keep"
        )
    })
}

fn is_condition(word: &str) -> bool {
    matches!(
        word,
        "for"
            | "if"
            | "when"
            | "with"
            | "in"
            | "within"
            | "on"
            | "via"
            | "by"
            | "after"
            | "available"
            | "valid"
    )
}

fn is_subject(word: &str) -> bool {
    matches!(
        word,
        "we" | "you"
            | "it"
            | "the"
            | "this"
            | "that"
            | "i"
            | "they"
            | "your"
            | "our"
            | "there"
            | "unfortunately"
    )
}

/// Words that turn a statement round.
pub(super) fn is_denial(word: &str) -> bool {
    is_plain_denial(word) || is_lexical_denial(word)
}

/// Words whose only work it is to deny.
pub(super) fn is_plain_denial(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "no"
            | "never"
            | "neither"
            | "nor"
            | "none"
            | "nothing"
            | "nobody"
            | "nowhere"
            | "unable"
            | "impossible"
            | "hardly"
            | "cannot"
    )
}

/// The opposite of a word that `words` joins with it, or of a prefix.
fn is_lexical_denial(word: &str) -> bool {
    matches!(
        word,
        "closed"
            | "closes"
            | "excluded"
            | "excludes"
            | "exclude"
            | "excluding"
            | "forbidden"
            | "prohibited"
            | "prohibit"
            | "prohibits"
            | "unavailable"
            | "exempt"
            | "refuse"
            | "refuses"
            | "non"
    )
}
