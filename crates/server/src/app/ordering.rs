//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::orders::{Order, OrderDetail, OrderDraft, OrderQuery};
use portolan_api::{BatchAnswer, Page};
use portolan_model::OrderId;
pub async fn list_orders(
    state: &AppState,
    caller: &Identity,
    query: &OrderQuery,
) -> Answer<Page<Order>> {
    Err(ApiError::internal("stub"))
}
pub async fn get_order(state: &AppState, caller: &Identity, id: OrderId) -> Answer<OrderDetail> {
    Err(ApiError::internal("stub"))
}
pub async fn create_orders(
    state: &AppState,
    caller: &Identity,
    drafts: &[OrderDraft],
) -> Answer<BatchAnswer> {
    Err(ApiError::internal("stub"))
}
