//! Who asks: the API key or the sign-in of a request, and the proof that it may.
//!
//! [`authenticate`] runs on every route of `/v1` but those that make a sign-in, and puts an [`Identity`]
//! beside the request. A handler takes [`Caller`] with the scope it needs, or [`Person`] where only somebody
//! signed in will do; there is no other way to a tenant's data, and a test walks the OpenAPI document to see
//! that each operation asks.

use crate::cookie;
use crate::limits::SIGN_IN_LIFE;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use portolan_api::{ProblemCode, Role, Scope};
use portolan_model::{AccountId, ApiKeyId, TenantId};
use portolan_store::{ApiKeyRow, SignInRow, TenantScope};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A program with a key.
    Key(ApiKeyId),
    /// A person who is signed in.
    Account(AccountId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(id) => id.fmt(f),
            Self::Account(id) => id.fmt(f),
        }
    }
}

/// Whom somebody stands for and what they may do.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Who.
    pub actor: Actor,
    /// The tenant's public id.
    pub tenant_id: TenantId,
    /// Whose data, live or test.
    pub scope: TenantScope,
    /// What they may do.
    pub scopes: Vec<Scope>,
}

/// The sign-in of a request, where it came with one.
#[derive(Clone)]
struct SignedIn {
    key: i64,
    account: AccountId,
    secret: String,
}

impl Identity {
    fn of_key(row: &ApiKeyRow) -> Self {
        Self {
            actor: Actor::Key(row.id),
            tenant_id: row.tenant_id,
            scope: row.scope,
            scopes: row.scopes.iter().filter_map(|name| Scope::find(name)).collect(),
        }
    }

    /// A role that this program does not know may do nothing.
    fn of_sign_in(row: &SignInRow) -> Self {
        Self {
            actor: Actor::Account(row.account),
            tenant_id: row.tenant_id,
            scope: row.scope,
            scopes: Role::find(&row.role).map(Role::scopes).unwrap_or_default(),
        }
    }

    /// Whether they have a scope.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// The actor's name in the audit trail.
    pub fn actor(&self) -> String {
        self.actor.to_string()
    }
}

/// Finds who a request is of, or refuses.
pub async fn authenticate(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let found = if request.headers().contains_key(AUTHORIZATION) {
        identify(&state, request.headers()).await.map(|identity| (identity, None))
    } else {
        recognise(&state, request.method(), request.headers()).await
    };
    match found {
        Ok((identity, signed_in)) => {
            request.extensions_mut().insert(identity);
            if let Some(signed_in) = signed_in {
                request.extensions_mut().insert(signed_in);
            }
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

fn missing() -> ApiError {
    let detail = "sign in, or send `Authorization: Bearer ptl_test_…` or `ptl_live_…`";
    ApiError::new(ProblemCode::KeyMissing, detail)
}

/// Who a key stands for.
async fn identify(state: &AppState, headers: &HeaderMap) -> Answer<Identity> {
    let header = headers.get(AUTHORIZATION).ok_or_else(missing)?;
    let text = header.to_str().map_err(|_| missing())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let found = state.store.api_key_authenticate(token.trim(), state.clock.now()).await?;
    found.as_ref().map(Identity::of_key).ok_or_else(|| {
        let detail = "the key was never made here, or it was revoked: ask its owner for another";
        ApiError::new(ProblemCode::KeyUnknown, detail)
    })
}

/// Who is signed in.
async fn recognise(
    state: &AppState,
    method: &Method,
    headers: &HeaderMap,
) -> Answer<(Identity, Option<SignedIn>)> {
    let secret = cookie::secret_of(headers).ok_or_else(missing)?;
    let now = state.clock.now();
    let row = state.store.sign_in_authenticate(secret, SIGN_IN_LIFE, now).await?;
    let row = row.ok_or_else(|| {
        let detail = "it was ended, or not used for long: sign in again";
        ApiError::new(ProblemCode::SignInOver, detail)
    })?;
    cookie::check_origin(method, headers, secret)?;
    let signed_in = SignedIn { key: row.key, account: row.account, secret: secret.to_owned() };
    Ok((Identity::of_sign_in(&row), Some(signed_in)))
}

/// Somebody who is signed in, whatever their role.
pub struct Person {
    /// Who, and for whom.
    pub identity: Identity,
    /// The account.
    pub account: AccountId,
    /// The sign-in's key inside the store.
    pub sign_in: i64,
    /// The secret in the cookie.
    pub secret: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let identity = parts.extensions.get::<Identity>().cloned().ok_or_else(missing)?;
        let Some(signed_in) = parts.extensions.get::<SignedIn>().cloned() else {
            let detail = "this is for somebody who signed in: a key is no person";
            return Err(ApiError::new(ProblemCode::ScopeMissing, detail));
        };
        let SignedIn { key, account, secret } = signed_in;
        Ok(Self { identity, account, sign_in: key, secret })
    }
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
    TeamRead,
    TeamWrite,
    AuditRead,
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
        let detail = format!("this key or role lacks the scope `{}`", N::SCOPE.name());
        Err(ApiError::new(ProblemCode::ScopeMissing, detail))
    }
}
