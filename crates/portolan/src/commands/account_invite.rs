//! `portolan account invite`: how the first person comes into an installation.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use portolan_api::Role;
use portolan_api::accounts::InvitationDraft;
use portolan_server::{Clock, TenantProfile, issue_invitation};

use crate::args::AccountInviteArgs;
use crate::{output, settings, tenants};

pub fn run(args: &AccountInviteArgs) -> anyhow::Result<ExitCode> {
    let role = role(&args.role)?;
    settings::runtime()?.block_on(async {
        let store = args.store.open().await?;
        let (tenant, is_new) =
            tenants::ensure(&store, &args.tenant, &TenantProfile::default()).await?;
        if is_new {
            output::note(&format!("made the tenant {}", args.tenant))?;
        }
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
