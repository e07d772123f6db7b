//! Turns of phrase whose words mislead: `no later than` denies nothing, `at no extra cost` means free.

/// What to read instead. Longer ones first where they share a beginning.
const IDIOMS: &[(&str, &str)] = &[
    ("no later than", "by"),
    ("not exceed", "maximum"),
    ("not be discouraged", ""),
    ("not later than", "by"),
    ("no more than", "maximum"),
    ("not more than", "maximum"),
    ("no longer than", "maximum"),
    ("no fewer than", "minimum"),
    ("no less than", "minimum"),
    ("not only", "notonly"),
    ("not just", "notonly"),
    ("not to mention", ""),
    ("no problem", ""),
    ("no worries", ""),
    ("not a problem", ""),
    ("not at all", ""),
    ("do not worry", ""),
    ("do not hesitate", ""),
    ("do not forget", "remember"),
    ("no matter", ""),
    ("whether or not", "whether"),
    ("if not", "otherwise"),
    ("why not", ""),
    ("no need to worry", ""),
    ("not sure", "unsure"),
    ("no doubt", ""),
    ("free of charge", "free"),
    ("free of cost", "free"),
    ("for free", "free"),
    ("at no extra cost", "free"),
    ("at no additional cost", "free"),
    ("at no extra charge", "free"),
    ("at no additional charge", "free"),
    ("at no cost", "free"),
    ("at no charge", "free"),
    ("with no extra charge", "free"),
    ("without extra charge", "free"),
    ("without charge", "free"),
    ("there is no charge", "free"),
    ("there is no fee", "free"),
    ("no extra charge", "free"),
    ("no additional charge", "free"),
    ("no charge", "free"),
    ("no extra cost", "free"),
    ("does not cost anything extra", "free"),
    ("does not cost anything", "free"),
    ("will not cost anything extra", "free"),
    ("will not cost anything", "free"),
    ("do not pay anything", "free"),
    ("costs nothing", "free"),
    ("do not have to", "not need"),
    ("does not have to", "not need"),
    ("no need to", "not need"),
    ("there is no need", "not need"),
    ("is not necessary", "not need"),
    ("not necessary", "not need"),
    ("nothing but", "only"),
    ("away from", "not near"),
    ("not anymore", "not"),
    ("not yet", "not"),
    ("feel free", ""),
    ("a few", "several"),
    ("of course", ""),
    ("by itself", "automatically"),
    ("on its own", "alone"),
    ("on your own", "alone"),
    ("on her own", "alone"),
    ("on his own", "alone"),
    ("on their own", "alone"),
];

/// What stands for `words` read from `at`: its own words and how many it replaces.
pub(super) fn idiom_at(words: &[&str]) -> Option<(Vec<&'static str>, usize)> {
    let first = words.first()?;
    let fits = |phrase: &&(&str, &str)| {
        phrase.0.starts_with(*first) && {
            let mut parts = phrase.0.split(' ');
            let mut given = words.iter();
            parts.by_ref().all(|part| given.next().is_some_and(|word| *word == part))
        }
    };
    let (phrase, instead) = IDIOMS.iter().filter(fits).max_by_key(|(phrase, _)| phrase.split(' ').count())?;
    Some((instead.split_whitespace().collect(), phrase.split(' ').count()))
}

/// The words of the longest idiom.
pub(super) const LONGEST: usize = 6;
