//! Tenants: the organisations whose data is their own.

use crate::{
    ListQuery, Page, Store, StoreError, TenantKey, bulk::Insert, row::Row, session::Session,
    value::values,
};
use jiff::Timestamp;
use portolan_model::TenantId;
use std::collections::HashMap;

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
        let input = (tenants.to_vec(), now);
        self.write(input, |session, (tenants, now)| Box::pin(insert(session, tenants, *now))).await
    }

    /// The tenant with this public id.
    pub async fn tenant_find(&self, id: TenantId) -> Result<Option<TenantRow>, StoreError> {
        let sql =
            "SELECT id, public_id, name, document, created_at FROM tenants WHERE public_id = $1";
        let row = self.reader().await?.fetch_first(sql, values![id]).await?;
        row.as_ref().map(read).transpose()
    }

    /// The tenant with this name.
    pub async fn tenant_find_by_name(&self, name: &str) -> Result<Option<TenantRow>, StoreError> {
        let sql = "SELECT id, public_id, name, document, created_at FROM tenants WHERE name = $1";
        let row = self.reader().await?.fetch_first(sql, values![name]).await?;
        row.as_ref().map(read).transpose()
    }

    /// The tenants; for operators of the installation only. `state` and `text` are not used.
    pub async fn tenants_list(&self, query: &ListQuery) -> Result<Page<TenantRow>, StoreError> {
        let sql = "SELECT id, public_id, name, document, created_at FROM tenants
            WHERE id < $1 ORDER BY id DESC LIMIT $2";
        let values = values![query.below(), query.rows_wanted()?];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(items, query.limit, |row| row.key.0))
    }
}

const INSERT: Insert = Insert {
    table: "tenants",
    columns: &["public_id", "name", "document", "created_at"],
    suffix: "RETURNING id, public_id",
};

pub(crate) async fn insert(
    session: &mut Session,
    tenants: &[NewTenant],
    now: Timestamp,
) -> Result<Vec<TenantKey>, StoreError> {
    let rows = tenants.iter().map(|t| values![t.id, &t.name, &t.document, now]).collect();
    let mut keys = HashMap::new();
    for row in session.insert(&INSERT, rows).await? {
        keys.insert(row.id("public_id")?, TenantKey(row.int("id")?));
    }
    let key_of = |tenant: &NewTenant| keys.get(&tenant.id).copied();
    tenants.iter().map(|t| key_of(t).ok_or_else(|| StoreError::corrupt("tenant key"))).collect()
}

fn read(row: &Row) -> Result<TenantRow, StoreError> {
    Ok(TenantRow {
        key: TenantKey(row.int("id")?),
        id: row.id("public_id")?,
        name: row.text("name")?,
        document: row.text("document")?,
        created_at: row.time("created_at")?,
    })
}
