//! Makes of what is asked for a trial that can be played: policy, drafter and articles.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::assemble::policy;
use super::cli::Usage;
use super::clock::SystemClock;
use super::rules::RuleFaults;
use crate::config::Config;
use crate::domain::replay::{GatesInForce, Tried, trial_policy};
use crate::domain::{JUDGED_MAX, Policy, Scorer, Weights};
use crate::engine::{Drafting, Trial};
use crate::guardrail::Rulebook;
use crate::ports::{Autopilots as _, Chooser as _, Clock as _, Judgements as _, Knowledge};
use crate::stats::Scored;
use crate::store::Db;

/// What stands for the prompts that ship, in the place of a folder.
pub(super) const BUILT_IN_PROMPTS: &str = "built-in";

/// The policy that a service of this configuration and store has in force; read, never written.
///
/// # Errors
/// When the store cannot be read, or holds choices that do not go with the configuration.
pub(super) async fn policy_in_force(config: &Config, db: &Db, rulebook: Rulebook) -> anyhow::Result<Policy> {
    let mut policy = policy(config, Arc::new(rulebook), false)?;
    if let Some(chosen) = db.chosen().await? {
        match chosen.preferences.over(&config.policy, &config.hours) {
            Ok((settings, _)) => {
                policy.settings = settings;
                policy.budgets = chosen.preferences.budgets;
            }
            Err(faults) => {
                let faults: Vec<String> =
                    faults.iter().map(|fault| format!("{}: {}", fault.key, fault.message)).collect();
                bail!("what was chosen on a page does not go with the configuration: {}", faults.join("; "));
            }
        }
    }
    let weights = db.weights().await?.filter(Weights::is_known).unwrap_or_default();
    let judged = db.latest_judged(JUDGED_MAX).await?;
    let judged = judged.into_iter().map(|j| Scored { score: j.confidence, good: j.good }).collect();
    policy.scorer = Scorer { weights, judged };
    policy.autopilot = Some(Arc::new(db.autopilot(SystemClock.now(), &[]).await?));
    Ok(policy)
}

/// The trial of `tried` where `in_force` is; `rulebook` are the rules of a folder, if one was named. Articles are read only
/// where drafts are made.
///
/// # Errors
/// Every fault of the rules or settings tried.
pub(super) fn trial(
    config: &Config,
    tried: &Tried,
    in_force: &Policy,
    rulebook: Option<Rulebook>,
    knowledge: Option<Arc<dyn Knowledge>>,
) -> anyhow::Result<Trial> {
    let base = rulebook.map_or_else(|| Arc::clone(&in_force.rulebook), Arc::new);
    let rulebook = match &tried.own_rules {
        Some(own) => Arc::new(base.with_own(&own.text, own.may_soften).map_err(RuleFaults)?),
        None => base,
    };
    let gates = in_force.autopilot.as_ref().and_then(|pilot| GatesInForce::of(&in_force.settings, pilot));
    if tried.gates && gates.is_none() {
        let why = "threshold: none is in force; give one, 0 to 1, and drafts are counted by confidence alone";
        return Err(Usage(why.to_owned()).into());
    }
    let drafting = match knowledge.filter(|_| tried.drafts) {
        Some(knowledge) => Some(drafting(config, tried, knowledge)?),
        None => None,
    };
    Ok(Trial {
        tried: tried.clone(),
        policy: Arc::new(trial_policy(in_force, rulebook)),
        in_force: Arc::clone(&in_force.rulebook),
        gates,
        drafting,
    })
}

/// The configuration with the model and prompts that are tried.
pub(super) fn with_tried(config: &Config, tried: &Tried) -> Config {
    let mut config = config.clone();
    let model = &mut config.model;
    if let Some(url) = tried.base_url.as_ref().filter(|url| model.base_url.as_ref() != Some(*url)) {
        model.base_url = Some(url.clone());
        // A key is for the server it was given for.
        model.api_key = None;
    }
    if let Some(name) = &tried.model {
        model.name = Some(name.clone());
    }
    match tried.prompts.as_deref() {
        None => {}
        Some(BUILT_IN_PROMPTS) => model.prompts = None,
        Some(folder) => model.prompts = Some(PathBuf::from(folder)),
    }
    config
}

fn drafting(config: &Config, tried: &Tried, knowledge: Arc<dyn Knowledge>) -> anyhow::Result<Drafting> {
    let config = with_tried(config, tried);
    let drafter = super::drafter::drafter(&config).context("no drafter can be made of what is tried")?;
    let model = &config.model;
    let asked_how = model.base_url.as_ref().map(|url| {
        let (tokens, temperature, logprobs) =
            (model.max_completion_tokens, model.temperature, model.logprobs);
        format!("{url} {tokens} {temperature:?} {logprobs}")
    });
    Ok(Drafting { drafter, knowledge, asked_how: asked_how.unwrap_or_default() })
}
