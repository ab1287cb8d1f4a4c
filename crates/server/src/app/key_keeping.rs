//! API keys: made, listed, revoked.

use super::auditing::audit;
use crate::auth::Identity;
use crate::ids::mint;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError, fault};
use crate::state::AppState;
use crate::wire::amounts::instant;
use crate::wire::parcels::key_mode;
use portolan_api::keys::{Key, KeyCreated, KeyDraft, KeyMode};
use portolan_api::{Page, PageQuery, ProblemCode, Scope};
use portolan_model::ApiKeyId;
use portolan_store::{ApiKeyRow, Mode, NewApiKey, TenantScope};

/// Longest name of a key, in characters.
const NAME_LENGTH_MAX: usize = 100;

/// A page of the tenant's keys of the caller's mode.
pub async fn list_keys(
    state: &AppState,
    caller: &Identity,
    query: &PageQuery,
) -> Answer<Page<Key>> {
    let list = list_query(query.limit, query.cursor.as_deref(), None, None)?;
    let rows = state.store.api_keys_list(caller.scope, &list).await?;
    page(rows, |row| Ok(key(&row)))
}

/// Makes a key that can do no more than the caller's own.
pub async fn create_key(
    state: &AppState,
    caller: &Identity,
    draft: &KeyDraft,
) -> Answer<KeyCreated> {
    check_draft(caller, draft)?;
    let mode = match draft.mode {
        None => caller.scope.mode,
        Some(KeyMode::Live) => Mode::Live,
        Some(KeyMode::Test) => Mode::Test,
    };
    if mode == Mode::Live && caller.scope.mode == Mode::Test {
        let detail = "a test key makes test keys only";
        return Err(ApiError::new(ProblemCode::ScopeMissing, detail));
    }
    let now = state.clock.now();
    let scope = TenantScope { mode, ..caller.scope };
    let scopes = draft.scopes.iter().map(|scope| scope.name().to_owned()).collect();
    let new = NewApiKey { id: mint(now)?, label: draft.name.trim().to_owned(), scopes };
    let made = state.store.api_key_create(scope, &new, now).await?;
    audit(state, caller, "key.create", made.row.id).await?;
    Ok(KeyCreated { key: key(&made.row), secret: Some(made.token) })
}

fn check_draft(caller: &Identity, draft: &KeyDraft) -> Answer<()> {
    let mut faults = Vec::new();
    let length = draft.name.trim().chars().count();
    if !(1..=NAME_LENGTH_MAX).contains(&length) || draft.name.chars().any(char::is_control) {
        let mend = "give 1 to 100 printable characters";
        faults.push(fault("name", "the name is empty or too long", mend, "name_length"));
    }
    for scope in &draft.scopes {
        if !caller.may(*scope) {
            let what = format!("this key lacks `{}` itself", scope.name());
            faults.push(fault("scopes", what, "leave it out", "scope_not_held"));
        }
    }
    if draft.scopes.is_empty() {
        faults.push(fault(
            "scopes",
            "a key without scopes can do nothing",
            "name some",
            "scopes_empty",
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
}

/// Revokes a key of the tenant.
pub async fn revoke_key(state: &AppState, caller: &Identity, id: ApiKeyId) -> Answer<()> {
    let revoked = state.store.api_key_revoke(caller.scope, id, state.clock.now()).await?;
    if !revoked {
        return Err(ApiError::not_found("working key", &id.to_string()));
    }
    audit(state, caller, "key.revoke", id).await
}

fn key(row: &ApiKeyRow) -> Key {
    Key {
        id: row.id.to_string(),
        name: row.label.clone(),
        mode: key_mode(row.scope.mode),
        scopes: row.scopes.iter().filter_map(|name| Scope::find(name)).collect(),
        created_at: instant(row.created_at),
        revoked_at: row.revoked_at.map(instant),
    }
}
