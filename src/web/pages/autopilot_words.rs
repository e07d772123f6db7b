//! What has left by itself, and what changed at the gates, in the words of the page.

use crate::domain::autopilot::{CertificateTold, Judged, SentState, TopicTold, changes as told_of};
use crate::domain::gate::sign;
use crate::domain::{Timestamp, Titles};
use crate::ports::{GateEntry, SentRow};
use crate::web::moment::Moment;
use crate::web::spoken;
use crate::words::Text;

/// A certificate with its figures as people read them.
pub(super) struct CertificateCard {
    pub told: CertificateTold,
    /// In percent, as addresses have it.
    pub percent: String,
    pub levels: Vec<LevelRow>,
    /// The topics with decisions, and how many have none yet.
    pub topics: Vec<TopicTold>,
    pub unseen: usize,
}

/// One threshold of it.
pub(super) struct LevelRow {
    pub share: String,
    pub threshold: String,
    pub judged: u64,
    pub wrong: u64,
    pub rehearsed: u64,
    pub log_e: Option<String>,
    pub error: String,
    pub at_most: String,
    pub to_go: Option<u64>,
    pub in_force: bool,
    pub certified: bool,
}

impl CertificateCard {
    pub(super) fn of(told: CertificateTold, titles: &Titles) -> Self {
        let levels = told.levels.iter().map(|level| LevelRow {
            share: percent(level.share),
            threshold: format!("{:.3}", level.threshold),
            judged: level.judged,
            wrong: level.wrong,
            rehearsed: level.rehearsed,
            log_e: level.log_e.map(|e| format!("{e:.2}")),
            error: percent(level.error),
            at_most: percent(level.at_most),
            to_go: level.to_go,
            in_force: level.in_force,
            certified: level.certified,
        });
        let called =
            |topic: &TopicTold| TopicTold { topic: titles.topic(&topic.topic).to_owned(), ..topic.clone() };
        let (topics, unseen): (Vec<TopicTold>, Vec<TopicTold>) =
            told.topics.iter().map(called).partition(|topic| topic.judged > 0);
        let unseen = unseen.len();
        Self { topics, unseen, percent: format!("{:.0}", 100.0 * told.alpha), levels: levels.collect(), told }
    }
}

/// A share in percent, rounded up to hundredths: a limit is never understated.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", (share * 10_000.0 - 1e-9).ceil() / 100.0);
    let figure = text.trim_end_matches('0').trim_end_matches('.');
    spoken::text("autopilot-percent").with("p", &figure).plain()
}

/// A reply that left by itself, as a card.
pub(super) struct SentCard {
    pub id: String,
    pub conversation: String,
    pub question: String,
    pub text: String,
    pub topic: String,
    pub at: Moment,
    /// It may not have arrived.
    pub uncertain: bool,
    pub leaving: bool,
    /// The grounds, in one line.
    pub grounds: Text,
    pub audit: bool,
    pub sign: Option<&'static str>,
    /// `right` or `wrong`, and who said so.
    pub judged: Option<(&'static str, String)>,
    pub csrf: String,
}

impl SentCard {
    pub(super) fn of(row: SentRow, now: Timestamp, csrf: &str, titles: &Titles) -> Self {
        let of = &row.statement;
        let grounds = spoken::text("autopilot-grounds")
            .with("right", &of.n.saturating_sub(of.bad))
            .with("n", &of.n)
            .with("bound", &percent(of.bound))
            .with("sure", &format!("{:.0}", 100.0 * (1.0 - of.delta)));
        Self {
            id: row.suggestion.to_string(),
            conversation: row.conversation.to_string(),
            question: row.question,
            text: row.text,
            topic: titles.topic(&row.topic).to_owned(),
            at: Moment::of(row.at, now),
            uncertain: row.state == SentState::Uncertain,
            leaving: row.state == SentState::Leaving,
            grounds,
            audit: row.audit && row.judged.is_none(),
            sign: row.signal.map(sign),
            judged: row.judged.map(|(judged, by)| match judged {
                Judged::Fine => ("right", by),
                Judged::Wrong => ("wrong", by),
            }),
            csrf: csrf.to_owned(),
        }
    }
}

/// Something that changed at a gate.
pub(super) struct Change {
    pub at: Moment,
    pub alpha: u8,
    /// `won`, `lost`, `paused` or `plain`: the colour of it.
    pub tone: &'static str,
    pub words: String,
    pub conversation: Option<String>,
}

/// The changes that a person cares about, newest first.
pub(super) fn changes(entries: &[GateEntry], now: Timestamp) -> Vec<Change> {
    let told = entries.iter().flat_map(|entry| {
        told_of(&entry.events).into_iter().rev().map(move |(tone, words)| Change {
            at: Moment::of(entry.at, now),
            alpha: entry.alpha.percent(),
            tone: tone.as_str(),
            words,
            conversation: entry.conversation.map(|id| id.to_string()),
        })
    });
    told.collect()
}
