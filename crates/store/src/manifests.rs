//! Manifests: what a merchant hands in, and what was counted.

use crate::{ListQuery, NewAudit, Page, Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{ManifestId, ParcelId};

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
        unimplemented!()
    }

    /// A manifest with its items.
    pub async fn manifest_find(
        &self,
        scope: TenantScope,
        id: ManifestId,
    ) -> Result<Option<ManifestRow>, StoreError> {
        unimplemented!()
    }

    /// A page of manifests, without items; `text` is not used.
    pub async fn manifests_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<ManifestRow>, StoreError> {
        unimplemented!()
    }

    /// Writes the count: the manifest is `counted`, accepted parcels get their state. Counted before, or
    /// another version: [`StoreError::Conflict`]; an accepted parcel not declared: [`StoreError::NotFound`].
    pub async fn manifest_count(
        &self,
        scope: TenantScope,
        count: ManifestCount,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
