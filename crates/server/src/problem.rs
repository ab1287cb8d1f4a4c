//! Errors on their way out: every one becomes an RFC 9457 problem.
//!
//! Handlers and `app` answer [`Answer`]; whatever fails is an [`ApiError`] with a stable code from
//! `portolan-api`. An inner cause is logged once, where the answer is made, and never shown.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use portolan_api::{Fault, Problem, ProblemCode};
use portolan_model::FieldFault;
use portolan_store::StoreError;
use std::error::Error;

/// The answer of a handler or of a step of `app`.
pub type Answer<T> = Result<T, ApiError>;

/// A problem to be answered, with the cause that only the log may see.
#[derive(Debug)]
pub struct ApiError {
    /// What is answered.
    pub problem: Box<Problem>,
    cause: Option<Box<dyn Error + Send + Sync>>,
    retry_after_seconds: Option<u64>,
}

impl ApiError {
    /// A problem of a code.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        let problem = Box::new(Problem::new(code, detail));
        Self { problem, cause: None, retry_after_seconds: None }
    }

    /// Something that is not there, or is somebody else's.
    pub fn not_found(what: &str, id: &str) -> Self {
        Self::new(ProblemCode::NotFound, format!("no {what} `{id}` belongs to this key"))
    }

    /// Fields that do not hold what they must.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let detail = match faults.as_slice() {
            [one] => format!("{}: {}", one.field, one.what),
            many => format!("{} fields are wrong, see `faults`", many.len()),
        };
        let mut error = Self::new(ProblemCode::InvalidFields, detail);
        error.problem.faults = faults;
        error
    }

    /// One field that does not hold what it must.
    pub fn invalid_field(field: &str, what: impl Into<String>, mend: &str, code: &str) -> Self {
        Self::invalid(vec![fault(field, what, mend, code)])
    }

    /// Something that went wrong inside; the cause goes to the log alone.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let detail = "nothing was changed by this request unless it was answered before: the server's \
                      log has the cause under this request's id";
        Self { cause: Some(cause.into()), ..Self::new(ProblemCode::Internal, detail) }
    }

    /// The same, telling the caller when to come back.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// Its code.
    pub fn code(&self) -> ProblemCode {
        self.problem.code
    }

    /// The problem alone, for an answer per item; the cause is logged here.
    pub fn into_problem(self) -> Problem {
        self.log();
        *self.problem
    }

    fn log(&self) {
        if let Some(cause) = &self.cause {
            tracing::error!(code = self.problem.code.name(), cause = %chain(cause.as_ref()), "failed");
        }
    }
}

/// An error with all that caused it.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let status = StatusCode::from_u16(self.problem.status)
            .expect("invariant: every code of the table has a status between 400 and 599");
        let body = serde_json::to_vec(&self.problem)
            .expect("invariant: a problem has text keys and no map that could fail");
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.problem.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Conflict { what } => Self::new(
                ProblemCode::StateConflict,
                format!("{what}: somebody else was faster, load it again and decide again"),
            ),
            StoreError::NotFound { what } => {
                Self::new(ProblemCode::NotFound, format!("{what} is not there for this key"))
            }
            StoreError::OverCapacity { .. } => {
                Self::new(ProblemCode::CapacityTaken, "a departure on the route has no room left")
            }
            StoreError::IdentifiersExhausted { .. } => Self::with_cause(
                ProblemCode::IdentifiersExhausted,
                "the operator of the network must add a range of identifiers",
                error,
            ),
            StoreError::Full => Self::with_cause(
                ProblemCode::StoreFull,
                "nothing of this request was kept; the operator of the server must make room",
                error,
            ),
            StoreError::Busy | StoreError::Closed => Self::with_cause(
                ProblemCode::StoreUnavailable,
                "nothing of this request was kept; try again with the same idempotency key",
                error,
            )
            .retry_after(1),
            StoreError::Limit { what, limit } => Self::new(
                ProblemCode::InvalidFields,
                format!("{what} exceeds its limit of {limit}"),
            ),
            _ => Self::internal(error),
        }
    }
}

impl ApiError {
    fn with_cause(code: ProblemCode, detail: &str, cause: StoreError) -> Self {
        Self { cause: Some(Box::new(cause)), ..Self::new(code, detail) }
    }
}

impl From<Vec<FieldFault>> for ApiError {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self::invalid(faults.iter().map(|one| field_fault("", one)).collect())
    }
}

/// A fault of one field.
pub fn fault(field: &str, what: impl Into<String>, mend: &str, code: &str) -> Fault {
    Fault {
        line: None,
        field: field.to_owned(),
        what: what.into(),
        mend: mend.to_owned(),
        code: code.to_owned(),
    }
}

/// A model's fault as a wire fault; `path` is what the field's own name is put behind.
pub fn field_fault(path: &str, found: &FieldFault) -> Fault {
    let field = match (path, found.field) {
        ("", field) => field.to_owned(),
        (path, "") => path.to_owned(),
        (path, field) => format!("{path}.{field}"),
    };
    model_fault(&field, &found.error)
}

/// A model's error about a field. Its message says what is wrong and, after the last colon, the mend.
pub fn model_fault(field: &str, error: &portolan_model::ModelError) -> Fault {
    let text = error.to_string();
    let (what, mend) = text.rsplit_once(": ").unwrap_or((text.as_str(), "see the reference"));
    fault(field, what, mend, error.code())
}

#[cfg(test)]
mod tests;
