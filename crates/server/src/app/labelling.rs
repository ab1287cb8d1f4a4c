//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_model::ParcelId;
pub async fn get_label(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<Vec<u8>> {
    Err(ApiError::internal("stub"))
}
