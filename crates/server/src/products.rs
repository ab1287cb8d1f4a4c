//! `/v1/products`.

use crate::app::{importing, stocking};
use crate::auth::{Caller, ProductsRead, ProductsWrite};
use crate::extract::{Input, Params, PathText};
use crate::problem::Answer;
use crate::state::AppState;
use crate::upload::Upload;
use axum::Json;
use axum::extract::State;
use portolan_api::FileBody;
use portolan_api::orders::ImportQuery;
use portolan_api::products::{
    Product, ProductDraft, ProductGap, ProductImportReport, ProductQuery,
};
use portolan_api::{Batch, BatchAnswer, Page};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of products.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_products, create_products))
        .routes(routes!(list_gaps))
        .routes(routes!(get_product, put_product))
        .routes(routes!(import_products))
}

/// List products.
#[utoipa::path(
    get, path = "/v1/products", tag = "products", security(("key" = ["products:read"])),
    params(ProductQuery),
    responses((status = 200, body = Page<Product>)),
)]
pub async fn list_products(
    caller: Caller<ProductsRead>,
    State(state): State<AppState>,
    Params(query): Params<ProductQuery>,
) -> Answer<Json<Page<Product>>> {
    stocking::list_products(&state, &caller, &query).await.map(Json)
}

/// Create or replace products, each answered by itself.
#[utoipa::path(
    post, path = "/v1/products", tag = "products", security(("key" = ["products:write"])),
    request_body = Batch<ProductDraft>,
    responses((status = 200, body = BatchAnswer)),
)]
pub async fn create_products(
    caller: Caller<ProductsWrite>,
    State(state): State<AppState>,
    Input(batch): Input<Batch<ProductDraft>>,
) -> Answer<Json<BatchAnswer>> {
    stocking::put_products(&state, &caller, &batch.items).await.map(Json)
}

/// SKUs that staged files name or describe and that are no products yet: those that hold up most orders first.
#[utoipa::path(
    get, path = "/v1/products/gaps", tag = "products", security(("key" = ["products:read"])),
    params(ProductQuery),
    responses((status = 200, body = Page<ProductGap>)),
)]
pub async fn list_gaps(
    caller: Caller<ProductsRead>,
    State(state): State<AppState>,
    Params(query): Params<ProductQuery>,
) -> Answer<Json<Page<ProductGap>>> {
    stocking::list_gaps(&state, &caller, &query).await.map(Json)
}

/// One product.
#[utoipa::path(
    get, path = "/v1/products/{sku}", tag = "products", security(("key" = ["products:read"])),
    params(("sku" = String, Path, description = "Stock-keeping unit")),
    responses((status = 200, body = Product)),
)]
pub async fn get_product(
    caller: Caller<ProductsRead>,
    State(state): State<AppState>,
    PathText(sku): PathText,
) -> Answer<Json<Product>> {
    stocking::get_product(&state, &caller, &sku).await.map(Json)
}

/// Create or replace one product; its SKU is the path's.
#[utoipa::path(
    put, path = "/v1/products/{sku}", tag = "products", security(("key" = ["products:write"])),
    params(("sku" = String, Path, description = "Stock-keeping unit")), request_body = ProductDraft,
    responses((status = 200, body = Product)),
)]
pub async fn put_product(
    caller: Caller<ProductsWrite>,
    State(state): State<AppState>,
    PathText(sku): PathText,
    Input(draft): Input<ProductDraft>,
) -> Answer<Json<Product>> {
    stocking::put_product(&state, &caller, &sku, draft).await.map(Json)
}

/// Create or replace products from a CSV file: all of them, or none where any has a fault.
#[utoipa::path(
    post, path = "/v1/products/import", tag = "products", security(("key" = ["products:write"])),
    params(ImportQuery), request_body(content = FileBody, content_type = "text/csv"),
    responses((status = 200, body = ProductImportReport)),
)]
pub async fn import_products(
    caller: Caller<ProductsWrite>,
    State(state): State<AppState>,
    Params(query): Params<ImportQuery>,
    upload: Upload,
) -> Answer<Json<ProductImportReport>> {
    importing::import_products(&state, &caller, &query, upload).await.map(Json)
}
