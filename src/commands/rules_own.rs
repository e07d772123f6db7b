//! The owner's own rules from the command line: what the page `/settings/rules` does, for when no page can be opened.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::account::OPERATOR;
use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::existing::existing;
use super::rules::{RuleFaults, rulebook};
use super::say::say;
use crate::config::Rules;
use crate::guardrail::Rulebook;
use crate::ports::{Clock as _, Note, OwnRulebook as _, OwnRules};
use crate::store::Db;

/// `banister rules put`
#[derive(Debug, clap::Args)]
pub(super) struct PutArgs {
    /// A rule file; an empty one takes all own rules away.
    file: PathBuf,
    /// Why; kept with the version.
    #[arg(long)]
    reason: String,
    /// They may let pass what the rules beneath them hold.
    #[arg(long)]
    may_soften: bool,
}

/// The rules that a service serves under: the configuration's, and the owner's own upon them.
///
/// # Errors
/// Nobody is served under rules that are only half there.
pub(super) async fn in_force(db: &Db, rules: &Rules) -> anyhow::Result<Rulebook> {
    let book = rulebook(rules)?;
    let Some(own) = db.own_rules().await? else { return Ok(book) };
    book.with_own(&own.text, own.may_soften).map_err(RuleFaults).with_context(|| {
        format!(
            "own rules, version {}, do not go with the other rules any more; mend them: \
             `banister rules own > own.toml`, then `banister rules put own.toml --reason …`",
            own.number
        )
    })
}

/// Whether the own rules in the store, if there are any, go with the others: what `banister check` says about them.
pub(super) async fn checked(
    settings: &crate::store::Settings,
    book: &Rulebook,
) -> Result<Option<String>, String> {
    let own = match Db::peek_own_rules(settings).await {
        Ok(Some(own)) if !own.text.trim().is_empty() => own,
        // A store that cannot be reached is a fault of its own.
        Ok(_) | Err(_) => return Ok(None),
    };
    match book.with_own(&own.text, own.may_soften) {
        Ok(book) => Ok(Some(format!("own rules (version {}, {})", own.number, book.hash()))),
        Err(faults) => Err(RuleFaults(faults).to_string()),
    }
}

/// Prints the text of the own rules.
pub(super) async fn own(call: &Call) -> anyhow::Result<ExitCode> {
    let db = existing(call, &call.config()?).await?;
    let own = db.own_rules().await?;
    db.close().await;
    let Some(own) = own.filter(|own| !own.text.trim().is_empty()) else {
        eprintln!("there are no own rules in the store; write them at /settings/rules");
        return Ok(ExitCode::from(1));
    };
    say!("{}", own.text.trim_end());
    eprintln!("version {} of {}, by {}: {}", own.number, own.at.rfc3339(), own.by, own.reason);
    Ok(ExitCode::SUCCESS)
}

/// Keeps a file as the next version, if all rules hold their examples with it.
pub(super) async fn put(call: &Call, args: &PutArgs) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(Usage("--reason: say why".to_owned()).into());
    }
    let text = read(&args.file)?;
    let book = rulebook(&config.rules)?.with_own(&text, args.may_soften).map_err(RuleFaults)?;
    let db = Db::open_beside(&config.store).await?;
    let known = db.own_rules().await?.map_or(0, |own| own.number);
    let own = OwnRules {
        number: known + 1,
        text,
        may_soften: args.may_soften,
        reason: reason.to_owned(),
        by: OPERATOR.to_owned(),
        at: SystemClock.now(),
    };
    let note = Note::new(own.at, OPERATOR, "rules.saved", &format!("version {}", own.number));
    let note = note.with("may_soften", own.may_soften).with("rulebook", book.hash()).because(reason);
    let added = db.add_own_rules(&own, &note).await?;
    db.close().await;
    anyhow::ensure!(added, "somebody saved a version meanwhile; nothing was written. Look at it first");
    say!("version {} is kept; running services have it in force within seconds", own.number);
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
