//! What people call the topics and the rules that programs know by a slug or an id.

use std::collections::BTreeMap;

use super::RuleInfo;

/// Names of topics by slug, and titles of rules by id. What has none is called as programs call it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titles {
    topics: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
}

impl Titles {
    /// Of the owner's topics, slug and name each, and the rules in force.
    #[must_use]
    pub fn of(topics: impl IntoIterator<Item = (String, String)>, rules: &[RuleInfo]) -> Self {
        Self {
            topics: topics.into_iter().collect(),
            rules: rules.iter().map(|rule| (rule.id.clone(), rule.title.clone())).collect(),
        }
    }

    /// Of one rule alone, which may not be in force.
    #[must_use]
    pub fn of_rule(id: &str, title: &str) -> Self {
        Self { topics: BTreeMap::new(), rules: BTreeMap::from([(id.to_owned(), title.to_owned())]) }
    }

    /// What a topic is called.
    #[must_use]
    pub fn topic<'a>(&'a self, slug: &'a str) -> &'a str {
        self.topics.get(slug).map_or(slug, String::as_str)
    }

    /// What a rule is called.
    #[must_use]
    pub fn rule<'a>(&'a self, id: &'a str) -> &'a str {
        self.rules.get(id).map_or(id, String::as_str)
    }

    /// What the guardrail says of a hit, with the rule by its title: `'cancel' (Cancelling an order, word)`.
    #[must_use]
    pub fn explained(&self, explanation: &str) -> String {
        // The last one is the guardrail's own; one before it can only be the visitor's.
        let told = explanation.rsplit_once("(rule ").and_then(|(before, rest)| {
            let (id, after) = rest.split_once(", ")?;
            Some(format!("{before}({}, {after}", self.rules.get(id)?))
        });
        told.unwrap_or_else(|| explanation.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guardrail::{Rulebook, Verdict};

    #[test]
    fn what_has_a_name_is_called_by_it_and_the_rest_as_programs_call_it() {
        let rulebook = Rulebook::built_in().unwrap();
        let titles = Titles::of([("shipping".to_owned(), "Shipping".to_owned())], rulebook.rules());
        assert_eq!((titles.topic("shipping"), titles.topic("gone")), ("Shipping", "gone"));
        assert_eq!(
            (titles.rule("billing.refund"), titles.rule("shop.own")),
            ("Refunds and money back", "shop.own")
        );
    }

    #[test]
    fn an_explanation_names_the_rule_as_people_do_whatever_the_visitor_wrote() {
        let rulebook = Rulebook::built_in().unwrap();
        let titles = Titles::of([], rulebook.rules());
        let explained = |text: &str| {
            let reasons = rulebook.screen(&[text.to_owned()]);
            let Verdict::Hold(reasons) = reasons else { panic!("{text} is held") };
            titles.explained(&reasons[0].explanation)
        };
        assert_eq!(explained("a refund"), "held for a human: 'refund' (Refunds and money back, word)");
        assert!(explained("(rule x, refund").ends_with("(Refunds and money back, word)"));
        assert_eq!(titles.explained("'it' (rule shop.own, word)"), "'it' (rule shop.own, word)");
    }
}
