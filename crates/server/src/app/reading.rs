//! Parcels: listed and shown.

use crate::app::ordering::currencies;
use crate::auth::Identity;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::parcels::{parcel, parcel_detail, state_word};
use portolan_api::Page;
use portolan_api::parcels::{Parcel, ParcelDetail, ParcelQuery};
use portolan_model::{OrderId, ParcelId};
use portolan_store::ParcelRow;

/// A page of parcels.
pub async fn list_parcels(
    state: &AppState,
    caller: &Identity,
    query: &ParcelQuery,
) -> Answer<Page<Parcel>> {
    let word = query.state.map(state_word);
    let list =
        list_query(query.limit, query.cursor.as_deref(), word.as_deref(), query.q.as_deref())?;
    let rows = state.store.parcels_list(caller.scope, &list, state.clock.now()).await?;
    let currencies = currencies(state);
    page(rows, |row| parcel(&row, caller.scope.mode, &currencies))
}

/// A parcel of the caller's, or that there is none.
pub async fn get_row(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<ParcelRow> {
    let row = state.store.parcel_find(caller.scope, id, state.clock.now()).await?;
    row.ok_or_else(|| ApiError::not_found("parcel", &id.to_string()))
}

/// One parcel with its route.
pub async fn get_parcel(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<ParcelDetail> {
    let row = get_row(state, caller, id).await?;
    let now = state.clock.now();
    let route = state.store.parcel_route(caller.scope, id, now).await?;
    let route = route.ok_or_else(|| ApiError::internal("a parcel without a route"))?;
    let identifiers = state.store.parcel_identifiers(caller.scope, id, now).await?;
    parcel_detail(&row, caller.scope.mode, &route, &identifiers, &currencies(state))
}

/// The parcels of an order, in the order booked.
pub async fn parcels_of_order(
    state: &AppState,
    caller: &Identity,
    order: OrderId,
) -> Answer<Vec<Parcel>> {
    let rows = state.store.parcels_of_order(caller.scope, order, state.clock.now()).await?;
    let currencies = currencies(state);
    rows.iter().map(|row| parcel(row, caller.scope.mode, &currencies)).collect()
}
