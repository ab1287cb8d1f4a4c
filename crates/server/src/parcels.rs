//! `/v1/parcels`.

use crate::app::{cancelling, following, labelling, reading, tying};
use crate::auth::{Caller, ParcelsRead, ParcelsWrite};
use crate::extract::{Input, Params, PathId};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::tracking::timeline_of;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use portolan_api::FileBody;
use portolan_api::Page;
use portolan_api::labels::LabelQuery;
use portolan_api::parcels::{Parcel, ParcelDetail, ParcelQuery};
use portolan_api::tracking::{LinkDraft, LinkWritten, ParcelTimeline};
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
        .routes(routes!(get_timeline))
        .routes(routes!(create_link))
        .routes(routes!(delete_link))
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

/// The label of a parcel, 100 × 150 mm, as PDF, PNG or ZPL.
#[utoipa::path(
    get, path = "/v1/parcels/{id}/label", tag = "parcels", security(("key" = ["parcels:read"])),
    params(("id" = String, Path, description = "`par_…`"), LabelQuery),
    responses(
        (status = 200, content(
            (FileBody = "application/pdf"),
            (FileBody = "image/png"),
            (FileBody = "application/zpl"),
        )),
    ),
)]
pub async fn get_label(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Parcel>,
    Params(query): Params<LabelQuery>,
) -> Answer<impl IntoResponse> {
    let file = labelling::get_label(&state, &caller, id, &query).await?;
    let format = query.format.unwrap_or_default();
    let disposition = format!("inline; filename=\"{id}.{}\"", format.word());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, file))
}

/// Everything told of a parcel, folded: what happened, who held it, what is to be expected, what is wrong.
#[utoipa::path(
    get, path = "/v1/parcels/{id}/timeline", tag = "tracking",
    security(("key" = ["parcels:read"])),
    params(("id" = String, Path, description = "`par_…`")),
    responses((status = 200, body = ParcelTimeline)),
)]
pub async fn get_timeline(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Parcel>,
) -> Answer<Json<ParcelTimeline>> {
    let found = state.store.parcel_ref(caller.scope, id, state.clock.now()).await?;
    let found = found.ok_or_else(|| ApiError::not_found("parcel", &id.to_string()))?;
    Ok(Json(timeline_of(&following::follow(&state, found).await?)))
}

/// Link another number to a parcel: what is told of the number is told of the parcel.
#[utoipa::path(
    post, path = "/v1/parcels/{id}/links", tag = "tracking",
    security(("key" = ["parcels:write"])),
    params(("id" = String, Path, description = "`par_…`")),
    request_body = LinkDraft,
    responses((status = 201, body = LinkWritten)),
)]
pub async fn create_link(
    caller: Caller<ParcelsWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Parcel>,
    Input(draft): Input<LinkDraft>,
) -> Answer<(StatusCode, Json<LinkWritten>)> {
    let written = tying::link_number(&state, &caller, id, &draft).await?;
    Ok((StatusCode::CREATED, Json(written)))
}

/// Take a link back: an entry of its own, which can be taken back in turn.
#[utoipa::path(
    delete, path = "/v1/parcels/{id}/links/{link}", tag = "tracking",
    security(("key" = ["parcels:write"])),
    params(
        ("id" = String, Path, description = "`par_…`"),
        ("link" = i64, Path, description = "`link` of the timeline's numbers"),
    ),
    responses((status = 200, body = LinkWritten)),
)]
pub async fn delete_link(
    caller: Caller<ParcelsWrite>,
    State(state): State<AppState>,
    Path((id, link)): Path<(String, i64)>,
) -> Answer<Json<LinkWritten>> {
    let parcel = portolan_model::ParcelId::parse(&id);
    let parcel = parcel.map_err(|_| ApiError::not_found("parcel", &id))?;
    tying::unlink(&state, &caller, parcel, link).await.map(Json)
}
