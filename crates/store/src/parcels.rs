//! Parcels: booked in one transaction, cancelled in one, seen by their parties alone.

mod booking;
mod types;

pub use types::{
    BookCommand, BookOutcome, CancelCommand, ConsignmentRow, IdentifierRow, NewConsignment,
    NewIdentifier, NewParcel, NewParty, NewRoute, ParcelChange, ParcelRow, PartyRole, RouteRow,
};

use crate::{ListQuery, Page, Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{ConsignmentId, OrderId, ParcelId};

impl Store {
    /// The parcel with this public id, if the tenant may see it at `now`.
    pub async fn parcel_find(
        &self,
        scope: TenantScope,
        id: ParcelId,
        now: Timestamp,
    ) -> Result<Option<ParcelRow>, StoreError> {
        unimplemented!()
    }

    /// The parcels with these public ids that the tenant may see, in no order.
    pub async fn parcels_find(
        &self,
        scope: TenantScope,
        ids: &[ParcelId],
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        unimplemented!()
    }

    /// The parcels of an order that the tenant may see, in the order booked.
    pub async fn parcels_of_order(
        &self,
        scope: TenantScope,
        order: OrderId,
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        unimplemented!()
    }

    /// The orders a parcel was booked for.
    pub async fn orders_of_parcel(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        now: Timestamp,
    ) -> Result<Vec<OrderId>, StoreError> {
        unimplemented!()
    }

    /// The parcels known by an identifier's search key (letters and digits, upper case).
    pub async fn parcels_find_by_identifier(
        &self,
        scope: TenantScope,
        search_key: &str,
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        unimplemented!()
    }

    /// A page of parcels that the tenant may see; `text` searches the tracking number and the identifiers.
    pub async fn parcels_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
        now: Timestamp,
    ) -> Result<Page<ParcelRow>, StoreError> {
        unimplemented!()
    }

    /// How many parcels are in each state.
    pub async fn parcels_count(
        &self,
        scope: TenantScope,
        now: Timestamp,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        unimplemented!()
    }

    /// The identifiers a parcel is known by.
    pub async fn parcel_identifiers(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        now: Timestamp,
    ) -> Result<Vec<IdentifierRow>, StoreError> {
        unimplemented!()
    }

    /// Adds identifiers to a parcel the tenant may see; known ones are passed over.
    pub async fn parcel_identifiers_add(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        identifiers: &[NewIdentifier],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// The route a parcel was booked on.
    pub async fn parcel_route(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        now: Timestamp,
    ) -> Result<Option<RouteRow>, StoreError> {
        unimplemented!()
    }

    /// A consignment of the tenant's.
    pub async fn consignment_find(
        &self,
        scope: TenantScope,
        id: ConsignmentId,
    ) -> Result<Option<ConsignmentRow>, StoreError> {
        unimplemented!()
    }

    /// Changes one parcel of the tenant's if it still has its version, else [`StoreError::Conflict`].
    /// Answers the new version.
    pub async fn parcel_update(
        &self,
        scope: TenantScope,
        change: ParcelChange,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        unimplemented!()
    }

    /// Lets another tenant see a parcel of this tenant's.
    pub async fn parcel_party_add(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        party: &NewParty,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
