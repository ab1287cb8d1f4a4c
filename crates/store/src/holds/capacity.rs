//! Taking and giving back capacity, each within one transaction.
//!
//! `taken` of a bucket is always the sum of its holds that are held or confirmed. Buckets are locked in
//! the order of their keys; what deadlocks all the same is run again by the engine's write path.

use super::{CapacityUnit, HoldItem, HoldState, NewHold};
use crate::{
    Engine, StoreError, TenantScope,
    bulk::Insert,
    limits::HOLDS_EXPIRED_MAX,
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::HoldId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const INSERT_BUCKETS: Insert = Insert {
    table: "capacity_buckets",
    columns: &["mode", "resource", "unit", "capacity", "taken"],
    suffix: "ON CONFLICT (mode, resource, unit) DO NOTHING",
};

const INSERT_ITEMS: Insert =
    Insert { table: "hold_items", columns: &["hold_id", "bucket_id", "amount"], suffix: "" };

struct Bucket {
    key: i64,
    capacity: i64,
    taken: i64,
}

type Buckets = HashMap<(String, CapacityUnit), Bucket>;

/// Holds capacity, all resources or none.
pub(crate) async fn place(
    session: &mut Session,
    scope: TenantScope,
    hold: &NewHold,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "SELECT state FROM holds WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
    if let Some(row) = session.fetch_first(sql, values![scope.tenant, scope.mode, hold.id]).await? {
        return match HoldState::parse(&row.text("state")?)? {
            HoldState::Held | HoldState::Confirmed => Ok(()),
            HoldState::Released | HoldState::Expired => {
                Err(StoreError::conflict(format!("hold {} was given back", hold.id)))
            }
        };
    }
    let mut items: Vec<&HoldItem> = hold.items.iter().collect();
    items.sort_by(|a, b| (&a.resource, a.unit).cmp(&(&b.resource, b.unit)));
    let row = |i: &&HoldItem| values![scope.mode, &i.resource, i.unit.as_str(), i.capacity, 0];
    session.insert(&INSERT_BUCKETS, items.iter().map(row).collect()).await?;
    let mut buckets = lock_buckets(session, scope, &items).await?;
    if short(&hold.items, &buckets)?.is_some() {
        give_up_overdue(session, &buckets, now).await?;
        buckets = lock_buckets(session, scope, &items).await?;
    }
    if let Some(error) = short(&hold.items, &buckets)? {
        return Err(error);
    }
    let insert = "INSERT INTO holds
        (public_id, tenant_id, mode, state, expires_at, created_at, updated_at)
        VALUES ($1, $2, $3, 'held', $4, $5, $5) RETURNING id";
    let row = values![hold.id, scope.tenant, scope.mode, hold.expires_at, now];
    let row = session.fetch_first(insert, row).await?;
    let key = row.ok_or_else(|| StoreError::corrupt("hold"))?.int("id")?;
    let mut rows = Vec::new();
    for item in items {
        let bucket = bucket_of(item, &buckets)?;
        rows.push(values![key, bucket.key, item.amount]);
        let take = "UPDATE capacity_buckets SET taken = taken + $2 WHERE id = $1";
        session.execute(take, values![bucket.key, item.amount]).await?;
    }
    session.insert(&INSERT_ITEMS, rows).await.map(drop)
}

async fn lock_buckets(
    session: &mut Session,
    scope: TenantScope,
    items: &[&HoldItem],
) -> Result<Buckets, StoreError> {
    let head = "SELECT id, resource, unit, capacity, taken FROM capacity_buckets
        WHERE mode = $1 AND resource";
    let tail = match session.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "ORDER BY resource, unit FOR UPDATE",
    };
    let resources: BTreeSet<&str> = items.iter().map(|item| item.resource.as_str()).collect();
    let list = resources.into_iter().map(Value::from).collect();
    let mut buckets = HashMap::new();
    for row in session.fetch_in(head, values![scope.mode], list, tail).await? {
        let name = (row.text("resource")?, CapacityUnit::parse(&row.text("unit")?)?);
        let (key, capacity, taken) = (row.int("id")?, row.int("capacity")?, row.int("taken")?);
        buckets.insert(name, Bucket { key, capacity, taken });
    }
    Ok(buckets)
}

fn bucket_of<'b>(item: &HoldItem, buckets: &'b Buckets) -> Result<&'b Bucket, StoreError> {
    let bucket = buckets.get(&(item.resource.clone(), item.unit));
    bucket.ok_or_else(|| StoreError::corrupt("capacity"))
}

/// The first resource that has too little left.
fn short(items: &[HoldItem], buckets: &Buckets) -> Result<Option<StoreError>, StoreError> {
    for item in items {
        let bucket = bucket_of(item, buckets)?;
        let left = (bucket.capacity - bucket.taken).max(0);
        if item.amount > left {
            return Ok(Some(StoreError::OverCapacity {
                resource: item.resource.clone(),
                unit: item.unit.as_str(),
                capacity: bucket.capacity,
                left,
                asked: item.amount,
            }));
        }
    }
    Ok(None)
}

/// Gives up overdue holds on these buckets; those that another transaction has in hand are passed over.
async fn give_up_overdue(
    session: &mut Session,
    buckets: &Buckets,
    now: Timestamp,
) -> Result<(), StoreError> {
    let head = "SELECT id FROM holds WHERE state = 'held' AND expires_at <= $1
        AND id IN (SELECT hold_id FROM hold_items WHERE bucket_id";
    let tail = match session.engine() {
        Engine::Sqlite => ")",
        Engine::Postgres => ") FOR UPDATE SKIP LOCKED",
    };
    let list = buckets.values().map(|bucket| bucket.key.into()).collect();
    let rows = session.fetch_in(head, values![now], list, tail).await?;
    let keys = rows.iter().map(|row| row.int("id")).collect::<Result<Vec<_>, _>>()?;
    give_back(session, keys, HoldState::Expired, now).await
}

/// Confirms holds for a parcel, or for nothing yet; all or none.
pub(crate) async fn confirm(
    session: &mut Session,
    scope: TenantScope,
    (ids, parcel): (&[HoldId], Option<i64>),
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE holds SET state = 'confirmed', parcel_id = COALESCE($4, parcel_id),
        updated_at = $5 WHERE tenant_id = $1 AND mode = $2 AND public_id = $3
        AND (parcel_id IS NULL OR $4 IS NULL)
        AND (state = 'confirmed' OR (state = 'held' AND expires_at > $5))";
    let sorted: BTreeSet<HoldId> = ids.iter().copied().collect();
    for id in sorted {
        let values = values![scope.tenant, scope.mode, id, parcel, now];
        if session.execute(sql, values).await? == 0 {
            return Err(StoreError::conflict(format!("hold {id} lapsed or is in use")));
        }
    }
    Ok(())
}

/// Gives back a tenant's holds by public id.
pub(crate) async fn release_ids(
    session: &mut Session,
    scope: TenantScope,
    ids: &[HoldId],
    now: Timestamp,
) -> Result<(), StoreError> {
    let head = "UPDATE holds SET updated_at = $3 WHERE tenant_id = $1 AND mode = $2
        AND state IN ('held', 'confirmed') AND public_id";
    let list = ids.iter().map(|id| Value::from(*id)).collect();
    let fixed = values![scope.tenant, scope.mode, now];
    let rows = session.fetch_in(head, fixed, list, "RETURNING id").await?;
    let keys = rows.iter().map(|row| row.int("id")).collect::<Result<Vec<_>, _>>()?;
    give_back(session, keys, HoldState::Released, now).await
}

/// Gives back what was confirmed for a parcel.
pub(crate) async fn release_parcel(
    session: &mut Session,
    parcel: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE holds SET updated_at = $2 WHERE parcel_id = $1
        AND state IN ('held', 'confirmed') RETURNING id";
    let rows = session.fetch(sql, values![parcel, now]).await?;
    let keys = rows.iter().map(|row| row.int("id")).collect::<Result<Vec<_>, _>>()?;
    give_back(session, keys, HoldState::Released, now).await
}

/// Gives up overdue holds of every tenant.
pub(crate) async fn expire(session: &mut Session, now: Timestamp) -> Result<u64, StoreError> {
    let sql = match session.engine() {
        Engine::Sqlite => {
            "SELECT id FROM holds WHERE state = 'held' AND expires_at <= $1
            ORDER BY expires_at LIMIT $2"
        }
        Engine::Postgres => {
            "SELECT id FROM holds WHERE state = 'held' AND expires_at <= $1
            ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED"
        }
    };
    let rows = session.fetch(sql, values![now, HOLDS_EXPIRED_MAX]).await?;
    let keys = rows.iter().map(|row| row.int("id")).collect::<Result<Vec<_>, _>>()?;
    let count = keys.len() as u64;
    give_back(session, keys, HoldState::Expired, now).await?;
    Ok(count)
}

/// Ends holds that this transaction has locked and seen to be held or confirmed.
async fn give_back(
    session: &mut Session,
    holds: Vec<i64>,
    state: HoldState,
    now: Timestamp,
) -> Result<(), StoreError> {
    let list: Vec<Value> = holds.into_iter().map(Value::from).collect();
    let head = "UPDATE holds SET state = $1, updated_at = $2 WHERE id";
    let fixed = values![state.as_str(), now];
    session.fetch_in(head, fixed, list.clone(), "RETURNING id").await?;
    let head = "SELECT bucket_id, amount FROM hold_items WHERE hold_id";
    let mut amounts: BTreeMap<i64, i64> = BTreeMap::new();
    for row in session.fetch_in(head, vec![], list, "").await? {
        *amounts.entry(row.int("bucket_id")?).or_default() += row.int("amount")?;
    }
    for (bucket, amount) in amounts {
        let sql = "UPDATE capacity_buckets SET taken = taken - $2 WHERE id = $1";
        session.execute(sql, values![bucket, amount]).await?;
    }
    Ok(())
}
