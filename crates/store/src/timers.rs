//! Timers: what must be done at an instant, whatever restarts in between.

use crate::{Store, StoreError, TenantScope};
use jiff::Timestamp;

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
        unimplemented!()
    }

    /// Claims due timers of every tenant until `claim_until`, oldest due first, at most `limit`.
    pub async fn timers_claim(
        &self,
        now: Timestamp,
        claim_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<TimerRow>, StoreError> {
        unimplemented!()
    }

    /// Removes claimed timers that were done. Those moved or claimed by another since are left.
    pub async fn timers_done(&self, timers: &[TimerRow]) -> Result<u64, StoreError> {
        unimplemented!()
    }

    /// Cancels a timer; true where it was set.
    pub async fn timer_cancel(
        &self,
        scope: TenantScope,
        kind: &str,
        object: &str,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }
}
