//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::parcels::Parcel;
use portolan_model::ParcelId;
pub async fn cancel_parcel(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<Parcel> {
    Err(ApiError::internal("stub"))
}
