//! The whole router: resources behind key, rate and idempotency; health, pages and files in the open.

use crate::limits::SIGN_IN_BYTES_MAX;
use crate::state::AppState;
use crate::{
    accounts, assets, auth, buyer, health, idempotency, inbound, layers, openapi, reference,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use portolan_api::limits::JSON_BYTES_MAX;
use tower_http::catch_panic::CatchPanicLayer;

/// Builds the router of a server.
pub fn build_router(state: AppState) -> Router {
    let (resources, _) = openapi::resources().split_for_parts();
    let resources = resources
        .layer(DefaultBodyLimit::max(JSON_BYTES_MAX))
        .route_layer(from_fn_with_state(state.clone(), idempotency::idempotent))
        .route_layer(from_fn_with_state(state.clone(), layers::limit_rate))
        .route_layer(from_fn_with_state(state.clone(), auth::authenticate));
    let (open, _) = accounts::open_router().split_for_parts();
    let open = open.layer(DefaultBodyLimit::max(SIGN_IN_BYTES_MAX));
    let (health, _) = health::router().split_for_parts();
    Router::new()
        .merge(resources)
        .merge(open)
        .merge(health)
        .merge(inbound::open_router())
        .merge(buyer::router())
        .route("/openapi.json", get(reference::get_document))
        .route("/docs", get(reference::get_reference))
        .route("/problems/{code}", get(reference::get_problem))
        .fallback(assets::get_asset)
        .method_not_allowed_fallback(layers::refuse_method)
        .layer(CatchPanicLayer::custom(layers::answer_panic))
        .layer(from_fn_with_state(state.clone(), layers::limit_time))
        .layer(from_fn(layers::secure))
        .layer(from_fn_with_state(state.clone(), layers::observe))
        .with_state(state)
}
