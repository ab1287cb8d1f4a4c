//! API keys: the secret is shown once and only its digest is kept.
//!
//! A token is `ptl_live_` or `ptl_test_` and 64 hexadecimal digits, 256 random bits: with so many, a
//! plain SHA-256 is enough and no slow hash is needed.

use crate::{ListQuery, Page, Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{ApiKeyId, TenantId};
use std::fmt;

/// A key to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiKey {
    /// Its public id.
    pub id: ApiKeyId,
    /// What it is for, in its owner's words.
    pub label: String,
    /// What it may do; words without blanks.
    pub scopes: Vec<String>,
}

/// A key just made, with the only copy of its token.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyCreated {
    /// The key as kept.
    pub row: ApiKeyRow,
    /// The token, to be shown once.
    pub token: String,
}

/// Shows nothing of the token.
impl fmt::Debug for ApiKeyCreated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeyCreated").field("row", &self.row).finish_non_exhaustive()
    }
}

/// A key as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRow {
    /// Its key inside the store.
    pub key: i64,
    /// Its public id.
    pub id: ApiKeyId,
    /// Whose data it opens.
    pub scope: TenantScope,
    /// The tenant's public id.
    pub tenant_id: TenantId,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Store {
    /// Makes a key and its token.
    pub async fn api_key_create(
        &self,
        scope: TenantScope,
        key: &NewApiKey,
        now: Timestamp,
    ) -> Result<ApiKeyCreated, StoreError> {
        unimplemented!()
    }

    /// The key of a token, unless revoked or unknown. Notes the use, at most once a minute.
    pub async fn api_key_authenticate(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<ApiKeyRow>, StoreError> {
        unimplemented!()
    }

    /// A tenant's keys of one mode, revoked ones too. `state` and `text` are not used.
    pub async fn api_keys_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<ApiKeyRow>, StoreError> {
        unimplemented!()
    }

    /// Revokes a key for good; true where it was not revoked yet.
    pub async fn api_key_revoke(
        &self,
        scope: TenantScope,
        id: ApiKeyId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }
}
