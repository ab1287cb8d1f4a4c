//! Products of a tenant, known by SKU.

use crate::{
    ListQuery, Page, Store, StoreError, TenantScope, WriteFate,
    bulk::Insert,
    page::search_text,
    row::Row,
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::ProductId;
use std::collections::{BTreeMap, HashMap};

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

/// A change of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductChange {
    /// Its SKU.
    pub sku: String,
    /// The version the change was decided on.
    pub version: i64,
    /// What the server keeps about it from now on.
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
        let input = (scope, products.to_vec(), now);
        self.write(input, |session, (scope, products, now)| {
            Box::pin(put(session, *scope, products, *now))
        })
        .await
    }

    /// Changes one product if it still has its version, else [`StoreError::Conflict`]. Answers the new
    /// version.
    pub async fn product_update(
        &self,
        scope: TenantScope,
        change: ProductChange,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        self.write((scope, change, now), |session, (scope, change, now)| {
            Box::pin(update(session, *scope, change, *now))
        })
        .await
    }

    /// The product with this SKU.
    pub async fn product_find(
        &self,
        scope: TenantScope,
        sku: &str,
    ) -> Result<Option<ProductRow>, StoreError> {
        let found = self.products_find(scope, &[sku.to_owned()]).await?;
        Ok(found.into_iter().next())
    }

    /// The products with these SKUs, in no order; unknown ones are left out.
    pub async fn products_find(
        &self,
        scope: TenantScope,
        skus: &[String],
    ) -> Result<Vec<ProductRow>, StoreError> {
        let mut reader = self.reader().await?;
        select_in(&mut reader, scope, skus.iter().map(Value::from).collect()).await
    }

    /// A page of products; `text` searches the SKU, `state` is not used.
    pub async fn products_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<ProductRow>, StoreError> {
        let sql = "SELECT * FROM products WHERE tenant_id = $1 AND mode = $2 AND id < $3
            AND ($4 IS NULL OR sku_search LIKE $4 ESCAPE '\\') ORDER BY id DESC LIMIT $5";
        let (below, wanted) = (query.below(), query.rows_wanted()?);
        let values = values![scope.tenant, scope.mode, below, query.pattern(), wanted];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(items, query.limit, |row| row.key))
    }

    /// How many products there are.
    pub async fn products_count(&self, scope: TenantScope) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) AS n FROM products WHERE tenant_id = $1 AND mode = $2";
        let row = self.reader().await?.fetch_first(sql, values![scope.tenant, scope.mode]).await?;
        row.map_or(Ok(0), |row| row.int("n"))
    }
}

/// A row that stays the same is neither written nor returned.
const UPSERT: Insert = Insert {
    table: "products",
    columns: &[
        "public_id",
        "tenant_id",
        "mode",
        "sku",
        "sku_search",
        "version",
        "document",
        "created_at",
        "updated_at",
    ],
    suffix: "ON CONFLICT (tenant_id, mode, sku) DO UPDATE SET document = excluded.document,
        version = products.version + 1, updated_at = excluded.updated_at
        WHERE products.document <> excluded.document RETURNING sku, public_id, version",
};

async fn put(
    session: &mut Session,
    scope: TenantScope,
    products: &[NewProduct],
    now: Timestamp,
) -> Result<Vec<ProductWritten>, StoreError> {
    // By SKU, so that two calls at once lock rows in one order.
    let mut by_sku = BTreeMap::new();
    for product in products {
        if by_sku.insert(product.sku.as_str(), product).is_some() {
            return Err(StoreError::conflict(format!("SKU {} is there twice", product.sku)));
        }
    }
    let row = |p: &&NewProduct| {
        let search = search_text(&p.sku);
        values![p.id, scope.tenant, scope.mode, &p.sku, search, 1, &p.document, now, now]
    };
    let rows = by_sku.values().map(row).collect();
    let mut written = HashMap::new();
    for row in session.insert(&UPSERT, rows).await? {
        let version = row.int("version")?;
        let fate = if version == 1 { WriteFate::Created } else { WriteFate::Updated };
        let product = ProductWritten { id: row.id("public_id")?, version, fate };
        written.insert(row.text("sku")?, product);
    }
    let same = by_sku.keys().filter(|sku| !written.contains_key(**sku)).map(|sku| (*sku).into());
    for row in select_in(session, scope, same.collect()).await? {
        let fate = WriteFate::Unchanged;
        written.insert(row.sku, ProductWritten { id: row.id, version: row.version, fate });
    }
    products
        .iter()
        .map(|p| written.get(&p.sku).cloned().ok_or_else(|| StoreError::corrupt("product")))
        .collect()
}

async fn update(
    session: &mut Session,
    scope: TenantScope,
    ProductChange { sku, version, document }: &ProductChange,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "UPDATE products SET document = $5, version = version + 1, updated_at = $6
        WHERE tenant_id = $1 AND mode = $2 AND sku = $3 AND version = $4 RETURNING version";
    let values = values![scope.tenant, scope.mode, sku, *version, document, now];
    if let Some(row) = session.fetch_first(sql, values).await? {
        return row.int("version");
    }
    let found = select_in(session, scope, values![sku]).await?;
    Err(match found.first() {
        Some(row) => StoreError::conflict(format!(
            "product {sku} was changed: it has version {}, not {version}",
            row.version
        )),
        None => StoreError::not_found(format!("product {sku}")),
    })
}

async fn select_in(
    session: &mut Session,
    scope: TenantScope,
    skus: Vec<Value>,
) -> Result<Vec<ProductRow>, StoreError> {
    let head = "SELECT * FROM products WHERE tenant_id = $1 AND mode = $2 AND sku";
    let fixed = values![scope.tenant, scope.mode];
    session.fetch_in(head, fixed, skus, "").await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<ProductRow, StoreError> {
    Ok(ProductRow {
        key: row.int("id")?,
        id: row.id("public_id")?,
        sku: row.text("sku")?,
        version: row.int("version")?,
        document: row.text("document")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}
