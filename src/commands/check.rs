//! Everything an operator can get wrong, looked at in one go: every fault with its place and remedy.

use std::process::ExitCode;
use std::time::Duration;

use super::cli::Call;
use super::drafter::drafter;
use super::rules::rulebook;
use super::rules_own;
use super::say::say;
use crate::config::Config;
use crate::guardrail::Rulebook;
use crate::knowledge::read_path;
use crate::store::{Db, OpenError};
use crate::web::staging::Went;

/// So many examples are shown that one way of writing hides.
const MISSED_SHOWN: usize = 2;
/// How long a peer may take to answer a knock.
const KNOCK: Duration = Duration::from_secs(5);

/// `banister check`
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    /// Leaves out what needs the network.
    #[arg(long)]
    offline: bool,
    /// Looks at the rules more closely, too: what in them is likely not meant, and how their examples fare when they are
    /// written in some fifty evasive ways. Takes a few seconds.
    #[arg(long)]
    rules: bool,
    /// Sends a made-up chat through the door of the running service and looks at everything that must come of it. Nothing
    /// reaches the relay or a visitor, and no report counts it; a configured model is asked for one draft.
    #[arg(long)]
    staging: bool,
    /// Where the running service is, for --staging. Default: server.listen.
    #[arg(long, value_name = "URL", requires = "staging")]
    at: Option<String>,
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    let mut report = Report::default();
    let config = match call.config() {
        Ok(config) => {
            report.fine("configuration");
            config
        }
        Err(faults) => {
            report.fault("configuration", &faults.to_string());
            // Rules and the rest are still worth a look under the defaults.
            report.mend = true;
            Config::default()
        }
    };
    match rulebook(&config.rules) {
        Ok(book) => {
            report.fine(&format!("rules ({} rules, all examples hold, {})", book.rules().len(), book.hash()));
            match rules_own::checked(&config.store, &book).await {
                Ok(own) => own.iter().for_each(|own| report.fine(own)),
                Err(faults) => report.fault("own rules", &faults),
            }
            if args.rules {
                remark_on_rules(&book, &mut report);
            }
        }
        Err(faults) => {
            report.mend = true;
            report.fault("rules", &faults.to_string());
        }
    }
    knowledge(&config, &mut report);
    match drafter(&config) {
        Ok(found) => report.fine(&format!("prompts and drafter ({})", found.name())),
        Err(error) => report.fault("model", &format!("{error:#}")),
    }
    for remark in super::notices::remarks(&config).into_iter().chain(super::surveys::remarks(&config)) {
        say!("note   {remark}");
    }
    store(&config, &mut report).await;
    if !args.offline {
        knock(&config, &mut report).await;
        knock_for_notices(&config, &mut report).await;
    }
    if args.staging {
        stage(&config, args.at.as_deref(), &mut report).await;
    }
    say!("{} ok, {} faults", report.fine, report.faults);
    Ok(ExitCode::from(report.code()))
}

/// Remarks are no faults: an owner may mean what looks odd.
fn remark_on_rules(book: &Rulebook, report: &mut Report) {
    for remark in book.lint() {
        say!("note   {remark}");
    }
    let (mut tried, mut held) = (0, 0);
    for way in book.endurance() {
        tried += way.tried;
        held += way.held;
        let share = share(way.held, way.tried);
        say!("way    {:<24} {share:>6} % of {} examples held", way.way, way.tried);
        for missed in way.missed.iter().take(MISSED_SHOWN) {
            say!("       missed: {}", missed.escape_debug());
        }
    }
    report.fine(&format!("rules written otherwise ({} % of {tried} held)", share(held, tried)));
}

/// A percentage with one decimal.
#[expect(clippy::cast_precision_loss, reason = "examples of rules")]
fn share(held: usize, tried: usize) -> String {
    if tried == 0 { "-".to_owned() } else { format!("{:.1}", 100.0 * held as f64 / tried as f64) }
}

#[derive(Default)]
struct Report {
    fine: usize,
    faults: usize,
    mend: bool,
}

impl Report {
    fn fine(&mut self, what: &str) {
        self.fine += 1;
        say!("ok     {what}");
    }

    fn fault(&mut self, what: &str, why: &str) {
        self.faults += 1;
        say!("FAULT  {what}");
        for line in why.lines() {
            say!("       {line}");
        }
    }

    const fn code(&self) -> u8 {
        match (self.faults, self.mend) {
            (0, _) => 0,
            (_, true) => 2,
            (_, false) => 1,
        }
    }
}

fn knowledge(config: &Config, report: &mut Report) {
    let Some(path) = &config.knowledge.path else { return };
    match read_path(path) {
        Ok(found) => report.fine(&format!("knowledge ({} articles in {})", found.len(), path.display())),
        Err(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            report.fault("knowledge", &lines.join("\n"));
        }
    }
}

async fn store(config: &Config, report: &mut Report) {
    match Db::look(&config.store).await {
        Ok(kind) => report.fine(&format!("store ({kind})")),
        Err(error @ OpenError::UnknownScheme(_)) => {
            report.mend = true;
            report.fault("store", &error.to_string());
        }
        Err(error) => report.fault("store", &error.to_string()),
    }
}

/// A made-up chat through each relay's door.
async fn stage(config: &Config, at: Option<&str>, report: &mut Report) {
    if report.mend {
        return say!("note   staging: not tried with a configuration that has faults");
    }
    if config.relays.is_empty() {
        return report.fault("staging", "no [[relay]] is configured: there is no door to knock at");
    }
    match super::staging::run(config, at).await {
        Err(error) => report.fault("staging", &format!("{error:#}")),
        Ok(relays) => {
            for (relay, step) in
                relays.iter().flat_map(|(relay, steps)| steps.iter().map(move |s| (relay, s)))
            {
                let what = format!("staging {relay}: {}", step.what);
                match step.went {
                    Went::Fine => report.fine(&format!("{what} ({})", step.seen)),
                    Went::Note => say!("note   {what}: {}", step.seen),
                    Went::Failed => report.fault(&what, &format!("{}\n{}", step.seen, step.remedy)),
                }
            }
        }
    }
}

/// Whether somebody is there at all: no action is sent, no draft asked for.
async fn knock(config: &Config, report: &mut Report) {
    let client = reqwest::Client::builder()
        .timeout(KNOCK)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build();
    let Ok(client) = client else {
        report.fault("network", "the HTTP client cannot be built");
        return;
    };
    let model = config
        .model
        .base_url
        .as_ref()
        .map(|url| ("model".to_owned(), format!("{}/models", url.trim_end_matches('/'))));
    let embedding = config
        .embedding
        .base_url
        .as_ref()
        .map(|url| ("embedding".to_owned(), format!("{}/models", url.trim_end_matches('/'))));
    let relays = config
        .relays
        .iter()
        .filter_map(|r| r.actions_url.clone().map(|url| (format!("relay {}", r.name), url)));
    for (what, url) in model.into_iter().chain(embedding).chain(relays) {
        match client.get(&url).send().await {
            Ok(answer) => report.fine(&format!("{what} answers ({} at {url})", answer.status())),
            Err(error) => {
                report.fault(&what, &format!("{url} cannot be reached: {}", causes(&error.without_url())))
            }
        }
    }
}

/// Whether notices could leave: nothing is sent.
async fn knock_for_notices(config: &Config, report: &mut Report) {
    let notifiers = match super::notices::notifiers(config) {
        Ok(notifiers) => notifiers,
        Err(error) => return report.fault("notices", &format!("{error:#}")),
    };
    for (channel, notifier) in notifiers {
        let what = format!("notify.{}", channel.as_str());
        match notifier.knock().await {
            Ok(seen) => report.fine(&format!("{what}: {seen}")),
            Err(error) => report.fault(&what, &error.to_string()),
        }
    }
}

/// An error with what lies behind it, down to the cause.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        said = format!("{said}: {cause}");
        behind = cause.source();
    }
    said
}
