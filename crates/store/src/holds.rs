//! Capacity of shared resources: hold → confirm → release, each step idempotent, each hold with an expiry.
//!
//! A resource is a key of the caller's, such as `dep:<leg>:<instant>`, with a limit in grams or pieces
//! that the first hold on it states. Resources are shared by all tenants of a mode; what is held and
//! confirmed together never exceeds the limit, whatever runs at once.

pub(crate) mod capacity;

use crate::{
    Mode, PAGE_ROWS_MAX, Store, StoreError, TenantScope,
    limits::HOLD_ITEMS_MAX,
    row::Row,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::{HoldId, ParcelId};
use std::collections::BTreeSet;

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
        let mut seen = BTreeSet::new();
        for item in &hold.items {
            if item.amount <= 0 || item.capacity < 0 {
                return Err(StoreError::Limit { what: "amount or capacity", limit: i64::MAX });
            }
            if !seen.insert((&item.resource, item.unit)) {
                return Err(StoreError::conflict(format!("{} is there twice", item.resource)));
            }
        }
        if hold.items.is_empty() || hold.items.len() > HOLD_ITEMS_MAX {
            return Err(StoreError::Limit { what: "resources in one hold", limit: 64 });
        }
        self.write((scope, hold.clone(), now), |session, (scope, hold, now)| {
            Box::pin(capacity::place(session, *scope, hold, *now))
        })
        .await
    }

    /// Confirms holds, all or none; a lapsed or released one is a [`StoreError::Conflict`].
    pub async fn holds_confirm(
        &self,
        scope: TenantScope,
        ids: &[HoldId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((scope, ids.to_vec(), now), |session, (scope, ids, now)| {
            Box::pin(capacity::confirm(session, *scope, (ids, None), *now))
        })
        .await
    }

    /// Gives holds back, held or confirmed; those already given back are passed over.
    pub async fn holds_release(
        &self,
        scope: TenantScope,
        ids: &[HoldId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((scope, ids.to_vec(), now), |session, (scope, ids, now)| {
            Box::pin(capacity::release_ids(session, *scope, ids, *now))
        })
        .await
    }

    /// Gives up overdue holds of every tenant, at most 1,000 at once. Answers how many.
    pub async fn holds_expire(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(now, |session, now| Box::pin(capacity::expire(session, *now))).await
    }

    /// A hold.
    pub async fn hold_find(
        &self,
        scope: TenantScope,
        id: HoldId,
    ) -> Result<Option<HoldRow>, StoreError> {
        let sql = "SELECT h.public_id, h.state, h.expires_at, p.public_id AS parcel FROM holds h
            LEFT JOIN parcels p ON p.id = h.parcel_id
            WHERE h.tenant_id = $1 AND h.mode = $2 AND h.public_id = $3";
        let values = values![scope.tenant, scope.mode, id];
        let Some(row) = self.reader().await?.fetch_first(sql, values).await? else {
            return Ok(None);
        };
        Ok(Some(HoldRow {
            id: row.id("public_id")?,
            state: HoldState::parse(&row.text("state")?)?,
            parcel: row.id_maybe("parcel")?,
            expires_at: row.time("expires_at")?,
        }))
    }

    /// What is left of these resources; those never held are left out.
    pub async fn capacity_find(
        &self,
        mode: Mode,
        resources: &[String],
    ) -> Result<Vec<Capacity>, StoreError> {
        let head = "SELECT * FROM capacity_buckets WHERE mode = $1 AND resource";
        let list = resources.iter().map(Value::from).collect();
        let tail = "ORDER BY resource, unit";
        let rows = self.reader().await?.fetch_in(head, values![mode], list, tail).await?;
        rows.iter().map(read_capacity).collect()
    }

    /// The resources under `prefix` of which less than `spare` of `unit` is left, by key: what a search must
    /// treat as full. At most `PAGE_ROWS_MAX`.
    pub async fn capacity_short(
        &self,
        mode: Mode,
        prefix: &str,
        unit: CapacityUnit,
        spare: i64,
    ) -> Result<Vec<Capacity>, StoreError> {
        let sql = "SELECT * FROM capacity_buckets WHERE mode = $1 AND unit = $2
            AND capacity - taken < $3 AND SUBSTR(resource, 1, CAST($4 AS INTEGER)) = $5
            ORDER BY resource, unit LIMIT $6";
        let length = i64::try_from(prefix.chars().count()).unwrap_or(i64::MAX);
        let limit = i64::from(PAGE_ROWS_MAX);
        let values = values![mode, unit.as_str(), spare, length, prefix, limit];
        let rows = self.reader().await?.fetch(sql, values).await?;
        rows.iter().map(read_capacity).collect()
    }

    /// Changes a resource's limit; below what is taken it only stops further holds.
    pub async fn capacity_set(
        &self,
        mode: Mode,
        resource: &str,
        unit: CapacityUnit,
        capacity: i64,
    ) -> Result<(), StoreError> {
        let resource = (resource.to_owned(), unit, capacity);
        self.write((mode, resource), |session, (mode, (resource, unit, capacity))| {
            Box::pin(async move {
                let sql = "INSERT INTO capacity_buckets (mode, resource, unit, capacity, taken)
                    VALUES ($1, $2, $3, $4, 0) ON CONFLICT (mode, resource, unit)
                    DO UPDATE SET capacity = excluded.capacity";
                let values = values![*mode, resource, unit.as_str(), *capacity];
                session.execute(sql, values).await.map(drop)
            })
        })
        .await
    }
}

impl CapacityUnit {
    /// The word kept and shown: `grams` or `pieces`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grams => "grams",
            Self::Pieces => "pieces",
        }
    }

    fn parse(text: &str) -> Result<Self, StoreError> {
        match text {
            "grams" => Ok(Self::Grams),
            "pieces" => Ok(Self::Pieces),
            _ => Err(StoreError::corrupt("unit")),
        }
    }
}

impl HoldState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Released => "released",
            Self::Expired => "expired",
        }
    }

    fn parse(text: &str) -> Result<Self, StoreError> {
        match text {
            "held" => Ok(Self::Held),
            "confirmed" => Ok(Self::Confirmed),
            "released" => Ok(Self::Released),
            "expired" => Ok(Self::Expired),
            _ => Err(StoreError::corrupt("hold state")),
        }
    }
}

fn read_capacity(row: &Row) -> Result<Capacity, StoreError> {
    Ok(Capacity {
        resource: row.text("resource")?,
        unit: CapacityUnit::parse(&row.text("unit")?)?,
        capacity: row.int("capacity")?,
        taken: row.int("taken")?,
    })
}
