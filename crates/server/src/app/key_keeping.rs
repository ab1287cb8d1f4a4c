//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::keys::{Key, KeyCreated, KeyDraft};
use portolan_api::{Page, PageQuery};
use portolan_model::ApiKeyId;
pub async fn list_keys(state: &AppState, caller: &Identity, page: &PageQuery) -> Answer<Page<Key>> {
    Err(ApiError::internal("stub"))
}
pub async fn create_key(
    state: &AppState,
    caller: &Identity,
    draft: &KeyDraft,
) -> Answer<KeyCreated> {
    Err(ApiError::internal("stub"))
}
pub async fn revoke_key(state: &AppState, caller: &Identity, id: ApiKeyId) -> Answer<()> {
    Err(ApiError::internal("stub"))
}
