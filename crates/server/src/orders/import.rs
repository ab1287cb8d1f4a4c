//! `POST /v1/orders/import`.

use crate::app::importing;
use crate::auth::{Caller, OrdersWrite};
use crate::extract::Params;
use crate::problem::Answer;
use crate::state::AppState;
use crate::upload::Upload;
use axum::Json;
use axum::extract::State;
use portolan_api::FileBody;
use portolan_api::orders::{ImportQuery, ImportReport};

/// Create orders from a file: every row gets a fate, and all orders are kept or none.
///
/// The body is the file itself, at most 100 MB. With `partial=true` good orders are kept though
/// others have faults; with `dry_run=true` nothing is kept. The same file again changes nothing.
#[utoipa::path(
    post, path = "/v1/orders/import", tag = "orders", security(("key" = ["orders:write"])),
    params(ImportQuery), request_body(content = FileBody, content_type = "text/csv"),
    responses((status = 200, body = ImportReport)),
)]
pub async fn import_orders(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    Params(query): Params<ImportQuery>,
    upload: Upload,
) -> Answer<Json<ImportReport>> {
    importing::import_orders(&state, &caller, &query, upload).await.map(Json)
}
