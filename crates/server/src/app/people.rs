//! People: sign-up, sign-in, and what somebody does with their own sign-in.

use super::auditing::audit;
use super::tenancy::TenantProfile;
use crate::auth::{Identity, Person};
use crate::cookie;
use crate::ids::mint;
use crate::problem::{Answer, ApiError, fault};
use crate::state::AppState;
use crate::wire::parcels::key_mode;
use portolan_api::accounts::{
    Membership, Organisation, Password, PasswordChange, Session, SessionChange, SignIn, SignUp,
};
use portolan_api::keys::KeyMode;
use portolan_api::role::Role;
use portolan_api::{Fault, ProblemCode};
use portolan_model::{AccountId, TenantId};
use portolan_store::{
    AccountRow, MembershipRow, Mode, NewAccount, NewAudit, NewTenant, Personal, TenantKey,
    TenantScope,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Characters of a password.
const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 10..=200;
/// Longest name of a person or an organisation, in characters.
const NAME_LENGTH_MAX: usize = 100;
/// Longest address of mail, in bytes (RFC 5321, 4.5.3.1.3, without the brackets).
const MAIL_LENGTH_MAX: usize = 254;

/// Who somebody is, as it is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Address of mail, as it was written.
    pub email: String,
    /// What the person is called.
    #[serde(default)]
    pub name: String,
}

impl Who {
    /// As it is sealed.
    pub fn to_bytes(&self) -> Answer<Vec<u8>> {
        serde_json::to_vec(self).map_err(ApiError::internal)
    }

    /// As it was sealed; nobody once erased.
    pub fn of(personal: &Personal) -> Answer<Self> {
        match personal.kept() {
            Some(bytes) => serde_json::from_slice(bytes).map_err(ApiError::internal),
            None => Ok(Self::default()),
        }
    }
}

/// An address as accounts are found by it: mail to either way of writing arrives at the same person.
pub fn mail_of(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What is wrong with an address of mail, if anything.
pub fn mail_fault(email: &str) -> Option<Fault> {
    let text = email.trim();
    let is_mail = text.len() <= MAIL_LENGTH_MAX
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text.rsplit_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        });
    let mend = "write it as name@host.example";
    (!is_mail).then(|| fault("email", "this is no address of mail", mend, "email_format"))
}

/// What is wrong with a new password, if anything.
pub fn password_fault(field: &str, password: &Password, email: &str) -> Option<Fault> {
    let count = password.0.chars().count();
    if !PASSWORD_LENGTH.contains(&count) {
        let what = format!("{count} characters are too few or too many");
        return Some(fault(field, what, "take 10 to 200 characters", "password_length"));
    }
    let mut letters = password.0.chars();
    let first = letters.next();
    let is_plain = letters.all(|c| Some(c) == first) || mail_of(&password.0) == mail_of(email);
    is_plain.then(|| {
        let what = "it is the first that anybody would try";
        fault(field, what, "take several words that nobody connects with you", "password_plain")
    })
}

/// What is wrong with a name, if anything.
pub fn name_fault(field: &str, name: &str) -> Option<Fault> {
    let count = name.trim().chars().count();
    let is_name = (1..=NAME_LENGTH_MAX).contains(&count) && !name.chars().any(char::is_control);
    let what = "the name is empty or too long";
    let mend = "give 1 to 100 printable characters";
    (!is_name).then(|| fault(field, what, mend, "name_length"))
}

/// An account to be made.
pub async fn new_account(state: &AppState, who: &Who, password: &Password) -> Answer<NewAccount> {
    Ok(NewAccount {
        id: mint(state.clock.now())?,
        mail: mail_of(&who.email),
        personal: who.to_bytes()?,
        password: state.passwords.digest(&password.0).await?,
    })
}

/// Makes an account with a tenant of its own, and signs it in: the secret and what the browser sees.
pub async fn sign_up(
    state: &AppState,
    visitor: IpAddr,
    draft: &SignUp,
) -> Answer<(String, Session)> {
    if !state.is_sign_up_open {
        let detail = "accounts are made by invitation here: ask whoever runs this server";
        return Err(ApiError::new(ProblemCode::ScopeMissing, detail));
    }
    state.guard.take(visitor, &mail_of(&draft.email), state.clock.now())?;
    let faults: Vec<Fault> = [
        mail_fault(&draft.email),
        password_fault("password", &draft.password, &draft.email),
        name_fault("name", &draft.name),
        name_fault("organisation", &draft.organisation),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    let now = state.clock.now();
    let who = Who { email: draft.email.trim().to_owned(), name: draft.name.trim().to_owned() };
    let account = new_account(state, &who, &draft.password).await?;
    let tenant = NewTenant {
        id: mint(now)?,
        name: draft.organisation.trim().to_owned(),
        document: TenantProfile::default().to_document(),
    };
    let made = state.store.account_sign_up(&account, &tenant, Role::Owner.name(), now).await;
    let tenant = made.map_err(|error| match error {
        portolan_store::StoreError::Conflict { .. } => {
            let detail = "the address has an account, or the organisation's name is taken: sign in, \
                          or choose another name";
            ApiError::new(ProblemCode::StateConflict, detail)
        }
        other => other.into(),
    })?;
    begin(state, account.id, tenant, "account.sign_up").await
}

/// Signs somebody in.
pub async fn sign_in(
    state: &AppState,
    visitor: IpAddr,
    asked: &SignIn,
) -> Answer<(String, Session)> {
    let account = prove(state, visitor, (&asked.email, &asked.password)).await?;
    let account = account.ok_or_else(wrong)?;
    let memberships = state.store.memberships_list(account.id).await?;
    let first = memberships.first().ok_or_else(|| {
        let detail = "the account belongs to no organisation any more: ask for an invitation";
        ApiError::new(ProblemCode::ScopeMissing, detail)
    })?;
    begin(state, account.id, first.tenant, "account.sign_in").await
}

/// The account of an address, where the password is its own; none where there is no such account.
/// Tries are counted by address and by visitor.
pub async fn prove(
    state: &AppState,
    visitor: IpAddr,
    (email, password): (&str, &Password),
) -> Answer<Option<AccountRow>> {
    let mail = mail_of(email);
    state.guard.take(visitor, &mail, state.clock.now())?;
    let found = state.store.account_by_mail(&mail).await?;
    let kept = found.as_ref().map(|account| account.password.as_str());
    let is_right = state.passwords.is_right(&password.0, kept).await?;
    match found {
        Some(_) if !is_right => Err(wrong()),
        found => Ok(found),
    }
}

fn wrong() -> ApiError {
    let detail = "the address or the password is wrong";
    ApiError::new(ProblemCode::SignInWrong, detail)
}

/// A new sign-in of a member, with live data.
pub async fn begin(
    state: &AppState,
    account: AccountId,
    tenant: TenantKey,
    action: &str,
) -> Answer<(String, Session)> {
    let now = state.clock.now();
    let scope = TenantScope::new(tenant, Mode::Live);
    let secret = state.store.sign_in_create(account, scope, now).await?;
    let entry = NewAudit {
        actor: account.to_string(),
        action: action.to_owned(),
        object: account.to_string(),
        detail: "{}".to_owned(),
    };
    state.store.audit_append(Some(scope), &[entry], now).await?;
    let session = shown(state, (account, scope), &secret).await?;
    Ok((secret, session))
}

/// The sign-in of a request.
pub async fn session(state: &AppState, person: &Person) -> Answer<Session> {
    shown(state, (person.account, person.identity.scope), &person.secret).await
}

async fn shown(
    state: &AppState,
    (account, scope): (AccountId, TenantScope),
    secret: &str,
) -> Answer<Session> {
    let row = state.store.account_find(account).await?.ok_or_else(over)?;
    let memberships = state.store.memberships_list(account).await?;
    let here = memberships.iter().find(|one| one.tenant == scope.tenant).ok_or_else(over)?;
    let role = Role::find(&here.role).ok_or_else(|| ApiError::internal("a role is no role"))?;
    let who = Who::of(&row.personal)?;
    Ok(Session {
        account: account.to_string(),
        name: who.name,
        email: who.email,
        organisation: organisation(here),
        role,
        scopes: role.scopes(),
        mode: key_mode(scope.mode),
        csrf_token: cookie::word_of(secret),
        memberships: memberships.iter().filter_map(membership).collect(),
    })
}

fn over() -> ApiError {
    ApiError::new(ProblemCode::SignInOver, "sign in again")
}

fn organisation(row: &MembershipRow) -> Organisation {
    Organisation { id: row.tenant_id.to_string(), name: row.tenant_name.clone() }
}

fn membership(row: &MembershipRow) -> Option<Membership> {
    Some(Membership { organisation: organisation(row), role: Role::find(&row.role)? })
}

/// Goes on elsewhere.
pub async fn change_session(
    state: &AppState,
    person: &Person,
    change: &SessionChange,
) -> Answer<Session> {
    let mut scope = person.identity.scope;
    if let Some(wanted) = &change.organisation {
        let id = TenantId::parse(wanted).ok();
        let memberships = state.store.memberships_list(person.account).await?;
        let found = memberships.iter().find(|one| Some(one.tenant_id) == id);
        scope.tenant = found.ok_or_else(|| ApiError::not_found("organisation", wanted))?.tenant;
    }
    match change.mode {
        Some(KeyMode::Live) => scope.mode = Mode::Live,
        Some(KeyMode::Test) => scope.mode = Mode::Test,
        None => {}
    }
    if !state.store.sign_in_switch(person.sign_in, scope).await? {
        return Err(over());
    }
    shown(state, (person.account, scope), &person.secret).await
}

/// Signs out.
pub async fn sign_out(state: &AppState, person: &Person) -> Answer<()> {
    state.store.sign_in_end(person.sign_in, state.clock.now()).await?;
    audit_own(state, person, "account.sign_out").await
}

/// Signs out everywhere.
pub async fn sign_out_everywhere(state: &AppState, person: &Person) -> Answer<()> {
    state.store.sign_ins_end(person.account, state.clock.now()).await?;
    audit_own(state, person, "account.sign_out_everywhere").await
}

/// Sets another password.
pub async fn change_password(
    state: &AppState,
    person: &Person,
    change: &PasswordChange,
) -> Answer<()> {
    let row = state.store.account_find(person.account).await?.ok_or_else(over)?;
    let who = Who::of(&row.personal)?;
    state.guard.take_account(&mail_of(&who.email), state.clock.now())?;
    if !state.passwords.is_right(&change.current.0, Some(&row.password)).await? {
        let what = "this is not the password until now";
        let mend = "give the one you signed in with";
        return Err(ApiError::invalid_field("current", what, mend, "password_wrong"));
    }
    if let Some(fault) = password_fault("new", &change.new, &who.email) {
        return Err(ApiError::invalid(vec![fault]));
    }
    let digest = state.passwords.digest(&change.new.0).await?;
    let (but, now) = (Some(person.sign_in), state.clock.now());
    state.store.account_password_set(person.account, &digest, but, now).await?;
    audit_own(state, person, "account.password").await
}

/// Erases the account.
pub async fn erase(state: &AppState, person: &Person) -> Answer<()> {
    let (needed, now) = (Role::Owner.name(), state.clock.now());
    let erased = state.store.account_erase(person.account, needed, now).await;
    erased.map_err(super::team::last_owner)?;
    audit_own(state, person, "account.erase").await
}

async fn audit_own(state: &AppState, person: &Person, action: &str) -> Answer<()> {
    let identity: &Identity = &person.identity;
    audit(state, identity, action, person.account).await
}
