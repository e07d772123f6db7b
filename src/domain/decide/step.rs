//! One step in the making: the conversation as it changes, and the transitions that several verbs share.

use std::sync::Arc;

use super::super::autopilot::Autopilot;
use super::super::conversation::Conversation;
use super::super::decision::{Closing, Decision, Fact, Findings, Screening};
use super::super::effect::Effect;
use super::super::episode::{Episode, REOPENED_WITHIN_MS};
use super::super::event::{Event, Logged};
use super::super::handoff::{HandoffReason, Notice};
use super::super::id::{ActionId, EpisodeId, SuggestionId};
use super::super::label::Label;
use super::super::message::{Author, TURN_MESSAGES_MAX, Turn};
use super::super::metrics::Mark;
use super::super::policy::Policy;
use super::super::reply::SuggestionState;
use super::super::stage::Stage;
use super::super::time::Timestamp;
use super::labels;
use crate::guardrail::{Reason, Verdict};

/// Labels that we set in the relay.
pub(super) const LABEL_NEEDS_HUMAN: &str = "needs-human";
/// See [`LABEL_NEEDS_HUMAN`].
pub(super) const LABEL_HELD: &str = "held-by-rule";
/// See [`LABEL_NEEDS_HUMAN`].
pub(super) const LABEL_AI_ASSISTED: &str = "ai-assisted";
/// See [`LABEL_NEEDS_HUMAN`].
pub(super) const LABEL_HUMAN_ONLY: &str = "human-only";
/// See [`LABEL_NEEDS_HUMAN`].
pub(super) const LABEL_ANSWER_SOON: &str = "answer-soon";

pub(super) struct Step<'a> {
    pub now: Timestamp,
    pub policy: &'a Policy,
    pub logged: &'a Logged,
    pub c: Conversation,
    /// Switch and gates, as they change in this step.
    pub autopilot: Option<Arc<Autopilot>>,
    pub facts: Vec<Fact>,
    effects: Vec<(ActionId, Effect)>,
    named: u32,
    /// Something that figures follow from was written down.
    pub changed: bool,
    /// The same of the episode before.
    pub previous_changed: bool,
}

impl<'a> Step<'a> {
    pub(super) fn new(now: Timestamp, policy: &'a Policy, before: &Conversation, logged: &'a Logged) -> Self {
        let mut c = before.clone();
        c.sequence = c.sequence.max(logged.sequence);
        Self {
            now,
            policy,
            logged,
            c,
            autopilot: policy.autopilot.clone(),
            facts: Vec::new(),
            effects: Vec::new(),
            named: 0,
            changed: false,
            previous_changed: false,
        }
    }

    pub(super) fn finish(mut self) -> Decision {
        super::measuring::follow(&mut self);
        Decision { after: self.c, facts: self.facts, effects: self.effects }
    }

    /// Something changed that an owner's decision must have seen.
    pub(super) const fn bump(&mut self) {
        self.c.revision += 1;
    }

    fn parts(&mut self, what: &str) -> [String; 5] {
        self.named += 1;
        [
            self.c.id.to_string(),
            self.c.revision.to_string(),
            self.logged.seq.to_string(),
            // The clock has no place in the log: it speaks at that of the event before it.
            if self.logged.event == Event::ClockReached {
                format!("{what} by the clock")
            } else {
                what.to_owned()
            },
            self.named.to_string(),
        ]
    }

    pub(super) fn action_id(&mut self) -> ActionId {
        let parts = self.parts("action");
        ActionId::derived(self.now, &parts.each_ref().map(String::as_str))
    }

    pub(super) fn suggestion_id(&mut self) -> SuggestionId {
        let parts = self.parts("suggestion");
        SuggestionId::derived(self.now, &parts.each_ref().map(String::as_str))
    }

    pub(super) fn ask(&mut self, id: ActionId, effect: Effect) {
        self.effects.push((id, effect));
    }

    /// Changes labels, leaving out what already stands as wished.
    pub(super) fn label(&mut self, add: &[&str], remove: &[&str]) {
        let add: Vec<String> =
            add.iter().filter(|l| !self.c.tags.iter().any(|t| t == *l)).map(|l| (*l).to_owned()).collect();
        let remove: Vec<String> =
            remove.iter().filter(|l| self.c.tags.iter().any(|t| t == *l)).map(|l| (*l).to_owned()).collect();
        if add.is_empty() && remove.is_empty() {
            return;
        }
        self.c.tags.retain(|t| !remove.contains(t));
        self.c.tags.extend(add.iter().cloned());
        let id = self.action_id();
        self.ask(id, Effect::ChangeLabels { add, remove });
    }

    /// Screens a turn under the rules in force and keeps the verdict. `Err` holds the reason for a human.
    pub(super) fn screen(&mut self, turn: &Turn) -> Result<(), HandoffReason> {
        let verdict = self.policy.rulebook.screen(&turn.texts());
        let reasons = match verdict {
            Verdict::Clear(_) => Vec::new(),
            Verdict::Hold(reasons) => reasons,
        };
        self.facts.push(Fact::TurnScreened(Screening {
            rulebook_hash: self.policy.rulebook.hash().to_owned(),
            message_ids: turn.ids(),
            reasons: reasons.clone(),
            at: self.now,
        }));
        self.c.held = rule_ids(&reasons);
        if let Some(first) = reasons.first() {
            // No part of a held turn is drafted, not even in silence.
            self.c.watched = None;
            if let Some(episode) = &mut self.c.episode {
                for rule in &self.c.held {
                    if !episode.held_rules.contains(rule) {
                        episode.held_rules.push(rule.clone());
                    }
                }
            }
            self.keep_episode();
            if turn.readable() {
                return Err(HandoffReason::Held {
                    rules: self.c.held.clone(),
                    sentence: first.explanation.clone(),
                });
            }
        }
        if !turn.readable() || turn.messages().len() > TURN_MESSAGES_MAX {
            return Err(HandoffReason::Unreadable);
        }
        Ok(())
    }

    /// Screens what is left open of a turn that a human has anyway.
    pub(super) fn note_verdict(&mut self, turn: &Turn) {
        // The human has it whatever the verdict says; it is kept for labels, history and reports.
        let _kept = self.screen(turn);
    }

    /// Gives the conversation to a human: relay, labels and visitor are told, once.
    pub(super) fn hand_off(&mut self, turn: Option<Turn>, why: HandoffReason, findings: Option<Findings>) {
        self.close_suggestion(SuggestionState::Overtaken);
        self.c.cancel_outgoing();
        // Told once, until somebody answers: the label stands as long.
        let already = matches!(self.c.stage, Stage::WithHuman { .. })
            || self.c.tags.iter().any(|t| t == LABEL_NEEDS_HUMAN);
        let held = matches!(why, HandoffReason::Held { .. });
        let urgent = why.is_danger();
        self.c.spared |= urgent;
        let newly_held = held && !self.c.tags.iter().any(|t| t == LABEL_HELD);
        let summary = summary(&why, turn.as_ref(), findings.as_ref());
        let (reason, notice) = (why.code().to_owned(), why.tells_visitor().then(|| Notice::of(&why)));
        self.c.stage = Stage::WithHuman { turn, why: why.clone(), since: self.now };
        self.bump();
        self.facts.push(Fact::HandedOff { why, findings });
        if already && !newly_held && !urgent {
            return;
        }
        self.label(if held { &[LABEL_NEEDS_HUMAN, LABEL_HELD] } else { &[LABEL_NEEDS_HUMAN] }, &[]);
        if already && !urgent {
            return;
        }
        let id = self.action_id();
        self.ask(id, Effect::HandOff { reason, summary });
        if let Some(notice) = notice {
            self.tell(notice);
        }
    }

    /// What the visitor `said` and what was answered becomes history for later drafts; never a held turn, its answer,
    /// or more of that answer.
    pub(super) fn remember(&mut self, said: &[&str], author: Author, answer: &str) {
        let held = !self.c.held.is_empty()
            || matches!(self.c.stage, Stage::WithHuman { why: HandoffReason::Held { .. }, .. });
        // Words without a question beside them may belong to a held one: they are not worth the risk.
        if held || said.is_empty() {
            return;
        }
        for words in said {
            self.c.remember(Author::Visitor, words);
        }
        self.c.remember(author, answer);
    }

    /// The suggestion before the owner, if any, has lost its point.
    pub(super) fn close_suggestion(&mut self, state: SuggestionState) {
        self.close_suggestion_as(state, None, None);
    }

    /// The same, with what is learned of it.
    pub(super) fn close_suggestion_as(
        &mut self,
        state: SuggestionState,
        label: Option<Label>,
        read_ms: Option<u64>,
    ) {
        // What was decided and has not left is not let go for want of a decision.
        let holds = matches!(self.c.stage, Stage::Holding { .. } | Stage::Countdown { .. });
        let state = if holds { SuggestionState::Overtaken } else { state };
        if let Stage::InReview { suggestion, draft, .. }
        | Stage::Holding { suggestion, draft, .. }
        | Stage::Countdown { suggestion, draft, .. } = &self.c.stage
        {
            let (suggestion, draft) = (*suggestion, draft.clone());
            self.facts.push(Fact::SuggestionClosed(Closing {
                id: suggestion,
                state,
                by: None,
                reason: None,
                edited_text: None,
                label,
                read_ms,
                at: self.now,
            }));
            labels::decided(self, suggestion, &draft, label);
        }
    }

    /// The turn is open and clear: wait for a short silence, then draft.
    pub(super) fn gather(&mut self, turn: Turn, wait: bool) {
        let settings = &self.policy.settings;
        let due = if wait {
            self.now
                .plus_ms(settings.debounce_ms)
                .min(turn.opened_at().plus_ms(settings.debounce_max_ms))
                .max(self.now)
        } else {
            self.now
        };
        self.c.stage = Stage::Gathering { turn, due };
        self.bump();
    }

    /// The current episode, begun at `at` if none is open.
    pub(super) fn open_episode(&mut self, at: Timestamp) {
        if let Some(last) = self.c.episode.as_mut() {
            let Some(resolved_at) = last.resolved_at else { return };
            // Said before the resolution and heard after it: a new question, but nothing was reopened.
            if last.reopened_at.is_none() && at >= resolved_at {
                last.reopened_at = Some(at);
                let episode = last.id;
                self.facts.push(Fact::Marked { episode, at, mark: Mark::Reopened });
                self.facts.push(Fact::EpisodeReopened { episode, at });
                if at.since(resolved_at) <= REOPENED_WITHIN_MS * 1_000 {
                    super::on_sent::reopened(self);
                }
            }
        }
        self.c.previous = self.c.episode.take().map(Box::new);
        self.c.asked_back = false;
        self.c.watched = None;
        super::on_survey::overtaken(self);
        let parts = self.parts("episode");
        let id = EpisodeId::derived(self.now, &parts.each_ref().map(String::as_str));
        self.c.episode = Some(Episode::starting(id, at));
        super::measuring::opened(self);
        self.keep_episode();
    }

    /// A line for the log of the current episode.
    pub(super) fn mark(&mut self, at: Timestamp, mark: Mark) {
        if let Some(episode) = &self.c.episode {
            self.facts.push(Fact::Marked { episode: episode.id, at, mark });
        }
    }

    /// Keeps the episode as it stands now.
    pub(super) fn keep_episode(&mut self) {
        if let Some(episode) = &self.c.episode {
            self.facts.push(Fact::EpisodeChanged(episode.clone()));
        }
    }
}

fn rule_ids(reasons: &[Reason]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for reason in reasons {
        if !ids.contains(&reason.rule) {
            ids.push(reason.rule.clone());
        }
    }
    ids
}

/// How much of the visitor's words a handoff summary quotes.
const QUOTE_CHARS_MAX: usize = 280;

fn summary(why: &HandoffReason, turn: Option<&Turn>, findings: Option<&Findings>) -> String {
    let mut lines = vec![why.sentence()];
    if let Some(turn) = turn {
        let words: String = turn.texts().join(" / ").chars().take(QUOTE_CHARS_MAX).collect();
        lines.push(format!("The visitor wrote: {words}"));
    }
    if let Some(found) = findings.filter(|f| !f.passages.is_empty()) {
        let titles: Vec<&str> = found.passages.iter().map(|p| p.article.as_str()).collect();
        lines.push(format!("Possibly related: {}", titles.join("; ")));
    }
    lines.join("\n")
}
