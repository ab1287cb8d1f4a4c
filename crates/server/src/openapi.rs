//! The OpenAPI document: the routes' own attributes, with a title and how to sign in put around them.

use crate::idempotency::PRINTED;
use crate::state::AppState;
use crate::{
    accounts, events, exceptions, health, hs_codes, imports, inbound, keys, labels, manifests,
    network, notices, orders, parcels, products, quarantine, quotes, receptacles, scans,
};
use portolan_api::Scope;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Object, Ref, RefOr, Required, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Portolan",
        description = "Quote, book and follow cross-border parcels. Errors are RFC 9457 problems; \
                       conventions are in the book under reference/http.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(Scope, portolan_api::Problem)),
    tags(
        (name = "quotes", description = "What a parcel costs and when it arrives"),
        (name = "orders", description = "What buyers bought"),
        (name = "imports", description = "Files looked at and mended before anything is kept"),
        (name = "parcels", description = "Boxes with identifiers, a route and a promise"),
        (name = "tracking", description = "What is told of parcels, and what follows from it"),
        (name = "manifests", description = "Parcels handed in together"),
        (name = "products", description = "What order lines are made of"),
        (name = "network", description = "Names and places of the published network"),
        (name = "keys", description = "API keys"),
        (name = "accounts", description = "People: sign-in, members, invitations, who did what"),
        (name = "notices", description = "What people should know without asking, and what changes now"),
        (name = "health", description = "For machines that watch the server"),
    ),
)]
struct Document;

/// Every resource's routes under `/v1`; each needs a key.
pub fn resources() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(quotes::router())
        .merge(orders::router())
        .merge(imports::router())
        .merge(parcels::router())
        .merge(scans::router())
        .merge(inbound::router())
        .merge(quarantine::router())
        .merge(exceptions::router())
        .merge(receptacles::router())
        .merge(manifests::router())
        .merge(labels::router())
        .merge(products::router())
        .merge(hs_codes::router())
        .merge(network::router())
        .merge(keys::router())
        .merge(accounts::router())
        .merge(notices::router())
        .merge(events::router())
}

/// The whole document.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let (_, routes) =
        resources().merge(accounts::open_router()).merge(health::router()).split_for_parts();
    document.merge(routes);
    let key = SecurityScheme::Http(
        Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("ptl_live_… or ptl_test_…")
            .description(Some("An API key; each operation names the scope it needs."))
            .build(),
    );
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("key", key);
    let cookie = "The cookie of a sign-in; it also serves wherever a key with a scope does, as far as the \
                  role has that scope. Everything but GET needs the header `x-csrf-token` beside it.";
    let cookie = ApiKeyValue::with_description("ptl_session", cookie);
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    for (path, item) in &mut document.paths.paths {
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            add_problem(operation, path.starts_with("/v1/"));
        }
        // What makes a sign-in, and what only prints, is done as often as it is asked.
        let is_kept = |post: &&mut Operation| post.security.is_some() && path != PRINTED;
        if let Some(post) = item.post.as_mut().filter(is_kept) {
            post.parameters.get_or_insert_default().push(idempotency_key().into());
        }
    }
    document
}

/// Every operation under `/v1` answers its errors alike; and every answer has a description.
fn add_problem(operation: &mut Operation, is_resource: bool) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            "Done".clone_into(&mut response.description);
        }
    }
    if is_resource {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description("The request was refused, or it failed")
            .content("application/problem+json", content)
            .build();
        operation.responses.responses.insert("default".to_owned(), response.into());
    }
}

/// A POST may be sent again under a key.
fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key with the same request is done once and answered the same"))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}

/// The document as it is served and committed: pretty JSON with a line break at its end.
#[expect(
    clippy::missing_panics_doc,
    reason = "the document is built from types and always serialises"
)]
pub fn document_json() -> String {
    let mut text = document()
        .to_pretty_json()
        .expect("invariant: the document has text keys and no map that could fail");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
