//! A tenant's people: members, roles, invitations, and who did what.

use super::auditing::audit;
use super::mailing::mail_invitation;
use super::noticing::{Details, notify};
use super::people::{
    self, Who, begin, mail_fault, mail_of, name_fault, new_account, password_fault,
};
use crate::auth::Identity;
use crate::ids::mint;
use crate::limits::INVITATION_OPEN;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::amounts::instant;
use jiff::Timestamp;
use portolan_api::accounts::{
    AuditEntry, AuditParams, Invitation, InvitationAccept, InvitationCreated, InvitationDraft,
    Invitations, Member, Members, Session,
};
use portolan_api::notices::NoticeKind;
use portolan_api::role::Role;
use portolan_api::{Page, ProblemCode};
use portolan_model::{AccountId, InvitationId};
use portolan_store::{
    AuditQuery, InvitationRow, Mode, NewInvitation, Store, StoreError, TenantKey, TenantScope,
};
use std::collections::HashMap;
use std::net::IpAddr;

/// The members of the caller's tenant.
pub async fn list_members(state: &AppState, caller: &Identity) -> Answer<Members> {
    let rows = state.store.members_list(caller.scope.tenant).await?;
    let member = |row: &portolan_store::MemberRow| {
        let who = Who::of(&row.personal)?;
        Ok(Member {
            account: row.account.to_string(),
            name: who.name,
            email: who.email,
            role: role_of(&row.role)?,
            since: instant(row.since),
        })
    };
    Ok(Members { items: rows.iter().map(member).collect::<Answer<_>>()? })
}

fn role_of(name: &str) -> Answer<Role> {
    Role::find(name).ok_or_else(|| ApiError::internal(format!("`{name}` is no role")))
}

/// Nobody gives a role that may do more than they may themselves.
fn may_give(caller: &Identity, role: Role) -> Answer<()> {
    let Some(missing) = role.scopes().into_iter().find(|scope| !caller.may(*scope)) else {
        return Ok(());
    };
    let detail = format!("`{}` may do `{}`, which you may not", role.name(), missing.name());
    Err(ApiError::new(ProblemCode::ScopeMissing, detail))
}

/// The role of a member now. Who may do more than the caller is changed by somebody else.
async fn may_change(state: &AppState, caller: &Identity, id: AccountId) -> Answer<()> {
    let rows = state.store.members_list(caller.scope.tenant).await?;
    let row = rows.iter().find(|row| row.account == id);
    let row = row.ok_or_else(|| ApiError::not_found("member", &id.to_string()))?;
    may_give(caller, role_of(&row.role)?)
}

/// Gives a member another role.
pub async fn change_member(
    state: &AppState,
    caller: &Identity,
    id: AccountId,
    role: Role,
) -> Answer<()> {
    may_change(state, caller, id).await?;
    may_give(caller, role)?;
    let roles = (role.name(), Role::Owner.name());
    let changed = state.store.member_role_set(caller.scope.tenant, id, roles).await;
    changed.map_err(last_owner)?;
    audit(state, caller, &format!("member.role.{}", role.name()), id).await
}

/// Takes a member out.
pub async fn remove_member(state: &AppState, caller: &Identity, id: AccountId) -> Answer<()> {
    may_change(state, caller, id).await?;
    let (tenant, now) = (caller.scope.tenant, state.clock.now());
    let removed = state.store.member_remove(tenant, id, Role::Owner.name(), now).await;
    removed.map_err(last_owner)?;
    audit(state, caller, "member.remove", id).await
}

/// The same in words, where nobody would be left to own a tenant.
pub fn last_owner(error: StoreError) -> ApiError {
    match error {
        StoreError::Conflict { .. } => {
            let detail = "this is the last owner: make somebody else an owner first";
            ApiError::new(ProblemCode::StateConflict, detail)
        }
        other => other.into(),
    }
}

/// The open invitations.
pub async fn list_invitations(state: &AppState, caller: &Identity) -> Answer<Invitations> {
    let rows = state.store.invitations_list(caller.scope.tenant, state.clock.now()).await?;
    Ok(Invitations { items: rows.iter().map(invitation).collect::<Answer<_>>()? })
}

fn invitation(row: &InvitationRow) -> Answer<Invitation> {
    Ok(Invitation {
        id: row.id.to_string(),
        email: Who::of(&row.personal)?.email,
        role: role_of(&row.role)?,
        created_at: instant(row.created_at),
        expires_at: instant(row.expires_at),
    })
}

/// Invites somebody.
pub async fn invite(
    state: &AppState,
    caller: &Identity,
    draft: &InvitationDraft,
) -> Answer<InvitationCreated> {
    may_give(caller, draft.role)?;
    let tenant = caller.scope.tenant;
    let made = issue(&state.store, tenant, draft, state.clock.now()).await?;
    audit(state, caller, &format!("member.invite.{}", draft.role.name()), &made.invitation.id)
        .await?;
    let organisation = state.store.tenant_find(caller.tenant_id).await?;
    let organisation = organisation.map(|row| row.name).unwrap_or_default();
    let secret = made.secret.clone().unwrap_or_default();
    let is_mailed = mail_invitation(state, (&draft.email, &organisation, &secret)).await;
    Ok(InvitationCreated { is_mailed, ..made })
}

/// An invitation, whoever gives it.
pub async fn issue(
    store: &Store,
    tenant: TenantKey,
    draft: &InvitationDraft,
    now: Timestamp,
) -> Answer<InvitationCreated> {
    if let Some(fault) = mail_fault(&draft.email) {
        return Err(ApiError::invalid(vec![fault]));
    }
    let who = Who { email: draft.email.trim().to_owned(), name: String::new() };
    let new = NewInvitation {
        id: mint(now)?,
        role: draft.role.name().to_owned(),
        personal: who.to_bytes()?,
        expires_at: now + INVITATION_OPEN,
    };
    let secret = store.invitation_create(tenant, &new, now).await?;
    let shown = Invitation {
        id: new.id.to_string(),
        email: who.email,
        role: draft.role,
        created_at: instant(now),
        expires_at: instant(new.expires_at),
    };
    Ok(InvitationCreated { invitation: shown, secret: Some(secret), is_mailed: false })
}

/// Takes an invitation back.
pub async fn withdraw_invitation(
    state: &AppState,
    caller: &Identity,
    id: InvitationId,
) -> Answer<()> {
    let now = state.clock.now();
    if !state.store.invitation_withdraw(caller.scope.tenant, id, now).await? {
        return Err(ApiError::not_found("open invitation", &id.to_string()));
    }
    audit(state, caller, "member.invitation_withdraw", id).await
}

/// Takes an invitation up: with the account that has the address, or a new one.
pub async fn accept_invitation(
    state: &AppState,
    visitor: IpAddr,
    asked: &InvitationAccept,
) -> Answer<(String, Session)> {
    state.guard.take_visitor(visitor, state.clock.now())?;
    let now = state.clock.now();
    let found = state.store.invitation_find(&asked.secret.0, now).await?;
    let found = found.ok_or_else(|| {
        let detail = "it was taken up or taken back, or its time is over: ask for another";
        ApiError::new(ProblemCode::NotFound, detail)
    })?;
    let email = Who::of(&found.personal)?.email;
    let secret = &asked.secret.0;
    let known = people::prove(state, visitor, (&email, &asked.password)).await?;
    let account = if let Some(known) = known {
        state.store.invitation_accept(secret, known.id, now).await?;
        known.id
    } else {
        let name = asked.name.clone().unwrap_or_default();
        let faults = [
            name_fault("name", &name),
            password_fault("password", &asked.password, &mail_of(&email)),
        ];
        let faults: Vec<_> = faults.into_iter().flatten().collect();
        if !faults.is_empty() {
            return Err(ApiError::invalid(faults));
        }
        let who = Who { email, name: name.trim().to_owned() };
        let account = new_account(state, &who, &asked.password).await?;
        state.store.invitation_accept_new(secret, &account, now).await?;
        account.id
    };
    let details = Details::from([("role".to_owned(), found.role.clone())]);
    let about = (NoticeKind::MemberJoined, account.to_string());
    let scope = TenantScope::new(found.tenant, Mode::Live);
    notify(state, scope, about, &details).await?;
    begin(state, account, found.tenant, "member.join").await
}

/// A page of the audit trail.
pub async fn list_audit(
    state: &AppState,
    caller: &Identity,
    asked: &AuditParams,
) -> Answer<Page<AuditEntry>> {
    let list = list_query(asked.limit, asked.cursor.as_deref(), None, None)?;
    let query = AuditQuery { object: asked.object.clone(), after: list.after, limit: list.limit };
    let rows = state.store.audit_list(caller.scope, &query).await?;
    let mut names = HashMap::new();
    for member in state.store.members_list(caller.scope.tenant).await? {
        names.insert(member.account.to_string(), Who::of(&member.personal)?.name);
    }
    page(rows, |row| {
        Ok(AuditEntry {
            at: instant(row.at),
            actor_name: names.get(&row.actor).cloned(),
            actor: row.actor,
            action: row.action,
            object: row.object,
        })
    })
}
