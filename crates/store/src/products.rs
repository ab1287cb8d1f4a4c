//! Products of a tenant, known by SKU.

use crate::{ListQuery, Page, Store, StoreError, TenantScope, WriteFate};
use jiff::Timestamp;
use portolan_model::ProductId;

/// A product to be made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProduct {
    /// The public id it gets where its SKU is new.
    pub id: ProductId,
    /// Its SKU, unique per tenant and mode.
    pub sku: String,
    /// What the server keeps about it, as JSON text.
    pub document: String,
}

/// What became of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductWritten {
    /// Its public id: the given one, or that of the product with this SKU.
    pub id: ProductId,
    /// Its version, from 1.
    pub version: i64,
    /// Created, updated or unchanged.
    pub fate: WriteFate,
}

/// A product as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: ProductId,
    /// Its SKU.
    pub sku: String,
    /// Its version, from 1.
    pub version: i64,
    /// What the server keeps about it.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Store {
    /// Makes or changes products by SKU, all or none; a SKU twice in the set is a
    /// [`StoreError::Conflict`]. Answers in the order given.
    pub async fn products_put(
        &self,
        scope: TenantScope,
        products: &[NewProduct],
        now: Timestamp,
    ) -> Result<Vec<ProductWritten>, StoreError> {
        unimplemented!()
    }

    /// Changes one product if it still has `version`, else [`StoreError::Conflict`]. Answers the new version.
    pub async fn product_update(
        &self,
        scope: TenantScope,
        sku: &str,
        version: i64,
        document: &str,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        unimplemented!()
    }

    /// The product with this SKU.
    pub async fn product_find(
        &self,
        scope: TenantScope,
        sku: &str,
    ) -> Result<Option<ProductRow>, StoreError> {
        unimplemented!()
    }

    /// The products with these SKUs, in no order; unknown ones are left out.
    pub async fn products_find(
        &self,
        scope: TenantScope,
        skus: &[String],
    ) -> Result<Vec<ProductRow>, StoreError> {
        unimplemented!()
    }

    /// A page of products; `text` searches the SKU, `state` is not used.
    pub async fn products_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<ProductRow>, StoreError> {
        unimplemented!()
    }

    /// How many products there are.
    pub async fn products_count(&self, scope: TenantScope) -> Result<i64, StoreError> {
        unimplemented!()
    }
}
