//! `Idempotency-Key`: a POST under a key is done once, and its answer is given again.
//!
//! The answer is kept by the store, sealed, for 24 hours, so it survives a restart. The work runs in a
//! task of its own: a caller that hangs up does not stop it half-way. Answers that changed nothing and
//! may differ next time (429, 5xx, a missing scope …) are not kept.

use crate::auth::Identity;
use crate::extract::too_large;
use crate::limits::{IDEMPOTENCY_KEPT, IDEMPOTENCY_LEASE};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::upload::Upload;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, Limited};
use portolan_api::ProblemCode;
use portolan_api::limits::{IDEMPOTENCY_KEY_LENGTH_MAX, JSON_BYTES_MAX};
use portolan_store::{Begun, IdempotencyBegin, IdempotencyCompletion};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The header of the key.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was kept from before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What is kept for a replay where the answer itself must not be: it holds a secret.
#[derive(Debug, Clone)]
pub struct KeptInstead(Vec<u8>);

impl KeptInstead {
    /// A JSON body to keep.
    pub fn json<T: Serialize>(body: &T) -> Answer<Self> {
        serde_json::to_vec(body).map(Self).map_err(ApiError::internal)
    }
}

/// A POST that changes nothing and answers names and addresses, which must not be kept beside the key.
pub const PRINTED: &str = "/v1/labels";

/// Runs a POST under its idempotency key; every other request as it is.
pub async fn idempotent(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || request.uri().path() == PRINTED {
        return next.run(request).await;
    }
    match key_of(request.headers()) {
        Ok(None) => next.run(request).await,
        Ok(Some(key)) => {
            run_once(state, key, request, next).await.unwrap_or_else(IntoResponse::into_response)
        }
        Err(error) => error.into_response(),
    }
}

/// The key, which the draft standard writes as a quoted string; a bare one is taken too.
fn key_of(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let printable = bare.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    if bare.is_empty() || bare.len() > IDEMPOTENCY_KEY_LENGTH_MAX || !printable {
        let detail =
            "the header `idempotency-key` takes 1 to 200 printable ASCII characters, best a UUID";
        return Err(ApiError::new(ProblemCode::MalformedRequest, detail));
    }
    Ok(Some(bare.to_owned()))
}

async fn run_once(state: AppState, key: String, request: Request, next: Next) -> Answer<Response> {
    let identity = request.extensions().get::<Identity>().cloned();
    let identity = identity.ok_or_else(|| {
        ApiError::internal("the idempotency layer needs the authentication layer")
    })?;
    let (request, fingerprint) = digest_request(&state, request).await?;
    let now = state.clock.now();
    let begin = IdempotencyBegin {
        key: key.clone(),
        fingerprint,
        lease_until: now + IDEMPOTENCY_LEASE,
        expires_at: now + IDEMPOTENCY_KEPT,
    };
    match state.store.idempotency_begin(identity.scope, &begin, now).await? {
        Begun::Fresh => {}
        Begun::Replay { status, body } => return Ok(replay(status, body)),
        Begun::InProgress => {
            let detail = "the first request with this key is still running: ask again in a moment";
            let error = ApiError::new(ProblemCode::IdempotencyInProgress, detail);
            return Err(error.retry_after(1));
        }
        Begun::Mismatch => {
            let detail = "use a new key for a new request, or repeat the first one unchanged";
            return Err(ApiError::new(ProblemCode::IdempotencyMismatch, detail));
        }
    }
    let work = async move {
        let response = next.run(request).await;
        keep(&state, &identity, key, fingerprint, response).await
    };
    tokio::spawn(work).await.map_err(ApiError::internal)
}

/// Reads the whole body, to tell this request from others, and puts it back.
async fn digest_request(state: &AppState, request: Request) -> Answer<(Request, [u8; 32])> {
    let mut digest = Sha256::new();
    digest.update(request.method().as_str());
    digest.update([0]);
    digest.update(request.uri().path_and_query().map_or("", |path| path.as_str()));
    digest.update([0]);
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path();
    if path.ends_with("/import") || path == "/v1/imports" {
        let request = Request::from_parts(parts.clone(), body);
        let upload = Upload::spool(request, state.import_bytes_max).await?;
        digest.update(upload.digest);
        parts.extensions.insert(upload);
        return Ok((Request::from_parts(parts, Body::empty()), digest.finalize().into()));
    }
    let read = Limited::new(body, JSON_BYTES_MAX).collect().await;
    let bytes = read.map_err(|_| too_large(JSON_BYTES_MAX as u64))?.to_bytes();
    digest.update(&bytes);
    Ok((Request::from_parts(parts, Body::from(bytes)), digest.finalize().into()))
}

/// Keeps the answer where it is final, and gives it on.
async fn keep(
    state: &AppState,
    identity: &Identity,
    key: String,
    fingerprint: [u8; 32],
    response: Response,
) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(read) = body.collect().await else {
        return ApiError::internal("an answer's body broke off").into_response();
    };
    let bytes = read.to_bytes();
    let status = parts.status.as_u16();
    let kept = if is_final(parts.status) {
        let body = parts.extensions.remove::<KeptInstead>().map_or_else(|| bytes.to_vec(), |k| k.0);
        let completion = IdempotencyCompletion { key, fingerprint, status, body };
        state.store.idempotency_complete(identity.scope, completion).await
    } else {
        state.store.idempotency_abandon(identity.scope, &key, fingerprint).await
    };
    if let Err(error) = kept {
        // The work is done and its answer is true; only its repetition cannot be promised.
        tracing::error!(code = error.code(), "an idempotent answer could not be kept");
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Whether the same request must get this answer again.
fn is_final(status: StatusCode) -> bool {
    !status.is_server_error() && !matches!(status.as_u16(), 401 | 403 | 409 | 413 | 415 | 429)
}

fn replay(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let is_problem = status.is_client_error() || status.is_server_error();
    let media_type = if is_problem { "application/problem+json" } else { "application/json" };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
