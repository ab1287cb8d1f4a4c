//! Orders and their import. Documents hold nothing personal: that part is sealed apart.

pub(crate) mod write;

use crate::{
    ContentHash, ListQuery, NewAudit, Page, Personal, Store, StoreError, TenantScope,
    personal::data_key,
    row::Row,
    seal::{Table, WrappedKey},
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::{ImportId, OrderId};
use write::SealedOrder;

/// An order to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// Its public id.
    pub id: OrderId,
    /// The merchant's reference, unique per tenant and mode.
    pub reference: String,
    /// Its state, a word of the server's.
    pub state: String,
    /// Digest of what was sent: the same reference with the same digest is the same order again.
    pub content_hash: ContentHash,
    /// All that is not personal, as JSON text.
    pub document: String,
    /// All that is personal (recipient, telephone, email, tax id …); sealed before it is written.
    pub personal: Vec<u8>,
}

/// What became of one row of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WriteFate {
    /// It is new.
    Created,
    /// It was there and was changed.
    Updated,
    /// It was there, the same.
    Unchanged,
    /// Its reference belongs to a different row, which was left as it is.
    Conflicting,
}

/// What became of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderWritten {
    /// Its public id: the given one, or that of the order with this reference.
    pub id: OrderId,
    /// The reference.
    pub reference: String,
    /// Created, unchanged or conflicting.
    pub fate: WriteFate,
}

/// An order as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: OrderId,
    /// The merchant's reference.
    pub reference: String,
    /// Its state.
    pub state: String,
    /// Its version, from 1; every change adds one.
    pub version: i64,
    /// Digest of what was sent.
    pub content_hash: ContentHash,
    /// All that is not personal.
    pub document: String,
    /// All that is personal, unless erased.
    pub personal: Personal,
    /// When it was kept.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A change of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderChange {
    /// Which order.
    pub id: OrderId,
    /// The version the change was decided on.
    pub version: i64,
    /// Its new state; none to keep it.
    pub state: Option<String>,
    /// Its new document; none to keep it.
    pub document: Option<String>,
    /// Its new personal part; none to keep it.
    pub personal: Option<Vec<u8>>,
}

/// A file of orders, taken in whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportCommand {
    /// Its public id, where it is not a repetition.
    pub id: ImportId,
    /// Digest of the file: the same file again is answered with what the first reading did.
    pub content_hash: ContentHash,
    /// The report on its rows, without personal data, as JSON text.
    pub document: String,
    /// The orders.
    pub orders: Vec<NewOrder>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Its public id: the given one, or the first reading's.
    pub id: ImportId,
    /// Whether this very file had been taken in before, and nothing was done now.
    pub replayed: bool,
    /// The report: the given one, or the first reading's.
    pub document: String,
    /// The orders: in the order given, or as the first reading left them, [`WriteFate::Unchanged`].
    pub orders: Vec<OrderWritten>,
}

impl Store {
    /// Keeps orders; those whose reference is taken are left out and say so. Answers in the order given.
    pub async fn orders_insert(
        &self,
        scope: TenantScope,
        orders: &[NewOrder],
        now: Timestamp,
    ) -> Result<Vec<OrderWritten>, StoreError> {
        let orders = self.seal_orders(orders)?;
        let written = self
            .write((scope, orders, now), |session, (scope, orders, now)| {
                Box::pin(write::insert(session, *scope, orders, *now))
            })
            .await?;
        Ok(written.into_iter().map(|order| order.written).collect())
    }

    /// Takes in a file of orders whole: a reference that belongs to a different order is a
    /// [`StoreError::Conflict`] and nothing is kept. Idempotent by content hash.
    pub async fn orders_import(
        &self,
        scope: TenantScope,
        command: ImportCommand,
        now: Timestamp,
    ) -> Result<ImportOutcome, StoreError> {
        let orders = self.seal_orders(&command.orders)?;
        let input = (scope, command, orders, now);
        self.write(input, |session, (scope, command, orders, now)| {
            Box::pin(write::import(session, *scope, (command, orders), *now))
        })
        .await
    }

    /// The order with this public id.
    pub async fn order_find(
        &self,
        scope: TenantScope,
        id: OrderId,
    ) -> Result<Option<OrderRow>, StoreError> {
        Ok(self.orders_find(scope, &[id]).await?.into_iter().next())
    }

    /// The orders with these public ids, in no order; unknown ones are left out.
    pub async fn orders_find(
        &self,
        scope: TenantScope,
        ids: &[OrderId],
    ) -> Result<Vec<OrderRow>, StoreError> {
        let ids = ids.iter().map(|id| Value::from(*id)).collect();
        self.orders_in(scope, "AND o.public_id", ids).await
    }

    /// The orders with these references, in no order; unknown ones are left out.
    pub async fn orders_find_by_reference(
        &self,
        scope: TenantScope,
        references: &[String],
    ) -> Result<Vec<OrderRow>, StoreError> {
        let references = references.iter().map(Value::from).collect();
        self.orders_in(scope, "AND o.reference", references).await
    }

    /// A page of orders; `text` searches the reference.
    pub async fn orders_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<OrderRow>, StoreError> {
        let (below, wanted) = (query.below(), query.rows_wanted()?);
        let values =
            values![scope.tenant, scope.mode, below, &query.state, query.pattern(), wanted];
        let rows = self.reader().await?.fetch(SELECT_PAGE, values).await?;
        let items = rows.iter().map(|row| self.read_order(row)).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(items, query.limit, |row| row.key))
    }

    /// How many orders are in each state.
    pub async fn orders_count(&self, scope: TenantScope) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT state, COUNT(*) AS n FROM orders WHERE tenant_id = $1 AND mode = $2
            GROUP BY state ORDER BY state";
        let rows = self.reader().await?.fetch(sql, values![scope.tenant, scope.mode]).await?;
        rows.iter().map(|row| Ok((row.text("state")?, row.int("n")?))).collect()
    }

    /// Changes one order if it still has its version, else [`StoreError::Conflict`]. Answers the new version.
    pub async fn order_update(
        &self,
        scope: TenantScope,
        change: OrderChange,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let personal = match &change.personal {
            None => None,
            Some(plain) => Some(self.reseal_order(change.id, plain).await?),
        };
        let input = (scope, OrderChange { personal, ..change }, now);
        self.write(input, |session, (scope, change, now)| {
            Box::pin(write::update(session, *scope, change, *now))
        })
        .await
    }
}

const SELECT: &str = "SELECT o.*, k.wrapped FROM orders o
    LEFT JOIN data_keys k ON k.subject = o.public_id WHERE o.tenant_id = $1 AND o.mode = $2";

const SELECT_PAGE: &str = "SELECT o.*, k.wrapped FROM orders o
    LEFT JOIN data_keys k ON k.subject = o.public_id
    WHERE o.tenant_id = $1 AND o.mode = $2 AND o.id < $3 AND ($4 IS NULL OR o.state = $4)
    AND ($5 IS NULL OR o.reference_search LIKE $5 ESCAPE '\\') ORDER BY o.id DESC LIMIT $6";

impl Store {
    async fn orders_in(
        &self,
        scope: TenantScope,
        column: &str,
        list: Vec<Value>,
    ) -> Result<Vec<OrderRow>, StoreError> {
        let head = format!("{SELECT} {column}");
        let fixed = values![scope.tenant, scope.mode];
        let rows = self.reader().await?.fetch_in(&head, fixed, list, "").await?;
        rows.iter().map(|row| self.read_order(row)).collect()
    }

    fn read_order(&self, row: &Row) -> Result<OrderRow, StoreError> {
        let id: OrderId = row.id("public_id")?;
        let (wrapped, sealed) = (row.blob_maybe("wrapped")?, row.blob_maybe("personal")?);
        let wrapped = wrapped.as_deref();
        let key = WrappedKey { owner: Table::Orders, subject: id.as_bytes(), wrapped };
        let personal = self.sealer().open_subject(key, Table::Orders, sealed.as_deref())?;
        Ok(OrderRow {
            key: row.int("id")?,
            id,
            reference: row.text("reference")?,
            state: row.text("state")?,
            version: row.int("version")?,
            content_hash: row.hash("content_hash")?,
            document: row.text("document")?,
            personal,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
        })
    }

    fn seal_orders(&self, orders: &[NewOrder]) -> Result<Vec<SealedOrder>, StoreError> {
        let seal = |order: &NewOrder| {
            let sealer = self.sealer();
            let subject =
                sealer.seal_subject(Table::Orders, order.id.as_bytes(), &order.personal)?;
            Ok(SealedOrder { order: NewOrder { personal: vec![], ..order.clone() }, subject })
        };
        orders.iter().map(seal).collect()
    }

    /// Seals a new personal part under the order's own key.
    async fn reseal_order(&self, id: OrderId, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut reader = self.reader().await?;
        let wrapped = data_key(&mut reader, id.as_bytes()).await?;
        let wrapped = wrapped.as_deref();
        let key = WrappedKey { owner: Table::Orders, subject: id.as_bytes(), wrapped };
        let sealed = self.sealer().seal_more(key, Table::Orders, plain)?;
        sealed.ok_or_else(|| StoreError::conflict(format!("order {id} has no personal data")))
    }
}
