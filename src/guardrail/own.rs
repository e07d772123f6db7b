//! Rules that an owner writes in the browser: compiled with all others, and never able to clear what those hold, unless
//! the owner says so.

use super::fault::RuleFault;
use super::lint::lint;
use super::rulebook::Rulebook;

/// What their text is called among the files of a rulebook.
pub const OWN_RULES: &str = "own rules";

/// The rules beneath an owner's own.
#[derive(Clone)]
pub(super) struct Base {
    pub(super) book: Rulebook,
    /// What it holds stays held.
    pub(super) holds: bool,
}

impl Rulebook {
    /// This rulebook with other rules of the owner's own; none when the text is blank. What the rules beneath them hold
    /// stays held, whatever the own ones say of languages, readability or words, unless they `may_soften` it.
    ///
    /// # Errors
    /// Every fault at once, those of examples included; nothing is changed then.
    pub fn with_own(&self, text: &str, may_soften: bool) -> Result<Self, Vec<RuleFault>> {
        let book = self.without_own();
        if text.trim().is_empty() {
            return Ok(book.clone());
        }
        let mut sources = book.sources().to_vec();
        sources.push((OWN_RULES.to_owned(), text.to_owned()));
        Self::parse_upon(&sources, Some(Base { book: book.clone(), holds: !may_soften }))
    }

    /// The rules beneath the owner's own.
    #[must_use]
    pub fn without_own(&self) -> &Self {
        self.base().map_or(self, |base| &base.book)
    }

    /// What is allowed in the owner's own rules but likely not meant.
    #[must_use]
    pub fn remarks_on_own(&self) -> Vec<RuleFault> {
        let own: Vec<_> = self.sources().iter().filter(|(name, _)| name == OWN_RULES).cloned().collect();
        lint(&own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "version = 1\n[[rules]]\nid = \"shop.refund\"\ntitle = \"Refunds\"\nwords = [\"refund\"]\n\
        examples.must_match = [\"I want a refund\", \"refund me\"]\n\
        examples.must_not_match = [\"a profound bowl\", \"how large is it\"]\n";
    const LEGAL: &str = "version = 1\n[[rules]]\nid = \"shop.legal\"\ntitle = \"Lawyers\"\nwords = [\"lawyer\"]\n\
        examples.must_match = [\"my lawyer says\", \"ask your lawyer\"]\n\
        examples.must_not_match = [\"law of physics\", \"how large is it\"]\n";

    fn base() -> Rulebook {
        Rulebook::parse(&[("base.toml".to_owned(), BASE.to_owned())]).expect("sound")
    }

    fn holds(book: &Rulebook, text: &str) -> bool {
        book.screen(&[text.to_owned()]).is_hold()
    }

    #[test]
    fn own_rules_add_to_the_others_and_are_replaced_as_a_whole() {
        let with = base().with_own(LEGAL, false).expect("sound");
        assert!(holds(&with, "my lawyer") && holds(&with, "a refund") && !holds(&with, "how large is it"));
        let other = with.with_own(&LEGAL.replace("lawyer", "notary"), false).expect("sound");
        assert!(!holds(&other, "my lawyer") && holds(&other, "my notary"));
        assert_eq!(other.with_own(" \n", false).expect("none").hash(), base().hash());
        assert_eq!(with.rules().last().map(|rule| rule.file.as_str()), Some(OWN_RULES));
        assert!(![base().hash(), other.hash()].contains(&with.hash()));
    }

    #[test]
    fn what_the_others_hold_stays_held_unless_the_owner_says_otherwise() {
        // A word that is one's own is no misspelling any more; a text of no language is allowed.
        let sly = format!(
            "version = 1\non_unreadable = \"allow\"\n{}",
            LEGAL
                .split_once('\n')
                .map_or("", |(_, rest)| rest)
                .replace("\"lawyer\"]", "\"lawyer\", \"refunt\"]")
        );
        let (strict, soft) =
            (base().with_own(&sly, false).expect("sound"), base().with_own(&sly, true).expect("sound"));
        let turned = "how large \u{202e}is it";
        assert!(holds(&base(), turned) && holds(&strict, turned));
        assert!(!holds(&soft, turned), "said in so many words");
        assert!(holds(&strict, "a refnud please") && holds(&strict, "a refund"));
        assert_ne!(strict.hash(), soft.hash());
    }

    #[test]
    fn a_fault_names_the_line_of_the_own_text_and_changes_nothing() {
        let faults =
            base().with_own(&LEGAL.replace("ask your lawyer", "I will sue"), false).expect_err("a fault");
        let found: Vec<_> = faults.iter().map(|f| (f.file.as_str(), f.line, f.rule.as_deref())).collect();
        assert_eq!(found, [(OWN_RULES, Some(6), Some("shop.legal"))]);
        let same = base().with_own(&LEGAL.replace("shop.legal", "shop.refund"), false).expect_err("a fault");
        assert!(same.iter().all(|f| f.file == OWN_RULES && f.message.contains("same id")), "{same:?}");
    }
}
