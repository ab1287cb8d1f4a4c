//! `GET /v1/orders/{id}`.

use crate::app::ordering;
use crate::auth::{Caller, OrdersRead};
use crate::extract::PathId;
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::orders::OrderDetail;

/// One order with its address, lines and parcels.
#[utoipa::path(
    get, path = "/v1/orders/{id}", tag = "orders", security(("key" = ["orders:read"])),
    params(("id" = String, Path, description = "`ord_…`")),
    responses((status = 200, body = OrderDetail)),
)]
pub async fn get_order(
    caller: Caller<OrdersRead>,
    State(state): State<AppState>,
    PathId(id): PathId<portolan_model::id::Order>,
) -> Answer<Json<OrderDetail>> {
    ordering::get_order(&state, &caller, id).await.map(Json)
}
