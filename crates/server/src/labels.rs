//! `/v1/labels`: many labels in one file.

use crate::app::labelling;
use crate::auth::{Caller, ParcelsRead};
use crate::extract::Input;
use crate::problem::Answer;
use crate::state::AppState;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use portolan_api::FileBody;
use portolan_api::labels::LabelsDraft;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of labels in bulk.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(print_labels))
}

/// Print the labels of up to 1,000 parcels into one PDF, in the order given. All of them or none: what
/// cannot be printed is named parcel by parcel.
#[utoipa::path(
    post, path = "/v1/labels", tag = "parcels", security(("key" = ["parcels:read"])),
    request_body = LabelsDraft,
    responses((status = 200, body = FileBody, content_type = "application/pdf")),
)]
pub async fn print_labels(
    caller: Caller<ParcelsRead>,
    State(state): State<AppState>,
    Input(draft): Input<LabelsDraft>,
) -> Answer<impl IntoResponse> {
    let pdf = labelling::print_labels(&state, &caller, &draft).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"labels.pdf\""),
    ];
    Ok((headers, pdf))
}
