//! `/healthz`, `/readyz` and `/metrics`: for machines that watch the server.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use portolan_api::health::{Health, HealthStatus};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of health.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_health))
        .routes(routes!(get_readiness))
        .routes(routes!(get_metrics))
}

/// Whether the process lives. Never asks the store.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
pub async fn get_health(State(state): State<AppState>) -> Json<Health> {
    Json(health(&state, Vec::new()))
}

/// Whether it can take work: the store answers and a network is published.
#[utoipa::path(
    get, path = "/readyz", tag = "health",
    responses((status = 200, body = Health), (status = 503, body = Health)),
)]
pub async fn get_readiness(State(state): State<AppState>) -> (StatusCode, Json<Health>) {
    let mut faults = Vec::new();
    if let Err(error) = state.store.ping().await {
        tracing::warn!(code = error.code(), "the store does not answer");
        faults.push("the store does not answer".to_owned());
    }
    if state.network.version().is_none() {
        faults.push("no network is published".to_owned());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health(&state, faults)))
}

/// The server's counters, in the text format of Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "health",
    responses((status = 200, body = String, content_type = "text/plain")),
)]
pub async fn get_metrics(State(state): State<AppState>) -> impl IntoResponse {
    let media_type = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, media_type)], state.metrics.render())
}

fn health(state: &AppState, faults: Vec<String>) -> Health {
    Health {
        status: if faults.is_empty() { HealthStatus::Ok } else { HealthStatus::Unavailable },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        network_version: state.network.version(),
        faults,
    }
}
