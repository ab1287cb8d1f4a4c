//! What every request passes: counting, request ids, limits of time and number, headers of safety.
//!
//! A request's line in the log has its route, never its path or query: those may hold a name.

use crate::auth::Identity;
use crate::clock::Stopwatch;
use crate::ids;
use crate::problem::ApiError;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Response as HttpResponse, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use portolan_api::ProblemCode;
use std::any::Any;
use tracing::Instrument as _;

/// The header of a request's id, in the answer and in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The page's own files alone: no script, style or frame from elsewhere. Inline styles are allowed
/// because component libraries set them; images may be made by the page itself.
const CONTENT_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Counts a request, gives it an id and writes its line in the log.
pub async fn observe(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("other", MatchedPath::as_str).to_owned();
    let id = u64::from_be_bytes(ids::random_bytes().unwrap_or_default());
    let id = format!("{id:016x}");
    let span = tracing::info_span!("request", id = %id, method = %method, route = %route);
    let counted = Counted::begin(state, method.to_string(), route, watch);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let duration_ms = counted.end(status);
    span.in_scope(|| tracing::info!(status, duration_ms, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A request being counted. Dropped without an end (the caller hung up) it ends as status 499.
struct Counted {
    state: AppState,
    method: String,
    route: String,
    watch: Stopwatch,
    is_ended: bool,
}

impl Counted {
    fn begin(state: AppState, method: String, route: String, watch: Stopwatch) -> Self {
        state.metrics.begin_request();
        Self { state, method, route, watch, is_ended: false }
    }

    fn end(mut self, status: u16) -> u64 {
        self.record(status)
    }

    fn record(&mut self, status: u16) -> u64 {
        self.is_ended = true;
        let seconds = self.watch.elapsed_seconds();
        self.state.metrics.end_request(&self.method, &self.route, status, seconds);
        std::time::Duration::try_from_secs_f64(seconds)
            .map_or(0, |taken| u64::try_from(taken.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if !self.is_ended {
            self.record(499);
        }
    }
}

/// Headers that keep a browser from doing more than the page needs.
pub async fn secure(request: Request, next: Next) -> Response {
    let is_private = request.uri().path().starts_with("/v1/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_private {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses what is too much at once, and gives up what takes too long.
pub async fn limit_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_watched(request.uri().path()) {
        return next.run(request).await;
    }
    let Ok(_place) = state.places.try_acquire() else {
        let detail = "as many requests as can be are being worked on: try again in a moment";
        return ApiError::new(ProblemCode::Overloaded, detail).retry_after(1).into_response();
    };
    if let Ok(response) = tokio::time::timeout(state.request_time, next.run(request)).await {
        response
    } else {
        let detail = "a request under an idempotency key goes on: ask again with the same key";
        ApiError::new(ProblemCode::TimedOut, detail).retry_after(5).into_response()
    }
}

/// What watches the server must be answered however busy it is.
fn is_watched(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/metrics")
}

/// Takes a token of the caller's key.
pub async fn limit_rate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let key = request.extensions().get::<Identity>().map(|identity| identity.actor);
    let taken = key.map_or(Ok(()), |key| state.rate.take(key, state.clock.now()));
    match taken {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let detail = format!("you ask too fast: wait {seconds} s, or send batches");
            ApiError::new(ProblemCode::RateLimited, detail).retry_after(seconds).into_response()
        }
    }
}

/// The path is there, the method is not; `Allow` is set by the router.
pub async fn refuse_method() -> ApiError {
    let detail = "the header `allow` lists the methods of this path";
    ApiError::new(ProblemCode::MethodNotAllowed, detail)
}

/// A bug: the caller gets a problem, the log its message.
#[expect(clippy::needless_pass_by_value, reason = "the layer that calls it gives the box away")]
pub fn answer_panic(panic: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    ApiError::internal(format!("panic: {text}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_problem_that_does_not_tell_its_message() {
        let response = answer_panic(Box::new("index out of bounds"));
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    }
}
