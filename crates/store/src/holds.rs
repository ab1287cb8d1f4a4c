//! Capacity of shared resources: hold → confirm → release, each step idempotent, each hold with an expiry.
//!
//! A resource is a key of the caller's, such as `dep:<leg>:<instant>`, with a limit in grams or pieces
//! that the first hold on it states. Resources are shared by all tenants of a mode; what is held and
//! confirmed together never exceeds the limit, whatever runs at once.

use crate::{Mode, Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{HoldId, ParcelId};

/// What a resource is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CapacityUnit {
    /// Mass in grams.
    Grams,
    /// Pieces.
    Pieces,
}

/// One resource of a hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldItem {
    /// The resource's key.
    pub resource: String,
    /// What it is measured in.
    pub unit: CapacityUnit,
    /// The resource's limit; taken at the first hold on it, see [`Store::capacity_set`].
    pub capacity: i64,
    /// How much is wanted; above 0.
    pub amount: i64,
}

/// A hold over one or several resources, which gets all of them or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold {
    /// Its public id; the same id again is the same hold.
    pub id: HoldId,
    /// What it holds.
    pub items: Vec<HoldItem>,
    /// When it lapses unless confirmed.
    pub expires_at: Timestamp,
}

/// Where a hold stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HoldState {
    /// Held until its expiry.
    Held,
    /// Confirmed: stays until released.
    Confirmed,
    /// Given back.
    Released,
    /// Lapsed.
    Expired,
}

/// A hold as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// Its public id.
    pub id: HoldId,
    /// Where it stands.
    pub state: HoldState,
    /// The parcel it was confirmed for.
    pub parcel: Option<ParcelId>,
    /// When it lapses unless confirmed.
    pub expires_at: Timestamp,
}

/// What is left of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// The resource's key.
    pub resource: String,
    /// What it is measured in.
    pub unit: CapacityUnit,
    /// Its limit.
    pub capacity: i64,
    /// What is held or confirmed, overdue holds not yet given up included.
    pub taken: i64,
}

impl Store {
    /// Holds capacity, all resources or none; overdue holds in the way are given up first.
    /// [`StoreError::OverCapacity`] names the first resource that has too little.
    pub async fn hold_place(
        &self,
        scope: TenantScope,
        hold: &NewHold,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Confirms holds, all or none; a lapsed or released one is a [`StoreError::Conflict`].
    pub async fn holds_confirm(
        &self,
        scope: TenantScope,
        ids: &[HoldId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Gives holds back, held or confirmed; those already given back are passed over.
    pub async fn holds_release(
        &self,
        scope: TenantScope,
        ids: &[HoldId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Gives up overdue holds of every tenant, at most 1,000 at once. Answers how many.
    pub async fn holds_expire(&self, now: Timestamp) -> Result<u64, StoreError> {
        unimplemented!()
    }

    /// A hold.
    pub async fn hold_find(
        &self,
        scope: TenantScope,
        id: HoldId,
    ) -> Result<Option<HoldRow>, StoreError> {
        unimplemented!()
    }

    /// What is left of these resources; those never held are left out.
    pub async fn capacity_find(
        &self,
        mode: Mode,
        resources: &[String],
    ) -> Result<Vec<Capacity>, StoreError> {
        unimplemented!()
    }

    /// The resources of which less than `spare` of their unit is left, by key, from `prefix` on: what a
    /// search must treat as full. At most `PAGE_ROWS_MAX`.
    pub async fn capacity_short(
        &self,
        mode: Mode,
        prefix: &str,
        spare: i64,
    ) -> Result<Vec<Capacity>, StoreError> {
        unimplemented!()
    }

    /// Changes a resource's limit; below what is taken it only stops further holds.
    pub async fn capacity_set(
        &self,
        mode: Mode,
        resource: &str,
        unit: CapacityUnit,
        capacity: i64,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
