//! Episodes with their rows, their figures and the arithmetic between them, for a person to check; and whether what is
//! stored is what the rows say.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::cli::{Call, Usage};
use super::existing::existing;
use super::say::say;
use crate::domain::holdout::Arm;
use crate::domain::metrics::Account;
use crate::domain::{ConversationId, EpisodeId, Event, Masked, Timestamp};
use crate::ports::{MeasuredEpisode, Measures};

/// `banister audit`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many episodes, chosen by chance.
    #[arg(long, value_name = "N", default_value_t = 20)]
    sample: u64,
    /// Which chance: the same number chooses the same episodes while none are added. Default: another one each time.
    #[arg(long)]
    seed: Option<u64>,
}

/// More are no sample any more.
const SAMPLE_MAX: u64 = 100_000;

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    if args.sample == 0 || args.sample > SAMPLE_MAX {
        return Err(Usage(format!("--sample: is {}; give 1 to {SAMPLE_MAX}", args.sample)).into());
    }
    let config = call.config()?;
    let seed = args.seed.unwrap_or_else(|| u64::from(rand::random::<u32>()));
    let db = existing(call, &config).await?;
    let audited = audit(&db, args.sample, seed).await;
    db.close().await;
    let episodes = audited?;
    let wrong = episodes.iter().filter(|e| !e.account.wrong().is_empty()).count();
    if call.json {
        let all: Vec<Value> = episodes.iter().map(Audited::json).collect();
        say!("{}", json!({ "seed": seed, "checked": episodes.len(), "wrong": wrong, "episodes": all }));
    } else {
        for episode in &episodes {
            say!("{}", episode.text());
        }
        say!("{}", verdict(episodes.len(), wrong, seed));
    }
    Ok(if wrong > 0 || episodes.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn verdict(checked: usize, wrong: usize, seed: u64) -> String {
    match (checked, wrong) {
        (0, _) => "there are no episodes to check yet".to_owned(),
        (n, 0) => format!("{n} episodes checked (--seed {seed}): every stored figure is what its rows say"),
        (n, wrong) => format!(
            "!!! WRONG: of {n} episodes checked (--seed {seed}), {wrong} have stored figures that their rows do not say; \
             see the lines marked !!!"
        ),
    }
}

struct Audited {
    id: EpisodeId,
    of: ConversationId,
    measured: bool,
    /// When, by whom, and what; words masked.
    log: Vec<(Timestamp, String, String)>,
    account: Account,
}

async fn audit(store: &dyn Measures, sample: u64, seed: u64) -> anyhow::Result<Vec<Audited>> {
    let count = store.episode_count().await?;
    let mut audited = Vec::new();
    for place in places(count, sample, seed) {
        let Some((id, of)) = store.episode_at(place).await? else { continue };
        let all = store.measured(of).await?;
        let next = all.iter().skip_while(|e| e.raw.id != id).nth(1).map(|e| e.stored.started_at);
        if let Some(episode) = all.iter().find(|e| e.raw.id == id) {
            audited.push(Audited {
                id,
                of,
                measured: episode.measured,
                log: log(episode, next),
                account: Account::of(&episode.stored, &episode.raw),
            });
        }
    }
    Ok(audited)
}

/// Some of `count` places, each once, in order: Floyd's choice with the generator splitmix64.
fn places(count: u64, sample: u64, seed: u64) -> BTreeSet<u64> {
    let mut state = seed;
    let mut chosen = BTreeSet::new();
    for last in count.saturating_sub(sample.min(count))..count {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = state;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let place = (x ^ (x >> 31)) % (last + 1);
        if !chosen.insert(place) {
            chosen.insert(last);
        }
    }
    chosen
}

/// What the event log has from the episode's beginning on to the next one's, and what else was written down of it.
fn log(episode: &MeasuredEpisode, next: Option<Timestamp>) -> Vec<(Timestamp, String, String)> {
    let begin = episode.stored.started_at;
    let within = |at: Timestamp| at >= begin && next.is_none_or(|next| at < next);
    let m = &episode.stored;
    let drawn = m.lottery.is_some_and(|drawn| drawn.assignment.arm == Arm::HumanOnly);
    let kept_for_humans = drawn && m.resolved_at.is_none();
    let mut lines: Vec<(Timestamp, String, String)> = Vec::new();
    for (at, event) in episode.raw.events.iter().filter(|(at, _)| within(*at)) {
        let (who, what) = told(event);
        // Nobody sees a draft of a chat that the lottery keeps for humans while it lasts.
        let sealed = kept_for_humans && matches!(event, Event::DraftArrived { .. });
        lines.push((
            *at,
            who,
            if sealed { "draft_arrived (unseen until the chat is over)".to_owned() } else { what },
        ));
    }
    for message in &episode.raw.messages {
        let who = message.author.as_str().to_owned();
        lines.push((
            message.at,
            who,
            format!("counts as {}: {}", message.counted.as_str(), masked(&message.text)),
        ));
    }
    for (at, mark) in &episode.raw.marks {
        let detail = serde_json::to_value(mark).unwrap_or_default();
        lines.push((*at, "recorded".to_owned(), plain(&detail)));
    }
    lines.sort_by_key(|(at, ..)| *at);
    lines
}

/// Who did what; what people wrote is masked.
fn told(event: &Event) -> (String, String) {
    let value = serde_json::to_value(event).unwrap_or_default();
    let kind = value.get("event").and_then(Value::as_str).unwrap_or("event").to_owned();
    let field = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let who = match event {
        Event::MessageHeard(heard) => heard.author.as_str().to_owned(),
        Event::DraftArrived { .. } | Event::DraftFailed { .. } => "assistant".to_owned(),
        Event::Rated(_) | Event::Converted { .. } => "visitor".to_owned(),
        _ => field("by").unwrap_or_else(|| "relay".to_owned()),
    };
    let detail = match event {
        Event::MessageHeard(heard) => masked(&heard.text),
        Event::OwnerReplied { text, .. } | Event::NoticeGiven { text, .. } => masked(text),
        Event::DraftArrived { draft, .. } => masked(&draft.text),
        Event::Rated(rating) => format!("{:?} {}", rating.instrument, rating.score).to_lowercase(),
        Event::Converted { value, currency } => {
            let value = value.map_or_else(|| "?".to_owned(), |v| v.to_string());
            format!("{value} {}", currency.as_deref().unwrap_or_default())
        }
        Event::StatusChanged { status, .. } => format!("{status:?}").to_lowercase(),
        _ => String::new(),
    };
    (who, format!("{kind} {detail}").trim_end().to_owned())
}

/// A mark on one line; the address of a page without its query, which may name somebody.
fn plain(mark: &Value) -> String {
    let fields = mark.as_object().into_iter().flatten();
    let shown = fields.filter(|(name, value)| *name != "mark" && !value.is_null()).map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let text = if name.ends_with("url") || name == "referrer" {
            text.split(['?', '#']).next().unwrap_or_default().to_owned()
        } else {
            text
        };
        format!("{name}={text}")
    });
    let kind = mark.get("mark").and_then(Value::as_str).unwrap_or("mark").to_owned();
    std::iter::once(kind).chain(shown).collect::<Vec<_>>().join(" ")
}

/// How much of what somebody wrote is shown.
const QUOTE_CHARS_MAX: usize = 120;

/// On one line, without personal data and secrets.
fn masked(text: &str) -> String {
    let concealed = Masked::new(&[text])
        .map_or_else(|| "(not shown)".to_owned(), |masked| masked.texts.first().cloned().unwrap_or_default());
    let line = concealed.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(QUOTE_CHARS_MAX).collect();
    if cut.len() < line.len() { format!("{cut}\u{2026}") } else { cut }
}

impl Audited {
    fn text(&self) -> String {
        let mut out = format!("episode {} of {}\n", self.id, self.of);
        if !self.measured {
            out.push_str(
                "  not measured yet: it is from before figures were kept; a running service measures it\n",
            );
        }
        for (at, who, what) in &self.log {
            // Writing to a String cannot fail.
            let _never = writeln!(out, "  {}  {who:<9} {what}", at.rfc3339());
        }
        for line in &self.account.lines {
            let because =
                if line.because.is_empty() { String::new() } else { format!(" = {}", line.because) };
            let _never = if line.stored == line.recomputed {
                writeln!(out, "    {:<20} {}{because}", line.name, line.stored)
            } else {
                writeln!(
                    out,
                    "!!! {:<20} stored {}, but the rows say {}{because}",
                    line.name, line.stored, line.recomputed
                )
            };
        }
        out
    }

    fn json(&self) -> Value {
        let log =
            self.log.iter().map(|(at, who, what)| json!({ "at": at.rfc3339(), "who": who, "what": what }));
        json!({
            "episode": self.id.to_string(),
            "conversation": self.of.to_string(),
            "measured": self.measured,
            "wrong": self.account.wrong().iter().map(|line| line.name).collect::<Vec<_>>(),
            "log": log.collect::<Vec<_>>(),
            "figures": self.account.lines,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_chance_chooses_the_same_places_each_once() {
        assert_eq!(places(1_000, 20, 7), places(1_000, 20, 7));
        assert_ne!(places(1_000, 20, 7), places(1_000, 20, 8));
        for count in [0, 1, 5, 20, 21] {
            let chosen = places(count, 20, 3);
            assert_eq!(chosen.len() as u64, count.min(20));
            assert!(chosen.iter().all(|place| *place < count));
        }
    }

    #[test]
    fn what_people_wrote_is_masked_and_kept_short() {
        let shown = masked(&format!("Write to ada@example.com\nor call {}", "x".repeat(200)));
        assert!(!shown.contains("ada@") && shown.chars().count() <= 121, "{shown}");
    }
}
