//! Gaps: SKUs that staged files name or describe and that are no products yet.
//!
//! A gap belongs to the file that it was seen in and goes with it; several files' gaps of one SKU are told
//! together. A SKU that has become a product is no gap, whatever files say.

use crate::{
    ListQuery, Page, Store, StoreError, TenantScope, bulk::Insert, page::search_text,
    session::Session, value::values,
};
use jiff::Timestamp;
use portolan_model::ImportId;
use std::collections::BTreeMap;

/// What one file says of a SKU that is no product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGap {
    /// The SKU.
    pub sku: String,
    /// Orders of the file that wait for it.
    pub orders: i64,
    /// What the server keeps about it, as JSON text; never personal data.
    pub document: String,
}

/// A SKU that is no product, as all staged files tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapRow {
    /// The SKU.
    pub sku: String,
    /// Orders that wait for it, over all files.
    pub orders: i64,
    /// What each file's document says, the oldest first.
    pub documents: Vec<String>,
    /// When it was seen first.
    pub seen_at: Timestamp,
}

const INSERT: Insert = Insert {
    table: "product_gaps",
    columns: &[
        "file_id",
        "tenant_id",
        "mode",
        "sku",
        "sku_search",
        "orders",
        "document",
        "created_at",
    ],
    suffix: "",
};

/// Gaps that no product has closed, those that hold up most first.
const SUMS: &str = "SELECT g.sku, SUM(g.orders) AS waiting, MIN(g.created_at) AS seen_at
    FROM product_gaps g WHERE g.tenant_id = $1 AND g.mode = $2
    AND ($3 IS NULL OR g.sku_search LIKE $3 ESCAPE '\\')
    AND NOT EXISTS (SELECT 1 FROM products p
        WHERE p.tenant_id = g.tenant_id AND p.mode = g.mode AND p.sku = g.sku)
    GROUP BY g.sku ORDER BY SUM(g.orders) DESC, g.sku LIMIT $4 OFFSET $5";

impl Store {
    /// Replaces what a staged file says of SKUs that are no products.
    pub async fn gaps_put(
        &self,
        scope: TenantScope,
        file: ImportId,
        gaps: &[NewGap],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (scope, file, gaps.to_vec(), now);
        self.write(input, |session, (scope, file, gaps, now)| {
            Box::pin(put(session, *scope, (*file, gaps), *now))
        })
        .await
    }

    /// A page of gaps, those that hold up most orders first. The cursor counts rows: the order changes with
    /// every file, so a page may repeat or miss what moved.
    pub async fn gaps_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
    ) -> Result<Page<GapRow>, StoreError> {
        let from = query.after.unwrap_or(0).max(0);
        let wanted = query.rows_wanted()?;
        let values = values![scope.tenant, scope.mode, query.pattern(), wanted, from];
        let mut reader = self.reader().await?;
        // PostgreSQL sums integers into a numeric.
        let sums = SUMS.replace("SUM(g.orders) AS", "CAST(SUM(g.orders) AS BIGINT) AS");
        let mut items = Vec::new();
        for row in reader.fetch_prepared(sums, values).await? {
            let (sku, orders) = (row.text("sku")?, row.int("waiting")?);
            let seen_at = row.time("seen_at")?;
            items.push(GapRow { sku, orders, documents: Vec::new(), seen_at });
        }
        let next = (items.len() > query.limit as usize).then(|| from + i64::from(query.limit));
        items.truncate(query.limit as usize);
        let head = "SELECT sku, document FROM product_gaps WHERE tenant_id = $1 AND mode = $2
            AND sku";
        let skus = items.iter().map(|gap| (&gap.sku).into()).collect();
        let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let fixed = values![scope.tenant, scope.mode];
        for row in reader.fetch_in(head, fixed, skus, "ORDER BY id").await? {
            told.entry(row.text("sku")?).or_default().push(row.text("document")?);
        }
        for gap in &mut items {
            gap.documents = told.remove(&gap.sku).unwrap_or_default();
        }
        Ok(Page { items, next })
    }
}

async fn put(
    session: &mut Session,
    scope: TenantScope,
    (file, gaps): (ImportId, &[NewGap]),
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "SELECT id FROM staged_files WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
    let row = session.fetch_first(sql, values![scope.tenant, scope.mode, file]).await?;
    let key = row.ok_or_else(|| StoreError::not_found(format!("import {file}")))?.int("id")?;
    session.execute("DELETE FROM product_gaps WHERE file_id = $1", values![key]).await?;
    let row = |gap: &NewGap| {
        let (search, document) = (search_text(&gap.sku), &gap.document);
        values![key, scope.tenant, scope.mode, &gap.sku, search, gap.orders, document, now]
    };
    session.insert(&INSERT, gaps.iter().map(row).collect()).await.map(drop)
}
