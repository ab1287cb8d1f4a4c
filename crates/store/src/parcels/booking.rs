//! Booking and cancelling: each one transaction.

use crate::{BookCommand, BookOutcome, CancelCommand, Store, StoreError, TenantScope};
use jiff::Timestamp;

impl Store {
    /// Books an order's parcels: all or nothing. Of two bookings of one version exactly one wins, the other
    /// is a [`StoreError::Conflict`].
    pub async fn parcels_book(
        &self,
        scope: TenantScope,
        command: BookCommand,
        now: Timestamp,
    ) -> Result<BookOutcome, StoreError> {
        unimplemented!()
    }

    /// Cancels a parcel of the tenant's and releases its capacity. Answers its new version.
    pub async fn parcel_cancel(
        &self,
        scope: TenantScope,
        command: CancelCommand,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        unimplemented!()
    }
}
