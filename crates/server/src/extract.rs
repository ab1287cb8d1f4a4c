//! Extractors that answer problems where axum's own would answer plain text.

use crate::problem::{Answer, ApiError};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use portolan_api::ProblemCode;
use portolan_model::Id;
use portolan_model::id::Kind;
use serde::de::DeserializeOwned;

/// A JSON body.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let read = axum::Json::<T>::from_request(request, state).await;
        read.map(|axum::Json(value)| Self(value)).map_err(|error| json_problem(&error))
    }
}

fn json_problem(error: &JsonRejection) -> ApiError {
    let code = match (error, error.status()) {
        (JsonRejection::MissingJsonContentType(_), _) => {
            let detail = "send the body as `content-type: application/json`";
            return ApiError::new(ProblemCode::UnsupportedMediaType, detail);
        }
        (_, StatusCode::PAYLOAD_TOO_LARGE) => {
            return too_large(portolan_api::limits::JSON_BYTES_MAX as u64);
        }
        (JsonRejection::JsonDataError(_), _) => ProblemCode::InvalidFields,
        _ => ProblemCode::MalformedRequest,
    };
    ApiError::new(code, error.body_text())
}

/// A body beyond its limit.
pub fn too_large(limit_bytes: u64) -> ApiError {
    let detail = format!("the limit is {limit_bytes} bytes: send the data in several requests");
    ApiError::new(ProblemCode::BodyTooLarge, detail)
}

/// The query of the address.
#[derive(Debug)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let read = Query::<T>::from_request_parts(parts, state).await;
        read.map(|Query(value)| Self(value)).map_err(|error: QueryRejection| {
            ApiError::new(ProblemCode::MalformedRequest, error.body_text())
        })
    }
}

/// The only parameter of the path, as text.
#[derive(Debug)]
pub struct PathText(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathText {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let read = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(text)| Self(text))
            .map_err(|error| ApiError::new(ProblemCode::MalformedRequest, error.body_text()))
    }
}

/// The id in the path. Text that is no id names nothing, so it is not found.
#[derive(Debug)]
pub struct PathId<K: Kind>(pub Id<K>);

impl<K: Kind, S: Send + Sync> FromRequestParts<S> for PathId<K> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let PathText(text) = PathText::from_request_parts(parts, state).await?;
        Id::parse(&text).map(Self).map_err(|_| ApiError::not_found("thing", &text))
    }
}
