//! `POST /v1/orders/{id}/book` and `POST /v1/orders/book`.

use crate::app::booking;
use crate::auth::{Caller, OrdersWrite};
use crate::extract::{Input, PathId};
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::orders::{BookAnswer, BookBatch, BookRequest, Booked};

/// Book an order: its parcels get a route, room on the departures, identifiers and a price.
///
/// The order is split only where a rule forces it. Booked twice, the second is a `state_conflict`.
#[utoipa::path(
    post, path = "/v1/orders/{id}/book", tag = "orders", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`ord_…`")), request_body = BookRequest,
    responses((status = 200, body = Booked)),
)]
pub async fn book_order(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<portolan_model::id::Order>,
    Input(request): Input<BookRequest>,
) -> Answer<Json<Booked>> {
    booking::book_order(&state, &caller, id, &request).await.map(Json)
}

/// Book several orders, each answered by itself.
#[utoipa::path(
    post, path = "/v1/orders/book", tag = "orders", security(("key" = ["orders:write"])),
    request_body = BookBatch,
    responses((status = 200, body = BookAnswer)),
)]
pub async fn book_orders(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    Input(batch): Input<BookBatch>,
) -> Answer<Json<BookAnswer>> {
    booking::book_orders(&state, &caller, &batch.items).await.map(Json)
}
