//! Idempotency records: the same request under the same key is done once and answered the same.
//!
//! A kept answer may hold personal data: it is sealed under the master key and gone when the record
//! expires, so keep records for hours, not months.

use crate::{
    ContentHash, Store, StoreError, TenantScope, seal::Table, session::Session, value::values,
};
use jiff::Timestamp;

/// A request under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyBegin {
    /// The caller's key.
    pub key: String,
    /// Digest of method, path and body.
    pub fingerprint: ContentHash,
    /// Until when this request is thought to run: after it (a crash) another may take over.
    pub lease_until: Timestamp,
    /// When the record is forgotten.
    pub expires_at: Timestamp,
}

/// What to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Do it, then complete or abandon it.
    Fresh,
    /// It was done: answer this.
    Replay {
        /// The HTTP status given.
        status: u16,
        /// The body given.
        body: Vec<u8>,
    },
    /// It is being done: answer that it is in progress.
    InProgress,
    /// The key was used for a different request: refuse.
    Mismatch,
}

/// The answer of a request under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyCompletion {
    /// The caller's key.
    pub key: String,
    /// The same digest it was begun with.
    pub fingerprint: ContentHash,
    /// The HTTP status given.
    pub status: u16,
    /// The body given.
    pub body: Vec<u8>,
}

impl Store {
    /// Asks what to do with a request, and takes it where it is fresh.
    pub async fn idempotency_begin(
        &self,
        scope: TenantScope,
        request: &IdempotencyBegin,
        now: Timestamp,
    ) -> Result<Begun, StoreError> {
        let input = (scope, request.clone(), now);
        let found = self
            .write(input, |session, (scope, request, now)| {
                Box::pin(begin(session, *scope, request, *now))
            })
            .await?;
        Ok(match found {
            Found::Fresh => Begun::Fresh,
            Found::InProgress => Begun::InProgress,
            Found::Mismatch => Begun::Mismatch,
            Found::Done { status, sealed } => {
                let name = seal_name(scope, &request.key);
                let body = self.sealer().open_direct(Table::Idempotency, &name, &sealed);
                Begun::Replay {
                    status: u16::try_from(status).map_err(|_| StoreError::corrupt("status"))?,
                    body: body.ok_or_else(|| StoreError::corrupt("kept answer"))?,
                }
            }
        })
    }

    /// Keeps the answer of a request begun; [`StoreError::Conflict`] where it is not in progress.
    pub async fn idempotency_complete(
        &self,
        scope: TenantScope,
        completion: IdempotencyCompletion,
    ) -> Result<(), StoreError> {
        let completion = self.seal_completion(scope, completion)?;
        self.write((scope, completion), |session, (scope, completion)| {
            Box::pin(complete(session, *scope, completion))
        })
        .await
    }

    /// Forgets a request begun that failed without effect, so that it may be tried again.
    pub async fn idempotency_abandon(
        &self,
        scope: TenantScope,
        key: &str,
        fingerprint: ContentHash,
    ) -> Result<(), StoreError> {
        self.write((scope, key.to_owned(), fingerprint), |session, (scope, key, fingerprint)| {
            Box::pin(async move {
                let sql = "DELETE FROM idempotency WHERE tenant_id = $1 AND mode = $2 AND key = $3
                    AND fingerprint = $4 AND state = 'in_progress'";
                let values = values![scope.tenant, scope.mode, key, *fingerprint];
                session.execute(sql, values).await.map(drop)
            })
        })
        .await
    }

    /// Forgets expired records of every tenant. Answers how many.
    pub async fn idempotency_expire(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(now, |session, now| {
            Box::pin(async move {
                let sql = "DELETE FROM idempotency WHERE expires_at <= $1";
                session.execute(sql, values![*now]).await
            })
        })
        .await
    }
}

/// A completion whose body is sealed.
#[derive(Debug, Clone)]
pub(crate) struct SealedCompletion {
    key: String,
    fingerprint: ContentHash,
    status: u16,
    sealed: Vec<u8>,
}

impl Store {
    /// Seals a completion's body, before the transaction that keeps it.
    pub(crate) fn seal_completion(
        &self,
        scope: TenantScope,
        completion: IdempotencyCompletion,
    ) -> Result<SealedCompletion, StoreError> {
        let IdempotencyCompletion { key, fingerprint, status, body } = completion;
        let name = seal_name(scope, &key);
        let sealed = self.sealer().seal_direct(Table::Idempotency, &name, &body)?;
        Ok(SealedCompletion { key, fingerprint, status, sealed })
    }
}

enum Found {
    Fresh,
    Done { status: i64, sealed: Vec<u8> },
    InProgress,
    Mismatch,
}

fn seal_name(scope: TenantScope, key: &str) -> Vec<u8> {
    format!("{} {} {key}", scope.tenant.0, scope.mode.as_str()).into_bytes()
}

async fn begin(
    session: &mut Session,
    scope: TenantScope,
    request: &IdempotencyBegin,
    now: Timestamp,
) -> Result<Found, StoreError> {
    let insert = "INSERT INTO idempotency
        (tenant_id, mode, key, fingerprint, lease_until, expires_at, state)
        VALUES ($1, $2, $3, $4, $5, $6, 'in_progress')
        ON CONFLICT (tenant_id, mode, key) DO NOTHING";
    let (tenant, mode, fingerprint) = (scope.tenant, scope.mode, request.fingerprint);
    let (lease, expires) = (request.lease_until, request.expires_at);
    let row = values![tenant, mode, &request.key, fingerprint, lease, expires];
    if session.execute(insert, row).await? > 0 {
        return Ok(Found::Fresh);
    }
    let select = "SELECT * FROM idempotency WHERE tenant_id = $1 AND mode = $2 AND key = $3";
    let kept = session.fetch_locked(select, values![tenant, mode, &request.key]).await?;
    let Some(kept) = kept.into_iter().next() else {
        // Another request abandoned it in this moment: let the caller try again.
        return Err(StoreError::Busy);
    };
    let is_expired = kept.time("expires_at")? <= now;
    let is_done = kept.text("state")? == "done";
    if !is_expired && kept.hash("fingerprint")? != fingerprint {
        return Ok(Found::Mismatch);
    }
    if !is_expired && is_done {
        return Ok(Found::Done { status: kept.int("status")?, sealed: kept.blob("sealed")? });
    }
    if !is_expired && kept.time("lease_until")? > now {
        return Ok(Found::InProgress);
    }
    let take = "UPDATE idempotency SET fingerprint = $2, lease_until = $3, expires_at = $4,
        state = 'in_progress', status = NULL, sealed = NULL WHERE id = $1";
    session.execute(take, values![kept.int("id")?, fingerprint, lease, expires]).await?;
    Ok(Found::Fresh)
}

/// Keeps an answer within a transaction.
pub(crate) async fn complete(
    session: &mut Session,
    scope: TenantScope,
    completion: &SealedCompletion,
) -> Result<(), StoreError> {
    let sql = "UPDATE idempotency SET state = 'done', status = $5, sealed = $6
        WHERE tenant_id = $1 AND mode = $2 AND key = $3 AND fingerprint = $4
        AND state = 'in_progress'";
    let SealedCompletion { key, fingerprint, status, sealed } = completion;
    let (tenant, mode, status) = (scope.tenant, scope.mode, i64::from(*status));
    let values = values![tenant, mode, key, *fingerprint, status, sealed.as_slice()];
    match session.execute(sql, values).await? {
        0 => Err(StoreError::conflict(format!("idempotency key {key} is not in progress"))),
        _ => Ok(()),
    }
}
