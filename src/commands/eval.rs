//! Measurements against labelled lines: the guardrail, and how well questions find their article.

use std::process::ExitCode;

use super::cli::Call;
use super::{eval_guardrail, eval_retrieval};

/// `banister eval`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Recall and false holds of the rules.
    Guardrail(eval_guardrail::Args),
    /// How often the right article is found first, among three, among five.
    Retrieval(eval_retrieval::Args),
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Guardrail(args) => eval_guardrail::run(call, args),
        What::Retrieval(args) => eval_retrieval::run(call, args).await,
    }
}
