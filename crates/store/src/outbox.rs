//! The outbox: what must be told to the world, kept in the transaction that caused it.
//!
//! A claim is a lease: a process that dies loses it, and the entry is claimed again. So delivery is at
//! least once. Payloads hold ids, never personal data.

use crate::{
    Engine, Mode, PAGE_ROWS_MAX, Store, StoreError, TenantKey, TenantScope,
    bulk::Insert,
    postgres,
    row::Row,
    session::Session,
    sqlite,
    value::{Value, values},
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutbox {
    /// What it is about, such as `parcel.booked`.
    pub topic: String,
    /// What to tell.
    pub payload: Vec<u8>,
    /// When to tell it first.
    pub next_attempt_at: Timestamp,
}

/// An entry as claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its key.
    pub key: i64,
    /// Whose it is; none for the installation's own.
    pub scope: Option<TenantScope>,
    /// What it is about.
    pub topic: String,
    /// What to tell.
    pub payload: Vec<u8>,
    /// Attempts so far, this one included.
    pub attempts: i64,
    /// Until when it is claimed; the claim's token.
    pub claimed_until: Timestamp,
}

impl Store {
    /// Writes entries.
    pub async fn outbox_append(
        &self,
        scope: Option<TenantScope>,
        entries: &[NewOutbox],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (scope, entries.to_vec(), now);
        self.write(input, |session, (scope, entries, now)| {
            Box::pin(append(session, *scope, entries, *now))
        })
        .await
    }

    /// Claims due entries of every tenant until `claim_until`, oldest due first, at most `limit`.
    pub async fn outbox_claim(
        &self,
        now: Timestamp,
        claim_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let limit = i64::from(limit.min(PAGE_ROWS_MAX));
        let mut rows = self
            .write((now, claim_until, limit), |session, (now, until, limit)| {
                Box::pin(async move {
                    let sql = match session.engine() {
                        Engine::Sqlite => sqlite::OUTBOX_CLAIM,
                        Engine::Postgres => postgres::OUTBOX_CLAIM,
                    };
                    let rows = session.fetch(sql, values![*now, *until, *limit]).await?;
                    rows.iter().map(read).collect::<Result<Vec<_>, _>>()
                })
            })
            .await?;
        rows.sort_by_key(|(due, row)| (*due, row.key));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// Removes claimed entries that were told. Those claimed by another since are left.
    pub async fn outbox_done(&self, entries: &[OutboxRow]) -> Result<u64, StoreError> {
        let claims = entries.iter().map(|row| (row.claimed_until, row.key)).collect();
        self.write(claims, |session, claims: &Vec<(Timestamp, i64)>| {
            Box::pin(remove_claimed(session, "outbox", claims))
        })
        .await
    }

    /// Gives a claimed entry back, to be tried again at `next_attempt_at`.
    pub async fn outbox_retry(
        &self,
        entry: &OutboxRow,
        next_attempt_at: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        let claim = (entry.key, entry.claimed_until, next_attempt_at, error.to_owned());
        self.write(claim, |session, (key, claimed, next, error)| {
            Box::pin(async move {
                let sql = "UPDATE outbox SET claimed_until = NULL, next_attempt_at = $3,
                    last_error = $4 WHERE id = $1 AND claimed_until = $2";
                session.execute(sql, values![*key, *claimed, *next, error]).await.map(drop)
            })
        })
        .await
    }

    /// How many entries wait.
    pub async fn outbox_count(&self) -> Result<i64, StoreError> {
        let row =
            self.reader().await?.fetch_first("SELECT COUNT(*) AS n FROM outbox", vec![]).await?;
        row.map_or(Ok(0), |row| row.int("n"))
    }
}

const INSERT: Insert = Insert {
    table: "outbox",
    columns: &[
        "tenant_id",
        "mode",
        "topic",
        "payload",
        "attempts",
        "next_attempt_at",
        "created_at",
    ],
    suffix: "",
};

/// Writes entries within a transaction.
pub(crate) async fn append(
    session: &mut Session,
    scope: Option<TenantScope>,
    entries: &[NewOutbox],
    now: Timestamp,
) -> Result<(), StoreError> {
    let tenant = scope.map(|scope| scope.tenant.0);
    let mode = scope.map(|scope| scope.mode.as_str().to_owned());
    let row = |e: &NewOutbox| {
        values![tenant, &mode, &e.topic, e.payload.as_slice(), 0, e.next_attempt_at, now]
    };
    session.insert(&INSERT, entries.iter().map(row).collect()).await.map(drop)
}

/// Removes rows of a queue whose claim still stands.
pub(crate) async fn remove_claimed(
    session: &mut Session,
    table: &str,
    claims: &[(Timestamp, i64)],
) -> Result<u64, StoreError> {
    let mut by_claim: BTreeMap<Timestamp, Vec<Value>> = BTreeMap::new();
    for (claimed_until, key) in claims {
        by_claim.entry(*claimed_until).or_default().push((*key).into());
    }
    let head = format!("DELETE FROM {table} WHERE claimed_until = $1 AND id");
    let mut removed = 0;
    for (claimed_until, keys) in by_claim {
        let rows = session.fetch_in(&head, values![claimed_until], keys, "RETURNING id").await?;
        removed += rows.len() as u64;
    }
    Ok(removed)
}

fn read(row: &Row) -> Result<(Timestamp, OutboxRow), StoreError> {
    let scope = match (row.int_maybe("tenant_id")?, row.text_maybe("mode")?) {
        (Some(tenant), Some(mode)) => {
            Some(TenantScope::new(TenantKey(tenant), Mode::parse(&mode)?))
        }
        _ => None,
    };
    let entry = OutboxRow {
        key: row.int("id")?,
        scope,
        topic: row.text("topic")?,
        payload: row.blob("payload")?,
        attempts: row.int("attempts")?,
        claimed_until: row.time("claimed_until")?,
    };
    Ok((row.time("next_attempt_at")?, entry))
}
