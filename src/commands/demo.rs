//! The whole thing on one machine: a sample shop, a page to play the visitor, the inbox. No key, nothing to install.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::account::OURSELVES;
use super::assemble::assemble;
use super::clock::SystemClock;
use super::serve::{bind, until_signal};
use crate::config::Config;
use crate::knowledge::sync_folder;
use crate::ports::{Accounts as _, Clock as _, ConversationFilter, Desk as _, Role};
use crate::store::{self, Db};
use crate::telemetry;
use crate::web::fresh_token;

/// `banister demo`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Keeps its data in this folder, for the next time. Without it: a temporary one, removed at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address and port.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Starts without the past sample chats.
    #[arg(long)]
    no_sample: bool,
}

/// Who signs in with one click.
pub(super) const DEMO_OWNER: &str = "owner@example.com";

/// In the demo's folder: what it runs with, for commands beside it.
pub(super) const CONFIG_FILE: &str = "demo.toml";

/// Whose shop it is.
const SHOP: &str = "Fernhill Ceramics";

/// A newcomer should not wait for what a busy site waits for, ms.
const DEMO_DEBOUNCE_MS: i64 = 1_200;

pub(super) async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    telemetry::start_logging(false);
    let (folder, temporary) = match &args.data {
        Some(folder) => (folder.clone(), false),
        None => (
            std::env::temp_dir().join(format!("banister-demo-{}", fresh_token().get(..12).unwrap_or("x"))),
            true,
        ),
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let ended = live(args, &folder).await;
    if temporary {
        let _best_effort = std::fs::remove_dir_all(&folder);
    }
    ended.map(|()| ExitCode::SUCCESS)
}

async fn live(args: &Args, folder: &Path) -> anyhow::Result<()> {
    let folder =
        &std::path::absolute(folder).with_context(|| format!("no such folder: {}", folder.display()))?;
    let mut config = Config::default();
    config.server.listen.clone_from(&args.listen);
    config.store = store::Settings { url: format!("sqlite:{}", folder.join("banister.db").display()) };
    config.policy.debounce_ms = DEMO_DEBOUNCE_MS;
    config.survey.name = Some(SHOP.to_owned());
    let listener = bind(&config).await.context("give another one: banister demo --listen 127.0.0.1:8081")?;
    let articles = folder.join("knowledge");
    super::shop::unpack(&articles)?;
    let console = folder.join(CONFIG_FILE);
    std::fs::write(&console, for_the_console(&config))
        .with_context(|| format!("cannot write {}", console.display()))?;
    let db = Db::open(&config.store).await?;
    sync_folder(&db, &articles, SystemClock.now()).await?;
    if db.user_by_email(DEMO_OWNER).await?.is_none() {
        super::account::add(&db, DEMO_OWNER, "Demo owner", Role::Owner, Some(&fresh_token()), OURSELVES)
            .await?;
    }
    let fresh =
        db.conversations(&ConversationFilter { limit: 1, ..Default::default() }).await?.items.is_empty();
    if fresh && !args.no_sample {
        eprintln!("making eight weeks of sample chats …");
        super::seed::sample_chats(&config, &db, SystemClock.now()).await.context("sample chats")?;
    }
    let site = super::serve::site(&config, true);
    let house = assemble(&config, db, site, telemetry::start_metrics()).await?;
    welcome(args, folder, &articles, &console);
    until_signal(house, listener, Some(&articles), config.rules).await
}

/// The configuration that commands need to read the demo's data.
fn for_the_console(config: &Config) -> String {
    let url = toml::Value::from(config.store.url.as_str());
    format!(
        "# What `banister demo` runs with, written anew at each start. Commands beside it take it as `-c FILE`.\n\
         [store]\nurl = {url}\n\n[policy]\ndebounce_ms = {}\n\n[survey]\nname = \"{SHOP}\"\n",
        config.policy.debounce_ms
    )
}

fn welcome(args: &Args, folder: &Path, articles: &Path, console: &Path) {
    let kept =
        if args.data.is_some() { "stay there" } else { "are removed at the end; --data DIR keeps them" };
    eprintln!();
    eprintln!("  Banister demo: {SHOP}, a sample shop. No key needed, nothing leaves this machine.");
    eprintln!();
    eprintln!("    1. play the visitor   http://{}/playground", args.listen);
    eprintln!("    2. be the owner       http://{}/", args.listen);
    eprintln!("    3. AI against human   http://{}/reports/comparison", args.listen);
    eprintln!();
    eprintln!("  The shop's articles lie in {}: change one, and drafts change.", articles.display());
    eprintln!("  Its data lie in {} and {kept}. On another console:", folder.display());
    eprintln!("    banister -c {} report scorecard", quoted(console));
    eprintln!("  Stop with Ctrl-C.");
    eprintln!();
}

/// As a shell takes it in one piece.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/\\._-:+~".contains(c));
    if plain { path } else { format!("\"{path}\"") }
}
