//! `/v1/orders`: listed, created, imported, changed, booked and cancelled; one file per verb.

mod book;
mod cancel;
mod create;
mod get;
mod import;
mod list;
mod revise;

use crate::state::AppState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of orders.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_orders, create::create_orders))
        .routes(routes!(get::get_order, revise::revise_order))
        .routes(routes!(cancel::cancel_order))
        .routes(routes!(import::import_orders))
        .routes(routes!(book::book_order))
        .routes(routes!(book::book_orders))
}
