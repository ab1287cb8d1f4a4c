//! `/v1/hs-codes`: which HS codes a description may mean.

use crate::auth::{Caller, ProductsRead};
use crate::extract::Params;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::Json;
use portolan_api::hs_codes::{HsCandidate, HsCandidates, HsQuery};
use portolan_customs::{HS_EDITION, HsList};
use std::sync::OnceLock;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Candidates answered when the caller does not say how many, and at most.
const CANDIDATES: u32 = 10;
const CANDIDATES_MAX: u32 = 50;
/// Longest description, in characters.
const QUERY_LENGTH_MAX: usize = 200;

/// The list with its index, made when it is first asked.
static LIST: OnceLock<HsList> = OnceLock::new();

/// The route of HS codes.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(find_hs_codes))
}

/// HS codes that a description may mean, likeliest first. They are proposals: who declares answers for the code.
#[utoipa::path(
    get, path = "/v1/hs-codes", tag = "products", security(("key" = ["products:read"])),
    params(HsQuery),
    responses((status = 200, body = HsCandidates)),
)]
pub async fn find_hs_codes(
    _caller: Caller<ProductsRead>,
    Params(query): Params<HsQuery>,
) -> Answer<Json<HsCandidates>> {
    let limit = query.limit.unwrap_or(CANDIDATES);
    if !(1..=CANDIDATES_MAX).contains(&limit) {
        let what = format!("{limit} is no number of candidates");
        return Err(ApiError::invalid_field("limit", what, "give 1 to 50", "limit_range"));
    }
    if query.q.chars().count() > QUERY_LENGTH_MAX {
        let what = format!("a description of more than {QUERY_LENGTH_MAX} characters");
        return Err(ApiError::invalid_field("q", what, "take its nouns", "text_long"));
    }
    let found = LIST.get_or_init(HsList::built_in).search(&query.q, limit as usize);
    let candidate = |one: portolan_customs::HsMatch<'_>| HsCandidate {
        hs_code: one.code.to_owned(),
        description: one.description.to_owned(),
        within: one.within.into_iter().map(str::to_owned).collect(),
        found_by: one.found_by,
    };
    let items = found.into_iter().map(candidate).collect();
    Ok(Json(HsCandidates { edition: HS_EDITION.to_owned(), items }))
}
