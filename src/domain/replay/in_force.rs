//! What would leave by itself today: the thresholds that gates have in force, on the topics that stand on auto.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::autopilot::{Alpha, Autopilot, Line};
use super::super::policy::{Autonomy, Settings};
use super::super::reply::Draft;

/// The gates with a threshold in force, and how far each topic may go.
#[derive(Clone, Debug)]
pub struct GatesInForce {
    settings: Settings,
    lines: BTreeMap<Alpha, Arc<Line>>,
}

impl GatesInForce {
    /// `None` where no gate has a threshold in force: there is nothing to try then but a confidence.
    #[must_use]
    pub fn of(settings: &Settings, pilot: &Autopilot) -> Option<Self> {
        let earned = pilot.lines.iter().filter(|(_, line)| line.gate.tau().is_some());
        let lines: BTreeMap<Alpha, Arc<Line>> =
            earned.map(|(alpha, line)| (*alpha, Arc::clone(line))).collect();
        (!lines.is_empty()).then(|| Self { settings: settings.clone(), lines })
    }

    /// The lowest threshold among them, 0..1.
    #[must_use]
    pub fn lowest(&self) -> f64 {
        self.lines.values().filter_map(|line| line.gate.tau()).fold(1.0, f64::min)
    }

    /// Whether a draft on a topic is above its gate's threshold, by the scores that the threshold is about, and its topic
    /// stands on auto and is open. What changes by the hour (audits, reviews, the owner's bounds) is not looked at.
    #[must_use]
    pub fn lets_go(&self, topic: &str, draft: &Draft) -> bool {
        let (autonomy, alpha) = self.settings.of_topic(topic);
        let Some(line) = self.lines.get(&alpha).filter(|_| autonomy == Autonomy::Auto) else { return false };
        let Some(level) = line.gate.in_force() else { return false };
        let open = level.topic(topic, line.gate.terms().alpha()).is_some_and(|topic| topic.open);
        open && line.score(&draft.weighed) >= level.lambda
    }
}
