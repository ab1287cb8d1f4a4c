//! Orders and their import. Documents hold nothing personal: that part is sealed apart.

use crate::{ContentHash, ListQuery, NewAudit, Page, Personal, Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{ImportId, OrderId};

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
        unimplemented!()
    }

    /// Takes in a file of orders whole: a reference that belongs to a different order is a
    /// [`StoreError::Conflict`] and nothing is kept. Idempotent by content hash.
    pub async fn orders_import(
        &self,
        scope: TenantScope,
        command: ImportCommand,
        now: Timestamp,
    ) -> Result<ImportOutcome, StoreError> {
        unimplemented!()
    }

    /// The order with this public id.
    pub async fn order_find(
        &self,
        scope: TenantScope,
        id: OrderId,
    ) -> Result<Option<OrderRow>, StoreError> {
        unimplemented!()
    }

    /// The orders with these public ids, in no order; unknown ones are left out.
    pub async fn orders_find(
        &self,
        scope: TenantScope,
        ids: &[OrderId],
    ) -> Result<Vec<OrderRow>, StoreError> {
        unimplemented!()
    }

    /// The orders with these references, in no order; unknown ones are left out.
    pub async fn orders_find_by_reference(
        &self,
        scope: TenantScope,
        references: &[String],
    ) -> Result<Vec<OrderRow>, StoreError> {
        unimplemented!()
    }

    /// A page of orders; `text` searches the reference.
    pub async fn orders_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<OrderRow>, StoreError> {
        unimplemented!()
    }

    /// How many orders are in each state.
    pub async fn orders_count(&self, scope: TenantScope) -> Result<Vec<(String, i64)>, StoreError> {
        unimplemented!()
    }

    /// Changes one order if it still has its version, else [`StoreError::Conflict`]. Answers the new version.
    pub async fn order_update(
        &self,
        scope: TenantScope,
        change: OrderChange,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        unimplemented!()
    }
}
