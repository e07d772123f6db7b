//! The owner's own rules, from page and API alike: tried on a message, tried on the past, saved.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::audit::{By, noting};
use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::state::App;
use crate::domain::{ConversationId, Reason, Rehearsal, RuleFault, Rulebook, Shift, Timestamp, rehearse};
use crate::ports::{OwnRules, PastTurn};

/// The text of the rules, bytes.
const TEXT_BYTES_MAX: usize = 100_000;
/// A request with such a text, every letter of it escaped as forms do, bytes.
pub(super) const BODY_BYTES_MAX: usize = 3 * TEXT_BYTES_MAX + 64 * 1024;
/// The reason of a version, letters.
const REASON_CHARS_MAX: usize = 500;
/// A message to try, bytes.
const MESSAGE_BYTES_MAX: usize = 16 * 1024;
/// How far back new rules are tried, ms: thirty days.
const TRIED_MS: i64 = 30 * 86_400_000;
/// On so many of the newest verdicts.
const TRIED_MAX: i64 = 2_000;
/// Past turns are read again after this time, ms.
const REMEMBERED_MS: i64 = 60_000;
/// So many examples of each kind are shown.
const EXAMPLES: usize = 5;
/// Letters of an example.
const EXAMPLE_CHARS: usize = 160;
/// How long a save waits until this process has the new rules in force.
const IN_FORCE_WITHIN: Duration = Duration::from_secs(6);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(100);

/// What trying rules needs beside them. One try at a time: each compiles all rules.
pub struct Rehearsals {
    turn: Arc<Semaphore>,
    past: Mutex<Option<(Timestamp, Arc<Past>)>>,
}

/// The newest turns.
struct Past {
    since: Timestamp,
    turns: Vec<PastTurn>,
    more: bool,
}

impl Default for Rehearsals {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), past: Mutex::default() }
    }
}

/// Rules as somebody is writing them.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub text: String,
    pub may_soften: bool,
}

impl Written {
    pub(super) fn read(fields: &Fields) -> Result<Self, BadField> {
        Self::of(fields, "text")
    }

    /// The text stands under this name.
    pub(super) fn of(fields: &Fields, name: &str) -> Result<Self, BadField> {
        let text = fields.needed(name)?.replace("\r\n", "\n");
        if text.len() > TEXT_BYTES_MAX {
            return Err(BadField::new(name, format!("is over {TEXT_BYTES_MAX} bytes")));
        }
        Ok(Self { text, may_soften: fields.switch("may_soften")? })
    }
}

/// What became of a try.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// Why the rules cannot be used; nothing else is known then.
    pub faults: Vec<RuleFault>,
    /// What is likely not meant.
    pub remarks: Vec<RuleFault>,
    /// The verdict on the message that was given.
    pub verdict: Option<Said>,
    /// What would have become of the past.
    pub effect: Option<Effect>,
}

/// A verdict.
#[derive(Debug)]
pub(super) struct Said {
    pub message: String,
    /// None: it is clear.
    pub reasons: Vec<Reason>,
    /// What rules found that only watch.
    pub logged: Vec<Reason>,
}

/// What other rules would have done to the newest turns.
#[derive(Debug)]
pub(super) struct Effect {
    pub since: Timestamp,
    pub sums: Rehearsal,
    /// There are more turns than were tried.
    pub capped: bool,
    pub examples: Vec<Example>,
}

#[derive(Debug)]
pub(super) struct Example {
    pub conversation: ConversationId,
    pub cleared: bool,
    pub text: String,
    /// Why the one set of rules holds it.
    pub why: String,
}

/// Tries rules on a message and on the past.
pub(super) async fn try_out(app: &App, written: Written, message: Option<String>) -> Result<Tried, Problem> {
    if message.as_ref().is_some_and(|message| message.len() > MESSAGE_BYTES_MAX) {
        return Err(BadField::new("message", format!("is over {MESSAGE_BYTES_MAX} bytes")).into());
    }
    let past = past(app).await?;
    let in_force = Arc::clone(&app.engine.policy().rulebook);
    in_turn(app, move || tried(&in_force, &written, message, &past)).await
}

fn tried(in_force: &Rulebook, written: &Written, message: Option<String>, past: &Past) -> Tried {
    let book = match in_force.with_own(&written.text, written.may_soften) {
        Ok(book) => book,
        Err(faults) => return Tried { faults, ..Tried::default() },
    };
    let verdict = message.filter(|message| !message.trim().is_empty()).map(|message| {
        let turn = [message.clone()];
        Said { reasons: book.screen(&turn).reasons().to_vec(), logged: book.shadow(&turn), message }
    });
    let mut examples = Vec::new();
    let turns = past.turns.iter().map(|turn| turn.messages.as_slice());
    let sums = rehearse(in_force, &book, turns, |n, shift, reasons| {
        let cleared = shift == Shift::Cleared;
        let alike = examples.iter().filter(|example: &&Example| example.cleared == cleared).count();
        if let Some(turn) = past.turns.get(n).filter(|_| alike < EXAMPLES) {
            examples.push(Example {
                conversation: turn.conversation,
                cleared,
                text: start_of(&turn.messages.join(" ")),
                why: reasons.first().map(|reason| reason.explanation.clone()).unwrap_or_default(),
            });
        }
    });
    // What would be let pass comes first.
    examples.sort_by_key(|example| !example.cleared);
    Tried {
        faults: Vec::new(),
        remarks: book.remarks_on_own(),
        verdict,
        effect: Some(Effect { since: past.since, sums, capped: past.more, examples }),
    }
}

fn start_of(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = line.chars().count() > EXAMPLE_CHARS;
    line.chars().take(EXAMPLE_CHARS).chain(cut.then_some('…')).collect()
}

async fn past(app: &App) -> Result<Arc<Past>, Problem> {
    let now = app.clock.now();
    let known = app.rehearsals.past.lock().ok().and_then(|known| known.clone());
    if let Some((_, past)) = known.filter(|(read, _)| now.since(*read) < REMEMBERED_MS * 1_000) {
        return Ok(past);
    }
    let since = now.minus_ms(TRIED_MS);
    let (turns, more) = app.desk.newest_turns(since, TRIED_MAX).await?;
    let past = Arc::new(Past { since, turns, more });
    if let Ok(mut known) = app.rehearsals.past.lock() {
        *known = Some((now, Arc::clone(&past)));
    }
    Ok(past)
}

/// Runs what takes the processor a while, one after the other, where it keeps nobody waiting. Who asked may be gone: the
/// next one has its turn when the work has ended all the same.
pub(super) async fn in_turn<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let turn = Arc::clone(&app.rehearsals.turn).acquire_owned().await.map_err(|_| Problem::internal())?;
    let held = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(held).await.map_err(|_| {
        // Its own words may hold what visitors wrote.
        tracing::error!("what was computed beside an answer panicked");
        Problem::internal()
    })
}

/// The rules with these own rules in the place of those in force, or their faults.
pub(super) async fn compiled(
    app: &App,
    in_force: Arc<Rulebook>,
    text: String,
    may_soften: bool,
) -> Result<Result<Rulebook, Vec<RuleFault>>, Problem> {
    in_turn(app, move || in_force.with_own(&text, may_soften)).await
}

/// Why a version was not kept.
#[derive(Debug)]
pub(super) enum NotSaved {
    /// The rules are faulty.
    Faults(Vec<RuleFault>),
    /// Something else.
    Problem(Problem),
}

impl<E> From<E> for NotSaved
where
    Problem: From<E>,
{
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

/// Keeps what was written as the next version, if it goes with all other rules; and waits a little until this process
/// has it in force.
pub(super) async fn save(app: &App, fields: &Fields, by: &By) -> Result<OwnRules, NotSaved> {
    let written = Written::read(fields)?;
    let reason = fields.text("reason")?.unwrap_or_default().trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        let why = format!("say why, in at most {REASON_CHARS_MAX} letters; it is kept with the version");
        return Err(BadField::new("reason", why).into());
    }
    let seen = fields.whole("number")?;
    let known = app.own_rules.own_rules().await?;
    let number = known.as_ref().map_or(0, |own| own.number);
    if u64::try_from(number) != Ok(seen) {
        return Err(changed_meanwhile(number).into());
    }
    let same = known.as_ref().map_or(("", false), |own| (own.text.as_str(), own.may_soften));
    if same == (written.text.as_str(), written.may_soften) {
        return Err(BadField::new("text", "is what is in force already; nothing was saved").into());
    }
    let (in_force, Written { text, may_soften }) = (Arc::clone(&app.engine.policy().rulebook), written);
    let tried = text.clone();
    let book =
        in_turn(app, move || in_force.with_own(&tried, may_soften)).await?.map_err(NotSaved::Faults)?;
    let at = app.clock.now();
    let own = OwnRules { number: number + 1, text, may_soften, reason, by: by.signature.clone(), at };
    let before = app.engine.policy().rulebook.hash().to_owned();
    let note = noting(app, by, "rules.saved", &format!("version {}", own.number))
        .with("may_soften", may_soften)
        .changed(before, book.hash())
        .because(&own.reason);
    if !app.own_rules.add_own_rules(&own, &note).await? {
        return Err(changed_meanwhile(number + 1).into());
    }
    let _in_force_later = tokio::time::timeout(IN_FORCE_WITHIN, async {
        while app.engine.policy().rulebook.hash() != book.hash() {
            tokio::time::sleep(LOOK).await;
        }
    })
    .await;
    Ok(own)
}

fn changed_meanwhile(number: i64) -> Problem {
    let why = format!(
        "version {number} was saved meanwhile; nothing was written. Load it, and write yours upon it"
    );
    Problem::conflict("rules_changed", &why).with_now("number", &number)
}

/// A fault of own rules, for a person to read.
pub(super) fn told(fault: &RuleFault) -> String {
    let rule = fault.rule.as_ref().map(|rule| format!("rule {rule}: ")).unwrap_or_default();
    format!("{rule}{}", fault.message)
}
