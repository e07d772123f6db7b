//! What to send a person now: from what is the case, what they chose, and what they were told already.

use std::collections::BTreeSet;

use super::choices::Choices;
use super::kind::{Channel, Kind};
use super::matter::{Matter, Subject};
use crate::domain::time::Timestamp;

const MINUTE_MS: i64 = 60_000;

/// What has been told, or is on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// To this person, through whatever channel.
    pub own: BTreeSet<Subject>,
    /// To the team's channel, by whoever's choice.
    pub team: BTreeSet<Subject>,
}

impl Told {
    fn knows(&self, subject: &Subject, channel: Channel) -> bool {
        self.own.contains(subject) || (channel == Channel::Webhook && self.team.contains(subject))
    }
}

/// One message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which way.
    pub channel: Channel,
    /// What about: the weightiest first, the oldest first among equals. Never empty.
    pub matters: Vec<Matter>,
}

/// What to send now, and when to look again unless something happens before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The messages.
    pub send: Vec<Planned>,
    /// When what waits may be sent.
    pub next: Timestamp,
}

/// What belongs in one message. Danger stands alone, and so do digest and scorecard; what became of autopilot stands
/// together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    Danger,
    Plain,
    Autopilot,
    Digest,
    Scorecard,
}

impl Together {
    const fn of(matter: &Matter) -> Self {
        match matter.kind {
            _ if matter.danger => Self::Danger,
            Kind::Autopilot => Self::Autopilot,
            Kind::Digest => Self::Digest,
            Kind::Scorecard => Self::Scorecard,
            _ => Self::Plain,
        }
    }
}

/// Plans one person's messages. `open` are the channels that are set up. Nothing is sent twice, nothing but danger
/// within the quiet hours, and nothing that is not among `matters`.
#[must_use]
pub fn plan(now: Timestamp, choices: &Choices, open: &[Channel], matters: &[Matter], told: &Told) -> Plan {
    let quiet = choices.is_quiet(now);
    let mut next = Timestamp::NEVER;
    let mut ready: Vec<(Channel, &Matter)> = Vec::new();
    for matter in matters {
        let Some(channel) = choices.channel(matter.kind, open) else { continue };
        if told.knows(&matter.subject, channel) || ready.iter().any(|(_, m)| m.subject == matter.subject) {
            continue;
        }
        if matter.since > now {
            next = next.min(matter.since);
        } else if quiet && !matter.danger {
            next = next.min(after_this_minute(now));
        } else {
            ready.push((channel, matter));
        }
    }
    let send = grouped(ready)
        .into_iter()
        .filter(|planned| {
            let ripe = ripe_at(choices, planned);
            if ripe > now {
                next = next.min(ripe);
            }
            ripe <= now
        })
        .collect();
    Plan { send, next }
}

/// Quiet hours begin and end with a minute.
const fn after_this_minute(now: Timestamp) -> Timestamp {
    Timestamp(now.0 - now.0.rem_euclid(MINUTE_MS * 1_000)).plus_ms(MINUTE_MS)
}

fn grouped(ready: Vec<(Channel, &Matter)>) -> Vec<Planned> {
    let mut groups: Vec<(Channel, Together, Planned)> = Vec::new();
    for (channel, matter) in ready {
        let together = Together::of(matter);
        match groups.iter_mut().find(|(c, t, _)| *c == channel && *t == together) {
            Some((.., planned)) => planned.matters.push(matter.clone()),
            None => groups.push((channel, together, Planned { channel, matters: vec![matter.clone()] })),
        }
    }
    groups.sort_by_key(|(channel, together, _)| (*together, *channel));
    let mut messages: Vec<Planned> = groups.into_iter().map(|(.., planned)| planned).collect();
    for planned in &mut messages {
        in_order(&mut planned.matters);
    }
    messages
}

fn in_order(matters: &mut [Matter]) {
    matters.sort_by(|a, b| {
        (!a.danger, a.kind, a.since, &a.subject).cmp(&(!b.danger, b.kind, b.since, &b.subject))
    });
}

/// Whichever is ripe first decides for all: the rest goes along.
fn ripe_at(choices: &Choices, planned: &Planned) -> Timestamp {
    let gathering_ms = i64::from(choices.batch_minutes) * MINUTE_MS;
    let ripe = |m: &Matter| if gathers(m) { m.since.plus_ms(gathering_ms) } else { m.since };
    planned.matters.iter().map(ripe).min().unwrap_or(Timestamp::NEVER)
}

/// Whether it waits for company. A promise that is about to break does not: it would be told when it is broken.
fn gathers(matter: &Matter) -> bool {
    matter.kind != Kind::Promise && matches!(Together::of(matter), Together::Plain | Together::Autopilot)
}

/// What becomes of a message that was planned earlier, just before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Still {
    /// Send this much of it.
    Send(Vec<Matter>),
    /// Not now: the quiet hours have begun.
    Wait(Timestamp),
    /// Nothing in it is the case any more, or nobody wants to hear of it.
    Gone,
}

/// Looks once more at a planned message: `planned` are its subjects, `matters` what is the case now.
#[must_use]
pub fn still(now: Timestamp, choices: &Choices, planned: &[Subject], matters: &[Matter]) -> Still {
    let wanted = |m: &&Matter| {
        m.since <= now
            && planned.contains(&m.subject)
            && (m.kind == Kind::Test || choices.channels.contains_key(&m.kind))
    };
    let mut left: Vec<Matter> = matters.iter().filter(wanted).cloned().collect();
    left.dedup_by(|a, b| a.subject == b.subject);
    in_order(&mut left);
    if left.is_empty() {
        return Still::Gone;
    }
    let asked_for = |m: &Matter| m.danger || m.kind == Kind::Test;
    if choices.is_quiet(now) {
        left.retain(asked_for);
        if left.is_empty() {
            return Still::Wait(after_this_minute(now));
        }
    }
    Still::Send(left)
}
