//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::Page;
use portolan_api::manifests::{CountDraft, Manifest, ManifestDetail, ManifestDraft, ManifestQuery};
use portolan_model::ManifestId;
pub async fn list_manifests(
    state: &AppState,
    caller: &Identity,
    query: &ManifestQuery,
) -> Answer<Page<Manifest>> {
    Err(ApiError::internal("stub"))
}
pub async fn create_manifest(
    state: &AppState,
    caller: &Identity,
    draft: &ManifestDraft,
) -> Answer<ManifestDetail> {
    Err(ApiError::internal("stub"))
}
pub async fn get_manifest(
    state: &AppState,
    caller: &Identity,
    id: ManifestId,
) -> Answer<ManifestDetail> {
    Err(ApiError::internal("stub"))
}
pub async fn count_manifest(
    state: &AppState,
    caller: &Identity,
    id: ManifestId,
    count: &CountDraft,
) -> Answer<ManifestDetail> {
    Err(ApiError::internal("stub"))
}
