//! Where carriers send messages that have no key of ours: an address nobody guesses, and the secret they
//! sign with.

use super::{Realm, TellScope};
use crate::{
    ListQuery, Mode, Page, Store, StoreError, TenantKey, TenantScope, row::Row, seal::Table,
    value::values,
};
use jiff::Timestamp;
use portolan_model::InboundId;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// An address to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInbound {
    /// Its public id.
    pub id: InboundId,
    /// For whom its messages are told.
    pub realm: Realm,
    /// The adapter that reads them.
    pub adapter: String,
    /// The secret they are signed with; sealed before it is written.
    pub secret: Option<Vec<u8>>,
}

/// An address as kept.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundAddress {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: InboundId,
    /// Whose it is.
    pub scope: TenantScope,
    /// Where its messages are told.
    pub tells: TellScope,
    /// The adapter that reads them.
    pub adapter: String,
    /// The secret they are signed with.
    pub secret: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Shows nothing of the secret.
impl std::fmt::Debug for InboundAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InboundAddress").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A new address with its token, which nobody can read again.
#[derive(Debug, Clone)]
pub struct InboundCreated {
    /// The address.
    pub address: InboundAddress,
    /// The last part of its URL.
    pub token: String,
}

impl Store {
    /// Makes an address of a tenant's.
    pub async fn inbound_create(
        &self,
        scope: TenantScope,
        new: &NewInbound,
        now: Timestamp,
    ) -> Result<InboundCreated, StoreError> {
        let mut bytes = [0_u8; 20];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::Randomness)?;
        let token = bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing into a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let seal = |secret: &Vec<u8>| self.sealer().seal_direct(Table::Inbound, &hash, secret);
        let secret = new.secret.as_ref().map(seal).transpose()?;
        let input = (scope, new.clone(), hash, secret, now);
        let row = self.write(input, |session, (scope, new, hash, secret, now)| {
            Box::pin(async move {
                let sql = "INSERT INTO inbound_addresses (public_id, tenant_id, mode, realm,
                        adapter, token_hash, secret, created_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
                let (tenant, mode, realm) = (scope.tenant, scope.mode, new.realm.key());
                let (adapter, secret) = (&new.adapter, secret.clone());
                let values = values![new.id, tenant, mode, realm, adapter, *hash, secret, *now];
                let row = session.fetch_first(sql, values).await?;
                row.ok_or_else(|| StoreError::corrupt("address"))?.int("id")
            })
        });
        let address = InboundAddress {
            key: row.await?,
            id: new.id,
            scope,
            tells: TellScope { realm: new.realm, mode: scope.mode },
            adapter: new.adapter.clone(),
            secret: new.secret.clone(),
            created_at: now,
            revoked_at: None,
        };
        Ok(InboundCreated { address, token })
    }

    /// The address of a token, unless revoked.
    pub async fn inbound_find(&self, token: &str) -> Result<Option<InboundAddress>, StoreError> {
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let sql = "SELECT * FROM inbound_addresses WHERE token_hash = $1 AND revoked_at IS NULL";
        let row = self.reader().await?.fetch_first(sql, values![hash]).await?;
        row.map(|row| self.read_inbound(&row)).transpose()
    }

    /// A page of a tenant's addresses, newest first, revoked ones too.
    pub async fn inbound_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<InboundAddress>, StoreError> {
        let sql = "SELECT * FROM inbound_addresses WHERE tenant_id = $1 AND mode = $2 AND id < $3
            ORDER BY id DESC LIMIT $4";
        let values = values![scope.tenant, scope.mode, query.below(), query.rows_wanted()?];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(|row| self.read_inbound(row)).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, query.limit, |row: &InboundAddress| row.key))
    }

    /// Revokes an address of a tenant's; true where it was in use.
    pub async fn inbound_revoke(
        &self,
        scope: TenantScope,
        id: InboundId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write((scope, id, now), |session, (scope, id, now)| {
            Box::pin(async move {
                let sql = "UPDATE inbound_addresses SET revoked_at = $4, secret = NULL
                    WHERE tenant_id = $1 AND mode = $2 AND public_id = $3 AND revoked_at IS NULL";
                let values = values![scope.tenant, scope.mode, *id, *now];
                Ok(session.execute(sql, values).await? > 0)
            })
        })
        .await
    }

    fn read_inbound(&self, row: &Row) -> Result<InboundAddress, StoreError> {
        let hash = row.hash("token_hash")?;
        let open = |sealed: Vec<u8>| {
            let secret = self.sealer().open_direct(Table::Inbound, &hash, &sealed);
            secret.ok_or_else(|| StoreError::corrupt("secret of an address"))
        };
        let mode = Mode::parse(&row.text("mode")?)?;
        let realm = Realm::of(row.int("realm")?);
        Ok(InboundAddress {
            key: row.int("id")?,
            id: row.id("public_id")?,
            scope: TenantScope::new(TenantKey(row.int("tenant_id")?), mode),
            tells: TellScope { realm, mode },
            adapter: row.text("adapter")?,
            secret: row.blob_maybe("secret")?.map(open).transpose()?,
            created_at: row.time("created_at")?,
            revoked_at: row.time_maybe("revoked_at")?,
        })
    }
}
