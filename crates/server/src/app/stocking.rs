//! Stub.
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use portolan_api::products::{Product, ProductDraft, ProductQuery};
use portolan_api::{BatchAnswer, Page};
pub async fn list_products(
    state: &AppState,
    caller: &Identity,
    query: &ProductQuery,
) -> Answer<Page<Product>> {
    Err(ApiError::internal("stub"))
}
pub async fn put_products(
    state: &AppState,
    caller: &Identity,
    drafts: &[ProductDraft],
) -> Answer<BatchAnswer> {
    Err(ApiError::internal("stub"))
}
pub async fn get_product(state: &AppState, caller: &Identity, sku: &str) -> Answer<Product> {
    Err(ApiError::internal("stub"))
}
pub async fn put_product(
    state: &AppState,
    caller: &Identity,
    sku: &str,
    draft: ProductDraft,
) -> Answer<Product> {
    Err(ApiError::internal("stub"))
}
