//! Manifests: what a merchant hands in, and what was counted.

use crate::{
    ListQuery, NewAudit, NewHandOver, Page, Realm, Store, StoreError, TellScope, TenantScope,
    audit,
    bulk::Insert,
    parcels::own_keys,
    row::Row,
    session::Session,
    tracking,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::{ManifestId, ParcelId};
use std::collections::HashSet;

/// A manifest to be made, in state `open`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewManifest {
    /// Its public id.
    pub id: ManifestId,
    /// `collection` or `drop_off`, a word of the server's.
    pub entry: String,
    /// Address, window, facility …, as JSON text.
    pub document: String,
    /// The parcels; none of them in another open manifest.
    pub parcels: Vec<ParcelId>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
}

/// What the count said of one declared parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemResult {
    /// It was there, and custody passed.
    Accepted,
    /// It was not there.
    Short,
}

/// One declared parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestItem {
    /// The parcel.
    pub parcel: ParcelId,
    /// What the count said; none before it.
    pub result: Option<ItemResult>,
}

/// A manifest as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: ManifestId,
    /// `open` or `counted`.
    pub state: String,
    /// Its version, from 1.
    pub version: i64,
    /// `collection` or `drop_off`.
    pub entry: String,
    /// Address, window, facility ….
    pub document: String,
    /// The counted result (accepted, short, over), as JSON text.
    pub counted: Option<String>,
    /// The declared parcels; empty in lists.
    pub items: Vec<ManifestItem>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was counted.
    pub counted_at: Option<Timestamp>,
}

/// The count of a manifest: a hand-over document, written once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestCount {
    /// Which manifest.
    pub id: ManifestId,
    /// The version counted.
    pub version: i64,
    /// The counted result with what was over, as JSON text.
    pub document: String,
    /// The declared parcels that were there; all others are short.
    pub accepted: Vec<ParcelId>,
    /// The state that accepted parcels get.
    pub parcel_state: String,
    /// The first hand-overs of custody that the count is, one a taker, told in the tenant's own realm.
    pub hand_overs: Vec<NewHandOver>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
}

impl Store {
    /// Makes a manifest; a parcel that is not the tenant's is [`StoreError::NotFound`], one in another open
    /// manifest a [`StoreError::Conflict`].
    pub async fn manifest_create(
        &self,
        scope: TenantScope,
        manifest: NewManifest,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((scope, manifest, now), |session, (scope, manifest, now)| {
            Box::pin(create(session, *scope, manifest, *now))
        })
        .await
    }

    /// A manifest with its items.
    pub async fn manifest_find(
        &self,
        scope: TenantScope,
        id: ManifestId,
    ) -> Result<Option<ManifestRow>, StoreError> {
        let sql = "SELECT * FROM manifests WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
        let mut reader = self.reader().await?;
        let row = reader.fetch_first(sql, values![scope.tenant, scope.mode, id]).await?;
        let Some(mut manifest) = row.as_ref().map(read).transpose()? else { return Ok(None) };
        let sql = "SELECT p.public_id, i.result FROM manifest_items i
            JOIN parcels p ON p.id = i.parcel_id WHERE i.manifest_id = $1 ORDER BY p.id";
        let rows = reader.fetch(sql, values![manifest.key]).await?;
        manifest.items = rows.iter().map(read_item).collect::<Result<_, _>>()?;
        Ok(Some(manifest))
    }

    /// A page of manifests, without items; `text` is not used.
    pub async fn manifests_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<ManifestRow>, StoreError> {
        let (below, wanted) = (query.below(), query.rows_wanted()?);
        let sql = "SELECT * FROM manifests WHERE tenant_id = $1 AND mode = $2 AND id < $3
            AND ($4 IS NULL OR state = $4) ORDER BY id DESC LIMIT $5";
        let values = values![scope.tenant, scope.mode, below, &query.state, wanted];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(items, query.limit, |row| row.key))
    }

    /// Writes the count: the manifest is `counted`, accepted parcels get their state. Counted before, or
    /// another version: [`StoreError::Conflict`]; an accepted parcel not declared: [`StoreError::NotFound`].
    pub async fn manifest_count(
        &self,
        scope: TenantScope,
        count: ManifestCount,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((scope, count, now), |session, (scope, count, now)| {
            Box::pin(write_count(session, *scope, count, *now))
        })
        .await
    }
}

const INSERT_ITEMS: Insert = Insert {
    table: "manifest_items",
    columns: &["manifest_id", "parcel_id", "open_parcel"],
    suffix: "ON CONFLICT (open_parcel) DO NOTHING RETURNING parcel_id",
};

async fn create(
    session: &mut Session,
    scope: TenantScope,
    manifest: &NewManifest,
    now: Timestamp,
) -> Result<(), StoreError> {
    let parcels = own_keys(session, scope, &manifest.parcels, now).await?;
    let sql = "INSERT INTO manifests
        (public_id, tenant_id, mode, state, version, entry, document, created_at)
        VALUES ($1, $2, $3, 'open', 1, $4, $5, $6) RETURNING id";
    let (entry, document) = (&manifest.entry, &manifest.document);
    let row = values![manifest.id, scope.tenant, scope.mode, entry, document, now];
    let row = session.fetch_first(sql, row).await?;
    let key = row.ok_or_else(|| StoreError::corrupt("manifest"))?.int("id")?;
    let items = parcels.values().map(|parcel| values![key, *parcel, *parcel]).collect();
    let mut taken = HashSet::new();
    for row in session.insert(&INSERT_ITEMS, items).await? {
        taken.insert(row.int("parcel_id")?);
    }
    if let Some((id, _)) = parcels.iter().find(|(_, key)| !taken.contains(key)) {
        return Err(StoreError::conflict(format!("parcel {id} is in another open manifest")));
    }
    audit::append(session, Some(scope), &manifest.audit, now).await
}

async fn write_count(
    session: &mut Session,
    scope: TenantScope,
    count: &ManifestCount,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE manifests SET state = 'counted', counted = $5, counted_at = $6,
        version = version + 1 WHERE tenant_id = $1 AND mode = $2 AND public_id = $3
        AND version = $4 AND state = 'open' RETURNING id";
    let (tenant, mode, id, version) = (scope.tenant, scope.mode, count.id, count.version);
    let values = values![tenant, mode, id, version, &count.document, now];
    let Some(row) = session.fetch_first(sql, values).await? else {
        let sql = "SELECT id FROM manifests WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
        return Err(match session.fetch_first(sql, values![tenant, mode, id]).await? {
            None => StoreError::not_found(format!("manifest {id}")),
            Some(_) => StoreError::conflict(format!("manifest {id} was counted or changed")),
        });
    };
    let key = row.int("id")?;
    let close = "UPDATE manifest_items SET open_parcel = NULL, result = 'short'
        WHERE manifest_id = $1";
    session.execute(close, values![key]).await?;
    let parcels = own_keys(session, scope, &count.accepted, now).await?;
    let list: Vec<Value> = parcels.values().map(|key| Value::from(*key)).collect();
    let accept = "UPDATE manifest_items SET result = 'accepted' WHERE manifest_id = $1
        AND parcel_id";
    let tail = "RETURNING parcel_id";
    let accepted = session.fetch_in(accept, values![key], list.clone(), tail).await?;
    if accepted.len() != list.len() {
        return Err(StoreError::not_found(format!("an accepted parcel in manifest {id}")));
    }
    let state = "UPDATE parcels SET state = $1, version = version + 1, updated_at = $2 WHERE id";
    session.fetch_in(state, values![&count.parcel_state, now], list, "RETURNING id").await?;
    let realm = Realm::Tenant(scope.tenant);
    for document in &count.hand_overs {
        let own = TellScope { realm, mode: scope.mode };
        tracking::append_hand_over(session, own, document, now).await?;
    }
    audit::append(session, Some(scope), &count.audit, now).await
}

fn read(row: &Row) -> Result<ManifestRow, StoreError> {
    Ok(ManifestRow {
        key: row.int("id")?,
        id: row.id("public_id")?,
        state: row.text("state")?,
        version: row.int("version")?,
        entry: row.text("entry")?,
        document: row.text("document")?,
        counted: row.text_maybe("counted")?,
        items: vec![],
        created_at: row.time("created_at")?,
        counted_at: row.time_maybe("counted_at")?,
    })
}

fn read_item(row: &Row) -> Result<ManifestItem, StoreError> {
    let result = match row.text_maybe("result")?.as_deref() {
        None => None,
        Some("accepted") => Some(ItemResult::Accepted),
        Some("short") => Some(ItemResult::Short),
        Some(_) => return Err(StoreError::corrupt("result")),
    };
    Ok(ManifestItem { parcel: row.id("public_id")?, result })
}
