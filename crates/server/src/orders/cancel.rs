//! `POST /v1/orders/{id}/cancel`.

use crate::app::cancelling;
use crate::auth::{Caller, OrdersWrite};
use crate::extract::PathId;
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::orders::OrderDetail;
use portolan_model::id;

/// Cancel an order and all its parcels, as long as none was handed in.
#[utoipa::path(
    post, path = "/v1/orders/{id}/cancel", tag = "orders", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`ord_…`")),
    responses((status = 200, body = OrderDetail)),
)]
pub async fn cancel_order(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Order>,
) -> Answer<Json<OrderDetail>> {
    cancelling::cancel_order(&state, &caller, id).await.map(Json)
}
