//! Keys for the API.

use std::process::ExitCode;

use serde_json::json;

use super::account::OPERATOR;
use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::say::say;
use crate::domain::Timestamp;
use crate::ports::{ApiToken, Clock as _, Note, Scopes, Tokens as _};
use crate::store::Db;
use crate::web::{fresh_key, name_for, token_hash};

/// `banister token`
#[derive(Debug, clap::Args)]
pub(super) struct TokenArgs {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, clap::Subcommand)]
enum TokenCommand {
    /// Makes a token and prints it, once.
    New {
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What its holder may do; may be given more than once. Without it, everything.
        #[arg(long, value_parser = ["read", "decide", "knowledge", "admin", "full"])]
        scope: Vec<String>,
    },
    /// Lists tokens: what they are for, what they may do, when they were last used. The tokens themselves are not kept.
    List,
    /// Takes every token of this name out of use, at once and for good.
    Revoke {
        /// Which.
        #[arg(long)]
        name: String,
    },
}

pub(super) async fn token(call: &Call, args: &TokenArgs) -> anyhow::Result<ExitCode> {
    let db = Db::open_beside(&call.config()?.store).await?;
    let done = match &args.command {
        TokenCommand::New { name, scope } => new(&db, name, scope).await,
        TokenCommand::List => list(call, &db).await,
        TokenCommand::Revoke { name } => revoke(&db, name).await,
    };
    db.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn new(db: &Db, name: &str, scopes: &[String]) -> anyhow::Result<()> {
    let name = name_for(name).map_err(|why| Usage(format!("--name: {why}")))?;
    let scopes = if scopes.is_empty() { Some(Scopes::Full) } else { Scopes::parse(&scopes.join(" ")) };
    let scopes = scopes.ok_or_else(|| Usage("--scope: read, decide, knowledge, admin or full".to_owned()))?;
    let (key, now) = (fresh_key(), SystemClock.now());
    let note = Note::new(now, OPERATOR, "token.made", &name).with("scopes", scopes.words());
    let kept = ApiToken {
        token_hash: token_hash(&key),
        name,
        scopes,
        created_at: now,
        made_by: OPERATOR.to_owned(),
        last_used_at: None,
    };
    if !db.add_token(&kept, &note).await? {
        return Err(Usage(format!("--name: `{}` is the name of a person; take another", kept.name)).into());
    }
    say!("{key}");
    Ok(())
}

async fn list(call: &Call, db: &Db) -> anyhow::Result<()> {
    for token in db.tokens().await? {
        let (name, scopes) = (&token.name, token.scopes.words());
        let (made, used) = (token.created_at.rfc3339(), token.last_used_at.map(Timestamp::rfc3339));
        if call.json {
            say!(
                "{}",
                json!({ "name": name, "scopes": scopes, "created_at": made, "made_by": token.made_by, "last_used_at": used })
            );
        } else {
            say!("{name}\t{}\t{made}\t{}", scopes.join(" "), used.as_deref().unwrap_or("never used"));
        }
    }
    Ok(())
}

async fn revoke(db: &Db, name: &str) -> anyhow::Result<()> {
    let mut revoked = 0;
    for token in db.tokens().await?.into_iter().filter(|token| token.name == name.trim()) {
        let note = Note::new(SystemClock.now(), OPERATOR, "token.revoked", &token.name);
        revoked += u32::from(db.revoke_token(&token.token_hash, &note).await?);
    }
    if revoked == 0 {
        return Err(Usage(format!("no token is called `{name}`; `banister token list` names them")).into());
    }
    eprintln!("{revoked} revoked");
    Ok(())
}
