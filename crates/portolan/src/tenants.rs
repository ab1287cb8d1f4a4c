//! Tenants and their keys, made from the command line.

use anyhow::Context as _;
use portolan_api::Scope;
use portolan_server::{ApiError, Clock, TenantProfile, mint};
use portolan_store::{Mode, NewApiKey, NewTenant, Store, TenantKey, TenantScope};

use crate::output;

/// The tenant of this name, made with `profile` where there is none; true when it was made now.
pub async fn ensure(
    store: &Store,
    name: &str,
    profile: &TenantProfile,
) -> anyhow::Result<(TenantKey, bool)> {
    if let Some(row) = store.tenant_find_by_name(name).await? {
        return Ok((row.key, false));
    }
    let now = Clock::System.now();
    let tenant = NewTenant {
        id: mint(now).map_err(in_words)?,
        name: name.to_owned(),
        document: profile.to_document(),
    };
    let keys = store.tenants_insert(&[tenant], now).await.context("the tenant was not made")?;
    let key = keys.first().copied().context("the store made no tenant")?;
    Ok((key, true))
}

/// The tenant of this name, said where it was made now.
pub async fn ensure_plain(store: &Store, name: &str) -> anyhow::Result<TenantKey> {
    let (tenant, is_new) = ensure(store, name, &TenantProfile::default()).await?;
    if is_new {
        output::note(&format!("made the tenant {name}"))?;
    }
    Ok(tenant)
}

/// Makes an API key and answers its token, which nobody can read again.
pub async fn create_key(
    store: &Store,
    scope: TenantScope,
    label: &str,
    scopes: &[Scope],
) -> anyhow::Result<String> {
    let now = Clock::System.now();
    let scopes = scopes.iter().map(|scope| scope.name().to_owned()).collect();
    let key = NewApiKey { id: mint(now).map_err(in_words)?, label: label.to_owned(), scopes };
    Ok(store.api_key_create(scope, &key, now).await.context("the key was not made")?.token)
}

/// Live or test data.
pub fn mode(is_test: bool) -> Mode {
    if is_test { Mode::Test } else { Mode::Live }
}

fn in_words(error: ApiError) -> anyhow::Error {
    anyhow::anyhow!(error.into_problem().detail)
}
