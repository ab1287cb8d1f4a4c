//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::quotes::{Quote, QuoteRequest};
pub async fn quote_parcel(
    state: &AppState,
    caller: &Identity,
    request: &QuoteRequest,
) -> Answer<Quote> {
    Err(ApiError::internal("stub"))
}
