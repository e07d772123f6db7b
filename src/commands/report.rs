//! Reports on the console.

use std::process::ExitCode;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::existing::existing;
use super::rules_own::in_force;
use super::say::say;
use super::waiting;
use crate::config::Config;
use crate::domain::report::{Earned, QUESTIONS_MAX};
use crate::domain::report_text::{Ask, Built, ReportName, confidence_document, csv, text};
use crate::domain::waiting::PromiseReport;
use crate::domain::{ConfidenceReport, JUDGED_MAX, Spending, Timestamp, Titles};
use crate::ports::{
    Autopilots as _, Clock as _, Desk as _, Handbook as _, Judgements as _, Ledger as _, Promises as _, Since,
};
use crate::store::Db;

/// `banister report`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which report.
    report: Report,
    /// Start: a date (2026-11-01) or an RFC 3339 time. Default: the report's own stretch, 30 days for most.
    #[arg(long)]
    from: Option<String>,
    /// End, excluded. Default: now.
    #[arg(long)]
    to: Option<String>,
    /// How it is printed; not all reports have `csv`.
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Report {
    /// The last week and the last four against those before, one topic, one thing to do.
    Scorecard,
    /// AI-assisted against human-only: by lottery, among similar chats, and raw.
    Comparison,
    /// What visitors ask about, who answers it, how it goes.
    Topics,
    /// First replies by how long they took, against what visitors said.
    Speed,
    /// What each rule holds, and how often it was passed on after all.
    Rules,
    /// Saved replies against answers by hand.
    Templates,
    /// Questions that no article answers, those that ask the same put together.
    Knowledge,
    /// What leaves without an owner.
    Autonomy,
    /// Minutes, purchases, costs, and what is assumed.
    Roi,
    /// What the confidence of drafts has been worth.
    Confidence,
    /// Tokens and money by day and model.
    Spending,
    /// Times promised to waiting visitors, and how many were kept.
    Promises,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

/// The stretch a report covers by default, ms.
const STRETCH_MS: i64 = 30 * 86_400_000;

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let now = SystemClock.now();
    let to = args.to.as_deref().map(|t| moment("--to", t)).transpose()?.unwrap_or(now);
    let from = args.from.as_deref().map(|t| moment("--from", t)).transpose()?;
    if from.is_some_and(|from| from >= to) {
        return Err(Usage("--from must lie before --to".to_owned()).into());
    }
    let format = if call.json { Format::Json } else { args.format };
    if format == Format::Csv && matches!(args.report, Report::Spending | Report::Promises) {
        return Err(Usage("this report has no --format csv; use text or json".to_owned()).into());
    }
    let db = existing(call, &config).await?;
    let printed = if let Some(name) = args.report.name() {
        let settings = config.report.clone();
        let lottery_since = db.lottery_since().await?.map(|since| since.0);
        let ask = Ask { name, from: from.map(|from| from.0), to: to.0, now: now.0, lottery_since, settings };
        made(&config, &db, &ask, format).await
    } else {
        let since = Since { from: from.unwrap_or(to.minus_ms(STRETCH_MS)), to };
        print(&config, &db, args.report, format, (since, now)).await
    };
    db.close().await;
    say!("{}", printed?.trim_end());
    Ok(ExitCode::SUCCESS)
}

impl Report {
    /// Those that are made of episodes.
    fn name(self) -> Option<ReportName> {
        let value = clap::ValueEnum::to_possible_value(&self)?;
        ReportName::parse(value.get_name())
    }
}

async fn made(config: &Config, db: &Db, ask: &Ask, format: Format) -> anyhow::Result<String> {
    let now = SystemClock.now();
    let (from, to) = ask.reads();
    let since = Since { from: Timestamp(from), to: Timestamp(to) };
    let episodes = db.episodes(since).await?;
    let questions =
        if ask.name.reads_questions() { db.unanswered(since, QUESTIONS_MAX).await? } else { Vec::new() };
    let mut built: Built = ask.build(&episodes, &questions);
    if ask.name == ReportName::Autonomy {
        let pilot = db.autopilot(now, &[]).await?;
        built = built.with_earned(Earned {
            allowed: pilot.switch.allowed,
            paused: pilot.switch.paused,
            certificates: super::autopilot::told(db, &pilot, &config.policy, &config.hours, now).await?,
            replies: db.sent_figures(since).await?,
        });
    }
    Ok(match format {
        Format::Json => serde_json::to_string_pretty(&built)?,
        Format::Csv => built.csv(),
        Format::Text => built.text(&titles(config, db, ask.name).await?),
    })
}

/// What people call topics and rules, where the report names any. A report is printed all the same when the rules cannot be
/// read: then it has their ids.
async fn titles(config: &Config, db: &Db, report: ReportName) -> anyhow::Result<Titles> {
    let topics = db.topics().await?.into_iter().map(|topic| (topic.slug, topic.name));
    let rules = match report {
        ReportName::Scorecard | ReportName::Rules => in_force(db, &config.rules).await.ok(),
        _ => None,
    };
    Ok(Titles::of(topics, rules.as_ref().map_or(&[], |book| book.rules())))
}

async fn print(
    config: &Config,
    db: &Db,
    report: Report,
    format: Format,
    (since, now): (Since, Timestamp),
) -> anyhow::Result<String> {
    Ok(match report {
        Report::Confidence => {
            let judged = db.latest_judged(JUDGED_MAX).await?;
            let report = ConfidenceReport::of(&judged, &db.weights().await?.unwrap_or_default());
            match format {
                Format::Json => serde_json::to_string_pretty(&report)?,
                Format::Csv => csv(&confidence_document(&report, now)),
                Format::Text => text(&confidence_document(&report, now)),
            }
        }
        Report::Promises => {
            let counts = db.promise_counts(since, now).await?;
            let measured = waiting::measured(db, waiting::hours(config, db).await?.as_ref()).await?;
            let report = PromiseReport::of(since.from, since.to, counts, measured);
            match format {
                Format::Json => serde_json::to_string_pretty(&report)?,
                Format::Text | Format::Csv => report.text(),
            }
        }
        _ => {
            let spending = Spending::of(since.from, since.to, &db.spent(since).await?);
            match format {
                Format::Json => serde_json::to_string_pretty(&spending)?,
                Format::Text | Format::Csv => spending.text(),
            }
        }
    })
}

fn moment(flag: &str, text: &str) -> Result<Timestamp, Usage> {
    Timestamp::parse_rfc3339(text)
        .or_else(|| Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z")))
        .ok_or_else(|| Usage(format!("{flag}: `{text}` is neither a date (2026-11-01) nor an RFC 3339 time")))
}
