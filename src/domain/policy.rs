//! What the owner allows: autonomy, times, caps and the fixed messages, with the rulebook in force.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::autopilot::{Alpha, AutoWhen, Autopilot, Limits, TopicPolicy};
use super::confidence::Scorer;
use super::conversation::Conversation;
use super::handoff::Notice;
use super::holdout::Period;
use super::preferences::Budgets;
use super::reply::Draft;
use super::stretches::limits_ms;
use super::style::Style;
use super::survey::Surveys;
use super::time::Timestamp;
use super::titles::Titles;
use super::topics::Topics;
use super::waiting::{Said, Waiting};
use crate::guardrail::{Route, Routing, Rulebook, Verdict};

/// How far the assistant may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autonomy {
    /// Humans only; no draft is asked for.
    Off,
    /// Drafts are made and kept, and shown to nobody.
    Shadow,
    /// Drafts are put before the owner.
    #[default]
    Suggest,
    /// Drafts that have earned it leave by themselves, once the owner has switched that on; all others are suggested.
    Auto,
}

/// What becomes of a draft that says what nothing backs. It is never sent by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnbackedDrafts {
    /// A human answers, with what was found.
    #[default]
    Findings,
    /// It is suggested, with a warning for each finding.
    Suggest,
}

/// A visitor who gets a human before any draft is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HumanAtOnce {
    /// Asks for one.
    Person,
    /// Is angry.
    Anger,
    /// Is in danger, or a danger.
    Danger,
    /// Asks the same for the third time.
    Again,
}

impl HumanAtOnce {
    /// All of them: the default.
    pub const ALL: [Self; 4] = [Self::Person, Self::Anger, Self::Danger, Self::Again];

    /// The one of a route.
    #[must_use]
    pub const fn of(route: Route) -> Self {
        match route {
            Route::Person => Self::Person,
            Route::Anger => Self::Anger,
            Route::Danger => Self::Danger,
        }
    }
}

/// `[policy]` of the configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `off`, `shadow`, `suggest` or `auto`.
    pub autonomy: Autonomy,
    /// At most this share of the replies that leave without an owner may be wrong: 0.01, 0.02, 0.05 or 0.1.
    pub alpha: Alpha,
    /// What is different on a topic, by its slug.
    pub topics: BTreeMap<String, TopicPolicy>,
    /// A reply that leaves without an owner waits so long, and anybody may stop it, ms; 0 = it leaves at once.
    pub auto_hold_ms: i64,
    /// Such replies in one episode, at most.
    pub auto_per_conversation: u32,
    /// Such replies within an hour, at most.
    pub auto_per_hour: u32,
    /// Such replies within 24 hours, at most.
    pub auto_per_day: u32,
    /// `always`, `open` (in opening hours alone) or `closed` (outside of them alone).
    pub auto_when: AutoWhen,
    /// Such replies say, in the visitor's language, that nobody read them before.
    pub auto_disclosure: bool,
    /// Silence after a visitor's message before drafting starts, ms.
    pub debounce_ms: i64,
    /// Drafting starts at the latest this long after the turn opened, however much is typed, ms.
    pub debounce_max_ms: i64,
    /// A suggestion's passages must fit the question at least so well, 0..1; below it the owner sees findings.
    pub min_confidence: f64,
    /// `findings` or `suggest`: what becomes of a draft with a number, link, date or promise that nothing backs.
    pub unbacked_drafts: UnbackedDrafts,
    /// Which visitors get a human at once, before any draft: `person` (asks for one), `anger`, `danger`, `again` (asks the
    /// same for the third time).
    pub human_at_once: Vec<HumanAtOnce>,
    /// Answers of the assistant in one episode-spanning conversation before a human must take it.
    pub max_assistant_turns: usize,
    /// Answers of the assistant within one minute in one conversation (two bots talking).
    pub max_assistant_turns_per_minute: usize,
    /// A visitor who waits for the owner's decision this long is told so once, ms; 0 = never.
    pub waiting_notice_ms: i64,
    /// A suggestion nobody decided on expires after this, ms.
    pub suggestion_ttl_ms: i64,
    /// A drafter that has not answered after this is given up, ms (a safety net above the model's timeout).
    pub draft_deadline_ms: i64,
    /// A decision made on a page can be taken back for this long before it is carried out, ms; 0 = at once.
    pub undo_ms: i64,
    /// The assistant may speak again this long after the last human message, ms; 0 = only after a resume.
    pub resume_after_quiet_ms: i64,
    /// An answered conversation without a word for this long counts as resolved by quiet, ms.
    pub quiet_resolution_ms: i64,
    /// What a visitor reads when a human will answer, in place of the texts that ship.
    pub handoff_message: String,
    /// What a visitor reads while the owner has not decided yet, in place of the texts that ship.
    pub waiting_message: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            autonomy: Autonomy::Suggest,
            alpha: Alpha::default(),
            topics: BTreeMap::new(),
            auto_hold_ms: 10_000,
            auto_per_conversation: 3,
            auto_per_hour: 30,
            auto_per_day: 200,
            auto_when: AutoWhen::Always,
            auto_disclosure: true,
            debounce_ms: 2_500,
            debounce_max_ms: 15_000,
            min_confidence: 0.5,
            unbacked_drafts: UnbackedDrafts::Findings,
            human_at_once: HumanAtOnce::ALL.to_vec(),
            max_assistant_turns: 8,
            max_assistant_turns_per_minute: 4,
            waiting_notice_ms: 120_000,
            suggestion_ttl_ms: 86_400_000,
            draft_deadline_ms: 300_000,
            undo_ms: 5_000,
            resume_after_quiet_ms: 0,
            quiet_resolution_ms: 86_400_000,
            handoff_message:
                "Thanks for your message. This one needs a person: a colleague will answer you here."
                    .to_owned(),
            waiting_message: "Thanks for your patience: a colleague is looking at your question.".to_owned(),
        }
    }
}

/// The settings together with the rulebook in force.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The owner's settings.
    pub settings: Settings,
    /// How drafts speak.
    pub style: Style,
    /// The rules.
    pub rulebook: Arc<Rulebook>,
    /// Who is to have a human at once.
    pub routing: Arc<Routing>,
    /// What makes a confidence of signals.
    pub scorer: Scorer,
    /// Which words suggest a topic.
    pub topics: Arc<Topics>,
    /// When somebody is there, what waiting visitors read, how long they wait.
    pub waiting: Waiting,
    /// How visitors are asked afterwards.
    pub survey: Surveys,
    /// What models may cost a day, where an owner chose it; else the drafter's own bounds hold.
    pub budgets: Option<Budgets>,
    /// The lottery in force; none where there never was one.
    pub holdout: Option<Arc<Period>>,
    /// The switch and the gates, as they stood when the policy was looked up; none where nothing is looked at.
    pub autopilot: Option<Arc<Autopilot>>,
}

impl Policy {
    /// How far the assistant may go on a topic, and how many of its replies that leave without an owner may be wrong: what the
    /// owner chose, and no further than suggestions where the lottery showed that AI harms.
    #[must_use]
    pub fn autonomy_of(&self, topic: &str) -> (Autonomy, Alpha) {
        let (chosen, alpha) = self.settings.of_topic(topic);
        let capped = self.autopilot.as_ref().map(|pilot| pilot.fallen.cap(topic, chosen));
        // Without switch and gates nothing leaves anyway.
        (capped.unwrap_or(chosen), alpha)
    }

    /// Whether the rules in force hold a turn, or its draft, that earlier rules let pass.
    #[must_use]
    pub fn holds_now(&self, turn: &[String], draft: &Draft) -> bool {
        draft.rulebook_hash != self.rulebook.hash()
            && (matches!(self.rulebook.screen(turn), Verdict::Hold(_))
                || !self.rulebook.screen_reply(&draft.text).is_empty())
    }

    /// A draft as the visitor of `c` reads it where nobody read it before: with the line that says so, unless the owner's own
    /// is in it already.
    #[must_use]
    pub fn disclosed(&self, c: &Conversation, draft: &str) -> String {
        let own = [self.style.disclosure.as_str()]
            .into_iter()
            .chain(self.style.languages.values().filter_map(|closing| closing.disclosure.as_deref()));
        let said = own.map(str::trim).any(|own| !own.is_empty() && draft.ends_with(own));
        match self.waiting.sentence(c, "sent_by_itself") {
            Some(line) if self.settings.auto_disclosure && !said => format!("{draft}\n\n{line}"),
            _ => draft.to_owned(),
        }
    }

    /// What people call the topics and the rules in force.
    #[must_use]
    pub fn titles(&self) -> Titles {
        let topics = self.topics.names().iter().map(|(slug, name)| (slug.clone(), name.clone()));
        Titles::of(topics, self.rulebook.rules())
    }

    /// What the visitor of `c` is told now; nothing where it would be the same again.
    #[must_use]
    pub fn notice(&self, now: Timestamp, c: &Conversation, notice: Notice) -> Option<Said> {
        self.waiting.notice(&self.settings, now, c, notice)
    }
}

/// A setting whose value cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct BadSetting {
    /// The key.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Settings {
    /// How far the owner lets the assistant go on a topic, and how many of its replies that leave without an owner may be
    /// wrong. What is in force says [`Policy::autonomy_of`].
    #[must_use]
    pub fn of_topic(&self, topic: &str) -> (Autonomy, Alpha) {
        let own = self.topics.get(topic).copied().unwrap_or_default();
        (own.autonomy.unwrap_or(self.autonomy), own.alpha.unwrap_or(self.alpha))
    }

    /// How many replies may leave without an owner.
    #[must_use]
    pub const fn auto_limits(&self) -> Limits {
        Limits {
            per_conversation: self.auto_per_conversation,
            per_hour: self.auto_per_hour,
            per_day: self.auto_per_day,
        }
    }

    /// The owner's own words in place of the default text of a notice, if they gave some.
    #[must_use]
    pub fn own_words(&self, notice: Notice) -> Option<&str> {
        let default = Self::default();
        let (own, default) = match notice {
            Notice::HandedOff | Notice::Held | Notice::AskedForHuman => {
                (&self.handoff_message, default.handoff_message)
            }
            Notice::Waiting => (&self.waiting_message, default.waiting_message),
            // A text written for something else is no help in danger.
            Notice::Danger => return None,
        };
        (*own != default).then_some(own)
    }

    /// Every fault at once.
    #[must_use]
    pub fn faults(&self) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        let mut range = |field, value: i64, least: i64| {
            let (low, high) = limits_ms(field);
            let low = low.max(least);
            if value < low || value > high {
                let message = format!("is {value}; give {low} to {high} milliseconds");
                faults.push(BadSetting { field, message });
            }
        };
        range("debounce_ms", self.debounce_ms, 0);
        range("debounce_max_ms", self.debounce_max_ms, self.debounce_ms);
        range("waiting_notice_ms", self.waiting_notice_ms, 0);
        range("suggestion_ttl_ms", self.suggestion_ttl_ms, 0);
        range("draft_deadline_ms", self.draft_deadline_ms, 0);
        range("undo_ms", self.undo_ms, 0);
        range("auto_hold_ms", self.auto_hold_ms, 0);
        range("resume_after_quiet_ms", self.resume_after_quiet_ms, 0);
        range("quiet_resolution_ms", self.quiet_resolution_ms, 0);
        if !(0.0..=1.0).contains(&self.min_confidence) {
            faults.push(BadSetting {
                field: "min_confidence",
                message: format!("is {}; give a number from 0 to 1", self.min_confidence),
            });
        }
        for (field, text) in
            [("handoff_message", &self.handoff_message), ("waiting_message", &self.waiting_message)]
        {
            if text.trim().is_empty() || text.len() > 2_000 || text.contains('\0') {
                faults.push(BadSetting {
                    field,
                    message: "give 1 to 2000 bytes of text without NUL: a handoff is never silent".to_owned(),
                });
            }
        }
        if self.auto_per_conversation == 0 || self.auto_per_hour == 0 || self.auto_per_day == 0 {
            faults.push(BadSetting {
                field: "auto_per_conversation",
                message:
                    "or auto_per_hour or auto_per_day is 0; give at least 1, or set autonomy = \"suggest\""
                        .to_owned(),
            });
        }
        if self.max_assistant_turns == 0 || self.max_assistant_turns_per_minute == 0 {
            faults.push(BadSetting {
                field: "max_assistant_turns",
                message: "is 0; give at least 1, or set autonomy = \"off\"".to_owned(),
            });
        }
        faults
    }
}
