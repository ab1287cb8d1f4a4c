//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::upload::Upload;
use portolan_api::orders::{ImportQuery, ImportReport};
use portolan_api::products::ProductImportReport;
pub async fn import_products(
    state: &AppState,
    caller: &Identity,
    query: &ImportQuery,
    upload: Upload,
) -> Answer<ProductImportReport> {
    Err(ApiError::internal("stub"))
}
pub async fn import_orders(
    state: &AppState,
    caller: &Identity,
    query: &ImportQuery,
    upload: Upload,
) -> Answer<ImportReport> {
    Err(ApiError::internal("stub"))
}
