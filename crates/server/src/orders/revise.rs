//! `PUT /v1/orders/{id}`.

use crate::app::ordering;
use crate::auth::{Caller, OrdersWrite};
use crate::extract::{Input, PathId};
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::orders::{OrderDetail, OrderRevision};
use portolan_model::id;

/// Change an open order: its address, lines, service. Of two who change the same version the second is refused.
///
/// A file that brings the order as it was first taken in still finds it unchanged.
#[utoipa::path(
    put, path = "/v1/orders/{id}", tag = "orders", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`ord_…`")), request_body = OrderRevision,
    responses((status = 200, body = OrderDetail)),
)]
pub async fn revise_order(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Order>,
    Input(revision): Input<OrderRevision>,
) -> Answer<Json<OrderDetail>> {
    ordering::revise_order(&state, &caller, id, &revision).await.map(Json)
}
