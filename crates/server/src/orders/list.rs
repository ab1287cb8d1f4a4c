//! `GET /v1/orders`.

use crate::app::ordering;
use crate::auth::{Caller, OrdersRead};
use crate::extract::Params;
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::Page;
use portolan_api::orders::{Order, OrderQuery};

/// List orders, newest first.
#[utoipa::path(
    get, path = "/v1/orders", tag = "orders", security(("key" = ["orders:read"])),
    params(OrderQuery),
    responses((status = 200, body = Page<Order>)),
)]
pub async fn list_orders(
    caller: Caller<OrdersRead>,
    State(state): State<AppState>,
    Params(query): Params<OrderQuery>,
) -> Answer<Json<Page<Order>>> {
    ordering::list_orders(&state, &caller, &query).await.map(Json)
}
