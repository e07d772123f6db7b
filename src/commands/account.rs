//! Who may sign in, and tokens for the API.

use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::say::say;
use crate::domain::Timestamp;
use crate::ports::{Accounts, ApiToken, Clock as _, User};
use crate::store::Db;
use crate::web::{fresh_token, hash_password, token_hash};

/// `banister user`
#[derive(Debug, clap::Args)]
pub(super) struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, clap::Subcommand)]
enum UserCommand {
    /// Adds somebody who may sign in; the password is read from standard input.
    Add {
        /// What they sign in with.
        #[arg(long)]
        email: String,
        /// What colleagues read.
        #[arg(long)]
        name: String,
        /// `owner` or `agent`.
        #[arg(long, default_value = "agent", value_parser = ["owner", "agent"])]
        role: String,
    },
    /// Lists everybody who may sign in.
    List,
    /// Sets a new password, read from standard input.
    Password {
        /// Whose.
        #[arg(long)]
        email: String,
    },
    /// Prints a sign-in link that works once, for 24 hours.
    Link {
        /// Whose.
        #[arg(long)]
        email: String,
    },
}

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
    },
}

/// How long a sign-in link works, ms.
pub(super) const LINK_MS: i64 = 24 * 3_600_000;

/// Shorter passwords are refused.
const PASSWORD_CHARS_MIN: usize = 10;

pub(super) async fn user(call: &Call, args: &UserArgs) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let db = Db::open_beside(&config.store).await?;
    match &args.command {
        UserCommand::List => {
            for user in db.users().await? {
                if call.json {
                    say!("{}", json!({ "email": user.email, "name": user.name, "role": user.role }));
                } else {
                    say!("{}\t{}\t{}", user.email, user.name, user.role);
                }
            }
        }
        UserCommand::Add { email, name, role } => {
            let email = email.trim().to_lowercase();
            if !email.contains('@') || email.len() > 254 {
                return Err(Usage(format!("--email: `{email}` is not an e-mail address")).into());
            }
            let password = ask_password(&email)?;
            if !add(&db, &email, name, role, &password, SystemClock.now()).await? {
                return Err(Usage(format!("`{email}` may sign in already")).into());
            }
            eprintln!("{email} may sign in now");
        }
        UserCommand::Password { email } => {
            let user = known(&db, email).await?;
            let password = ask_password(&user.email)?;
            let hash = hash_password(&password).await.context("the password could not be hashed")?;
            db.set_password(&user.id, &hash).await?;
            eprintln!("{} has a new password", user.email);
        }
        UserCommand::Link { email } => {
            let user = known(&db, email).await?;
            let token = fresh_token();
            db.add_link(&token_hash(&token), &user.id, SystemClock.now().plus_ms(LINK_MS)).await?;
            let base = config
                .server
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{}", config.server.listen));
            say!("{}/login/link?token={token}", base.trim_end_matches('/'));
        }
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn known(accounts: &dyn Accounts, email: &str) -> anyhow::Result<User> {
    let email = email.trim().to_lowercase();
    let user = accounts.user_by_email(&email).await?;
    Ok(user.ok_or_else(|| Usage(format!("`{email}` is not known; `banister user list` names everybody")))?)
}

fn ask_password(email: &str) -> anyhow::Result<String> {
    eprintln!("password for {email}, then Enter:");
    let mut password = String::new();
    std::io::stdin().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Usage(format!("the password needs at least {PASSWORD_CHARS_MIN} characters")).into());
    }
    Ok(password.to_owned())
}

/// Adds a user; `false` when the e-mail is taken.
pub(super) async fn add(
    accounts: &dyn Accounts,
    email: &str,
    name: &str,
    role: &str,
    password: &str,
    now: Timestamp,
) -> anyhow::Result<bool> {
    let user = User {
        id: format!("usr_{}", uuid::Uuid::now_v7()),
        email: email.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
        password_hash: hash_password(password).await.context("the password could not be hashed")?,
        created_at: now,
    };
    Ok(accounts.add_user(&user).await?)
}

pub(super) async fn token(call: &Call, args: &TokenArgs) -> anyhow::Result<ExitCode> {
    let TokenCommand::New { name } = &args.command;
    if name.trim().is_empty() || name.len() > 100 {
        return Err(Usage("--name must be 1 to 100 characters".to_owned()).into());
    }
    let db = Db::open_beside(&call.config()?.store).await?;
    let token = format!("bst_{}", fresh_token());
    let kept = ApiToken { token_hash: token_hash(&token), name: name.clone(), created_at: SystemClock.now() };
    db.add_token(&kept).await?;
    db.close().await;
    say!("{token}");
    Ok(ExitCode::SUCCESS)
}
