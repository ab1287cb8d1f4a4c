//! `/v1/imports`: files looked at and mended before anything of them is kept.

use crate::app::staging;
use crate::auth::{Caller, OrdersWrite};
use crate::extract::{Input, Params, PathId};
use crate::idempotency::KeptInstead;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::upload::Upload;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use portolan_api::imports::{
    Import, ImportKeep, ImportList, ImportMend, ImportReading, ImportReread, ImportRowQuery,
    ImportRows, ImportStart,
};
use portolan_api::{FileBody, ProblemCode};
use portolan_model::{ImportId, id};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of staged imports.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, start_import))
        .routes(routes!(get_import, remove_import))
        .routes(routes!(reread_import))
        .routes(routes!(list_import_rows))
        .routes(routes!(mend_import_row))
        .routes(routes!(keep_import))
}

/// The answer; what is kept of it under an idempotency key has nothing of what stands in the file.
fn answered(import: Import) -> Answer<impl IntoResponse> {
    let (faults, warnings) = (Vec::new(), Vec::new());
    let bare = Import { survey: None, faults, warnings, ..import.clone() };
    let bare = Import { reading: ImportReading::default(), ..bare };
    Ok((Extension(KeptInstead::json(&bare)?), Json(import)))
}

/// The latest imports, newest first, at most 50.
#[utoipa::path(
    get, path = "/v1/imports", tag = "imports", security(("key" = ["orders:write"])),
    responses((status = 200, body = ImportList)),
)]
pub async fn list_imports(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
) -> Answer<Json<ImportList>> {
    staging::list(&state, &caller).await.map(|items| Json(ImportList { items }))
}

/// Send a file of orders or products, to look at it before anything is kept.
///
/// The body is the file itself, at most 100 MB: CSV or another table of text, or XLSX. It is read at once, and
/// forgotten after seven days. Products need the scope `products:write` too.
#[utoipa::path(
    post, path = "/v1/imports", tag = "imports", security(("key" = ["orders:write"])),
    params(ImportStart), request_body(content = FileBody, content_type = "application/octet-stream"),
    responses((status = 200, body = Import)),
)]
pub async fn start_import(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    Params(query): Params<ImportStart>,
    upload: Upload,
) -> Answer<impl IntoResponse> {
    answered(staging::start(&state, &caller, query, upload).await?)
}

/// Where an import stands, and what was found in its file.
#[utoipa::path(
    get, path = "/v1/imports/{id}", tag = "imports", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`imp_…`")),
    responses((status = 200, body = Import)),
)]
pub async fn get_import(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Import>,
) -> Answer<Json<Import>> {
    staging::get(&state, &caller, id).await.map(Json)
}

/// Throw an import away with its file.
#[utoipa::path(
    delete, path = "/v1/imports/{id}", tag = "imports", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`imp_…`")),
    responses((status = 204)),
)]
pub async fn remove_import(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Import>,
) -> Answer<StatusCode> {
    staging::remove(&state, &caller, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// Read the file otherwise: another sheet, encoding or currency, other columns.
#[utoipa::path(
    put, path = "/v1/imports/{id}/reading", tag = "imports", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`imp_…`")), request_body = ImportReread,
    responses((status = 200, body = Import)),
)]
pub async fn reread_import(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Import>,
    Input(asked): Input<ImportReread>,
) -> Answer<Json<Import>> {
    staging::reread(&state, &caller, id, asked).await.map(Json)
}

/// Rows of the file with their fates, in its order.
#[utoipa::path(
    get, path = "/v1/imports/{id}/rows", tag = "imports", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`imp_…`"), ImportRowQuery),
    responses((status = 200, body = ImportRows)),
)]
pub async fn list_import_rows(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Import>,
    Params(query): Params<ImportRowQuery>,
) -> Answer<Json<ImportRows>> {
    staging::list_rows(&state, &caller, id, &query).await.map(Json)
}

/// Mend cells of a row, or leave it out; the file itself stays as it was sent.
#[utoipa::path(
    patch, path = "/v1/imports/{id}/rows/{line}", tag = "imports",
    security(("key" = ["orders:write"])),
    params(
        ("id" = String, Path, description = "`imp_…`"),
        ("line" = u32, Path, description = "The row's line"),
    ),
    request_body = ImportMend,
    responses((status = 200, body = Import)),
)]
pub async fn mend_import_row(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    Path((id, line)): Path<(String, String)>,
    Input(asked): Input<ImportMend>,
) -> Answer<Json<Import>> {
    let read = ImportId::parse(&id).map_err(|_| ApiError::not_found("import", &id))?;
    let line = line.parse().map_err(|_| {
        ApiError::new(ProblemCode::MalformedRequest, "the path ends with the number of a line")
    })?;
    staging::mend(&state, &caller, (read, line), asked).await.map(Json)
}

/// Keep what is good: all, or with `partial` those without faults.
#[utoipa::path(
    post, path = "/v1/imports/{id}/keep", tag = "imports", security(("key" = ["orders:write"])),
    params(("id" = String, Path, description = "`imp_…`")), request_body = ImportKeep,
    responses((status = 200, body = Import)),
)]
pub async fn keep_import(
    caller: Caller<OrdersWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Import>,
    Input(asked): Input<ImportKeep>,
) -> Answer<impl IntoResponse> {
    answered(staging::keep_good(&state, &caller, id, asked).await?)
}
