//! `portolan account invite`: how the first person comes into an installation.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use portolan_api::Role;
use portolan_api::accounts::InvitationDraft;
use portolan_server::{Clock, issue_invitation};

use crate::args::StoreArgs;
use crate::{output, settings, tenants};

/// `portolan account`
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Invite a person into an organisation and print what they take the invitation up with
    Invite(AccountInviteArgs),
}

/// `portolan account invite`
#[derive(Debug, Args)]
pub struct AccountInviteArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Name of the organisation; made where there is none
    #[arg(long)]
    pub tenant: String,
    /// Address of mail of the person
    #[arg(long)]
    pub email: String,
    /// What the person may do: owner, operator, seller, agent, warehouse, finance or `read_only`
    #[arg(long, default_value = "owner")]
    pub role: String,
}

pub fn run(args: &AccountInviteArgs) -> anyhow::Result<ExitCode> {
    let role = role(&args.role)?;
    settings::runtime()?.block_on(async {
        let store = args.store.open().await?;
        let tenant = tenants::ensure_plain(&store, &args.tenant).await?;
        let draft = InvitationDraft { email: args.email.clone(), role };
        let made = issue_invitation(&store, tenant, &draft, Clock::System.now()).await;
        let made = made.map_err(|error| anyhow!(error.into_problem().detail))?;
        let secret = made.secret.context("an invitation has a secret")?;
        output::note("this is shown once and works once, for seven days; open it on your server:")?;
        output::line(&format!("/#/join/{secret}"))?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

fn role(name: &str) -> anyhow::Result<Role> {
    Role::find(name).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        anyhow!("`{name}` is no role: take one of {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_role_is_answered_with_those_there_are() {
        assert_eq!(role("read_only").unwrap(), Role::ReadOnly);
        let error = role("boss").unwrap_err().to_string();
        assert!(error.contains("owner, operator") && error.contains("boss"), "{error}");
    }
}
