//! `/v1/manifests`: parcels handed in together, and the count of what was there.

use crate::app::handing_in;
use crate::auth::{Caller, ParcelsRead, ParcelsWrite};
use crate::extract::{Input, Params, PathId};
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portolan_api::Page;
use portolan_api::manifests::{CountDraft, Manifest, ManifestDetail, ManifestDraft, ManifestQuery};
use portolan_model::id;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of manifests.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_manifests, create_manifest))
        .routes(routes!(get_manifest))
        .routes(routes!(count_manifest))
}

/// List manifests, newest first.
#[utoipa::path(
    get, path = "/v1/manifests", tag = "manifests", security(("key" = ["parcels:read"])),
    params(ManifestQuery),
    responses((status = 200, body = Page<Manifest>)),
)]
pub async fn list_manifests(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    Params(query): Params<ManifestQuery>,
) -> Answer<Json<Page<Manifest>>> {
    handing_in::list_manifests(&state, &caller, &query).await.map(Json)
}

/// Declare parcels for collection or drop-off.
#[utoipa::path(
    post, path = "/v1/manifests", tag = "manifests", security(("key" = ["parcels:write"])),
    request_body = ManifestDraft,
    responses((status = 201, body = ManifestDetail)),
)]
pub async fn create_manifest(
    caller: Caller<ParcelsWrite>,
    State(state): State<AppState>,
    Input(draft): Input<ManifestDraft>,
) -> Answer<(StatusCode, Json<ManifestDetail>)> {
    let made = handing_in::create_manifest(&state, &caller, &draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// One manifest with its parcels and, once counted, its hand-over document.
#[utoipa::path(
    get, path = "/v1/manifests/{id}", tag = "manifests", security(("key" = ["parcels:read"])),
    params(("id" = String, Path, description = "`man_…`")),
    responses((status = 200, body = ManifestDetail)),
)]
pub async fn get_manifest(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Manifest>,
) -> Answer<Json<ManifestDetail>> {
    handing_in::get_manifest(&state, &caller, id).await.map(Json)
}

/// Count a manifest once: accepted parcels are handed in, and the hand-over document stands.
#[utoipa::path(
    post, path = "/v1/manifests/{id}/count", tag = "manifests",
    security(("key" = ["parcels:write"])),
    params(("id" = String, Path, description = "`man_…`")), request_body = CountDraft,
    responses((status = 200, body = ManifestDetail)),
)]
pub async fn count_manifest(
    caller: Caller<ParcelsWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Manifest>,
    Input(count): Input<CountDraft>,
) -> Answer<Json<ManifestDetail>> {
    handing_in::count_manifest(&state, &caller, id, &count).await.map(Json)
}
