//! `/v1/quotes`.

use crate::app::quoting;
use crate::auth::{Caller, QuotesRead};
use crate::extract::Input;
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::quotes::{Quote, QuoteRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of quotes.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create_quote))
}

/// Quote a parcel: the offers of every service, what operators charge, and what was refused and why.
///
/// Nothing is kept. Prices are before duty: every quote says so in `notes`.
#[utoipa::path(
    post, path = "/v1/quotes", tag = "quotes", security(("key" = ["quotes:read"])),
    request_body = QuoteRequest,
    responses((status = 200, body = Quote)),
)]
pub async fn create_quote(
    caller: Caller<QuotesRead>,
    State(state): State<AppState>,
    Input(request): Input<QuoteRequest>,
) -> Answer<Json<Quote>> {
    quoting::quote_parcel(&state, &caller, &request).await.map(Json)
}
