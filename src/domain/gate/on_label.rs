//! A label arrives: evidence, certificates, alarms, probation.

use super::certify::Standing;
use super::epoch::EpochReason;
use super::event::{GateEvent, ProbationReason};
use super::label::{EarlyLabel, GateLabel, LabelSource};
use super::soft::Aftermath;
use super::state::{Gate, Mode};
use crate::stats::Wager;

/// The alarm bets on a risk so many times alpha.
const ALARM_FACTORS: [f64; 2] = [2.0, 4.0];

impl Gate {
    /// Counts what was said about a draft that had passed the hard gates, and says what changes.
    pub fn on_label(&mut self, label: &GateLabel<'_>, standing: Standing) -> Vec<GateEvent> {
        let paused = self.audits.pause();
        self.audits.end(label.draft, true);
        let mut events = self.pause_changes(paused);
        let looked_at_and_fine = label.source == LabelSource::Targeted && !label.bad;
        if label.epoch != self.epoch || !label.score.is_finite() || looked_at_and_fine {
            return events;
        }
        if self.levels.is_empty() {
            self.early.push(EarlyLabel::of(label));
            return events;
        }
        self.count(label);
        events.extend(self.certify(standing));
        match self.tau() {
            Some(tau) if label.score >= tau => events.extend(self.watch_above(label)),
            Some(_) => events.extend(self.watch_below(label)),
            None => {}
        }
        events
    }

    /// Every label above the threshold, not one of each conversation: an alarm must be quick.
    fn watch_above(&mut self, label: &GateLabel<'_>) -> Vec<GateEvent> {
        if let Some(wager) = Wager::times(self.terms.alpha(), ALARM_FACTORS) {
            self.alarm = self.alarm.after(label.bad, &wager);
        }
        let mut events = match (self.mode, label.bad) {
            (Mode::Auto, true) => {
                let (draft, source) = (label.draft.to_owned(), label.source);
                vec![self.put_on_probation(ProbationReason::Bad { draft, source })]
            }
            (Mode::Probation, true) => {
                self.ok_run = 0;
                Vec::new()
            }
            // A rehearsed one says nothing about what comes in now.
            (Mode::Probation, false) if !label.source.is_rehearsed() => self.one_more_in_a_row(),
            (Mode::Suggest, _) | (_, false) => Vec::new(),
        };
        let value = self.alarm.value();
        if value >= self.terms.given().alarm {
            events.extend(self.new_epoch(EpochReason::Alarm { value }, label.at));
        }
        events
    }

    fn watch_below(&mut self, label: &GateLabel<'_>) -> Option<GateEvent> {
        let canary = self.canary.as_mut()?;
        canary.hear(label.bad);
        let alarm = canary.value();
        if alarm < self.terms.given().alarm || self.mode != Mode::Auto {
            return None;
        }
        canary.calm();
        Some(self.put_on_probation(ProbationReason::Below { alarm }))
    }

    fn put_on_probation(&mut self, reason: ProbationReason) -> GateEvent {
        self.mode = Mode::Probation;
        self.ok_run = 0;
        self.probation = Some(reason.clone());
        GateEvent::OnProbation { epoch: self.epoch, reason, clear: self.terms.clear() }
    }

    fn one_more_in_a_row(&mut self) -> Vec<GateEvent> {
        self.ok_run = self.ok_run.saturating_add(1);
        if self.ok_run < self.terms.clear() {
            return Vec::new();
        }
        let after = std::mem::take(&mut self.ok_run);
        self.mode = Mode::Auto;
        self.probation = None;
        vec![GateEvent::ProbationOver { epoch: self.epoch, after }]
    }

    /// What visitors did after a reply: a sign asks for a look, and too many stop the sending. Call it once for each reply,
    /// also for those without a sign.
    pub fn on_aftermath(&mut self, reply: &Aftermath<'_>) -> Vec<GateEvent> {
        if reply.epoch != self.epoch {
            return Vec::new();
        }
        let mut events = Vec::new();
        if let Some(signal) = reply.signal.filter(|_| reply.auto_sent) {
            events.push(GateEvent::AuditWanted { draft: reply.draft.to_owned(), signal });
        }
        let alarm = self.soft.hear(reply.auto_sent, reply.signal.is_some());
        if let Some(alarm) =
            alarm.filter(|value| *value >= self.terms.given().alarm && self.mode == Mode::Auto)
        {
            self.soft.calm();
            events.push(self.put_on_probation(ProbationReason::Signs { alarm }));
        }
        events
    }

    /// An audit ended without a decision that says anything: nobody looked in time, the visitor wrote again, or the
    /// approval was faster than reading.
    pub fn on_audit_undecided(&mut self, draft: &str) -> Vec<GateEvent> {
        let paused = self.audits.pause();
        self.audits.end(draft, false);
        self.pause_changes(paused).into_iter().collect()
    }

    /// An audit lost its point: another draft to the same question takes its place.
    pub fn on_audit_withdrawn(&mut self, draft: &str) -> Vec<GateEvent> {
        let paused = self.audits.pause();
        self.audits.withdraw(draft);
        self.pause_changes(paused)
    }

    /// Whether the audits began or ceased to stop the sending.
    pub(super) fn pause_changes(&self, before: Option<super::audits::Pause>) -> Vec<GateEvent> {
        let epoch = self.epoch;
        match (before, self.audits.pause()) {
            (None, Some(pause)) => vec![GateEvent::Paused { epoch, pause }],
            (Some(_), None) => vec![GateEvent::Resumed { epoch }],
            _ => Vec::new(),
        }
    }
}
