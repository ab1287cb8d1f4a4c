//! Searches, run where they may block: a few at once, so that the server stays awake.

use crate::problem::{Answer, ApiError, fault};
use crate::published::InForce;
use crate::state::AppState;
use crate::wire::quotes::Asked;
use portolan_api::ProblemCode;
use portolan_routing::{Live, Query, Quote, RoutingError};
use std::sync::Arc;

/// Quotes what was asked; gives it back with the answer.
pub async fn quote(
    state: &AppState,
    network: &Arc<InForce>,
    live: Live,
    asked: Asked,
) -> Answer<(Asked, Quote)> {
    let quote = quote_query(state, network, live, asked.query.clone()).await?;
    Ok((asked, quote))
}

/// Quotes a query.
pub async fn quote_query(
    state: &AppState,
    network: &Arc<InForce>,
    live: Live,
    query: Query,
) -> Answer<Quote> {
    let place = Arc::clone(&state.searches).acquire_owned().await.map_err(ApiError::internal)?;
    let network = Arc::clone(network);
    let work = move || {
        // The search keeps its place until it ends, also when nobody waits for it any more.
        let _place = place;
        portolan_routing::quote(&network.snapshot, &live, &query)
    };
    let quote = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    quote.map_err(routing_problem)
}

/// A search that could not be made at all.
pub fn routing_problem(error: RoutingError) -> ApiError {
    match &error {
        RoutingError::Place { end, what, code } => {
            ApiError::invalid(vec![fault(end, what.clone(), "choose another place", code)])
        }
        RoutingError::NoRate { .. } | RoutingError::PriceRange => {
            ApiError::new(ProblemCode::NoRoute, error.to_string())
        }
        _ => ApiError::internal(error),
    }
}
