//! The audit trail: append-only, which the database itself enforces.

use crate::{Store, StoreError, TenantScope};
use jiff::Timestamp;

/// An entry to be written. It holds ids, never personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAudit {
    /// Who did it: a key's or account's public id, or `system`.
    pub actor: String,
    /// What was done, such as `order.book`.
    pub action: String,
    /// To what: a public id.
    pub object: String,
    /// Particulars, as JSON text.
    pub detail: String,
}

/// An entry as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, for cursors.
    pub key: i64,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// Particulars.
    pub detail: String,
}

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only entries about this object.
    pub object: Option<String>,
    /// The `next` of the page before.
    pub after: Option<i64>,
    /// Rows wanted, 1 to `PAGE_ROWS_MAX`.
    pub limit: u32,
}

impl Store {
    /// Writes entries; without a scope they are the installation's own.
    pub async fn audit_append(
        &self,
        scope: Option<TenantScope>,
        entries: &[NewAudit],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// A page of a tenant's entries.
    pub async fn audit_list(
        &self,
        scope: TenantScope,
        query: &AuditQuery,
    ) -> Result<crate::Page<AuditRow>, StoreError> {
        unimplemented!()
    }
}
