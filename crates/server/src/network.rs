//! `/v1/network`: names, map and places of the published network.

use crate::app::{checking, naming};
use crate::auth::{Caller, NetworkRead};
use crate::extract::Params;
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use portolan_api::network::{
    Network, NetworkCheck, NetworkMap, PlaceList, PlaceQuery, ServicePointList, ServicePointQuery,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the network.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_network))
        .routes(routes!(get_network_map))
        .routes(routes!(check_network))
        .routes(routes!(find_places))
        .routes(routes!(find_service_points))
}

/// The published network: its version, services and countries.
#[utoipa::path(
    get, path = "/v1/network", tag = "network", security(("key" = ["network:read"])),
    responses((status = 200, body = Network)),
)]
pub async fn get_network(
    _caller: Caller<NetworkRead>,
    State(state): State<AppState>,
) -> Answer<Json<Network>> {
    naming::describe_network(&state).map(Json)
}

/// Places and legs for a map.
#[utoipa::path(
    get, path = "/v1/network/map", tag = "network", security(("key" = ["network:read"])),
    responses((status = 200, body = NetworkMap)),
)]
pub async fn get_network_map(
    _caller: Caller<NetworkRead>,
    State(state): State<AppState>,
) -> Answer<Json<NetworkMap>> {
    naming::draw_network(&state).map(Json)
}

/// What checking the published network finds, and which countries it reaches.
#[utoipa::path(
    get, path = "/v1/network/check", tag = "network", security(("key" = ["network:read"])),
    responses((status = 200, body = NetworkCheck)),
)]
pub async fn check_network(
    _caller: Caller<NetworkRead>,
    State(state): State<AppState>,
) -> Answer<Json<NetworkCheck>> {
    checking::check_network(&state).await.map(Json)
}

/// Places that a text may mean, best first.
#[utoipa::path(
    get, path = "/v1/network/places", tag = "network", security(("key" = ["network:read"])),
    params(PlaceQuery),
    responses((status = 200, body = PlaceList)),
)]
pub async fn find_places(
    _caller: Caller<NetworkRead>,
    State(state): State<AppState>,
    Params(query): Params<PlaceQuery>,
) -> Answer<Json<PlaceList>> {
    naming::find_places(&state, &query).map(Json)
}

/// Service points near a postcode, nearest first.
#[utoipa::path(
    get, path = "/v1/network/service-points", tag = "network",
    security(("key" = ["network:read"])), params(ServicePointQuery),
    responses((status = 200, body = ServicePointList)),
)]
pub async fn find_service_points(
    _caller: Caller<NetworkRead>,
    State(state): State<AppState>,
    Params(query): Params<ServicePointQuery>,
) -> Answer<Json<ServicePointList>> {
    naming::find_service_points(&state, &query).map(Json)
}
