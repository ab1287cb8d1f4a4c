//! Who asks: the API key of a request, and the proof that it may.
//!
//! [`authenticate`] runs on every route of `/v1` and puts an [`Identity`] beside the request. A handler
//! takes [`Caller`] with the scope it needs; there is no other way to a tenant's data, and a test walks
//! the OpenAPI document to see that each operation asks.

use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use portolan_api::{ProblemCode, Scope};
use portolan_model::{ApiKeyId, TenantId};
use portolan_store::{ApiKeyRow, TenantScope};
use std::marker::PhantomData;
use std::ops::Deref;

/// Whom a key stands for and what it may do.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The key.
    pub key: ApiKeyId,
    /// The tenant's public id.
    pub tenant_id: TenantId,
    /// Whose data, live or test.
    pub scope: TenantScope,
    /// What the key may do.
    pub scopes: Vec<Scope>,
}

impl Identity {
    fn of(row: &ApiKeyRow) -> Self {
        Self {
            key: row.id,
            tenant_id: row.tenant_id,
            scope: row.scope,
            scopes: row.scopes.iter().filter_map(|name| Scope::find(name)).collect(),
        }
    }

    /// Whether the key has a scope.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// The actor's name in the audit trail.
    pub fn actor(&self) -> String {
        self.key.to_string()
    }
}

/// Finds the key of a request and who it stands for, or refuses.
pub async fn authenticate(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    match identify(&state, request.headers()).await {
        Ok(identity) => {
            request.extensions_mut().insert(identity);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

async fn identify(state: &AppState, headers: &HeaderMap) -> Answer<Identity> {
    let missing = || {
        let detail = "send `Authorization: Bearer ptl_test_…` or `ptl_live_…`";
        ApiError::new(ProblemCode::KeyMissing, detail)
    };
    let header = headers.get(AUTHORIZATION).ok_or_else(missing)?;
    let text = header.to_str().map_err(|_| missing())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let found = state.store.api_key_authenticate(token.trim(), state.clock.now()).await?;
    found.as_ref().map(Identity::of).ok_or_else(|| {
        let detail = "the key was never made here, or it was revoked: ask its owner for another";
        ApiError::new(ProblemCode::KeyUnknown, detail)
    })
}

/// A scope as a type, so that a handler's signature says what it needs.
pub trait Needed: Send + Sync + 'static {
    /// The scope.
    const SCOPE: Scope;
}

/// Declares a type per scope; the expansion of `QuotesRead` is
/// `pub struct QuotesRead; impl Needed for QuotesRead { const SCOPE: Scope = Scope::QuotesRead; }`.
macro_rules! needed {
    ($($name:ident),+ $(,)?) => {$(
        #[doc = concat!("The scope [`Scope::", stringify!($name), "`].")]
        #[derive(Debug)]
        pub struct $name;
        impl Needed for $name { const SCOPE: Scope = Scope::$name; }
    )+};
}

needed!(
    NetworkRead,
    QuotesRead,
    ProductsRead,
    ProductsWrite,
    OrdersRead,
    OrdersWrite,
    ParcelsRead,
    ParcelsWrite,
    ScansWrite,
    KeysRead,
    KeysWrite,
);

/// The caller of a request that needs scope `N`.
#[derive(Debug)]
pub struct Caller<N: Needed> {
    identity: Identity,
    needed: PhantomData<fn() -> N>,
}

impl<N: Needed> Deref for Caller<N> {
    type Target = Identity;
    fn deref(&self) -> &Identity {
        &self.identity
    }
}

impl<N: Needed, S: Send + Sync> FromRequestParts<S> for Caller<N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let identity = parts.extensions.get::<Identity>().cloned();
        let identity = identity.ok_or_else(|| {
            ApiError::internal("a route with a caller lacks the authentication layer")
        })?;
        if identity.may(N::SCOPE) {
            return Ok(Self { identity, needed: PhantomData });
        }
        let detail = format!("the key lacks the scope `{}`", N::SCOPE.name());
        Err(ApiError::new(ProblemCode::ScopeMissing, detail))
    }
}
