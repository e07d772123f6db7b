//! Which visitors get a human at once, whatever they ask: those who ask for one, are angry, or are in danger.

use serde::{Deserialize, Serialize};

use super::fault::RuleFault;
use super::packs::ROUTING;
use super::rulebook::Rulebook;
use super::verdict::{Reason, Verdict};

/// Where a visitor belongs. In the order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// In danger, or a danger.
    Danger,
    /// Asks for a human.
    Person,
    /// Angry.
    Anger,
}

/// A second rulebook, of its own kind: it sends visitors to a human and can clear nothing, so that no proof for a
/// draft ever comes from it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Routing {
    rules: Rulebook,
}

impl Routing {
    /// The routing rules that ship with Banister.
    ///
    /// # Errors
    /// Never in a release: a test keeps them sound.
    pub fn built_in() -> Result<Self, Vec<RuleFault>> {
        let sources: Vec<(String, String)> =
            ROUTING.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        Ok(Self { rules: Rulebook::parse(&sources)? })
    }

    /// The most urgent route that a turn's words name, with why.
    #[must_use]
    pub fn route(&self, messages: &[String]) -> Option<(Route, Reason)> {
        let Verdict::Hold(reasons) = self.rules.screen(messages) else { return None };
        let routed = reasons.into_iter().filter_map(|reason| Some((route_of(&reason.rule)?, reason)));
        routed.min_by_key(|(route, _)| *route)
    }
}

/// A rule's id begins with its route; a limit of the guardrail itself is the guardrail's business.
fn route_of(rule: &str) -> Option<Route> {
    match rule.split('.').next()? {
        "danger" => Some(Route::Danger),
        "person" => Some(Route::Person),
        "anger" => Some(Route::Anger),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static ROUTING: LazyLock<Routing> = LazyLock::new(|| Routing::built_in().unwrap());

    fn route(text: &str) -> Option<Route> {
        ROUTING.route(&[text.to_owned()]).map(|(route, _)| route)
    }

    #[test]
    fn the_shipped_rules_are_sound() {
        assert!(Routing::built_in().is_ok_and(|routing| routing.rules.rules().len() >= 60));
    }

    #[test]
    fn plain_words_lead_to_a_human_and_the_most_urgent_wins() {
        for (text, wanted) in [
            ("can I talk to a real person please", Some(Route::Person)),
            ("this is a joke, your service is pathetic", Some(Route::Anger)),
            ("the lamp is on fire and I can't breathe", Some(Route::Danger)),
            ("your pathetic lamp caught fire, get me a human", Some(Route::Danger)),
            ("Ich möchte mit einem Menschen sprechen", Some(Route::Person)),
            ("where is my order???", None),
            ("is there a human hair wig for kids", None),
            ("what a killer deal, I'm dying to try the fire pit", None),
            ("", None),
        ] {
            assert_eq!(route(text), wanted, "{text}");
        }
    }

    #[test]
    fn on_the_collected_lines_nearly_all_go_where_they_belong() {
        #[derive(Deserialize)]
        struct Line {
            text: String,
            route: Option<Route>,
        }
        let lines: Vec<Line> = include_str!("../../tests/corpora/routing.jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert!(lines.len() >= 120, "{}", lines.len());
        let wrong: Vec<&str> =
            lines.iter().filter(|l| route(&l.text) != l.route).map(|l| l.text.as_str()).collect();
        // Three are known: a spaced-out word, a word of another order, and "give me a call option".
        assert!(wrong.len() <= 3, "{wrong:#?}");
    }
}
