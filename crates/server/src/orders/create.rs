//! `POST /v1/orders`.

use crate::app::ordering;
use crate::auth::{Caller, OrdersWrite};
use crate::extract::Input;
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::orders::OrderDraft;
use portolan_api::{Batch, BatchAnswer};

/// Create orders, each answered by itself; the same order again is `unchanged`.
#[utoipa::path(
    post, path = "/v1/orders", tag = "orders", security(("key" = ["orders:write"])),
    request_body = Batch<OrderDraft>,
    responses((status = 200, body = BatchAnswer)),
)]
pub async fn create_orders(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    Input(batch): Input<Batch<OrderDraft>>,
) -> Answer<Json<BatchAnswer>> {
    ordering::create_orders(&state, &caller, &batch.items).await.map(Json)
}
