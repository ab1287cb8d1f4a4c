//! The audit trail: append-only, which the database itself enforces.

use crate::{
    ListQuery, Page, Store, StoreError, TenantScope, bulk::Insert, row::Row, session::Session,
    value::values,
};
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
        let input = (scope, entries.to_vec(), now);
        self.write(input, |session, (scope, entries, now)| {
            Box::pin(append(session, *scope, entries, *now))
        })
        .await
    }

    /// A page of a tenant's entries.
    pub async fn audit_list(
        &self,
        scope: TenantScope,
        query: &AuditQuery,
    ) -> Result<Page<AuditRow>, StoreError> {
        let limit = ListQuery { after: query.after, ..ListQuery::first(query.limit) };
        let (below, wanted) = (limit.below(), limit.rows_wanted()?);
        let sql = "SELECT * FROM audit WHERE tenant_id = $1 AND mode = $2 AND id < $3
            AND ($4 IS NULL OR object = $4) ORDER BY id DESC LIMIT $5";
        let values = values![scope.tenant, scope.mode, below, &query.object, wanted];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(items, query.limit, |row| row.key))
    }
}

const INSERT: Insert = Insert {
    table: "audit",
    columns: &["tenant_id", "mode", "at", "actor", "action", "object", "detail"],
    suffix: "",
};

/// Writes entries within a transaction.
pub(crate) async fn append(
    session: &mut Session,
    scope: Option<TenantScope>,
    entries: &[NewAudit],
    now: Timestamp,
) -> Result<(), StoreError> {
    let tenant = scope.map(|scope| scope.tenant.0);
    let mode = scope.map(|scope| scope.mode.as_str().to_owned());
    let row = |e: &NewAudit| values![tenant, &mode, now, &e.actor, &e.action, &e.object, &e.detail];
    session.insert(&INSERT, entries.iter().map(row).collect()).await.map(drop)
}

fn read(row: &Row) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        key: row.int("id")?,
        at: row.time("at")?,
        actor: row.text("actor")?,
        action: row.text("action")?,
        object: row.text("object")?,
        detail: row.text("detail")?,
    })
}
