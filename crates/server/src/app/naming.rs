//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::network::{
    Network, NetworkMap, PlaceList, PlaceQuery, ServicePointList, ServicePointQuery,
};
pub fn describe_network(state: &AppState) -> Answer<Network> {
    Err(ApiError::internal("stub"))
}
pub fn draw_network(state: &AppState) -> Answer<NetworkMap> {
    Err(ApiError::internal("stub"))
}
pub fn find_places(state: &AppState, query: &PlaceQuery) -> Answer<PlaceList> {
    Err(ApiError::internal("stub"))
}
pub fn find_service_points(
    state: &AppState,
    query: &ServicePointQuery,
) -> Answer<ServicePointList> {
    Err(ApiError::internal("stub"))
}
