//! A draft was made: is it sent, or put before the owner?

use super::certificate::{Bound, Certificate};
use super::certify::Standing;
use super::event::GateEvent;
use super::source::CitedSource;
use super::state::{Gate, Mode};
use super::verdict::{GateVerdict, WhyNot};
use crate::domain::time::Timestamp;
use crate::stats::hash_unit;

/// A draft as the gate sees it.
#[derive(Clone, Copy, Debug)]
pub struct GateDraft<'a> {
    /// Its id.
    pub id: &'a str,
    /// What the lot is drawn by: the same for every draft to the same question, so that nobody can draw again by asking again.
    /// Empty: its id.
    pub lot: &'a str,
    /// Its score, any finite number, the higher the better.
    pub score: f64,
    /// It passed every hard gate. One that did not is no evidence and is never sent.
    pub gates_ok: bool,
    /// Its topic.
    pub topic: &'a str,
    /// The articles it cites.
    pub sources: &'a [CitedSource<'a>],
    /// It answers a past question, for practice.
    pub rehearsal: bool,
    /// What it is bound to.
    pub bound: Bound<'a>,
}

/// The site, now.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Known to nobody who could choose draft ids.
    pub secret: &'a str,
    /// What the owner allows and can do.
    pub standing: Standing,
    /// Somebody is there: drafts drawn by lot wait for them. Otherwise they are sent, and judged within a day.
    pub attended: bool,
    /// The time.
    pub now: Timestamp,
}

impl Gate {
    /// Rules on a draft. Its score helps to place the thresholds of an epoch; nothing else is learned here.
    pub fn on_draft(&mut self, draft: &GateDraft<'_>, site: &Site<'_>) -> (GateVerdict, Vec<GateEvent>) {
        if !draft.gates_ok {
            return (GateVerdict::Suggest(WhyNot::HardGate), Vec::new());
        }
        if !draft.score.is_finite() {
            return (GateVerdict::Suggest(WhyNot::NoScore), Vec::new());
        }
        self.keep_score(draft.score);
        let mut events: Vec<GateEvent> = self.place().into_iter().collect();
        events.extend(self.certify(site.standing));
        let paused = self.audits.pause();
        let verdict = self.rule(draft, site).unwrap_or_else(GateVerdict::Suggest);
        events.extend(self.pause_changes(paused));
        (verdict, events)
    }

    fn rule(&mut self, draft: &GateDraft<'_>, site: &Site<'_>) -> Result<GateVerdict, WhyNot> {
        self.above(draft, site.now)?;
        match (self.mode, site.standing) {
            (_, Standing { owner_allows: false, .. }) => return Err(WhyNot::NotAllowed),
            (_, Standing { reachable: false, .. }) => return Err(WhyNot::NobodyReachable),
            (Mode::Suggest, _) => return Err(WhyNot::NotCertified),
            (Mode::Probation, _) => return Err(WhyNot::Probation),
            (Mode::Auto, _) => {}
        }
        let salt = format!("{}-holdback-{}", site.secret, self.epoch);
        let lot = if draft.lot.is_empty() { draft.id } else { draft.lot };
        let drawn = hash_unit(&salt, lot) < self.terms.given().holdback;
        if let Some(pause) = self.audits.pause() {
            // Audits go on while too many got no decision: only decided ones end that. It is told as drawn, so that its end
            // without a decision is heard too, and it waits for nobody for ever.
            if drawn && matches!(pause, super::audits::Pause::AuditsUndecided { .. }) {
                self.audits.begin(draft.id);
                return Err(WhyNot::Holdback);
            }
            return Err(WhyNot::Paused { pause });
        }
        if drawn {
            self.audits.begin(draft.id);
            if site.attended || self.audits.pause().is_some() {
                return Err(WhyNot::Holdback);
            }
        }
        let certificate =
            Certificate::of(self, draft.id, draft.score, draft.bound).ok_or(WhyNot::NotCertified)?;
        Ok(GateVerdict::Send { certificate, audit: drawn })
    }

    /// The draft is one of those that are certified.
    fn above(&self, draft: &GateDraft<'_>, now: Timestamp) -> Result<(), WhyNot> {
        if draft.rehearsal {
            return Err(WhyNot::Rehearsal);
        }
        let level = self.in_force().ok_or(WhyNot::NotCertified)?;
        if draft.score < level.lambda {
            return Err(WhyNot::Below { tau: level.lambda });
        }
        if !level.topic(draft.topic, self.terms.alpha()).is_some_and(|topic| topic.open) {
            let seen = level.topics().find(|(topic, _)| *topic == draft.topic).map(|(_, seen)| seen);
            let seen = seen.unwrap_or_default();
            return Err(WhyNot::TopicClosed { n: seen.n(), bad: seen.bad() });
        }
        match draft.sources.iter().find(|source| source.is_on_probation(now)) {
            Some(source) => Err(WhyNot::SourceChanged { article: source.article.to_owned() }),
            None => Ok(()),
        }
    }
}
