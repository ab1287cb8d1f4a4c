//! `POST /v1/scans`.

use crate::app::telling::{self, tells};
use crate::auth::{Caller, ScansWrite};
use crate::extract::{Params, too_large};
use crate::limits::TOLD_BYTES_MAX;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use portolan_api::ProblemCode;
use portolan_api::tracking::{ScansAnswer, ScansDraft, ScansQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of scans.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create_scans)).layer(DefaultBodyLimit::max(TOLD_BYTES_MAX))
}

/// Tell scans: NDJSON, one a line, or one JSON document; at most 20,000. What is answered is on disk.
///
/// The same again changes nothing, so a batch whose answer was lost is sent again as it is. A key with
/// `scans:network` tells of everybody's parcels, any other of its own tenant's.
#[utoipa::path(
    post, path = "/v1/scans", tag = "tracking", security(("key" = ["scans:write"])),
    params(ScansQuery),
    request_body(content((ScansDraft = "application/json"), (String = "application/x-ndjson"))),
    responses((status = 200, body = ScansAnswer)),
)]
pub async fn create_scans(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    Params(query): Params<ScansQuery>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<ScansAnswer>> {
    let body = read_body(body)?;
    let text = std::str::from_utf8(&body).map_err(|_| {
        ApiError::new(ProblemCode::MalformedRequest, "the body is not UTF-8: send it as UTF-8")
    })?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let wanted = query.answers.unwrap_or_default();
    let scope = tells(&caller);
    let answer = match kind {
        "application/x-ndjson" | "application/ndjson" => {
            telling::tell_lines(&state, scope, text.to_owned(), wanted).await
        }
        "application/json" => {
            let draft: ScansDraft = serde_json::from_str(text)
                .map_err(|error| ApiError::new(ProblemCode::MalformedRequest, error.to_string()))?;
            let lines: Vec<String> = draft.items.iter().map(ToString::to_string).collect();
            telling::tell_lines(&state, scope, lines.join("\n"), wanted).await
        }
        _ => {
            let detail = "send `application/x-ndjson`, or `application/json` with `items`";
            Err(ApiError::new(ProblemCode::UnsupportedMediaType, detail))
        }
    };
    answer.map(Json)
}

/// A body within its limit.
pub fn read_body(body: Result<Bytes, BytesRejection>) -> Answer<Bytes> {
    body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(TOLD_BYTES_MAX as u64),
        _ => ApiError::new(ProblemCode::MalformedRequest, "the body broke off"),
    })
}
