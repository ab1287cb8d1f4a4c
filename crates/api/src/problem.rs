//! Problems: every error of the interface as RFC 9457 `application/problem+json`.
//!
//! [`ProblemCode`] is the closed, stable list; `type` is `/problems/<code>` and each code has a
//! paragraph in `docs/src/reference/errors.md`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An error as it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `/problems/<code>`: stable, to be matched on.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid_fields")]
    pub kind: String,
    /// What it is, the same for every problem of this type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong this time, and what to do about it.
    pub detail: String,
    /// The code alone.
    pub code: ProblemCode,
    /// Every single fault of the input, where there are some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// One fault of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// Line of the file, the header being 1; absent outside files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The field, as a path in JSON or the column of a file.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
    /// Stable code.
    pub code: String,
}

impl Problem {
    /// A problem of a code, said in full by `detail`.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            kind: code.kind(),
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            code,
            faults: Vec::new(),
        }
    }

    /// The same with the faults that make it up.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }
}

/// Every code there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The request cannot be read: bad JSON, a bad query or header.
    MalformedRequest,
    /// There is no API key.
    KeyMissing,
    /// The API key is not known, or revoked.
    KeyUnknown,
    /// The address and the password do not belong together.
    SignInWrong,
    /// The sign-in ended.
    SignInOver,
    /// The API key, or the role, may not do this.
    ScopeMissing,
    /// A request with a sign-in that the console did not make.
    RequestForged,
    /// There is no such thing, or it belongs to somebody else.
    NotFound,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// The order is there with other content.
    OrderExists,
    /// The thing is in a state in which this cannot be done.
    StateConflict,
    /// A departure filled up while the order was booked, and no other route was left.
    CapacityTaken,
    /// A request with the same idempotency key is still running.
    IdempotencyInProgress,
    /// The idempotency key was used with another request.
    IdempotencyMismatch,
    /// The body is larger than allowed.
    BodyTooLarge,
    /// The body is of another media type than can be read.
    UnsupportedMediaType,
    /// Some fields do not hold what they must.
    InvalidFields,
    /// The file cannot be read as a whole.
    FileUnreadable,
    /// No route of the service takes this parcel.
    NoRoute,
    /// Data that the destination or the route asks for is missing.
    DataRequired,
    /// No identifier is left for the line.
    IdentifiersExhausted,
    /// Too many requests with this key.
    RateLimited,
    /// The server is doing as much as it can.
    Overloaded,
    /// The request took too long and was given up.
    TimedOut,
    /// No network is published.
    NetworkMissing,
    /// The store is full.
    StoreFull,
    /// The store cannot be reached.
    StoreUnavailable,
    /// Something went wrong inside.
    Internal,
}

impl ProblemCode {
    /// Every code, in the order of their statuses.
    pub const ALL: [Self; 28] = [
        Self::MalformedRequest,
        Self::KeyMissing,
        Self::KeyUnknown,
        Self::SignInWrong,
        Self::SignInOver,
        Self::ScopeMissing,
        Self::RequestForged,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::OrderExists,
        Self::StateConflict,
        Self::CapacityTaken,
        Self::IdempotencyInProgress,
        Self::BodyTooLarge,
        Self::UnsupportedMediaType,
        Self::InvalidFields,
        Self::IdempotencyMismatch,
        Self::FileUnreadable,
        Self::NoRoute,
        Self::DataRequired,
        Self::RateLimited,
        Self::Internal,
        Self::Overloaded,
        Self::TimedOut,
        Self::NetworkMissing,
        Self::IdentifiersExhausted,
        Self::StoreUnavailable,
        Self::StoreFull,
    ];

    /// The code in text, its status and its title: one table for all three.
    const fn row(self) -> (&'static str, u16, &'static str) {
        match self {
            Self::MalformedRequest => ("malformed_request", 400, "The request cannot be read"),
            Self::KeyMissing => ("key_missing", 401, "An API key is needed"),
            Self::KeyUnknown => ("key_unknown", 401, "The API key is not known"),
            Self::SignInWrong => ("sign_in_wrong", 401, "The address or the password is wrong"),
            Self::SignInOver => ("sign_in_over", 401, "The sign-in ended"),
            Self::ScopeMissing => ("scope_missing", 403, "This may not be done"),
            Self::RequestForged => {
                ("request_forged", 403, "The request did not come from the console")
            }
            Self::NotFound => ("not_found", 404, "There is no such thing"),
            Self::MethodNotAllowed => ("method_not_allowed", 405, "The path has no such method"),
            Self::OrderExists => ("order_exists", 409, "The order exists with other content"),
            Self::StateConflict => ("state_conflict", 409, "This cannot be done in this state"),
            Self::CapacityTaken => ("capacity_taken", 409, "The departures filled up"),
            Self::IdempotencyInProgress => {
                ("idempotency_in_progress", 409, "The same request is still running")
            }
            Self::BodyTooLarge => ("body_too_large", 413, "The body is too large"),
            Self::UnsupportedMediaType => {
                ("unsupported_media_type", 415, "The body's media type cannot be read")
            }
            Self::InvalidFields => ("invalid_fields", 422, "Some fields are wrong"),
            Self::IdempotencyMismatch => {
                ("idempotency_mismatch", 422, "The idempotency key was used with another request")
            }
            Self::FileUnreadable => ("file_unreadable", 422, "The file cannot be read"),
            Self::NoRoute => ("no_route", 422, "No route takes this parcel"),
            Self::DataRequired => ("data_required", 422, "Data is missing that the route needs"),
            Self::RateLimited => ("rate_limited", 429, "Too many requests"),
            Self::Internal => ("internal", 500, "Something went wrong inside"),
            Self::Overloaded => ("overloaded", 503, "The server is busy"),
            Self::TimedOut => ("timed_out", 503, "The request took too long"),
            Self::NetworkMissing => ("network_missing", 503, "No network is published"),
            Self::IdentifiersExhausted => {
                ("identifiers_exhausted", 503, "No identifier is left for the line")
            }
            Self::StoreUnavailable => ("store_unavailable", 503, "The store cannot be reached"),
            Self::StoreFull => ("store_full", 507, "The store is full"),
        }
    }

    /// The code in text.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// Its HTTP status.
    pub const fn status(self) -> u16 {
        self.row().1
    }

    /// Its title.
    pub const fn title(self) -> &'static str {
        self.row().2
    }

    /// Its `type`.
    pub fn kind(self) -> String {
        format!("/problems/{}", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_those_on_the_wire_and_none_is_listed_twice() {
        let names: HashSet<&str> = ProblemCode::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), ProblemCode::ALL.len());
        for code in ProblemCode::ALL {
            let wire = serde_json::to_value(code).unwrap();
            assert_eq!(wire, code.name(), "{code:?}");
            assert!((400..600).contains(&code.status()), "{code:?}");
        }
    }

    #[test]
    fn a_problem_without_faults_leaves_the_member_out() {
        let text = serde_json::to_string(&Problem::new(ProblemCode::NotFound, "no order")).unwrap();
        assert!(text.contains(r#""type":"/problems/not_found""#), "{text}");
        assert!(!text.contains("faults"), "{text}");
    }
}
