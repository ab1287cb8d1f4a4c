//! API keys: the secret is shown once and only its digest is kept.
//!
//! A token is `ptl_live_` or `ptl_test_` and 64 hexadecimal digits, 256 random bits: with so many, a
//! plain SHA-256 is enough and no slow hash is needed.

use crate::{
    ContentHash, ListQuery, Mode, Page, Store, StoreError, TenantKey, TenantScope,
    limits::KEY_TOUCH_MICROSECONDS, row::Row, session::Session, value::values,
};
use jiff::Timestamp;
use portolan_model::{ApiKeyId, TenantId};
use sha2::{Digest as _, Sha256};
use std::fmt::{self, Write as _};

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
        let token = new_token(scope.mode)?;
        let hash = secret_hash(&token);
        let input = (scope, key.clone(), hash, now);
        let row = self.write(input, |session, input| Box::pin(create(session, input))).await?;
        Ok(ApiKeyCreated { row, token })
    }

    /// The key of a token, unless revoked or unknown. Notes the use, at most once a minute.
    pub async fn api_key_authenticate(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<ApiKeyRow>, StoreError> {
        let hash = secret_hash(token);
        let mut reader = self.reader().await?;
        let found = reader.fetch_first(SELECT_BY_HASH, values![hash]).await?;
        drop(reader);
        let Some(row) = found.as_ref().map(read).transpose()? else { return Ok(None) };
        let age = row.last_used_at.map(|used| now.as_microsecond() - used.as_microsecond());
        if age.is_none_or(|age| age >= KEY_TOUCH_MICROSECONDS) {
            let touched = self
                .write((row.key, now), |session, (key, now)| {
                    let sql = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1";
                    Box::pin(session.execute(sql, values![*key, *now]))
                })
                .await;
            // A full database must still let its owner in to read.
            if let Err(error) = touched {
                tracing::debug!(%error, "the use of an API key was not noted");
            }
        }
        Ok(Some(row))
    }

    /// A tenant's keys of one mode, revoked ones too. `state` and `text` are not used.
    pub async fn api_keys_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<ApiKeyRow>, StoreError> {
        let values = values![scope.tenant, scope.mode, query.below(), query.rows_wanted()?];
        let rows = self.reader().await?.fetch(SELECT_PAGE, values).await?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(items, query.limit, |row| row.key))
    }

    /// Revokes a key for good; true where it was not revoked yet.
    pub async fn api_key_revoke(
        &self,
        scope: TenantScope,
        id: ApiKeyId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write((scope, id, now), |session, (scope, id, now)| {
            Box::pin(async move {
                let sql = "UPDATE api_keys SET revoked_at = $4 WHERE tenant_id = $1 AND mode = $2
                    AND public_id = $3 AND revoked_at IS NULL";
                let values = values![scope.tenant, scope.mode, *id, *now];
                Ok(session.execute(sql, values).await? > 0)
            })
        })
        .await
    }
}

const SELECT_BY_HASH: &str = "SELECT k.*, t.public_id AS tenant FROM api_keys k
    JOIN tenants t ON t.id = k.tenant_id WHERE k.secret_hash = $1 AND k.revoked_at IS NULL";

const SELECT_PAGE: &str = "SELECT k.*, t.public_id AS tenant FROM api_keys k
    JOIN tenants t ON t.id = k.tenant_id
    WHERE k.tenant_id = $1 AND k.mode = $2 AND k.id < $3 ORDER BY k.id DESC LIMIT $4";

/// A token whose beginning says what it opens when it is found.
fn new_token(mode: Mode) -> Result<String, StoreError> {
    random_words(&format!("ptl_{}_", mode.as_str()))
}

/// What is kept of a secret of 256 random bits, and what it is found by.
pub(crate) fn secret_hash(secret: &str) -> ContentHash {
    Sha256::digest(secret.as_bytes()).into()
}

/// 256 random bits after a prefix that says what they are.
pub(crate) fn random_words(prefix: &str) -> Result<String, StoreError> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|_| StoreError::Randomness)?;
    let mut token = prefix.to_owned();
    for byte in secret {
        // Writing to a string does not fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

async fn create(
    session: &mut Session,
    (scope, key, hash, now): &(TenantScope, NewApiKey, ContentHash, Timestamp),
) -> Result<ApiKeyRow, StoreError> {
    let insert = "INSERT INTO api_keys
        (public_id, tenant_id, mode, label, secret_hash, scopes, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let scopes = key.scopes.join(" ");
    let row = values![key.id, scope.tenant, scope.mode, &key.label, *hash, scopes, *now];
    session.execute(insert, row).await?;
    let row = session.fetch_first(SELECT_BY_HASH, values![*hash]).await?;
    read(&row.ok_or_else(|| StoreError::corrupt("api key"))?)
}

fn read(row: &Row) -> Result<ApiKeyRow, StoreError> {
    let mode = Mode::parse(&row.text("mode")?)?;
    Ok(ApiKeyRow {
        key: row.int("id")?,
        id: row.id("public_id")?,
        scope: TenantScope::new(TenantKey(row.int("tenant_id")?), mode),
        tenant_id: row.id("tenant")?,
        label: row.text("label")?,
        scopes: row.text("scopes")?.split_whitespace().map(str::to_owned).collect(),
        created_at: row.time("created_at")?,
        last_used_at: row.time_maybe("last_used_at")?,
        revoked_at: row.time_maybe("revoked_at")?,
    })
}
