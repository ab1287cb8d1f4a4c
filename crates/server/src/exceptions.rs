//! `/v1/exceptions`: what is wrong with parcels, from when it was found until it was found no more.

use crate::auth::{Caller, ParcelsRead};
use crate::extract::Params;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::tracking::exception;
use axum::Json;
use axum::extract::State;
use portolan_api::Page;
use portolan_api::tracking::{ExceptionsQuery, ParcelException};
use portolan_model::ParcelId;
use portolan_store::ExceptionQuery;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of exceptions.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_exceptions))
}

/// List exceptions, newest first.
#[utoipa::path(
    get, path = "/v1/exceptions", tag = "tracking", security(("key" = ["parcels:read"])),
    params(ExceptionsQuery),
    responses((status = 200, body = Page<ParcelException>)),
)]
pub async fn list_exceptions(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    Params(query): Params<ExceptionsQuery>,
) -> Answer<Json<Page<ParcelException>>> {
    let list = list_query(query.limit, query.cursor.as_deref(), None, None)?;
    let parcel = query
        .parcel
        .as_deref()
        .map(|text| ParcelId::parse(text).map_err(|_| ApiError::not_found("parcel", text)));
    let wanted = ExceptionQuery {
        after: list.after,
        limit: list.limit,
        is_open: query.open.unwrap_or(false),
        kind: query.kind,
        parcel: parcel.transpose()?,
    };
    let now = state.clock.now();
    let rows = state.store.exceptions_list(caller.scope, &wanted, now).await?;
    page(rows, |row| Ok(exception(&row))).map(Json)
}
