//! One thing to do, with the evidence for it: plain conditions, tried in the order of what costs visitors most.
//!
//! A share counts only with its 95 % interval (Wilson), a change only with its own: each condition holds by chance in at
//! most one of forty cases.

use std::collections::BTreeMap;

use serde::Serialize;

use super::card::{Card, Speed};
use super::figure::ShareFigure;
use super::scorecard::{TopicSigns, Window};
use super::settings::ReportSettings;
use crate::domain::titles::Titles;

/// Fewer cases than this are no evidence.
const EVIDENCE_MIN: u64 = 20;

/// At least so many visitors in a hundred should get a first reply in time, and a promised time kept.
const IN_TIME_MIN: f64 = 0.8;
const KEPT_MIN: f64 = 0.9;

/// More visitors than this left without a reply are too many.
const LEFT_MAX: f64 = 0.05;

/// A topic in which more drafts than this were not sure enough lacks an article.
const UNSURE_MAX: f64 = 0.25;

/// A topic in which more drafts than this were changed is told wrongly.
const EDITED_MAX: f64 = 0.5;

/// A rule that holds more chats than this deserves a look.
const HELD_MAX: f64 = 0.15;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Which condition; `nothing` when none holds.
    pub kind: &'static str,
    pub sentence: String,
    /// The topic or the rule that it is about, as programs know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// What it rests on, with n and interval.
    pub evidence: Vec<String>,
}

/// What a proposal is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Its slug.
    Topic(String),
    /// Its id.
    Rule(String),
}

impl Proposal {
    fn new(kind: &'static str, sentence: impl Into<String>, evidence: String) -> Self {
        Self { kind, sentence: sentence.into(), about: None, evidence: vec![evidence] }
    }

    fn about(self, about: About) -> Self {
        Self { about: Some(about), ..self }
    }

    /// The sentence for people, who call topics and rules by their names.
    #[must_use]
    pub fn told(&self, titles: &Titles) -> String {
        let (id, title) = match &self.about {
            Some(About::Topic(slug)) => (slug, titles.topic(slug)),
            Some(About::Rule(id)) => (id, titles.rule(id)),
            None => return self.sentence.clone(),
        };
        self.sentence.replace(&quoted(id), &quoted(title))
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The first condition that holds, in this order: left without a reply, promises broken, slow on pages that sell, slow
/// elsewhere, less satisfied than before, more come back than before, a topic without an article, a topic whose drafts are
/// changed, a rule that holds much.
pub(super) fn propose(
    window: Option<&Window>,
    topics: &BTreeMap<&str, TopicSigns>,
    rules: &BTreeMap<&str, u64>,
    settings: &ReportSettings,
) -> Proposal {
    let found = window.and_then(|window| {
        let card = &window.now;
        left(card)
            .or_else(|| promises(card))
            .or_else(|| {
                slow(&card.first_reply_high_intent, "slow_where_they_buy", "first on the pages that sell")
            })
            .or_else(|| slow(&card.first_reply_elsewhere, "slow", "sooner"))
            .or_else(|| less_satisfied(window))
            .or_else(|| more_back(window))
            .or_else(|| lacks_article(topics))
            .or_else(|| often_edited(topics))
            .or_else(|| holds_much(rules, card.conversations))
    });
    found.unwrap_or_else(|| Proposal {
        kind: "nothing",
        sentence: "Nothing stands out.".to_owned(),
        about: None,
        evidence: vec![format!(
            "Nine conditions were tried on {} chats (speed against {:.0} and {:.0} s, promises, replies, satisfaction, \
             reopened chats, topics, rules).",
            window.map_or(0, |window| window.now.conversations),
            settings.high_intent_seconds,
            settings.first_reply_seconds
        )],
    })
}

/// More than `most`, so that the whole interval lies above.
fn above(share: &ShareFigure, most: f64) -> bool {
    share.n >= EVIDENCE_MIN && share.low.is_some_and(|low| low > most)
}

fn below(share: &ShareFigure, least: f64) -> bool {
    share.n >= EVIDENCE_MIN && share.high.is_some_and(|high| high < least)
}

fn percent(share: &ShareFigure) -> String {
    let show = |value: Option<f64>| format!("{:.0}", 100.0 * value.unwrap_or_default());
    format!("{} % ({} to {}), n {}", show(share.share), show(share.low), show(share.high), share.n)
}

fn left(card: &Card) -> Option<Proposal> {
    above(&card.left_without_reply, LEFT_MAX).then(|| {
        Proposal::new(
            "left_without_reply",
            "See who left without a reply, and when: put somebody there in those hours, or say in closed hours when you \
             open.",
            format!("{} of the visitors got no answer.", percent(&card.left_without_reply)),
        )
    })
}

fn promises(card: &Card) -> Option<Proposal> {
    below(&card.promises_kept, KEPT_MIN).then(|| {
        Proposal::new(
            "promises_broken",
            "Promise less: times told to waiting visitors are not kept often enough.",
            format!("Kept: {}.", percent(&card.promises_kept)),
        )
    })
}

fn slow(speed: &Speed, kind: &'static str, how: &str) -> Option<Proposal> {
    below(&speed.within, IN_TIME_MIN).then(|| {
        Proposal::new(
            kind,
            format!("Answer {how}: too few first replies come within {:.0} s.", speed.target_seconds),
            format!("In time: {}.", percent(&speed.within)),
        )
    })
}

fn less_satisfied(window: &Window) -> Option<Proposal> {
    let gap = window.change.csat.filter(|gap| gap.high < 0.0)?;
    Some(Proposal::new(
        "less_satisfied",
        "Read the chats rated 1 or 2: visitors are less satisfied than before.",
        format!(
            "{:.0} points fewer satisfied ({:.0} to {:.0}); now {}, before {}.",
            -gap.points,
            -gap.high,
            -gap.low,
            percent(&window.now.csat),
            percent(&window.before.csat)
        ),
    ))
}

fn more_back(window: &Window) -> Option<Proposal> {
    let gap = window.change.reopened.filter(|gap| gap.low > 0.0)?;
    Some(Proposal::new(
        "more_come_back",
        "Read the chats that came back within 72 h: more do than before.",
        format!(
            "{:.0} points more ({:.0} to {:.0}), n {} now and {} before.",
            gap.points, gap.low, gap.high, window.now.reopened.n, window.before.reopened.n
        ),
    ))
}

/// The topic furthest above; the first by name where two are equal.
fn worst<'a>(
    topics: &BTreeMap<&'a str, TopicSigns>,
    share: fn(&TopicSigns) -> ShareFigure,
    most: f64,
) -> Option<(&'a str, ShareFigure)> {
    let bad = topics.iter().map(|(topic, signs)| (*topic, share(signs))).filter(|(_, s)| above(s, most));
    bad.fold(None, |worst: Option<(&str, ShareFigure)>, one| match worst {
        Some(worst) if worst.1.low >= one.1.low => Some(worst),
        _ => Some(one),
    })
}

fn lacks_article(topics: &BTreeMap<&str, TopicSigns>) -> Option<Proposal> {
    let (topic, share) = worst(topics, |signs| ShareFigure::of(signs.unsure, signs.chats), UNSURE_MAX)?;
    let proposal = Proposal::new(
        "lacks_article",
        format!("Write or mend an article about {}: no passage answers what is asked there.", quoted(topic)),
        format!("No draft, or none sure enough to be shown: {}.", percent(&share)),
    );
    Some(proposal.about(About::Topic(topic.to_owned())))
}

fn often_edited(topics: &BTreeMap<&str, TopicSigns>) -> Option<Proposal> {
    let (topic, share) = worst(topics, |signs| ShareFigure::of(signs.edited, signs.assisted), EDITED_MAX)?;
    let proposal = Proposal::new(
        "often_edited",
        format!("Look at what you change in drafts about {}, and put it into the article.", quoted(topic)),
        format!("Sent with changes: {}.", percent(&share)),
    );
    Some(proposal.about(About::Topic(topic.to_owned())))
}

fn holds_much(rules: &BTreeMap<&str, u64>, chats: u64) -> Option<Proposal> {
    let (rule, n) = rules.iter().max_by_key(|(_, n)| **n)?;
    let share = ShareFigure::of((*n).min(chats), chats);
    above(&share, HELD_MAX).then(|| {
        let proposal = Proposal::new(
            "holds_much",
            format!("Look at the rule {} on past chats: it holds a large part of them.", quoted(rule)),
            format!("Held by it: {} of all chats.", percent(&share)),
        );
        proposal.about(About::Rule((*rule).to_owned()))
    })
}
