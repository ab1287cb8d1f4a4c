//! `/v1/accounts`, `/v1/session`, `/v1/members`, `/v1/invitations`, `/v1/audit`.

use crate::app::{people, team};
use crate::auth::{AuditRead, Caller, Person, TeamRead, TeamWrite};
use crate::buyer::client::client_of_request;
use crate::cookie;
use crate::extract::{Input, Params, PathId};
use crate::idempotency::KeptInstead;
use crate::limits::SIGN_IN_WHOLE;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use portolan_api::Page;
use portolan_api::accounts::{
    AuditEntry, AuditParams, InvitationAccept, InvitationCreated, InvitationDraft, Invitations,
    MemberChange, Members, PasswordChange, Session, SessionChange, SignIn, SignUp,
};
use portolan_model::id;
use std::net::IpAddr;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What needs no sign-in: it makes one.
pub fn open_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_up))
        .routes(routes!(sign_in))
        .routes(routes!(accept_invitation))
}

/// What people do with their sign-in and their team.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_session, change_session, end_session))
        .routes(routes!(end_sessions))
        .routes(routes!(change_password))
        .routes(routes!(erase_account))
        .routes(routes!(list_members))
        .routes(routes!(change_member, remove_member))
        .routes(routes!(list_invitations, create_invitation))
        .routes(routes!(withdraw_invitation))
        .routes(routes!(list_audit))
}

/// The address that a request came from.
#[derive(Debug)]
pub struct Visitor(pub IpAddr);

impl FromRequestParts<AppState> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Answer<Self> {
        Ok(Self(client_of_request(parts, &state.trusted_proxies)))
    }
}

/// The answer with its cookie.
fn signed_in(
    state: &AppState,
    (secret, session): (String, Session),
) -> Answer<(HeaderMap, Json<Session>)> {
    let seconds = SIGN_IN_WHOLE.as_secs();
    let kept = cookie::keep(&secret, seconds, state.secure_cookies);
    let kept = kept.ok_or_else(|| ApiError::internal("a secret is no header"))?;
    Ok((cookie_header(kept), Json(session)))
}

fn signed_out(state: &AppState) -> Answer<(StatusCode, HeaderMap)> {
    let gone = cookie::keep("", 0, state.secure_cookies);
    let gone = gone.ok_or_else(|| ApiError::internal("no secret is no header"))?;
    Ok((StatusCode::NO_CONTENT, cookie_header(gone)))
}

fn cookie_header(value: HeaderValue) -> HeaderMap {
    HeaderMap::from_iter([(header::SET_COOKIE, value)])
}

/// Make an account with an organisation of its own, and sign in.
#[utoipa::path(
    post, path = "/v1/accounts", tag = "accounts", request_body = SignUp,
    responses((status = 200, body = Session)),
)]
pub async fn sign_up(
    visitor: Visitor,
    State(state): State<AppState>,
    Input(draft): Input<SignUp>,
) -> Answer<impl IntoResponse> {
    signed_in(&state, people::sign_up(&state, visitor.0, &draft).await?)
}

/// Sign in. Everything but reading then needs the header `x-csrf-token` beside the cookie.
#[utoipa::path(
    post, path = "/v1/session", tag = "accounts", request_body = SignIn,
    responses((status = 200, body = Session)),
)]
pub async fn sign_in(
    visitor: Visitor,
    State(state): State<AppState>,
    Input(asked): Input<SignIn>,
) -> Answer<impl IntoResponse> {
    signed_in(&state, people::sign_in(&state, visitor.0, &asked).await?)
}

/// Take an invitation up, and sign in.
#[utoipa::path(
    post, path = "/v1/invitations/accept", tag = "accounts", request_body = InvitationAccept,
    responses((status = 200, body = Session)),
)]
pub async fn accept_invitation(
    visitor: Visitor,
    State(state): State<AppState>,
    Input(asked): Input<InvitationAccept>,
) -> Answer<impl IntoResponse> {
    signed_in(&state, team::accept_invitation(&state, visitor.0, &asked).await?)
}

/// Who is signed in, where, and what they may do.
#[utoipa::path(
    get, path = "/v1/session", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Session)),
)]
pub async fn get_session(person: Person, State(state): State<AppState>) -> Answer<Json<Session>> {
    people::session(&state, &person).await.map(Json)
}

/// Go on in another organisation, or with live or test data.
#[utoipa::path(
    patch, path = "/v1/session", tag = "accounts", security(("session" = [])),
    request_body = SessionChange, responses((status = 200, body = Session)),
)]
pub async fn change_session(
    person: Person,
    State(state): State<AppState>,
    Input(change): Input<SessionChange>,
) -> Answer<Json<Session>> {
    people::change_session(&state, &person, &change).await.map(Json)
}

/// Sign out.
#[utoipa::path(
    delete, path = "/v1/session", tag = "accounts", security(("session" = [])),
    responses((status = 204)),
)]
pub async fn end_session(
    person: Person,
    State(state): State<AppState>,
) -> Answer<impl IntoResponse> {
    people::sign_out(&state, &person).await?;
    signed_out(&state)
}

/// Sign out everywhere.
#[utoipa::path(
    delete, path = "/v1/sessions", tag = "accounts", security(("session" = [])),
    responses((status = 204)),
)]
pub async fn end_sessions(
    person: Person,
    State(state): State<AppState>,
) -> Answer<impl IntoResponse> {
    people::sign_out_everywhere(&state, &person).await?;
    signed_out(&state)
}

/// Set another password; every other sign-in of the account ends.
#[utoipa::path(
    put, path = "/v1/account/password", tag = "accounts", security(("session" = [])),
    request_body = PasswordChange, responses((status = 204)),
)]
pub async fn change_password(
    person: Person,
    State(state): State<AppState>,
    Input(change): Input<PasswordChange>,
) -> Answer<StatusCode> {
    people::change_password(&state, &person, &change).await.map(|()| StatusCode::NO_CONTENT)
}

/// Erase the account: nobody can sign in to it again. The last owner of an organisation stays.
#[utoipa::path(
    delete, path = "/v1/account", tag = "accounts", security(("session" = [])),
    responses((status = 204)),
)]
pub async fn erase_account(
    person: Person,
    State(state): State<AppState>,
) -> Answer<impl IntoResponse> {
    people::erase(&state, &person).await?;
    signed_out(&state)
}

/// The members of the organisation.
#[utoipa::path(
    get, path = "/v1/members", tag = "accounts", security(("key" = ["team:read"])),
    responses((status = 200, body = Members)),
)]
pub async fn list_members(
    caller: Caller<TeamRead>,
    State(state): State<AppState>,
) -> Answer<Json<Members>> {
    team::list_members(&state, &caller).await.map(Json)
}

/// Give a member another role. The last owner stays one.
#[utoipa::path(
    patch, path = "/v1/members/{id}", tag = "accounts", security(("key" = ["team:write"])),
    params(("id" = String, Path, description = "`acc_…`")),
    request_body = MemberChange, responses((status = 204)),
)]
pub async fn change_member(
    caller: Caller<TeamWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Account>,
    Input(change): Input<MemberChange>,
) -> Answer<StatusCode> {
    team::change_member(&state, &caller, id, change.role).await.map(|()| StatusCode::NO_CONTENT)
}

/// Take a member out; its sign-ins here end. The last owner stays.
#[utoipa::path(
    delete, path = "/v1/members/{id}", tag = "accounts", security(("key" = ["team:write"])),
    params(("id" = String, Path, description = "`acc_…`")), responses((status = 204)),
)]
pub async fn remove_member(
    caller: Caller<TeamWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Account>,
) -> Answer<StatusCode> {
    team::remove_member(&state, &caller, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// The invitations that can still be taken up.
#[utoipa::path(
    get, path = "/v1/invitations", tag = "accounts", security(("key" = ["team:read"])),
    responses((status = 200, body = Invitations)),
)]
pub async fn list_invitations(
    caller: Caller<TeamRead>,
    State(state): State<AppState>,
) -> Answer<Json<Invitations>> {
    team::list_invitations(&state, &caller).await.map(Json)
}

/// Invite somebody. The secret is in this answer alone: hand it on, it works once.
#[utoipa::path(
    post, path = "/v1/invitations", tag = "accounts", security(("key" = ["team:write"])),
    request_body = InvitationDraft, responses((status = 201, body = InvitationCreated)),
)]
pub async fn create_invitation(
    caller: Caller<TeamWrite>,
    State(state): State<AppState>,
    Input(draft): Input<InvitationDraft>,
) -> Answer<impl IntoResponse> {
    let made = team::invite(&state, &caller, &draft).await?;
    let kept = KeptInstead::json(&InvitationCreated { secret: None, ..made.clone() })?;
    Ok((StatusCode::CREATED, Extension(kept), Json(made)))
}

/// Take an invitation back.
#[utoipa::path(
    delete, path = "/v1/invitations/{id}", tag = "accounts", security(("key" = ["team:write"])),
    params(("id" = String, Path, description = "`inv_…`")), responses((status = 204)),
)]
pub async fn withdraw_invitation(
    caller: Caller<TeamWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Invitation>,
) -> Answer<StatusCode> {
    team::withdraw_invitation(&state, &caller, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// Who did what, of live or of test data as the caller is; the newest first.
#[utoipa::path(
    get, path = "/v1/audit", tag = "accounts", security(("key" = ["audit:read"])),
    params(AuditParams), responses((status = 200, body = Page<AuditEntry>)),
)]
pub async fn list_audit(
    caller: Caller<AuditRead>,
    State(state): State<AppState>,
    Params(asked): Params<AuditParams>,
) -> Answer<Json<Page<AuditEntry>>> {
    team::list_audit(&state, &caller, &asked).await.map(Json)
}
