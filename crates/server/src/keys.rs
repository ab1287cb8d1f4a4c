//! `/v1/keys`.

use crate::app::key_keeping;
use crate::auth::{Caller, KeysRead, KeysWrite};
use crate::extract::{Input, Params, PathId};
use crate::idempotency::KeptInstead;
use crate::problem::Answer;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use portolan_api::keys::{Key, KeyCreated, KeyDraft};
use portolan_api::{Page, PageQuery};
use portolan_model::id;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of API keys.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_keys, create_key)).routes(routes!(revoke_key))
}

/// List the tenant's keys of the asking key's mode, revoked ones too; never their secrets.
#[utoipa::path(
    get, path = "/v1/keys", tag = "keys", security(("key" = ["keys:read"])), params(PageQuery),
    responses((status = 200, body = Page<Key>)),
)]
pub async fn list_keys(
    caller: Caller<KeysRead>,
    State(state): State<AppState>,
    Params(page): Params<PageQuery>,
) -> Answer<Json<Page<Key>>> {
    key_keeping::list_keys(&state, &caller, &page).await.map(Json)
}

/// Make a key. Its secret is in this answer alone: it is kept nowhere, not even for a replay.
#[utoipa::path(
    post, path = "/v1/keys", tag = "keys", security(("key" = ["keys:write"])),
    request_body = KeyDraft,
    responses((status = 201, body = KeyCreated)),
)]
pub async fn create_key(
    caller: Caller<KeysWrite>,
    State(state): State<AppState>,
    Input(draft): Input<KeyDraft>,
) -> Answer<impl IntoResponse> {
    let made = key_keeping::create_key(&state, &caller, &draft).await?;
    let kept = KeptInstead::json(&KeyCreated { secret: None, ..made.clone() })?;
    Ok((StatusCode::CREATED, Extension(kept), Json(made)))
}

/// Revoke a key for good.
#[utoipa::path(
    delete, path = "/v1/keys/{id}", tag = "keys", security(("key" = ["keys:write"])),
    params(("id" = String, Path, description = "`key_…`")),
    responses((status = 204)),
)]
pub async fn revoke_key(
    caller: Caller<KeysWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::ApiKey>,
) -> Answer<StatusCode> {
    key_keeping::revoke_key(&state, &caller, id).await.map(|()| StatusCode::NO_CONTENT)
}
