//! `/v1/receptacles` and `/v1/hand-overs`: what lay in what, and what was counted between operators.

use crate::app::tying;
use crate::auth::{Caller, ScansWrite};
use crate::extract::{Input, PathText};
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portolan_api::tracking::{ContentsDraft, ContentsWritten, HandOverCounted, HandOverDraft};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of receptacles and hand-overs.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_contents))
        .routes(routes!(delete_contents))
        .routes(routes!(create_hand_over))
}

/// Say what lay in a receptacle: its scans reach what is inside, for the time it was.
#[utoipa::path(
    post, path = "/v1/receptacles/{number}/contents", tag = "tracking",
    security(("key" = ["scans:write"])),
    params(("number" = String, Path, description = "The receptacle's number, such as an S9")),
    request_body = ContentsDraft,
    responses((status = 201, body = ContentsWritten)),
)]
pub async fn create_contents(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    PathText(number): PathText,
    Input(draft): Input<ContentsDraft>,
) -> Answer<(StatusCode, Json<ContentsWritten>)> {
    let written = tying::put_contents(&state, &caller, &number, &draft).await?;
    Ok((StatusCode::CREATED, Json(written)))
}

/// Take an entry of contents back.
#[utoipa::path(
    delete, path = "/v1/receptacles/{number}/contents/{entry}", tag = "tracking",
    security(("key" = ["scans:write"])),
    params(
        ("number" = String, Path, description = "The receptacle's number"),
        ("entry" = i64, Path, description = "The entry"),
    ),
    responses((status = 200, body = ContentsWritten)),
)]
pub async fn delete_contents(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    Path((number, entry)): Path<(String, i64)>,
) -> Answer<Json<ContentsWritten>> {
    tying::take_back_contents(&state, &caller, &number, entry).await.map(Json)
}

/// Write a counted hand-over down: custody of what was accepted moves by it.
#[utoipa::path(
    post, path = "/v1/hand-overs", tag = "tracking", security(("key" = ["scans:write"])),
    request_body = HandOverDraft,
    responses((status = 201, body = HandOverCounted)),
)]
pub async fn create_hand_over(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    Input(draft): Input<HandOverDraft>,
) -> Answer<(StatusCode, Json<HandOverCounted>)> {
    let counted = tying::hand_over(&state, &caller, &draft).await?;
    Ok((StatusCode::CREATED, Json(counted)))
}
