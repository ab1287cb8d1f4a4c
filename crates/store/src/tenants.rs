//! Tenants: the organisations whose data is their own.

use crate::{ListQuery, Page, Store, StoreError, TenantKey};
use jiff::Timestamp;
use portolan_model::TenantId;

/// A tenant to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTenant {
    /// Its public id.
    pub id: TenantId,
    /// Its name, unique in the store.
    pub name: String,
    /// What the server keeps about it, as JSON text.
    pub document: String,
}

/// A tenant as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRow {
    /// Its key inside the store.
    pub key: TenantKey,
    /// Its public id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// What the server keeps about it.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Store {
    /// Makes tenants, all or none; [`StoreError::Conflict`] where an id or a name is taken.
    pub async fn tenants_insert(
        &self,
        tenants: &[NewTenant],
        now: Timestamp,
    ) -> Result<Vec<TenantKey>, StoreError> {
        unimplemented!()
    }

    /// The tenant with this public id.
    pub async fn tenant_find(&self, id: TenantId) -> Result<Option<TenantRow>, StoreError> {
        unimplemented!()
    }

    /// The tenant with this name.
    pub async fn tenant_find_by_name(&self, name: &str) -> Result<Option<TenantRow>, StoreError> {
        unimplemented!()
    }

    /// The tenants; for operators of the installation only. `state` and `text` are not used.
    pub async fn tenants_list(&self, query: &ListQuery) -> Result<Page<TenantRow>, StoreError> {
        unimplemented!()
    }
}
