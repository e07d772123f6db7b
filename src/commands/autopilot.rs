//! Sending without an owner from the command line: how it stands, and the switch.

use std::process::ExitCode;

use serde_json::json;

use super::account::OPERATOR;
use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::existing::existing;
use super::say::say;
use crate::domain::autopilot::{Alpha, Autopilot, CertificateTold, Lever, UNDERSTOOD, certificates};
use crate::domain::gate::EpochReason;
use crate::domain::{Settings, Timestamp};
use crate::engine::begin_epoch;
use crate::ports::{Autopilots as _, Chooser as _, Clock as _, Handbook as _, Note};
use crate::store::Db;

/// `banister autopilot`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    /// Why; kept in the audit list.
    #[arg(long, global = true)]
    why: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// How it stands: the switch, and what each certificate says or lacks.
    Status,
    /// Replies that have earned it may leave without an owner.
    Allow {
        /// You know what is promised, and what is not; without it the command says what that is.
        #[arg(long)]
        understood: bool,
    },
    /// They may not.
    Forbid,
    /// Nothing leaves without an owner until somebody resumes. Ends with 0 once that is kept.
    Pause,
    /// It goes on.
    Resume,
    /// Gives up all evidence of a certificate (1, 2, 5 or 10 percent): it is earned anew.
    Restart {
        /// Which.
        percent: i64,
        /// Somebody else decides now.
        #[arg(long)]
        owner: bool,
    },
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let db = existing(call, &config).await?;
    let done = match &args.command {
        Command::Status => Ok(()),
        Command::Allow { understood: true } => pull(&db, args, Lever::Allow).await,
        Command::Allow { understood: false } => Err(unsaid().into()),
        Command::Forbid => pull(&db, args, Lever::Forbid).await,
        Command::Pause => pull(&db, args, Lever::Pause).await,
        Command::Resume => pull(&db, args, Lever::Resume).await,
        Command::Restart { percent, owner } => restart(&db, args, *percent, *owner).await,
    };
    let told = match done {
        Ok(()) => status(call, &db, &config).await,
        Err(error) => Err(error),
    };
    db.close().await;
    told.map(|()| ExitCode::SUCCESS)
}

fn unsaid() -> Usage {
    Usage(format!("allow: give --understood, which says: {UNDERSTOOD}"))
}

async fn pull(db: &Db, args: &Args, lever: Lever) -> anyhow::Result<()> {
    let note = noting(args, &format!("autopilot.{}", lever.as_str()), "all replies");
    db.pull(lever, &note).await?;
    Ok(())
}

fn noting(args: &Args, what: &str, subject: &str) -> Note {
    Note::new(SystemClock.now(), OPERATOR, what, subject).because(args.why.as_deref().unwrap_or_default())
}

async fn restart(db: &Db, args: &Args, percent: i64, owner: bool) -> anyhow::Result<()> {
    let alpha = Alpha::of_percent(percent)
        .ok_or_else(|| Usage(format!("restart: {percent} is no certificate; give 1, 2, 5 or 10")))?;
    let reason = if owner { EpochReason::Owner } else { EpochReason::ByHand };
    let note = noting(args, "autopilot.restart", &format!("{percent} %"));
    begin_epoch(db, &SystemClock, alpha, reason, &note).await?;
    Ok(())
}

async fn status(call: &Call, db: &Db, config: &crate::config::Config) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let pilot = db.autopilot(now, &[]).await?;
    let told = told(db, &pilot, &config.policy, &config.hours, now).await?;
    if call.json {
        let switch = &pilot.switch;
        say!(
            "{}",
            json!({ "allowed": switch.allowed, "paused": switch.paused, "by": switch.by, "why": switch.why,
                "at": switch.at.map(Timestamp::rfc3339), "reachable": pilot.reachable,
                "sent_last_hour": pilot.traffic.hour, "sent_last_day": pilot.traffic.day, "certificates": told })
        );
        return Ok(());
    }
    say!("{}", switch_words(&pilot));
    for certificate in &told {
        say!("{}", words_of(certificate));
    }
    Ok(())
}

/// The certificates as the settings in force see them.
pub(super) async fn told(
    db: &Db,
    pilot: &Autopilot,
    policy: &Settings,
    hours: &crate::domain::waiting::HoursSettings,
    now: Timestamp,
) -> anyhow::Result<Vec<CertificateTold>> {
    let chosen = db.chosen().await?.map(|chosen| chosen.preferences).unwrap_or_default();
    let settings = chosen.over(policy, hours).map_or_else(|_| policy.clone(), |(settings, _)| settings);
    let topics = db.topics().await?.into_iter().filter(|topic| !topic.retired);
    let known: Vec<String> = topics.map(|topic| topic.slug).collect();
    Ok(certificates(pilot, &settings, &known, now))
}

fn switch_words(pilot: &Autopilot) -> String {
    let switch = &pilot.switch;
    let stands = match (switch.allowed, switch.paused) {
        (_, true) => "Paused: nothing leaves without an owner.",
        (true, false) => "Allowed: what has earned it leaves without an owner.",
        (false, false) => "Not allowed: an owner decides on every reply.",
    };
    let by = switch.by.as_deref().zip(switch.at).map(|(by, at)| format!(" ({by}, {})", at.rfc3339()));
    format!("{stands}{}", by.unwrap_or_default())
}

/// A certificate in a few lines of text.
pub(super) fn words_of(certificate: &CertificateTold) -> String {
    let mut lines = vec![certificate.line.clone()];
    lines.extend(certificate.why.iter().chain(&certificate.next).map(|words| format!("    {words}")));
    for topic in certificate.topics.iter().filter(|topic| topic.judged > 0) {
        let name = if topic.topic.is_empty() { "without a topic" } else { &topic.topic };
        lines.push(format!("    {name}: {}", topic.line));
    }
    lines.join("\n")
}
