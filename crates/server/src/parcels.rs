//! `/v1/parcels`.

use crate::app::{cancelling, labelling, reading};
use crate::auth::{Caller, ParcelsRead, ParcelsWrite};
use crate::extract::{Params, PathId};
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use portolan_api::FileBody;
use portolan_api::Page;
use portolan_api::parcels::{Parcel, ParcelDetail, ParcelQuery};
use portolan_model::id;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of parcels.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_parcels))
        .routes(routes!(get_parcel))
        .routes(routes!(cancel_parcel))
        .routes(routes!(get_label))
}

/// List parcels, newest first.
#[utoipa::path(
    get, path = "/v1/parcels", tag = "parcels", security(("key" = ["parcels:read"])),
    params(ParcelQuery),
    responses((status = 200, body = Page<Parcel>)),
)]
pub async fn list_parcels(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    Params(query): Params<ParcelQuery>,
) -> Answer<Json<Page<Parcel>>> {
    reading::list_parcels(&state, &caller, &query).await.map(Json)
}

/// One parcel with its route and the people on its label.
#[utoipa::path(
    get, path = "/v1/parcels/{id}", tag = "parcels", security(("key" = ["parcels:read"])),
    params(("id" = String, Path, description = "`par_…`")),
    responses((status = 200, body = ParcelDetail)),
)]
pub async fn get_parcel(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Parcel>,
) -> Answer<Json<ParcelDetail>> {
    reading::get_parcel(&state, &caller, id).await.map(Json)
}

/// Cancel a parcel before it is handed in; its room on the departures is given back.
#[utoipa::path(
    post, path = "/v1/parcels/{id}/cancel", tag = "parcels", security(("key" = ["parcels:write"])),
    params(("id" = String, Path, description = "`par_…`")),
    responses((status = 200, body = Parcel)),
)]
pub async fn cancel_parcel(
    caller: Caller<ParcelsWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Parcel>,
) -> Answer<Json<Parcel>> {
    cancelling::cancel_parcel(&state, &caller, id).await.map(Json)
}

/// The label of a parcel, 100 × 150 mm, as PDF.
#[utoipa::path(
    get, path = "/v1/parcels/{id}/label", tag = "parcels", security(("key" = ["parcels:read"])),
    params(("id" = String, Path, description = "`par_…`")),
    responses(
        (status = 200, body = FileBody, content_type = "application/pdf"),
    ),
)]
pub async fn get_label(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Parcel>,
) -> Answer<impl IntoResponse> {
    let pdf = labelling::get_label(&state, &caller, id).await?;
    let disposition = format!("inline; filename=\"{id}.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, pdf))
}
