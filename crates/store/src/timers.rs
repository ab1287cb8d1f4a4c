//! Timers: what must be done at an instant, whatever restarts in between.

use crate::{
    Engine, Mode, PAGE_ROWS_MAX, Store, StoreError, TenantKey, TenantScope, bulk::Insert,
    outbox::remove_claimed, postgres, row::Row, session::Session, sqlite, value::values,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A timer to be set: one per kind and object; setting it again moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTimer {
    /// What is to be done.
    pub kind: String,
    /// To what: a public id.
    pub object: String,
    /// When.
    pub due_at: Timestamp,
    /// Particulars, as JSON text.
    pub payload: String,
}

/// A timer as claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerRow {
    /// Its key.
    pub key: i64,
    /// Whose it is.
    pub scope: TenantScope,
    /// What is to be done.
    pub kind: String,
    /// To what.
    pub object: String,
    /// When it was due.
    pub due_at: Timestamp,
    /// Particulars.
    pub payload: String,
    /// Claims so far, this one included.
    pub attempts: i64,
    /// Until when it is claimed; the claim's token.
    pub claimed_until: Timestamp,
}

impl Store {
    /// Sets or moves timers.
    pub async fn timers_set(
        &self,
        scope: TenantScope,
        timers: &[NewTimer],
    ) -> Result<(), StoreError> {
        self.write((scope, timers.to_vec()), |session, (scope, timers)| {
            Box::pin(async move { set(session, *scope, timers.iter()).await })
        })
        .await
    }

    /// Claims due timers of every tenant until `claim_until`, oldest due first, at most `limit`.
    pub async fn timers_claim(
        &self,
        now: Timestamp,
        claim_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<TimerRow>, StoreError> {
        let limit = i64::from(limit.min(PAGE_ROWS_MAX));
        let mut rows = self
            .write((now, claim_until, limit), |session, (now, until, limit)| {
                Box::pin(async move {
                    let sql = match session.engine() {
                        Engine::Sqlite => sqlite::TIMERS_CLAIM,
                        Engine::Postgres => postgres::TIMERS_CLAIM,
                    };
                    let rows = session.fetch(sql, values![*now, *until, *limit]).await?;
                    rows.iter().map(read).collect::<Result<Vec<_>, _>>()
                })
            })
            .await?;
        rows.sort_by_key(|row| (row.due_at, row.key));
        Ok(rows)
    }

    /// Removes claimed timers that were done. Those moved or claimed by another since are left.
    pub async fn timers_done(&self, timers: &[TimerRow]) -> Result<u64, StoreError> {
        let claims = timers.iter().map(|row| (row.claimed_until, row.key)).collect();
        self.write(claims, |session, claims: &Vec<(Timestamp, i64)>| {
            Box::pin(remove_claimed(session, "timers", claims))
        })
        .await
    }

    /// Cancels a timer; true where it was set.
    pub async fn timer_cancel(
        &self,
        scope: TenantScope,
        kind: &str,
        object: &str,
    ) -> Result<bool, StoreError> {
        let timer = (scope, kind.to_owned(), object.to_owned());
        self.write(timer, |session, (scope, kind, object)| {
            Box::pin(cancel(session, *scope, kind, object))
        })
        .await
    }
}

/// Setting a timer again takes it from whoever had claimed it.
const UPSERT: Insert = Insert {
    table: "timers",
    columns: &["tenant_id", "mode", "kind", "object", "due_at", "payload", "attempts"],
    suffix: "ON CONFLICT (tenant_id, mode, kind, object) DO UPDATE SET due_at = excluded.due_at,
        payload = excluded.payload, attempts = 0, claimed_until = NULL",
};

/// Sets or moves timers within a transaction; of two for one kind and object the later counts.
pub(crate) async fn set(
    session: &mut Session,
    scope: TenantScope,
    timers: impl Iterator<Item = &NewTimer>,
) -> Result<(), StoreError> {
    let by_name: BTreeMap<_, _> =
        timers.map(|timer| ((&timer.kind, &timer.object), timer)).collect();
    let row = |t: &&NewTimer| {
        values![scope.tenant, scope.mode, &t.kind, &t.object, t.due_at, &t.payload, 0]
    };
    let rows = by_name.values().map(row).collect();
    session.insert(&UPSERT, rows).await.map(drop)
}

/// Cancels a timer within a transaction.
pub(crate) async fn cancel(
    session: &mut Session,
    scope: TenantScope,
    kind: &str,
    object: &str,
) -> Result<bool, StoreError> {
    let sql = "DELETE FROM timers WHERE tenant_id = $1 AND mode = $2 AND kind = $3 AND object = $4";
    let values = values![scope.tenant, scope.mode, kind, object];
    Ok(session.execute(sql, values).await? > 0)
}

fn read(row: &Row) -> Result<TimerRow, StoreError> {
    let mode = Mode::parse(&row.text("mode")?)?;
    Ok(TimerRow {
        key: row.int("id")?,
        scope: TenantScope::new(TenantKey(row.int("tenant_id")?), mode),
        kind: row.text("kind")?,
        object: row.text("object")?,
        due_at: row.time("due_at")?,
        payload: row.text("payload")?,
        attempts: row.int("attempts")?,
        claimed_until: row.time("claimed_until")?,
    })
}
