//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::Page;
use portolan_api::parcels::{Parcel, ParcelDetail, ParcelQuery};
use portolan_model::ParcelId;
pub async fn list_parcels(
    state: &AppState,
    caller: &Identity,
    query: &ParcelQuery,
) -> Answer<Page<Parcel>> {
    Err(ApiError::internal("stub"))
}
pub async fn get_parcel(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<ParcelDetail> {
    Err(ApiError::internal("stub"))
}
