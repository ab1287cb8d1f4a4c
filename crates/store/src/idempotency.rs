//! Idempotency records: the same request under the same key is done once and answered the same.
//!
//! A kept answer may hold personal data: it is sealed under the master key and gone when the record
//! expires, so keep records for hours, not months.

use crate::{ContentHash, Store, StoreError, TenantScope};
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
        unimplemented!()
    }

    /// Keeps the answer of a request begun; [`StoreError::Conflict`] where it is not in progress.
    pub async fn idempotency_complete(
        &self,
        scope: TenantScope,
        completion: IdempotencyCompletion,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Forgets a request begun that failed without effect, so that it may be tried again.
    pub async fn idempotency_abandon(
        &self,
        scope: TenantScope,
        key: &str,
        fingerprint: ContentHash,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Forgets expired records of every tenant. Answers how many.
    pub async fn idempotency_expire(&self, now: Timestamp) -> Result<u64, StoreError> {
        unimplemented!()
    }
}
