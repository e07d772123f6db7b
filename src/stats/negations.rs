//! The words that turn a sentence into its opposite, in the languages in which shops write most.
//!
//! What counts as one: the closed classes of Universal Dependencies 2, negative particles (`Polarity=Neg`) and negative
//! pronouns, determiners and adverbs (`PronType=Neg`), with the contractions of English, the prepositions that mean
//! `without`, and the commonest verbs of Czech that carry their `ne-` in front. Negation inside other words (`unable`,
//! the `-me-` of Turkish) is not seen.

/// Forms of one word, the first of which names it: a change of form (`keine`, `keinen`; `cannot`, `can't`) is none of
/// meaning. Languages share the table, because nobody says which one a reply is in.
const NEGATIONS: &[&[&str]] = &[
    // English
    &[
        "not", "cannot", "cant", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "wont", "couldnt",
        "wouldnt", "shouldnt", "havent", "hasnt", "werent",
    ],
    &["no"],
    &["never"],
    &["none"],
    &["nobody"],
    &["nothing"],
    &["nowhere"],
    &["neither"],
    &["nor"],
    &["without"],
    // German
    &["nicht"],
    &["nichts"],
    &["nie", "niemals"],
    &["kein", "keine", "keinem", "keinen", "keiner", "keines", "keins", "keinerlei"],
    &["niemand", "niemandem", "niemanden"],
    &["nirgends", "nirgendwo"],
    &["ohne"],
    &["weder"],
    &["nein"],
    // French and Czech
    &[
        "ne",
        "není",
        "nejsem",
        "nejsi",
        "nejsme",
        "nejste",
        "nejsou",
        "nebyl",
        "nebyla",
        "nebylo",
        "nebyli",
        "nebude",
        "nebudeme",
        "nebudete",
        "nebudou",
        "nemá",
        "nemám",
        "nemáme",
        "nemáte",
        "nemají",
        "nemůže",
        "nemůžeme",
        "nemůžete",
        "nemohou",
        "nemohu",
        "nelze",
        "nemusí",
        "nemusíte",
    ],
    // French
    &["pas"],
    &["jamais"],
    &["rien"],
    &["aucun", "aucune", "aucuns", "aucunes"],
    &["nul", "nulle"],
    &["guère"],
    &["sans"],
    &["non"],
    // Spanish
    &["sin"],
    &["nunca"],
    &["jamás"],
    &["nada"],
    &["nadie"],
    &["ningún", "ninguno", "ninguna", "ningunos", "ningunas"],
    &["tampoco"],
    // Italian
    &["mai"],
    &["niente", "nulla"],
    &["nessun", "nessuno", "nessuna"],
    &["né"],
    &["neanche", "nemmeno", "neppure"],
    &["senza"],
    // Portuguese
    &["não"],
    &["nem"],
    &["nenhum", "nenhuma", "nenhuns", "nenhumas"],
    &["ninguém"],
    &["sem"],
    // Dutch
    &["niet"],
    &["geen"],
    &["nooit"],
    &["niets", "niks"],
    &["nergens"],
    &["zonder"],
    &["nee"],
    // Polish, partly Czech
    &["nigdy"],
    &["nikt", "nikogo", "nikomu", "nikim"],
    &["nic", "niczego", "niczym", "ničeho", "ničím"],
    &["żaden", "żadna", "żadne", "żadną", "żadnego", "żadnej", "żadnemu", "żadnych", "żadnym", "żadnymi"],
    &["nigdzie"],
    &["bez"],
    &["ani"],
    // Czech
    &["nikdy"],
    &["nikdo", "nikoho", "nikým"],
    &["žádný", "žádná", "žádné", "žádného", "žádnému", "žádnou", "žádných", "žádným", "žádnými"],
    &["nikde"],
    // Swedish, Danish, Norwegian
    &["inte", "ej", "icke"],
    &["ikke", "ikkje"],
    &["aldrig", "aldri"],
    &["ingen", "inga", "inget", "intet"],
    &["ingenting"],
    &["ingenstans", "ingensteder"],
    &["utan", "uten", "uden"],
    &["varken", "hverken", "verken"],
    &["nej", "nei"],
    // Turkish
    &["değil"],
    &["yok"],
    &["hiç"],
    &["hiçbir"],
    &["hayır"],
    &["asla"],
    &["kimse"],
    &["olmaz"],
];

/// The names of the negations in a text, sorted; one that is said twice stands twice.
pub(super) fn negations(norm: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = norm.split(|c: char| !is_letter(c)).flat_map(named).collect();
    found.sort_unstable();
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// `can't` is `not`; of `n'est` the `n'`, of `nessun'altra` the `nessun`.
fn named(word: &str) -> Vec<&'static str> {
    let parts: Vec<&str> = word.split(is_apostrophe).collect();
    match parts.as_slice() {
        [.., before, "t"] if before.ends_with('n') => vec!["not"],
        [first, .., last] if *first == "n" && !last.is_empty() => {
            std::iter::once("ne").chain(parts.iter().filter_map(|part| name(part))).collect()
        }
        _ => parts.iter().filter_map(|part| name(part)).collect(),
    }
}

fn name(word: &str) -> Option<&'static str> {
    NEGATIONS.iter().find(|forms| forms.contains(&word))?.first().copied()
}

#[cfg(test)]
mod tests {
    use super::super::edit::norm;
    use super::*;

    #[test]
    fn a_form_belongs_to_one_word_and_is_written_as_texts_are_compared() {
        let mut forms: Vec<&str> = NEGATIONS.iter().flat_map(|forms| forms.iter().copied()).collect();
        assert!(forms.iter().all(|form| norm(form) == *form && form.chars().all(is_letter)));
        forms.sort_unstable();
        assert!(forms.is_sorted_by(|one, other| one < other));
    }

    #[test]
    fn negations_are_found_in_thirteen_languages() {
        for (text, wanted) in [
            ("we can't refund that, and do not ship it without a box", &["not", "not", "without"][..]),
            ("it isn’t; it won't; non-refundable; another note, knot", &["non", "not", "not"]),
            ("wir haben keine und liefern nicht", &["kein", "nicht"]),
            ("ce n'est pas livré, ni n'aucun", &["aucun", "ne", "ne", "pas"]),
            ("nunca sin costes, no", &["no", "nunca", "sin"]),
            ("nessun'altra, non mai", &["mai", "nessun", "non"]),
            ("não temos nenhuma", &["nenhum", "não"]),
            ("geen kosten, niet zonder bon", &["geen", "niet", "zonder"]),
            ("nie ma żadnych opłat", &["nie", "żaden"]),
            ("vi har inte några, aldrig", &["aldrig", "inte"]),
            ("vi sender ikke uden kvittering", &["ikke", "utan"]),
            ("vi sender aldri uten kvittering", &["aldrig", "utan"]),
            ("není možné, žádné", &["ne", "žádný"]),
            ("mümkün değil, hiç yok", &["değil", "hiç", "yok"]),
            ("rock 'n' roll; it's the shop's", &[]),
        ] {
            assert_eq!(negations(text), wanted, "{text}");
        }
    }
}
