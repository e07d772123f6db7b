//! What stands beside a thread: its topics, who has it and why, saved replies, judgements, and the log.

use std::collections::BTreeMap;

use super::log::{Happening, log};
use crate::domain::{Conversation, Rubric, Stage, SuggestionId, Timestamp, Titles, Unread};
use crate::ports::{GivenRubric, StoreError, Topic};
use crate::web::moment::Moment;
use crate::web::replies::{Known, filled};
use crate::web::state::App;

/// A topic as a list offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub slug: String,
    pub name: String,
}

/// A saved reply, filled in for this chat.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub name: String,
    pub words: String,
}

/// Who has the chat for themselves.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub by: String,
    pub since: Moment,
    /// In plain words; empty where nobody said.
    pub why: String,
}

/// A judgement, with when.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    pub by: String,
    pub rubric: Rubric,
    pub at: Moment,
}

/// See the file's first line.
#[derive(Clone, Debug, Default)]
pub(super) struct Aside {
    pub choices: Vec<Choice>,
    pub primary: String,
    /// Nobody has confirmed it.
    pub suggested: bool,
    /// Topics beside it, empty where there is none.
    pub second: String,
    pub third: String,
    pub replies: Vec<Ready>,
    pub taken: Option<Taken>,
    pub marks: Vec<Marks>,
    /// The last episode is resolved: it can be judged.
    pub may_judge: bool,
    pub log: Vec<Happening>,
}

/// What the store knows beside the thread.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub topics: Vec<Topic>,
    pub replies: Vec<crate::ports::SavedReply>,
    pub rubrics: Vec<GivenRubric>,
    pub events: Vec<(Timestamp, crate::domain::Event)>,
    /// What topics and rules are called.
    pub titles: Titles,
}

impl Beside {
    pub(super) async fn load(app: &App, c: &Conversation) -> Result<Self, StoreError> {
        let (topics, replies, rubrics, events) = tokio::try_join!(
            app.handbook.topics(),
            app.handbook.saved_replies(),
            app.handbook.rubrics(c.id),
            app.desk.happenings(c.id),
        )?;
        Ok(Self { topics, replies, rubrics, events, titles: app.engine.policy().titles() })
    }
}

impl Aside {
    pub(super) fn of(
        c: &Conversation,
        beside: &Beside,
        unread: &BTreeMap<SuggestionId, Unread>,
        me: &str,
        now: Timestamp,
    ) -> Self {
        let episode = c.episode.as_ref();
        let primary = episode.and_then(|e| e.topic.clone()).unwrap_or_default();
        let mut others = episode.map(|e| e.secondary.clone()).unwrap_or_default().into_iter();
        let (second, third) = (others.next().unwrap_or_default(), others.next().unwrap_or_default());
        let known = Known { visitor: c.visitor_name.as_deref(), me, page: c.page_url.as_deref() };
        let log = log(&beside.events, unread, c.sealed_since(), now);
        let log: Vec<Happening> = log.into_iter().map(|one| called(one, &beside.titles)).collect();
        Self {
            choices: choices(&beside.topics, [&primary, &second, &third]),
            replies: beside
                .replies
                .iter()
                .map(|reply| Ready { name: reply.name.clone(), words: filled(&reply.body, known) })
                .collect(),
            taken: taken(c, &log, now),
            marks: beside
                .rubrics
                .iter()
                .map(|given| Marks {
                    by: given.by.clone(),
                    rubric: given.rubric,
                    at: Moment::of(given.at, now),
                })
                .collect(),
            may_judge: episode.is_some_and(|e| e.resolved_at.is_some()),
            log,
            suggested: episode.is_some_and(|e| e.measured.suggested),
            primary,
            second,
            third,
        }
    }
}

/// With topics by their names.
fn called(one: Happening, titles: &Titles) -> Happening {
    if one.what != "tags" {
        return one;
    }
    let names: Vec<&str> = one.detail.split(", ").map(|slug| titles.topic(slug)).collect();
    Happening { detail: names.join(", "), ..one }
}

/// The topics in use, and those that this chat has although they are not to choose any more.
fn choices(topics: &[Topic], own: [&str; 3]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = topics
        .iter()
        .filter(|topic| !topic.retired || own.contains(&topic.slug.as_str()))
        .map(|topic| Choice { slug: topic.slug.clone(), name: topic.name.clone() })
        .collect();
    for slug in own.into_iter().filter(|slug| !slug.is_empty()) {
        if !choices.iter().any(|choice| choice.slug == slug) {
            choices.push(Choice { slug: slug.to_owned(), name: slug.to_owned() });
        }
    }
    choices
}

fn taken(c: &Conversation, log: &[Happening], now: Timestamp) -> Option<Taken> {
    let silence = c.silenced.as_ref()?;
    let said = log.iter().find(|h| h.what == "takeover").map(|h| h.detail.clone()).unwrap_or_default();
    let why = match &c.stage {
        _ if !said.is_empty() => said,
        Stage::WithHuman { why, .. } if !matches!(why, crate::domain::HandoffReason::TakenOver { .. }) => {
            why.sentence()
        }
        _ => String::new(),
    };
    Some(Taken { by: silence.by.clone(), since: Moment::of(silence.at, now), why })
}
