//! Topics: how many chats, who answers them, how they go.

use jiff::Timestamp;
use serde::Serialize;

use super::comparison::caption;
use super::figure::ShareFigure;
use super::group::{Group, Tally, lacks_answer};
use super::names::{Names, at};
use super::{AssistKind, EpisodeRow, Episodes, Handling};

/// Topics shown; an owner's taxonomy is far smaller.
const TOPICS_MAX: usize = 60;

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicsReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    pub conversations: u64,
    /// Chats without a topic, of all.
    pub untagged: ShareFigure,
    /// The largest first.
    pub topics: Vec<TopicRow>,
}

/// One primary topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicRow {
    pub topic: String,
    pub share_of_chats: ShareFigure,
    pub ai_assisted: u64,
    pub human_only: u64,
    pub held: u64,
    /// Of all chats: no draft came, or none that was sure enough to be shown as a reply.
    pub unsure: ShareFigure,
    /// Of the AI-assisted ones: sent with changes.
    pub edited: ShareFigure,
    /// Of the AI-assisted ones: a draft was judged wrong.
    pub judged_wrong: ShareFigure,
    #[serde(flatten)]
    pub group: Group,
}

#[derive(Debug, Clone, Default)]
struct TopicTally {
    all: Tally,
    ai: u64,
    human: u64,
    held: u64,
    unsure: u64,
    edited: u64,
    wrong: u64,
}

impl TopicTally {
    fn add(&mut self, row: &EpisodeRow, now: i64) {
        self.all.add(row, now);
        let assisted = row.handling == Handling::AiAssisted;
        self.ai += u64::from(assisted);
        self.human += u64::from(row.handling == Handling::HumanOnly);
        self.held += u64::from(row.held);
        self.unsure += u64::from(lacks_answer(row));
        self.edited += u64::from(assisted && row.kind == Some(AssistKind::Edited));
        self.wrong += u64::from(assisted && row.judged_wrong);
    }

    fn row(&self, topic: &str, all: u64) -> TopicRow {
        TopicRow {
            topic: topic.to_owned(),
            share_of_chats: ShareFigure::of(self.all.conversations, all),
            ai_assisted: self.ai,
            human_only: self.human,
            held: self.held,
            unsure: ShareFigure::of(self.unsure, self.all.conversations),
            edited: ShareFigure::of(self.edited, self.ai),
            judged_wrong: ShareFigure::of(self.wrong, self.ai),
            group: self.all.figures(),
        }
    }
}

/// Episodes of `[from, to)` by primary topic, as known at `now` (unix microseconds).
#[must_use]
pub fn topics_report(from: i64, to: i64, now: i64, rows: &Episodes) -> TopicsReport {
    let (mut names, mut counted) = (Names::default(), Vec::<TopicTally>::new());
    let (mut all, mut untagged, mut sample) = (0, 0, false);
    for row in rows.iter() {
        all += 1;
        sample |= row.sample;
        let Some(topic) = row.topic.as_deref() else {
            untagged += 1;
            continue;
        };
        if let Some(tally) = at(&mut counted, names.place(topic)) {
            tally.add(row, now);
        }
    }
    let mut tallies: Vec<(&str, TopicTally)> = names.known().iter().copied().zip(counted).collect();
    tallies.sort_by(|(one, tally), (other, others)| {
        others.all.conversations.cmp(&tally.all.conversations).then(one.cmp(other))
    });
    TopicsReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        conversations: all,
        untagged: ShareFigure::of(untagged, all),
        topics: tallies.iter().take(TOPICS_MAX).map(|(topic, tally)| tally.row(topic, all)).collect(),
    }
}
