//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::orders::{BookAnswer, BookItem, BookRequest, Booked};
use portolan_model::OrderId;
pub async fn book_order(
    state: &AppState,
    caller: &Identity,
    id: OrderId,
    request: &BookRequest,
) -> Answer<Booked> {
    Err(ApiError::internal("stub"))
}
pub async fn book_orders(
    state: &AppState,
    caller: &Identity,
    items: &[BookItem],
) -> Answer<BookAnswer> {
    Err(ApiError::internal("stub"))
}
