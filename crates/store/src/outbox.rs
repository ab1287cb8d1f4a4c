//! The outbox: what must be told to the world, kept in the transaction that caused it.
//!
//! A claim is a lease: a process that dies loses it, and the entry is claimed again. So delivery is at
//! least once. Payloads hold ids, never personal data.

use crate::{Store, StoreError, TenantScope};
use jiff::Timestamp;

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
        unimplemented!()
    }

    /// Claims due entries of every tenant until `claim_until`, oldest due first, at most `limit`.
    pub async fn outbox_claim(
        &self,
        now: Timestamp,
        claim_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        unimplemented!()
    }

    /// Removes claimed entries that were told. Those claimed by another since are left.
    pub async fn outbox_done(&self, entries: &[OutboxRow]) -> Result<u64, StoreError> {
        unimplemented!()
    }

    /// Gives a claimed entry back, to be tried again at `next_attempt_at`.
    pub async fn outbox_retry(
        &self,
        entry: &OutboxRow,
        next_attempt_at: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// How many entries wait.
    pub async fn outbox_count(&self) -> Result<i64, StoreError> {
        unimplemented!()
    }
}
