//! What the reports are told: which pages matter most, how fast is fast enough, and what an hour costs.

use serde::{Deserialize, Serialize};

/// `[report]`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportSettings {
    /// Paths of pages on which a visitor is about to buy; `*` stands for anything.
    pub high_intent_pages: Vec<String>,
    /// A first reply there is fast enough within so many seconds.
    pub high_intent_seconds: f64,
    /// Everywhere else.
    pub first_reply_seconds: f64,
    /// What an hour of an owner's time costs, in the currency of the model's price. 0 = not counted.
    pub hour_cost: f64,
    /// The name of that currency, for reading.
    pub currency: String,
    /// How long a chat by hand takes, minutes: what writing takes is not measured. 0 = no savings are computed.
    pub minutes_by_hand: f64,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self {
            high_intent_pages: ["/pricing*", "/checkout*", "/cart*"].map(str::to_owned).to_vec(),
            high_intent_seconds: 60.0,
            first_reply_seconds: 120.0,
            hour_cost: 0.0,
            currency: String::new(),
            minutes_by_hand: 0.0,
        }
    }
}

/// More patterns than this nobody reads.
const PATTERNS_MAX: usize = 50;

impl ReportSettings {
    /// Everything that cannot be meant, as (key, sentence).
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        for (key, value, low, high) in [
            ("high_intent_seconds", self.high_intent_seconds, 1.0, 86_400.0),
            ("first_reply_seconds", self.first_reply_seconds, 1.0, 86_400.0),
            ("hour_cost", self.hour_cost, 0.0, 1e6),
            ("minutes_by_hand", self.minutes_by_hand, 0.0, 1_440.0),
        ] {
            if !(low..=high).contains(&value) {
                faults.push((key, format!("must lie between {low} and {high}, and is {value}")));
            }
        }
        if self.high_intent_pages.len() > PATTERNS_MAX {
            faults.push(("high_intent_pages", format!("holds more than {PATTERNS_MAX} patterns")));
        }
        if let Some(odd) = self.high_intent_pages.iter().find(|page| !page.starts_with(['/', '*'])) {
            faults
                .push(("high_intent_pages", format!("`{odd}` must begin with / or *, as in \"/pricing*\"")));
        }
        if self.currency.chars().count() > 8 || self.currency.chars().any(char::is_control) {
            faults.push(("currency", "must be a short name like EUR".to_owned()));
        }
        faults
    }

    /// Whether the page is one on which a visitor is about to buy.
    #[must_use]
    pub fn is_high_intent(&self, page: Option<&str>) -> bool {
        page.is_some_and(|page| self.high_intent_pages.iter().any(|pattern| fits(pattern, page)))
    }
}

/// `*` stands for anything, also for nothing.
fn fits(pattern: &str, page: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = page.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_nothing() {
        for (pattern, page, is) in [
            ("/pricing*", "/pricing", true),
            ("/pricing*", "/pricing/teams", true),
            ("/pricing*", "/about/pricing", false),
            ("*/pricing", "/de/pricing", true),
            ("/*/cart", "/de/cart", true),
            ("/*/cart", "/de/cart/2", false),
            ("/cart", "/cart", true),
            ("/cart", "/cart/2", false),
            ("*", "/", true),
        ] {
            assert_eq!(fits(pattern, page), is, "{pattern} {page}");
        }
    }

    #[test]
    fn settings_that_cannot_be_meant_are_named() {
        assert_eq!(ReportSettings::default().faults(), []);
        let odd = ReportSettings {
            high_intent_pages: vec!["pricing".to_owned()],
            hour_cost: f64::NAN,
            first_reply_seconds: 0.0,
            ..ReportSettings::default()
        };
        let keys: Vec<&str> = odd.faults().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["first_reply_seconds", "hour_cost", "high_intent_pages"]);
    }
}
