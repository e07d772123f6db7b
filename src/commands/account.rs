//! Who may sign in.

use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::say::say;
use crate::config::Config;
use crate::domain::Timestamp;
use crate::ports::{Accounts, Clock as _, Naming, Note, OwnerChange, Role, SignInLink, User};
use crate::store::Db;
use crate::web::{email_of, fresh_token, hash_password, name_for, password_for, token_hash};

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
        /// `owner` may everything, `agent` works the inbox and the chats.
        #[arg(long, default_value = "agent", value_parser = ["owner", "agent"])]
        role: String,
    },
    /// Lists everybody who may sign in.
    List,
    /// Sets a new password, read from standard input, and ends their sessions.
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
    /// Makes somebody an owner or an agent.
    Role {
        /// Whom.
        #[arg(long)]
        email: String,
        /// `owner` or `agent`.
        #[arg(long, value_parser = ["owner", "agent"])]
        role: String,
    },
    /// Removes somebody; they are signed out at once.
    Remove {
        /// Whom.
        #[arg(long)]
        email: String,
    },
    /// Takes a lost second factor away and ends their sessions; they set up another one themselves.
    SecondFactorOff {
        /// Whose.
        #[arg(long)]
        email: String,
    },
}

/// How long a sign-in link works, ms.
pub(super) const LINK_MS: i64 = 24 * 3_600_000;

/// Who is noted for what is done by commands.
pub(super) const OPERATOR: &str = "command line";

/// Who is noted for what the service does by itself.
pub(super) const OURSELVES: &str = "banister";

pub(super) async fn user(call: &Call, args: &UserArgs) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let db = Db::open_beside(&config.store).await?;
    let done = run(call, &config, &db, &args.command).await;
    db.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn run(call: &Call, config: &Config, db: &Db, command: &UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::List => list(call, db).await,
        UserCommand::Add { email, name, role } => {
            let email = email_of(email).map_err(|why| Usage(format!("--email: {why}")))?;
            let name = name_for(name).map_err(|why| Usage(format!("--name: {why}")))?;
            let role = role_of(role)?;
            let password = ask_password(&email)?;
            match add(db, &email, &name, role, Some(&password), OPERATOR).await? {
                Naming::Done | Naming::Unknown => {}
                Naming::EmailTaken => return Err(Usage(format!("`{email}` may sign in already")).into()),
                Naming::NameTaken => {
                    let why = "is that of somebody else or of a key; take another";
                    return Err(Usage(format!("--name: `{name}` {why}")).into());
                }
            }
            eprintln!("{email} may sign in now");
            Ok(())
        }
        UserCommand::Password { email } => {
            let user = known(db, email).await?;
            let password = ask_password(&user.email)?;
            let hash = hash_password(&password).await.context("the password could not be hashed")?;
            db.set_password(&user.id, &hash, &note("user.password_changed", &user.email)).await?;
            eprintln!("{} has a new password; whoever was signed in as them is no longer", user.email);
            Ok(())
        }
        UserCommand::Link { email } => {
            let user = known(db, email).await?;
            let token = link(db, &user, OPERATOR).await?;
            let server = &config.server;
            let base = server.public_url.clone().unwrap_or_else(|| format!("http://{}", server.listen));
            say!("{}/login/link?token={token}", base.trim_end_matches('/'));
            Ok(())
        }
        UserCommand::Role { email, role } => {
            let (user, role) = (known(db, email).await?, role_of(role)?);
            let note = note("user.role_changed", &user.email).changed(user.role.as_str(), role.as_str());
            done(db.set_role(&user.id, role, &note).await?, &user)?;
            eprintln!("{} is {} now", user.email, role.as_str());
            Ok(())
        }
        UserCommand::Remove { email } => {
            let user = known(db, email).await?;
            let note = note("user.removed", &user.email).with("role", user.role.as_str());
            done(db.remove_user(&user.id, &note).await?, &user)?;
            eprintln!("{} may no longer sign in", user.email);
            Ok(())
        }
        UserCommand::SecondFactorOff { email } => second_factor_off(db, email).await,
    }
}

async fn second_factor_off(db: &Db, email: &str) -> anyhow::Result<()> {
    use crate::ports::Sessions as _;
    let user = known(db, email).await?;
    if !db.remove_second_factor(&user.id, &note("user.second_factor_off", &user.email)).await? {
        return Err(Usage(format!("{} has no second factor", user.email)).into());
    }
    db.end_sessions(&user.id, None, &note("user.signed_out", &user.email)).await?;
    eprintln!("{} signs in without a second factor now; whoever was signed in is no longer", user.email);
    Ok(())
}

async fn list(call: &Call, db: &Db) -> anyhow::Result<()> {
    for user in db.users().await? {
        let (email, name, role) = (&user.email, &user.name, user.role.as_str());
        let second_factor = user.secret_in_force().is_some();
        if call.json {
            say!("{}", json!({ "email": email, "name": name, "role": role, "second_factor": second_factor }));
        } else {
            say!("{email}\t{name}\t{role}");
        }
    }
    Ok(())
}

fn note(what: &str, subject: &str) -> Note {
    Note::new(SystemClock.now(), OPERATOR, what, subject)
}

fn done(change: OwnerChange, user: &User) -> Result<(), Usage> {
    match change {
        OwnerChange::Done => Ok(()),
        OwnerChange::Unknown => Err(Usage(format!("{} is gone meanwhile", user.email))),
        OwnerChange::LastOwner => {
            Err(Usage(format!("{} is the last owner; make somebody else an owner first", user.email)))
        }
    }
}

fn role_of(word: &str) -> Result<Role, Usage> {
    Role::parse(word).ok_or_else(|| Usage("--role must be `owner` or `agent`".to_owned()))
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
    password_for(email, password).map_err(|why| Usage(format!("the password {why}")))?;
    Ok(password.to_owned())
}

/// Adds a user, who without a password signs in by a link. Whom the service adds by itself goes by their e-mail when the name is taken.
pub(super) async fn add(
    accounts: &dyn Accounts,
    email: &str,
    name: &str,
    role: Role,
    password: Option<&str>,
    by: &str,
) -> anyhow::Result<Naming> {
    let password_hash = match password {
        Some(password) => hash_password(password).await.context("the password could not be hashed")?,
        None => String::new(),
    };
    let now = SystemClock.now();
    let mut user = User {
        id: format!("usr_{}", uuid::Uuid::now_v7()),
        email: email.to_owned(),
        name: name.to_owned(),
        role,
        password_hash,
        created_at: now,
        last_sign_in_at: None,
        second_factor: None,
    };
    let note = Note::new(now, by, "user.added", email).with("role", role.as_str());
    let added = accounts.add_user(&user, &note).await?;
    if added == Naming::NameTaken && by == OURSELVES {
        email.clone_into(&mut user.name);
        return Ok(accounts.add_user(&user, &note).await?);
    }
    Ok(added)
}

/// Makes a sign-in link: its token.
pub(super) async fn link(accounts: &dyn Accounts, user: &User, by: &str) -> anyhow::Result<String> {
    let now: Timestamp = SystemClock.now();
    let token = fresh_token();
    let link = SignInLink {
        token_hash: token_hash(&token),
        user_id: user.id.clone(),
        expires_at: now.plus_ms(LINK_MS),
    };
    accounts.add_link(&link, &Note::new(now, by, "user.link_made", &user.email)).await?;
    Ok(token)
}
