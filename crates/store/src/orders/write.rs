//! Writing orders: sets, imports and changes, each within one transaction.

use super::{ImportCommand, ImportOutcome, NewOrder, OrderChange, OrderWritten, WriteFate};
use crate::{
    ContentHash, StoreError, TenantScope, audit,
    bulk::Insert,
    page::search_text,
    personal::insert_data_keys,
    row::Row,
    seal::{SealedSubject, Table},
    session::Session,
    value::values,
};
use jiff::Timestamp;
use portolan_model::OrderId;
use std::collections::{HashMap, HashSet};

/// An order whose personal part is sealed.
pub(crate) struct SealedOrder {
    pub(crate) order: NewOrder,
    pub(crate) subject: SealedSubject,
}

/// An order written, with its key.
pub(crate) struct Written {
    key: i64,
    pub(crate) written: OrderWritten,
}

const INSERT: Insert = Insert {
    table: "orders",
    columns: &[
        "public_id",
        "tenant_id",
        "mode",
        "reference",
        "reference_search",
        "state",
        "version",
        "content_hash",
        "document",
        "personal",
        "created_at",
        "updated_at",
    ],
    suffix: "ON CONFLICT (tenant_id, mode, reference) DO NOTHING RETURNING id, public_id, reference",
};

const INSERT_COVERED: Insert = Insert {
    table: "import_orders",
    columns: &["import_id", "order_id"],
    suffix: "ON CONFLICT DO NOTHING",
};

/// Inserts orders whose reference is free. Answers in the order given.
pub(crate) async fn insert(
    session: &mut Session,
    scope: TenantScope,
    orders: &[SealedOrder],
    now: Timestamp,
) -> Result<Vec<Written>, StoreError> {
    // By reference, so that two calls at once wait for each other and do not deadlock.
    let mut sorted: Vec<&SealedOrder> = orders.iter().collect();
    sorted.sort_by(|a, b| a.order.reference.cmp(&b.order.reference));
    let rows = sorted.iter().map(|order| insert_row(scope, order, now)).collect();
    let mut created: HashMap<OrderId, i64> = HashMap::new();
    for row in session.insert(&INSERT, rows).await? {
        created.insert(row.id("public_id")?, row.int("id")?);
    }
    let new_keys = orders.iter().filter(|order| created.contains_key(&order.order.id));
    let new_keys = new_keys.map(|o| (*o.order.id.as_bytes(), o.subject.wrapped.as_slice()));
    insert_data_keys(session, Table::Orders, new_keys, now).await?;
    let taken: HashSet<&str> = orders
        .iter()
        .filter(|order| !created.contains_key(&order.order.id))
        .map(|order| order.order.reference.as_str())
        .collect();
    let taken = select_taken(session, scope, taken).await?;
    orders.iter().map(|order| written(&order.order, &created, &taken)).collect()
}

fn insert_row(
    scope: TenantScope,
    sealed: &SealedOrder,
    now: Timestamp,
) -> Vec<crate::value::Value> {
    let order = &sealed.order;
    values![
        order.id,
        scope.tenant,
        scope.mode,
        &order.reference,
        search_text(&order.reference),
        &order.state,
        1,
        order.content_hash,
        &order.document,
        sealed.subject.sealed.as_slice(),
        now,
        now,
    ]
}

struct Taken {
    key: i64,
    id: OrderId,
    content_hash: ContentHash,
}

async fn select_taken(
    session: &mut Session,
    scope: TenantScope,
    references: HashSet<&str>,
) -> Result<HashMap<String, Taken>, StoreError> {
    let head = "SELECT id, public_id, reference, content_hash FROM orders
        WHERE tenant_id = $1 AND mode = $2 AND reference";
    let list = references.into_iter().map(Into::into).collect();
    let rows = session.fetch_in(head, values![scope.tenant, scope.mode], list, "").await?;
    let read = |row: &Row| {
        let (key, id) = (row.int("id")?, row.id("public_id")?);
        Ok((row.text("reference")?, Taken { key, id, content_hash: row.hash("content_hash")? }))
    };
    rows.iter().map(read).collect()
}

fn written(
    order: &NewOrder,
    created: &HashMap<OrderId, i64>,
    taken: &HashMap<String, Taken>,
) -> Result<Written, StoreError> {
    let reference = order.reference.clone();
    if let Some(key) = created.get(&order.id) {
        let written = OrderWritten { id: order.id, reference, fate: WriteFate::Created };
        return Ok(Written { key: *key, written });
    }
    let found = taken.get(&reference).ok_or_else(|| StoreError::corrupt("order reference"))?;
    let is_same = found.content_hash == order.content_hash;
    let fate = if is_same { WriteFate::Unchanged } else { WriteFate::Conflicting };
    Ok(Written { key: found.key, written: OrderWritten { id: found.id, reference, fate } })
}

/// Takes in a file whole, or answers what its first reading did.
pub(crate) async fn import(
    session: &mut Session,
    scope: TenantScope,
    (command, orders): (&ImportCommand, &[SealedOrder]),
    now: Timestamp,
) -> Result<ImportOutcome, StoreError> {
    let sql = "INSERT INTO imports (public_id, tenant_id, mode, content_hash, document, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, mode, content_hash) DO NOTHING
        RETURNING id";
    let (hash, document) = (command.content_hash, &command.document);
    let row = values![command.id, scope.tenant, scope.mode, hash, document, now];
    let Some(import) = session.fetch_first(sql, row).await? else {
        return replay(session, scope, hash).await;
    };
    let import = import.int("id")?;
    let written = insert(session, scope, orders, now).await?;
    let conflicting = |order: &&Written| order.written.fate == WriteFate::Conflicting;
    if let Some(first) = written.iter().find(conflicting) {
        let (count, reference) =
            (written.iter().filter(conflicting).count(), &first.written.reference);
        return Err(StoreError::conflict(format!(
            "{count} references belong to different orders, the first is {reference}"
        )));
    }
    let covered = written.iter().map(|order| values![import, order.key]).collect();
    session.insert(&INSERT_COVERED, covered).await?;
    audit::append(session, Some(scope), &command.audit, now).await?;
    let orders = written.into_iter().map(|order| order.written).collect();
    Ok(ImportOutcome { id: command.id, replayed: false, document: document.clone(), orders })
}

async fn replay(
    session: &mut Session,
    scope: TenantScope,
    hash: ContentHash,
) -> Result<ImportOutcome, StoreError> {
    let sql = "SELECT id, public_id, document FROM imports
        WHERE tenant_id = $1 AND mode = $2 AND content_hash = $3";
    let values = values![scope.tenant, scope.mode, hash];
    let kept = session.fetch_first(sql, values).await?;
    let kept = kept.ok_or_else(|| StoreError::corrupt("import"))?;
    let sql = "SELECT o.public_id, o.reference FROM import_orders i
        JOIN orders o ON o.id = i.order_id WHERE i.import_id = $1 ORDER BY o.id";
    let rows = session.fetch(sql, values![kept.int("id")?]).await?;
    let read = |row: &Row| {
        let (id, reference) = (row.id("public_id")?, row.text("reference")?);
        Ok(OrderWritten { id, reference, fate: WriteFate::Unchanged })
    };
    let orders = rows.iter().map(read).collect::<Result<_, StoreError>>()?;
    let (id, document) = (kept.id("public_id")?, kept.text("document")?);
    Ok(ImportOutcome { id, replayed: true, document, orders })
}

/// Changes an order that still has its version.
pub(crate) async fn update(
    session: &mut Session,
    scope: TenantScope,
    change: &OrderChange,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "UPDATE orders SET state = COALESCE($5, state), document = COALESCE($6, document),
        personal = COALESCE($7, personal), version = version + 1, updated_at = $8
        WHERE tenant_id = $1 AND mode = $2 AND public_id = $3 AND version = $4
        RETURNING id, version";
    let (tenant, mode) = (scope.tenant, scope.mode);
    let OrderChange { id, version, state, document, personal } = change;
    let values = values![tenant, mode, *id, *version, state, document, personal.clone(), now];
    match session.fetch_first(sql, values).await? {
        Some(row) => row.int("version"),
        None => Err(stale(session, scope, *id, *version).await?),
    }
}

/// Why an order could not be changed: it is not there, or has another version.
pub(crate) async fn stale(
    session: &mut Session,
    scope: TenantScope,
    id: OrderId,
    version: i64,
) -> Result<StoreError, StoreError> {
    let sql = "SELECT version FROM orders WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
    let found = session.fetch_first(sql, values![scope.tenant, scope.mode, id]).await?;
    Ok(match found {
        None => StoreError::not_found(format!("order {id}")),
        Some(row) => StoreError::conflict(format!(
            "order {id} was changed: it has version {}, not {version}",
            row.int("version")?
        )),
    })
}
