//! Searches, run where they may block: a few at once, so that the server stays awake.

use crate::problem::{Answer, ApiError, fault};
use crate::published::InForce;
use crate::state::AppState;
use crate::wire::promises::Known;
use crate::wire::quotes::{Asked, answer};
use portolan_api::ProblemCode;
use portolan_api::quotes::Quote;
use portolan_network::records::ServiceIdx;
use portolan_routing::{Live, Offer, Query, Refused, RoutingError, Searcher};
use std::sync::Arc;

/// Quotes what was asked: the routes, and when each arrives.
pub async fn quote(
    state: &AppState,
    network: &Arc<InForce>,
    live: Live,
    asked: Asked,
    shows_costs: bool,
) -> Answer<Quote> {
    let in_force = Arc::clone(network);
    search(state, network, move |searcher| {
        let quote = searcher.quote(&live, &asked.query)?;
        let known = Known { times: &in_force.times, live: &live, levels: &in_force.levels };
        Ok(answer(&in_force.snapshot, &asked, &quote, known, shows_costs))
    })
    .await
}

/// What one service offers for a query. Where it offers nothing, everything is answered that is refused on
/// the lane: a service whose lines all refuse the parcel only knows that it has no route.
pub async fn offer(
    state: &AppState,
    network: &Arc<InForce>,
    live: Live,
    query: Query,
    service: ServiceIdx,
) -> Answer<Result<Offer, Vec<Refused>>> {
    search(state, network, move |searcher| searcher.offer(&live, &query, service)).await
}

/// Runs one search, when there is a place for it, on what earlier ones have prepared.
async fn search<T: Send + 'static>(
    state: &AppState,
    network: &Arc<InForce>,
    run: impl FnOnce(&mut Searcher) -> Result<T, RoutingError> + Send + 'static,
) -> Answer<T> {
    let place = Arc::clone(&state.searches).acquire_owned().await.map_err(ApiError::internal)?;
    let (state, network) = (state.clone(), Arc::clone(network));
    let work = move || {
        // The search keeps its place until it ends, also when nobody waits for it any more.
        let _place = place;
        state.prepared.search(&network.snapshot, run)
    };
    let found = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    found.map_err(routing_problem)
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
